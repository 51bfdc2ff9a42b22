#pragma once
// What each document says of a field, and how far it may be held against an applicant. One weak reading of a scan
// proves nothing: a finding of the severity "error" needs ink that can be believed.

#include "pipeline/model/record.h"
#include "pipeline/model/submission.h"

#include <string_view>
#include <vector>

namespace shenbao {

// Confidence from which a recognised reading may speak against another, from which it does so in details, and from
// which a name does so that has nothing but its characters to prove it. From `faint` on it is known at least what does
// not stand there.
inline constexpr double faint = 0.6, strong = 0.8, very_strong = 0.9, beyond_doubt = 0.95;

// All readings of one field in one document, best first; never empty. Points into the record.
struct Witness {
    std::vector<const FieldReading*> readings;
    bool typed = false; // the file itself holds the characters; nothing was recognised

    const FieldReading& best() const { return *readings.front(); }
    // Typed, or recognised at least this surely.
    bool speaks(double confidence) const { return typed || best().confidence >= confidence; }
};

// In the order of the readings: the best document first. `field` must outlive them.
std::vector<Witness> witnesses(const FieldRecord& field, const Submission& submission);

bool is_typed(const FieldReading& reading, const Submission& submission);

// The value may be held against an applicant: it is confirmed, or a document says it in type.
bool is_certain(const FieldRecord& field, const Submission& submission);

const FieldRecord* find_field(const std::vector<FieldRecord>& fields, std::string_view id);

// How like two names are, 0 to 1: 1 less the share of characters that a recogniser would have to mistake.
double likeness_of(std::string_view a, std::string_view b);
// The same in characters: how many would have to be mistaken.
double mistakes_between(std::string_view a, std::string_view b);

} // namespace shenbao
