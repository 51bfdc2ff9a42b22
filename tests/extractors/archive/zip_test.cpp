// ZIP: sound, strange, cut off, hostile.
#include "archive_support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

const Items three = {{"附件1 推荐表.pdf", noise(5000, 1)},
                     {"承诺书.pdf", std::string(3000, 'a')},
                     {"材料/申报材料.docx", noise(40000, 2)}};

constexpr std::uint32_t unix_link = 0120777u << 16;

} // namespace

TEST_CASE("a sound ZIP is read whole", "[zip]") {
    const std::string bytes = made_zip(three);
    CHECK(zip_extractor().bid(input_of(bytes)) == bid::certain);
    const Unpacked r = read_zip(bytes);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.facts.findings.empty());
    CHECK(r.archive().format == "zip");
    CHECK(r.archive().names_encoding == "UTF-8");
    REQUIRE(r.entries().size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(r.entries()[i].name == three[i].name);
        CHECK(r.entries()[i].outcome == Outcome::ok);
        CHECK(r.content(three[i].name) == three[i].content);
    }
}

TEST_CASE("folders are left out, empty files are not", "[zip]") {
    const Unpacked r = read_zip(made_zip({{"材料/", ""}, {"材料/a.pdf", "x"}, {"空.txt", ""}}));
    CHECK(r.names() == std::vector<std::string>{"材料/a.pdf", "空.txt"});
    CHECK(r.entries()[1].outcome == Outcome::ok);
    CHECK(!r.entries()[1].sha256.empty());
}

TEST_CASE("GBK names are read right and said so", "[zip]") {
    const Unpacked r =
        read_zip(crafted_zip({{"\xB8\xBD\xBC\xFE\x31.pdf", "1"}, {"\xB3\xD0\xC5\xB5\xCA\xE9.pdf", "2"}}));
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.names() == std::vector<std::string>{"附件1.pdf", "承诺书.pdf"});
    CHECK(r.archive().names_encoding == "GB18030");
    REQUIRE(r.found("naming.encoding"));
    CHECK(r.finding("naming.encoding").severity == Severity::info);
    CHECK(r.finding("naming.encoding").args.at("encoding") == "GB18030");
}

TEST_CASE("a Unicode path goes before the name, if it belongs to it", "[zip]") {
    const std::string raw = "\xB3\xD0\xC5\xB5\xCA\xE9.pdf";
    const Unpacked r =
        read_zip(crafted_zip({{.name = raw, .content = "1", .extra = unicode_path(raw, "承诺书（正本）.pdf")},
                              {.name = raw + "x", .content = "2", .extra = unicode_path(raw, "另一个.pdf")}}));
    CHECK(r.names() == std::vector<std::string>{"承诺书（正本）.pdf", "承诺书.pdfx"});
}

TEST_CASE("hostile names stay in the folder and are warned of", "[zip]") {
    const Unpacked r = read_zip(crafted_zip({{"../../a.pdf", "1"},
                                             {"C:\\b.pdf", "2"},
                                             {"a.pdf", "3"},
                                             {"A.PDF", "4"},
                                             {"\\\\host\\c.pdf", "5"},
                                             {std::string("d\0.exe", 6), "6"}}));
    CHECK(r.names() == std::vector<std::string>{"a.pdf", "b.pdf", "a (2).pdf", "A (3).PDF", "host/c.pdf", "d_.exe"});
    for (const Entry& entry : r.entries()) {
        CHECK(entry.outcome == Outcome::ok);
        CHECK(Unpacked::has(entry.findings, "archive.unsafe_name"));
    }
    CHECK(r.content("a (2).pdf") == "3");
}

