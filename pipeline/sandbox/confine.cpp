#include "pipeline/sandbox/confine.h"

#include "extractors/archive/volume_links.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>

namespace shenbao {
namespace {

// The libraries' own data: fonts, character maps, models, code page tables. Nothing of a user's.
constexpr std::array readable = {"/usr/share/fonts",       "/usr/share/poppler",  "/usr/share/tesseract-ocr",
                                 "/usr/share/fontconfig",  "/usr/share/zoneinfo", "/usr/lib",
                                 "/usr/local/share/fonts", "/etc/fonts",          "/var/cache/fontconfig"};

// Rights that came after the first ABI, by the ABI that brought them; the headers of the build machine may be older.
constexpr std::uint64_t fs_first = (1ULL << 13) - 1;
constexpr std::uint64_t fs_refer = 1ULL << 13, fs_truncate = 1ULL << 14, fs_ioctl = 1ULL << 15;
constexpr std::uint64_t net_bind_connect = 3, scope_all = 3;

struct RulesetAttributes { // struct landlock_ruleset_attr as of ABI 6
    std::uint64_t fs, net, scoped;
};

std::uint64_t fs_rights(int abi) {
    std::uint64_t rights = fs_first;
    if (abi >= 2) rights |= fs_refer;
    if (abi >= 3) rights |= fs_truncate;
    if (abi >= 5) rights |= fs_ioctl;
    return rights;
}

std::size_t attributes_size(int abi) { return abi >= 6 ? 24 : abi >= 4 ? 16 : 8; }

// What unar loads and looks up besides: its libraries, and GNUstep's own data.
constexpr std::array unar_readable = {"/usr/lib", "/usr/lib64", "/usr/share/GNUstep", "/etc/GNUstep",
                                      "/usr/share/zoneinfo"};
// GNUstep does not start where it cannot find the user's own name; there are no secrets in that file.
constexpr std::array unar_files = {"/etc/ld.so.cache", "/etc/passwd"};
// The loader is a program too: the kernel starts it for every other.
constexpr std::array unar_programs = {"/usr/bin/unar", "/usr/bin/lsar", "/lib64/ld-linux-x86-64.so.2",
                                      "/lib/ld-linux-aarch64.so.1"};

constexpr std::uint64_t read_file = LANDLOCK_ACCESS_FS_READ_FILE, read_folder = LANDLOCK_ACCESS_FS_READ_DIR,
                        execute = LANDLOCK_ACCESS_FS_EXECUTE;

void allow_access(int ruleset, int place, std::uint64_t rights) {
    landlock_path_beneath_attr rule{};
    rule.allowed_access = rights;
    rule.parent_fd = place;
    syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

void allow_access(int ruleset, const char* path, std::uint64_t rights) {
    int place = open(path, O_PATH | O_CLOEXEC);
    if (place < 0) return; // not on this machine: nothing to allow
    allow_access(ruleset, place, rights);
    close(place);
}

int empty_ruleset(int abi) {
    RulesetAttributes attributes{fs_rights(abi), abi >= 4 ? net_bind_connect : 0, abi >= 6 ? scope_all : 0};
    return static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, attributes_size(abi), 0));
}

int make_ruleset(int abi) {
    int ruleset = empty_ruleset(abi);
    if (ruleset < 0) throw std::runtime_error("this kernel refuses a Landlock ruleset");
    for (const char* path : readable)
        allow_access(ruleset, path, read_file | read_folder);
    return ruleset;
}

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

void allow(const Filter& filter, std::initializer_list<int> calls) {
    for (int call : calls)
        if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0)
            throw std::runtime_error("cannot add a rule to the system call filter");
}

// A call is let through only where none of `bits` is set in its argument `index`.
void allow_without(const Filter& filter, int call, unsigned index, std::uint64_t bits) {
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 1, SCMP_CMP(index, SCMP_CMP_MASKED_EQ, bits, 0)) != 0)
        throw std::runtime_error("cannot add a rule to the system call filter");
}

