#pragma once
// An end for want of memory that cannot be caught: libraries ask for memory while they put things away, where nothing
// may be thrown.

namespace shenbao {

class Messages;

// From now on such an end has a sentence on standard error and the status of a run that stopped, and is no crash:
// the ledger stands as after any other sudden end. Every other end that is none of ours stays one.
void tell_when_out_of_memory(const Messages& messages);

} // namespace shenbao
