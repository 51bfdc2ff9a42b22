#include "pdf_builder.h"
#include "read_pdf.h"
#include "tests/support.h"

#include <zlib.h>

#include <chrono>

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::string code_of(const std::string& bytes, ReadOptions options = {}) {
    try {
        read(bytes, "a.pdf", options);
    } catch (const ItemError& error) {
        return error.what_found().code;
    }
    return "";
}

const std::string body =
    "公司运用六西格玛、质量功能展开等方法开展改进项目二百余项，累计创造经济效益八千多万元，得到各方肯定。";

PdfBuilder& form(PdfBuilder& pdf) {
    const double xs[] = {60, 160, 300, 390, 535}, ys[] = {720, 690, 660, 600};
    for (double y : ys)
        pdf.line(60, y, 535, y);
    for (double x : xs)
        pdf.line(x, 720, x, x == 60 || x == 160 || x == 535 ? 600 : 660);
    pdf.text(200, 750, 18, "质量标杆典型经验推荐表");
    pdf.text(70, 700, 10.5, "企业名称").text(170, 700, 10.5, "海风轮胎测试有限公司");
    pdf.text(310, 700, 10.5, "信用代码").text(400, 700, 10.5, "９１３７０");
    pdf.text(70, 670, 10.5, "联系人").text(170, 670, 10.5, "王测试").text(310, 670, 10.5, "联系电话");
    pdf.text(70, 625, 10.5, "企业简介");
    for (int i = 0; i < 3; ++i)
        pdf.text(170, 640 - 14 * i, 10.5, "运用六西格玛和质量功能展开等方法开展改进项目二百余项累计创效益千万元");
    return pdf;
}

} // namespace

TEST_CASE("a digital form comes out as a table of labels and values", "[pdf]") {
    PdfBuilder pdf;
    Read got = read(form(pdf).page().str());
    CHECK(got.facts.outcome == Outcome::ok);
    CHECK(got.document().format == "pdf");
    CHECK(got.page().use == PictureUse::none);
    CHECK(got.page().text_score > 0.9);
    REQUIRE(got.document().blocks.size() == 2);
    CHECK(std::get<Paragraph>(got.document().blocks[0]).content.text == "质量标杆典型经验推荐表");
    const Table& table = std::get<Table>(got.document().blocks[1]);
    CHECK(table.rows == 3);
    CHECK(table.columns == 4);
    const Cell* company = cell_of(got.document(), "海风轮胎");
    REQUIRE(company != nullptr);
    CHECK(company->content.text == "海风轮胎测试有限公司");
    CHECK(company->row == 0);
    CHECK(company->column == 1);
    REQUIRE(company->box);
    CHECK(company->box->left == Approx(160 / 595.0).margin(0.005));
    CHECK(company->box->top == Approx(122 / 842.0).margin(0.005));
    const Cell* about = cell_of(got.document(), "六西格玛");
    REQUIRE(about != nullptr);
    CHECK(about->column_span == 3);
    CHECK(about->content.text.find('\n') == std::string::npos); // wrapped lines joined
}

TEST_CASE("wrapped lines are one paragraph, short lines their own", "[pdf]") {
    PdfBuilder pdf;
    pdf.text(84, 700, 12, "公司运用六西格玛质量功能展开失效模式与影响分析等方法")
        .text(60, 682, 12, "开展改进项目二百余项并且累计创造经济效益八千多万元以及")
        .text(60, 664, 12, "得到各方肯定。")
        .text(60, 640, 12, "联系人：王测试")
        .text(60, 622, 12, "联系电话：");
    Read got = read(pdf.page().str());
    REQUIRE(got.document().blocks.size() == 3);
    CHECK(std::get<Paragraph>(got.document().blocks[0]).content.text ==
          "公司运用六西格玛质量功能展开失效模式与影响分析等方法开展改进项目二百余项并且累计创造经济效益八千多万元以及得"
          "到各方肯定。");
    CHECK(std::get<Paragraph>(got.document().blocks[1]).content.text == "联系人：王测试");
}

