#include "extractors/mail/mapi.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace shenbao::mail {

std::string charset_of(std::int64_t code_page) {
    static constexpr std::array<std::pair<int, std::string_view>, 14> named = {{{936, "GB18030"},
                                                                                {54936, "GB18030"},
                                                                                {52936, "GB18030"},
                                                                                {20936, "GB18030"},
                                                                                {950, "Big5"},
                                                                                {932, "Shift_JIS"},
                                                                                {949, "windows-949"},
                                                                                {51949, "EUC-KR"},
                                                                                {65001, "UTF-8"},
                                                                                {20866, "KOI8-R"},
                                                                                {50220, "ISO-2022-JP"},
                                                                                {874, "windows-874"},
                                                                                {1200, "UTF-16LE"},
                                                                                {20127, "windows-1252"}}};
    for (const auto& [page, name] : named)
        if (page == code_page) return std::string(name);
    if (code_page >= 1250 && code_page <= 1258) return "windows-" + std::to_string(code_page);
    if (code_page >= 28591 && code_page <= 28605) return "ISO-8859-" + std::to_string(code_page - 28590);
    return {};
}

void MapiProperties::set(std::uint16_t id, std::uint16_t type, std::string value) {
    values_[id] = {type, std::move(value)};
}

std::string MapiProperties::text(std::uint16_t id) const {
    auto it = values_.find(id);
    if (it == values_.end()) return {};
    const auto& [type, bytes] = it->second;
    if (type == mapi::unicode) {
        std::string decoded = text::decode(bytes, "UTF-16LE");
        return decoded.substr(0, decoded.find('\0'));
    }
    if (type != mapi::string8) return {};
    const std::string eight = bytes.substr(0, bytes.find('\0'));
    const std::string charset = charset_of(code_page);
    // Programs that write UTF-8 do so whatever the code page says; two bytes alone may be of either.
    const bool long_units = std::any_of(eight.begin(), eight.end(), [](unsigned char c) { return c >= 0xe0; });
    const bool utf8 = long_units && text::is_utf8(eight);
    return charset.empty() || utf8 ? text::from_unknown(eight) : text::decode(eight, charset);
}

std::string MapiProperties::text_of_any(std::initializer_list<std::uint16_t> ids) const {
    for (std::uint16_t id : ids)
        if (std::string found = text(id); !found.empty()) return found;
    return {};
}

const std::string& MapiProperties::bytes(std::uint16_t id) const {
    static const std::string none;
    auto it = values_.find(id);
    return it == values_.end() ? none : it->second.bytes;
}

std::uint16_t MapiProperties::type(std::uint16_t id) const {
    auto it = values_.find(id);
    return it == values_.end() ? 0 : it->second.type;
}

std::int64_t MapiProperties::number(std::uint16_t id, std::int64_t otherwise) const {
    auto it = values_.find(id);
    if (it == values_.end()) return otherwise;
    const auto& [type, bytes] = it->second;
    std::size_t width = 0;
    if (type == mapi::number16 || type == mapi::boolean) width = 2;
    if (type == mapi::number32) width = 4;
    if (type == mapi::number64 || type == mapi::time) width = 8;
    if (width == 0 || bytes.size() < width) return otherwise;
    std::uint64_t value = 0;
    for (std::size_t i = width; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return static_cast<std::int64_t>(value);
}

std::int64_t MapiProperties::seconds(std::uint16_t id) const {
    // FILETIME ([MS-DTYP] 2.3.3): tenths of microseconds since 1601.
    constexpr std::int64_t a_second = 10'000'000, from_1601_to_1970 = 11'644'473'600;
    constexpr std::int64_t year_10000 = 253'402'300'800;
    if (type(id) != mapi::time) return 0;
    const std::int64_t seconds = number(id) / a_second - from_1601_to_1970;
    return seconds > 0 && seconds < year_10000 ? seconds : 0;
}

void MapiMessage::settle_code_page() {
    std::int64_t page = properties.number(mapi::message_code_page);
    // 8-bit texts of a message that came by internet mail are often still in that mail's charset.
    if (charset_of(page).empty()) page = properties.number(mapi::internet_code_page);
    if (charset_of(page).empty()) return;
    properties.code_page = page;
    for (MapiAttachment& attachment : attachments)
        attachment.properties.code_page = page;
}

} // namespace shenbao::mail
