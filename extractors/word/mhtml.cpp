// MHTML (RFC 2557): the web page among the parts of a multipart message, as Word saves "single file web page".

#include "extractors/word/html.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <cctype>

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

std::string html_of_mhtml(std::string_view bytes) {
    std::string boundary = boundary_of(parted(bytes).first);
    if (boundary.empty()) return {};
    std::string mark = "--" + boundary;
    for (auto at = bytes.find(mark); at != std::string_view::npos;) {
        auto next = bytes.find(mark, at + mark.size());
        std::string_view part =
            bytes.substr(at + mark.size(), next == std::string_view::npos ? next : next - at - mark.size());
        auto [head, body] = parted(part);
        std::string fields = lower(head);
        if (fields.find("text/html") != std::string::npos) {
            if (fields.find("quoted-printable") != std::string::npos) return quoted_printable(body);
            return fields.find("base64") != std::string::npos ? base64(body) : std::string(body);
        }
        at = next;
    }
    return {};
}

} // namespace shenbao
