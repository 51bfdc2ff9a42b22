#pragma once
// What stands where a field's value is to be read: one place of one document, with all that it may say.

#include "pipeline/model/document.h"

#include <optional>
#include <string>
#include <vector>

namespace shenbao::fields_detail {

// How a value was found, the surest first.
enum class Route {
    cell,    // the cell beside or under its label
    inside,  // in the label's own cell or line, after a colon
    beside,  // a line of its own beside or after the label's
    phrase,  // a form of words: "某某公司（统一社会信用代码：…"
    heading, // a company's name alone among a document's first lines
};

struct Ink {
    std::vector<Reading> readings; // best first; never empty
    bool digital = false;          // the file itself holds the characters
    std::string entry, slot;
    int page = 0;
    std::optional<Box> box;
    Route route = Route::cell;
    double label_cost = 0; // how far its label was from the campaign's word
    std::string unit;      // named by the label, the column's head or a note; empty: none
    int year = 0;          // of a series; 0: the value names its years itself
    bool ordered = false;  // the year was told by the order of columns alone
    bool shared = false;   // the label names several fields: "联系人及电话"
    bool witness = false;  // in a document that the field is not to be read in: it may only agree or disagree
};

// A text's readings with the text itself first; one reading where nothing was recognised.
std::vector<Reading> readings_of(const Text& text);
bool is_digital(const Text& text);

} // namespace shenbao::fields_detail
