#include "extractors/memory_sink.h"
#include "pipeline/model/text.h"
#include "tests/extractors/image/jb2_builder.h"
#include "tests/support.h"

#include <leptonica/allheaders.h>
#include <zip.h>

#include <cstdlib>
#include <map>

namespace shenbao {
const Extractor& ofd_extractor();
}

using namespace shenbao;
using namespace shenbao::test;

namespace {

using Files = std::map<std::string, std::string>;

std::string zipped(const Files& files) {
    zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_source_keep(source);
    zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, nullptr);
    for (const auto& [name, bytes] : files)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, bytes.data(), bytes.size(), 0),
                     ZIP_FL_ENC_UTF_8);
    zip_close(archive);
    zip_source_open(source);
    zip_source_seek(source, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

std::string text_at(double x, double y, const std::string& words, const std::string& more = {}) {
    return "<ofd:TextObject ID=\"9\" Boundary=\"" + std::to_string(x) + " " + std::to_string(y) +
           " 150 6\" Size=\"4\" " + more + "><ofd:TextCode X=\"0\" Y=\"3.5\">" + words +
           "</ofd:TextCode></ofd:TextObject>";
}
std::string rule(double x0, double y0, double x1, double y1) {
    std::string w = std::to_string(x1 - x0), h = std::to_string(y1 - y0);
    return "<ofd:PathObject ID=\"8\" Boundary=\"" + std::to_string(x0) + " " + std::to_string(y0) + " " + w + " " + h +
           "\"><ofd:AbbreviatedData>M 0 0 L " + w + " " + h + "</ofd:AbbreviatedData></ofd:PathObject>";
}

// A document of one page; `space` is the namespace, `root` how its files are named from OFD.xml.
Files document(const std::string& content, const std::string& space = "http://www.ofdspec.org/2016",
               const std::string& root = "Doc_0/Document.xml") {
    std::string ns = " xmlns:ofd=\"" + space + "\"";
    return {
        {"OFD.xml", "<ofd:OFD" + ns +
                        " Version=\"1.0\"><ofd:DocBody><ofd:DocInfo><ofd:Title>推荐表</ofd:Title></ofd:DocInfo>"
                        "<ofd:DocRoot>" +
                        root +
                        "</ofd:DocRoot><ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>"
                        "</ofd:DocBody></ofd:OFD>"},
        {"Doc_0/Document.xml",
         "<ofd:Document" + ns +
             "><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
             "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID=\"2\" "
             "BaseLoc=\"Tpls/Tpl_0/Content.xml\"/>"
             "</ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages>"
             "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>"},
        {"Doc_0/DocumentRes.xml",
         "<ofd:Res" + ns +
             " BaseLoc=\"Res\"><ofd:MultiMedias><ofd:MultiMedia ID=\"5\" Type=\"Image\">"
             "<ofd:MediaFile>scan.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"},
        {"Doc_0/Tpls/Tpl_0/Content.xml", "<ofd:Page" + ns + "><ofd:Content><ofd:Layer ID=\"3\">" +
                                             text_at(20, 40, "企业名称：") + "</ofd:Layer></ofd:Content></ofd:Page>"},
        {"Doc_0/Pages/Page_0/Content.xml", "<ofd:Page" + ns +
                                               "><ofd:Template TemplateID=\"2\"/><ofd:Content><ofd:Layer ID=\"4\">" +
                                               content + "</ofd:Layer></ofd:Content></ofd:Page>"}};
}

struct Read {
    Facts facts;
    MemorySink sink;
    const Document& document() const { return *facts.document(); }
};

Read read(const std::string& bytes, ReadOptions options = {}) {
    Read result;
    result.facts = ofd_extractor().read({bytes_of(bytes), -1, "a.ofd", {}}, options, result.sink);
    return result;
}

std::string code_of(const std::string& bytes, ReadOptions options = {}) {
    try {
        read(bytes, options);
    } catch (const ItemError& error) {
        return error.what_found().code;
    }
    return "";
}

std::string scan_jpeg() {
    PIX* pix = pixCreate(840, 1188, 32);
    pixSetAllArbitrary(pix, 0xF0F0F000);
    for (int y = 600; y < 760; ++y)
        for (int x = 500; x < 660; ++x)
            pixSetPixel(pix, x, y, 0xD8202000);
    l_uint8* data = nullptr;
    std::size_t size = 0;
    pixWriteMemJpeg(&data, &size, pix, 85, 0);
    pixDestroy(&pix);
    std::string bytes(reinterpret_cast<char*>(data), size);
    std::free(data);
    return bytes;
}

} // namespace

