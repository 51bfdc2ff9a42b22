// Single compressed streams: packages as .tgz and the like, one file alone, bombs.
#include "archive_support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

// By libarchive: a tar where there are several items, else the one item's bytes alone.
std::string packed(const Items& items, int filter, int format = ARCHIVE_FORMAT_TAR_USTAR) {
    std::string out(std::size_t{8} << 20, '\0');
    std::size_t used = 0;
    struct ::archive* a = archive_write_new();
    archive_write_add_filter(a, filter);
    archive_write_set_format(a, format);
    archive_write_set_bytes_in_last_block(a, 1);
    archive_write_open_memory(a, out.data(), out.size(), &used);
    for (const Item& item : items) {
        struct archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, item.name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(item.content.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_write_header(a, entry);
        archive_write_data(a, item.content.data(), item.content.size());
        archive_entry_free(entry);
    }
    archive_write_close(a);
    archive_write_free(a);
    out.resize(used);
    return out;
}

std::string alone(const std::string& content, int filter = ARCHIVE_FILTER_GZIP) {
    return packed({{"x", content}}, filter, ARCHIVE_FORMAT_RAW);
}

Unpacked read(const std::string& bytes, const std::string& name, const ReadOptions& options = {}) {
    return read_with(compressed_extractor(), input_of(bytes, name), options);
}

const std::string a = noise(40'000, 1), b = noise(60'000, 2);

} // namespace

TEST_CASE("a compressed tar is one archive, whatever it was compressed with", "[compressed]") {
    const std::pair<int, const char*> kinds[] = {{ARCHIVE_FILTER_GZIP, "tgz"},
                                                 {ARCHIVE_FILTER_BZIP2, "tbz2"},
                                                 {ARCHIVE_FILTER_XZ, "txz"},
                                                 {ARCHIVE_FILTER_ZSTD, "tzst"},
                                                 {ARCHIVE_FILTER_LZIP, "tlz"}};
    for (const auto& [filter, format] : kinds) {
        INFO(format);
        const std::string bytes = packed({{"材料/推荐表.pdf", a}, {"b.docx", b}}, filter);
        CHECK(compressed_extractor().bid(input_of(bytes)) == bid::certain);
        const Unpacked r = read(bytes, "2021001+某某公司.tgz");
        CHECK(r.facts.outcome == Outcome::ok);
        CHECK(r.archive().format == format);
        CHECK(r.names() == std::vector<std::string>{"材料/推荐表.pdf", "b.docx"});
        CHECK(r.content("b.docx") == b);
    }
}

TEST_CASE("one file alone is named as it was before", "[compressed]") {
    const Unpacked r = read(alone(a), "申报书.docx.gz");
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.archive().format == "gz");
    CHECK(r.names() == std::vector<std::string>{"申报书.docx"});
    CHECK(r.content("申报书.docx") == a);
    CHECK(read(alone(a), "").names() == std::vector<std::string>{"content"});
}

TEST_CASE("one layer is taken off and no more", "[compressed]") {
    const std::string inner = alone(a);
    const Unpacked r = read(alone(inner), "x.gz.gz");
    CHECK(r.names() == std::vector<std::string>{"x.gz"});
    CHECK(r.content("x.gz") == inner);
}

TEST_CASE("what is whole of a stream that was cut off is kept", "[compressed]") {
    const std::string bytes = packed({{"a.docx", a}, {"b.docx", b}}, ARCHIVE_FILTER_GZIP);
    const Unpacked r = read(bytes.substr(0, bytes.size() * 3 / 4), "x.tgz");
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.found("archive.truncated"));
    CHECK(r.content("a.docx") == a);

    std::string hurt = bytes;
    hurt[hurt.size() / 2] = static_cast<char>(hurt[hurt.size() / 2] ^ 0x55);
    const Unpacked damaged = read(hurt, "x.tgz");
    CHECK(damaged.facts.outcome != Outcome::ok);
    CHECK_FALSE(damaged.facts.findings.empty());
}

TEST_CASE("no stream at all, and names that only say so", "[compressed]") {
    CHECK(compressed_extractor().bid(input_of("BZh")) == bid::none);
    CHECK(compressed_extractor().bid(input_of("BZh is how this text begins")) == bid::none);
    CHECK(compressed_extractor().bid(input_of("", "x.tgz")) == bid::none);
    const Unpacked r = read(std::string("\x1f\x8b\x08rubbish", 10), "x.gz");
    CHECK(r.facts.outcome == Outcome::rejected);
}

TEST_CASE("a bomb ends at the budget", "[compressed]") {
    ReadOptions options;
    options.limits.package_bytes = 1 << 20;
    CHECK(read(alone(std::string(3 << 20, 'a')), "x.gz", options).found("limit.bytes"));
    options.limits.package_bytes = std::uint64_t{1} << 30;
    options.limits.ratio = 100;
    std::string bomb = alone(std::string(70 << 20, '\0'));
    CHECK(read(bomb, "x.gz", options).found("limit.ratio"));
}
