#include "extractors/mail/encoded_word.h"

#include "extractors/mail/header_fields.h"
#include "extractors/mail/transfer.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <optional>

namespace shenbao::mail {
namespace {

struct Word {
    std::string charset;
    char encoding = 'B';
    std::string payload;
    std::size_t length = 0; // bytes of the input it takes
};

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

bool is_charset(std::string_view name) {
    return !name.empty() && name.size() <= 40 &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '?'; });
}

// Where the payload ends. A Q payload may hold "?=" only as its end; one without end runs to the next word or the
// text's end.
std::size_t payload_end(std::string_view text) {
    auto end = text.find("?=");
    auto next = text.find("=?");
    if (end == text.npos || (next != text.npos && next < end && next + 1 != end))
        return next == text.npos ? text.size() : next;
    return end;
}

// The encoded word at the start of `text` (RFC 2047, 2), which starts with "=?".
std::optional<Word> word_at(std::string_view text) {
    auto first = text.find('?', 2);
    if (first == text.npos || first + 2 >= text.size() || text[first + 2] != '?') return std::nullopt;
    Word word;
    word.charset = text.substr(2, first - 2);
    word.charset = word.charset.substr(0, word.charset.find('*')); // RFC 2231, 5: language
    word.encoding = static_cast<char>(text[first + 1] & ~0x20);
    if (!is_charset(word.charset) || (word.encoding != 'B' && word.encoding != 'Q')) return std::nullopt;
    std::string_view payload = text.substr(first + 3);
    auto end = payload_end(payload);
    word.payload = payload.substr(0, end);
    word.length = first + 3 + end + (payload.substr(end).starts_with("?=") ? 2 : 0);
    return word;
}

// A run of encoded words in one charset, gathered until another kind of text follows.
class Run {
  public:
    bool takes(const Word& word) const { return open_ && same_name(charset_, word.charset); }
    bool open() const { return open_; }

    void add(const Word& word) {
        bool split_quantum = open_ && encoding_ == 'B' && word.encoding == 'B' && base64_.size() % 4 != 0 &&
                             base64_.find('=') == std::string::npos;
        if (!split_quantum) flush_base64();
        charset_ = word.charset;
        encoding_ = word.encoding;
        open_ = true;
        if (word.encoding == 'B')
            base64_ += word.payload;
        else
            bytes_ += decode_q(word.payload);
    }

    std::string end() {
        flush_base64();
        std::string decoded = open_ ? decode_said(bytes_, charset_) : std::string();
        *this = Run();
        return decoded;
    }

  private:
    void flush_base64() {
        std::erase_if(base64_, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
        bytes_ += decode_base64(base64_);
        base64_.clear();
    }

    bool open_ = false;
    char encoding_ = 'B';
    std::string charset_, base64_, bytes_;
};

// Bytes that say they are UTF-8 and are not quite: damaged where most characters are whole, another charset otherwise.
std::string damaged_utf8(std::string_view bytes) {
    std::string cleaned = text::clean(bytes);
    std::size_t bad = 0, whole = 0;
    for (char32_t c : text::to_u32(cleaned)) {
        if (c == 0xfffd)
            ++bad;
        else if (c >= 0x80)
            ++whole;
    }
    return whole > 3 * bad ? cleaned : text::from_unknown(bytes);
}

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    std::replace(text.begin(), text.end(), '\t', ' ');
    return text::trim(text);
}

} // namespace

std::string unfold(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\r' && raw[i] != '\n') {
            out += raw[i];
            continue;
        }
        while (i + 1 < raw.size() && std::string_view(" \t\r\n").find(raw[i + 1]) != std::string_view::npos)
            ++i;
        if (i + 1 < raw.size()) out += ' ';
    }
    return out;
}

std::string decode_said(std::string_view bytes, std::string_view charset) {
    bool ascii = std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    bool utf8 = !ascii && text::is_utf8(bytes);
    if (charset.empty() || same_name(charset, "us-ascii") || same_name(charset, "unknown-8bit") ||
        same_name(charset, "8bit") || same_name(charset, "default"))
        return text::from_unknown(bytes);
    if (same_name(charset, "utf-8") || same_name(charset, "utf8"))
        return ascii || utf8 ? text::clean(bytes) : damaged_utf8(bytes);
    // Latin-1 that happens to be well-formed UTF-8 is UTF-8 (and so is what calls itself GBK and does not decode as
    // such).
    if (utf8 && (same_name(charset, "iso-8859-1") || same_name(charset, "windows-1252"))) return text::clean(bytes);
    std::string decoded = text::decode(bytes, charset);
    if (utf8 && decoded.find("\xef\xbf\xbd") != std::string::npos) return text::clean(bytes);
    return decoded;
}

std::string decode_words(std::string_view raw) {
    std::string input = unfold(raw), out;
    std::string_view rest = input;
    Run run;
    while (!rest.empty()) {
        auto start = rest.find("=?");
        std::optional<Word> word = start == rest.npos ? std::nullopt : word_at(rest.substr(start));
        std::size_t literal = word ? start : start == rest.npos ? rest.size() : start + 2;
        std::string_view before = rest.substr(0, literal);
        if (!(run.open() && (blank(before) && word))) {
            out += run.end();
            out += text::from_unknown(before);
        }
        rest.remove_prefix(literal);
        if (!word) continue;
        if (run.open() && !run.takes(*word)) out += run.end();
        run.add(*word);
        rest.remove_prefix(word->length);
    }
    return one_line(out + run.end());
}

} // namespace shenbao::mail