TEST_CASE("links are listed and never followed", "[zip]") {
    const Unpacked r =
        read_zip(crafted_zip({{.name = "link", .content = "/etc/passwd", .attributes = unix_link, .host = 3},
                              {.name = "a.pdf", .content = "1"}}));
    REQUIRE(r.entries().size() == 2);
    CHECK(r.entries()[0].outcome == Outcome::rejected);
    CHECK(Unpacked::has(r.entries()[0].findings, "archive.unsafe_name"));
    CHECK(r.entries()[1].outcome == Outcome::ok);
    CHECK(r.facts.outcome == Outcome::partial);
}

TEST_CASE("encrypted entries are read with the right password only", "[zip]") {
    const auto way = GENERATE(ZIP_EM_TRAD_PKWARE, ZIP_EM_AES_128, ZIP_EM_AES_256);
    const std::string bytes = made_zip(three, "口令123", static_cast<std::uint16_t>(way));
    const Unpacked none = read_zip(bytes);
    CHECK(none.facts.outcome == Outcome::rejected);
    CHECK(none.found("archive.encrypted"));
    CHECK(none.archive().encrypted);
    CHECK(none.names().size() == 3);
    CHECK(none.blobs.empty());

    ReadOptions options;
    options.passwords = {"wrong", "", "still wrong"};
    CHECK(read_zip(bytes, options).facts.outcome == Outcome::rejected);
    options.passwords.push_back("口令123");
    const Unpacked right = read_zip(bytes, options);
    CHECK(right.facts.outcome == Outcome::ok);
    CHECK(right.archive().encrypted);
    for (const Item& item : three)
        CHECK(right.content(item.name) == item.content);
}

TEST_CASE("what is whole of a ZIP that was cut off is read", "[zip]") {
    const bool late = GENERATE(false, true);
    const std::string a = noise(4000, 1), b = noise(6000, 2), c = noise(5000, 3);
    const std::string bytes = crafted_zip({{.name = "a.pdf", .content = a, .late_sizes = late},
                                           {.name = "b.pdf", .content = b, .late_sizes = late},
                                           {.name = "c.pdf", .content = c, .late_sizes = late}});
    const Unpacked cut = read_zip(bytes.substr(0, 4000 + 6000 + 2500));
    CHECK(cut.facts.outcome == Outcome::partial);
    CHECK(cut.found("archive.truncated"));
    CHECK(cut.content("a.pdf") == a);
    CHECK(cut.content("b.pdf") == b);
    REQUIRE(cut.entries().size() == 3);
    CHECK(cut.entries()[0].outcome == Outcome::ok);
    CHECK(cut.entries()[1].outcome == Outcome::ok);
    CHECK(cut.entries()[2].outcome != Outcome::ok);
    CHECK(c.starts_with(cut.content("c.pdf")));

    // Only the directory is gone: all is there.
    const Unpacked bare = read_zip(bytes.substr(0, bytes.size() - 120));
    CHECK(bare.found("archive.truncated"));
    CHECK(bare.content("c.pdf") == c);
}

TEST_CASE("a packed entry that is cut off gives what was there", "[zip]") {
    const std::string bytes = made_zip(three);
    for (const std::size_t size : {bytes.size() / 4, bytes.size() / 2, bytes.size() - 100, bytes.size() - 1}) {
        const Unpacked cut = read_zip(bytes.substr(0, size));
        CHECK(cut.found("archive.truncated"));
        for (const Item& item : three)
            CHECK(item.content.starts_with(cut.content(item.name)));
    }
}

TEST_CASE("an entry with a wrong sum is damaged, the others are not", "[zip]") {
    const Unpacked r = read_zip(crafted_zip({{.name = "a.pdf", .content = "whole"},
                                             {.name = "b.pdf", .content = "broken", .crc = 12345},
                                             {.name = "c.pdf", .content = "whole too"}}));
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.entries()[0].outcome == Outcome::ok);
    CHECK(r.entries()[1].outcome == Outcome::partial);
    CHECK(Unpacked::has(r.entries()[1].findings, "archive.damaged"));
    CHECK(r.entries()[2].outcome == Outcome::ok);
}

