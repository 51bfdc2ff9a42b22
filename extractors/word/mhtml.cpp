// MHTML (RFC 2557): the web page among the parts of a multipart message, as Word saves "single file web page".

#include "extractors/word/html.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <cctype>
#include <functional>

namespace shenbao {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

std::string quoted_printable(std::string_view in) {
    std::string out;
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (in[i] != '=') {
            out += in[i];
        } else if (i + 2 < in.size() && hex(in[i + 1]) >= 0 && hex(in[i + 2]) >= 0) {
            out += static_cast<char>(hex(in[i + 1]) * 16 + hex(in[i + 2]));
            i += 2;
        } else {
            i = std::min(in.find('\n', i), in.size()); // a soft line break
        }
    }
    return out;
}

std::string base64(std::string_view in) {
    static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int held = 0;
    for (char c : in) {
        auto value = digits.find(c);
        if (c == '=') break;
        if (value == std::string_view::npos) continue;
        bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFFFF;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xFF);
    }
    return out;
}

// Head and body of a part: parted by the first empty line.
std::pair<std::string_view, std::string_view> parted(std::string_view part) {
    auto at = part.find("\n\r\n");
    std::size_t skip = 3;
    auto bare = part.find("\n\n");
    if (bare < at) {
        at = bare;
        skip = 2;
    }
    if (at == std::string_view::npos) return {part, {}};
    return {part.substr(0, at), part.substr(at + skip)};
}

std::string boundary_of(std::string_view head) {
    auto at = lower(head).find("boundary=");
    if (at == std::string::npos) return {};
    std::string_view rest = head.substr(at + 9);
    if (!rest.empty() && rest.front() == '"') return std::string(rest.substr(1, rest.find('"', 1) - 1));
    return std::string(rest.substr(0, rest.find_first_of("; \r\n")));
}

} // namespace

bool looks_like_mhtml(std::string_view bytes) {
    std::string head = lower(parted(bytes.substr(0, 4096)).first);
    return head.find("mime-version:") != std::string::npos && head.find("multipart/related") != std::string::npos;
}

namespace {

// Each part's head, in lower case, and its body as it stands; until `visit` returns false.
void each_part(std::string_view bytes, const std::function<bool(const std::string&, std::string_view)>& visit) {
    std::string boundary = boundary_of(parted(bytes).first);
    if (boundary.empty()) return;
    std::string mark = "--" + boundary;
    for (auto at = bytes.find(mark); at != std::string_view::npos;) {
        auto next = bytes.find(mark, at + mark.size());
        std::string_view part =
            bytes.substr(at + mark.size(), next == std::string_view::npos ? next : next - at - mark.size());
        auto [head, body] = parted(part);
        if (!visit(lower(head), body)) return;
        at = next;
    }
}

std::string decoded(const std::string& head, std::string_view body) {
    if (head.find("quoted-printable") != std::string::npos) return quoted_printable(body);
    return head.find("base64") != std::string::npos ? base64(body) : std::string(body);
}

// The last part of the place a part says it comes from, "" where it says none.
std::string place_of(const std::string& head) {
    auto at = head.find("content-location:");
    if (at == std::string::npos) return {};
    std::string_view place = std::string_view(head).substr(at + 17);
    place = place.substr(0, place.find_first_of("\r\n"));
    auto slash = place.find_last_of("/\\");
    return text::trim(slash == std::string_view::npos ? place : place.substr(slash + 1));
}

} // namespace

std::string html_of_mhtml(std::string_view bytes) {
    std::string html;
    each_part(bytes, [&](const std::string& head, std::string_view body) {
        if (head.find("text/html") == std::string::npos) return true;
        html = decoded(head, body);
        return false;
    });
    return html;
}

void put_mhtml_pictures(std::string_view bytes, Collector& out, Sink& sink) {
    constexpr int picture_limit = 2000;
    int count = 0;
    each_part(bytes, [&](const std::string& head, std::string_view body) {
        if (head.find("content-type: image/") == std::string::npos) return true;
        std::string picture = decoded(head, body), place = place_of(head);
        ++count;
        if (picture.find_first_not_of("\r\n") != picture.npos)
            out.attachment(place.empty() ? "picture" + std::to_string(count) : place, picture, sink);
        return count < picture_limit;
    });
}

} // namespace shenbao
