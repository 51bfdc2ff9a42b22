// Files within documents: taken out of their wrappers, named by what they are; pictures of paper as pages.

#include "extractors/word/attachments.h"
#include "extractors/word/ole_objects.h"
#include "tests/extractors/image/metafile_builder.h"
#include "tests/extractors/word/word_support.h"

namespace shenbao {
const Extractor& doc_extractor();
const Extractor& docx_extractor();
const Extractor& rtf_extractor();
} // namespace shenbao

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::vector<std::string> names(const Document& document) {
    std::vector<std::string> out;
    for (const Entry& entry : document.attachments)
        out.push_back(entry.name);
    return out;
}

using Names = std::vector<std::string>;

std::string little(std::uint32_t value) {
    std::string out;
    for (int i = 0; i < 4; ++i)
        out += static_cast<char>(value >> 8 * i & 0xFF);
    return out;
}

std::string hex(std::string_view bytes) {
    std::string out;
    for (unsigned char c : bytes) {
        out += "0123456789abcdef"[c >> 4];
        out += "0123456789abcdef"[c & 15];
    }
    return out;
}

// An OLE 1 object that wraps a file, as WordPad and Word write it.
std::string packaged(std::string_view name, std::string_view content) {
    std::string native("\x02\0", 2);
    native += std::string(name) + '\0' + "C:\\" + std::string(name) + '\0' + std::string("\0\0\3\0", 4);
    std::string path = "C:\\x";
    path += '\0';
    native += little(static_cast<std::uint32_t>(path.size())) + path;
    native += little(static_cast<std::uint32_t>(content.size())) + std::string(content);
    std::string object = little(0x501) + little(2) + little(8) + "Package" + '\0' + little(0) + little(0);
    return object + little(static_cast<std::uint32_t>(native.size())) + native;
}

// The head of a PNG of this size: enough to be told its shape.
std::string png(unsigned width, unsigned height) {
    auto big = [](unsigned v) {
        return std::string{static_cast<char>(v >> 24), static_cast<char>(v >> 16), static_cast<char>(v >> 8),
                           static_cast<char>(v)};
    };
    return "\x89PNG\r\n\x1A\n" + std::string("\0\0\0\rIHDR", 8) + big(width) + big(height) + "\x08\x02";
}

std::string docx(const std::string& body, Parts more) {
    Parts parts{{"[Content_Types].xml", "<Types/>"},
                {"word/document.xml", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
                                      "main\"><w:body><w:p><w:r><w:t>" +
                                          body + "</w:t></w:r></w:p></w:body></w:document>"}};
    parts.insert(parts.end(), more.begin(), more.end());
    return zipped(parts);
}

} // namespace

TEST_CASE("a file packaged in RTF is taken out under its name") {
    std::string object = hex(packaged("a.txt", "inside"));
    Read done = read(rtf_extractor(), "{\\rtf1 text{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata " + object +
                                          "}{\\result shown}}\\par}");
    REQUIRE(names(done.document()) == Names{"a.txt"});
    CHECK(done.document().attachments[0].sha256 == Digest::of(std::string_view("inside")));
    CHECK(paragraphs(done.document()) == Names{"textshown"});
    Read cut = read(rtf_extractor(), "{\\rtf1 text{\\object{\\*\\objdata " + object.substr(0, 60) + "}}\\par}");
    CHECK(names(cut.document()).empty());
}

TEST_CASE("pictures of RTF are put once, as they are") {
    std::string picture = png(20, 20);
    Read done = read(rtf_extractor(),
                     "{\\rtf1 a{\\*\\shppict{\\pict\\pngblip\\picw20 " + hex(picture) +
                         "}}{\\nonshppict{\\pict\\wmetafile8 0102}}{\\pict\\jpegblip\\bin5 \xFF\xD8}\\{" + "}b\\par}");
    CHECK(names(done.document()) == Names{"picture1.png", "picture2.jpeg"});
    CHECK(done.document().attachments[0].sha256 == Digest::of(std::string_view(picture)));
    CHECK(done.document().attachments[1].bytes == 5);
    CHECK(paragraphs(done.document()) == Names{"ab"});
}

TEST_CASE("form fields of RTF show what is chosen") {
    Read done = read(rtf_extractor(),
                     "{\\rtf1 {\\field{\\*\\fldinst FORMCHECKBOX {\\*\\formfield{\\fftype1\\ffres1}}}{\\fldrslt }} yes "
                     "{\\field{\\*\\fldinst FORMDROPDOWN {\\*\\formfield{\\fftype2\\ffres25\\ffdefres1{\\*\\ffname d}"
                     "{\\*\\ffl one}{\\*\\ffl two}}}}{\\fldrslt }}\\par}");
    CHECK(paragraphs(done.document()) == Names{"☑ yes two"});
}

