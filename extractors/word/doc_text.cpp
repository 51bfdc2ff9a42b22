// Characters of binary Word documents: code pages, and lines put together from narrow and wide text.

#include "extractors/word/doc_reader.h"
#include "extractors/word/symbols.h"
#include "pipeline/model/text.h"

#include <utility>

namespace shenbao::doc {
namespace {

bool is_double_byte(const std::string& page) {
    return page == "GB18030" || page == "Big5" || page == "windows-932" || page == "windows-949";
}

} // namespace

std::string code_page_of_language(int language) {
    switch (language & 0x3FF) {
    case 0x04:
        return language == 0x0404 || language == 0x0C04 || language == 0x1404 ? "Big5" : "GB18030";
    case 0x11:
        return "windows-932";
    case 0x12:
        return "windows-949";
    case 0x19:
    case 0x22:
    case 0x23:
    case 0x02:
    case 0x2F:
        return "windows-1251";
    case 0x05:
    case 0x0E:
    case 0x15:
    case 0x18:
    case 0x1A:
    case 0x1B:
    case 0x24:
        return "windows-1250";
    case 0x08:
        return "windows-1253";
    case 0x1F:
        return "windows-1254";
    case 0x0D:
        return "windows-1255";
    case 0x01:
        return "windows-1256";
    case 0x25:
    case 0x26:
    case 0x27:
        return "windows-1257";
    case 0x2A:
        return "windows-1258";
    case 0x1E:
        return "windows-874";
    default:
        return {};
    }
}

std::string code_page_of_charset(int charset) {
    switch (charset) {
    case 77:
        return "macintosh";
    case 128:
        return "windows-932";
    case 129:
        return "windows-949";
    case 134:
        return "GB18030";
    case 136:
        return "Big5";
    case 161:
        return "windows-1253";
    case 162:
        return "windows-1254";
    case 163:
        return "windows-1258";
    case 177:
        return "windows-1255";
    case 178:
        return "windows-1256";
    case 186:
        return "windows-1257";
    case 204:
        return "windows-1251";
    case 222:
        return "windows-874";
    case 238:
        return "windows-1250";
    default:
        return {};
    }
}

void LineText::flush() {
    if (!bytes_.empty()) utf8_ += text::decode(bytes_, code_page_);
    bytes_.clear();
    if (units_.empty()) return;
    std::u32string points;
    for (std::size_t i = 0; i < units_.size(); ++i) {
        char32_t c = units_[i];
        bool pair =
            c >= 0xD800 && c < 0xDC00 && i + 1 < units_.size() && units_[i + 1] >= 0xDC00 && units_[i + 1] < 0xE000;
        if (pair) c = 0x10000 + ((c - 0xD800) << 10) + (units_[++i] - 0xDC00u);
        points += c >= 0xD800 && c < 0xE000 ? U'\uFFFD' : c;
    }
    utf8_ += text::to_utf8(points);
    units_.clear();
}

void LineText::wide(char16_t unit) {
    if (!bytes_.empty()) flush();
    units_ += unit;
}

void LineText::narrow(char byte, const std::string& code_page) {
    if (!units_.empty() || code_page != code_page_) flush();
    code_page_ = code_page;
    bytes_ += byte;
}

void LineText::append(std::string_view utf8) {
    flush();
    utf8_ += utf8;
}

std::string LineText::take() {
    flush();
    return std::exchange(utf8_, {});
}

// Narrow text of Word 97 on is Windows-1252 ([MS-DOC] 2.9.73); older text goes by language and font.
std::string StoryWalker::code_page_of(const Piece& piece) const {
    if (piece.wide || !file_.fib().old) return "windows-1252";
    std::string of_language = code_page_of_language(file_.fib().language);
    if (is_double_byte(of_language)) return of_language;
    std::string of_font = code_page_of_charset(font_.charset);
    if (!of_font.empty()) return of_font;
    return of_language.empty() ? "windows-1252" : of_language;
}

void StoryWalker::put_symbol(char32_t code, int font) {
    std::string name = file_.font(font).name;
    char32_t shown = symbol(name, code);
    if (!shown) shown = code;
    line().append(text::to_utf8(std::u32string(1, shown)));
}

void StoryWalker::put(char16_t unit, const Piece& piece) {
    if (!fields_.empty()) fields_.back().shown = true;
    if (unit == 0x28 && characters_.symbol_font >= 0) return put_symbol(characters_.symbol, characters_.symbol_font);
    if (unit >= 0xF020 && unit <= 0xF0FF) {
        line().append(without_private_use(text::to_utf8(std::u32string(1, unit)), font_.name));
    } else if (!piece.wide) {
        line().narrow(static_cast<char>(unit), code_page_);
    } else if (file_.fib().old && unit >= 0x8100) {
        // Word 95 for East Asia: two bytes of the code page, the first one high.
        line().narrow(static_cast<char>(unit >> 8), code_page_);
        line().narrow(static_cast<char>(unit & 0xFF), code_page_);
    } else {
        line().wide(unit);
    }
}

} // namespace shenbao::doc
