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
inline constexpr double unusual = 0.975;     // of a name that is made as few names are
inline constexpr double most_of_scan = 0.98; // recognition alone is never surer

// How far the option of a ballot can be trusted, 0 to 1, on its ink alone.
double of_option(const Ballot& ballot, const Option& option, const Ink& ink, FieldType type);

// The trust that a value of one scan needs to count as read, where nothing else confirms it.
double needed(FieldType type);

// Names, titles and addresses: no form of theirs tells a mistake, a character more or less like another makes one as
// good. They are trusted as far as the least sure of their characters, and a second scan, which the same recogniser
// misreads alike ("霞" as "起"), does not confirm them unless it is as sure for itself.
bool is_words(FieldType type);

// Made of what such values are usually made of: a person's of a family name and the characters of given names, a mail
// address's own part of letters before figures, an address of no strokes. What is not may be right, and is what the
// recogniser makes of what it does not know ("威" of "戚", "起" of "霞", "2gs" of "zgs").
bool is_usual(FieldType type, std::string_view value);

// Another value that a reading of the ink is sure of, and that differs only in characters taken for one another, or has
// more of them at its beginning. Of words, characters in another's place are in the least sure of them already; but one
// more anywhere is not, since readings vote on what they have and not on what they lack.
bool has_rival(const Ballot& ballot, const Option& option, FieldType type);

// Whether a way of reading ("eng/digits/soft") knows the characters that values of the type are made of.
bool suits(std::string_view by, FieldType type);

// Whether the model that a way of reading uses knows Chinese characters.
bool is_of_chinese_model(std::string_view by);

// Readings agree so far that nothing outside the ink may overrule it.
bool firm(const Ballot& ballot, const Ink& ink);

// How far (in edits) a mail address of another source may be from the ink to be what it says: nothing but look-alikes
// and lost marks; a figure more or less is another mailbox of the same office. And how far to be a better guess.
inline constexpr double same_address = 0.9, likest_address = 3;

// How far (in edits) a value from elsewhere may be from the ink's best reading to be taken for what it says.
double repair_distance(FieldType type, std::size_t length);

} // namespace shenbao::fields_detail::trust
