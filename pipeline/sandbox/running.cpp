#include "pipeline/sandbox/running.h"

#include "pipeline/model/facts_json.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <new>
#include <stdexcept>

namespace shenbao {
namespace {

void finish_blob(Running& r, const std::string& claimed) {
    if (!r.open_blob) throw WireError("the end of a blob that was not begun");
    Digest name = r.open_blob->commit();
    r.open_blob.reset();
    if (name.hex() != claimed) throw WireError("a blob under a false name");
    r.blobs.insert(name);
}

// Values of a JSON text, at most: every comma, colon and bracket outside of strings begins or ends one.
std::size_t values_in(std::string_view json) {
    std::size_t count = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (in_string && c == '\\')
            ++i;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string)
            count += c == ',' || c == ':' || c == '[' || c == '{';
    }
    return count;
}

Facts believed_facts(Running& r) {
    if (values_in(r.facts) > facts_values_cap) throw WireError("facts of too many values");
    Facts facts = facts_from_json(r.facts);
    for (const Digest& named : blobs_of(facts)) {
        bool input = std::find(r.job.key.inputs.begin(), r.job.key.inputs.end(), named) != r.job.key.inputs.end();
        if (!input && !r.blobs.contains(named)) throw WireError("facts that name a blob that was not sent");
    }
    return facts;
}

JobEnd end_of(const Running& r) {
    if (r.cause) return *r.cause;
    if (!r.ready) return JobEnd::no_child;
    if (WIFSIGNALED(r.status) && WTERMSIG(r.status) == SIGXCPU) return JobEnd::timeout;
    bool near_limit = static_cast<std::uint64_t>(r.peak_kb) * 1024 > r.job.options.limits.document_memory / 10 * 7;
    bool clean = WIFEXITED(r.status) && WEXITSTATUS(r.status) == 0 && r.done;
    if (!clean) return near_limit ? JobEnd::memory : JobEnd::crashed;
    return JobEnd::facts;
}

// Neighbours take time, which is measured, and memory: where there is as much left as it may have at all, none that it
// asked for was missing. What the kernel itself kills, or cannot read for, may have been their doing.
bool is_undisturbed(const Running& r, JobEnd end) {
    switch (end) {
    case JobEnd::timeout:
        return r.own_time;
    case JobEnd::crashed:
    case JobEnd::memory:
    case JobEnd::lied:
    case JobEnd::output: {
        const bool by_kernel =
            !r.killed && WIFSIGNALED(r.status) && (WTERMSIG(r.status) == SIGKILL || WTERMSIG(r.status) == SIGBUS);
        return !by_kernel && memory_available() >= r.job.options.limits.document_memory;
    }
    default:
        return false;
    }
}

// Its reader is asleep while what it started works: its own time tells nothing.
bool starts_others(const Running& r) { return r.job.key.task == Task::unpack_again; }

std::string detail_of(const Running& r) {
    std::string how;
    if (WIFSIGNALED(r.status))
        how = "signal " + std::to_string(WTERMSIG(r.status));
    else if (WEXITSTATUS(r.status) != 0)
        how = "exit " + std::to_string(WEXITSTATUS(r.status));
    if (!r.sign.empty()) how += (how.empty() ? "" : ", ") + r.sign;
    return how;
}

} // namespace

bool is_brooding(const Running& r) {
    constexpr double share = 0.1;
    return r.process > 0 && !r.process_ended && !r.fills_in && !r.lends() &&
           seconds_since(r.last_sign) > r.job.options.limits.stall_seconds * share;
}

void make_yield(Running& r) {
    constexpr int lowest = 19;    // sched(7)
    if (starts_others(r)) return; // which would inherit it, whatever they do
    const int niceness = std::min(getpriority(PRIO_PROCESS, 0) + yields_more, lowest);
    if (setpriority(PRIO_PROCESS, static_cast<id_t>(r.process), niceness) != 0) return;
    r.tried_lightly = true;
    r.job.yields = yields_more;
}

bool is_overdue(Running& r) {
    const Limits& limits = r.job.options.limits;
    if (r.process_ended) return false;
    const auto is_over = [&](double passed, double waited, double limit) {
        // One that had all its time before, or will have it after, and yields now, is not given more.
        const bool again = r.job.yields > 0 && !r.fills_in;
        const double forgiven = again ? 0 : Demand::forgiven(waited);
        if (passed - forgiven <= limit) return false;
        r.own_time = r.demand.undisturbed(limit, waited - forgiven);
        return true;
    };
    return is_over(seconds_since(r.began), r.demand.waited(), limits.document_seconds) ||
           (!r.stream_ended && is_over(seconds_since(r.last_sign), r.demand.waited_since_sign(), limits.stall_seconds));
}

void look_at(Running& r) {
    if (r.process <= 0 || r.process_ended || starts_others(r)) return;
    if (auto spent = time_spent(r.process)) r.demand.look(std::chrono::steady_clock::now(), *spent, r.last_sign);
}

double seconds_since(std::chrono::steady_clock::time_point then) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
}

void take_frame(Running& r, Frame frame, const Pool::Options& options) {
    if (r.done) throw WireError("words after the last");
    if (!r.ready && frame.kind != FrameKind::ready) throw WireError("words before the first");
    switch (frame.kind) {
    case FrameKind::blob_begin:
        r.open_blob = options.open_blob();
        break;
    case FrameKind::blob_data:
        if (!r.open_blob) throw WireError("a piece of no blob");
        r.open_blob->write(std::as_bytes(std::span(frame.payload)));
        break;
    case FrameKind::blob_end:
        finish_blob(r, frame.payload);
        break;
    case FrameKind::progress:
        r.sign = std::move(frame.payload);
        break;
    case FrameKind::facts:
        if (r.facts.size() + frame.payload.size() > facts_cap) throw WireError("facts over the cap");
        r.facts += frame.payload;
        break;
    case FrameKind::ready:
        r.ready = true;
        break;
    case FrameKind::memory:
        r.cause = JobEnd::memory;
        [[fallthrough]];
    case FrameKind::done:
        r.done = true;
        break;
    }
}

JobResult result_of(Running& r) {
    JobResult result;
    result.end = end_of(r);
    result.detail = detail_of(r);
    if (result.end == JobEnd::facts) {
        try {
            result.facts = believed_facts(r);
        } catch (const std::bad_alloc&) {
            result.end = JobEnd::memory;
        } catch (const std::exception& error) {
            result.end = JobEnd::lied;
            result.detail = error.what();
        }
    }
    result.undisturbed = is_undisturbed(r, result.end);
    result.tried_lightly = r.tried_lightly;
    result.blobs.assign(r.blobs.begin(), r.blobs.end());
    result.seconds = seconds_since(r.began);
    result.job = std::move(r.job);
    return result;
}

} // namespace shenbao
