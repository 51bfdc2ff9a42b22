// RAR 4 and 5: sound, cut off, encrypted, in volumes, hostile.
#include "archive_support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

const std::string a = noise(4000, 1), b = noise(6000, 2), c = noise(5000, 3);
const std::vector<RarItem> three = {{"附件1 推荐表.pdf", a}, {"承诺书.pdf", b}, {"材料/申报材料.docx", c}};

// A member over two volumes: the sum of the first part is over its own bytes.
struct Volumes {
    std::string one = rar5_front(1) + rar5_file({.name = "a.pdf", .content = a}) +
                      rar5_file({.name = "b.pdf", .content = b.substr(0, 2500), .header_flags = 16, .size = b.size()}) +
                      rar5_end(true);
    std::string two =
        rar5_front(1, 1) +
        rar5_file(
            {.name = "b.pdf", .content = b.substr(2500), .header_flags = 8, .crc = crc32(0, b), .size = b.size()}) +
        rar5_file({.name = "c.pdf", .content = c}) + rar5_end();
};

} // namespace

TEST_CASE("a sound RAR 5 is read whole", "[rar]") {
    const std::string bytes = made_rar5(three);
    CHECK(rar_extractor().bid(input_of(bytes)) == bid::certain);
    const Unpacked r = read_rar(bytes);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.facts.findings.empty());
    CHECK(r.archive().format == "rar5");
    CHECK(r.names() == std::vector<std::string>{three[0].name, three[1].name, three[2].name});
    for (const RarItem& item : three)
        CHECK(r.content(item.name) == item.content);
}

TEST_CASE("a sound RAR 4 is read whole", "[rar]") {
    const std::string bytes = made_rar4({{"a.pdf", a}, {"dir\\b.pdf", b}});
    CHECK(rar_extractor().bid(input_of(bytes)) == bid::certain);
    const Unpacked r = read_rar(bytes);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.archive().format == "rar4");
    CHECK(r.names() == std::vector<std::string>{"a.pdf", "dir/b.pdf"});
    CHECK(r.content("dir/b.pdf") == b);
}

TEST_CASE("RAR 4 names that are not Unicode are GBK", "[rar]") {
    const Unpacked r = read_rar(made_rar4({{"\xB3\xD0\xC5\xB5\xCA\xE9.pdf", a}}));
    CHECK(r.names() == std::vector<std::string>{"承诺书.pdf"});
    CHECK(r.found("naming.encoding"));
    // The Unicode form beside the plain one: high byte 0x62, then flags 01 01 00… for 承 of 627F.
    const std::string packed("\x62\x50\x7f.p\x00"
                             "df",
                             8);
    const Unpacked u =
        read_rar(made_rar4({{.name = std::string("?.pdf\0", 6) + packed, .content = a, .flags = 0x200}}));
    CHECK(u.facts.outcome == Outcome::ok);
    CHECK(!u.found("naming.encoding"));
}

TEST_CASE("folders are left out of a RAR", "[rar]") {
    std::vector<RarItem> items = three;
    items.insert(items.begin() + 1, {.name = "材料", .folder = true});
    CHECK(read_rar(made_rar5(items)).entries().size() == 3);
}

TEST_CASE("what is whole of a RAR that was cut off is read", "[rar]") {
    const std::string bytes = made_rar5(three);
    const Unpacked cut = read_rar(bytes.substr(0, 4000 + 6000 + 1000));
    CHECK(cut.facts.outcome == Outcome::partial);
    CHECK(cut.found("archive.truncated"));
    CHECK(cut.content(three[0].name) == a);
    CHECK(cut.content(three[1].name) == b);
    REQUIRE(cut.entries().size() == 3);
    CHECK(cut.entries()[2].outcome == Outcome::partial);
    CHECK(c.starts_with(cut.content(three[2].name)));

    const std::string four = made_rar4({{"a.pdf", a}, {"b.pdf", b}});
    const Unpacked old = read_rar(four.substr(0, 7000));
    CHECK(old.found("archive.truncated"));
    CHECK(old.content("a.pdf") == a);
    CHECK(old.entries()[1].outcome == Outcome::partial);
}

