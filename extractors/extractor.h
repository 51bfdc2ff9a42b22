#pragma once
// An extractor turns the bytes of one format into facts. It is the only code that touches foreign bytes, and it runs
// only in a sandboxed child: it may read its input and the libraries' own data, and write to its Sink. It opens no
// file by a foreign name, starts no process and no thread, and keeps nothing between two inputs.
//
// To add a format: one file in its folder, defining `const Extractor& NAME_extractor()`, and one line in formats.def.

#include "pipeline/model/facts.h"

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

// The bytes of one input. `bytes` and `descriptor` show the same bytes and remain good during read().
struct Input {
    std::span<const std::byte> bytes;
    int descriptor = -1;        // read-only, at any offset; -1 where the bytes stand in memory alone
    std::string name;           // as the sender called it; for the ending, and for the names of volumes
    std::vector<Input> volumes; // the further volumes of this archive, in order
    std::string links;          // for Task::unpack_again on volumes: the folder of archive::volume_links(); else empty

    std::string_view text() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

// Where the bytes that a reader produces go. Not kept by the reader beyond read().
class Sink {
  public:
    virtual ~Sink() = default;

    // A blob in pieces: begin(), any number of write(), end(), which names it. Only one blob is open at a time; a
    // begin() while one is open drops that one. write() throws ItemError limit.bytes when the output limit is passed.
    virtual void begin() = 0;
    virtual void write(std::span<const std::byte> bytes) = 0;
    virtual Digest end() = 0;
    // A whole blob.
    Digest put(std::span<const std::byte> bytes) {
        begin();
        write(bytes);
        return end();
    }
    Digest put(std::string_view bytes) { return put(std::as_bytes(std::span(bytes))); }
    // A sign of life; `what` is the entry or "page 12".
    virtual void progress(std::string_view what) = 0;
};

// An item that gives nothing: throw it, and the one isolate() round the item turns it into a finding.
class ItemError : public std::runtime_error {
  public:
    explicit ItemError(std::string code, std::string evidence = {}, Outcome outcome = Outcome::rejected)
        : std::runtime_error(code + ": " + evidence), finding_(finding(code, {}, std::move(evidence))),
          outcome_(outcome) {}
    const Finding& what_found() const { return finding_; }
    Outcome outcome() const { return outcome_; }

  private:
    Finding finding_;
    Outcome outcome_;
};

// Does `work`, and turns an ItemError into a finding at `where`. The only catch round items: one bad item costs one
// finding. Returns how the item ended. std::bad_alloc passes through: memory is the child's limit, not the item's.
template <class Work> Outcome isolate(const Locator& where, std::vector<Finding>& findings, Work&& work) {
    try {
        work();
        return Outcome::ok;
    } catch (const ItemError& error) {
        Finding found = error.what_found();
        found.where = where;
        findings.push_back(std::move(found));
        return error.outcome();
    }
}

// How sure an extractor is that an input is its own.
namespace bid {
inline constexpr int none = 0;
inline constexpr int name_only = 10; // the sender's ending says so, the bytes say nothing
inline constexpr int plausible = 30; // the bytes could be it (plain text, a mail without a clear head)
inline constexpr int likely = 60;    // a signature that others share (an OLE2 or ZIP container)
inline constexpr int certain = 90;   // a signature and the structure behind it
inline constexpr int exact = 100;    // a more exact reading of a container that others hold `certain`
} // namespace bid

class Extractor {
  public:
    virtual ~Extractor() = default;
    virtual std::string_view name() const = 0;
    // Raised with every change that gives other facts for some input: older facts are then read again.
    virtual int version() const = 0;
    // Looks at the input without reading it whole; must be quick and must not throw.
    virtual int bid(const Input& input) const = 0;
    // It never bids more than this: it is not asked where another has bid as much.
    virtual int most() const { return bid::certain; }
    // Reads as far as it goes. Damage that can be read past is a finding and outcome partial; an input that gives
    // nothing is an ItemError. `reader` and `version` of the facts are filled in by the caller.
    virtual Facts read(const Input& input, const ReadOptions& options, Sink& sink) const = 0;
    // Called once in the zygote, before any child: load models, code page tables, fonts. Default: nothing.
    virtual void warm() const {}
};

// Reads an input for a task: the extractor that bids highest (the first of the list among equals) reads it. Never
// throws ItemError: an input that nobody bids for, or that gives nothing, is rejected with its finding.
Facts read_input(const Input& input, Task task, const ReadOptions& options, Sink& sink);

// A sum over names and versions of all extractors of a task: facts kept under another sum may be out of date.
std::string readers_version(Task task);

} // namespace shenbao
