#include "extractors/pdf/warm.h"

#include "extractors/extractor.h"
#include "extractors/pdf/poppler_page.h"

#include <iconv.h>

#include <string>

namespace shenbao::pdf {
namespace {

// GLib converts form values and notes by iconv, whose tables are libraries: a child can load none. They stay loaded
// while a converter is open.
struct Converter {
    explicit Converter(const char* from) : handle(iconv_open("UTF-8", from)) {}
    ~Converter() {
        if (handle != reinterpret_cast<iconv_t>(-1)) iconv_close(handle);
    }
    iconv_t handle;
};

void warm_converters() { static const Converter big_endian("UTF-16BE"), little_endian("UTF-16LE"); }

// Poppler finds objects without a table of where they are.
std::string object(int number, const std::string& body) {
    return std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
}

std::string chinese_font(int number, const std::string& encoding) {
    return object(number, "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /" + encoding +
                              " /DescendantFonts [9 0 R] >>");
}

std::string page(int number, int content, const std::string& fonts) {
    return object(number, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents " + std::to_string(content) +
                              " 0 R /Resources << /Font << " + fonts + " >> >> >>");
}

std::string content(int number, const std::string& words) {
    return object(number, "<< /Length " + std::to_string(words.size()) + " >>\nstream\n" + words + "\nendstream");
}

// A page of text in the encodings that Chinese files use, and one to be drawn: letters, a rule, a picture of a pixel.
// Drawing Chinese would read the whole of a large font.
std::string sample() {
    return "%PDF-1.4\n" + object(1, "<< /Type /Catalog /Pages 2 0 R >>") +
           object(2, "<< /Type /Pages /Count 2 /Kids [3 0 R 11 0 R] >>") + page(3, 4, "/F2 6 0 R /F3 7 0 R /F4 8 0 R") +
           content(4, "BT /F2 9 Tf 10 60 Td <4E00> Tj ET BT /F3 9 Tf 30 60 Td <D2BB> Tj ET "
                      "BT /F4 9 Tf 50 60 Td <4E00> Tj ET") +
           object(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>") +
           chinese_font(6, "UniGB-UCS2-H") + chinese_font(7, "GBK-EUC-H") + chinese_font(8, "UniGB-UTF16-H") +
           object(9, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /CIDSystemInfo << /Registry "
                     "(Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 10 0 R >>") +
           object(10, "<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
                      "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>") +
           page(11, 12, "/F1 5 0 R") +
           content(12, "0.5 w 10 10 m 90 10 l S BT /F1 9 Tf 10 80 Td (a) Tj ET q 9 0 0 9 50 30 cm BI /W 1 /H 1 /CS /G "
                       "/BPC 8 ID A EI Q") +
           "trailer\n<< /Size 13 /Root 1 0 R >>\n%%EOF\n";
}

} // namespace

void warm_poppler() {
    warm_converters();
    static const std::string bytes = sample();
    try {
        CoreFile file(std::as_bytes(std::span(bytes)), {});
        file.survey(0);
        file.properties();
        PrintedFile printed(file);
        render(printed.page(1).get(), 72);
    } catch (const ItemError&) {
        // Then children are slower, and no worse.
    }
}

} // namespace shenbao::pdf