TEST_CASE("a RAR cut off between two members is not taken for whole", "[rar]") {
    std::string bytes = rar5_front() + rar5_file(three[0]) + rar5_file(three[1]);
    const Unpacked r = read_rar(bytes);
    CHECK(r.found("archive.truncated"));
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.content(three[1].name) == b);
    for (const std::size_t size : {std::size_t{8}, std::size_t{10}, rar5_front().size(), rar5_front().size() + 9}) {
        const Unpacked none = read_rar(bytes.substr(0, size));
        CHECK(none.facts.outcome == Outcome::rejected);
        CHECK((none.found("archive.truncated") || none.found("archive.damaged")));
    }
}

TEST_CASE("ciphertext is never taken for content", "[rar]") {
    const Unpacked all = read_rar(made_rar5({{.name = "a.pdf", .content = a, .extra = rar5_encryption()}}));
    CHECK(all.facts.outcome == Outcome::rejected);
    CHECK(all.found("archive.encrypted"));
    CHECK(all.archive().encrypted);
    CHECK(all.names() == std::vector<std::string>{"a.pdf"});
    CHECK(all.blobs.empty());

    const Unpacked some = read_rar(
        made_rar5({{.name = "a.pdf", .content = a, .extra = rar5_encryption()}, {.name = "b.pdf", .content = b}}));
    CHECK(some.facts.outcome == Outcome::partial);
    CHECK(some.entries()[0].outcome == Outcome::rejected);
    CHECK(Unpacked::has(some.entries()[0].findings, "archive.encrypted"));
    CHECK(some.content("b.pdf") == b);

    const Unpacked four = read_rar(made_rar4({{.name = "a.pdf", .content = a, .flags = 0x04}}));
    CHECK(four.found("archive.encrypted"));
    CHECK(four.blobs.empty());
}

TEST_CASE("encrypted headers are told from damage", "[rar]") {
    std::string encryption = vint(4) + vint(0) + vint(0) + vint(1) + std::string(1 + 16, '\0');
    const Unpacked five = read_rar(std::string("Rar!\x1a\x07\x01\x00", 8) + rar5_block(encryption) + noise(500));
    CHECK(five.found("archive.encrypted"));
    CHECK(five.facts.findings.size() == 1);
    CHECK(five.facts.outcome == Outcome::rejected);
    const std::string sound = made_rar4({}, 0x80);
    const Unpacked four = read_rar(sound.substr(0, 20) + noise(500));
    CHECK(four.found("archive.encrypted"));
    CHECK(four.facts.findings.size() == 1);
}

TEST_CASE("a member with a wrong sum is damaged, the others are not", "[rar]") {
    std::string bytes = made_rar5(three);
    bytes[bytes.find(b) + 100] ^= 1;
    const Unpacked r = read_rar(bytes);
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.content(three[0].name) == a);
    CHECK(r.entries()[1].outcome == Outcome::partial);
    CHECK(Unpacked::has(r.entries()[1].findings, "archive.damaged"));
    CHECK(r.content(three[2].name) == c);
}

TEST_CASE("after a broken header the next sound one is found", "[rar]") {
    std::string bytes = made_rar5(three);
    bytes[bytes.find(three[1].name)] ^= 1;
    const Unpacked r = read_rar(bytes);
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.found("archive.damaged"));
    CHECK(r.content(three[0].name) == a);
    CHECK(r.content(three[2].name) == c);
    std::string four = made_rar4({{"a.pdf", a}, {"b.pdf", b}, {"c.pdf", c}});
    four[four.find("b.pdf")] ^= 1;
    const Unpacked old = read_rar(four);
    CHECK(old.found("archive.damaged"));
    CHECK(old.content("a.pdf") == a);
    CHECK(old.content("c.pdf") == c);
}

