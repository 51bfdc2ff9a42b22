#include "extractors/mail/address.h"

#include "extractors/mail/encoded_word.h"
#include "pipeline/model/text.h"

namespace shenbao::mail {
namespace {

// The place of the first of `stops` outside quotes and, if asked for, angle brackets.
std::size_t find_outside(std::string_view text, std::string_view stops, bool angles) {
    bool quoted = false, angled = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && !angled && stops.find(c) != stops.npos)
            return i;
        else if (!quoted && angles && (c == '<' || c == '>'))
            angled = c == '<';
    }
    return text.npos;
}

std::string unquoted(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') continue;
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
        out += text[i];
    }
    return out;
}

std::string without_blanks(std::string_view text) {
    std::string out = decode_words(text);
    std::erase_if(out, [](char c) { return c == ' ' || c == '<' || c == '>' || c == '"'; });
    return out;
}

Address split(std::string_view one) {
    Address found;
    auto open = find_outside(one, "<", false);
    if (open != one.npos) {
        found.name = decode_words(unquoted(one.substr(0, open)));
        std::string_view inside = one.substr(open + 1);
        found.address = without_blanks(inside.substr(0, inside.find('>')));
        return found;
    }
    auto comment = find_outside(one, "(", false); // "user@host (Name)"
    if (comment != one.npos) {
        std::string_view inside = one.substr(comment + 1);
        found.name = decode_words(inside.substr(0, inside.rfind(')')));
    }
    found.address = without_blanks(one.substr(0, comment));
    return found;
}

} // namespace

Address read_address(std::string_view raw) {
    std::string line = unfold(raw);
    std::string_view one = line;
    one = one.substr(0, find_outside(one, ",;", true));
    // An encoded word may hold the whole of `name <address>`, against RFC 2047, 5.
    std::string whole = find_outside(one, "<", false) == one.npos ? decode_words(one) : std::string();
    Address found = split(whole.empty() ? one : whole);
    if (!whole.empty() && found.address.find('@') == std::string::npos) return {text::trim(whole), {}};
    return found;
}

} // namespace shenbao::mail
