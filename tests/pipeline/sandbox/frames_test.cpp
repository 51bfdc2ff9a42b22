#include "pipeline/sandbox/frames.h"

#include "tests/support.h"

using namespace shenbao;
using shenbao::test::bytes_of;

namespace {
std::string framed(FrameKind kind, const std::string& payload) { return frame_head(kind, payload.size()) + payload; }
}  // namespace

TEST_CASE("frames come out whole, however the bytes arrive") {
    std::string stream = framed(FrameKind::blob_begin, "") + framed(FrameKind::blob_data, "abc") + framed(FrameKind::done, "");
    FrameReader reader;
    std::vector<Frame> frames;
    for (char byte : stream) {
        std::string one(1, byte);
        reader.feed(bytes_of(one));
        while (auto frame = reader.next()) frames.push_back(*frame);
    }
    REQUIRE(frames.size() == 3);
    CHECK(frames[1].kind == FrameKind::blob_data);
    CHECK(frames[1].payload == "abc");
    CHECK(reader.at_boundary());
}

TEST_CASE("a frame over the cap, or of no kind, ends the conversation") {
    std::string long_frame = frame_head(FrameKind::facts, frame_cap + 1), unknown = framed(static_cast<FrameKind>(99), "x");
    for (const std::string& bad : {long_frame, unknown}) {
        FrameReader reader;
        reader.feed(bytes_of(bad));
        CHECK_THROWS_AS(reader.next(), WireError);
    }
}
