#pragma once
// What a child may do once it has foreign bytes in hand: read its input and the libraries' own data, compute, and
// write to its one socket. No file for writing, no other file for reading, no socket, no program, no process.

#include "pipeline/model/limits.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

enum class SandboxLevel {
    off,     // asked for in so many words; rlimits only
    seccomp, // kernels without Landlock: system calls are filtered, files can be read but none opened for writing
    full,    // Landlock and seccomp
};

std::string_view to_string(SandboxLevel level);

// What a child is for.
enum class SandboxProfile {
    reads, // everything but
    // Task::unpack_again: it may also start `unar` and `lsar`, which read its input, their own libraries and nothing
    // else. Executable memory is theirs, a pipe, and waiting for them; still no file for writing, no socket, no signal
    // to anybody. Without Landlock it is as `reads`: any program could be started otherwise.
    runs_unar,
};

// The highest level this kernel gives.
SandboxLevel sandbox_available();
// The version of Landlock this kernel speaks, 0 for none (Documentation/userspace-api/landlock.rst).
int landlock_abi();

// Prepared once in the zygote, so that a child pays for three system calls only.
class Confinement {
  public:
    // Throws std::runtime_error where the kernel does not give `level`. `abi`: speak an older Landlock than there is
    // (for tests); 0: the kernel's.
    explicit Confinement(SandboxLevel level, int abi = 0);
    ~Confinement();
    Confinement(const Confinement&) = delete;
    Confinement& operator=(const Confinement&) = delete;

    // In the child, single-threaded: limits, no new privileges, Landlock, seccomp. Does not return on failure: the
    // process ends with status 97 rather than touch foreign bytes unconfined.
    // `inputs` are what `runs_unar` opens once more, `links` the folder where it finds them.
    void enter(const Limits& limits, std::uint64_t input_bytes, SandboxProfile profile = SandboxProfile::reads,
               std::span<const int> inputs = {}, const std::string& links = {}) const;

  private:
    int unar_ruleset(std::span<const int> inputs, const std::string& links) const;

    SandboxLevel level_;
    int abi_ = 0;
    int ruleset_ = -1;
    std::string program_, unar_program_; // the seccomp filters, as the kernel takes them
};

} // namespace shenbao
