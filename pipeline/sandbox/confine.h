#pragma once
// What a child may do once it has foreign bytes in hand: read its input and the libraries' own data, compute, and
// write to its one socket. No file for writing, no other file for reading, no socket, no program, no process.

#include "pipeline/model/limits.h"

#include <cstdint>
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
    void enter(const Limits& limits, std::uint64_t input_bytes) const;

  private:
    SandboxLevel level_;
    int ruleset_ = -1;
    std::string program_; // the seccomp filter, as the kernel takes it
};

} // namespace shenbao
