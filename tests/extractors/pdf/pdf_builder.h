#pragma once
// Writes small PDF files for tests: pages with Chinese text, rules and pictures, so that no sample file is needed.

#include "extractors/layout/raster.h"
#include "pipeline/model/text.h"

#include <leptonica/allheaders.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace shenbao::test {

struct PixFree {
    void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<PIX, PixFree>;

// A page of "handwriting": dark bars on paper that no text layer tells, with a red ring where `seal` is set.
inline PixPtr scan_picture(int width, int height, bool seal, int shift = 0) {
    PixPtr pix(pixCreate(width, height, 32));
    pixSetAllArbitrary(pix.get(), 0xF8F8F800);
    for (int y = height / 10 + shift; y < height * 9 / 10; y += height / 25)
        for (int x = width / 8; x < width * 7 / 8; x += width / 30) {
            BOX* bar = boxCreate(x, y, width / 45, 2 + (x * 7 + y * 3) % (height / 60));
            pixSetInRectArbitrary(pix.get(), bar, 0x20202000);
            boxDestroy(&bar);
        }
    for (int degree = 0; seal && degree < 3600; ++degree) {
        double radius = width / 10.0, angle = degree * 3.14159265 / 1800;
        BOX* dot =
            boxCreate(static_cast<int>(width * 0.7 + radius * std::cos(angle)),
                      static_cast<int>(height * 0.75 + radius * std::sin(angle)), width / 120 + 2, width / 120 + 2);
        pixSetInRectArbitrary(pix.get(), dot, 0xD8202000);
        boxDestroy(&dot);
    }
    return pix;
}

inline std::string jpeg_of(const PixPtr& pix, int quality = 85) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    pixWriteMemJpeg(&data, &size, pix.get(), quality, 0);
    std::string bytes(reinterpret_cast<char*>(data), size);
    std::free(data);
    return bytes;
}

class PdfBuilder {
  public:
    PdfBuilder() {
        add("<< /Type /Catalog /Pages 2 0 R @ROOT@ >>");
        add(""); // the page tree, written last
        add("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] "
            ">>");
        add("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
            "<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R /DW 1000 >>");
        add("<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
            "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>");
    }

    // From the bottom left corner, in points.
    PdfBuilder& text(double x, double y, double size, const std::string& words, int render_mode = 0) {
        std::string hex;
        for (char32_t c : text::to_u32(words)) {
            char digits[8];
            std::snprintf(digits, sizeof digits, "%04X", static_cast<unsigned>(c));
            hex += digits;
        }
        content_ += "BT /F1 " + num(size) + " Tf " + std::to_string(render_mode) + " Tr " + num(x) + " " + num(y) +
                    " Td <" + hex + "> Tj ET\n";
        return *this;
    }
    PdfBuilder& line(double x0, double y0, double x1, double y1, double width = 0.5) {
        content_ += num(width) + " w " + num(x0) + " " + num(y0) + " m " + num(x1) + " " + num(y1) + " l S\n";
        return *this;
    }
    PdfBuilder& draw(const std::string& operators) {
        content_ += operators + "\n";
        return *this;
    }
    // A JPEG placed by its matrix "a b c d e f".
    PdfBuilder& jpeg(const std::string& data, int width, int height, const std::string& matrix, int components = 3) {
        std::string space = components == 3 ? "/DeviceRGB" : "/DeviceGray";
        return image("/Filter /DCTDecode /BitsPerComponent 8 /ColorSpace " + space, data, width, height, matrix);
    }
    PdfBuilder& image(const std::string& how, const std::string& data, int width, int height,
                      const std::string& matrix) {
        int id = stream("/Type /XObject /Subtype /Image /Width " + std::to_string(width) + " /Height " +
                            std::to_string(height) + " " + how,
                        data);
        std::string name = "/Im" + std::to_string(id);
        images_ += name + " " + std::to_string(id) + " 0 R ";
        content_ += "q " + matrix + " cm " + name + " Do Q\n";
        return *this;
    }
    // A form or picture that the page may draw under this name.
    PdfBuilder& form(const std::string& name, int id) {
        images_ += "/" + name + " " + std::to_string(id) + " 0 R ";
        return *this;
    }
    // Further keys of the page, e.g. "/Rotate 90".
    PdfBuilder& page(double width = 595, double height = 842, const std::string& extra = {}) {
        int contents = stream("", content_);
        pages_.push_back(add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + num(width) + " " + num(height) +
                             "] /Resources << /Font << /F1 3 0 R " + fonts_ + ">> /XObject << " + images_ +
                             ">> >> /Contents " + std::to_string(contents) + " 0 R " + extra + " >>"));
        content_.clear();
        images_.clear();
        return *this;
    }
    int add(const std::string& object) {
        objects_.push_back(object);
        return static_cast<int>(objects_.size());
    }
    int stream(const std::string& keys, const std::string& data) {
        return add("<< " + keys + " /Length " + std::to_string(data.size()) + " >>\nstream\n" + data + "\nendstream");
    }
    // A font that pages to come may use under this name.
    PdfBuilder& font(const std::string& name, int id) {
        fonts_ += "/" + name + " " + std::to_string(id) + " 0 R ";
        return *this;
    }
    PdfBuilder& root(const std::string& keys) {
        root_ += keys;
        return *this;
    }
    std::string str() {
        std::string kids;
        for (int page : pages_)
            kids += std::to_string(page) + " 0 R ";
        objects_[1] = "<< /Type /Pages /Count " + std::to_string(pages_.size()) + " /Kids [" + kids + "] >>";
        objects_[0] = text::replace_all(objects_[0], "@ROOT@", root_);
        std::string file = "%PDF-1.7\n", table;
        for (std::size_t i = 0; i < objects_.size(); ++i) {
            char entry[24];
            std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", file.size());
            table += entry;
            file += std::to_string(i + 1) + " 0 obj\n" + objects_[i] + "\nendobj\n";
        }
        std::string count = std::to_string(objects_.size() + 1);
        return file + "xref\n0 " + count + "\n0000000000 65535 f \n" + table + "trailer\n<< /Size " + count +
               " /Root 1 0 R >>\nstartxref\n" + std::to_string(file.size()) + "\n%%EOF\n";
    }

  private:
    static std::string num(double value) {
        char text[32];
        std::snprintf(text, sizeof text, "%.3f", value);
        return text;
    }
    std::vector<std::string> objects_;
    std::vector<int> pages_;
    std::string content_, images_, fonts_, root_;
};

// An annotation that pins the file b.txt to a page; its object's number.
inline int pinned_file(PdfBuilder& pdf) {
    const int data = pdf.stream("/Type /EmbeddedFile", "hello");
    const int spec =
        pdf.add("<< /Type /Filespec /F (b.txt) /UF (b.txt) /EF << /F " + std::to_string(data) + " 0 R >> >>");
    return pdf.add("<< /Type /Annot /Subtype /FileAttachment /Rect [400 600 420 620] /FS " + std::to_string(spec) +
                   " 0 R >>");
}

} // namespace shenbao::test
