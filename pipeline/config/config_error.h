#pragma once
// A configuration that cannot be used. It stops the program before any mail is read.

#include <stdexcept>

namespace shenbao {

// What it says is one line: the file, the line, the key, and what to do.
struct ConfigError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace shenbao
