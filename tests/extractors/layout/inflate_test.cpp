#include "extractors/layout/inflate.h"

#include "tests/support.h"

#include <zlib.h>

#include <random>

using namespace shenbao::layout;

namespace {

std::string deflated(const std::string& bytes, int window) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

constexpr int zlib = 15, gzip = 31;
constexpr std::size_t plenty = 1 << 20;

} // namespace

TEST_CASE("what was deflated is appended, in the wrapping that was named and in no other") {
    const std::string bytes(100'000, 'x');
    std::string out = "before ";
    CHECK(inflate_to(out, deflated(bytes, zlib), Wrapping::zlib, plenty));
    CHECK(out == "before " + bytes);
    out.clear();
    CHECK(inflate_to(out, deflated(bytes, gzip), Wrapping::gzip, plenty));
    CHECK(out == bytes);
    out.clear();
    CHECK_FALSE(inflate_to(out, deflated(bytes, gzip), Wrapping::zlib, plenty));
    CHECK_FALSE(inflate_to(out, deflated(bytes, zlib), Wrapping::gzip, plenty));
    CHECK(out.empty());
}

TEST_CASE("what is cut off, damaged or too much comes as far as it goes, and is told") {
    std::string bytes;
    std::minstd_rand random(3);
    for (int i = 0; i < 100'000; ++i)
        bytes += static_cast<char>(random() >> 9);
    const std::string whole = deflated(bytes, zlib);
    std::string out;
    CHECK_FALSE(inflate_to(out, std::string_view(whole).substr(0, whole.size() / 2), Wrapping::zlib, plenty));
    CHECK(out.size() > 1000);
    CHECK(bytes.starts_with(out));
    out.clear();
    CHECK_FALSE(inflate_to(out, whole, Wrapping::zlib, 10'000));
    CHECK(out.size() >= 10'000);
    CHECK(out.size() < bytes.size());
    out.clear();
    CHECK_FALSE(inflate_to(out, "no deflated bytes", Wrapping::zlib, plenty));
    CHECK_FALSE(inflate_to(out, "", Wrapping::gzip, plenty));
    CHECK(out.empty());
}
