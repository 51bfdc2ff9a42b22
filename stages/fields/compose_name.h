#pragma once

#include "stages/fields/vote.h"

namespace shenbao::fields_detail {

// Puts at the head of a ballot the name whose every character is the likeliest at its place: by the readings that have
// it, and by how usual it is as a family name or in a given name. Does nothing where the recogniser is sure of its own
// choice. What is put there is a better guess, and never sure.
void compose_name(Ballot& ballot, const Ink& ink, const Parser& parser);

} // namespace shenbao::fields_detail
