// tar: sound, in other encodings, cut off, hostile.
#include "archive_support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

// A ustar header; its sum is made to fit.
std::string header(const std::string& name, std::size_t size, char type = '0', const std::string& link = {}) {
    auto octal = [](std::size_t value, int digits) {
        std::string text;
        for (int i = digits - 1; i >= 0; --i)
            text += static_cast<char>('0' + (value >> (3 * i) & 7));
        return text;
    };
    std::string h(512, '\0');
    h.replace(0, name.size(), name);
    h.replace(100, 7, "0000644");
    h.replace(124, 11, octal(size, 11));
    h.replace(136, 11, octal(1623290000, 11));
    h.replace(148, 8, std::string(8, ' '));
    h[156] = type;
    h.replace(157, link.size(), link);
    h.replace(257, 8, std::string("ustar\0", 6) + "00");
    std::size_t sum = 0;
    for (char c : h)
        sum += static_cast<unsigned char>(c);
    h.replace(148, 7, octal(sum, 6) + '\0');
    return h;
}

std::string member(const std::string& name, const std::string& content) {
    return header(name, content.size()) + content + std::string((512 - content.size() % 512) % 512, '\0');
}

const std::string end(1024, '\0');
const std::string a = noise(4000, 1), b = noise(6000, 2);

} // namespace

TEST_CASE("a sound tar is read whole", "[tar]") {
    const std::string bytes = header("邮件/", 0, '5') + member("邮件/a.eml", a) + member("b.eml", b) + end;
    CHECK(tar_extractor().bid(input_of(bytes)) == bid::certain);
    const Unpacked r = read_tar(bytes);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.facts.findings.empty());
    CHECK(r.archive().format == "tar");
    CHECK(r.names() == std::vector<std::string>{"邮件/a.eml", "b.eml"});
    CHECK(r.content("b.eml") == b);
}

TEST_CASE("GBK names of a tar are read right", "[tar]") {
    const Unpacked r = read_tar(member("\xB3\xD0\xC5\xB5\xCA\xE9.pdf", a) + end);
    CHECK(r.names() == std::vector<std::string>{"承诺书.pdf"});
    CHECK(r.found("naming.encoding"));
}

// libarchive reads past its list of formats then, and what it finds there is another thing every time.
TEST_CASE("a tar whose sum only we take for one is damaged", "[tar]") {
    std::string bytes = member("a.eml", a) + end;
    bytes[154] = '"';
    for (int i = 0; i < 100; ++i) {
        const Unpacked r = read_tar(bytes);
        REQUIRE(r.found("archive.damaged"));
        REQUIRE(r.entries().empty());
    }
}

TEST_CASE("what is whole of a tar that was cut off is read", "[tar]") {
    const std::string bytes = member("a.eml", a) + member("b.eml", b) + end;
    const Unpacked r = read_tar(bytes.substr(0, 8000));
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.found("archive.truncated"));
    CHECK(r.content("a.eml") == a);
    REQUIRE(r.entries().size() == 2);
    CHECK(r.entries()[1].outcome != Outcome::ok);
}

TEST_CASE("links and devices of a tar are listed, hostile names made safe", "[tar]") {
    const Unpacked r = read_tar(header("link", 0, '2', "/etc/passwd") + header("hard", 0, '1', "../x") +
                                header("null", 0, '3') + member("../../c.eml", a) + end);
    REQUIRE(r.entries().size() == 4);
    for (const std::size_t i : {0, 1, 2}) {
        CHECK(r.entries()[i].outcome == Outcome::rejected);
        CHECK(Unpacked::has(r.entries()[i].findings, "archive.unsafe_name"));
    }
    CHECK(r.entries()[0].findings[0].evidence == "link -> /etc/passwd");
    CHECK(r.entries()[3].name == "c.eml");
    CHECK(r.entries()[3].outcome == Outcome::ok);
}

TEST_CASE("zeros and text are no tar", "[tar]") {
    CHECK(tar_extractor().bid(input_of(std::string(4096, '\0'))) == bid::none);
    CHECK(tar_extractor().bid(input_of(std::string(4096, 'a'))) == bid::none);
    CHECK(tar_extractor().bid(input_of("")) == bid::none);
    CHECK(tar_extractor().bid(input_of(noise(4096))) == bid::none);
    std::string bad = member("a.eml", a) + end;
    bad[0] ^= 1;
    CHECK(tar_extractor().bid(input_of(bad)) == bid::none);
}
