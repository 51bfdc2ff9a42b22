#include "pipeline/model/text.h"

#include <unicode/normalizer2.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>

namespace shenbao::text {
namespace {

constexpr char32_t replacement = 0xFFFD;

// The next code point of `s` at `i`, or a negative number for an ill-formed sequence; `i` moves past it.
UChar32 next(std::string_view s, std::size_t& i) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(s.data());
    auto length = static_cast<int64_t>(s.size());
    auto at = static_cast<int64_t>(i);
    UChar32 c = 0;
    U8_NEXT(bytes, at, length, c);
    i = static_cast<std::size_t>(at);
    return c;
}

void append(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    std::array<uint8_t, 4> buffer{};
    int32_t n = 0;
    UBool failed = false;
    U8_APPEND(buffer.data(), n, 4, static_cast<UChar32>(c), failed);
    if (!failed) out.append(reinterpret_cast<const char*>(buffer.data()), static_cast<std::size_t>(n));
}

bool is_space(char32_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x3000 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0xFEFF;
}

bool is_control(char32_t c) { return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0); }

bool is_noncharacter(char32_t c) { return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF); }

// Space between two of these says nothing: Chinese characters and their punctuation.
bool is_wide(char32_t c) {
    return is_han(c) || (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0x2018 && c <= 0x201D);
}

char32_t narrow(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    if (c == 0x3000) return ' ';
    return c;
}

std::string lower(std::string_view s) {
    std::string out(s);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

struct ConverterClose {
    void operator()(UConverter* c) const { ucnv_close(c); }
};
using Converter = std::unique_ptr<UConverter, ConverterClose>;

// A converter by ICU's name; null where ICU knows none. Opened once and kept: opening costs more than most strings.
UConverter* converter(const std::string& name) {
    static std::map<std::string, Converter> open;
    auto it = open.find(name);
    if (it == open.end()) {
        UErrorCode status = U_ZERO_ERROR;
        Converter made(ucnv_open(name.c_str(), &status));
        if (U_FAILURE(status)) made.reset();
        it = open.emplace(name, std::move(made)).first;
    }
    return it->second.get();
}

std::string icu_name(std::string_view charset) {
    static const std::map<std::string, std::string, std::less<>> gb = {
        {"gb2312", ""}, {"gbk", ""},       {"x-gbk", ""},       {"gb_2312-80", ""}, {"gb18030", ""},
        {"cp936", ""},  {"ms936", ""},     {"windows-936", ""}, {"936", ""},        {"chinese", ""},
        {"euc-cn", ""}, {"hz-gb2312", ""}, {"x-gb", ""}};
    std::string name = lower(trim(charset));
    if (gb.contains(name)) return "gb18030";
    return name;
}

// Decodes with ICU. Strict: nothing where a sequence is ill-formed; else such a sequence becomes U+FFFD.
std::optional<std::string> convert(std::string_view bytes, const std::string& name, bool strict) {
    UConverter* c = converter(name);
    if (!c) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_reset(c);
    ucnv_setToUCallBack(c, strict ? UCNV_TO_U_CALLBACK_STOP : UCNV_TO_U_CALLBACK_SUBSTITUTE, nullptr, nullptr, nullptr,
                        &status);
    std::u16string wide(bytes.size() + 16, u'\0');
    int32_t n = ucnv_toUChars(c, wide.data(), static_cast<int32_t>(wide.size()), bytes.data(),
                              static_cast<int32_t>(bytes.size()), &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        wide.resize(static_cast<std::size_t>(n) + 1);
        n = ucnv_toUChars(c, wide.data(), static_cast<int32_t>(wide.size()), bytes.data(),
                          static_cast<int32_t>(bytes.size()), &status);
    }
    if (U_FAILURE(status)) return std::nullopt;
    std::string out;
    icu::UnicodeString(wide.data(), n).toUTF8String(out);
    return out;
}

// How many bytes from `at` on are ASCII that stands as it is.
std::size_t plain_run(std::string_view bytes, std::size_t at) {
    std::size_t end = at;
    while (end < bytes.size() &&
           ((bytes[end] >= 0x20 && bytes[end] < 0x7F) || bytes[end] == '\t' || bytes[end] == '\n'))
        ++end;
    return end - at;
}

// Code pages in which ASCII is ASCII.
bool extends_ascii(std::string_view name) { return name.substr(0, 8) == "windows-" || name == "gb18030"; }

} // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();)
        if (next(bytes, i) < 0) return false;
    return true;
}

std::string clean(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        if (std::size_t plain = plain_run(bytes, i); plain > 0) {
            out.append(bytes, i, plain);
            i += plain;
            continue;
        }
        UChar32 c = next(bytes, i);
        if (c < 0 || is_noncharacter(static_cast<char32_t>(c)))
            append(out, replacement);
        else if (!is_control(static_cast<char32_t>(c)))
            append(out, static_cast<char32_t>(c));
    }
    return out;
}

