// Loaded before the C library (LD_PRELOAD) into the coordinator alone, since its zygotes get an environment of their
// own: lets the k-th call of a kind fail, or kills the program before it. What the coordinator forks for work of its
// own counts with it, and dies with it. The program knows nothing of it.
//
//   FAULT_COUNTS=FILE      at the end, write how many calls there were of each kind
//   FAULT_KIND=KIND        write sync rename unlink mkdir truncate open read map lock send receive socketpair fork
//   malloc
//                          step: all that changes the disk or dispatches a job, counted together
//   FAULT_AT=K             the K-th call, from 1
//   FAULT_HOW=kill         end the program before the call; or the name of an errno: EIO ENOSPC EMFILE …
//   FAULT_STAYS=1          every call from the K-th on

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
}

namespace {

enum Kind {
    write_calls,
    sync_calls,
    rename_calls,
    unlink_calls,
    mkdir_calls,
    truncate_calls,
    open_calls,
    read_calls,
    map_calls,
    lock_calls,
    send_calls,
    receive_calls,
    socketpair_calls,
    fork_calls,
    malloc_calls,
    step_calls,
    kinds
};

constexpr std::array<const char*, kinds> names = {"write",      "sync", "rename", "unlink", "mkdir", "truncate",
                                                  "open",       "read", "map",    "lock",   "send",  "receive",
                                                  "socketpair", "fork", "malloc", "step"};

struct Error {
    const char* name;
    int number;
};
constexpr std::array<Error, 9> errors = {{{"EIO", EIO},
                                          {"ENOSPC", ENOSPC},
                                          {"EMFILE", EMFILE},
                                          {"ENOMEM", ENOMEM},
                                          {"EAGAIN", EAGAIN},
                                          {"EACCES", EACCES},
                                          {"EROFS", EROFS},
                                          {"EDQUOT", EDQUOT},
                                          {"ENOENT", ENOENT}}};

// Set by the constructor below; zero before, so that nothing is counted while the libraries load.
struct Plan {
    bool counting = false, stays = false;
    int kind = -1, error = 0; // error 0: kill
    unsigned long at = 0;
    const char* counts = nullptr;
};
Plan plan;
using Calls = std::array<std::atomic<unsigned long>, kinds>;
Calls* calls = nullptr; // in memory that forked processes share
pid_t coordinator = 0;

[[noreturn]] void kill_all() {
    kill(coordinator, SIGKILL); // and with it what it forked; at once, lest it go on for a moment:
    kill(getpid(), SIGKILL);
    abort();
}

void count_one(Kind kind, int& error) {
    unsigned long now = ++(*calls)[kind];
    if (kind != plan.kind || plan.at == 0 || now < plan.at || (now > plan.at && !plan.stays)) return;
    if (plan.error == 0) kill_all();
    error = plan.error;
}

// True where the call is to fail; errno is set then.
bool strikes(Kind kind, bool step = false) {
    if (!plan.counting) return false;
    int error = 0;
    count_one(kind, error);
    if (step) count_one(step_calls, error);
    if (error != 0) errno = error;
    return error != 0;
}

template <class Function> Function next(const char* name) { return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name)); }

__attribute__((constructor)) void begin() {
    plan.counts = getenv("FAULT_COUNTS");
    if (const char* kind = getenv("FAULT_KIND"))
        for (int i = 0; i < kinds; ++i)
            if (strcmp(kind, names[static_cast<std::size_t>(i)]) == 0) plan.kind = i;
    if (const char* at = getenv("FAULT_AT")) plan.at = strtoul(at, nullptr, 10);
    plan.stays = getenv("FAULT_STAYS") != nullptr;
    if (const char* how = getenv("FAULT_HOW"))
        for (const Error& error : errors)
            if (strcmp(how, error.name) == 0) plan.error = error.number;
    coordinator = getpid();
    void* shared = mmap(nullptr, sizeof(Calls), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) abort();
    calls = new (shared) Calls{};
    plan.counting = plan.counts || plan.kind >= 0;
}

__attribute__((destructor)) void end() {
    plan.counting = false;
    if (!plan.counts) return;
    FILE* out = fopen(plan.counts, "w");
    for (std::size_t i = 0; out && i < kinds; ++i)
        fprintf(out, "%s %lu\n", names[i], (*calls)[i].load());
    if (out) fclose(out);
}

