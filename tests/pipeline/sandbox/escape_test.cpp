// What a confined child cannot do. Each probe is first played without the sandbox and must succeed there: a probe that
// can never succeed proves nothing.

#include "pipeline/sandbox/confine.h"

#include "pipeline/sandbox/zygote.h"

#include "tests/support.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <string>
#include <vector>

using namespace shenbao;
namespace fs = std::filesystem;

namespace {

// Named once, in the parent: a probe plays in a process of another number.
const fs::path& ground() {
    static const fs::path folder = fs::temp_directory_path() / ("shenbao-escape-" + std::to_string(getpid()));
    return folder;
}

std::string at(const char* name) { return (ground() / name).string(); }

bool opened(int descriptor) {
    if (descriptor < 0) return false;
    close(descriptor);
    return true;
}

bool socket_of(int family, int type) { return opened(socket(family, type, 0)); }

// A process of our own that sleeps, for probes that reach for others. Made before the child is confined.
pid_t victim = 0;

struct Probe {
    const char* what;
    std::function<bool()> tries;  // true: it could be done
    bool seccomp_alone = true;    // denied also on kernels without Landlock
    bool unar_too = true;         // denied also where unar may be started
};

std::vector<Probe> probes() {
    return {
        {"read a file outside", [] { return opened(open(at("secret").c_str(), O_RDONLY)); }, false},
        {"read /etc/passwd", [] { return opened(open("/etc/passwd", O_RDONLY)); }, false, false},
        {"read /etc/hostname", [] { return opened(open("/etc/hostname", O_RDONLY)); }, false},
        {"list the root", [] { return opened(open("/", O_RDONLY | O_DIRECTORY)); }, false},
        {"read a program", [] { return opened(open("/usr/bin/env", O_RDONLY)); }, false},
        {"read /proc of another", [] { return opened(open(("/proc/" + std::to_string(victim) + "/maps").c_str(), O_RDONLY)); }, false},
        {"read its own environment", [] { return opened(open("/proc/self/environ", O_RDONLY)); }, false},
        {"list a folder outside", [] { return opened(open(ground().c_str(), O_RDONLY | O_DIRECTORY)); }, false},
        {"open for writing", [] { return opened(open(at("secret").c_str(), O_WRONLY)); }},
        {"open for reading and writing", [] { return opened(open(at("secret").c_str(), O_RDWR)); }},
        {"create a file", [] { return opened(open(at("new").c_str(), O_WRONLY | O_CREAT, 0600)); }},
        {"create by creat()", [] { return opened(creat(at("new2").c_str(), 0600)); }},
        {"truncate on opening", [] { return opened(open(at("secret").c_str(), O_RDONLY | O_TRUNC)); }},
        {"an unnamed file", [] { return opened(open(ground().c_str(), O_TMPFILE | O_RDWR, 0600)); }},
        {"openat2", [] {
             std::uint64_t how[3] = {O_RDONLY, 0, 0};
             return opened(static_cast<int>(syscall(SYS_openat2, AT_FDCWD, at("secret").c_str(), how, sizeof how)));
         }},
        {"truncate by path", [] { return truncate(at("secret").c_str(), 6) == 0; }},
        {"remove a file", [] { return unlink((std::ofstream(at("gone")) << "x", at("gone")).c_str()) == 0; }},
        {"rename a file", [] { return rename(at("secret").c_str(), at("secret").c_str()) == 0; }},
        {"make a folder", [] { return mkdir(at("made").c_str(), 0700) == 0 && rmdir(at("made").c_str()) == 0; }},
        {"remove a folder", [] { return rmdir(at("folder").c_str()) == 0 && mkdir(at("folder").c_str(), 0700) == 0; }},
        {"make a symbolic link", [] { return symlink("x", at("link").c_str()) == 0 && unlink(at("link").c_str()) == 0; }},
        {"make a hard link", [] { return link(at("secret").c_str(), at("hard").c_str()) == 0 && unlink(at("hard").c_str()) == 0; }},
        {"make a pipe on disk", [] { return mkfifo(at("fifo").c_str(), 0600) == 0 && unlink(at("fifo").c_str()) == 0; }},
        {"change rights", [] { return chmod(at("secret").c_str(), 0600) == 0; }},
        {"change an owner", [] { return chown(at("secret").c_str(), getuid(), getgid()) == 0; }},
        {"set times", [] { return utimensat(AT_FDCWD, at("secret").c_str(), nullptr, 0) == 0; }},
        {"an IPv4 socket", [] { return socket_of(AF_INET, SOCK_STREAM); }},
        {"a datagram socket", [] { return socket_of(AF_INET, SOCK_DGRAM); }},
        {"an IPv6 socket", [] { return socket_of(AF_INET6, SOCK_STREAM); }},
        {"a Unix socket", [] { return socket_of(AF_UNIX, SOCK_STREAM); }},
        {"a netlink socket", [] { return socket_of(AF_NETLINK, SOCK_RAW); }},
        {"a pair of sockets", [] {
             int ends[2];
             return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 && opened(ends[0]) && opened(ends[1]);
         }},
        {"start a program", [] {
             pid_t pid = vfork();
             if (pid == 0) execl("/bin/true", "true", nullptr), _exit(99);
             int status = 0;
             return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
         }},
        {"fork", [] {
             pid_t pid = fork();
             if (pid == 0) _exit(0);
             return pid > 0 && waitpid(pid, nullptr, 0) == pid;
         }, true, false},
        {"become another program", [] {
             execl("/bin/true", "true", nullptr);
             return false;
         }},
        {"a thread", [] {
             constexpr int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
             static char stack[65536];
             return clone([](void*) { return 0; }, stack + sizeof stack, flags, nullptr) > 0;
         }},
        {"a process in a namespace of its own", [] {
             pid_t pid = static_cast<pid_t>(syscall(SYS_clone, CLONE_NEWUTS | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
             if (pid == 0) _exit(0);
             return pid > 0 && waitpid(pid, nullptr, 0) == pid;
         }},
        {"signal another", [] { return kill(victim, SIGCONT) == 0; }},
        {"signal by tgkill", [] { return syscall(SYS_tgkill, victim, victim, SIGCONT) == 0; }},
        {"signal by pidfd", [] { return opened(static_cast<int>(syscall(SYS_pidfd_open, victim, 0))); }},
        {"trace another", [] {
             bool traced = ptrace(PTRACE_SEIZE, victim, 0, 0) == 0;
             if (traced) ptrace(PTRACE_DETACH, victim, 0, 0);
             return traced;
         }},
        {"memory as a file", [] { return opened(static_cast<int>(syscall(SYS_memfd_create, "x", 0))); }},
        {"executable memory", [] {
             void* p = mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
             return p != MAP_FAILED && munmap(p, 4096) == 0;
         }, true, false},
        {"memory made executable", [] {
             void* p = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
             return mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
         }, true, false},
        {"a keyring", [] { return syscall(SYS_add_key, "user", "shenbao", "x", 1, -1) >= 0; }},
        {"shared memory", [] { return syscall(SYS_shmget, 0, 4096, 0600 | 01000) >= 0; }},
        {"inotify", [] { return opened(static_cast<int>(syscall(SYS_inotify_init1, 0))); }},
        {"epoll", [] { return opened(static_cast<int>(syscall(SYS_epoll_create1, 0))); }},
        {"a new user namespace", [] { return unshare(CLONE_NEWUTS) == 0; }},
        {"change the folder", [] { return chdir("/") == 0; }},
        {"priority of others", [] { return syscall(SYS_setpriority, 0, victim, 5) == 0; }},
        {"a control of the process", [] { return prctl(PR_SET_NAME, "x", 0, 0, 0) == 0; }},
        {"raise its limits", [] { return syscall(SYS_prlimit64, victim, 7, nullptr, new char[16]) == 0; }},
        {"duplicate a descriptor", [] { return opened(dup(0)); }},
        {"ioctl on a descriptor", [] {
             int waiting = 0;
             int ends[2];
             return pipe(ends) == 0 && syscall(SYS_ioctl, ends[0], 0x541B /* FIONREAD */, &waiting) == 0;
         }},
    };
}

// Plays one probe in a child of its own; 0: could be done, 1: denied, else the child was ended.
int play(const Probe& probe, const Confinement* confinement, SandboxProfile profile = SandboxProfile::reads) {
    pid_t pid = fork();
    if (pid == 0) {
        if (confinement) confinement->enter(Limits{}, 0, profile);
        syscall(SYS_exit_group, probe.tries() ? 0 : 1);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// The ground the probes play on, and a neighbour for those that reach for others.
struct Victim {
    Victim() {
        fs::create_directories(ground() / "folder");
        std::ofstream(ground() / "secret") << "secret";
        victim = fork();
        if (victim == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            for (;;) pause();
        }
    }
    ~Victim() {
        kill(victim, SIGKILL);
        waitpid(victim, nullptr, 0);
        fs::remove_all(ground());
    }
};

// `escaped`: what went through although it must not.
void probe_level(const Confinement& confinement, bool full, std::vector<std::string>& escaped, int& proven,
                 SandboxProfile profile = SandboxProfile::reads) {
    Victim held;
    for (const Probe& probe : probes()) {
        if (!full && !probe.seccomp_alone) continue;
        if (profile == SandboxProfile::runs_unar && !probe.unar_too) continue;
        if (play(probe, nullptr) != 0) {
            WARN("no positive control on this machine: " << probe.what);
            continue;
        }
        ++proven;
        if (play(probe, &confinement, profile) == 0) escaped.push_back(probe.what);
    }
}

}  // namespace

TEST_CASE("nothing gets out of the full sandbox") {
    if (landlock_abi() == 0) {
        WARN("skipped: this kernel has no Landlock");
        return;
    }
    Confinement confinement(SandboxLevel::full);
    std::vector<std::string> escaped;
    int proven = 0;
    probe_level(confinement, true, escaped, proven);
    CHECK(escaped == std::vector<std::string>{});
    CHECK(proven >= 40);
}

// What a family's readers load and hold open must open no way out either. In a process of its own, as in a zygote.
TEST_CASE("nothing gets out with the readers of a family loaded") {
    if (landlock_abi() == 0) {
        WARN("skipped: this kernel has no Landlock");
        return;
    }
    for (Family family : {Family::files, Family::pages}) {
        INFO(to_string(family));
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        pid_t pid = fork();
        if (pid == 0) {
            warm_readers(family);
            Confinement confinement(SandboxLevel::full);
            std::vector<std::string> escaped;
            int proven = 0;
            probe_level(confinement, true, escaped, proven);
            std::string told = std::to_string(proven) + "\n";
            for (const std::string& what : escaped)
                told += what + "\n";
            (void)!write(ends[1], told.data(), told.size());
            _exit(0);
        }
        close(ends[1]);
        std::string told(4096, '\0');
        told.resize(static_cast<std::size_t>(std::max<ssize_t>(read(ends[0], told.data(), told.size()), 0)));
        close(ends[0]);
        waitpid(pid, nullptr, 0);
        CHECK(std::atoi(told.c_str()) >= 40);
        CHECK(told.substr(told.find('\n') + 1) == "");
    }
}

TEST_CASE("a child that only computes is ended by its own clock, and one that does little is not") {
    Confinement confinement(SandboxLevel::off);
    Limits limits;
    limits.document_seconds = 1; // and two of grace
    for (bool busy : {true, false}) {
        pid_t pid = fork();
        if (pid == 0) {
            confinement.enter(limits, 0);
            for (volatile bool on = busy; on;) {
            }
            _exit(0);
        }
        int status = 0;
        waitpid(pid, &status, 0);
        CHECK(WIFSIGNALED(status) == busy);
    }
}

TEST_CASE("without Landlock nothing is written, started or sent") {
    Confinement confinement(SandboxLevel::seccomp);
    std::vector<std::string> escaped;
    int proven = 0;
    probe_level(confinement, false, escaped, proven);
    CHECK(escaped == std::vector<std::string>{});
    CHECK(proven >= 35);
}

TEST_CASE("where unar may be started, nothing else gets out") {
    if (landlock_abi() == 0) {
        WARN("skipped: this kernel has no Landlock");
        return;
    }
    Confinement confinement(SandboxLevel::full);
    std::vector<std::string> escaped;
    int proven = 0;
    probe_level(confinement, true, escaped, proven, SandboxProfile::runs_unar);
    CHECK(escaped == std::vector<std::string>{});
    CHECK(proven >= 40);
}

TEST_CASE("without Landlock unar cannot be started") {
    Confinement confinement(SandboxLevel::seccomp);
    std::vector<std::string> escaped;
    int proven = 0;
    probe_level(confinement, false, escaped, proven, SandboxProfile::runs_unar);
    Probe starts{"start unar", [] {
                     execl("/usr/bin/lsar", "lsar", "-version", nullptr);
                     return false;
                 }};
    if (play(starts, nullptr) == 0) CHECK(play(starts, &confinement, SandboxProfile::runs_unar) == 1);
    CHECK(escaped == std::vector<std::string>{});
}

TEST_CASE("unar can be started, and finds what it needs") {
    if (landlock_abi() == 0 || !fs::exists("/usr/bin/lsar")) {
        WARN("skipped: no Landlock, or no unar");
        return;
    }
    Confinement confinement(SandboxLevel::full);
    Probe starts{"start unar", [] {
                     execl("/usr/bin/lsar", "lsar", "-version", nullptr);
                     return false;
                 }};
    CHECK(play(starts, &confinement, SandboxProfile::runs_unar) == 0);
    CHECK(play(starts, &confinement) == 1);
}

TEST_CASE("older Landlocks keep files closed too") {
    for (int abi = 1; abi < landlock_abi(); ++abi) {
        INFO("ABI " << abi);
        Confinement confinement(SandboxLevel::full, abi);
        Probe read{"read", [] { return opened(open("/etc/passwd", O_RDONLY)); }};
        CHECK(play(read, nullptr) == 0);
        CHECK(play(read, &confinement) == 1);
    }
}

TEST_CASE("the libraries' own data stays readable") {
    Confinement confinement(landlock_abi() ? SandboxLevel::full : SandboxLevel::seccomp);
    Probe fonts{"fonts", [] { return opened(open("/etc/fonts/fonts.conf", O_RDONLY)); }};
    Probe models{"models", [] { return opened(open("/usr/share/tesseract-ocr/5/tessdata/chi_sim.traineddata", O_RDONLY)); }};
    for (const Probe& probe : {fonts, models})
        if (play(probe, nullptr) == 0) CHECK(play(probe, &confinement) == 0);
}
