#include "pipeline/cli/out_of_memory.h"

#include "pipeline/cli/cli.h"
#include "pipeline/model/messages.h"

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <new>
#include <string>

namespace shenbao {
namespace {

std::string ready_words; // there is no memory to make them when they are needed

[[noreturn]] void end() {
    try {
        if (const auto thrown = std::current_exception()) std::rethrow_exception(thrown);
    } catch (const std::bad_alloc&) {
        [[maybe_unused]] const auto told = ::write(STDERR_FILENO, ready_words.data(), ready_words.size());
        ::_exit(status::unaccounted);
    } catch (...) {
    }
    std::abort();
}

} // namespace

void tell_when_out_of_memory(const Messages& messages) {
    const std::string why = messages.word("stop.memory", {{"what", "shenbao"}});
    ready_words = messages.word("program.stopped", {{"why", why}}) + "\n";
    std::set_terminate(end);
}

} // namespace shenbao
