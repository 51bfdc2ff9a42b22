#pragma once
// The ledger of one output folder: facts by content, the attempts to read them, the sources and submissions of the last
// run, the records, and people's decisions. SQLite in WAL mode, synchronous=FULL, one writer.

#include "pipeline/ledger/database.h"
#include "pipeline/model/facts.h"
#include "pipeline/model/record.h"
#include "pipeline/model/source.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shenbao {

class Ledger {
  public:
    // Opens or makes DIR/ledger.db; an older one is brought up to date. Throws DatabaseError for one that is damaged or
    // written by a later version.
    explicit Ledger(const std::filesystem::path& file);

    // What SQLite has open must not be used across a fork: closed before it, the ledger can be opened again by both
    // processes. Nothing else may be called in between. What was looked at when it was opened first is not again.
    void close() { database_.close(); }
    void open_again();

    // Facts that were kept under this key by the same readers, or by readers that gave up under the same limits
    // (`readers_and_limits`); null where there are none, or where they are not what was kept: a disk may forget.
    std::optional<std::string> facts(const FactKey& key, const std::string& readers,
                                     const std::string& readers_and_limits);
    // Facts under this key whoever read them.
    std::optional<std::string> facts_of_any(const FactKey& key);
    // Keeps facts, and ends the attempts at them, in one transaction.
    void keep_facts(const FactKey& key, const std::string& readers, const std::string& json);
    // Notes an attempt before it is made, and returns how many there have been, this one counted.
    int begin_attempt(const FactKey& key);
    // The attempt failed, and counts.
    void end_attempt(const FactKey& key);
    // Takes an attempt back that failed through no fault of the document: a full disk, an interrupted run.
    void forget_attempt(const FactKey& key);
    // At the start of a run: attempts of earlier ones do not count. Of a run that `died` its open attempts are
    // remembered apart: what it was at may have been its death, again and again.
    void settle_attempts(bool died);
    // How many runs died while they were at it, by the text of the key.
    std::map<std::string, int> deaths();
    // Keys of facts that are not what was kept.
    std::vector<std::string> rotten_facts();

    void keep_sources(const std::vector<SourceFile>& sources);
    std::vector<SourceFile> sources();

    // Records in their order, as one line of JSON each, and settings that belong to them, in one transaction.
    void keep_records(const std::vector<std::string>& lines, const std::map<std::string, std::string>& settings = {});
    // The same for lines that are made one at a time, by their places from 0.
    using LineOf = std::function<std::string(std::size_t place)>;
    void keep_records(std::size_t count, const LineOf& line_of,
                      const std::map<std::string, std::string>& settings = {});
    std::string record(std::size_t place);
    std::vector<std::string> records();
    std::size_t record_count();
    void each_record(const std::function<void(const std::string& json)>& take); // one at a time, in their order
    // Whether the records are what was kept.
    bool records_whole();

    void keep_setting(const std::string& name, const std::string& value);
    std::string setting(const std::string& name);

    void keep_decision(const Decision& decision);
    std::vector<Decision> decisions();

  private:
    void migrate();
    std::optional<std::string> whole_facts(const FactKey& key, Statement& row);

    std::filesystem::path file_;
    Database database_;
};

// The decisions of a ledger that is damaged, as far as they can be read; it is not written to.
struct SavedDecisions {
    std::vector<Decision> decisions;
    bool all = false;
};
SavedDecisions save_decisions(const std::filesystem::path& damaged);

} // namespace shenbao