TEST_CASE("volumes are joined, in whatever order they come", "[rar]") {
    const Volumes v;
    const bool turned = GENERATE(false, true);
    Input input = input_of(turned ? v.two : v.one);
    input.volumes = {input_of(turned ? v.one : v.two)};
    const Unpacked r = read_with(rar_extractor(), input);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.facts.findings.empty());
    CHECK(r.names() == std::vector<std::string>{"a.pdf", "b.pdf", "c.pdf"});
    CHECK(r.content("b.pdf") == b);
}

TEST_CASE("a missing volume is named, and what is whole is read", "[rar]") {
    const Volumes v;
    const Unpacked first = read_rar(v.one);
    CHECK(first.facts.outcome == Outcome::partial);
    CHECK(first.finding("archive.volume_missing").args.at("volume") == "2");
    CHECK(!first.found("archive.truncated"));
    CHECK(first.content("a.pdf") == a);
    CHECK(first.entries()[1].outcome != Outcome::ok);
    const Unpacked second = read_rar(v.two);
    CHECK(second.finding("archive.volume_missing").args.at("volume") == "1");
    CHECK(second.entries()[0].outcome == Outcome::rejected);
    CHECK(second.content("c.pdf") == c);
}

TEST_CASE("a RAR cut into pieces by size is read over the seams", "[rar]") {
    const std::string bytes = made_rar5(three), one = bytes.substr(0, 7000), two = bytes.substr(7000);
    Input input = input_of(one, "x.rar.001");
    const Unpacked first = read_with(rar_extractor(), input);
    CHECK(first.finding("archive.volume_missing").args.at("volume") == "2");
    input.volumes = {input_of(two, "x.rar.002")};
    const Unpacked r = read_with(rar_extractor(), input);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.content(three[1].name) == b);
}

TEST_CASE("links of a RAR are listed, copies are given their content", "[rar]") {
    const Unpacked r =
        read_rar(made_rar5({{.name = "a.pdf", .content = a},
                            {.name = "link", .content = "", .extra = rar5_redirection(1, "../../etc/passwd")},
                            {.name = "hard.pdf", .content = "", .extra = rar5_redirection(4, "a.pdf")},
                            {.name = "copy.pdf", .content = "", .extra = rar5_redirection(5, "a.pdf")},
                            {.name = "lost.pdf", .content = "", .extra = rar5_redirection(5, "none")}}));
    REQUIRE(r.entries().size() == 5);
    for (const std::size_t link : {1, 2}) {
        CHECK(r.entries()[link].outcome == Outcome::rejected);
        CHECK(Unpacked::has(r.entries()[link].findings, "archive.unsafe_name"));
    }
    CHECK(r.entries()[1].findings[0].evidence == "link -> ../../etc/passwd");
    CHECK(r.entries()[3].outcome == Outcome::ok);
    CHECK(r.entries()[3].sha256 == r.entries()[0].sha256);
    CHECK(r.entries()[4].outcome == Outcome::rejected);
    const Unpacked four =
        read_rar(made_rar4({{.name = "l", .content = "/etc/passwd", .host = 3, .attributes = 0120777}}));
    CHECK(four.entries()[0].outcome == Outcome::rejected);
    CHECK(four.blobs.empty());
}

TEST_CASE("hostile names of a RAR stay in the folder", "[rar]") {
    const Unpacked r = read_rar(made_rar5({{"../../a.pdf", a}, {"C:\\b.pdf", b}, {"a.pdf", c}}));
    CHECK(r.names() == std::vector<std::string>{"a.pdf", "b.pdf", "a (2).pdf"});
    for (const Entry& entry : r.entries())
        CHECK(Unpacked::has(entry.findings, "archive.unsafe_name"));
}

