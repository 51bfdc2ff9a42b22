#pragma once
// Rich Text Format (Microsoft's specification 1.9.1): control words, groups and text, as a stream of tokens.

#include <cstddef>
#include <string>
#include <string_view>

namespace shenbao::rtf {

struct Token {
    enum class Kind { end, open, close, word, symbol, byte, text };
    Kind kind = Kind::end;
    std::string_view word; // of a control word or symbol; of plain text
    bool has_value = false;
    int value = 0; // of a control word; of a byte written \'xx
};

class Lexer {
  public:
    explicit Lexer(std::string_view bytes) : bytes_(bytes) {}
    Token next();
    // Steps over bytes of \bin.
    // The next bytes as they are, behind \\bin.
    std::string_view take(std::size_t count);

  private:
    Token control();
    std::string_view bytes_;
    std::size_t at_ = 0;
};

} // namespace shenbao::rtf
