#include "pipeline/sandbox/child.h"

#include "pipeline/model/facts_json.h"
#include "pipeline/sandbox/frames.h"

#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <exception>
#include <new>
#include <optional>

namespace shenbao {
namespace {

constexpr int not_begun = 95, wire_gone = 98;

// Frames on their way out. Small ones wait and go together: every write wakes the coordinator.
class Wire {
  public:
    explicit Wire(int out) : out_(out) {}

    void hold(FrameKind kind, std::string_view payload) {
        held_ += frame_head(kind, payload.size());
        if (held_.size() + payload.size() <= most_held) {
            held_ += payload;
            return;
        }
        write_all(payload);
    }
    void hold_in_pieces(FrameKind kind, std::string_view payload) {
        for (std::size_t at = 0; at < payload.size(); at += frame_cap)
            hold(kind, payload.substr(at, frame_cap));
    }
    // With this frame goes what waited.
    void send(FrameKind kind, std::string_view payload = {}) {
        held_ += frame_head(kind, payload.size());
        write_all(payload);
    }

  private:
    static constexpr std::size_t most_held = 64 << 10;

    // What waited, then this.
    void write_all(std::string_view payload) {
        std::array<iovec, 2> pieces{
            {{held_.data(), held_.size()}, {const_cast<char*>(payload.data()), payload.size()}}};
        std::size_t left = held_.size() + payload.size();
        while (left > 0) {
            ssize_t n = writev(out_, pieces.data(), static_cast<int>(pieces.size()));
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) _exit(wire_gone); // the coordinator is gone: nobody wants these facts
            left -= static_cast<std::size_t>(n);
            for (iovec& piece : pieces) {
                std::size_t gone = std::min(piece.iov_len, static_cast<std::size_t>(n));
                piece.iov_base = static_cast<char*>(piece.iov_base) + gone;
                piece.iov_len -= gone;
                n -= static_cast<ssize_t>(gone);
            }
        }
        held_.clear();
    }

    int out_;
    std::string held_;
};

// Streams blobs to the coordinator as they are written.
class WireSink : public Sink {
  public:
    WireSink(Wire& wire, std::uint64_t limit) : wire_(wire), limit_(limit) {}

    void begin() override {
        hasher_.emplace();
        wire_.hold(FrameKind::blob_begin, {});
    }
    void write(std::span<const std::byte> bytes) override {
        written_ += bytes.size();
        if (written_ > limit_) throw ItemError("limit.bytes");
        hasher_->update(bytes);
        wire_.hold_in_pieces(FrameKind::blob_data, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
    Digest end() override {
        Digest name = hasher_->finish();
        wire_.hold(FrameKind::blob_end, name.hex());
        return name;
    }
    // At once: what comes next may be the end of this process.
    void progress(std::string_view what) override { wire_.send(FrameKind::progress, what.substr(0, 200)); }

  private:
    Wire& wire_;
    std::uint64_t limit_, written_ = 0;
    std::optional<Hasher> hasher_; // many documents hold no blob
};

// The input's bytes, mapped. A range that does not start on a page's edge is mapped from the edge before it.
std::span<const std::byte> map_range(int descriptor, const ByteRange& range) {
    if (range.bytes == 0) return {};
    std::uint64_t edge = range.offset - range.offset % static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    std::size_t length = range.bytes + (range.offset - edge);
    void* mapped = mmap(nullptr, length, PROT_READ, MAP_PRIVATE, descriptor, static_cast<off_t>(edge));
    if (mapped == MAP_FAILED) throw std::bad_alloc();
    return {static_cast<const std::byte*>(mapped) + (range.offset - edge), range.bytes};
}

Input map_inputs(const Job& job, std::span<const int> descriptors) {
    Input first;
    for (std::size_t i = 0; i < job.inputs.size(); ++i) {
        Input input;
        input.bytes = map_range(descriptors[i], job.inputs[i]);
        // A reader is given the descriptor only where it shows the same bytes.
        bool whole = job.inputs[i].offset == 0;
        input.descriptor = whole ? descriptors[i] : -1;
        input.name = job.options.name;
        if (i == 0)
            first = std::move(input);
        else
            first.volumes.push_back(std::move(input));
    }
    first.links = job.links;
    return first;
}

} // namespace

void run_child(const Job& job, std::span<const int> inputs, int out, const Confinement& confinement,
               const ReadFunction& read) {
    bool confined = false;
    Wire wire(out);
    try {
        Input input = map_inputs(job, inputs);
        std::uint64_t mapped = 0;
        for (const ByteRange& range : job.inputs)
            mapped += range.bytes;
        const bool again = job.key.task == Task::unpack_again;
        confinement.enter(job.options.limits, mapped, again ? SandboxProfile::runs_unar : SandboxProfile::reads,
                          inputs, job.links);
        confined = true;
        wire.send(FrameKind::ready);
        WireSink sink(wire, job.options.limits.document_output);
        Facts facts = read(input, job, sink);
        wire.hold_in_pieces(FrameKind::facts, to_json_text(facts));
        wire.send(FrameKind::done);
        _exit(0);
    } catch (const std::bad_alloc&) {
        if (!confined) _exit(not_begun);
        wire.send(FrameKind::memory);
        _exit(0);
    } catch (const std::exception& error) {
        if (!confined) _exit(not_begun);
        wire.send(FrameKind::progress, error.what());
        _exit(96);
    }
}

} // namespace shenbao
