#include "pipeline/sandbox/pool.h"

#include "pipeline/model/facts_json.h"
#include "pipeline/sandbox/frames.h"
#include "pipeline/sandbox/wire.h"
#include "pipeline/sandbox/zygote.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace shenbao {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t facts_cap = std::size_t{256} << 20;

double seconds_since(Clock::time_point then) { return std::chrono::duration<double>(Clock::now() - then).count(); }

class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() { reset(); }
    void reset() {
        if (fd_ >= 0) close(fd_);
        fd_ = -1;
    }
    int get() const { return fd_; }

  private:
    int fd_;
};

struct SocketPair {
    Descriptor ours, theirs;
};

SocketPair make_sockets(int type) {
    int ends[2];
    if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0) throw std::runtime_error("no more sockets");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

// --- zygotes -------------------------------------------------------------------------------------------------------

constexpr int zygote_socket = 3;

[[noreturn]] void execute_zygote(int socket, Family family, SandboxLevel level) {
    if (socket == zygote_socket)
        fcntl(socket, F_SETFD, 0);
    else
        dup2(socket, zygote_socket);
    closefrom(zygote_socket + 1);
    // One thread an engine: Tesseract looks at the environment once, at its start.
    std::string tessdata =
        std::string("TESSDATA_PREFIX=") + (getenv("TESSDATA_PREFIX") ? getenv("TESSDATA_PREFIX") : "");
    std::array<const char*, 5> environment = {"OMP_THREAD_LIMIT=1", "LC_CTYPE=C.UTF-8",
                                              "ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1",
                                              getenv("TESSDATA_PREFIX") ? tessdata.c_str() : nullptr, nullptr};
    std::string family_name(to_string(family)), level_name(to_string(level));
    std::array<const char*, 5> words = {"shenbao", "zygote", family_name.c_str(), level_name.c_str(), nullptr};
    execve("/proc/self/exe", const_cast<char**>(words.data()), const_cast<char**>(environment.data()));
    _exit(94);
}

class ZygoteProcess {
  public:
    ZygoteProcess(Family family, const Pool::Options& options) : family_(family), options_(options) {}
    ~ZygoteProcess() { stop(); }

    int socket() const { return socket_.get(); }

    // The socket of a running zygote; started on first use, so that a run without scans loads no model.
    int started() {
        if (socket_.get() < 0) start();
        return socket_.get();
    }

    void stop() {
        socket_.reset(); // the zygote sees the end of its socket, and ends with its children
        if (pid_ > 0) waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }

  private:
    void start() {
        SocketPair sockets = make_sockets(SOCK_SEQPACKET);
        pid_ = fork();
        if (pid_ < 0) throw std::runtime_error("no more processes");
        if (pid_ == 0) {
            int socket = sockets.theirs.get();
            if (options_.execute) execute_zygote(socket, family_, options_.level);
            // What else is open here would stay open there: a child's end that never closes never ends.
            close_range(STDERR_FILENO + 1, socket - 1, 0);
            close_range(socket + 1, ~0U, 0);
            _exit(run_zygote(socket, family_, options_.level, options_.read));
        }
        socket_ = std::move(sockets.ours);
    }

    Family family_;
    const Pool::Options& options_;
    Descriptor socket_;
    pid_t pid_ = -1;
};

// --- one running job -----------------------------------------------------------------------------------------------

struct Running {
    Job job;
    Descriptor socket;
    Clock::time_point began = Clock::now(), last_sign = Clock::now();
    FrameReader frames;
    std::unique_ptr<BlobWriter> open_blob;
    std::set<Digest> blobs;
    std::string facts, sign;
    std::uint64_t received = 0;
    bool done = false, stream_ended = false, process_ended = false, killed = false;
    std::optional<JobEnd> cause; // why it was ended, where we know
    int status = 0;
    long peak_kb = 0;

    bool over() const { return stream_ended && process_ended; }
};

void finish_blob(Running& r, const std::string& claimed) {
    if (!r.open_blob) throw WireError("the end of a blob that was not begun");
    Digest name = r.open_blob->commit();
    r.open_blob.reset();
    if (name.hex() != claimed) throw WireError("a blob under a false name");
    r.blobs.insert(name);
}