TEST_CASE("two headers that disagree are reported", "[zip]") {
    std::string bytes =
        crafted_zip({{.name = "a.pdf", .content = "1"}, {.name = "b.pdf", .content = "2", .local_name = "x.exe"}});
    const Unpacked r = read_zip(bytes);
    REQUIRE(r.entries().size() == 2);
    CHECK(r.entries()[0].findings.empty());
    CHECK(Unpacked::has(r.entries()[1].findings, "archive.damaged"));
    CHECK(r.content("b.pdf") == "2");
}

TEST_CASE("entries that lie over one another are read once", "[zip]") {
    const Unpacked r = read_zip(crafted_zip({{.name = "a.pdf", .content = noise(1000)},
                                             {.name = "b.pdf", .content = noise(1000), .offset = 0},
                                             {.name = "c.pdf", .content = noise(1000), .offset = 0}}));
    REQUIRE(r.entries().size() == 3);
    CHECK(r.entries()[0].outcome == Outcome::ok);
    CHECK(r.entries()[1].outcome == Outcome::rejected);
    CHECK(r.entries()[2].outcome == Outcome::rejected);
}

TEST_CASE("a method that nobody reads is refused and named", "[zip]") {
    const Unpacked r =
        read_zip(crafted_zip({{.name = "a.pdf", .content = "1"}, {.name = "b.pdf", .content = "2", .method = 9}}));
    CHECK(r.entries()[1].outcome == Outcome::rejected);
    REQUIRE(Unpacked::has(r.entries()[1].findings, "archive.unsupported"));
    CHECK(r.entries()[1].findings[0].evidence == "ZIP Deflate64");
    // All of them: said once, of the archive.
    const Unpacked all = read_zip(crafted_zip({{.name = "b.pdf", .content = "2", .method = 9}}));
    CHECK(all.facts.outcome == Outcome::rejected);
    CHECK(all.found("archive.unsupported"));
    CHECK(all.entries()[0].findings.empty());
}

TEST_CASE("a ZIP behind a program is found", "[zip]") {
    const std::string stub = "MZ" + noise(70000), bytes = stub + made_zip(three);
    CHECK(zip_extractor().bid(input_of(bytes)) == bid::likely);
    const Unpacked r = read_zip(bytes);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.content(three[2].name) == three[2].content);
    CHECK(zip_extractor().bid(input_of(stub)) == bid::none);
    CHECK(zip_extractor().bid(input_of("PK")) == bid::none);
    CHECK(zip_extractor().bid(input_of("")) == bid::none);
}

TEST_CASE("what a gateway hung behind the end does not matter", "[zip]") {
    const Unpacked r = read_zip(made_zip(three) + std::string(2000, '\0') + "virus free");
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.entries().size() == 3);
}

TEST_CASE("a ZIP cut into pieces by size is read over the seams", "[zip]") {
    const std::string bytes = made_zip(three);
    const std::size_t third = bytes.size() / 3;
    const std::string one = bytes.substr(0, third), two = bytes.substr(third, third), rest = bytes.substr(2 * third);
    Input input = input_of(one, "a.zip.001");
    input.volumes = {input_of(two), input_of(rest)};
    const Unpacked r = read_with(zip_extractor(), input);
    CHECK(r.facts.outcome == Outcome::ok);
    for (const Item& item : three)
        CHECK(r.content(item.name) == item.content);

    input.volumes.clear();
    const Unpacked first = read_with(zip_extractor(), input);
    CHECK(first.found("archive.volume_missing"));
    CHECK(first.finding("archive.volume_missing").args.at("volume") == "2");
    CHECK(!first.found("archive.truncated"));
}

namespace {

// A ZIP split over disks, by hand (APPNOTE 4.3.1, 4.4.11): an item's local header and data may go on on the next.
struct SplitZip {
    std::vector<std::string> disks{std::string("PK\x07\x08", 4)};
    std::string directory;
    std::size_t count = 0;

