#include "pipeline/sandbox/pool.h"

#include "pipeline/sandbox/running.h"
#include "pipeline/sandbox/volume_folder.h"
#include "pipeline/sandbox/wire.h"
#include "pipeline/sandbox/zygote_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace shenbao {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds look_every{200};
constexpr std::size_t most_lent = 4;   // times each core
constexpr std::size_t most_beside = 2; // that fill in, for each that broods

struct Pool::State {
    explicit State(Options given) : options(std::move(given)) {}

    Options options;
    VolumeFolders volume_folders{options.work};
    ZygoteProcess files{Family::files, options}, pages{Family::pages, options};
    std::map<std::uint64_t, Running> running;
    std::vector<JobResult> stillborn; // jobs whose input could not be opened

    ZygoteProcess& zygote_for(const Job& job) { return family_of(job.key.task) == Family::pages ? pages : files; }

    void end_job(Running& r, JobEnd cause) {
        if (!r.cause) r.cause = cause;
        if (r.killed) return;
        r.killed = true;
        send_packet(zygote_for(r.job).socket(), "kill " + std::to_string(r.job.id));
    }

    void enforce_limits() {
        for (auto& [id, r] : running) {
            if (Clock::now() - r.demand.looked() >= look_every) look_at(r);
            // It may never end. There is a second attempt, in which it has its time, should it come to that.
            if (r.job.attempt == 1 && is_brooding(r)) make_yield(r);
            if (!r.cause && is_overdue(r)) end_job(r, JobEnd::timeout);
        }
    }

    std::size_t count(bool (*is)(const Running&)) const {
        return static_cast<std::size_t>(
            std::count_if(running.begin(), running.end(), [is](const auto& job) { return is(job.second); }));
    }
    std::size_t lending() const {
        return count([](const Running& r) { return r.lends(); });
    }
    std::size_t filling_in() const {
        return count([](const Running& r) { return r.fills_in; });
    }
    std::size_t brooding() const { return count(is_brooding); }

    bool has_core() const {
        const auto cores = static_cast<std::size_t>(options.workers);
        return running.size() - filling_in() - std::min(lending(), cores * most_lent) < cores;
    }

    // What sleeps keeps its memory.
    bool memory_for_one_more() const {
        std::uint64_t most = 0;
        for (const auto& [id, r] : running)
            most = std::max(most, r.job.options.limits.document_memory);
        return memory_available() >= most;
    }

    void take_stream(Running& r) {
        static thread_local std::array<std::byte, 256 << 10> buffer;
        ssize_t n = ::read(r.socket.get(), buffer.data(), buffer.size());
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) return;
        if (n <= 0) {
            r.stream_ended = true;
            r.socket.reset();
            return;
        }
        r.last_sign = Clock::now();
        r.received += static_cast<std::uint64_t>(n);
        if (r.cause) return; // already condemned: drain only
        if (r.received > r.job.options.limits.document_output + facts_cap) return end_job(r, JobEnd::output);
        try {
            r.frames.feed(std::span(buffer.data(), static_cast<std::size_t>(n)));
            while (auto frame = r.frames.next())
                take_frame(r, std::move(*frame), options);
        } catch (const WireError& error) {
            r.sign = error.what();
            end_job(r, JobEnd::lied);
        }
    }

    void take_word(ZygoteProcess& zygote) {
        Packet packet = receive_packet(zygote.socket());
        if (packet.closed) return lose(zygote);
        std::istringstream words(packet.words);
        std::string verb;
        std::uint64_t id = 0;
        words >> verb >> id;
        if (verb == "failed") throw SandboxError(packet.words.substr(7));
        auto it = running.find(id);
        if (verb == "began" && it != running.end()) words >> it->second.process;
        if (verb != "ended" || it == running.end()) return;
        words >> it->second.status >> it->second.peak_kb;
        it->second.process_ended = true;
    }

    // The zygote has died, and its children with it: the next job starts a new one.
    void lose(ZygoteProcess& zygote) {
        for (auto& [id, r] : running) {
            if (&zygote_for(r.job) != &zygote) continue;
            if (!r.process_ended && !r.cause) r.cause = JobEnd::lost;
            r.process_ended = true;
            r.status = SIGKILL;
        }
        zygote.stop();
    }

    std::vector<JobResult> collect_ended() {
        std::vector<JobResult> ended = std::exchange(stillborn, {});
        for (auto it = running.begin(); it != running.end();) {
            if (it->second.over()) {
                ended.push_back(result_of(it->second));
                it = running.erase(it);
            } else {
                ++it;
            }
        }
        return ended;
    }

    void end_unborn(Job job, JobEnd end, std::string reason) {
        stillborn.push_back({std::move(job), end, {}, {}, std::move(reason), 0});
    }

    void poll_once(int milliseconds) {
        std::vector<pollfd> waits;
        std::vector<Running*> whose;
        for (ZygoteProcess* zygote : {&files, &pages})
            if (zygote->socket() >= 0) waits.push_back({zygote->socket(), POLLIN, 0});
        std::size_t zygotes = waits.size();
        for (auto& [id, r] : running) {
            if (r.stream_ended) continue;
            waits.push_back({r.socket.get(), POLLIN, 0});
            whose.push_back(&r);
        }
        if (poll(waits.data(), waits.size(), milliseconds) <= 0) return;
        for (std::size_t i = zygotes; i < waits.size(); ++i)
            if (waits[i].revents) take_stream(*whose[i - zygotes]);
        for (ZygoteProcess* zygote : {&files, &pages})
            for (std::size_t i = 0; i < zygotes; ++i)
                if (waits[i].revents && waits[i].fd == zygote->socket()) take_word(*zygote);
    }
};

