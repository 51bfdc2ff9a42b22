#include "stages/fields/ink.h"

namespace shenbao::fields_detail {

// The text chosen by the recogniser is one of its readings as a rule; where it is not, it counts as one more.
std::vector<Reading> readings_of(const Text& text) {
    std::vector<Reading> all = text.readings;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].text == text.text) {
            std::swap(all[0], all[i]);
            return all;
        }
    all.insert(all.begin(), Reading{text.text, text.confidence, {}});
    return all;
}

bool is_digital(const Text& text) { return text.readings.empty() && text.confidence >= 1; }

} // namespace shenbao::fields_detail
