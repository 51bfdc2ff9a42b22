#pragma once
// What personal names are usually made of: the only form that a Chinese name has to tell a mistake by.

#include <string_view>

namespace shenbao::fields_detail {

// A name begins with a family name: "威志" does not, "戚志" does. True as well for names that are not Chinese ones.
bool has_family_name(std::string_view name);

// Every character after the family name is one that given names often have: "水霞" and not "水起".
bool has_usual_given_name(std::string_view name);

} // namespace shenbao::fields_detail
