#pragma once
// A finding: one thing that staff must know of, as a code, a place, and the evidence for it.
// The sentence staff read is no part of it: it is made from the code and the arguments by Messages.

#include "pipeline/model/locator.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

enum class Severity { info, warning, error };

std::string_view to_string(Severity severity);
// The severity named, or `fallback` for a name that is none.
Severity severity_from(std::string_view name, Severity fallback = Severity::error);

struct Finding {
    std::string code; // "area.problem", one of codes()
    // Set by the judge from the campaign; what an extractor writes here is the code's default or milder.
    Severity severity = Severity::error;
    std::string slot;  // the campaign's material slot concerned, if any
    std::string field; // the campaign's field concerned, if any
    Locator where;
    std::string evidence;                    // what was seen, in the sender's own words; valid UTF-8
    std::map<std::string, std::string> args; // what the sentence needs to name: {"asked": "rar", "found": "zip"}

    friend bool operator==(const Finding&, const Finding&) = default;
};

// A code and the severity it has where the campaign says nothing else.
struct CodeInfo {
    std::string_view code; // a trailing '*' stands for a field's id: "consistency.*"
    Severity severity;
};

// Every code there is, in the order of the contract.
const std::vector<CodeInfo>& codes();
bool is_code(std::string_view code);
Severity default_severity(std::string_view code);

// A finding of this code with its default severity.
Finding finding(std::string_view code, Locator where = {}, std::string evidence = {},
                std::map<std::string, std::string> args = {});

} // namespace shenbao