TEST_CASE("page and template are read together, by position", "[ofd]") {
    std::string content =
        text_at(70, 20, "质量标杆推荐表") + text_at(42, 40.3, "海风轮胎测试有限公司") + text_at(20, 60, "盖章");
    for (const char* space : {"http://www.ofdspec.org/2016", "http://www.ofdspec.org"})
        for (const char* root : {"Doc_0/Document.xml", "/Doc_0/Document.xml", "./Doc_0/../Doc_0/Document.xml"}) {
            Read got = read(zipped(document(content, space, root)));
            CHECK(got.facts.outcome == Outcome::ok);
            CHECK(got.document().format == "ofd");
            CHECK(got.document().properties.at("title") == "推荐表");
            CHECK(plain_text(got.document()) == "质量标杆推荐表\n企业名称：海风轮胎测试有限公司\n盖章\n");
            CHECK(got.document().pages.at(0).width == Approx(595.3).margin(0.1));
        }
}

TEST_CASE("paragraphs know their place", "[ofd]") {
    Read got = read(zipped(document(text_at(105, 148.5, "中"))));
    const auto& last = std::get<Paragraph>(got.document().blocks.back());
    REQUIRE(last.box);
    CHECK(last.box->left == Approx(0.5).margin(0.002));
    CHECK(last.box->top == Approx(0.5).margin(0.005));
    CHECK(last.box->width() == Approx(4 / 210.0).margin(0.001));
}

TEST_CASE("rules make a table", "[ofd]") {
    std::string content;
    for (double y : {100, 110, 130})
        content += rule(20, y, 180, y);
    for (double x : {20, 60, 180})
        content += rule(x, 100, x, 130);
    content += text_at(22, 102, "联系人") + text_at(62, 102, "王测试") + text_at(22, 112, "简介");
    Read got = read(zipped(document(content)));
    const Table* table = nullptr;
    for (const Block& block : got.document().blocks)
        if (const auto* t = std::get_if<Table>(&block)) table = t;
    REQUIRE(table != nullptr);
    CHECK(table->rows == 2);
    CHECK(table->columns == 2);
    CHECK(table->cells.at(1).content.text == "王测试");
    CHECK(table->cells.at(2).content.text == "简介");
}

TEST_CASE("steps between characters, with repeats", "[ofd]") {
    std::string run =
        "<ofd:TextObject Boundary=\"20 80 150 6\" Size=\"4\"><ofd:TextCode X=\"0\" Y=\"3.5\" DeltaX=\"g 3 2 20 "
        "g 999999999 2\">2021年6月</ofd:TextCode></ofd:TextObject>";
    Read got = read(zipped(document(run)));
    CHECK(plain_text(got.document()) == "企业名称：\n2021 年6月\n");
}

TEST_CASE("a picture that covers the page is its scan", "[ofd]") {
    Files files = document("<ofd:ImageObject ResourceID=\"5\" Boundary=\"0 0 210 297\" CTM=\"210 0 0 297 0 0\"/>");
    files["Doc_0/Res/scan.jpg"] = scan_jpeg();
    Read got = read(zipped(files));
    const Page& page = got.document().pages.at(0);
    CHECK(page.use == PictureUse::text_and_seals);
    CHECK(page.coloured);
    CHECK(page.picture == Digest::of(files["Doc_0/Res/scan.jpg"]));
    CHECK(page.picture_dpi == Approx(101.6).margin(0.5));

    CHECK(page.typed); // by the template

    files["Doc_0/Res/scan.jpg"] = "no picture at all, whatever its name";
    Read broken = read(zipped(files));
    CHECK(broken.facts.outcome == Outcome::partial);
    CHECK(broken.facts.findings.at(0).code == "document.unsupported");
    CHECK(broken.facts.findings.at(0).where.page == 1);
}

TEST_CASE("words over a scan that cannot be seen are another program's recognition", "[ofd]") {
    std::string scan = "<ofd:ImageObject ResourceID=\"5\" Boundary=\"0 0 210 297\" CTM=\"210 0 0 297 0 0\"/>";
    const auto page_with = [&](const std::string& attributes) {
        std::string lines;
        for (int i = 0; i < 8; ++i)
            lines += text_at(20, 60 + 8 * i, "公司运用六西格玛等方法开展改进项目", attributes);
        Files files = document(scan + lines);
        files["Doc_0/Res/scan.jpg"] = scan_jpeg();
        return read(zipped(files)).document().pages.at(0);
    };
    for (const char* unseen : {"Alpha=\"0\"", "Fill=\"false\""}) {
        const Page page = page_with(unseen);
        CHECK(page.use == PictureUse::text_and_seals);
        CHECK(page.text_score == Approx(0.4));
        CHECK_FALSE(page.typed);
    }
    CHECK(page_with("Alpha=\"255\"").use == PictureUse::seals);
}

