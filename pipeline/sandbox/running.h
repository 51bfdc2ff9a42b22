#pragma once
// A running job as the coordinator sees it: what its child has said so far, and what is believed of it.

#include "pipeline/sandbox/demand.h"
#include "pipeline/sandbox/descriptor.h"
#include "pipeline/sandbox/frames.h"
#include "pipeline/sandbox/pool.h"

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace shenbao {

// Facts of one document are no longer than this, whatever its child says.
inline constexpr std::size_t facts_cap = std::size_t{256} << 20;
// And of no more values: a short text of many tiny ones would be large in memory.
inline constexpr std::size_t facts_values_cap = 8'000'000;

struct Running {
    Job job;
    Descriptor socket;
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now(), last_sign = began;
    FrameReader frames;
    std::unique_ptr<BlobWriter> open_blob;
    std::set<Digest> blobs;
    std::string facts, sign;
    std::uint64_t received = 0;
    bool ready = false, done = false, stream_ended = false, process_ended = false, killed = false;
    std::optional<JobEnd> cause; // why it was ended, where we know
    pid_t process = -1;          // once its zygote has told it
    Demand demand{began};
    bool own_time = false; // its limit passed, and the time was its own
    int status = 0;
    long peak_kb = 0;

    bool fills_in = false;      // holds no core of its own: uses what others leave of theirs
    bool tried_lightly = false; // has to yield since it fills in, or since it computed in silence

    // It leaves its core to others.
    bool lends() const { return !fills_in && (job.yields > 0 || demand.asleep()); }
    // Both its process and its words have ended.
    bool over() const { return stream_ended && process_ended; }
};

// Takes one frame in. Throws WireError where the child breaks the rules.
void take_frame(Running& running, Frame frame, const Pool::Options& options);
// Looks at what its process asks of the machine.
void look_at(Running& running);
// It computes, and has been silent for a good part of what it may.
bool is_brooding(const Running& running);
// Makes it yield from now on, where the kernel lets us.
void make_yield(Running& running);
// Whether it has been at work or silent for longer than it may, and notes whether the time was its own.
bool is_overdue(Running& running);
// What came of a job that is over.
JobResult result_of(Running& running);

double seconds_since(std::chrono::steady_clock::time_point then);

} // namespace shenbao
