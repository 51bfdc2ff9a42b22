#pragma once
// Debian's `unar` and `lsar` (XADMaster), as programs found at run time. They read the archive through a descriptor
// that is already open, write to a pipe, and make no file.
//
// This is the one place where a reader starts a process. The child it runs in is confined for it
// (SandboxProfile::runs_unar); what is started is confined once more, so that it starts nothing itself.

#include "extractors/extractor.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace shenbao::archive {

struct UnarPrograms {
    std::string unar = "/usr/bin/unar", lsar = "/usr/bin/lsar";

    bool installed() const;
};

// What the programs are told to open: one open file, or volumes by their links.
struct UnarSource {
    std::string path;
    std::vector<int> descriptors; // in order
    bool linked = false;
};

// One run of a program. Dropped before its end, it is ended by the closing of its pipe. Where it neither writes nor
// ends, so does the wait for it: the coordinator's limits end both.
class ProgramRun {
  public:
    // `arguments` speak of the source's path. Throws ItemError archive.unsupported where the program cannot be started.
    ProgramRun(const std::string& program, std::vector<std::string> arguments, const UnarSource& source);
    ~ProgramRun();
    ProgramRun(const ProgramRun&) = delete;
    ProgramRun& operator=(const ProgramRun&) = delete;

    // The next bytes it wrote, at most `most`; empty at its end. Good until the next call.
    std::span<const std::byte> read(std::size_t most = SIZE_MAX);

  private:
    int output_ = -1, process_ = -1;
    std::vector<std::byte> buffer_;
};

// How the programs find what is open here. Throws ItemError archive.unsupported for volumes that they would not find.
UnarSource unar_source(const Input& input);

} // namespace shenbao::archive
