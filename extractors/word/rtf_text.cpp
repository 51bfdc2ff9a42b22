// Text of RTF: bytes in the code page of the current font, and \u characters with their stand-ins.

#include "extractors/word/doc_reader.h"
#include "extractors/word/rtf_reader.h"
#include "extractors/word/symbols.h"
#include "pipeline/model/text.h"

#include <utility>

namespace shenbao::rtf {
namespace {

constexpr std::size_t pending_limit = std::size_t{1} << 20;
constexpr std::string_view symbols = "symbols"; // bytes of a symbol font

std::string symbol_text(std::string_view bytes, const std::string& font) {
    std::u32string out;
    for (unsigned char c : bytes) {
        char32_t shown = symbol(font, c);
        out += shown ? shown : c;
    }
    return text::to_utf8(out);
}

} // namespace

std::string page_of_charset(int charset) {
    if (charset == 0) return "windows-1252";
    if (charset == 2) return std::string(symbols);
    return doc::code_page_of_charset(charset);
}

std::string page_of_number(int number) {
    switch (number) {
    case 936:
    case 54936:
        return "GB18030";
    case 950:
        return "Big5";
    case 65001:
        return "UTF-8";
    case 437:
    case 850:
    case 852:
    case 866:
        return "IBM" + std::to_string(number);
    case 10000:
        return "macintosh";
    default:
        return "windows-" + std::to_string(number > 0 ? number : 1252);
    }
}

std::string Reader::code_page() const {
    auto font = fonts_.find(groups_.back().font);
    if (font == fonts_.end()) return code_page_;
    std::string page = page_of_charset(font->second.charset);
    // Latin fonts of a Chinese file: bytes in them are still of the file's code page where two make one character.
    bool latin = page == "windows-1252" && (code_page_ == "GB18030" || code_page_ == "Big5");
    return page.empty() || latin ? code_page_ : page;
}

void Reader::byte(char c) {
    if (ignored_groups_ > 0 || swallowed()) return;
    Group& here = group();
    bool no_text = here.target == Target::nowhere || here.target == Target::form || here.target == Target::picture ||
                   here.target == Target::object;
    if (no_text) return;
    std::string page = here.target == Target::fonts ? code_page_ : code_page();
    if (page != bytes_page_ || bytes_.size() > pending_limit) flush();
    bytes_page_ = std::move(page);
    if (bytes_page_ == symbols) bytes_font_ = fonts_[here.font].name;
    bytes_ += c;
}

void Reader::unicode(int value) {
    to_swallow_ = 0;
    flush();
    char32_t c = static_cast<char32_t>(value < 0 ? value + 65536 : value) & 0x1FFFFF;
    to_swallow_ = group().fallback;
    if (c >= 0xD800 && c < 0xDC00) {
        high_surrogate_ = c;
        return;
    }
    char32_t high = std::exchange(high_surrogate_, 0);
    if (c >= 0xDC00 && c < 0xE000) c = high ? 0x10000 + ((high - 0xD800) << 10) + (c - 0xDC00) : 0xFFFD;
    if (c == 0 || c > 0x10FFFF) return;
    auto font = fonts_.find(group().font);
    std::string utf8 = text::to_utf8(std::u32string(1, c));
    put(without_private_use(utf8, font == fonts_.end() ? std::string_view() : font->second.name));
}

void Reader::flush() {
    if (bytes_.empty()) return;
    std::string bytes = std::exchange(bytes_, {});
    if (group().target == Target::fonts) {
        // A font's name ends with a semicolon; what is starred in the table is none.
        Font& font = fonts_[group().font];
        if (font.name.empty()) font.name = text::trim(bytes.substr(0, bytes.find(';')));
        return;
    }
    put(bytes_page_ == symbols ? symbol_text(bytes, bytes_font_) : text::decode(bytes, bytes_page_));
}

void Reader::put(std::string_view utf8) {
    if (utf8.empty() || ignored_groups_ > 0) return;
    if (!bytes_.empty()) flush();
    switch (group().target) {
    case Target::code:
    case Target::form_entry:
    case Target::property:
        if (code_.size() < pending_limit) code_ += utf8;
        return;
    case Target::story:
        break;
    default:
        return;
    }
    if (group().list_number && utf8 == "\t") utf8 = " ";
    line() += utf8;
}

} // namespace shenbao::rtf
