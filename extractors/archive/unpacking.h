#pragma once
// The work on one archive, whatever its format: list every entry first, as rejected; then redeem one after the other
// by reading it. So an entry that is never reached, for a limit or for damage, is accounted for all the same.

#include "extractors/archive/names.h"
#include "extractors/archive/stretch.h"
#include "extractors/extractor.h"

#include <functional>

namespace shenbao::archive {

// How the reading of an entry ended. No code: its bytes are whole and proven.
struct Ending {
    std::string code; // "archive.damaged", "archive.truncated", "archive.encrypted", …
    std::string evidence;
    bool whole() const { return code.empty(); }
};

// What may still be produced. Everything that was decompressed counts, also what was thrown away.
class Budget {
  public:
    Budget(const Limits& limits, std::uint64_t packed) : limits_(limits), packed_(packed) {}
    // Throws ItemError limit.bytes or limit.ratio.
    void spend(std::uint64_t bytes);
    std::uint64_t produced() const { return produced_; }

  private:
    const Limits& limits_;
    std::uint64_t packed_, produced_ = 0;
};

// Takes the bytes of one entry on their way to the sink.
class EntryWriter {
  public:
    EntryWriter(Budget& budget, Sink& sink, std::string_view name);
    void write(std::span<const std::byte> bytes);
    std::uint64_t bytes() const { return bytes_; }
    std::uint32_t sum() const { return sum_; } // CRC-32 of what was written
    // Drops what was written: for another try with another password.
    void restart();

  private:
    Budget& budget_;
    Sink& sink_;
    std::string_view name_;
    std::uint64_t bytes_ = 0, told_ = 0;
    std::uint32_t sum_ = 0;
};

class Unpacking {
  public:
    Unpacking(const Input& input, const ReadOptions& options, Sink& sink, std::string format);

    // Decides the encoding of names; call it once, before list().
    void name_by(const std::vector<RawName>& names);
    // Adds an entry, rejected so far. False: the limit of entries is reached (and said), list no more.
    bool list(const RawName& name);
    // Refuses an entry for good: its outcome stays rejected and the finding says why.
    void refuse(std::size_t entry, const Ending& why);
    // A link: listed, never followed.
    void refuse_link(std::size_t entry, std::string_view target);
    // Reads an entry: `decode` writes its bytes and says how it ended. False: a limit was passed, read no more.
    bool read(std::size_t entry, const std::function<Ending(EntryWriter&)>& decode);
    // The entry's content is that of an earlier one.
    void copy(std::size_t entry, std::size_t of);

    void report(Finding found) { findings_.push_back(std::move(found)); }
    void report(const char* code, std::string evidence = {}, std::map<std::string, std::string> args = {});
    void report(const Ending& ending);
    bool reported(std::string_view code) const;

    ArchiveFacts& facts() { return facts_; }
    const ReadOptions& options() const { return options_; }
    // What was found, with what concerns every entry alike said once. Call it last.
    Facts finish();

  private:
    void settle(Entry& entry, const EntryWriter& written, const Ending& ending);
    void lift(std::string_view code, std::size_t least);
    Outcome outcome() const;

    const ReadOptions& options_;
    Sink& sink_;
    Budget budget_;
    NameBook names_{"UTF-8"};
    ArchiveFacts facts_;
    std::vector<Finding> findings_;
};

inline constexpr std::string_view seven_zip_signature{"7z\xBC\xAF\x27\x1C", 6};

// The input and its further volumes, each for itself.
std::vector<Stretch> volumes_of(const Input& input);
// The same as one run.
Stretch whole(const Input& input);
// Whether these are the first bytes of a program, which may carry an archive behind it.
bool is_program(std::string_view head);
// Whether a name is that of a piece cut by size, whatever the format: x.001, x.002, …
bool is_cut_by_size(std::string_view name);

} // namespace shenbao::archive