// A call is let through only where its argument `index` is `value`.
void allow_only(const Filter& filter, int call, unsigned index, std::uint64_t value) {
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 1, SCMP_CMP(index, SCMP_CMP_EQ, value)) != 0)
        throw std::runtime_error("cannot add a rule to the system call filter");
}

// Calls that are not named get EPERM, so that a library that only tries goes on without.
void add_rules(const Filter& filter) {
    allow(filter,
          {SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek),
           SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx),
           SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(getdents64), SCMP_SYS(readlink), SCMP_SYS(readlinkat)});
    allow(filter, {SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(futex),
                   SCMP_SYS(getrandom), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(set_robust_list),
                   SCMP_SYS(rseq), SCMP_SYS(membarrier)});
    allow(filter, {SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(clock_nanosleep),
                   SCMP_SYS(nanosleep), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
                   SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getrusage), SCMP_SYS(getcwd), SCMP_SYS(sysinfo),
                   SCMP_SYS(uname), SCMP_SYS(times)});
    allow(filter,
          {SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
           SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(restart_syscall), SCMP_SYS(poll), SCMP_SYS(fadvise64)});
    constexpr std::uint64_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
    allow_without(filter, SCMP_SYS(open), 1, writing);
    allow_without(filter, SCMP_SYS(openat), 2, writing);
    // Libraries ask for a descriptor's flags; changing them, or watching it for another process, is nobody's need.
    for (std::uint64_t command : {F_GETFL, F_GETFD, F_SETFD})
        allow_only(filter, SCMP_SYS(fcntl), 1, command);
    // No signals at all, so that abort() ends in its trap instruction: still a signal, and no way to reach others.
}

void add_reading_rules(const Filter& filter) {
    allow_without(filter, SCMP_SYS(mmap), 2, PROT_EXEC);
    allow_without(filter, SCMP_SYS(mprotect), 2, PROT_EXEC);
}

// To start a program, feed on its output and wait for its end; and what the loader does before a program begins. Of the
// process's own controls only those that take something away from it.
void add_unar_rules(const Filter& filter) {
    allow(filter, {SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(execve), SCMP_SYS(wait4), SCMP_SYS(pipe2),
                   SCMP_SYS(dup2), SCMP_SYS(dup3), SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address)});
    constexpr std::uint64_t apart = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                    CLONE_NEWPID | CLONE_NEWNET | CLONE_THREAD | CLONE_PARENT;
    allow_without(filter, SCMP_SYS(clone), 0, apart);
    for (std::uint64_t control : {PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP})
        allow_only(filter, SCMP_SYS(prctl), 0, control);
    // To ask for its own limits, not to set any.
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2, SCMP_A0(SCMP_CMP_EQ, 0),
                         SCMP_A2(SCMP_CMP_EQ, 0)) != 0)
        throw std::runtime_error("cannot add a rule to the system call filter");
}

std::string compile_filter(SandboxProfile profile) {
    Filter filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), seccomp_release);
    if (!filter) throw std::runtime_error("libseccomp gives no filter");
    add_rules(filter);
    if (profile == SandboxProfile::runs_unar)
        add_unar_rules(filter);
    else
        add_reading_rules(filter);
    int memory = memfd_create("filter", MFD_CLOEXEC);
    if (memory < 0 || seccomp_export_bpf(filter.get(), memory) != 0)
        throw std::runtime_error("cannot compile the filter");
    std::string program(static_cast<std::size_t>(lseek(memory, 0, SEEK_END)), '\0');
    bool whole = pread(memory, program.data(), program.size(), 0) == static_cast<ssize_t>(program.size());
    close(memory);
    if (!whole) throw std::runtime_error("cannot read the compiled filter");
    return program;
}

constexpr rlim_t most_descriptors_open = 64;

void set_limit(__rlimit_resource resource, rlim_t value) {
    rlimit limit{value, value};
    if (setrlimit(resource, &limit) != 0) _exit(97);
}

