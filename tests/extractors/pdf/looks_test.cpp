// Reading takes a PDF's text and draws nothing; a look at those pages that show more tells the rest.

#include "pdf_builder.h"
#include "read_pdf.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

const std::string sentence = "公司运用六西格玛、质量功能展开等方法开展改进项目二百余项，累计创造经济效益";

PdfBuilder& write_page(PdfBuilder& pdf) {
    for (int i = 0; i < 12; ++i)
        pdf.text(60, 780 - 24 * i, 9, sentence);
    return pdf;
}

PdfBuilder& scan(PdfBuilder& pdf, int shift = 0) {
    return pdf.jpeg(jpeg_of(scan_picture(827, 1169, true, shift)), 827, 1169, "595 0 0 842 0 0");
}

// A stamp of a ring's size, as programs for electronic seals put it on.
std::string stamp(PdfBuilder& pdf) {
    int look = pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 120 120]", "0.8 0.1 0.1 RG 6 w 10 10 100 100 re S");
    int stamp = pdf.add("<< /Type /Annot /Subtype /Stamp /F 4 /Rect [300 100 420 220] /AP << /N " +
                        std::to_string(look) + " 0 R >> >>");
    return std::to_string(stamp) + " 0 R ";
}

} // namespace

TEST_CASE("a page that its text tells all of takes no look", "[pdf]") {
    PdfBuilder pdf;
    Read got = read_text(write_page(pdf).page().page().str());
    CHECK_FALSE(got.page(0).unseen);
    CHECK(got.page(0).use == PictureUse::none);
    CHECK(got.page(0).text_score > 0.9);
    CHECK_FALSE(got.page(1).unseen); // empty
    CHECK(got.page(1).text_score == 1);
}

TEST_CASE("reading takes no picture; the look takes those of the pages asked for", "[pdf]") {
    PdfBuilder pdf;
    for (int i = 0; i < 3; ++i)
        scan(pdf, 9 * i).page();
    const std::string bytes = pdf.str();
    Read text = read_text(bytes);
    CHECK(text.sink.blobs.empty());
    REQUIRE(text.document().pages.size() == 3);
    for (const Page& page : text.document().pages) {
        CHECK(page.unseen);
        CHECK(page.picture.empty());
        CHECK(page.use == PictureUse::text_and_seals);
        CHECK(page.text_score == 0);
    }
    Read seen = look_at(bytes, {1, 3, 4});
    CHECK(seen.facts.outcome == Outcome::ok);
    CHECK(seen.sink.blobs.size() == 2);
    REQUIRE(seen.document().pages.size() == 2);
    CHECK(seen.page(1).number == 3);
    CHECK_FALSE(seen.page(1).unseen);
    CHECK(seen.page(1).coloured);
    CHECK((seen.picture(1) == jpeg_of(scan_picture(827, 1169, true, 18))));
}

TEST_CASE("words that may be less than the page shows are there, and not believed before a look", "[pdf]") {
    PdfBuilder typed, hidden, pasted;
    scan(typed).text(100, 500, 12, "海风轮胎测试有限公司");
    scan(hidden);
    for (int i = 0; i < 20; ++i)
        hidden.text(75, 750 - 33 * i, 10, sentence, 3);
    write_page(pasted).jpeg(jpeg_of(scan_picture(400, 400, true)), 400, 400, "120 0 0 120 400 100");
    for (PdfBuilder* pdf : {&typed, &hidden}) {
        Read got = read_text(pdf->page().str());
        CHECK(got.page().unseen);
        CHECK(got.page().use == PictureUse::text_and_seals);
        CHECK(got.page().text_score < 0.5);
        CHECK_FALSE(plain_text(got.document()).empty());
    }
    Read got = read_text(pasted.page().str());
    CHECK(got.page().unseen);
    CHECK(got.page().use == PictureUse::seals);
    CHECK(got.page().text_score > 0.9);
    CHECK(got.sink.blobs.empty());
}

TEST_CASE("notes and form values are read, stamps and the signatures in them seen", "[pdf]") {
    PdfBuilder pdf;
    int note = pdf.add("<< /Type /Annot /Subtype /Text /Contents <FEFF8BF766F46B63> /Rect [400 600 420 620] >>");
    int signature = pdf.add("<< /Type /Sig /ByteRange [0 5 10 5] /Contents <00> >>");
    int look = pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 120 120]", "0.8 0.1 0.1 RG 6 w 10 10 100 100 re S");
    int field = pdf.add("<< /Type /Annot /Subtype /Widget /FT /Sig /T (seal) /F 4 /V " + std::to_string(signature) +
                        " 0 R /Rect [100 100 220 220] /AP << /N " + std::to_string(look) + " 0 R >> >>");
    pdf.root("/AcroForm << /SigFlags 3 /Fields [" + std::to_string(field) + " 0 R] >>");
    const std::string annotations =
        "/Annots [" + stamp(pdf) + std::to_string(note) + " 0 R " + std::to_string(field) + " 0 R]";
    const std::string bytes = write_page(pdf).page(595, 842, annotations).str();
    Read text = read_text(bytes);
    CHECK(plain_text(text.document()).find("请更正") != std::string::npos);
    CHECK(text.document().seals.empty());
    CHECK(text.page().unseen);
    REQUIRE(text.document().signatures.size() == 1);
    CHECK(text.document().signatures[0].page == 0);
    Read seen = look_at(bytes, {1});
    CHECK(plain_text(seen.document()) == plain_text(text.document()));
    CHECK(seen.document().seals.size() == 2);
    REQUIRE(seen.document().signatures.size() == 1);
    CHECK(seen.document().signatures[0].page == 1);
}

