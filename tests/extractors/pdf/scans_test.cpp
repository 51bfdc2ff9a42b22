// Pages that are pictures: whose pixels are handed on, and how far a text layer over them is believed.

#include "pdf_builder.h"
#include "read_pdf.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

const std::string sentence = "公司运用六西格玛、质量功能展开等方法开展改进项目二百余项，累计创造经济效益";

// A page made by Leptonica out of one picture.
std::string picture_page(const PixPtr& pix, int encoding, int dpi) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    REQUIRE(pixConvertToPdfData(pix.get(), encoding, 75, &data, &size, 0, 0, dpi, "", nullptr, 0) == 0);
    std::string bytes(reinterpret_cast<char*>(data), size);
    lept_free(data);
    return bytes;
}

PixPtr bilevel(int width, int height) {
    PixPtr colour = scan_picture(width, height, false);
    return PixPtr(pixConvertTo1(colour.get(), 128));
}

std::string jpeg2000(const PixPtr& pix) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    REQUIRE(pixWriteMemJp2k(&data, &size, pix.get(), 40, 4, 0, 0) == 0);
    std::string bytes(reinterpret_cast<char*>(data), size);
    lept_free(data);
    return bytes;
}

// Text in a font that does not say what its glyphs mean.
void add_unmapped(PdfBuilder& pdf, double y, int glyphs) {
    std::string hex;
    for (int i = 0; i < glyphs; ++i) {
        char digits[8];
        std::snprintf(digits, sizeof digits, "%04X", 100 + i);
        hex += digits;
    }
    pdf.draw("BT /F9 10 Tf 60 " + std::to_string(y) + " Td <" + hex + "> Tj ET");
}

int unmapped_font(PdfBuilder& pdf) {
    int descriptor = pdf.add("<< /Type /FontDescriptor /FontName /ABCDEF+Subset /Flags 4 /FontBBox [0 -200 1000 900] "
                             "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>");
    int glyphs = pdf.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Subset /DW 1000 /CIDSystemInfo << "
                         "/Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor " +
                         std::to_string(descriptor) + " 0 R >>");
    return pdf.add("<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Subset /Encoding /Identity-H /DescendantFonts [" +
                   std::to_string(glyphs) + " 0 R] >>");
}

} // namespace

TEST_CASE("a fax keeps its pixels and its one bit", "[pdf]") {
    Read got = read(picture_page(bilevel(1654, 2339), L_G4_ENCODE, 200));
    CHECK(got.page().use == PictureUse::text_and_seals);
    CHECK_FALSE(got.page().coloured);
    CHECK(got.page().picture_dpi == Approx(200).epsilon(0.01));
    PngHead head = png_head(got.picture());
    CHECK(head.width == 1654);
    CHECK(head.height == 2339);
    CHECK(head.depth == 1);
}

TEST_CASE("a JPEG 2000 scan keeps its pixels", "[pdf]") {
    std::string data = jpeg2000(scan_picture(827, 1169, true));
    Read got = read(PdfBuilder().image("/Filter /JPXDecode", data, 827, 1169, "595 0 0 842 0 0").page().str());
    CHECK(got.page().use == PictureUse::text_and_seals);
    CHECK(got.page().coloured);
    CHECK(got.page().picture_dpi == Approx(100).epsilon(0.01));
    PngHead head = png_head(got.picture());
    CHECK(head.width == 827);
    CHECK(head.colour == 2);
}

