#pragma once
// How far readings of ink can be trusted. All thresholds stand here; they were set on scans of several qualities, and
// lean to doubt: a wrong value that is passed off as read is the worst error.

#include "pipeline/model/campaign.h"
#include "stages/fields/vote.h"

#include <string_view>

namespace shenbao::fields_detail::trust {

inline constexpr double digital = 0.99;      // characters that a file itself holds
inline constexpr double read = 0.8;          // below this a value is uncertain
inline constexpr double legible = 0.6;       // below this a scan's reading is no more than a hint of what stands there
inline constexpr double heard = 0.12;        // share of an option that counts as a voice for it
inline constexpr double most_of_scan = 0.97; // recognition alone is never surer

// How far the option of a ballot can be trusted, 0 to 1, on its ink alone.
double of_option(const Ballot& ballot, const Option& option, const Ink& ink, FieldType type);

// The trust that a value of one scan needs to count as read, where nothing else confirms it. Long runs of Chinese
// characters have no form that tells a mistake, and recognition is sure of some that are wrong ("天涧" for "天润").
double needed(FieldType type);

// Whether a way of reading ("eng/digits/soft") knows the characters that values of the type are made of.
bool suits(std::string_view by, FieldType type);

// Readings agree so far that nothing outside the ink may overrule it.
bool firm(const Ballot& ballot, const Ink& ink);

// How far (in edits) a value from elsewhere may be from the ink's best reading to be taken for what it says.
double repair_distance(FieldType type, std::size_t length);

} // namespace shenbao::fields_detail::trust