TEST_CASE("a page that is one JPEG is that JPEG", "[pdf]") {
    PixPtr pix = scan_picture(827, 1169, true);
    std::string jpeg = jpeg_of(pix);
    Read got = read(PdfBuilder().jpeg(jpeg, 827, 1169, "595 0 0 842 0 0").page().str());
    CHECK(got.page().use == PictureUse::text_and_seals);
    CHECK(got.page().coloured);
    CHECK(got.page().text_score < 0.1);
    CHECK(got.page().picture_dpi == Approx(100).epsilon(0.01));
    CHECK((got.picture() == jpeg));
}

TEST_CASE("scans of several pages keep to their pages", "[pdf]") {
    PdfBuilder pdf;
    std::vector<std::string> jpegs;
    for (int i = 0; i < 3; ++i) {
        jpegs.push_back(jpeg_of(scan_picture(827, 1169, false, 9 * i)));
        pdf.jpeg(jpegs.back(), 827, 1169, "595 0 0 842 0 0").page();
    }
    Read got = read(pdf.str());
    for (std::size_t i = 0; i < 3; ++i)
        CHECK((got.picture(i) == jpegs[i]));
}

TEST_CASE("a turned page is looked at upright", "[pdf]") {
    PixPtr pix = scan_picture(827, 1169, true);
    Read got = read(PdfBuilder().jpeg(jpeg_of(pix), 827, 1169, "595 0 0 842 0 0").page(595, 842, "/Rotate 90").str());
    CHECK(got.page().width == Approx(842));
    CHECK(got.page().height == Approx(595));
    PngHead head = png_head(got.picture());
    CHECK(head.width == 1169);
    CHECK(head.height == 827);
}

TEST_CASE("a grey scan is grey and says that it has no colour", "[pdf]") {
    PixPtr pix(pixConvertTo8(scan_picture(827, 1169, true).get(), 0));
    Read got = read(PdfBuilder().jpeg(jpeg_of(pix), 827, 1169, "595 0 0 842 0 0", 1).page().str());
    CHECK_FALSE(got.page().coloured);
    CHECK(got.page().use == PictureUse::text_and_seals);
}

TEST_CASE("a black-and-white scan keeps one bit a pixel", "[pdf]") {
    std::string bits;
    for (int y = 0; y < 1684; ++y)
        for (int x = 0; x < 1190 / 8 + 1; ++x)
            bits.push_back(y % 60 < 12 && x % 5 < 3 ? '\x0F' : '\xFF');
    Read got = read(PdfBuilder()
                        .image("/BitsPerComponent 1 /ColorSpace /DeviceGray", bits, 1190, 1684, "595 0 0 842 0 0")
                        .page()
                        .str());
    CHECK(got.page().picture_dpi == Approx(144).epsilon(0.01));
    PngHead head = png_head(got.picture());
    CHECK(head.width == 1190);
    CHECK(head.height == 1684);
    CHECK(head.depth == 1);
    CHECK_FALSE(got.page().coloured);
}

TEST_CASE("a scan with a stray footer is still a scan", "[pdf]") {
    PdfBuilder pdf;
    pdf.jpeg(jpeg_of(scan_picture(827, 1169, true)), 827, 1169, "595 0 0 842 0 0").text(280, 20, 9, "第１页");
    Read got = read(pdf.page().str());
    CHECK(got.page().use == PictureUse::text_and_seals);
    CHECK(got.page().text_score < 0.5);
}

TEST_CASE("another program's recognition under a scan is not believed", "[pdf]") {
    PdfBuilder pdf;
    pdf.jpeg(jpeg_of(scan_picture(827, 1169, true)), 827, 1169, "595 0 0 842 0 0");
    for (int i = 0; i < 20; ++i)
        pdf.text(75, 750 - 33 * i, 10, body.substr(0, 90), 3);
    Read got = read(pdf.page().str());
    CHECK(got.page().use == PictureUse::text_and_seals);
    CHECK(got.page().text_score < 0.5);
    CHECK(got.page().text_score > 0);
}

