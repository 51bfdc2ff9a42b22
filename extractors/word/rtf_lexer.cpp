#include "extractors/word/rtf.h"

#include <algorithm>

namespace shenbao::rtf {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex(char c) {
    if (is_digit(c)) return c - '0';
    char low = static_cast<char>(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

} // namespace

Token Lexer::next() {
    while (at_ < bytes_.size() && (bytes_[at_] == '\r' || bytes_[at_] == '\n' || bytes_[at_] == '\0'))
        ++at_;
    if (at_ >= bytes_.size()) return {};
    char c = bytes_[at_];
    if (c == '{' || c == '}') {
        ++at_;
        return {c == '{' ? Token::Kind::open : Token::Kind::close};
    }
    if (c == '\\') return control();
    std::size_t end = std::min(bytes_.find_first_of(std::string_view("{}\\\r\n\0", 6), at_), bytes_.size());
    Token token{Token::Kind::text, bytes_.substr(at_, end - at_)};
    at_ = end;
    return token;
}

Token Lexer::control() {
    std::size_t from = ++at_;
    if (at_ >= bytes_.size()) return {};
    if (!is_letter(bytes_[at_])) {
        ++at_;
        if (bytes_[from] != '\'') return {Token::Kind::symbol, bytes_.substr(from, 1)};
        int high = at_ < bytes_.size() ? hex(bytes_[at_]) : -1,
            low = at_ + 1 < bytes_.size() ? hex(bytes_[at_ + 1]) : -1;
        if (high < 0 || low < 0) return {Token::Kind::symbol, bytes_.substr(from, 1)};
        at_ += 2;
        return {Token::Kind::byte, {}, true, high * 16 + low};
    }
    while (at_ < bytes_.size() && is_letter(bytes_[at_]))
        ++at_;
    Token token{Token::Kind::word, bytes_.substr(from, at_ - from)};
    bool minus = at_ + 1 < bytes_.size() && bytes_[at_] == '-' && is_digit(bytes_[at_ + 1]);
    if (minus) ++at_;
    long value = 0;
    for (int digits = 0; at_ < bytes_.size() && is_digit(bytes_[at_]); ++at_, ++digits) {
        token.has_value = true;
        if (digits < 10) value = value * 10 + (bytes_[at_] - '0');
    }
    value = std::min(value, 2'000'000'000L);
    token.value = static_cast<int>(minus ? -value : value);
    if (at_ < bytes_.size() && bytes_[at_] == ' ') ++at_;
    return token;
}

std::string_view Lexer::take(std::size_t count) {
    std::string_view taken = bytes_.substr(at_, count);
    at_ += taken.size();
    return taken;
}

} // namespace shenbao::rtf