TEST_CASE("a stamp on an empty page is no scan", "[pdf]") {
    PdfBuilder pdf;
    const std::string annotations = "/Annots [" + stamp(pdf) + "]";
    Read got = read_text(pdf.page(595, 842, annotations).str());
    CHECK(got.page().unseen);
    CHECK(got.page().use == PictureUse::seals);
}

TEST_CASE("files pinned to a page are given by reading alone", "[pdf]") {
    PdfBuilder pdf;
    const int pin = pinned_file(pdf);
    const std::string annotations = "/Annots [" + stamp(pdf) + std::to_string(pin) + " 0 R]";
    const std::string bytes = write_page(pdf).page(595, 842, annotations).str();
    CHECK(read_text(bytes).document().attachments.size() == 1);
    Read seen = look_at(bytes, {1});
    CHECK(seen.document().attachments.empty());
    CHECK(seen.document().seals.size() == 1);
}

TEST_CASE("rules that white hides are found by the look, the words by both", "[pdf]") {
    PdfBuilder pdf;
    write_page(pdf).line(60, 400, 535, 400).draw("1 1 1 rg 50 350 500 100 re f 0 0 0 rg");
    const std::string bytes = pdf.page().str();
    Read text = read_text(bytes), seen = look_at(bytes, {1});
    CHECK(text.page().unseen);
    CHECK(plain_text(text.document()) == plain_text(seen.document()));
}

TEST_CASE("a page that cannot be looked at keeps its text and stays unseen", "[pdf]") {
    PdfBuilder pdf;
    pdf.image("/BitsPerComponent 1 /ColorSpace /DeviceGray", std::string(100, '\x55'), 200000, 200000,
              "595 0 0 842 0 0");
    const std::string bytes = write_page(pdf.page()).page().str();
    Read text = read_text(bytes), seen = look_at(bytes, {1});
    CHECK(text.facts.outcome == Outcome::ok);
    CHECK(text.page(0).unseen);
    CHECK_FALSE(text.page(1).unseen);
    CHECK(seen.facts.outcome == Outcome::partial);
    REQUIRE(seen.facts.findings.size() == 1);
    CHECK(seen.facts.findings[0].where.page == 1);
    CHECK(seen.page().unseen);
    CHECK(seen.page().picture.empty());
}

TEST_CASE("a locked file is looked at with the passwords it was read with", "[pdf]") {
    std::string locked = slurp(data_dir("extractors/pdf") / "encrypted.pdf");
    CHECK_THROWS_AS(look_at(locked, {1}), ItemError);
    ReadOptions options;
    options.passwords = {"wrong", "geheim"};
    CHECK(look_at(locked, {1}, options).document().pages.size() == 1);
}

TEST_CASE("the rules of a table do not make a sparse page a scan", "[pdf]") {
    PdfBuilder pdf;
    pdf.text(70, 700, 9, "编号");
    for (int i = 0; i <= 10; ++i)
        pdf.line(60, 720 - 60 * i, 540, 720 - 60 * i, 1).line(60 + 48 * i, 120, 60 + 48 * i, 720, 1);
    Read got = look_at(pdf.page().str(), {1});
    CHECK(got.page(0).text_score > 0.9);
    CHECK(got.page(0).use == PictureUse::none);
}

TEST_CASE("a caption is typed, and its picture is to be recognised; unseen and garbled words are not", "[pdf]") {
    const auto with_photograph = [](const std::string& words, int render_mode) {
        PdfBuilder pdf;
        pdf.jpeg(jpeg_of(scan_picture(827, 1169, true, 0)), 827, 1169, "400 0 0 500 90 250");
        return look_at(pdf.text(90, 200, 12, words, render_mode).page().str(), {1}).page(0);
    };
    const Page caption = with_photograph("图一 质量管理体系认证证书", 0);
    CHECK(caption.use == PictureUse::text_and_seals);
    CHECK(caption.typed);
    CHECK_FALSE(with_photograph("图一 质量管理体系认证证书", 3).typed);
    CHECK_FALSE(with_photograph("\uE001\uE002\uE003\uE004", 0).typed);
}
