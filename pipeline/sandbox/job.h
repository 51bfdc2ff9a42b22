#pragma once
// One fact job: input bytes, a task, options. What the coordinator asks of a child, and what it gets back.

#include "pipeline/model/facts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace shenbao {

// A run of bytes in a file: a whole source, a message of a mailbox, a blob.
struct ByteRange {
    std::string path;
    std::uint64_t offset = 0, bytes = 0;
};

struct Job {
    std::uint64_t id = 0; // the coordinator's own number
    FactKey key;
    std::vector<ByteRange> inputs; // one for each of key.inputs
    ReadOptions options;
    std::string links; // Input::links; filled in by the pool
    std::string label; // for the progress line and the log: a file's name
    int attempt = 1;
    int yields = 0; // steps down the scheduler's scale (sched(7)): runs beside others, and leaves the cores to them
};

// About a third, and a tenth, of the share in a core that others have, and hardly any.
inline constexpr int yields_some = 5, yields_more = 10, yields_much = 19;

enum class JobEnd {
    facts,    // `facts` holds what was read
    crashed,  // a signal, or an exit without facts
    timeout,  // wall clock, stall or CPU
    memory,   // over its address space
    output,   // over its output limit
    lied,     // broke the frames, or named a blob it did not send
    no_input, // the input could not be opened: not the document's fault
    lost,     // its zygote died under it
    no_child, // no process for it, or it ended before it turned to its input: the machine's fault
};

std::string_view to_string(JobEnd end);

struct JobResult {
    Job job;
    JobEnd end = JobEnd::crashed;
    Facts facts;               // for JobEnd::facts
    std::vector<Digest> blobs; // received whole
    std::string detail;        // "signal 11", "exit 97", the last sign of life
    double seconds = 0;        // wall clock
    // Neighbours had no part in how it ended, as far as that was measured: as good as alone.
    bool undisturbed = false;
    // It yielded to neighbours that may have had its time (Running::tried_lightly).
    bool tried_lightly = false;
};

// The words of a job, as the zygote gets them. Paths are not among them: inputs go as open descriptors.
std::string encode_job(const Job& job);
// Throws std::runtime_error for words that are none; ranges come back without paths.
Job decode_job(std::string_view words);

} // namespace shenbao