Pool::Pool(Options options) : state_(std::make_unique<State>(std::move(options))) {}
Pool::~Pool() = default;

bool Pool::has_core() const { return state_->has_core(); }

bool Pool::has_room() const {
    if (state_->running.size() < static_cast<std::size_t>(state_->options.workers)) return true;
    if (!state_->has_core() && state_->filling_in() >= most_beside * state_->brooding()) return false;
    return state_->memory_for_one_more();
}

std::size_t Pool::running() const { return state_->running.size(); }
std::size_t Pool::lending() const { return state_->lending(); }

void Pool::dispatch(Job job) {
    std::vector<Descriptor> owned;
    std::vector<int> descriptors;
    if (job.key.task == Task::unpack_again && job.inputs.size() > 1)
        job.links = state_->volume_folders.of(job.inputs.size());
    const bool fills_in = !state_->has_core() && job.yields == 0;
    if (fills_in) job.yields = yields_some;
    const std::string words = "job " + encode_job(job);
    if (words.size() > packet_cap || job.inputs.size() + 1 > most_descriptors)
        return state_->end_unborn(std::move(job), JobEnd::crashed, "more volumes or words than can be handed over");
    SocketPair stream = make_sockets(SOCK_STREAM);
    descriptors.push_back(stream.theirs.get());
    for (const ByteRange& range : job.inputs) {
        owned.emplace_back(open(range.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
        if (owned.back().get() < 0) {
            const int why = errno;
            if (why == EMFILE || why == ENFILE || why == ENOMEM) throw std::system_error(why, std::generic_category());
            return state_->end_unborn(std::move(job), JobEnd::no_input, strerror(why));
        }
        descriptors.push_back(owned.back().get());
    }
    Running r;
    r.socket = std::move(stream.ours);
    r.fills_in = r.tried_lightly = fills_in;
    r.job = std::move(job);
    ZygoteProcess& zygote = state_->zygote_for(r.job);
    if (!send_packet(zygote.started(), words, descriptors)) {
        state_->lose(zygote);
        if (!send_packet(zygote.started(), words, descriptors))
            return state_->end_unborn(std::move(r.job), JobEnd::no_child, strerror(errno));
    }
    std::uint64_t id = r.job.id;
    state_->running.emplace(id, std::move(r));
}

std::vector<JobResult> Pool::wait(std::chrono::milliseconds at_most) {
    auto until = Clock::now() + at_most;
    for (;;) {
        auto ended = state_->collect_ended();
        auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        if (!ended.empty() || left <= 0 || state_->running.empty()) return ended;
        state_->poll_once(static_cast<int>(std::min<long long>(left, 100)));
        state_->enforce_limits();
    }
}

std::optional<std::string> Pool::oldest() const {
    const Running* oldest = nullptr;
    for (const auto& [id, r] : state_->running)
        if (!oldest || r.began < oldest->began) oldest = &r;
    if (!oldest) return std::nullopt;
    return oldest->sign.empty() ? oldest->job.label : oldest->job.label + " · " + oldest->sign;
}

void Pool::abandon() {
    state_->files.stop();
    state_->pages.stop();
    state_->running.clear();
    state_->stillborn.clear();
}

} // namespace shenbao
