#include "extractors/mail/header_fields.h"

#include <algorithm>
#include <array>

namespace shenbao::mail {
namespace {

constexpr std::size_t look_bytes = 64 * 1024;
constexpr std::size_t longest_name = 80;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr std::array<std::string_view, 16> mail_fields = {
    "from",     "to",     "cc",           "subject",     "date",          "received", "message-id",    "return-path",
    "reply-to", "sender", "delivered-to", "envelope-to", "delivery-date", "bcc",      "x-original-to", "in-reply-to"};

constexpr std::array<std::string_view, 22> other_fields = {"mime-version",
                                                           "content-type",
                                                           "content-transfer-encoding",
                                                           "content-disposition",
                                                           "content-length",
                                                           "content-description",
                                                           "content-id",
                                                           "content-language",
                                                           "references",
                                                           "status",
                                                           "lines",
                                                           "importance",
                                                           "priority",
                                                           "comments",
                                                           "keywords",
                                                           "dkim-signature",
                                                           "domainkey-signature",
                                                           "authentication-results",
                                                           "received-spf",
                                                           "user-agent",
                                                           "thread-topic",
                                                           "organization"};

template <class List> bool contains(const List& list, std::string_view name) {
    return std::any_of(list.begin(), list.end(), [&](std::string_view known) { return same_name(known, name); });
}

bool starts_with_name(std::string_view name, std::string_view stem) {
    return name.size() > stem.size() && same_name(name.substr(0, stem.size()), stem);
}

} // namespace

Line next_line(std::string_view text) {
    auto end = text.find('\n');
    Line found{text.substr(0, end), end == text.npos ? std::string_view() : text.substr(end + 1)};
    if (found.line.ends_with('\r')) found.line.remove_suffix(1);
    return found;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view field_name(std::string_view line) {
    auto colon = line.substr(0, longest_name).find(':');
    if (colon == line.npos || colon == 0) return {};
    std::string_view name = line.substr(0, colon);
    while (name.ends_with(' ') || name.ends_with('\t'))
        name.remove_suffix(1);
    bool printable = std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    return printable ? name : std::string_view();
}

bool is_continuation(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }

bool is_mail_field(std::string_view name) { return contains(mail_fields, name); }

bool is_known_field(std::string_view name) {
    return is_mail_field(name) || contains(other_fields, name) || starts_with_name(name, "x-") ||
           starts_with_name(name, "arc-") || starts_with_name(name, "list-") || starts_with_name(name, "resent-");
}

HeaderLook look_at_header(std::string_view text, int lines) {
    HeaderLook look;
    for (std::string_view rest = text.substr(0, look_bytes); lines > 0; --lines) {
        if (rest.empty()) {
            look.ended = true;
            break;
        }
        auto [line, after] = next_line(rest);
        rest = after;
        if (line.empty()) {
            look.ended = true;
            break;
        }
        if (is_continuation(line)) continue;
        std::string_view name = field_name(line);
        if (name.empty()) ++look.other_lines;
        if (is_mail_field(name)) ++look.mail_fields;
        if (is_known_field(name)) ++look.known_fields;
    }
    return look;
}

std::size_t leading_blank(std::string_view text) {
    std::size_t at = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
    while (at < text.size() && (text[at] == '\r' || text[at] == '\n'))
        ++at;
    return at;
}

} // namespace shenbao::mail
