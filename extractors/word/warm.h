#pragma once

namespace shenbao {

// Sets up the libraries of the Office readers, by reading samples of our own.
void warm_office();

} // namespace shenbao
