// What is deflated must inflate to the same by anybody's inflater.

#include "extractors/layout/run_deflater.h"

#include "tests/support.h"

#include <zlib.h>

#include <random>
#include <string>

using namespace shenbao::layout;

namespace {

std::string deflated(const std::string& bytes, std::size_t at_once) {
    std::string out;
    RunDeflater deflater([&](std::string_view piece) { out += piece; });
    for (std::size_t at = 0; at < bytes.size(); at += at_once) {
        std::string_view part = std::string_view(bytes).substr(at, at_once);
        deflater.add({reinterpret_cast<const std::uint8_t*>(part.data()), part.size()});
    }
    deflater.finish();
    return out;
}

std::string inflated(const std::string& stream, std::size_t size) {
    std::string out(size + 1, '\0');
    auto length = static_cast<uLongf>(out.size());
    int state = uncompress(reinterpret_cast<Bytef*>(out.data()), &length, reinterpret_cast<const Bytef*>(stream.data()),
                           static_cast<uLong>(stream.size()));
    if (state != Z_OK) return "damaged: " + std::to_string(state);
    out.resize(length);
    return out;
}

std::size_t by_zlib(const std::string& bytes) {
    z_stream stream{};
    deflateInit2(&stream, 1, Z_DEFLATED, 15, 8, Z_RLE);
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    std::size_t size = stream.total_out;
    deflateEnd(&stream);
    return size;
}

// Values near 0, as between neighbouring pixels, more of them 0 the larger `calm` is.
std::string differences(std::size_t size, int calm, unsigned seed) {
    std::mt19937 random(seed);
    std::string out;
    while (out.size() < size) {
        bool run = static_cast<int>(random() % 100) < calm;
        if (run)
            out.append(random() % 400, '\0');
        else
            out.push_back(static_cast<char>(random() % 7 * (random() % 5) - 8));
    }
    return out;
}

} // namespace

TEST_CASE("bytes come back, whatever they are and in whatever pieces they came") {
    std::mt19937 random(7);
    std::string noise(300'000, '\0');
    for (char& c : noise)
        c = static_cast<char>(random());
    std::string ramp;
    for (int i = 0; i < 100'000; ++i)
        ramp += static_cast<char>(i);
    // One value is as rare as the next one is frequent: codes would grow longer than they may be.
    std::string steep;
    for (std::size_t i = 0, a = 1, b = 1; i < 23; ++i, std::swap(a, b), b += a)
        for (std::size_t k = 0; k < a; ++k)
            (steep += static_cast<char>(i + 1)) += static_cast<char>(100 + i);
    for (const std::string& bytes : {std::string(), std::string("a"), std::string("aa"), std::string(2, '\0'),
                                     std::string(5'000'000, '\xFF'), noise, ramp, steep})
        for (std::size_t at_once : {std::size_t{1} << 20, std::size_t{4961}, std::size_t{7}})
            CHECK(inflated(deflated(bytes, at_once), bytes.size()) == bytes);
}

TEST_CASE("runs of every length come back") {
    std::string bytes;
    for (std::size_t length = 1; length < 800; ++length)
        bytes.append(length, static_cast<char>('a' + length % 2));
    CHECK(inflated(deflated(bytes, bytes.size()), bytes.size()) == bytes);
    CHECK(inflated(deflated(bytes, 3), bytes.size()) == bytes);
}

TEST_CASE("differences of pixels become as small as zlib makes them by runs") {
    for (int calm : {0, 30, 95}) {
        std::string bytes = differences(2'000'000, calm, 11);
        std::string stream = deflated(bytes, 6000);
        CHECK(inflated(stream, bytes.size()) == bytes);
        CHECK(static_cast<double>(stream.size()) < 1.03 * static_cast<double>(by_zlib(bytes)));
    }
}