std::string nfc(std::string_view utf8) {
    std::string cleaned = clean(utf8);
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) return cleaned;
    bool composed_already = normalizer->isNormalizedUTF8(cleaned, status);
    if (U_FAILURE(status) || composed_already) return cleaned;
    icu::UnicodeString composed = normalizer->normalize(icu::UnicodeString::fromUTF8(cleaned), status);
    if (U_FAILURE(status)) return cleaned;
    std::string out;
    composed.toUTF8String(out);
    return out;
}

std::string fold_width(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size();) {
        UChar32 c = next(utf8, i);
        append(out, c < 0 ? replacement : narrow(static_cast<char32_t>(c)));
    }
    return out;
}

std::string squeeze(std::string_view utf8) {
    std::string out;
    char32_t before = 0;
    bool gap = false;
    for (char32_t c : to_u32(utf8)) {
        if (is_space(c)) {
            gap = true;
            continue;
        }
        if (gap && before && !(is_wide(before) && is_wide(c))) out += ' ';
        append(out, c);
        before = c;
        gap = false;
    }
    return out;
}

std::string value(std::string_view utf8) {
    std::u32string wide = to_u32(nfc(utf8));
    for (char32_t& c : wide) {
        char32_t n = narrow(c);
        if ((n >= '0' && n <= '9') || (n >= 'a' && n <= 'z') || (n >= 'A' && n <= 'Z') || n == ' ') c = n;
    }
    return squeeze(to_utf8(wide));
}

std::string fold(std::string_view utf8) {
    std::string out;
    for (char32_t c : to_u32(fold_width(nfc(utf8)))) {
        if (is_space(c)) continue;
        append(out, c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return out;
}

std::u32string to_u32(std::string_view utf8) {
    std::u32string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size();) {
        UChar32 c = next(utf8, i);
        out += c < 0 ? replacement : static_cast<char32_t>(c);
    }
    return out;
}

std::string to_utf8(std::u32string_view wide) {
    std::string out;
    out.reserve(wide.size() * 3);
    for (char32_t c : wide)
        append(out, c);
    return out;
}

std::size_t length(std::string_view utf8) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < utf8.size(); ++n)
        next(utf8, i);
    return n;
}

bool is_han(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x323AF) || c == 0x3007;
}

int columns(std::string_view utf8) {
    int n = 0;
    for (char32_t c : to_u32(utf8))
        n += is_wide(c) || (c >= 0x1100 && c <= 0x115F) || (c >= 0xAC00 && c <= 0xD7A3) ? 2 : 1;
    return n;
}

std::string shorten(std::string_view utf8, std::size_t points) {
    std::u32string wide = to_u32(utf8);
    if (wide.size() <= points) return to_utf8(wide);
    wide.resize(points ? points - 1 : 0);
    return to_utf8(wide) + "…";
}

std::string decode(std::string_view bytes, std::string_view charset) {
    std::string name = icu_name(charset);
    if (name == "utf-8" || name == "utf8") return is_utf8(bytes) ? clean(bytes) : from_unknown(bytes);
    if (name.empty() || name == "us-ascii" || name == "ascii" || name == "unknown-8bit") return from_unknown(bytes);
    if (extends_ascii(name) && plain_run(bytes, 0) == bytes.size()) return std::string(bytes);
    auto decoded = convert(bytes, name, false);
    return decoded ? clean(*decoded) : from_unknown(bytes);
}

std::string from_unknown(std::string_view bytes, std::string* charset) {
    auto say = [&](const char* name) {
        if (charset) *charset = name;
    };
    if (is_utf8(bytes)) {
        say("UTF-8");
        return clean(bytes);
    }
    if (auto decoded = convert(bytes, "gb18030", true)) {
        say("GB18030");
        return clean(*decoded);
    }
    say("ISO-8859-1");
    auto decoded = convert(bytes, "windows-1252", false);
    return decoded ? clean(*decoded) : clean(bytes);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> out;
    for (std::size_t from = 0;;) {
        std::size_t to = text.find(separator, from);
        out.emplace_back(text.substr(from, to == std::string_view::npos ? to : to - from));
        if (to == std::string_view::npos) return out;
        from = to + 1;
    }
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    std::size_t at = from.empty() ? std::string::npos : text.find(from);
    if (at == std::string::npos) return text;
    // Into a new text: to shift what follows for every hit would take hours over a text of megabytes.
    std::string out;
    out.reserve(text.size());
    std::size_t done = 0;
    for (; at != std::string::npos; at = text.find(from, done)) {
        out.append(text, done, at - done).append(to);
        done = at + from.size();
    }
    return out.append(text, done);
}

std::string trim(std::string_view text) {
    constexpr std::string_view space = " \t\r\n\f\v";
    auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(space) - first + 1));
}

std::string ranges(std::span<const int> numbers, std::string_view separator) {
    std::string out;
    for (std::size_t first = 0, last = 0; first < numbers.size(); first = ++last) {
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
            ++last;
        if (!out.empty()) out += separator;
        out += std::to_string(numbers[first]);
        if (last > first) out += "-" + std::to_string(numbers[last]);
    }
    return out;
}

} // namespace shenbao::text