TEST_CASE("a page of text on a watermark is text", "[pdf]") {
    PixPtr mark(pixCreate(400, 566, 32));
    pixSetAllArbitrary(mark.get(), 0xFFFFFF00);
    BOX* bar = boxCreate(100, 200, 200, 60);
    pixSetInRectArbitrary(mark.get(), bar, 0xE0E0E000);
    boxDestroy(&bar);
    PdfBuilder pdf;
    pdf.jpeg(jpeg_of(mark), 400, 566, "595 0 0 842 0 0");
    for (int i = 0; i < 30; ++i)
        pdf.text(60, 780 - 24 * i, 9, body);
    Read got = read(pdf.page().str());
    CHECK(got.page().use != PictureUse::text_and_seals);
    CHECK(got.page().text_score > 0.5);
}

TEST_CASE("a red ring on a page of text is looked at for seals", "[pdf]") {
    PdfBuilder pdf;
    for (int i = 0; i < 20; ++i)
        pdf.text(60, 780 - 24 * i, 9, body);
    pdf.draw("0.85 0.1 0.1 RG 3 w 400 200 m 400 260 460 320 520 260 c 580 200 520 140 460 140 c 400 140 400 180 400 "
             "200 c S");
    Read got = read(pdf.page().str());
    CHECK(got.page().use == PictureUse::seals);
    CHECK(got.page().coloured);
    CHECK(png_head(got.picture()).colour == 2);
}

TEST_CASE("characters that nobody can read are not believed", "[pdf]") {
    PdfBuilder pdf;
    for (int i = 0; i < 20; ++i)
        pdf.text(60, 780 - 24 * i, 9, "氝趤趒鰾鬫鱐鼯齉齾龗龘爩麤灪龖靐齆龞鬻");
    Read got = read(pdf.page().str());
    CHECK(got.page().text_score < 0.5);
    CHECK(got.page().use == PictureUse::text_and_seals);
}

TEST_CASE("form values, notes and stamps are facts", "[pdf]") {
    PdfBuilder pdf;
    pdf.text(60, 700, 12, body);
    int field = pdf.add("<< /Type /Annot /Subtype /Widget /FT /Tx /T (company) /TU <FEFF4F014E1A540D79F0> /V "
                        "<FEFF6D7798CE6D4B8BD5> /Rect [100 600 300 620] >>");
    int note = pdf.add("<< /Type /Annot /Subtype /Text /Contents <FEFF8BF766F46B63> /Rect [400 600 420 620] >>");
    int look = pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 120 120]", "0.8 0.1 0.1 RG 6 w 10 10 100 100 re S");
    int stamp = pdf.add("<< /Type /Annot /Subtype /Stamp /F 4 /Rect [300 100 420 220] /AP << /N " +
                        std::to_string(look) + " 0 R >> >>");
    pdf.root("/AcroForm << /Fields [" + std::to_string(field) + " 0 R] >>");
    std::string annotations = "/Annots [";
    for (int id : {field, note, stamp})
        annotations += std::to_string(id) + " 0 R ";
    Read got = read(pdf.page(595, 842, annotations + "]").str());
    std::vector<std::string> values, notes;
    for (const Block& block : got.document().blocks) {
        const auto& paragraph = std::get<Paragraph>(block);
        if (paragraph.part == Part::form_field) values.push_back(paragraph.content.text);
        if (paragraph.part == Part::annotation) notes.push_back(paragraph.content.text);
    }
    CHECK(values == std::vector<std::string>{"企业名称：海风测试"});
    CHECK(notes == std::vector<std::string>{"请更正"});
    REQUIRE(got.document().seals.size() == 1);
    const Seal& seal = got.document().seals[0];
    CHECK(seal.origin == Seal::Origin::annotation);
    CHECK(seal.box.top == Approx((842 - 220) / 842.0).margin(0.002));
    CHECK(seal.box.left == Approx(300 / 595.0).margin(0.002));
}

TEST_CASE("tick boxes are read, and too small to draw a page for", "[pdf]") {
    PdfBuilder pdf;
    pdf.text(60, 700, 12, body);
    int look = pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 10 10]", "0.8 0.1 0.1 RG 1 1 8 8 re S");
    int box =
        pdf.add("<< /Type /Annot /Subtype /Widget /FT /Btn /TU <FEFF540C610F> /V /Yes /AS /Yes /Rect [100 600 112 612] "
                "/AP << /N << /Yes " +
                std::to_string(look) + " 0 R >> >> >>");
    pdf.root("/AcroForm << /Fields [" + std::to_string(box) + " 0 R] >>");
    Read got = read(pdf.page(595, 842, "/Annots [" + std::to_string(box) + " 0 R]").str());
    CHECK(plain_text(got.document()).find("同意：√") != std::string::npos);
    CHECK(got.page().use == PictureUse::none);
    CHECK(got.document().seals.empty());
}