TEST_CASE("a scan in JBIG2 is put as a picture that readers of pages know", "[ofd]") {
    Files files = document("<ofd:ImageObject ResourceID=\"5\" Boundary=\"0 0 210 297\" CTM=\"210 0 0 297 0 0\"/>");
    for (bool with_head : {true, false}) {
        files["Doc_0/Res/scan.jpg"] = jb2(45, with_head);
        Read got = read(zipped(files));
        const Page& page = got.document().pages.at(0);
        CHECK(page.use == PictureUse::text_and_seals);
        CHECK(got.sink.blobs.at(page.picture).substr(0, 4) == "\x89PNG");
        CHECK(got.facts.outcome == Outcome::ok);
    }
    files["Doc_0/Res/scan.jpg"] = jb2(45).substr(0, 40);
    CHECK(read(zipped(files)).facts.findings.at(0).code == "document.damaged");
}

TEST_CASE("a picture on a page of text is looked at for seals, at its place", "[ofd]") {
    std::string content;
    for (int i = 0; i < 5; ++i)
        content += text_at(20, 60 + 8 * i, "公司运用六西格玛质量功能展开等方法开展改进项目");
    Files files =
        document(content + "<ofd:ImageObject ResourceID=\"5\" Boundary=\"105 148.5 60 85\" CTM=\"60 0 0 85 0 0\"/>");
    files["Doc_0/Res/scan.jpg"] = scan_jpeg();
    Read got = read(zipped(files));
    const Page& page = got.document().pages.at(0);
    CHECK(page.use == PictureUse::seals);
    CHECK(page.text_score == 1);
    const std::string& png = got.sink.blobs.at(page.picture);
    PIX* pix = pixReadMem(reinterpret_cast<const l_uint8*>(png.data()), png.size());
    REQUIRE(pix != nullptr);
    l_uint32 red = 0;
    // The red square of the scan: from 500,600 to 660,760 of 840 by 1188.
    pixGetPixel(pix, static_cast<int>((105 + 60 * 580 / 840.0) / 25.4 * 110),
                static_cast<int>((148.5 + 85 * 680 / 1188.0) / 25.4 * 110), &red);
    pixDestroy(&pix);
    CHECK((red >> 24) > 180);
    CHECK((red >> 16 & 255) < 80);
}

TEST_CASE("a seal and its signature are facts", "[ofd]") {
    Files files = document(text_at(20, 60, "盖章"));
    files["Doc_0/Signs/Signatures.xml"] =
        "<Signatures><Signature ID=\"1\" BaseLoc=\"Sign_0/Signature.xml\"/></Signatures>";
    // SEQUENCE { SEQUENCE { IA5String "ES", 4, IA5String "x" }, IA5String "1", SEQUENCE { 1, UTF8String "海风" } }
    std::string name = "海风";
    std::string property = std::string("\x02\x01\x01\x0C\x06", 5) + name;
    std::string info = std::string("\x30\x0A\x16\x02"
                                   "ES\x02\x01\x04\x16\x01x\x16\x01"
                                   "1\x30",
                                   16) +
                       char(property.size()) + property;
    files["Doc_0/Signs/Sign_0/SignedValue.dat"] = std::string("\x30") + char(info.size()) + info;
    auto signature = [](const std::string& sum) {
        return "<Signature><SignedInfo><SignatureDateTime>20210608093000Z</SignatureDateTime>"
               "<References CheckMethod=\"MD5\"><Reference FileRef=\"/Doc_0/note.txt\"><CheckValue>" +
               sum +
               "</CheckValue></Reference></References><StampAnnot ID=\"1\" PageRef=\"1\" Boundary=\"105 200 42 42\"/>"
               "</SignedInfo><SignedValue>SignedValue.dat</SignedValue></Signature>";
    };
    files["Doc_0/note.txt"] = "abc";
    files["Doc_0/Signs/Sign_0/Signature.xml"] = signature("kAFQmDzST7DWlj99KOF/cg==");
    Read got = read(zipped(files));
    REQUIRE(got.document().seals.size() == 1);
    const Seal& seal = got.document().seals[0];
    CHECK(seal.origin == Seal::Origin::signature);
    CHECK(seal.page == 1);
    CHECK(seal.owner.text == "海风");
    CHECK(seal.box.left == Approx(0.5));
    CHECK(seal.box.right == Approx(0.7));
    REQUIRE(got.document().signatures.size() == 1);
    CHECK(got.document().signatures[0].time == "2021-06-08T09:30:00Z");
    CHECK(got.document().signatures[0].validity == "unknown");

    files["Doc_0/note.txt"] = "abd";
    CHECK(read(zipped(files)).document().signatures.at(0).validity == "invalid");
}

