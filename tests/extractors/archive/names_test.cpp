// Encodings of names, and names made safe.
#include "archive_support.h"

#include "extractors/archive/names.h"
#include "pipeline/model/text.h"

using namespace shenbao;
using namespace shenbao::archive;

namespace {

std::vector<RawName> raw(const std::vector<std::string>& names) {
    std::vector<RawName> out;
    for (const auto& name : names)
        out.push_back({name, false});
    return out;
}

std::string safe(const std::string& name) { return NameBook("UTF-8").take({name, true}).name; }
std::string reason(const std::string& name) {
    auto reasons = NameBook("UTF-8").take({name, true}).reasons;
    std::string all;
    for (const auto& r : reasons)
        all += (all.empty() ? "" : ",") + r;
    return all;
}

// 附件, 推荐表, 承诺书, 申报材料 as an office in the mainland writes them, and in Taiwan.
const std::string gbk_annex = "\xB8\xBD\xBC\xFE", gbk_form = "\xCD\xC6\xBC\xF6\xB1\xED",
                  gbk_pledge = "\xB3\xD0\xC5\xB5\xCA\xE9";
const std::string big5_annex = "\xAA\xFE\xA5\xF3", big5_form = "\xB1\xC0\xC2\xCB\xAA\xED",
                  big5_pledge = "\xA9\xD3\xBF\xD5\xAE\xD1";

} // namespace

TEST_CASE("plain and Unicode names need no guess", "[names]") {
    CHECK(encoding_of({}) == "UTF-8");
    CHECK(encoding_of(raw({"a.pdf", "b/c.docx"})) == "UTF-8");
    CHECK(encoding_of(raw({"附件1 推荐表.pdf"})) == "UTF-8");
    CHECK(encoding_of({{"承诺书.pdf", true}}) == "UTF-8");
}

TEST_CASE("names in GBK and Big5 are told apart for the whole archive", "[names]") {
    CHECK(encoding_of(raw({gbk_annex + "1 " + gbk_form + ".pdf"})) == "GB18030");
    CHECK(encoding_of(raw({gbk_annex + ".pdf", "readme.txt", gbk_pledge + ".pdf"})) == "GB18030");
    CHECK(encoding_of(raw({big5_annex + "1 " + big5_form + ".pdf"})) == "Big5");
    CHECK(encoding_of(raw({big5_pledge + ".pdf", big5_annex + ".pdf"})) == "Big5");
    // A name that is good UTF-8 by chance does not make an archive UTF-8.
    CHECK(encoding_of(raw({"推荐表.pdf", gbk_pledge + ".pdf"})) != "UTF-8");
}

TEST_CASE("a rare character of a company's name stays GBK", "[names]") {
    // 李堃, 镕: beyond GB 2312, in GBK.
    CHECK(encoding_of(raw({"\xC0\xEE\x88\xD2.pdf"})) == "GB18030");
    CHECK(encoding_of(raw({"\xE9\x46.pdf", gbk_form + ".pdf"})) == "GB18030");
}

TEST_CASE("what is no Chinese is read as the ZIP standard says", "[names]") {
    CHECK(encoding_of(raw({"r\x82sum\x82.txt"})) == "CP437");
    CHECK(NameBook("CP437").take({"r\x82sum\x82.txt", false}).name == "résumé.txt");
}

TEST_CASE("a name marked as Unicode is not decoded again", "[names]") {
    NameBook book("GB18030");
    CHECK(book.take({gbk_form + ".pdf", false}).name == "推荐表.pdf");
    CHECK(book.take({"承诺书.pdf", true}).name == "承诺书.pdf");
}

TEST_CASE("half a Chinese character is no backslash", "[names]") {
    // 昞 is 0x95 0x5C in GBK, 功 0xA5 0x5C in Big5.
    CHECK(NameBook("GB18030").take({"\x95\x5C.pdf", false}).name == "昞.pdf");
    CHECK(NameBook("Big5").take({"\xA5\x5C.pdf", false}).name == "功.pdf");
    const SafeName parted = NameBook("GB18030").take({gbk_annex + "\\" + gbk_form + ".pdf", false});
    CHECK(parted.name == "附件/推荐表.pdf");
    CHECK(parted.reasons.empty());
}

TEST_CASE("ordinary names stay as they are", "[names]") {
    for (const char* name : {"附件1 推荐表（盖章扫描件）.pdf", "a/b c/d.docx", "2021001+某某有限公司/证明材料.docx",
                             "console.txt", "com10.pdf", "..报告.pdf", "a..b.pdf", "😀.pdf", "~$表.docx"}) {
        CHECK(safe(name) == name);
        CHECK(reason(name).empty());
    }
    CHECK(safe("./a//b.pdf") == "a/b.pdf");
    CHECK(reason("./a//b.pdf").empty());
    CHECK(safe("e\xCC\x81.pdf") == "é.pdf");
}

