#include "pipeline/apart.h"

#include "pipeline/sandbox/descriptor.h"
#include "pipeline/trouble.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <new>
#include <string>
#include <string_view>
#include <system_error>

namespace shenbao {
namespace {

constexpr int done = 0, told = 1, out_of_memory = 2;
constexpr int stop_asked_every = 100; // milliseconds

void tell(int pipe, std::string_view words) {
    while (!words.empty()) {
        const ssize_t n = ::write(pipe, words.data(), words.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return; // an end without words tells enough
        words.remove_prefix(static_cast<std::size_t>(n));
    }
}

[[noreturn]] void work_and_end(const Messages& messages, const std::function<void()>& work, int pipe, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NAME, "shenbao-apart");
    if (::getppid() != parent) ::raise(SIGKILL); // it died before that was asked for
    for (int signal : {SIGINT, SIGTERM, SIGHUP})
        ::signal(signal, SIG_IGN); // the parent's to answer
    try {
        in_words(messages, work);
        ::_exit(done);
    } catch (const std::bad_alloc&) {
        ::_exit(out_of_memory);
    } catch (const std::exception& error) {
        tell(pipe, error.what());
        ::_exit(told);
    }
}

// The other process; ended at the latest with this.
class Apart {
  public:
    Apart(pid_t process, Descriptor words) : process_(process), words_(std::move(words)) {}
    ~Apart() {
        if (process_ <= 0) return;
        ::kill(process_, SIGKILL);
        wait();
    }
    Apart(const Apart&) = delete;
    Apart& operator=(const Apart&) = delete;

    // What it says until it ends.
    std::string hear(const std::function<bool()>& stop) {
        std::string heard;
        std::array<char, 4096> piece;
        for (;;) {
            if (stop && stop()) throw Interrupted();
            pollfd waits{words_.get(), POLLIN, 0};
            if (::poll(&waits, 1, stop_asked_every) <= 0) continue;
            const ssize_t n = ::read(words_.get(), piece.data(), piece.size());
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) throw std::system_error(errno, std::generic_category(), "pipe");
            if (n == 0) return heard;
            heard.append(piece.data(), static_cast<std::size_t>(n));
        }
    }

    // How it ended.
    int wait() {
        int status = 0;
        while (::wait4(process_, &status, 0, &usage_) < 0 && errno == EINTR) {
        }
        process_ = -1;
        return status;
    }

    std::uint64_t peak_memory() const { return static_cast<std::uint64_t>(usage_.ru_maxrss) * 1024; }

  private:
    pid_t process_;
    Descriptor words_;
    rusage usage_{};
};

std::string words_for(int status) {
    return WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                               : "exit " + std::to_string(WEXITSTATUS(status));
}

} // namespace

std::uint64_t work_apart(const Messages& messages, const std::function<bool()>& stop,
                         const std::function<void()>& work) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    Descriptor ours(ends[0]), theirs(ends[1]);
    const pid_t parent = ::getpid(), process = ::fork();
    if (process < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (process == 0) work_and_end(messages, work, theirs.get(), parent);
    theirs.reset();
    Apart apart(process, std::move(ours));
    const std::string heard = apart.hear(stop);
    const int status = apart.wait();
    if (WIFEXITED(status) && WEXITSTATUS(status) == done) return apart.peak_memory();
    if (WIFEXITED(status) && WEXITSTATUS(status) == out_of_memory) throw std::bad_alloc();
    if (WIFEXITED(status) && WEXITSTATUS(status) == told && !heard.empty()) throw RunError(heard);
    throw Trouble("ended", {{"why", words_for(status)}});
}

} // namespace shenbao