TEST_CASE("content is the same in one stream and in several, plain, deflated and damaged", "[pdf]") {
    const std::string first = "BT /F1 12 Tf 60 700 Td <4E00", second = "4E8C> Tj ET BT /F1 12 Tf 60 600 Td <4E09> Tj",
                      third = "ET";
    auto words = [&](auto&& put) {
        PdfBuilder pdf;
        std::string all;
        for (const std::string& part : {first + second, third})
            all += std::to_string(put(pdf, part)) + " 0 R ";
        return plain_text(read(pdf.page(595, 842, "/Contents [" + all + "]").str()).document());
    };
    auto deflated = [](const std::string& part) {
        std::string out(part.size() + 64, '\0');
        uLongf size = out.size();
        REQUIRE(compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(part.data()),
                         part.size()) == Z_OK);
        return out.substr(0, size);
    };
    const std::string expected = "一二\n三\n";
    CHECK(words([](PdfBuilder& pdf, const std::string& part) { return pdf.stream("", part); }) == expected);
    CHECK(words([&](PdfBuilder& pdf, const std::string& part) {
              return pdf.stream("/Filter /FlateDecode", deflated(part));
          }) == expected);
    CHECK(words([&](PdfBuilder& pdf, const std::string& part) {
              return part == third ? pdf.stream("", part) : pdf.stream("/Filter /FlateDecode", deflated(part));
          }) == expected);
    CHECK(words([&](PdfBuilder& pdf, const std::string& part) {
              std::string bytes = deflated(part);
              return pdf.stream("/Filter /FlateDecode", bytes.substr(0, bytes.size() - 4)); // without its sum
          }) == expected);
}

TEST_CASE("a stamp that says approved is no seal", "[pdf]") {
    PdfBuilder pdf;
    pdf.text(60, 700, 12, body);
    int look = pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 200 40]", "0.8 0.1 0.1 RG 3 w 2 2 196 36 re S");
    int words = pdf.add("<< /Type /Annot /Subtype /Stamp /F 4 /Rect [300 100 500 140] /AP << /N " +
                        std::to_string(look) + " 0 R >> >>");
    Read got = read(pdf.page(595, 842, "/Annots [" + std::to_string(words) + " 0 R]").str());
    CHECK(got.document().seals.empty());
}

TEST_CASE("a file pinned to a page is an attachment", "[pdf]") {
    PdfBuilder pdf;
    const int pin = pinned_file(pdf);
    Read got = read(pdf.text(60, 700, 12, body).page(595, 842, "/Annots [" + std::to_string(pin) + " 0 R]").str());
    REQUIRE(got.document().attachments.size() == 1);
    CHECK(got.document().attachments[0].name == "b.txt");
    CHECK(got.sink.blobs.at(got.document().attachments[0].sha256) == "hello");
}

TEST_CASE("files inside are attachments", "[pdf]") {
    PdfBuilder pdf;
    int data = pdf.stream("/Type /EmbeddedFile", "hello");
    int spec = pdf.add("<< /Type /Filespec /F (../../a.txt) /EF << /F " + std::to_string(data) + " 0 R >> >>");
    pdf.root("/Names << /EmbeddedFiles << /Names [(a) " + std::to_string(spec) + " 0 R] >> >>");
    Read got = read(pdf.text(60, 700, 12, body).page().str());
    REQUIRE(got.document().attachments.size() == 1);
    const Entry& entry = got.document().attachments[0];
    CHECK(entry.name == "a.txt");
    CHECK(entry.bytes == 5);
    CHECK(got.sink.blobs.at(entry.sha256) == "hello");
}