TEST_CASE("what libarchive does not unpack is listed with the reason", "[rar]") {
    const Unpacked old = read_rar(made_rar4({{.name = "a.pdf", .content = a, .version = 20, .method = 0x33},
                                             {.name = "b.pdf", .content = b, .version = 20}}));
    REQUIRE(old.entries().size() == 2);
    CHECK(old.entries()[0].outcome == Outcome::rejected);
    REQUIRE(Unpacked::has(old.entries()[0].findings, "archive.unsupported"));
    CHECK(old.entries()[0].findings[0].evidence == "RAR 2.0");
    CHECK(old.content("b.pdf") == b);

    const Unpacked solid = read_rar(made_rar4({{.name = "a.pdf", .content = a},
                                               {.name = "b.pdf", .content = b, .flags = 0x10, .method = 0x33},
                                               {.name = "c.pdf", .content = c, .flags = 0x10}},
                                              0x08));
    CHECK(solid.archive().solid);
    CHECK(solid.content("a.pdf") == a);
    CHECK(Unpacked::has(solid.entries()[1].findings, "archive.unsupported"));
    CHECK(solid.content("c.pdf") == c);
}

TEST_CASE("a RAR behind a program is found", "[rar]") {
    const std::string stub = "MZ" + noise(90000) + "Rar!\x1a\x07 is what it looks for";
    const std::string bytes = stub + made_rar5(three);
    CHECK(rar_extractor().bid(input_of(bytes)) == bid::likely);
    const Unpacked r = read_rar(bytes);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.content(three[2].name) == c);
    CHECK(rar_extractor().bid(input_of(stub)) == bid::none);
}

TEST_CASE("limits stop a RAR", "[rar]") {
    ReadOptions options;
    options.limits.package_bytes = 5000;
    const Unpacked r = read_rar(made_rar5(three), options);
    CHECK(r.found("limit.bytes"));
    CHECK(r.content(three[0].name) == a);
    REQUIRE(r.entries().size() == 3);
    CHECK(r.entries()[1].outcome == Outcome::rejected);
    options.limits = {};
    options.limits.package_entries = 2;
    const Unpacked few = read_rar(made_rar5(three), options);
    CHECK(few.found("limit.entries"));
    CHECK(!few.found("archive.truncated"));
    CHECK(few.entries().size() == 2);
}

TEST_CASE("an empty RAR is empty, a bare signature damaged", "[rar]") {
    const Unpacked empty = read_rar(made_rar5({}));
    CHECK(empty.found("archive.empty"));
    CHECK(empty.facts.outcome == Outcome::rejected);
    CHECK(read_rar(std::string("Rar!\x1a\x07\x01\x00", 8)).facts.outcome == Outcome::rejected);
    CHECK(read_rar(std::string("Rar!\x1a\x07\x00", 7) + noise(2000)).found("archive.damaged"));
}

TEST_CASE("a link to a folder is a link", "[rar]") {
    const Unpacked r =
        read_rar(made_rar5({{.name = "dir", .content = "", .extra = rar5_redirection(2, "../.."), .folder = true}}));
    REQUIRE(r.entries().size() == 1);
    CHECK(r.entries()[0].outcome == Outcome::rejected);
    CHECK(Unpacked::has(r.entries()[0].findings, "archive.unsafe_name"));
}

TEST_CASE("a RAR 3 without its end may be whole", "[rar]") {
    const std::string bytes = made_rar4({{"a.pdf", a}});
    const Unpacked r = read_rar(bytes.substr(0, bytes.size() - 7));
    CHECK(r.facts.outcome == Outcome::ok);
    REQUIRE(r.found("archive.truncated"));
    CHECK(r.finding("archive.truncated").severity == Severity::warning);
    // RAR 2 has no end.
    const std::string old = made_rar4({{.name = "a.pdf", .content = a, .version = 20}});
    CHECK(read_rar(old.substr(0, old.size() - 7)).facts.findings.empty());
}
