#include "extractors/archive/unar_listing.h"

#include "pipeline/model/text.h"

#include <nlohmann/json.hpp>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <limits>

namespace shenbao::archive {
namespace {

using Json = nlohmann::json;

std::string format_of(const std::string& name) {
    if (name == "RAR") return "rar4";
    if (name == "RAR 5") return "rar5";
    if (name == "7-Zip") return "7z";
    if (name == "Zip") return "zip";
    return text::clean(name);
}

// The lists of a solid run stand once in every member of it: all of them together grow with its square.
bool is_wanted(const std::string& key) {
    constexpr std::array<std::string_view, 4> lists = {"XADSolidObject", "Parts", "RAR5InputParts", "RARInputParts"};
    return std::find(lists.begin(), lists.end(), key) == lists.end();
}

template <class Number> std::optional<Number> number(const Json& object, const char* key) {
    auto it = object.find(key);
    if (it == object.end() || !it->is_number_unsigned()) return std::nullopt;
    const auto value = it->get<std::uint64_t>();
    return value <= std::numeric_limits<Number>::max() ? std::optional(static_cast<Number>(value)) : std::nullopt;
}

bool flag(const Json& object, const char* key) { return number<std::uint64_t>(object, key).value_or(0) != 0; }

std::string words(const Json& object, const char* key) {
    auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

// lsar is told to take names that are not Unicode for Latin 1, which gives their bytes back.
RawName raw_name(const std::string& shown, bool unicode) {
    std::string bytes;
    for (std::size_t at = 0; at < shown.size() && !unicode;) {
        UChar32 c = 0;
        U8_NEXT(shown.data(), at, shown.size(), c);
        unicode = c < 0 || c > 0xFF;
        bytes += static_cast<char>(c);
    }
    return unicode ? RawName{shown, true} : RawName{bytes, false};
}

// ZIP 4.4.4 bit 11; RAR 4 0x200; the others know nothing else.
bool says_unicode(const Json& member, const std::string& format) {
    if (format == "zip") return number<std::uint32_t>(member, "ZipFlags").value_or(0) & 0x800;
    if (format == "rar4") return number<std::uint32_t>(member, "RARFlags").value_or(0) & 0x200;
    return true;
}

// RAR 5 may hide its sums behind the key (bit 1 of the encryption record's flags): those prove nothing here.
std::optional<std::uint32_t> sum_of(const Json& member) {
    if (number<std::uint32_t>(member, "RAR5EncryptionFlags").value_or(0) & 2) return std::nullopt;
    for (const char* key : {"RARCRC32", "RAR5CRC32", "7zCRC32", "ZipCRC32"})
        if (auto sum = number<std::uint32_t>(member, key)) return sum;
    return std::nullopt;
}

UnarMember member_of(const Json& json, const std::string& format) {
    UnarMember member;
    member.index = number<int>(json, "XADIndex").value_or(0);
    member.name = raw_name(words(json, "XADFileName"), says_unicode(json, format));
    member.size = number<std::uint64_t>(json, "XADFileSize");
    member.crc = sum_of(json);
    member.folder = flag(json, "XADIsDirectory");
    member.link = flag(json, "XADIsLink");
    member.encrypted = flag(json, "XADIsEncrypted");
    member.target = words(json, "XADLinkDestination");
    member.test = words(json, "lsarTestResult");
    return member;
}

} // namespace

std::optional<UnarListing> parse_unar_listing(std::string_view text, std::size_t most) {
    const auto keep = [](int, Json::parse_event_t event, Json& parsed) {
        return event != Json::parse_event_t::key || is_wanted(parsed.get_ref<const std::string&>());
    };
    const Json json = Json::parse(text, keep, false);
    if (!json.is_object() || !json.contains("lsarContents") || !json["lsarContents"].is_array()) return std::nullopt;
    UnarListing listing;
    listing.format = format_of(words(json, "lsarFormatName"));
    listing.error = number<int>(json, "lsarError").value_or(0);
    if (json.contains("lsarProperties")) listing.solid = flag(json["lsarProperties"], "XADIsSolid");
    for (const Json& member : json["lsarContents"]) {
        if (listing.members.size() > most) break;
        if (member.is_object() && number<int>(member, "XADIndex"))
            listing.members.push_back(member_of(member, listing.format));
    }
    return listing;
}

} // namespace shenbao::archive