TEST_CASE("attachments are files", "[ofd]") {
    Files files = document(text_at(20, 60, "附件"));
    files["Doc_0/Attachs/Attachments.xml"] =
        "<Attachments><Attachment Name=\"../../说明\"><FileLoc>note.txt</FileLoc></Attachment>"
        "<Attachment Name=\"missing\"><FileLoc>none.txt</FileLoc></Attachment></Attachments>";
    files["Doc_0/Attachs/note.txt"] = "hello";
    Read got = read(zipped(files));
    REQUIRE(got.document().attachments.size() == 2);
    CHECK(got.document().attachments[0].name == "说明.txt");
    CHECK(got.sink.blobs.at(got.document().attachments[0].sha256) == "hello");
    CHECK(got.document().attachments[1].outcome == Outcome::rejected);
    CHECK(got.facts.outcome == Outcome::partial);
}

TEST_CASE("a missing page costs that page", "[ofd]") {
    Files files = document(text_at(20, 60, "盖章"));
    files["Doc_0/Document.xml"] =
        text::replace_all(files["Doc_0/Document.xml"], "</ofd:Pages>",
                          "<ofd:Page ID=\"7\" BaseLoc=\"Pages/Page_1/Content.xml\"/></ofd:Pages>");
    Read got = read(zipped(files));
    CHECK(got.facts.outcome == Outcome::partial);
    CHECK(got.document().pages.size() == 2);
    CHECK(got.facts.findings.at(0).where.page == 2);
    CHECK(plain_text(got.document()).find("盖章") != std::string::npos);
}

TEST_CASE("an OFD without a document is damaged, a bomb of entities harmless", "[ofd]") {
    CHECK(code_of("PK\x03\x04 rubbish") == "archive.damaged");
    CHECK(code_of(zipped({{"OFD.xml", "<OFD"}})) == "document.damaged");
    Files files = document(text_at(20, 60, "盖章"));
    files.erase("Doc_0/Document.xml");
    CHECK(code_of(zipped(files)) == "document.damaged");
    CHECK(code_of(zipped({{"OFD.xml", "x"}, {"Encryptions.xml", "x"}})) == "document.encrypted");
    Files bomb = document(text_at(20, 60, "盖章"));
    bomb["Doc_0/Pages/Page_0/Content.xml"] =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
        "\"&a;&a;&a;&a;&a;&a;&a;&a;\">]><ofd:Page><ofd:Content>&b;</ofd:Content></ofd:Page>";
    CHECK(read(zipped(bomb)).facts.outcome == Outcome::partial);
    ReadOptions options;
    options.limits.document_output = 1000;
    Files large = document(text_at(20, 60, std::string(3000, 'x')));
    Read got = read(zipped(large), options);
    CHECK(got.facts.outcome == Outcome::partial);
    CHECK(got.facts.findings.at(0).code == "limit.bytes");
}

TEST_CASE("bids for packages with OFD.xml at their root alone", "[ofd]") {
    auto offer = [](const Files& files) {
        std::string bytes = zipped(files);
        return ofd_extractor().bid({bytes_of(bytes), -1, "x.zip", {}});
    };
    CHECK(offer(document("")) == bid::exact);
    CHECK(offer({{"folder/OFD.xml", "x"}}) == bid::none);
    CHECK(offer({{"word/document.xml", "x"}}) == bid::none);
    CHECK(ofd_extractor().bid({}) == bid::none);
}

TEST_CASE("real OFDs of a writer's own tests", "[ofd]") {
    SKIP_WITHOUT(corpus());
    for (const auto& file : fs::directory_iterator(corpus() / "ofd")) {
        INFO(file.path().string());
        Read got = read(slurp(file.path()));
        CHECK(got.facts.outcome == Outcome::ok);
        CHECK_FALSE(got.document().pages.empty());
    }
}
