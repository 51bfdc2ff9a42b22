#include "stages/fields/parse_text.h"

#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <algorithm>

namespace shenbao::fields_detail {

namespace {

// The credit code's alphabet has no I, O, S, V, Z: where recognition reads one, print has its look-alike.
std::string to_code_alphabet(std::string code) {
    for (char& c : code) {
        if (c == 'O') c = '0';
        if (c == 'I') c = '1';
        if (c == 'S') c = '5';
        if (c == 'Z') c = '2';
    }
    return code;
}

// Places 3 to 8 are figures in every code (GB/T 2260).
bool has_region(const std::string& code) {
    const std::string region = values::uscc_region(code);
    return std::all_of(region.begin(), region.end(), [](char c) { return c >= '0' && c <= '9'; });
}

constexpr std::size_t most_code = 40; // characters of a number that are still searched

} // namespace

std::vector<Parsed> parse_code(std::string_view text, const ParseContext& context) {
    if (context.digital) {
        const std::string code = values::normalise(FieldType::uscc, text);
        const std::string plain = alphanumerics(text);
        if (!values::is_uscc(code) && values::is_uscc(plain)) return {{plain, 1}};
        return {{code, 1}};
    }
    const std::string code = to_code_alphabet(alphanumerics(text));
    if (code.size() < 12) return {};
    if (code.size() == 18) return {{code, values::is_uscc_shaped(code) ? 1.0 : 0.6}};
    // A ruled line read as a 1 or a doubled character makes it longer: a window that checks is taken, at a price.
    std::vector<Parsed> found;
    for (std::size_t i = 0; i + 18 <= code.size() && code.size() <= 22; ++i)
        if (const std::string window = code.substr(i, 18); values::is_uscc(window) && has_region(window))
            found.push_back({window, 0.7});
    if (found.empty()) found.push_back({code, 0.3});
    return found;
}

std::vector<Parsed> parse_number(std::string_view text, const ParseContext& context) {
    const std::string whole = values::normalise(FieldType::number, text);
    const auto fits = [&](std::string_view s) { return values::is_valid(FieldType::number, s, context.pattern); };
    if (context.digital || fits(whole)) return {{whole, 1}};
    if (context.pattern.empty()) return {{alphanumerics(text), 0.7}};
    // A number that fits, among what rules and specks add to it; else its figures.
    const std::string read = alphanumerics(text), figures = alphanumerics(digit_text(read));
    for (const std::string& s : {read, figures})
        for (std::size_t length = s.size(); length > 0; --length)
            for (std::size_t at = 0; at + length <= s.size() && s.size() <= most_code; ++at)
                if (fits(std::string_view(s).substr(at, length)))
                    return {{s.substr(at, length), length == s.size() ? 0.9 : 0.6}};
    return figures.size() < 2 ? std::vector<Parsed>() : std::vector<Parsed>{{figures, 0.3}};
}

} // namespace shenbao::fields_detail
