#pragma once
// The command line: words in, exit status out.

#include <string>
#include <vector>

namespace shenbao {

// Exit statuses, as the contract has them.
namespace status {
inline constexpr int done = 0;
inline constexpr int unaccounted = 1;
inline constexpr int usage = 2;
inline constexpr int not_complete = 3; // check: deficient or for review; extract: read in part
inline constexpr int unreadable = 4;
inline constexpr int in_use = 75;
} // namespace status

int run_command_line(int argc, char** argv);

} // namespace shenbao