TEST_CASE("a JPEG 2000 whose dictionary tells its colours is the same picture, on one page and on two", "[pdf]") {
    std::string data = jpeg2000(scan_picture(827, 1169, true));
    PdfBuilder pdf;
    for (const char* how : {"/Filter /JPXDecode", "/Filter /JPXDecode /ColorSpace /DeviceRGB",
                            "/Filter /JPXDecode /ColorSpace /DeviceRGB /BitsPerComponent 8"})
        pdf.image(how, data, 827, 1169, "595 0 0 842 0 0").page();
    Read got = read(pdf.str());
    REQUIRE(got.document().pages.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(got.page(i).picture_dpi == Approx(100).epsilon(0.01));
        CHECK(got.page(i).picture == got.page(0).picture);
        CHECK(got.page(i).coloured);
    }
    // Beside words it is drawn, and its red ring seen.
    PdfBuilder mixed;
    for (int i = 0; i < 12; ++i)
        mixed.text(60, 780 - 20 * i, 12, "运用六西格玛和质量功能展开等方法开展改进项目二百余项");
    mixed.image("/Filter /JPXDecode /ColorSpace /DeviceRGB", data, 827, 1169, "200 0 0 280 300 100").page();
    Read page = read(mixed.str());
    CHECK(page.page().use == PictureUse::seals);
    CHECK(page.page().text_score > 0.9);
}

TEST_CASE("a JPEG 2000 within forms, and within themselves, is seen as on the page", "[pdf]") {
    PdfBuilder pdf;
    std::string data = jpeg2000(scan_picture(827, 1169, true));
    int picture = pdf.stream("/Type /XObject /Subtype /Image /Width 827 /Height 1169 /Filter /JPXDecode /ColorSpace "
                             "/DeviceRGB",
                             data);
    auto form = [&](int number, const std::string& draws, const std::string& resources) {
        REQUIRE(pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << " + resources +
                               " >> >>",
                           draws) == number);
    };
    const std::string inner = std::to_string(picture + 1), outer = std::to_string(picture + 2);
    form(picture + 1, "q 200 0 0 280 300 100 cm /P Do Q",
         "/P " + std::to_string(picture) + " 0 R /Self " + outer + " 0 R");
    form(picture + 2, "/I Do", "/I " + inner + " 0 R /Self " + outer + " 0 R");
    for (int i = 0; i < 12; ++i)
        pdf.text(60, 780 - 20 * i, 12, "运用六西格玛和质量功能展开等方法开展改进项目二百余项");
    pdf.draw("/Form Do").form("Form", picture + 2).page();
    Read got = read(pdf.str());
    CHECK(got.page().use == PictureUse::seals);
    CHECK(got.page().coloured);
    CHECK(got.page().text_score > 0.9);
}

TEST_CASE("a JPEG of three channels that are all grey shows no colour", "[pdf]") {
    PixPtr grey(pixConvertTo8(scan_picture(827, 1169, false).get(), 0)), three(pixConvertTo32(grey.get()));
    Read got = read(PdfBuilder().jpeg(jpeg_of(three), 827, 1169, "595 0 0 842 0 0").page().str());
    CHECK_FALSE(got.page().coloured);
}

TEST_CASE("a page number beside a scan leaves the scan as it is", "[pdf]") {
    std::string jpeg = jpeg_of(scan_picture(827, 1169, true));
    Read got = read(PdfBuilder().jpeg(jpeg, 827, 1169, "595 0 0 842 0 0").text(280, 20, 9, "第１页").page().str());
    CHECK(got.page().use == PictureUse::text_and_seals);
    CHECK((got.picture() == jpeg));
}

TEST_CASE("what was typed or drawn over a scan is part of its picture", "[pdf]") {
    std::string jpeg = jpeg_of(scan_picture(827, 1169, false));
    PdfBuilder typed, drawn;
    typed.jpeg(jpeg, 827, 1169, "595 0 0 842 0 0").text(100, 500, 12, "海风轮胎测试有限公司");
    drawn.jpeg(jpeg, 827, 1169, "595 0 0 842 0 0").draw("0.9 0.1 0.1 RG 4 w 300 300 120 120 re S");
    Read words = read(typed.page().str()), ring = read(drawn.page().str());
    CHECK(words.page().use == PictureUse::text_and_seals);
    CHECK((words.picture() != jpeg));
    CHECK((ring.picture() != jpeg));
    CHECK(ring.page().coloured);
}