    void add(const std::string& name, const std::string& content, std::size_t on_this_disk = SIZE_MAX) {
        std::string common;
        for (int field : {20, 0, 0, 0, 0}) // version, flags, stored, time, date
            put(common, static_cast<std::uint64_t>(field), 2);
        put(common, crc32(0, std::string_view(content)), 4);
        put(common, content.size(), 4);
        put(common, content.size(), 4);
        put(common, name.size(), 2);
        put(common, 0, 2);
        std::string central = std::string("PK\x01\x02", 4);
        put(central, 20, 2);
        central += common;
        put(central, 0, 2);
        put(central, disks.size() - 1, 2);
        put(central, 0, 2);
        put(central, 0, 4);
        put(central, disks.back().size(), 4);
        directory += central + name;
        const std::string whole = std::string("PK\x03\x04", 4) + common + name + content;
        disks.back() += whole.substr(0, on_this_disk);
        if (on_this_disk < whole.size()) disks.push_back(whole.substr(on_this_disk));
        ++count;
    }

    void close() {
        const std::size_t disk = disks.size() - 1, offset = disks.back().size();
        std::string end("PK\x05\x06", 4);
        for (std::size_t field : {disk, disk, count, count})
            put(end, field, 2);
        put(end, directory.size(), 4);
        put(end, offset, 4);
        put(end, 0, 2);
        disks.back() += directory + end;
    }
};

SplitZip split_in_three() {
    SplitZip split;
    split.add("a.pdf", noise(300, 1));
    split.add("b.pdf", noise(300, 2), 100); // goes on on the second
    split.add("c.pdf", noise(300, 3), 200); // goes on on the third
    split.add("d.pdf", noise(300, 4));
    split.close();
    return split;
}

} // namespace

TEST_CASE("a ZIP split over disks is read over the seams", "[zip]") {
    const SplitZip split = split_in_three();
    REQUIRE(split.disks.size() == 3);
    Input input = input_of(split.disks[0], "a.z01");
    input.volumes = {input_of(split.disks[1], "a.z02"), input_of(split.disks[2], "a.zip")};
    const Unpacked r = read_with(zip_extractor(), input);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.facts.findings.empty());
    CHECK(r.content("b.pdf") == noise(300, 2));
    CHECK(r.content("d.pdf") == noise(300, 4));
}

TEST_CASE("of a split ZIP the missing disk is named, and what does not touch it is read", "[zip]") {
    const SplitZip split = split_in_three();
    Input between = input_of(split.disks[0], "a.z01");
    between.volumes = {input_of(split.disks[2], "a.zip")};
    const Unpacked r = read_with(zip_extractor(), between);
    REQUIRE(r.found("archive.volume_missing"));
    CHECK(r.finding("archive.volume_missing").args.at("volume") == "2");
    CHECK(r.names() == std::vector<std::string>{"a.pdf", "b.pdf", "c.pdf", "d.pdf"});
    CHECK(r.content("a.pdf") == noise(300, 1));
    CHECK(r.content("b.pdf").empty());
    CHECK(r.content("c.pdf").empty());
    CHECK(r.content("d.pdf") == noise(300, 4));

    Input before = input_of(split.disks[1], "a.z02");
    before.volumes = {input_of(split.disks[2], "a.zip")};
    const Unpacked late = read_with(zip_extractor(), before);
    REQUIRE(late.found("archive.volume_missing"));
    CHECK(late.finding("archive.volume_missing").args.at("volume") == "1");
    CHECK(late.content("c.pdf") == noise(300, 3));
    const Unpacked last = read_with(zip_extractor(), input_of(split.disks[2], "a.zip"));
    CHECK(last.finding("archive.volume_missing").args.at("volume") == "1-2");
    CHECK(last.content("d.pdf") == noise(300, 4));
}

