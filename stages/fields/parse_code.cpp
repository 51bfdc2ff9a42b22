#include "stages/fields/parse_text.h"

#include "pipeline/model/text.h"
#include "stages/fields/values.h"

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
        if (values::is_uscc(code.substr(i, 18))) found.push_back({code.substr(i, 18), 0.7});
    if (found.empty()) found.push_back({code, 0.3});
    return found;
}

std::vector<Parsed> parse_number(std::string_view text, const ParseContext& context) {
    const std::string whole = values::normalise(FieldType::number, text);
    if (context.digital || values::is_valid(FieldType::number, whole, context.pattern)) return {{whole, 1}};
    std::string digits;
    for (char c : alphanumerics(text)) {
        const char d = c == 'O' || c == 'D' || c == 'Q' ? '0'
                       : c == 'I' || c == 'L'           ? '1'
                       : c == 'Z'                       ? '2'
                       : c == 'S'                       ? '5'
                       : c == 'B'                       ? '8'
                                                        : c;
        digits += d;
    }
    if (digits.empty()) return {};
    return {
        {digits, !context.pattern.empty() && values::is_valid(FieldType::number, digits, context.pattern) ? 0.9 : 0.4}};
}

} // namespace shenbao::fields_detail
