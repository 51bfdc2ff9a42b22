// 7z: sound, cut off, in pieces, hostile.
#include "archive_support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

const Items three = {{"附件1 推荐表.pdf", noise(5000, 1)},
                     {"承诺书.pdf", std::string(3000, 'a')},
                     {"材料/申报材料.docx", noise(40000, 2)}};

} // namespace

TEST_CASE("a sound 7z is read whole", "[sevenzip]") {
    const char* packing = GENERATE("lzma2", "lzma1", "ppmd", "bzip2", "deflate", "store");
    const std::string bytes = made_7z(three, packing);
    CHECK(sevenzip_extractor().bid(input_of(bytes)) == bid::certain);
    const Unpacked r = read_7z(bytes);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.facts.findings.empty());
    CHECK(r.archive().format == "7z");
    REQUIRE(r.entries().size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(r.entries()[i].name == three[i].name);
        CHECK(r.content(three[i].name) == three[i].content);
    }
}

TEST_CASE("folders of a 7z are left out, hostile names made safe", "[sevenzip]") {
    const Unpacked r = read_7z(made_7z({{"材料/", ""}, {"../a.pdf", "1"}, {"a.pdf", "2"}, {"空.txt", ""}}));
    auto names = r.names();
    std::sort(names.begin(), names.end());
    CHECK(names == std::vector<std::string>{"a (2).pdf", "a.pdf", "空.txt"});
    CHECK(Unpacked::has(r.entries()[0].findings, "archive.unsafe_name"));
}

TEST_CASE("a 7z that was cut off has lost its directory", "[sevenzip]") {
    const std::string bytes = made_7z(three);
    for (const std::size_t size : {std::size_t{6}, std::size_t{40}, bytes.size() / 2, bytes.size() - 1}) {
        const Unpacked r = read_7z(bytes.substr(0, size));
        CHECK(r.facts.outcome == Outcome::rejected);
        CHECK((r.found("archive.truncated") || r.found("archive.damaged")));
        if (size >= 32) CHECK(r.found("archive.truncated"));
    }
}

TEST_CASE("a 7z in pieces is read over the seams", "[sevenzip]") {
    const std::string bytes = made_7z(three);
    const std::string one = bytes.substr(0, 1000), two = bytes.substr(1000, 20000), rest = bytes.substr(21000);
    Input input = input_of(one, "材料.7z.001");
    const Unpacked first = read_with(sevenzip_extractor(), input);
    CHECK(first.found("archive.volume_missing"));
    CHECK(first.finding("archive.volume_missing").args.at("volume") == "2");
    input.volumes = {input_of(two, "材料.7z.002"), input_of(rest, "材料.7z.003")};
    const Unpacked r = read_with(sevenzip_extractor(), input);
    CHECK(r.facts.outcome == Outcome::ok);
    for (const Item& item : three)
        CHECK(r.content(item.name) == item.content);
}

TEST_CASE("damage in a 7z's data is noticed", "[sevenzip]") {
    std::string bytes = made_7z(three, "store");
    bytes[32 + 6000] ^= 1; // in the second entry's bytes
    const Unpacked r = read_7z(bytes);
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.content(three[0].name) == three[0].content);
    CHECK(r.entries()[1].outcome != Outcome::ok);
    CHECK(Unpacked::has(r.entries()[1].findings, "archive.damaged"));
}

TEST_CASE("a 7z behind a program is found", "[sevenzip]") {
    const std::string bytes = "MZ" + noise(70000) + made_7z(three);
    CHECK(sevenzip_extractor().bid(input_of(bytes)) == bid::likely);
    CHECK(read_7z(bytes).facts.outcome == Outcome::ok);
    CHECK(sevenzip_extractor().bid(input_of("MZ" + noise(70000))) == bid::none);
}

TEST_CASE("limits stop a 7z", "[sevenzip]") {
    const std::string bytes =
        made_7z({{"a.txt", "before"}, {"bomb.txt", std::string(80 << 20, 'b')}, {"c.txt", "after"}});
    ReadOptions options;
    const Unpacked r = read_7z(bytes, options);
    CHECK(r.found("limit.ratio"));
    CHECK(r.content("a.txt") == "before");
    CHECK(r.entries().size() == 3);
    options.limits.package_entries = 1;
    const Unpacked few = read_7z(made_7z(three), options);
    CHECK(few.found("limit.entries"));
    CHECK(few.entries().size() == 1);
    CHECK(few.entries()[0].outcome == Outcome::ok);
}

TEST_CASE("an empty 7z is empty", "[sevenzip]") {
    const Unpacked r = read_7z(made_7z({}));
    CHECK(r.facts.outcome == Outcome::rejected);
    CHECK(r.found("archive.empty"));
}

TEST_CASE("the reading goes on behind a damaged entry", "[sevenzip]") {
    std::string bytes = made_7z(three, "store");
    bytes[32 + 6000] ^= 1;
    const Unpacked r = read_7z(bytes);
    CHECK(r.entries()[2].outcome == Outcome::ok);
    CHECK(r.content(three[2].name) == three[2].content);
}