// Its volumes stand above what else is open.
rlim_t descriptors_for_unar() {
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    return std::min<rlim_t>(before.rlim_max, archive::first_linked_descriptor + archive::most_linked_volumes);
}

void set_limits(const Limits& limits, [[maybe_unused]] std::uint64_t input_bytes, SandboxProfile profile) {
#ifndef SHENBAO_SANITIZE // the sanitizer's shadow alone is terabytes of address space
    rlimit before{};
    getrlimit(RLIMIT_AS, &before);
    rlim_t space = limits.document_memory + input_bytes;
    if (before.rlim_max != RLIM_INFINITY && space > before.rlim_max) space = before.rlim_max;
    set_limit(RLIMIT_AS, space);
#endif
    set_limit(RLIMIT_CPU, static_cast<rlim_t>(limits.document_seconds) + 2);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, 0);
    set_limit(RLIMIT_NOFILE, profile == SandboxProfile::runs_unar ? descriptors_for_unar() : most_descriptors_open);
    set_limit(RLIMIT_MEMLOCK, 0);
}

} // namespace

std::string_view to_string(SandboxLevel level) {
    switch (level) {
    case SandboxLevel::off:
        return "off";
    case SandboxLevel::seccomp:
        return "seccomp";
    case SandboxLevel::full:
        break;
    }
    return "full";
}

int landlock_abi() {
    long abi = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return abi > 0 ? static_cast<int>(abi) : 0;
}

SandboxLevel sandbox_available() {
    bool filters = prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
    if (!filters) return SandboxLevel::off;
    return landlock_abi() > 0 ? SandboxLevel::full : SandboxLevel::seccomp;
}

Confinement::Confinement(SandboxLevel level, int abi) : level_(level) {
    if (level == SandboxLevel::off) return;
    program_ = compile_filter(SandboxProfile::reads);
    if (level != SandboxLevel::full) return;
    unar_program_ = compile_filter(SandboxProfile::runs_unar);
    int newest = landlock_abi();
    if (newest == 0) throw std::runtime_error("this kernel has no Landlock");
    abi_ = abi > 0 && abi < newest ? abi : newest;
    ruleset_ = make_ruleset(abi_);
}

Confinement::~Confinement() {
    if (ruleset_ >= 0) close(ruleset_);
}

// Made anew for every child: it names that child's input.
int Confinement::unar_ruleset(std::span<const int> inputs, const std::string& links) const {
    int ruleset = empty_ruleset(abi_);
    if (ruleset < 0) _exit(97);
    for (const char* path : unar_readable)
        allow_access(ruleset, path, read_file | read_folder);
    for (const char* path : unar_files)
        allow_access(ruleset, path, read_file);
    for (const char* path : unar_programs)
        allow_access(ruleset, path, read_file | execute);
    for (int input : inputs)
        allow_access(ruleset, input, read_file);
    if (!links.empty()) allow_access(ruleset, links.c_str(), read_folder);
    return ruleset;
}

void Confinement::enter(const Limits& limits, std::uint64_t input_bytes, SandboxProfile profile,
                        std::span<const int> inputs, const std::string& links) const {
    set_limits(limits, input_bytes, profile);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) _exit(97);
    if (level_ == SandboxLevel::off) return;
    const bool runs_unar = profile == SandboxProfile::runs_unar && ruleset_ >= 0;
    if (ruleset_ >= 0) {
        const int ruleset = runs_unar ? unar_ruleset(inputs, links) : ruleset_;
        if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) _exit(97);
        close(ruleset);
        if (runs_unar) close(ruleset_);
    }
    const std::string& filter = runs_unar ? unar_program_ : program_;
    sock_fprog program{static_cast<unsigned short>(filter.size() / sizeof(sock_filter)),
                       reinterpret_cast<sock_filter*>(const_cast<char*>(filter.data()))};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) _exit(97);
}

} // namespace shenbao
