#include "extractors/pdf/core_file.h"

#include "extractors/extractor.h"
#include "extractors/pdf/deflated.h"
#include "extractors/pdf/image_source.h"
#include "extractors/pdf/jpx.h"
#include "pipeline/model/text.h"

#include <Catalog.h>
#include <Error.h>
#include <ErrorCodes.h>
#include <GlobalParams.h>
#include <PDFDoc.h>
#include <Stream.h>
#include <UTF.h>
#include <lcms2.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace shenbao::pdf {
namespace {

// Clean UTF-8 of a text string (ISO 32000-1, 7.9.2.2).
std::string text_of(const GooString* string) {
    if (string == nullptr) return {};
    Unicode* codes = nullptr;
    int length = TextStringToUCS4(string->toStr(), &codes);
    std::u32string text;
    for (int i = 0; i < length; ++i)
        text.push_back(codes[i] > 0x10FFFF ? U'\uFFFD' : static_cast<char32_t>(codes[i]));
    gfree(codes);
    return text::nfc(text::to_utf8(text));
}

std::unique_ptr<PDFDoc> open(std::span<const std::byte> bytes, const std::optional<std::string>& password) {
    auto* stream = new MemStream(reinterpret_cast<const char*>(bytes.data()), 0, static_cast<Goffset>(bytes.size()),
                                 Object(objNull)); // the document's from here on
    std::optional<GooString> word;
    if (password) word.emplace(*password);
    return std::make_unique<PDFDoc>(stream, word, word);
}

// The device spaces, and what is calibrated or profiled to look like them.
bool is_common(GfxColorSpace& space) {
    switch (space.getMode()) {
    case csDeviceGray:
    case csCalGray:
    case csDeviceRGB:
    case csCalRGB:
    case csICCBased:
        return space.getNComps() == 1 || space.getNComps() == 3;
    default:
        return false;
    }
}

bool turns_values(const GfxImageColorMap& colours) {
    for (int i = 0; i < colours.getNumPixelComps(); ++i)
        if (colours.getDecodeLow(i) != 0 || colours.getDecodeHigh(i) != 1) return true;
    return false;
}

// Nothing in the picture's dictionary changes what the JPEG itself says.
bool speaks_for_itself(Stream& stream, GfxImageColorMap* colours) {
    if (stream.getKind() != strDCT || colours == nullptr || colours->getBits() != 8) return false;
    if (!is_common(*colours->getColorSpace()) || turns_values(*colours)) return false;
    Object parameters = stream.getDict()->lookup("DecodeParms");
    return !parameters.isDict() || parameters.dictLookup("ColorTransform").isNull();
}

using Row = std::span<std::uint8_t>;

void stencil_row(const unsigned char* values, bool paint_ones, Row to) {
    for (std::size_t x = 0; x < to.size(); ++x)
        to[x] = (values[x] != 0) == paint_ones ? 0 : 255;
}

// Of a line's pixels every `step`th, moved to its front.
void thin_out(unsigned char* line, std::size_t pixels, std::size_t values, std::size_t step) {
    for (std::size_t x = 1; step > 1 && x < pixels; ++x)
        std::copy_n(line + x * step * values, values, line + x * values);
}

// A picture's rows from the top, one byte a value.
class Rows {
  public:
    Rows(Stream& stream, std::size_t width, int values, int bits)
        : fast_(DeflatedRows::of(stream, width, values, bits)) {
        if (fast_) return;
        slow_ = std::make_unique<ImageStream>(&stream, static_cast<int>(width), values, bits);
        slow_->reset();
    }
    ~Rows() {
        if (slow_) slow_->close();
    }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    unsigned char* next() { return fast_ ? fast_->next() : slow_->getLine(); } // null: there are no more
    void skip() { fast_ ? fast_->skip() : slow_->skipLine(); }

  private:
    std::optional<DeflatedRows> fast_;
    std::unique_ptr<ImageStream> slow_;
};

// Turns lines of values into grey or colour. Of one value a pixel Poppler is asked but once what each means.
class Toner {
  public:
    Toner(GfxImageColorMap& colours, bool grey) : colours_(colours), grey_(grey) {
        if (colours.getNumPixelComps() != 1 || colours.getBits() > 8) return;
        std::array<unsigned char, 256> values;
        std::iota(values.begin(), values.end(), static_cast<unsigned char>(0));
        meanings_.resize(values.size() * channels());
        line(values.data(), meanings_.data(), 1 << colours.getBits());
    }

    void put(unsigned char* values, Row to) {
        const std::size_t pixels = to.size() / channels();
        if (meanings_.empty()) return line(values, to.data(), static_cast<int>(pixels));
        if (grey_)
            for (std::size_t x = 0; x < pixels; ++x)
                to[x] = meanings_[values[x]];
        else
            for (std::size_t x = 0; x < pixels; ++x)
                std::copy_n(meanings_.data() + std::size_t{3} * values[x], 3, to.data() + 3 * x);
    }

  private:
    std::size_t channels() const { return grey_ ? 1 : 3; }
    void line(unsigned char* values, std::uint8_t* to, int pixels) {
        if (grey_)
            colours_.getGrayLine(values, to, pixels);
        else
            colours_.getRGBLine(values, to, pixels);
    }

