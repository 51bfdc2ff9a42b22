#include "tests/extractors/word/word_support.h"

namespace shenbao {
const Extractor& html_extractor();
const Extractor& plain_extractor();
const Extractor& wordxml_extractor();
const Extractor& word2_extractor();
} // namespace shenbao

using namespace shenbao;
using namespace shenbao::test;
using Strings = std::vector<std::string>;

TEST_CASE("html: paragraphs and a table with spans") {
    std::string page =
        "<html><head><title>表</title><style>p{}</style></head><body><p>一 \n 二</p><table><tr><td rowspan=2>a<td "
        "colspan=2>b</tr><tr><td>c<td>d<table><tr><td>e</table></tr></table><script>x</script>尾</body></html>";
    auto done = read(html_extractor(), page, "a.html");
    CHECK(paragraphs(done.document()) == Strings{"一 二", "尾"});
    REQUIRE(tables(done.document()).size() == 1);
    CHECK(cells(tables(done.document())[0]) == Strings{"0,0 2x1 a", "0,1 1x2 b", "1,1 1x1 c", "1,2 1x1 d[0,0 1x1 e;]"});
    CHECK(done.document().properties.at("title") == "表");
}

TEST_CASE("html: what an element hides is kept apart, and what stands behind it is shown") {
    std::string page = "<html><body style='display:none'>一<span style='DISPLAY: none'>藏<span>着</span><br>换行</span>二"
                       "<table><tr><td>a</td></tr><tr style='mso-hide:all'><td>x<td>y</tr><tr><td hidden>z</td><td>b</td></tr>"
                       "</table><p style='visibility:hidden'>没有结束";
    auto done = read(html_extractor(), page, "a.html");
    CHECK(paragraphs(done.document()) == Strings{"一二"});
    CHECK(cells(tables(done.document()).at(0)) == Strings{"0,0 1x1 a", "1,0 1x1 b"});
    CHECK(paragraphs(done.document(), Part::hidden) == Strings{"藏着", "换行", "x", "y", "z", "没有结束"});
}

TEST_CASE("html: lists show their numbers and bullets") {
    std::string page = "<html><body><ol start=3><li>丙<li value=7><p>庚</p><p>庚的第二段</p><ul><li>点</ul><li>辛</ol>"
                       "<ol type=A><li>甲</ol><ul style='list-style: none'><li>无</ul><table><tr><td><ol><li>格</ol></table>";
    auto done = read(html_extractor(), page, "a.html");
    CHECK(paragraphs(done.document()) == Strings{"3. 丙", "7. 庚", "庚的第二段", "• 点", "8. 辛", "A. 甲", "无"});
    CHECK(cells(tables(done.document()).at(0)) == Strings{"0,0 1x1 1. 格"});
}

TEST_CASE("html: the encoding is found out") {
    std::string gbk = "<html><head><meta charset=gb2312></head><body>\xD6\xD0\xB9\xFA</body></html>";
    CHECK(plain_text(read(html_extractor(), gbk).document()) == "中国\n");
    CHECK(plain_text(read(html_extractor(), "<html><body>\xD6\xD0\xB9\xFA</body></html>").document()) == "中国\n");
    CHECK(has_finding(read(html_extractor(), gbk, "材料.doc").facts, "document.type_mismatch"));
}

TEST_CASE("html: a web page in one file with its pictures") {
    std::string mhtml =
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"=_B\"\r\n\r\n--=_B\r\nContent-Type: "
        "text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body>=D6=D0=\r\n"
        "=B9=FA</body></html>\r\n--=_B--\r\n";
    CHECK(bid_of(html_extractor(), mhtml, "a.doc") == bid::exact);
    CHECK(plain_text(read(html_extractor(), mhtml).document()) == "中国\n");
}

TEST_CASE("html damaged and unusable") {
    auto done = read(html_extractor(), "<html><body><table><tr><td>开头<td");
    CHECK(cells(tables(done.document()).at(0)) == Strings{"0,0 1x1 开头", "0,1 1x1 "});
    CHECK(error_of(html_extractor(), "<html></html>") == "document.empty");
    CHECK(bid_of(html_extractor(), "hello") == bid::none);
    std::string deep = "<html>";
    for (int i = 0; i < 5000; ++i)
        deep += "<table><tr><td>";
    CHECK(error_of(html_extractor(), deep + "x") == "");
}