TEST_CASE("a picture of a sheet of paper is a page") {
    std::string scan = png(1240, 1754), logo = png(300, 100), photo = png(4000, 1000);
    Parts media{{"word/media/image1.png", scan}, {"word/media/image2.png", logo}, {"word/media/image3.png", photo}};
    Read folder = read(docx_extractor(), docx("a", media));
    REQUIRE(folder.document().pages.size() == 2);
    const Page& page = folder.document().pages[1];
    CHECK(page.number == 2);
    CHECK(page.picture == Digest::of(std::string_view(scan)));
    CHECK(page.use == PictureUse::text_and_seals); // a document of few words: what it says is in its pictures
    CHECK(page.picture_dpi == Approx(150).margin(1));
    Read essay = read(docx_extractor(), docx(std::string(600, 'x'), media));
    REQUIRE(essay.document().pages.size() == 2);
    CHECK(essay.document().pages[1].use == PictureUse::seals);
}

TEST_CASE("a scan pasted as a metafile is a page as any other") {
    using namespace shenbao::test::metafile;
    std::string file = emf({stretched(dib(1240, 1754, 9), 0, 595, 842)}), drawing = emf({});
    Read done =
        read(docx_extractor(), docx("a", {{"word/media/image1.emf", file}, {"word/media/image2.emf", drawing}}));
    REQUIRE(done.document().pages.size() == 2);
    CHECK(names(done.document()) == Names{"word/media/image1.emf", "word/media/image2.emf"});
    CHECK(done.document().pages[1].picture_dpi == Approx(150).margin(1));
    std::string picture = done.sink.blobs.at(done.document().pages[1].picture);
    CHECK(picture.substr(0, 4) == "\x89PNG");
    Read rtf = read(rtf_extractor(), "{\\rtf1 a{\\*\\shppict{\\pict\\emfblip " + hex(file) + "}}{\\pict\\wmetafile8 " +
                                         hex(wmf({})) + "}{\\pict\\emfblip 0102}\\par}");
    CHECK(names(rtf.document()) == Names{"picture1.png"});
    REQUIRE(rtf.document().pages.size() == 2);
    CHECK(rtf.sink.blobs.at(rtf.document().pages[1].picture) == picture);
    Read cut = read(docx_extractor(), docx("a", {{"word/media/image1.emf", file.substr(0, 150)}}));
    CHECK(cut.document().pages.size() == 1);
    Read zipped = read(docx_extractor(), docx("a", {{"word/media/image1.emz", gzipped(file)}}));
    REQUIRE(zipped.document().pages.size() == 2);
    CHECK(zipped.sink.blobs.at(zipped.document().pages[1].picture) == picture);
}

TEST_CASE("the bitmap in a metafile of the drawing layer is a picture") {
    using namespace shenbao::test::metafile;
    std::string file = emf({stretched(dib(40, 30, 9), 0, 1, 1)});
    constexpr unsigned emf_blip = 0xF01A, not_deflated = 0xFE;
    std::string body = std::string(16, 'u') + word(file.size()) + std::string(24, '\0') + word(file.size()) +
                       word(not_deflated, 1) + word(0xFE, 1);
    auto group = [&](std::string_view content) {
        return word(0x3D40, 2) + word(emf_blip, 2) + word(body.size() + content.size()) + body + std::string(content);
    };
    for (auto [content, expected] : {std::pair(std::string_view(file), Names{"picture1.png"}),
                                     std::pair(std::string_view(file).substr(0, 120), Names{}),
                                     std::pair(std::string_view("no metafile"), Names{})}) {
        Collector out("xls");
        MemorySink sink;
        std::string records = group(content);
        put_drawing_pictures(View(records), out, sink);
        CHECK(names(*out.finish().document()) == expected);
    }
}

TEST_CASE("documents within a .doc are whole documents") {
    SKIP_WITHOUT(corpus());
    std::string bytes = slurp(corpus() / "doc" / "poi-word_with_embeded.doc");
    Read outer = read(doc_extractor(), bytes);
    REQUIRE(names(outer.document()) == Names{"object1.doc", "object2.ppt", "object3.xls", "object4.xls"});
    const std::string& inner = outer.sink.blobs.at(outer.document().attachments[0].sha256);
    CHECK(bid_of(doc_extractor(), inner) == bid::exact);
    CHECK_FALSE(paragraphs(read(doc_extractor(), inner).document()).empty());
}

TEST_CASE("what an Office package embeds is taken out of its wrapper") {
    SKIP_WITHOUT(corpus());
    Read done = read(docx_extractor(), slurp(corpus() / "docx" / "tika-testWORD_embedded_pdf.docx"));
    CHECK(names(done.document()).back() == "word/embeddings/oleObject1.pdf");
    Read sheet = read(docx_extractor(), slurp(corpus() / "docx" / "tika-EmbeddedDocument.docx"));
    CHECK(names(sheet.document()).back().substr(names(sheet.document()).back().rfind('.')) == ".xls");
}

TEST_CASE("a document says how it was encrypted") {
    SKIP_WITHOUT(corpus());
    auto evidence = [](const Extractor& reader, const char* name) {
        try {
            read(reader, slurp(corpus() / name));
        } catch (const ItemError& error) {
            return error.what_found().evidence;
        }
        return std::string("read");
    };
    CHECK(evidence(doc_extractor(), "doc/poi-password_tika_binaryrc4.doc") == "RC4");
    CHECK(evidence(doc_extractor(), "doc/poi-password_password_cryptoapi.doc") == "RC4 CryptoAPI");
}