TEST_CASE("hidden text over a scan in strips is not believed either", "[pdf]") {
    PdfBuilder pdf;
    for (int strip = 0; strip < 4; ++strip) {
        std::string jpeg = jpeg_of(scan_picture(827, 292, false, strip));
        pdf.jpeg(jpeg, 827, 292, "595 0 0 210.5 0 " + std::to_string(631.5 - 210.5 * strip));
    }
    for (int i = 0; i < 20; ++i)
        pdf.text(75, 750 - 33 * i, 10, sentence, 3);
    Read got = read(pdf.page().str());
    CHECK(got.page().use == PictureUse::text_and_seals);
    CHECK(got.page().text_score < 0.5);
    CHECK(got.page().text_score > 0);
}

TEST_CASE("words under a scan are no more believed than hidden ones over it", "[pdf]") {
    const auto with_words = [](bool under, int render_mode) {
        PdfBuilder pdf;
        const auto words = [&] {
            for (int i = 0; i < 20; ++i)
                pdf.text(75, 750 - 33 * i, 10, sentence, render_mode);
        };
        if (under) words();
        pdf.jpeg(jpeg_of(scan_picture(827, 1169, false, 0)), 827, 1169, "595 0 0 842 0 0");
        if (!under) words();
        return read(pdf.page().str()).page();
    };
    const Page under = with_words(true, 0), unpainted = with_words(false, 3), over = with_words(false, 0);
    CHECK(under.use == PictureUse::text_and_seals);
    CHECK(under.text_score == unpainted.text_score);
    CHECK_FALSE(under.typed);
    CHECK(over.text_score > under.text_score);
}

TEST_CASE("a page turned by its own key is read upright", "[pdf]") {
    for (int turn : {90, 180, 270}) {
        Read got = read(PdfBuilder()
                            .jpeg(jpeg_of(scan_picture(827, 1169, true)), 827, 1169, "595 0 0 842 0 0")
                            .page(595, 842, "/Rotate " + std::to_string(turn))
                            .str());
        PngHead head = png_head(got.picture());
        CHECK(head.width == (turn == 180 ? 827 : 1169));
        CHECK(got.page().width == Approx(turn == 180 ? 595 : 842));
        // The ring stands at the lower right of the sheet, on white; seen turned it stands elsewhere.
        CHECK(got.page().coloured);
    }
}

TEST_CASE("a crop box is the page", "[pdf]") {
    PdfBuilder pdf;
    for (int i = 0; i < 10; ++i)
        pdf.text(150, 600 - 24 * i, 10, sentence);
    Read got = read(pdf.page(595, 842, "/CropBox [100 200 500 700]").str());
    CHECK(got.page().width == Approx(400));
    CHECK(got.page().height == Approx(500));
    const auto& first = std::get<Paragraph>(got.document().blocks.at(0));
    REQUIRE(first.box);
    CHECK(first.box->left == Approx(50 / 400.0).margin(0.01));
}

TEST_CASE("glyphs that stand for no character make the page one to be looked at", "[pdf]") {
    PdfBuilder mapped, part;
    for (int i = 0; i < 12; ++i) {
        mapped.text(60, 780 - 40 * i, 10, sentence);
        part.text(60, 780 - 40 * i, 10, sentence);
        add_unmapped(part, 760 - 40 * i, 12);
    }
    part.font("F9", unmapped_font(part));
    CHECK(read(mapped.page().str()).page().use == PictureUse::none);
    Read got = read(part.page().str());
    CHECK(got.page().text_score < 0.5);
    CHECK(got.page().use == PictureUse::text_and_seals);
}

TEST_CASE("a small colour photograph is no seal, a red ring pasted in is looked at", "[pdf]") {
    PixPtr photo(pixCreate(300, 300, 32));
    pixSetAllArbitrary(photo.get(), 0x2060C000);
    PixPtr ring = scan_picture(400, 400, true);
    auto page_with = [](const std::string& jpeg, int side) {
        PdfBuilder pdf;
        for (int i = 0; i < 20; ++i)
            pdf.text(60, 780 - 24 * i, 9, sentence);
        return pdf.jpeg(jpeg, side, side, "120 0 0 120 400 100").page().str();
    };
    CHECK(read(page_with(jpeg_of(photo), 300)).page().use == PictureUse::none);
    CHECK(read(page_with(jpeg_of(ring), 400)).page().use == PictureUse::seals);
}