TEST_CASE("plain: text of several encodings, and what is none") {
    CHECK(paragraphs(read(plain_extractor(), "\xEF\xBB\xBF一\r\n二\n").document()) == Strings{"一", "二"});
    CHECK(paragraphs(read(plain_extractor(), "\xD6\xD0\xB9\xFA").document()) == Strings{"中国"});
    CHECK(paragraphs(read(plain_extractor(), std::string("\xFF\xFE\x2D\x4E", 4)).document()) == Strings{"中"});
    CHECK(bid_of(plain_extractor(), "text") == bid::plausible);
    CHECK(bid_of(plain_extractor(), std::string("\0\1\2", 3)) == bid::none);
    CHECK(bid_of(plain_extractor(), std::string("\0\1\2", 3), "a.txt") == bid::name_only);
    CHECK(error_of(plain_extractor(), " \n") == "document.empty");
}

TEST_CASE("wordxml: Word 2003 and flat packages") {
    std::string old =
        "<?xml version=\"1.0\"?><w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\" "
        "xmlns:wx=\"http://schemas.microsoft.com/office/word/2003/"
        "auxHint\"><w:body><wx:sect><w:p><w:pPr><w:listPr><wx:t "
        "wx:val=\"一、\"/></w:listPr></w:pPr><w:r><w:t>概况</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:vmerge "
        "w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vmerge/>"
        "</w:tcPr><w:p/></w:tc></w:tr></w:tbl></wx:sect></w:body></w:wordDocument>";
    CHECK(bid_of(wordxml_extractor(), old) == bid::exact);
    auto done = read(wordxml_extractor(), old, "材料.doc");
    CHECK(paragraphs(done.document()) == Strings{"一、 概况"});
    CHECK(cells(tables(done.document()).at(0)) == Strings{"0,0 2x1 a"});
    CHECK(has_finding(done.facts, "document.type_mismatch"));

    std::string flat = "<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\"><pkg:part "
                       "pkg:name=\"/word/document.xml\"><pkg:xmlData><w:document "
                       "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
                       "main\"><w:body><w:p><w:r><w:t>平</w:t></w:r></w:p>"
                       "</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>";
    CHECK(paragraphs(read(wordxml_extractor(), flat).document()) == Strings{"平"});
    done = read(wordxml_extractor(), old.substr(0, old.find("<w:tbl>")));
    CHECK(done.facts.outcome == Outcome::partial);
    CHECK(error_of(wordxml_extractor(), "<w:wordDocument/>") == "document.empty");
}

TEST_CASE("word2: text between the bounds its header gives") {
    std::string file(0x200, '\0');
    file.replace(0, 4, std::string("\xDB\xA5\x2D\x00", 4));
    file[0x19] = 2;
    file += "one\rtwo\a";
    file[0x1C] = static_cast<char>(file.size() & 0xFF);
    file[0x1D] = static_cast<char>(file.size() >> 8);
    CHECK(bid_of(word2_extractor(), file) == bid::certain);
    CHECK(paragraphs(read(word2_extractor(), file).document()) == Strings{"one", "two"});
    CHECK(bid_of(word2_extractor(), file.substr(0, 0x100)) == bid::none);
}

TEST_CASE("the pictures of a page saved as one file come along") {
    std::string page =
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n"
        "Content-Type: text/html\r\n\r\n<p>words</p>\r\n--b\r\nContent-Location: file:///C:/x/image001.png\r\n"
        "Content-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\naW5r\r\n--b\r\n"
        "Content-Type: image/gif\r\n\r\n\r\n--b--\r\n";
    Read done = read(html_extractor(), page, "a.doc");
    CHECK(paragraphs(done.document()) == std::vector<std::string>{"words"});
    REQUIRE(done.document().attachments.size() == 1);
    CHECK(done.document().attachments[0].name == "image001.png");
    CHECK(done.document().attachments[0].sha256 == Digest::of(std::string_view("ink")));
}
