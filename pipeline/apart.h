#pragma once
// Work in a process of its own, forked from this one: its memory goes when it is done, and what becomes of it, a crash
// inside a library above all, becomes of that process alone.

#include <cstdint>
#include <functional>

namespace shenbao {

class Messages;

// Does `work` there and waits for its end; returns the most memory that process had, in bytes. What `work` throws is
// thrown here as RunError, in the same words; Trouble tells of an end that `work` could not tell of itself. When `stop`
// gives true it is ended at once, and Interrupted thrown: `work` must be such that it may be killed at any moment.
// It is when this process is. Nothing that SQLite has open may be used there.
std::uint64_t work_apart(const Messages& messages, const std::function<bool()>& stop,
                         const std::function<void()>& work);

} // namespace shenbao
