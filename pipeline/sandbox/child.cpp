#include "pipeline/sandbox/child.h"

#include "pipeline/model/facts_json.h"
#include "pipeline/sandbox/frames.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <new>

namespace shenbao {
namespace {

constexpr int not_begun = 95, wire_gone = 98;

void write_all(int out, const void* data, std::size_t length) {
    const char* at = static_cast<const char*>(data);
    while (length > 0) {
        ssize_t n = ::write(out, at, length);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) _exit(wire_gone); // the coordinator is gone: nobody wants these facts
        at += n;
        length -= static_cast<std::size_t>(n);
    }
}

void send(int out, FrameKind kind, std::string_view payload) {
    std::string head = frame_head(kind, payload.size());
    write_all(out, head.data(), head.size());
    write_all(out, payload.data(), payload.size());
}

void send_in_pieces(int out, FrameKind kind, std::string_view payload) {
    for (std::size_t at = 0; at < payload.size(); at += frame_cap)
        send(out, kind, payload.substr(at, frame_cap));
}

// Streams blobs to the coordinator as they are written.
class WireSink : public Sink {
  public:
    WireSink(int out, std::uint64_t limit) : out_(out), limit_(limit) {}

    void begin() override {
        hasher_ = Hasher();
        send(out_, FrameKind::blob_begin, {});
    }
    void write(std::span<const std::byte> bytes) override {
        written_ += bytes.size();
        if (written_ > limit_) throw ItemError("limit.bytes");
        hasher_.update(bytes);
        send_in_pieces(out_, FrameKind::blob_data, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
    Digest end() override {
        Digest name = hasher_.finish();
        send(out_, FrameKind::blob_end, name.hex());
        return name;
    }
    void progress(std::string_view what) override { send(out_, FrameKind::progress, what.substr(0, 200)); }

  private:
    int out_;
    std::uint64_t limit_, written_ = 0;
    Hasher hasher_;
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
    try {
        Input input = map_inputs(job, inputs);
        std::uint64_t mapped = 0;
        for (const ByteRange& range : job.inputs)
            mapped += range.bytes;
        const bool again = job.key.task == Task::unpack_again;
        confinement.enter(job.options.limits, mapped, again ? SandboxProfile::runs_unar : SandboxProfile::reads,
                          inputs, job.links);
        confined = true;
        send(out, FrameKind::ready, {});
        WireSink sink(out, job.options.limits.document_output);
        Facts facts = read(input, job, sink);
        send_in_pieces(out, FrameKind::facts, to_json_text(facts));
        send(out, FrameKind::done, {});
        _exit(0);
    } catch (const std::bad_alloc&) {
        if (!confined) _exit(not_begun);
        send(out, FrameKind::memory, {});
        _exit(0);
    } catch (const std::exception& error) {
        if (!confined) _exit(not_begun);
        send(out, FrameKind::progress, error.what());
        _exit(96);
    }
}

} // namespace shenbao
