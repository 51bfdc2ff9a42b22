#include "extractors/archive/unar.h"

#include "extractors/archive/rar_headers.h"
#include "extractors/archive/unpacking.h"
#include "extractors/archive/volume_links.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace shenbao::archive {
namespace {

constexpr std::size_t read_at_once = 256 << 10;
constexpr int not_started = 127;

constexpr sock_filter step(unsigned code, std::uint32_t value, std::uint8_t unless = 0) {
    return {static_cast<std::uint16_t>(code), 0, unless, value};
}

// On top of the sandbox's own filter, which has judged the architecture already: no further process.
bool start_nothing_more() {
    constexpr std::uint32_t denied = SECCOMP_RET_ERRNO | EPERM;
    std::vector<sock_filter> code = {step(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
#ifdef SYS_fork // newer architectures know clone only
    for (std::uint32_t call : {SYS_fork, SYS_vfork})
        code.insert(code.end(), {step(BPF_JMP | BPF_JEQ | BPF_K, call, 1), step(BPF_RET | BPF_K, denied)});
#endif
    for (std::uint32_t call : {SYS_clone, SYS_clone3})
        code.insert(code.end(), {step(BPF_JMP | BPF_JEQ | BPF_K, call, 1), step(BPF_RET | BPF_K, denied)});
    code.push_back(step(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

// Open descriptors are closed for a program that is started, but these.
bool hand_over(const UnarSource& source) {
    int place = first_linked_descriptor;
    for (int descriptor : source.descriptors) {
        const bool done = source.linked ? dup2(descriptor, place++) >= 0 : fcntl(descriptor, F_SETFD, 0) == 0;
        if (!done) return false;
    }
    return true;
}

// Between fork and exec.
[[noreturn]] void become(const char* program, char* const* words, const UnarSource& source, int output) {
    // GNUstep looks for a home; there is none for it.
    static const std::array environment = {"HOME=/nonexistent", "LC_ALL=C.UTF-8", static_cast<const char*>(nullptr)};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL); // a closed pipe ends it
    const bool ready = dup2(output, STDOUT_FILENO) >= 0 && hand_over(source) && start_nothing_more();
    if (ready) execve(program, words, const_cast<char**>(environment.data()));
    _exit(not_started);
}

std::optional<VolumeNaming> naming_of(const Input& input) {
    const std::string_view text = input.text();
    if (text.starts_with(seven_zip_signature)) return VolumeNaming::seven_zip;
    if (text.starts_with(rar5_signature)) return VolumeNaming::rar_parts;
    if (!text.starts_with(rar4_signature)) return std::nullopt;
    const RarVolume first = read_rar4_volume(Stretch(input.bytes), 0, 1);
    return first.old_names ? VolumeNaming::rar_old : VolumeNaming::rar_parts;
}

} // namespace

bool UnarPrograms::installed() const { return access(unar.c_str(), X_OK) == 0 && access(lsar.c_str(), X_OK) == 0; }

UnarSource unar_source(const Input& input) {
    UnarSource source{"/proc/self/fd/" + std::to_string(input.descriptor), {input.descriptor}};
    if (!input.volumes.empty()) {
        const auto naming = naming_of(input);
        if (!naming || input.links.empty() || input.volumes.size() >= most_linked_volumes)
            throw ItemError("archive.unsupported", "unar: volumes");
        source = {input.links + "/" + std::string(first_volume(*naming)), {input.descriptor}, true};
        for (const Input& volume : input.volumes)
            source.descriptors.push_back(volume.descriptor);
    }
    if (std::count(source.descriptors.begin(), source.descriptors.end(), -1) != 0)
        throw ItemError("archive.unsupported", "unar: no file");
    return source;
}

ProgramRun::ProgramRun(const std::string& program, std::vector<std::string> arguments, const UnarSource& source) {
    arguments.insert(arguments.begin(), program);
    std::vector<char*> words;
    for (std::string& argument : arguments)
        words.push_back(argument.data());
    words.push_back(nullptr);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw ItemError("archive.unsupported", "no pipe for unar");
    process_ = fork();
    if (process_ == 0) become(program.c_str(), words.data(), source, ends[1]);
    close(ends[1]);
    output_ = ends[0];
    if (process_ > 0) return;
    close(output_);
    throw ItemError("archive.unsupported", "unar cannot be started");
}

ProgramRun::~ProgramRun() {
    close(output_);
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

std::span<const std::byte> ProgramRun::read(std::size_t most) {
    buffer_.resize(std::min(most, read_at_once));
    ssize_t got = -1;
    while ((got = ::read(output_, buffer_.data(), buffer_.size())) < 0 && errno == EINTR) {
    }
    return std::span(buffer_).first(got > 0 ? static_cast<std::size_t>(got) : 0);
}

} // namespace shenbao::archive
