#include "pipeline/sandbox/zygote.h"

#include "extractors/formats.h"
#include "pipeline/sandbox/heap.h"
#include "pipeline/sandbox/wire.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <clocale>
#include <csignal>
#include <ctime>
#include <map>

namespace shenbao {
namespace {

Facts read_job(const Input& input, const Job& job, Sink& sink) {
    return read_input(input, job.key.task, job.options, sink);
}

class Zygote {
  public:
    Zygote(int socket, SandboxLevel level, ReadFunction read)
        : socket_(socket), confinement_(level), read_(std::move(read)) {
        sigset_t child_signal;
        sigemptyset(&child_signal);
        sigaddset(&child_signal, SIGCHLD);
        sigprocmask(SIG_BLOCK, &child_signal, &before_);
        signals_ = signalfd(-1, &child_signal, SFD_CLOEXEC | SFD_NONBLOCK);
    }
    ~Zygote() {
        for (auto& [pid, id] : children_)
            kill(-pid, SIGKILL);
        close(signals_);
    }

    int run() {
        settle_heap();
        for (;;) {
            pollfd waits[] = {{socket_, POLLIN, 0}, {signals_, POLLIN, 0}};
            if (poll(waits, 2, -1) < 0 && errno != EINTR) return 1;
            if (waits[1].revents) reap();
            if (waits[0].revents && !take_message()) return 0;
        }
    }

  private:
    // False when the coordinator has gone.
    bool take_message() {
        Packet packet = receive_packet(socket_);
        if (packet.closed) return false;
        if (packet.words.starts_with("job "))
            start(decode_job(std::string_view(packet.words).substr(4)), packet);
        else if (packet.words.starts_with("kill "))
            end(std::stoull(packet.words.substr(5)));
        return true;
    }

    void start(const Job& job, Packet& packet) {
        const std::size_t rest = heap_rest();
        pid_t pid = fork();
        if (pid == 0) {
            begin_heap(rest);
            become_child(job, packet);
        }
        std::string id = std::to_string(job.id);
        if (pid < 0) {
            send_packet(socket_, "ended " + id + " -1 0");
            return;
        }
        setpgid(pid, pid);
        children_[pid] = job.id;
        send_packet(socket_, "began " + id + " " + std::to_string(pid));
    }

    [[noreturn]] void become_child(const Job& job, Packet& packet) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(socket_);
        close(signals_);
        sigprocmask(SIG_SETMASK, &before_, nullptr);
        if (packet.descriptors.size() != job.inputs.size() + 1) _exit(95);
        if (job.yields > 0) setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + job.yields);
        std::vector<int> inputs(packet.descriptors.begin() + 1, packet.descriptors.end());
        run_child(job, inputs, packet.descriptors.front(), confinement_, read_);
    }

    void end(std::uint64_t id) {
        for (auto& [pid, child] : children_)
            if (child == id) kill(-pid, SIGKILL);
    }

    void reap() {
        signalfd_siginfo info;
        while (read(signals_, &info, sizeof info) > 0) {
        }
        int status = 0;
        rusage usage{};
        for (pid_t pid; (pid = wait4(-1, &status, WNOHANG, &usage)) > 0;) {
            auto it = children_.find(pid);
            if (it == children_.end()) continue;
            send_packet(socket_, "ended " + std::to_string(it->second) + " " + std::to_string(status) + " " +
                                     std::to_string(usage.ru_maxrss));
            children_.erase(it);
        }
    }

    int socket_, signals_ = -1;
    sigset_t before_{};
    Confinement confinement_;
    ReadFunction read_;
    std::map<pid_t, std::uint64_t> children_;
};

// Libraries talk to standard output and error; nobody there wants to hear a library on a foreign file.
void silence() {
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        dup2(nowhere, standard);
    if (nowhere > STDERR_FILENO) close(nowhere);
}

} // namespace

std::string_view to_string(Family family) { return family == Family::pages ? "pages" : "files"; }

Family family_of(Task task) {
    const bool files = task == Task::read || task == Task::look || task == Task::unpack_again;
    return files ? Family::files : Family::pages;
}

void warm_readers(Family family) {
    std::setlocale(LC_CTYPE, "C.UTF-8");
    tzset();
    Digest::of("the library sets itself up with the first sum");
    if (family == Family::pages) {
        recogniser().warm();
        seal_finder().warm();
    } else {
        for (const Extractor* extractor : formats())
            extractor->warm();
    }
}

int run_zygote(int socket, Family family, SandboxLevel level, const ReadFunction& read) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, family == Family::pages ? "shenbao-pages" : "shenbao-files");
    signal(SIGINT, SIG_IGN);  // a key pressed in the terminal is the coordinator's to answer
    signal(SIGTERM, SIG_IGN); // so is a service's end: with it goes the socket, and with that the zygote
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    silence();
    try {
        if (!read) warm_readers(family);
        return Zygote(socket, level, read ? read : read_job).run();
    } catch (const std::exception& error) {
        send_packet(socket, std::string("failed ") + error.what());
        return 1;
    }
}

} // namespace shenbao
