#pragma once
// What a child does: map its input, enter the confinement, read, and stream what it read. One child, one document.

#include "extractors/extractor.h"
#include "pipeline/sandbox/confine.h"
#include "pipeline/sandbox/job.h"

#include <functional>
#include <span>

namespace shenbao {

// Reads an input for a job; read_input() outside of tests.
using ReadFunction = std::function<Facts(const Input&, const Job&, Sink&)>;

// `inputs` are the descriptors of job.inputs in order, `out` the socket to the coordinator. Ends the process: status 0
// after the facts were sent whole.
[[noreturn]] void run_child(const Job& job, std::span<const int> inputs, int out, const Confinement& confinement,
                            const ReadFunction& read);

} // namespace shenbao
