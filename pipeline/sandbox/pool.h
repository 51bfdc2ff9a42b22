#pragma once
// The coordinator's side of the sandbox: two zygotes, and the children that read for us. Parses nothing foreign; what
// comes from a child is believed only as far as it was checked.

#include "pipeline/sandbox/child.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace shenbao {

// A blob on its way to where it is kept. Dropped without a trace where commit() was not called.
class BlobWriter {
  public:
    virtual ~BlobWriter() = default;
    virtual void write(std::span<const std::byte> bytes) = 0;
    // Keeps the blob under its true name, which is returned.
    virtual Digest commit() = 0;
};

// No child can be confined here as it should be. Nothing foreign was read.
struct SandboxError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Pool {
  public:
    struct Options {
        SandboxLevel level = SandboxLevel::full;
        // Children at a time, one a core; not counting those that leave theirs to others. What computes in silence may
        // never end: in its first attempt it leaves its core to others, later two that yield run beside it.
        int workers = 1;
        std::function<std::unique_ptr<BlobWriter>()> open_blob;
        // Start zygotes by executing this program anew ("shenbao zygote FAMILY LEVEL"), with a fresh environment.
        // False: fork only (for tests).
        bool execute = true;
        ReadFunction read{}; // tests play failing readers with it; empty: the real ones
        std::filesystem::path
            work{}; // where it may make folders for itself; empty: volumes are read by the first reader only
    };

    explicit Pool(Options options);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    bool has_room() const;
    // Whether what is dispatched now has a core of its own.
    bool has_core() const;
    std::size_t running() const;
    // Those among them that leave their core to others: asleep, or made to yield.
    std::size_t lending() const;
    // Starts a job, which yields where no core is free; there must be room. What goes wrong with it comes out of
    // wait(). Throws std::system_error where this machine has no more descriptors, sockets or processes.
    void dispatch(Job job);
    // Waits until a job ends, a signal arrives or the time is up; gives the jobs that ended. Throws SandboxError, and
    // std::system_error where a blob cannot be kept.
    std::vector<JobResult> wait(std::chrono::milliseconds at_most);
    // The job that has been running longest, for the progress line: its label and last sign of life.
    std::optional<std::string> oldest() const;
    // Ends every child and forgets its job.
    void abandon();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace shenbao