bool changes(int flags) { return (flags & (O_CREAT | O_TRUNC)) != 0; }

} // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t n) {
    static auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
    return strikes(write_calls, true) ? -1 : real(fd, bytes, n);
}
ssize_t pwrite(int fd, const void* bytes, size_t n, off_t at) {
    static auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
    return strikes(write_calls, true) ? -1 : real(fd, bytes, n, at);
}
ssize_t pwrite64(int fd, const void* bytes, size_t n, off64_t at) {
    static auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
    return strikes(write_calls, true) ? -1 : real(fd, bytes, n, at);
}
ssize_t writev(int fd, const iovec* pieces, int n) {
    static auto real = next<ssize_t (*)(int, const iovec*, int)>("writev");
    return strikes(write_calls, true) ? -1 : real(fd, pieces, n);
}
int fsync(int fd) {
    static auto real = next<int (*)(int)>("fsync");
    return strikes(sync_calls, true) ? -1 : real(fd);
}
int fdatasync(int fd) {
    static auto real = next<int (*)(int)>("fdatasync");
    return strikes(sync_calls, true) ? -1 : real(fd);
}
int rename(const char* from, const char* to) noexcept {
    static auto real = next<int (*)(const char*, const char*)>("rename");
    return strikes(rename_calls, true) ? -1 : real(from, to);
}
int unlink(const char* path) noexcept {
    static auto real = next<int (*)(const char*)>("unlink");
    return strikes(unlink_calls, true) ? -1 : real(path);
}
int remove(const char* path) noexcept {
    static auto real = next<int (*)(const char*)>("remove");
    return strikes(unlink_calls, true) ? -1 : real(path);
}
int unlinkat(int folder, const char* path, int flags) noexcept {
    static auto real = next<int (*)(int, const char*, int)>("unlinkat");
    return strikes(unlink_calls, true) ? -1 : real(folder, path, flags);
}
int mkdir(const char* path, mode_t mode) noexcept {
    static auto real = next<int (*)(const char*, mode_t)>("mkdir");
    return strikes(mkdir_calls, true) ? -1 : real(path, mode);
}
int ftruncate(int fd, off_t length) noexcept {
    static auto real = next<int (*)(int, off_t)>("ftruncate");
    return strikes(truncate_calls, true) ? -1 : real(fd, length);
}
int ftruncate64(int fd, off64_t length) noexcept {
    static auto real = next<int (*)(int, off64_t)>("ftruncate64");
    return strikes(truncate_calls, true) ? -1 : real(fd, length);
}
int open(const char* path, int flags, ...) {
    static auto real = next<int (*)(const char*, int, ...)>("open");
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return strikes(open_calls, changes(flags)) ? -1 : real(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
    static auto real = next<int (*)(const char*, int, ...)>("open64");
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return strikes(open_calls, changes(flags)) ? -1 : real(path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
    static auto real = next<int (*)(int, const char*, int, ...)>("openat");
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return strikes(open_calls, changes(flags)) ? -1 : real(folder, path, flags, mode);
}
FILE* fopen(const char* path, const char* how) {
    static auto real = next<FILE* (*)(const char*, const char*)>("fopen");
    return strikes(open_calls) ? nullptr : real(path, how);
}
FILE* fopen64(const char* path, const char* how) {
    static auto real = next<FILE* (*)(const char*, const char*)>("fopen64");
    return strikes(open_calls) ? nullptr : real(path, how);
}
DIR* opendir(const char* path) {
    static auto real = next<DIR* (*)(const char*)>("opendir");
    return strikes(open_calls) ? nullptr : real(path);
}
ssize_t read(int fd, void* bytes, size_t n) {
    static auto real = next<ssize_t (*)(int, void*, size_t)>("read");
    return strikes(read_calls) ? -1 : real(fd, bytes, n);
}
ssize_t pread(int fd, void* bytes, size_t n, off_t at) {
    static auto real = next<ssize_t (*)(int, void*, size_t, off_t)>("pread");
    return strikes(read_calls) ? -1 : real(fd, bytes, n, at);
}
ssize_t pread64(int fd, void* bytes, size_t n, off64_t at) {
    static auto real = next<ssize_t (*)(int, void*, size_t, off64_t)>("pread64");
    return strikes(read_calls) ? -1 : real(fd, bytes, n, at);
}
void* mmap(void* where, size_t n, int protection, int flags, int fd, off_t at) noexcept {
    static auto real = next<void* (*)(void*, size_t, int, int, int, off_t)>("mmap");
    return strikes(map_calls) ? MAP_FAILED : real(where, n, protection, flags, fd, at);
}
void* mmap64(void* where, size_t n, int protection, int flags, int fd, off64_t at) noexcept {
    static auto real = next<void* (*)(void*, size_t, int, int, int, off64_t)>("mmap64");
    return strikes(map_calls) ? MAP_FAILED : real(where, n, protection, flags, fd, at);
}
int flock(int fd, int how) noexcept {
    static auto real = next<int (*)(int, int)>("flock");
    return strikes(lock_calls) ? -1 : real(fd, how);
}
int fcntl(int fd, int command, ...) {
    static auto real = next<int (*)(int, int, ...)>("fcntl");
    va_list rest;
    va_start(rest, command);
    void* argument = va_arg(rest, void*);
    va_end(rest);
    if (command == F_SETLK && strikes(lock_calls)) return -1;
    return real(fd, command, argument);
}
int fcntl64(int fd, int command, ...) {
    static auto real = next<int (*)(int, int, ...)>("fcntl64");
    va_list rest;
    va_start(rest, command);
    void* argument = va_arg(rest, void*);
    va_end(rest);
    if (command == F_SETLK && strikes(lock_calls)) return -1;
    return real(fd, command, argument);
}
ssize_t sendmsg(int socket, const msghdr* message, int flags) {
    static auto real = next<ssize_t (*)(int, const msghdr*, int)>("sendmsg");
    return strikes(send_calls, true) ? -1 : real(socket, message, flags);
}
ssize_t recvmsg(int socket, msghdr* message, int flags) {
    static auto real = next<ssize_t (*)(int, msghdr*, int)>("recvmsg");
    return strikes(receive_calls) ? -1 : real(socket, message, flags);
}
int socketpair(int domain, int type, int protocol, int* ends) noexcept {
    static auto real = next<int (*)(int, int, int, int*)>("socketpair");
    return strikes(socketpair_calls) ? -1 : real(domain, type, protocol, ends);
}
pid_t fork() noexcept {
    static auto real = next<pid_t (*)()>("fork");
    return strikes(fork_calls) ? -1 : real();
}
void* malloc(size_t n) noexcept { return strikes(malloc_calls) ? nullptr : __libc_malloc(n); }
void* calloc(size_t n, size_t size) noexcept { return strikes(malloc_calls) ? nullptr : __libc_calloc(n, size); }
void* realloc(void* old, size_t n) noexcept { return strikes(malloc_calls) ? nullptr : __libc_realloc(old, n); }
}