void take_frame(Running& r, Frame frame, const Pool::Options& options) {
    if (r.done) throw WireError("words after the last");
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
    case FrameKind::memory:
        r.cause = JobEnd::memory;
        [[fallthrough]];
    case FrameKind::done:
        r.done = true;
        break;
    }
}

Facts believed_facts(Running& r) {
    Facts facts = facts_from_json(r.facts);
    for (const Digest& named : blobs_of(facts)) {
        bool input = std::find(r.job.key.inputs.begin(), r.job.key.inputs.end(), named) != r.job.key.inputs.end();
        if (!input && !r.blobs.contains(named)) throw WireError("facts that name a blob that was not sent");
    }
    return facts;
}

JobEnd end_of(const Running& r) {
    if (r.cause) return *r.cause;
    if (WIFSIGNALED(r.status) && WTERMSIG(r.status) == SIGXCPU) return JobEnd::timeout;
    bool near_limit = static_cast<std::uint64_t>(r.peak_kb) * 1024 > r.job.options.limits.document_memory / 10 * 7;
    bool clean = WIFEXITED(r.status) && WEXITSTATUS(r.status) == 0 && r.done;
    if (!clean) return near_limit ? JobEnd::memory : JobEnd::crashed;
    return JobEnd::facts;
}

std::string detail_of(const Running& r) {
    std::string how;
    if (WIFSIGNALED(r.status))
        how = "signal " + std::to_string(WTERMSIG(r.status));
    else if (WEXITSTATUS(r.status) != 0)
        how = "exit " + std::to_string(WEXITSTATUS(r.status));
    if (!r.sign.empty()) how += (how.empty() ? "" : ", ") + r.sign;
    return how;
}

JobResult result_of(Running& r) {
    JobResult result;
    result.end = end_of(r);
    result.detail = detail_of(r);
    if (result.end == JobEnd::facts) {
        try {
            result.facts = believed_facts(r);
        } catch (const std::exception& error) {
            result.end = JobEnd::lied;
            result.detail = error.what();
        }
    }
    result.blobs.assign(r.blobs.begin(), r.blobs.end());
    result.seconds = seconds_since(r.began);
    result.job = std::move(r.job);
    return result;
}

} // namespace

struct Pool::State {
    explicit State(Options given) : options(std::move(given)) {}

    Options options;
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
            const Limits& limits = r.job.options.limits;
            bool late = seconds_since(r.began) > limits.document_seconds;
            bool silent = !r.stream_ended && seconds_since(r.last_sign) > limits.stall_seconds;
            if (!r.process_ended && (late || silent)) end_job(r, JobEnd::timeout);
        }
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
        if (verb == "failed") throw std::runtime_error(packet.words.substr(7));
        auto it = running.find(id);
        if (verb != "ended" || it == running.end()) return;
        words >> it->second.status >> it->second.peak_kb;
        it->second.process_ended = true;
    }

    // The zygote has died: its jobs end as crashed, and the next job starts a new one.
    void lose(ZygoteProcess& zygote) {
        for (auto& [id, r] : running) {
            if (&zygote_for(r.job) != &zygote) continue;
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

bool Pool::has_room() const { return state_->running.size() < static_cast<std::size_t>(state_->options.workers); }
std::size_t Pool::running() const { return state_->running.size(); }

void Pool::dispatch(Job job) {
    std::vector<Descriptor> owned;
    std::vector<int> descriptors;
    SocketPair stream = make_sockets(SOCK_STREAM);
    descriptors.push_back(stream.theirs.get());
    for (const ByteRange& range : job.inputs) {
        owned.emplace_back(open(range.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
        if (owned.back().get() < 0) {
            std::string reason = strerror(errno);
            state_->stillborn.push_back({std::move(job), JobEnd::no_input, {}, {}, reason, 0});
            return;
        }
        descriptors.push_back(owned.back().get());
    }
    Running r;
    r.socket = std::move(stream.ours);
    r.job = std::move(job);
    ZygoteProcess& zygote = state_->zygote_for(r.job);
    if (!send_packet(zygote.started(), "job " + encode_job(r.job), descriptors)) {
        state_->lose(zygote);
        send_packet(zygote.started(), "job " + encode_job(r.job), descriptors);
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
