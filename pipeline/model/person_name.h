#pragma once
// What personal names are usually made of: the only form that a Chinese name has to tell a mistake by.

#include <string>
#include <string_view>

namespace shenbao::person_name {

// The characters that family names begin with, and those that given names often have. Each stands once.
const std::u32string& family_characters();
const std::u32string& given_characters();

// A name begins with a family name: "威志" does not, "戚志" does. True as well for names that are not Chinese ones.
bool has_family_name(std::string_view name);

// The family name is among the hundred commonest.
bool has_common_family_name(std::string_view name);

// Every character after the family name is one that given names often have: "水霞" and not "水起".
bool has_usual_given_name(std::string_view name);

} // namespace shenbao::person_name
