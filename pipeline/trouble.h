#pragma once
// What stops a run through no fault of a document: a full disk, a source that changed, a stop that was asked for.
// Nothing is marked as done that is not; the same command goes on where it stopped.

#include <map>
#include <stdexcept>
#include <string>

namespace shenbao {

class Messages;

// Where it was noticed: `code` names its sentence, "stop.CODE" in config/messages.
struct Trouble : std::runtime_error {
    explicit Trouble(std::string code_, std::map<std::string, std::string> args_ = {})
        : std::runtime_error(code_), code(std::move(code_)), args(std::move(args_)) {}
    std::string code;
    std::map<std::string, std::string> args;
};

// Where it is told to people: in their words.
struct RunError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The run was told to stop.
struct Interrupted : std::runtime_error {
    Interrupted() : std::runtime_error("interrupted") {}
};

// Called in a catch block: throws what was caught again, with words for people in place of codes and numbers. Becomes
// SourceError or RunError; Interrupted stays.
[[noreturn]] void rethrow_in_words(const Messages& messages);
// Does `work`; what stops it is told in words.
template <class Work> auto in_words(const Messages& messages, Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (...) {
        rethrow_in_words(messages);
    }
}
// The sentence for a failed call of the system.
std::string words_for_errno(int error, const std::string& what, const Messages& messages);

} // namespace shenbao
