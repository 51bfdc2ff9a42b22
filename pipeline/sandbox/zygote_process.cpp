#include "pipeline/sandbox/zygote_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <system_error>

namespace shenbao {
namespace {

constexpr int zygote_socket = 3;
constexpr int patience = 500; // milliseconds

[[noreturn]] void execute_zygote(int socket, Family family, SandboxLevel level) {
    if (socket == zygote_socket)
        fcntl(socket, F_SETFD, 0);
    else
        dup2(socket, zygote_socket);
    closefrom(zygote_socket + 1);
    // One thread an engine: Tesseract looks at the environment once, at its start. Functions of libraries are looked up
    // now, not in every child anew; and no child asks the machine for its time zone, which is none of a document's.
    std::string tessdata =
        std::string("TESSDATA_PREFIX=") + (getenv("TESSDATA_PREFIX") ? getenv("TESSDATA_PREFIX") : "");
    std::array<const char*, 8> environment = {"OMP_THREAD_LIMIT=1",
                                              "GLIBC_TUNABLES=glibc.malloc.hugetlb=1",
                                              "LC_CTYPE=C.UTF-8",
                                              "TZ=UTC",
                                              "LD_BIND_NOW=1",
                                              "ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1",
                                              getenv("TESSDATA_PREFIX") ? tessdata.c_str() : nullptr,
                                              nullptr};
    std::string family_name(to_string(family)), level_name(to_string(level));
    std::array<const char*, 5> words = {"shenbao", "zygote", family_name.c_str(), level_name.c_str(), nullptr};
    execve("/proc/self/exe", const_cast<char**>(words.data()), const_cast<char**>(environment.data()));
    _exit(94);
}

} // namespace

SocketPair make_sockets(int type) {
    int ends[2];
    if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0) throw std::system_error(errno, std::generic_category());
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

int ZygoteProcess::started() {
    if (socket_.get() < 0) start();
    return socket_.get();
}

// The zygote sees the end of its socket, and ends with its children; one that is still loading its models is not waited
// for, and its children end with it in any case.
void ZygoteProcess::stop() {
    socket_.reset();
    if (pid_ <= 0) return;
    const Descriptor end(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0))); // glibc 2.36 does not declare it for C++
    pollfd ended{end.get(), POLLIN, 0};
    if (end.get() < 0 || poll(&ended, 1, patience) <= 0) kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

void ZygoteProcess::start() {
    SocketPair sockets = make_sockets(SOCK_SEQPACKET);
    pid_ = fork();
    if (pid_ < 0) throw std::system_error(errno, std::generic_category());
    if (pid_ == 0) {
        int socket = sockets.theirs.get();
        if (options_.execute) execute_zygote(socket, family_, options_.level);
        // What else is open here would stay open there: a child's end that never closes never ends.
        close_range(STDERR_FILENO + 1, socket - 1, 0);
        close_range(socket + 1, ~0U, 0);
        _exit(run_zygote(socket, family_, options_.level, options_.read));
    }
    socket_ = std::move(sockets.ours);
}

} // namespace shenbao
