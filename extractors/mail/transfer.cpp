#include "extractors/mail/transfer.h"

#include "extractors/mail/header_fields.h"

#include <algorithm>
#include <array>

namespace shenbao::mail {
namespace {

constexpr std::size_t piece = 64 * 1024;

// Gathers decoded bytes and hands them on in pieces.
class Gather {
  public:
    explicit Gather(const Bytes& out) : out_(out) { buffer_.reserve(piece + 4); }
    void add(char c) {
        buffer_ += c;
        if (buffer_.size() >= piece) flush();
    }
    void add(std::string_view text) {
        for (char c : text)
            add(c);
    }
    void flush() {
        if (!buffer_.empty()) out_(buffer_);
        buffer_.clear();
    }

  private:
    const Bytes& out_;
    std::string buffer_;
};

constexpr std::int8_t no_digit = -1, skipped = -2, padding = -3;

constexpr std::array<std::int8_t, 256> base64_digits() {
    std::array<std::int8_t, 256> table{};
    for (auto& entry : table)
        entry = no_digit;
    const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < 64; ++i)
        table[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
    for (unsigned char c : {' ', '\t', '\r', '\n'})
        table[c] = skipped;
    table['='] = padding;
    return table;
}

TransferDamage base64(std::string_view body, Gather& out) {
    static constexpr auto digits = base64_digits();
    TransferDamage damage;
    std::uint32_t group = 0;
    int held = 0;
    bool padded = false; // within or after padding: only further padding belongs to the group
    // Padding ends a group, not the body: some programs join separately encoded pieces.
    auto end_group = [&] {
        if (held >= 2) out.add(static_cast<char>(group >> (held == 2 ? 4 : 10)));
        if (held == 3) out.add(static_cast<char>(group >> 2));
        group = 0;
        held = 0;
    };
    for (unsigned char c : body) {
        std::int8_t digit = digits[c];
        if (digit == skipped) continue;
        if (digit == padding) {
            if (held == 0 && !padded) ++damage.rubbish;
            end_group();
            padded = true;
        } else if (digit == no_digit) {
            ++damage.rubbish;
        } else {
            padded = false;
            group = group << 6 | static_cast<std::uint32_t>(digit);
            if (++held < 4) continue;
            out.add(static_cast<char>(group >> 16));
            out.add(static_cast<char>(group >> 8));
            out.add(static_cast<char>(group));
            group = 0;
            held = 0;
        }
    }
    damage.cut = held != 0;
    end_group();
    return damage;
}

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

TransferDamage quoted_printable_line(std::string_view line, bool ends, std::string_view line_end, Gather& out) {
    TransferDamage damage;
    auto last = line.find_last_not_of(" \t"); // RFC 2045, 6.7 (3): white space at a line's end was added in transport
    line = line.substr(0, last == line.npos ? 0 : last + 1);
    bool soft = line.ends_with('=');
    if (soft) line.remove_suffix(1);
    for (std::size_t i = 0; i < line.size(); ++i) {
        bool escaped = line[i] == '=' && i + 2 < line.size() && hex(line[i + 1]) >= 0 && hex(line[i + 2]) >= 0;
        if (escaped) {
            out.add(static_cast<char>(hex(line[i + 1]) << 4 | hex(line[i + 2])));
            i += 2;
            continue;
        }
        if (line[i] == '=') ++damage.rubbish;
        out.add(line[i]);
    }
    if (ends && !soft) out.add(line_end);
    return damage;
}

TransferDamage quoted_printable(std::string_view body, Gather& out) {
    TransferDamage damage;
    while (!body.empty()) {
        auto end = body.find('\n');
        bool ends = end != body.npos;
        std::string_view line = body.substr(0, end);
        bool crlf = ends && line.ends_with('\r');
        if (crlf) line.remove_suffix(1);
        damage.rubbish += quoted_printable_line(line, ends, crlf ? "\r\n" : "\n", out).rubbish;
        body.remove_prefix(ends ? end + 1 : body.size());
    }
    return damage;
}

bool uu_line(std::string_view line, Gather& out) {
    auto digit = [&](std::size_t i) { return i < line.size() ? static_cast<unsigned>((line[i] - 0x20) & 0x3f) : 0u; };
    unsigned count = digit(0);
    for (unsigned produced = 0; produced < count; produced += 3) {
        std::size_t at = 1 + produced / 3 * 4;
        unsigned group = digit(at) << 18 | digit(at + 1) << 12 | digit(at + 2) << 6 | digit(at + 3);
        for (unsigned i = 0; i < 3 && produced + i < count; ++i)
            out.add(static_cast<char>(group >> (16 - 8 * i)));
    }
    return count > 0;
}

TransferDamage uuencode(std::string_view body, Gather& out) {
    TransferDamage damage;
    bool begun = false, ended = false;
    while (!body.empty() && !ended) {
        auto [line, rest] = next_line(body);
        body = rest;
        if (!begun)
            begun = line.starts_with("begin ");
        else if (line == "end" || line == "`" || line.empty())
            ended = true;
        else
            uu_line(line, out);
    }
    damage.cut = !ended;
    return damage;
}

} // namespace

Encoding encoding_of(std::string_view value) {
    auto start = value.find_first_not_of(" \t\r\n\"");
    if (start == value.npos) return Encoding::identity;
    value.remove_prefix(start);
    value = value.substr(0, value.find_first_of(" \t\r\n\";("));
    if (same_name(value, "base64")) return Encoding::base64;
    if (same_name(value, "quoted-printable")) return Encoding::quoted_printable;
    if (same_name(value, "uuencode") || same_name(value, "x-uuencode") || same_name(value, "x-uue") ||
        same_name(value, "uue"))
        return Encoding::uuencode;
    return Encoding::identity;
}

TransferDamage decode_body(std::string_view body, Encoding encoding, const Bytes& out) {
    Gather gather(out);
    TransferDamage damage;
    switch (encoding) {
    case Encoding::base64:
        damage = base64(body, gather);
        break;
    case Encoding::quoted_printable:
        damage = quoted_printable(body, gather);
        break;
    case Encoding::uuencode:
        damage = uuencode(body, gather);
        break;
    case Encoding::identity:
        for (; !body.empty(); body.remove_prefix(std::min(piece, body.size())))
            out(body.substr(0, piece));
        break;
    }
    gather.flush();
    return damage;
}

std::string decode_base64(std::string_view text) {
    std::string decoded;
    decode_body(text, Encoding::base64, [&](std::string_view bytes) { decoded += bytes; });
    return decoded;
}

std::string decode_quoted_printable(std::string_view text) {
    std::string decoded;
    decode_body(text, Encoding::quoted_printable, [&](std::string_view bytes) { decoded += bytes; });
    return decoded;
}

std::string decode_q(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '_')
            decoded += ' ';
        else if (text[i] == '=' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            decoded += static_cast<char>(hex(text[i + 1]) << 4 | hex(text[i + 2]));
            i += 2;
        } else
            decoded += text[i];
    }
    return decoded;
}

} // namespace shenbao::mail
