#include "extractors/mail/parameters.h"

#include "extractors/mail/encoded_word.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <charconv>

namespace shenbao::mail {
namespace {

constexpr std::size_t most_parameters = 1000;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text), utf8_(text::is_utf8(text)) {}

    bool done() const { return at_ >= text_.size(); }

    std::string until_semicolon() {
        std::size_t end = std::min(text_.find(';', at_), text_.size());
        std::string word = text::trim(text_.substr(at_, end - at_));
        at_ = std::min(end + 1, text_.size());
        return word;
    }

    // The name before '='; empty where there is none before the next ';', which is then passed.
    std::string name() {
        std::size_t end = text_.find_first_of("=;", at_);
        if (end == text_.npos || text_[end] == ';') {
            at_ = end == text_.npos ? text_.size() : end + 1;
            return {};
        }
        std::string word = lower(text::trim(text_.substr(at_, end - at_)));
        at_ = end + 1;
        return word;
    }

    std::string value() {
        while (!done() && is_blank(text_[at_]))
            ++at_;
        std::string found = !done() && text_[at_] == '"' ? quoted() : plain();
        at_ = std::min(std::min(text_.find(';', at_), text_.size()) + 1, text_.size());
        return found;
    }

  private:
    // In GBK the second byte of a character may be '\' or '|'; it is taken together with the first.
    bool double_byte() const {
        return !utf8_ && static_cast<unsigned char>(text_[at_]) > 0x80 && at_ + 1 < text_.size() &&
               static_cast<unsigned char>(text_[at_ + 1]) >= 0x40;
    }

    std::string quoted() {
        std::string out;
        for (++at_; !done(); ++at_) {
            char c = text_[at_];
            if (double_byte()) {
                out += c;
                out += text_[++at_];
            } else if (c == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\')) {
                out += text_[++at_];
            } else if (c == '"') {
                ++at_;
                break;
            } else {
                out += c;
            }
        }
        return out;
    }

    // Up to ';', which may stand in an encoded word that should have been quoted.
    std::string plain() {
        std::size_t start = at_;
        while (!done() && text_[at_] != ';') {
            std::string_view rest = std::string_view(text_).substr(at_);
            auto end = rest.starts_with("=?") ? word_length(rest) : 0;
            at_ += end ? end : 1;
        }
        return text::trim(text_.substr(start, at_ - start));
    }

    static std::size_t word_length(std::string_view rest) {
        auto charset = rest.find('?', 2);
        auto encoding = charset == rest.npos ? charset : rest.find('?', charset + 1);
        auto end = encoding == rest.npos ? encoding : rest.find("?=", encoding + 1);
        return end == rest.npos ? 0 : end + 2;
    }

    std::string text_;
    bool utf8_;
    std::size_t at_ = 0;
};

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            out += static_cast<char>(hex(text[i + 1]) << 4 | hex(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

// Takes "charset'language'" off the front of an extended value (RFC 2231, 4).
std::string take_charset(std::string& value) {
    auto first = value.find('\'');
    auto second = first == value.npos ? first : value.find('\'', first + 1);
    if (second == value.npos) return {};
    std::string charset = value.substr(0, first);
    value.erase(0, second + 1);
    return charset;
}

std::string decoded(const std::string& bytes, const std::string& charset) {
    std::string plain = decode_said(bytes, charset);
    return plain.find("=?") == plain.npos ? plain : decode_words(plain);
}

// name*0, name*1*, … (RFC 2231, 3 and 4.1), in the order of their numbers, up to the first gap. Neighbouring extended
// pieces are joined before decoding: some programs cut within "%E9".
std::string continued(const Structured& header, const std::string& name) {
    std::string bytes, charset, escaped;
    bool encoded_words = true;
    for (std::size_t i = 0; i < most_parameters; ++i) {
        std::string stem = name + "*" + std::to_string(i);
        auto extended = header.parameters.find(stem + "*");
        auto simple = header.parameters.find(stem);
        if (extended != header.parameters.end()) {
            std::string value = extended->second;
            if (i == 0) charset = take_charset(value);
            escaped += value;
            encoded_words = false;
        } else if (simple != header.parameters.end()) {
            bytes += percent_decoded(escaped) + simple->second;
            escaped.clear();
        } else {
            break;
        }
    }
    bytes += percent_decoded(escaped);
    return encoded_words ? decode_words(bytes) : decoded(bytes, charset);
}

// A plain value that was percent-encoded as if it were an address: `filename="%E6%8E%A8.rar"`.
std::string undo_percent(std::string value) {
    auto percent = value.find('%');
    if (percent == value.npos || std::any_of(value.begin(), value.end(), [](char c) { return c & 0x80; })) return value;
    std::string bytes = percent_decoded(value);
    bool high = std::any_of(bytes.begin(), bytes.end(), [](char c) { return c & 0x80; });
    return high && text::is_utf8(bytes) ? text::clean(bytes) : value;
}

} // namespace

Structured read_structured(std::string_view raw) {
    Reader reader(unfold(raw));
    Structured header;
    header.value = lower(reader.until_semicolon());
    while (!reader.done() && header.parameters.size() < most_parameters) {
        std::string name = reader.name();
        if (name.empty()) continue;
        header.parameters.emplace(std::move(name), reader.value());
    }
    return header;
}

std::string parameter(const Structured& header, const std::string& name) {
    if (auto it = header.parameters.find(name + "*"); it != header.parameters.end()) {
        std::string value = it->second;
        std::string charset = take_charset(value);
        return decoded(percent_decoded(value), charset);
    }
    if (header.parameters.contains(name + "*0") || header.parameters.contains(name + "*0*"))
        return continued(header, name);
    auto it = header.parameters.find(name);
    return it == header.parameters.end() ? std::string() : undo_percent(decode_words(it->second));
}

} // namespace shenbao::mail
