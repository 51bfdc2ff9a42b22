#pragma once
// Reads and draws a small page of our own, once in the zygote, so that no child pays again for tables of character
// collections, fonts looked up and symbols bound.

namespace shenbao::pdf {

void warm_poppler();

} // namespace shenbao::pdf