TEST_CASE("names that would leave the folder are kept in it", "[names]") {
    CHECK(safe("../../etc/passwd") == "etc/passwd");
    CHECK(reason("../../etc/passwd") == "traversal");
    CHECK(safe("..\\..\\a.pdf") == "a.pdf");
    CHECK(reason("..\\..\\a.pdf") == "traversal");
    CHECK(reason("a/.. /b.pdf") == "traversal");
    CHECK(safe("/etc/passwd") == "etc/passwd");
    CHECK(reason("/etc/passwd") == "absolute");
    CHECK(safe("C:\\Windows\\a.pdf") == "Windows/a.pdf");
    CHECK(reason("C:\\Windows\\a.pdf") == "drive");
    CHECK(safe("c:a.pdf") == "a.pdf");
    CHECK(safe("\\\\server\\share\\a.pdf") == "server/share/a.pdf");
    CHECK(reason("\\\\server\\share\\a.pdf") == "unc");
    CHECK(safe("..") == "unnamed");
    CHECK(safe("") == "unnamed");
}

TEST_CASE("devices, control characters and hidden directions are taken out", "[names]") {
    CHECK(safe("CON") == "_CON");
    CHECK(safe("a/com1.pdf") == "a/_com1.pdf");
    CHECK(safe("nul .txt") == "_nul .txt");
    CHECK(reason("LPT9.doc") == "device");
    CHECK(safe(std::string("a\0b.pdf", 7)) == "a_b.pdf");
    CHECK(reason("a\x1b[31m.pdf") == "control");
    CHECK(safe("推荐表\u202efdp.exe") == "推荐表fdp.exe");
    CHECK(reason("推荐表\u202efdp.exe") == "direction");
    CHECK(reason("a\u200b.pdf") == "invisible");
}

TEST_CASE("the true form of a name is shown in the evidence", "[names]") {
    const SafeName name = NameBook("UTF-8").take({std::string("../a\0\u202eb.pdf", 13), true});
    const Finding found = NameBook::warning(name);
    CHECK(found.code == "archive.unsafe_name");
    CHECK(found.severity == Severity::warning);
    CHECK(found.evidence == "../a\\x00\\u202eb.pdf");
    CHECK(found.args.at("reason") == "control,direction,traversal");
}

TEST_CASE("colliding names are told apart", "[names]") {
    NameBook book("UTF-8");
    CHECK(book.take({"表.pdf", true}).name == "表.pdf");
    CHECK(book.take({"表.pdf", true}).name == "表 (2).pdf");
    CHECK(book.take({"表.PDF", true}).name == "表 (3).PDF");
    CHECK(book.take({"\u00e9.pdf", true}).name == "é.pdf");
    CHECK(book.take({"e\u0301.pdf", true}).name == "é (2).pdf");
    CHECK(book.take({"../é.pdf", true}).name == "é (3).pdf");
    CHECK(book.take({"a.pdf.", true}).reasons.empty());
    CHECK(book.take({"a.pdf", true}).reasons == std::vector<std::string>{"collision"});
    CHECK(book.take({"x/a.pdf", true}).name == "x/a.pdf");
    CHECK(book.take({"表 (2).pdf", true}).name == "表 (2) (2).pdf");
}

TEST_CASE("a folder's exclamation mark does not look like an archive within", "[names]") {
    CHECK(safe("重要!/a.pdf") == "重要！/a.pdf");
    CHECK(reason("重要!/a.pdf").empty());
    CHECK(safe("重要!.pdf") == "重要!.pdf");
}

TEST_CASE("names without end are cut, their ending kept", "[names]") {
    const std::string name = safe(std::string(5000, 'a') + ".pdf");
    CHECK(text::length(name) <= 1024);
    CHECK(name.ends_with("a.pdf"));
    CHECK(reason(std::string(5000, 'a')) == "long");
}

TEST_CASE("ill-formed names become valid UTF-8", "[names]") {
    for (const char* encoding : {"UTF-8", "GB18030", "Big5", "CP437"})
        CHECK(text::is_utf8(NameBook(encoding).take({"\xff\xfe\x81\xC0.pdf", false}).name));
    CHECK(text::is_utf8(NameBook("UTF-8").take({"\xff\xfe.pdf", true}).name));
}
