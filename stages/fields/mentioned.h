#pragma once
// Values as they are compared, and values that a file's own text bears out or nearly does.

#include "stages/fields/gather.h"

#include <string>
#include <vector>

namespace shenbao::fields_detail {

// A value as it is compared: width, spaces and case do not count; of money the trailing zeros neither.
std::string key_of(FieldType type, const std::string& value);

// Whether a text has a value: of names and figures only those long enough not to be there by chance.
bool mentions_value(const Mention& mention, FieldType type, const std::string& value);

// What texts have that is as long as a value of six characters or more and differs from it in one Chinese character;
// empty where there is nothing of the kind, or more than one.
std::string one_off(const std::vector<const Mention*>& mentions, const std::string& value);

} // namespace shenbao::fields_detail
