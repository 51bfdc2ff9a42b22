#pragma once
// What the roster of applicants says against what came.

#include <string>
#include <vector>

namespace shenbao {

struct RosterName {
    std::string number, company;
    std::string note{}; // who else it may be: a like number or name on the other side
    std::string by{};   // who recommends it, as far as the roster tells

    friend bool operator==(const RosterName&, const RosterName&) = default;
};

struct RosterView {
    std::vector<RosterName> absent;  // on the roster, and nothing came
    std::vector<RosterName> unknown; // came, and is not on the roster
    bool given = false;              // a roster was compared at all; set where either list is filled

    bool compared() const { return given || !absent.empty() || !unknown.empty(); }
};

} // namespace shenbao
