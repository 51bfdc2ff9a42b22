#include "stages/fields/values.h"

#include <array>
#include <cctype>

namespace shenbao::values {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // GB 32100-2015, 4.2: no I, O, S, V, Z
constexpr std::array<int, 17> weights = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

// Value of a character of an organisation code, GB 11714-1997: letters count on from 10.
int organisation_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return -1;
}

} // namespace

bool is_uscc_shaped(std::string_view code) {
    return code.size() == 18 && code.find_first_not_of(alphabet) == std::string_view::npos;
}

std::optional<char> uscc_check(std::string_view first17) {
    if (first17.size() != 17) return std::nullopt;
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) {
        const auto at = alphabet.find(first17[i]);
        if (at == std::string_view::npos) return std::nullopt;
        sum += static_cast<int>(at) * weights[i];
    }
    return alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

bool is_uscc(std::string_view code) { return is_uscc_shaped(code) && uscc_check(code.substr(0, 17)) == code[17]; }

std::string uscc_region(std::string_view code) {
    return code.size() == 18 ? std::string(code.substr(2, 6)) : std::string();
}

std::string uscc_organisation(std::string_view code) {
    return code.size() == 18 ? std::string(code.substr(8, 9)) : std::string();
}

// GB 11714-1997: weights 3,7,9,10,5,8,4,2; check = 11 − Σ mod 11, written X for 10 and 0 for 11.
bool is_organisation_code(std::string_view nine) {
    constexpr std::array<int, 8> organisation_weights = {3, 7, 9, 10, 5, 8, 4, 2};
    if (nine.size() != 9) return false;
    int sum = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        const int v = organisation_value(nine[i]);
        if (v < 0) return false;
        sum += v * organisation_weights[i];
    }
    const int check = 11 - sum % 11;
    const char written = check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check);
    return nine[8] == written;
}

} // namespace shenbao::values
