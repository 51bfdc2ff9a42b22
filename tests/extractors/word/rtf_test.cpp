#include "tests/extractors/word/word_support.h"

namespace shenbao {
const Extractor& rtf_extractor();
}

using namespace shenbao;
using namespace shenbao::test;
using Strings = std::vector<std::string>;

namespace {

Strings body_of(const std::string& rtf) {
    return paragraphs(read(rtf_extractor(), "{\\rtf1\\ansi\\ansicpg936 " + rtf + "}").document());
}

} // namespace

TEST_CASE("rtf: Chinese bytes of the file's code page, split over controls or not") {
    CHECK(body_of("\\'d6\\'d0\\'b9\\'fa\\par a\\'d6\\'d0b\\par") == Strings{"中国", "a中b"});
    // The second byte of a character may look like ASCII.
    CHECK(body_of("\\'8aV\\par") == Strings{"奦"});
}

TEST_CASE("rtf: Unicode characters with their stand-ins skipped") {
    CHECK(body_of("\\uc1\\u20013?\\u22269?\\par") == Strings{"中国"});
    CHECK(body_of("{\\uc2\\u20013\\'d6\\'d0}{\\uc0\\u22269}x\\par") == Strings{"中国x"});
    CHECK(body_of("\\u-10179?\\u-8704?\\par") == Strings{"😀"});
    CHECK(body_of("\\u-3913?\\par").size() == 1);
}

TEST_CASE("rtf: a table with cells merged both ways keeps its grid") {
    std::string first = "\\trowd\\cellx2000\\cellx4000\\cellx6000\\pard\\intbl a\\cell b\\cell c\\cell\\row";
    std::string second = "\\trowd\\clvmgf\\cellx2000\\cellx6000\\pard\\intbl d\\cell e\\cell\\row";
    std::string third = "\\trowd\\clvmrg\\cellx2000\\clmgf\\cellx4000\\clmrg\\cellx6000\\pard\\intbl\\cell "
                        "f\\cell\\cell\\row\\pard after\\par";
    auto done = read(rtf_extractor(), "{\\rtf1 " + first + second + third + "}");
    REQUIRE(tables(done.document()).size() == 1);
    CHECK(cells(tables(done.document())[0]) ==
          Strings{"0,0 1x1 a", "0,1 1x1 b", "0,2 1x1 c", "1,0 2x1 d", "1,1 1x2 e", "2,1 1x2 f"});
    CHECK(paragraphs(done.document()) == Strings{"after"});
}

TEST_CASE("rtf: a table in a cell") {
    std::string inner =
        "\\pard\\intbl\\itap2 x\\nestcell y\\nestcell{\\*\\nesttableprops\\trowd\\cellx500\\cellx1000\\nestrow}"
        "{\\nonesttables\\par}";
    auto done = read(rtf_extractor(), "{\\rtf1\\trowd\\cellx3000\\pard\\intbl\\itap1 o\\par" + inner +
                                          "\\pard\\intbl\\itap1\\cell\\row}");
    REQUIRE(tables(done.document()).size() == 1);
    CHECK(cells(tables(done.document())[0]) == Strings{"0,0 1x1 o[0,0 1x1 x;0,1 1x1 y;]"});
}

TEST_CASE("rtf: words behind a table in a cell stand behind it") {
    std::string inner = "\\pard\\intbl\\itap2 x\\nestcell{\\*\\nesttableprops\\trowd\\cellx500\\nestrow}"
                        "{\\nonesttables\\par}";
    auto done = read(rtf_extractor(), "{\\rtf1\\trowd\\cellx3000\\pard\\intbl\\itap1 before\\par" + inner +
                                          "\\pard\\intbl\\itap1 behind\\cell\\row}");
    CHECK(plain_text(done.document()) == "before\nx\nbehind\n");
}

TEST_CASE("rtf: destinations: what is shown and what is not") {
    CHECK(body_of("{\\stylesheet{\\s0 Normal;}}{\\*\\unheard text}{\\pict 89504e47}{\\v hidden}shown\\par") ==
          Strings{"shown"});
    CHECK(body_of("{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt link}}\\par") == Strings{"link"});
    auto done = read(rtf_extractor(),
                     "{\\rtf1{\\info{\\title T}}{\\header head\\par}text{\\footnote note}\\par{\\deleted gone}{\\v dim}\\par}");
    CHECK(paragraphs(done.document()) == Strings{"text"});
    CHECK(paragraphs(done.document(), Part::header) == Strings{"head"});
    CHECK(paragraphs(done.document(), Part::footnote) == Strings{"note"});
    CHECK(paragraphs(done.document(), Part::deleted) == Strings{"gone"});
    CHECK(paragraphs(done.document(), Part::hidden) == Strings{"dim"});
    CHECK(done.document().properties.at("title") == "T");
}

TEST_CASE("rtf: bytes of \\bin are stepped over") { CHECK(body_of("a{\\*\\x\\bin5 {{{}}}b\\par") == Strings{"ab"}); }

TEST_CASE("rtf damaged: what breaks off is read up to the break") {
    auto done = read(rtf_extractor(), "{\\rtf1 {\\b one\\par two");
    CHECK(paragraphs(done.document()) == Strings{"one", "two"});
    CHECK(done.facts.outcome == Outcome::partial);
    CHECK(has_finding(done.facts, "document.damaged"));
}

TEST_CASE("rtf: groups as deep as a hostile file likes") {
    auto done = read(rtf_extractor(),
                     "{\\rtf1 top\\par" + std::string(200'000, '{') + "deep" + std::string(200'000, '}') + "end\\par}");
    CHECK(paragraphs(done.document()) == Strings{"top", "end"});
    read(rtf_extractor(), "{\\rtf1\\itap2000000000\\intbl x\\cell\\nestcell\\nestrow\\row\\uc99999\\u1\\bin-5\\cellx" +
                              std::string(50, '9') + "}");
}

TEST_CASE("rtf unusable: nothing in it") {
    CHECK(bid_of(rtf_extractor(), "plain") == bid::none);
    CHECK(has_finding(read(rtf_extractor(), "{\\rtf1}").facts, "document.empty"));
    CHECK(has_finding(read(rtf_extractor(), "{\\rtf1 x\\par}", "a.doc").facts, "document.type_mismatch"));
}