    GfxImageColorMap& colours_;
    bool grey_;
    std::vector<std::uint8_t> meanings_;
};

// Every `step`th pixel of every `step`th row.
layout::Raster decode(Stream& stream, const ImageSource& source, const DrawnImage& image, std::size_t step) {
    bool grey = source.colours == nullptr || !image.may_be_coloured;
    const std::size_t across = (image.width + step - 1) / step, down = (image.height + step - 1) / step;
    layout::Raster out{static_cast<int>(across), static_cast<int>(down), grey ? 1 : 3, {}};
    std::size_t row = across * static_cast<std::size_t>(out.channels);
    out.pixels.assign(row * down, 255);
    int values = source.colours ? source.colours->getNumPixelComps() : 1;
    int bits = source.colours ? source.colours->getBits() : 1;
    std::optional<Toner> toner;
    if (source.colours) toner.emplace(*source.colours, grey);
    Rows rows(stream, image.width, values, bits);
    for (std::size_t y = 0; y < image.height; ++y) {
        if (y % step != 0) {
            rows.skip();
            continue;
        }
        unsigned char* line = rows.next();
        if (line == nullptr) break;
        thin_out(line, across, static_cast<std::size_t>(values), step);
        Row to(out.pixels.data() + y / step * row, row);
        toner ? toner->put(line, to) : stencil_row(line, source.paint_ones, to);
    }
    return out;
}

// Colours through their profiles take longer than all else of drawing, and nobody here looks for shades. On a display
// that no profile can be turned to, Poppler takes the plain colours that stand beside every profile.
bool leave_colours_unmanaged() {
    cmsHPROFILE nothing = cmsCreateProfilePlaceholder(nullptr);
    if (nothing == nullptr) return false;
    cmsSetDeviceClass(nothing, cmsSigDisplayClass);
    cmsSetColorSpace(nothing, cmsSigXYZData);
    cmsSetPCS(nothing, cmsSigXYZData);
    GfxState::sRGBProfile = make_GfxLCMSProfilePtr(nothing);
    return true;
}

// The press a file was made for (ISO 32000-1, 14.11.5): every page would be made ready to be turned to its colours.
void forget_press(PDFDoc& file) {
    XRef* objects = file.getXRef();
    Object catalog = objects->getCatalog();
    if (!catalog.isDict() || !catalog.getDict()->hasKey("OutputIntents")) return;
    catalog.dictRemove("OutputIntents");
    objects->setModifiedObject(&catalog, objects->getRoot());
}

} // namespace

void prepare_core() {
    static const GlobalParamsIniter tables([](ErrorCategory, Goffset, const char*) {});
    static const bool plain = leave_colours_unmanaged();
    static_cast<void>(plain);
}

CoreFile::CoreFile(std::span<const std::byte> bytes, std::span<const std::string> passwords) : bytes_(bytes) {
    prepare_core();
    has_jpx_ = std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()).find("JPXDecode") !=
               std::string_view::npos;
    std::vector<std::optional<std::string>> tries{std::nullopt};
    tries.insert(tries.end(), passwords.begin(), passwords.end());
    bool encrypted = false;
    for (const auto& password : tries) {
        file_ = open(bytes, password);
        password_ = password;
        if (file_->isOk()) {
            forget_press(*file_);
            return;
        }
        encrypted = file_->getErrorCode() == errEncrypted;
        if (!encrypted) break;
    }
    throw ItemError(encrypted ? "document.encrypted" : "document.damaged");
}

CoreFile::~CoreFile() = default;

int CoreFile::pages() const { return std::max(0, file_->getNumPages()); }

Survey CoreFile::survey(int index) {
    ::Page* page = file_->getPage(index + 1);
    if (page == nullptr) throw ItemError("document.damaged", "page is missing");
    if (has_jpx_) emptied_ |= empty_jpx_pictures(*file_, *page);
    return survey_page(*page);
}

PDFDoc& CoreFile::with_pictures() const {
    if (!emptied_) return *file_;
    if (!whole_) whole_ = open(bytes_, password_);
    return *whole_;
}

std::map<std::string, std::string> CoreFile::properties() const {
    std::map<std::string, std::string> found;
    auto add = [&](const char* name, const char* key) {
        if (std::string text = text_of(file_->getDocInfoStringEntry(key).get()); !text.empty()) found[name] = text;
    };
    add("title", "Title");
    add("author", "Author");
    add("producer", "Producer");
    add("creator", "Creator");
    return found;
}

bool CoreFile::has_attachments() const { return file_->getCatalog()->numEmbeddedFiles() > 0; }

std::string CoreFile::jpeg(const DrawnImage& image) const {
    constexpr std::size_t most = std::size_t{256} << 20;
    if (!image.source || image.quarters != 0) return {};
    Object object = Object(image.source->ref).fetch(with_pictures().getXRef());
    if (!object.isStream() || !speaks_for_itself(*object.getStream(), image.source->colours.get())) return {};
    Stream* inner = object.getStream()->getNextStream();
    if (inner == nullptr) return {};
    std::string data = bytes_of(*inner, most);
    std::size_t end = data.rfind("\xFF\xD9");
    if (!data.starts_with("\xFF\xD8\xFF") || end == std::string::npos) return {};
    data.resize(end + 2);
    return data;
}

layout::Raster CoreFile::pixels(const DrawnImage& image, std::uint64_t most, std::size_t step) const {
    constexpr std::uint64_t longest = 32767;
    if (!image.source || image.quarters < 0 || image.width == 0 || image.height == 0) return {};
    if (image.width > longest || image.height > longest || image.width * image.height > most) return {};
    Object object = Object(image.source->ref).fetch(with_pictures().getXRef());
    if (!object.isStream()) return {};
    return layout::turned(decode(*object.getStream(), *image.source, image, step), image.quarters);
}

} // namespace shenbao::pdf
