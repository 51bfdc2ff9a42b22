#pragma once
// One applicant who is expected to send something: a row of a roster.

#include <map>
#include <string>

namespace shenbao {

struct RosterEntry {
    std::string number, company, uscc;         // empty where the roster has no such column
    std::map<std::string, std::string> fields; // every column that is one of the campaign's fields, by its id
};

} // namespace shenbao