TEST_CASE("limits stop the reading and keep what was read", "[zip]") {
    const std::string bytes = made_zip(three);
    ReadOptions options;
    options.limits.package_bytes = 10000;
    const Unpacked bytes_limit = read_zip(bytes, options);
    CHECK(bytes_limit.found("limit.bytes"));
    CHECK(bytes_limit.content(three[0].name) == three[0].content);
    CHECK(bytes_limit.content(three[1].name) == three[1].content);
    REQUIRE(bytes_limit.entries().size() == 3);
    CHECK(bytes_limit.entries()[2].outcome == Outcome::rejected);

    options.limits = {};
    options.limits.package_entries = 2;
    const Unpacked entries_limit = read_zip(bytes, options);
    CHECK(entries_limit.found("limit.entries"));
    CHECK(entries_limit.entries().size() == 2);
    CHECK(entries_limit.entries()[1].outcome == Outcome::ok);
}

TEST_CASE("a bomb is stopped", "[zip]") {
    const std::string bytes =
        made_zip({{"a.txt", "before"}, {"bomb.txt", std::string(90 << 20, 'b')}, {"c.txt", "after"}});
    REQUIRE(bytes.size() < 100000);
    ReadOptions options;
    options.limits.ratio = 500;
    const Unpacked r = read_zip(bytes, options);
    CHECK(r.found("limit.ratio"));
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.content("a.txt") == "before");
    CHECK(r.entries()[1].outcome == Outcome::rejected);
    CHECK(r.entries()[2].outcome == Outcome::rejected);
    // More than it says it holds.
    const Unpacked liar = read_zip(crafted_zip({{.name = "a.txt", .content = noise(5000), .size = 10}}));
    CHECK(liar.entries()[0].outcome != Outcome::ok);
}

TEST_CASE("an empty ZIP is empty, noise is damaged", "[zip]") {
    const Unpacked empty = read_zip(crafted_zip({}));
    CHECK(empty.facts.outcome == Outcome::rejected);
    CHECK(empty.found("archive.empty"));
    const Unpacked folders = read_zip(made_zip({{"only/", ""}}));
    CHECK(folders.found("archive.empty"));
    const Unpacked bad = read_zip("PK\3\4" + noise(3000));
    CHECK(bad.facts.outcome == Outcome::rejected);
    CHECK(bad.found("archive.truncated"));
    CHECK(read_zip(std::string("PK\3\4", 4)).facts.outcome == Outcome::rejected);
}

TEST_CASE("a stored ZIP within does not pass for the one that was cut off", "[zip]") {
    const std::string inner = made_zip({{"表.xml", noise(3000)}});
    const std::string bytes =
        crafted_zip({{.name = "里.docx", .content = inner}, {.name = "b.pdf", .content = noise(900)}});
    // Cut right behind the inner archive's end.
    const Unpacked r = read_zip(bytes.substr(0, bytes.find(inner) + inner.size()));
    CHECK(r.found("archive.truncated"));
    CHECK(r.names() == std::vector<std::string>{"里.docx"});
    CHECK(r.content("里.docx") == inner);
    const Unpacked cut = read_zip(bytes.substr(0, bytes.find(inner) + inner.size() - 1));
    CHECK(cut.names() == std::vector<std::string>{"里.docx"});
    CHECK(cut.entries()[0].outcome == Outcome::partial);
    // The whole one is not confused by it either.
    CHECK(read_zip(bytes).names() == std::vector<std::string>{"里.docx", "b.pdf"});
}

TEST_CASE("names masked by an encrypted directory are said to be encrypted", "[zip]") {
    std::string bytes = crafted_zip({{.name = "1", .content = noise(300), .flags = 0x2041}});
    // The directory is ciphertext.
    const std::size_t directory = bytes.rfind(std::string("PK\1\2", 4));
    bytes.replace(directory, 46, noise(46));
    const Unpacked r = read_zip(bytes);
    CHECK(r.facts.outcome == Outcome::rejected);
    CHECK(r.found("archive.encrypted"));
    CHECK(r.blobs.empty());
}
