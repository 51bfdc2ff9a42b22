#include "stages/check/code_readings.h"

#include "stages/fields/likeness.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <set>
#include <string>

namespace shenbao {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"; // GB 32100-2015, 4.2
constexpr std::size_t code_size = 18, fewest_readings = 3, most_places = 2;

// The separate readings that have the shape of a code, each as often as documents and ways of reading have it.
std::vector<std::string> shaped_readings(const FieldRecord& uscc) {
    std::vector<std::string> codes;
    for (const auto& reading : uscc.readings)
        if (values::is_uscc_shaped(reading.value)) codes.push_back(reading.value);
    return codes;
}

std::vector<std::size_t> disputed_places(const std::vector<std::string>& codes) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < code_size; ++i)
        if (std::any_of(codes.begin(), codes.end(), [&](const std::string& c) { return c[i] != codes.front()[i]; }))
            places.push_back(i);
    return places;
}

// What may stand at a place: what was read there, and what that is taken for.
std::string candidates_at(const std::vector<std::string>& codes, std::size_t place) {
    std::string found;
    for (char c : alphabet)
        if (std::any_of(codes.begin(), codes.end(), [&](const std::string& code) {
                return code[place] == c ||
                       likeness::look_alike(static_cast<char32_t>(code[place]), static_cast<char32_t>(c));
            }))
            found += c;
    return found;
}

} // namespace

bool fails_however_read(const FieldRecord& uscc) {
    const std::vector<std::string> codes = shaped_readings(uscc);
    if (codes.size() < fewest_readings) return false;
    const std::vector<std::size_t> places = disputed_places(codes);
    if (places.empty() || places.size() > most_places) return false;
    const std::string first = candidates_at(codes, places.front()), last = candidates_at(codes, places.back());
    std::string code = codes.front();
    for (char a : first)
        for (char b : last) {
            code[places.front()] = a;
            code[places.back()] = b;
            if (values::is_uscc(code)) return false;
        }
    return true;
}

} // namespace shenbao
