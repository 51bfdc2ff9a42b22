#include "extractors/mail/rtf_body.h"

#include "extractors/mail/mapi.h"
#include "extractors/word/rtf.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

namespace shenbao::mail {
namespace {

constexpr std::size_t longest_rtf = std::size_t{16} << 20;
constexpr std::size_t deepest_group = 1000;

// What every dictionary begins with ([MS-OXRTFCP] 2.1.2.1).
constexpr std::string_view preset = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss "
                                    "\\fmodern \\fscript \\fdecor MS Sans "
                                    "SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
                                    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
static_assert(preset.size() == 207);

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = value << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    return value;
}

// LZ77 over a dictionary of 4 KiB that goes round: a control byte, then eight literals or references.
std::string unpack(std::string_view in, std::size_t size) {
    std::array<char, 4096> dictionary{};
    std::copy(preset.begin(), preset.end(), dictionary.begin());
    std::size_t end = preset.size();
    std::string out;
    auto put = [&](char c) {
        out += c;
        dictionary[end] = c;
        end = (end + 1) % dictionary.size();
    };
    for (std::size_t at = 0; at < in.size() && out.size() < size;) {
        const auto control = static_cast<unsigned char>(in[at++]);
        for (int bit = 0; bit < 8 && at < in.size() && out.size() < size; ++bit) {
            if (!(control >> bit & 1)) {
                put(in[at++]);
                continue;
            }
            if (at + 1 >= in.size()) return out;
            const std::size_t token = static_cast<std::size_t>(static_cast<unsigned char>(in[at])) << 8 |
                                      static_cast<unsigned char>(in[at + 1]);
            at += 2;
            std::size_t from = token >> 4;
            if (from == end) return out; // the end's own mark
            for (std::size_t left = (token & 15) + 2; left > 0; --left, from = (from + 1) % dictionary.size())
                put(dictionary[from]);
        }
    }
    return out;
}

// Code pages of a font's \fcharset.
std::int64_t code_page_of_charset(int charset) {
    switch (charset) {
    case 134:
        return 936;
    case 136:
        return 950;
    case 128:
        return 932;
    case 129:
        return 949;
    case 204:
        return 1251;
    case 238:
        return 1250;
    case 161:
        return 1253;
    case 162:
        return 1254;
    default:
        return 0;
    }
}

class BodyReader {
  public:
    explicit BodyReader(std::string_view rtf) : lexer_(rtf) {}

    RtfBody read() {
        groups_.emplace_back();
        using Kind = rtf::Token::Kind;
        for (rtf::Token token = lexer_.next(); token.kind != Kind::end && body_.text.size() < longest_rtf;
             token = lexer_.next()) {
            if (token.kind == Kind::open) open();
            if (token.kind == Kind::close) close();
            if (token.kind == Kind::word) word(token);
            if (token.kind == Kind::symbol) symbol(token.word.front());
            if (token.kind == Kind::byte) bytes(std::string(1, static_cast<char>(token.value)));
            if (token.kind == Kind::text) bytes(std::string(token.word));
        }
        flush();
        return std::move(body_);
    }

  private:
    struct Group {
        bool silent = false, tag = false, fonts = false, starred = false, rtf_only = false;
        int font = -1, fallback = 1;
    };

    Group& group() { return groups_.back(); }

    void open() {
        flush();
        if (groups_.size() < deepest_group)
            groups_.push_back(group());
        else
            ++beyond_;
        group().starred = false;
    }

    void close() {
        flush();
        if (beyond_ > 0)
            --beyond_;
        else if (groups_.size() > 1)
            groups_.pop_back();
    }

    void word(const rtf::Token& token) {
        const std::string_view name = token.word;
        if (name == "u") return unicode(token.value);
        flush();
        if (name == "fromhtml") body_.is_html = token.value != 0 || !token.has_value;
        if (name == "ansicpg") code_page_ = token.value;
        if (name == "uc") group().fallback = std::clamp(token.value, 0, 100);
        if (name == "htmlrtf") group().rtf_only = !token.has_value || token.value != 0;
        if (name == "f") group().font = token.value;
        if (name == "fcharset" && group().fonts) fonts_[group().font] = code_page_of_charset(token.value);
        if (destination(name)) return;
        if (name == "par" || name == "line") put("\n");
        if (name == "tab" || name == "cell") put("\t");
        if (name == "row") put("\n");
    }

    bool destination(std::string_view name) {
        static constexpr std::array<std::string_view, 9> not_text = {
            "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "fldinst", "mhtmltag"};
        if (name == "htmltag") {
            group().tag = true;
            group().silent = false;
        } else if (name == "fonttbl") {
            group().fonts = group().silent = true;
        } else if (group().starred || std::find(not_text.begin(), not_text.end(), name) != not_text.end()) {
            group().silent = true;
        } else {
            return false;
        }
        group().starred = false;
        return true;
    }

    void symbol(char c) {
        if (c == '*') group().starred = true;
        if (c == '{' || c == '}' || c == '\\') bytes(std::string(1, c));
        if (c == '~') put("\xc2\xa0");
        if (c == '_') put("-");
    }

    void unicode(int value) {
        flush();
        const auto unit = static_cast<char32_t>(static_cast<std::uint16_t>(value));
        if (unit >= 0xd800 && unit < 0xdc00) {
            high_ = unit;
        } else {
            const bool pair = unit >= 0xdc00 && unit < 0xe000;
            if (!pair) put(text::to_utf8(std::u32string(1, unit)));
            if (pair && high_)
                put(text::to_utf8(std::u32string(1, 0x10000 + ((high_ - 0xd800) << 10) + (unit - 0xdc00))));
            high_ = 0;
        }
        skip_ = group().fallback;
    }

    // Text of a code page, gathered until it can be decoded in one go; what stands for \u in older readers is passed
    // by.
    void bytes(std::string more) {
        const auto skipped = std::min(static_cast<std::size_t>(skip_), more.size());
        skip_ -= static_cast<int>(skipped);
        waiting_ += more.substr(skipped);
    }

    void flush() {
        if (waiting_.empty()) return;
        std::string charset;
        if (auto font = fonts_.find(group().font); font != fonts_.end()) charset = charset_of(font->second);
        if (charset.empty()) charset = charset_of(code_page_);
        std::string waiting = std::exchange(waiting_, {});
        put(charset.empty() ? text::from_unknown(waiting) : text::decode(waiting, charset));
    }

    void put(std::string_view utf8) {
        skip_ = 0;
        const bool shown = !group().silent && (group().tag || !group().rtf_only || !body_.is_html);
        if (shown) body_.text += utf8;
    }

    rtf::Lexer lexer_;
    RtfBody body_;
    std::vector<Group> groups_;
    std::map<int, std::int64_t> fonts_;
    std::string waiting_;
    std::int64_t code_page_ = 0;
    char32_t high_ = 0;
    std::size_t beyond_ = 0;
    int skip_ = 0;
};

} // namespace

std::string decompress_rtf(std::string_view bytes) {
    constexpr std::uint32_t compressed = 0x75465a4c, plain = 0x414c454d;
    constexpr std::size_t head = 16;
    if (bytes.size() < head) return {};
    const std::size_t size = std::min<std::size_t>(number_at(bytes, 4), longest_rtf);
    if (number_at(bytes, 8) == plain) return std::string(bytes.substr(head, size));
    return number_at(bytes, 8) == compressed ? unpack(bytes.substr(head), size) : std::string();
}

RtfBody read_rtf_body(std::string_view rtf) { return BodyReader(rtf).read(); }

} // namespace shenbao::mail