TEST_CASE("too many pages and too large pages are limits, not failures", "[pdf]") {
    PdfBuilder pdf;
    for (int i = 0; i < 4; ++i)
        pdf.text(60, 700, 12, body).page();
    ReadOptions options;
    options.limits.document_pages = 3;
    Read few = read(pdf.str(), "a.pdf", options);
    CHECK(few.document().pages.size() == 3);
    CHECK(few.facts.outcome == Outcome::partial);
    CHECK(few.facts.findings.at(0).code == "limit.pages");

    PdfBuilder huge;
    huge.draw("0 0 14000 14000 re f");
    ReadOptions small;
    small.limits.page_pixels = 4'000'000;
    Read got = read(huge.page(14400, 14400).str(), "a.pdf", small);
    REQUIRE(got.facts.findings.size() == 1);
    CHECK(got.facts.findings[0].code == "limit.pixels");
    PngHead head = png_head(got.picture());
    CHECK(std::uint64_t{head.width} * head.height <= small.limits.page_pixels);
}

TEST_CASE("a picture declared larger than a page may be is not decoded at its size", "[pdf]") {
    PdfBuilder pdf;
    pdf.image("/BitsPerComponent 1 /ColorSpace /DeviceGray", std::string(100, '\x55'), 200000, 200000,
              "595 0 0 842 0 0");
    auto start = std::chrono::steady_clock::now();
    Read got = read(pdf.page().str());
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
    CHECK(got.document().pages.size() == 1);
    CHECK(got.facts.outcome == Outcome::partial);
}

TEST_CASE("encrypted without a password is told apart from damaged", "[pdf]") {
    std::string locked = slurp(data_dir("extractors/pdf") / "encrypted.pdf");
    CHECK(code_of(locked) == "document.encrypted");
    ReadOptions options;
    options.passwords = {"wrong", "geheim"};
    Read got = read(locked, "a.pdf", options);
    CHECK(plain_text(got.document()).find("Locked page") != std::string::npos);
}

TEST_CASE("a file that only its owner locked is read like any other", "[pdf]") {
    Read got = read(slurp(data_dir("extractors/pdf") / "owner_password_only.pdf"));
    CHECK(got.facts.outcome == Outcome::ok);
    CHECK(plain_text(got.document()).find("Anybody may read this page") != std::string::npos);
}

TEST_CASE("a truncated file gives the pages that are whole", "[pdf]") {
    PdfBuilder pdf;
    for (int i = 0; i < 5; ++i)
        pdf.text(60, 700, 12, body).page();
    std::string whole = pdf.str();
    // The page tree stands first, so that pages can be found without the table of objects.
    Read got = read(whole.substr(0, whole.find("xref") - 300));
    CHECK(got.facts.outcome == Outcome::partial);
    CHECK(got.facts.findings.back().code == "document.damaged");
    CHECK(plain_text(got.document()).find("六西格玛") != std::string::npos);
}

TEST_CASE("what is no PDF gives its finding", "[pdf]") {
    CHECK(code_of("%PDF-1.7\nrubbish") == "document.damaged");
    CHECK(code_of("%PDF-1.4\n%%EOF") == "document.damaged");
    std::string noise = "%PDF-";
    for (int i = 0; i < 5000; ++i)
        noise.push_back(static_cast<char>(i * 7919 % 251));
    CHECK(code_of(noise) == "document.damaged");
}

TEST_CASE("bids on the header wherever readers accept it", "[pdf]") {
    auto bid = [](const std::string& bytes) { return pdf_extractor().bid({bytes_of(bytes), -1, "x.doc", {}}); };
    CHECK(bid("%PDF-1.4 ...") == bid::certain);
    CHECK(bid(std::string(500, ' ') + "%PDF-1.4") == bid::likely);
    CHECK(bid(std::string(2000, ' ') + "%PDF-1.4") == bid::none);
    CHECK(bid("PK\x03\x04") == bid::none);
    PdfBuilder pdf;
    Read got = read(pdf.text(60, 700, 12, body).page().str(), "申报书.doc");
    REQUIRE(got.facts.findings.size() == 1);
    CHECK(got.facts.findings[0].code == "document.type_mismatch");
    CHECK(got.facts.findings[0].args.at("found") == "pdf");
}
