// A deflated picture is the same picture however its rows were filtered, and whoever inflates it.

#include "tests/extractors/pdf/pdf_builder.h"
#include "tests/extractors/pdf/read_pdf.h"

#include <zlib.h>

#include <cstdlib>

using namespace shenbao;
using namespace shenbao::test;

namespace {

constexpr int width = 420, height = 594; // A4 at 51 dpi

// Rows of values as a PDF has them.
struct Samples {
    int values, bits;
    std::string space, rows;
    std::size_t row() const { return (static_cast<std::size_t>(width) * values * bits + 7) / 8; }
    std::string keys() const { return "/BitsPerComponent " + std::to_string(bits) + " /ColorSpace " + space; }
};

Samples colour() {
    PixPtr pix = scan_picture(width, height, true);
    Samples out{3, 8, "/DeviceRGB", {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int shift : {24, 16, 8})
                out.rows += static_cast<char>(pix->data[y * pix->wpl + x] >> shift);
    return out;
}

Samples grey() {
    Samples out{1, 8, "/DeviceGray", {}};
    const Samples coloured = colour();
    for (std::size_t i = 1; i < coloured.rows.size(); i += 3)
        out.rows += coloured.rows[i];
    return out;
}

// Bits that choose one of two colours.
Samples indexed() {
    Samples out{1, 1, "[/Indexed /DeviceRGB 1 <C81E1EFFFFFF>]", {}};
    const Samples coloured = grey();
    out.rows.resize(out.row() * height, '\0');
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x)
            if (static_cast<unsigned char>(coloured.rows[y * width + x]) > 128)
                out.rows[y * out.row() + x / 8] |= static_cast<char>(0x80 >> x % 8);
    return out;
}

int paeth(int left, int above, int corner) {
    int guess = left + above - corner;
    int a = std::abs(guess - left), b = std::abs(guess - above), c = std::abs(guess - corner);
    return a <= b && a <= c ? left : b <= c ? above : corner;
}

// Each row by another of the five filters.
std::string filtered(const Samples& samples) {
    const std::size_t row = samples.row();
    const auto back = static_cast<std::size_t>(std::max(1, samples.values * samples.bits / 8));
    auto at = [&](std::size_t y, std::size_t i, std::size_t left, std::size_t up) {
        return y < up || i < left ? 0 : static_cast<unsigned char>(samples.rows[(y - up) * row + i - left]);
    };
    std::string out;
    for (std::size_t y = 0; y < height; ++y) {
        const std::size_t filter = y % 5;
        out += static_cast<char>(filter);
        for (std::size_t i = 0; i < row; ++i) {
            int left = at(y, i, back, 0), above = at(y, i, 0, 1), corner = at(y, i, back, 1);
            int guess[] = {0, left, above, (left + above) / 2, paeth(left, above, corner)};
            out += static_cast<char>(at(y, i, 0, 0) - guess[filter]);
        }
    }
    return out;
}

std::string deflated(const std::string& bytes) {
    uLongf size = compressBound(static_cast<uLong>(bytes.size()));
    std::string out(size, '\0');
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
             static_cast<uLong>(bytes.size()));
    out.resize(size);
    return out;
}

std::string hex(const std::string& bytes) {
    std::string out;
    for (unsigned char c : bytes)
        (out += "0123456789ABCDEF"[c >> 4]) += "0123456789ABCDEF"[c & 15];
    return out + ">";
}

std::string predictor(const Samples& samples, int columns = width) {
    return " /DecodeParms << /Predictor 15 /Colors " + std::to_string(samples.values) + " /BitsPerComponent " +
           std::to_string(samples.bits) + " /Columns " + std::to_string(columns) + " >>";
}

Read page_of(const Samples& samples, const std::string& how, const std::string& data) {
    return read(PdfBuilder().image(samples.keys() + how, data, width, height, "595 0 0 842 0 0").page().str());
}

} // namespace

TEST_CASE("rows are the same deflated, filtered and plain", "[pdf]") {
    for (const Samples& samples : {colour(), grey(), indexed()}) {
        Read plain = page_of(samples, "", samples.rows);
        REQUIRE_FALSE(plain.page().picture.empty());
        CHECK(png_head(plain.picture()).width == width);
        CHECK(plain.page().coloured == (samples.space != "/DeviceGray"));
        Read flate = page_of(samples, " /Filter /FlateDecode", deflated(samples.rows));
        Read png = page_of(samples, " /Filter /FlateDecode" + predictor(samples), deflated(filtered(samples)));
        CHECK(flate.page().picture == plain.page().picture);
        CHECK(png.page().picture == plain.page().picture);
        CHECK(png.facts.outcome == Outcome::ok);
    }
}

TEST_CASE("of samples of sixteen bits the upper eight are seen", "[pdf]") {
    for (const Samples& samples : {colour(), grey()}) {
        Samples fine{samples.values, 16, samples.space, {}};
        for (char value : samples.rows)
            (fine.rows += value) += 'x';
        Read plain = page_of(samples, "", samples.rows),
             deep = page_of(fine, " /Filter /FlateDecode", deflated(fine.rows));
        CHECK(deep.facts.outcome == Outcome::ok);
        CHECK(deep.page().use == PictureUse::text_and_seals);
        CHECK(deep.page().picture == plain.page().picture);
    }
}

TEST_CASE("of a picture cut off or with other rows than its head says there is what Poppler would give", "[pdf]") {
    for (const Samples& samples : {colour(), indexed()}) {
        std::string half = deflated(samples.rows), rows = deflated(filtered(samples));
        half.resize(half.size() / 2);
        Read ours = page_of(samples, " /Filter /FlateDecode", half);
        Read theirs = page_of(samples, " /Filter [/ASCIIHexDecode /FlateDecode]", hex(half));
        REQUIRE_FALSE(ours.page().picture.empty());
        CHECK(ours.page().picture == theirs.page().picture);
        for (int columns : {width - 8, width + 8, -1}) {
            Read other = page_of(samples, " /Filter /FlateDecode" + predictor(samples, columns), rows);
            CHECK(other.document().pages.size() == 1);
        }
    }
}
