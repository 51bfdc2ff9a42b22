#pragma once
// The ledger of one output folder: facts by content, the attempts to read them, the sources and submissions of the last
// run, the records, and people's decisions. SQLite in WAL mode, synchronous=FULL, one writer.

#include "pipeline/ledger/database.h"
#include "pipeline/model/facts.h"
#include "pipeline/model/record.h"
#include "pipeline/model/source.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace shenbao {

class Ledger {
  public:
    // Opens or makes DIR/ledger.db. Throws DatabaseError for a damaged one.
    explicit Ledger(const std::filesystem::path& file);

    // Facts that were kept under this key by the same readers, or by readers that gave up under the same limits
    // (`readers_and_limits`); null where there are none.
    std::optional<std::string> facts(const FactKey& key, const std::string& readers,
                                     const std::string& readers_and_limits);
    // Facts under this key whoever read them.
    std::optional<std::string> facts_of_any(const FactKey& key);
    // Keeps facts, and ends the attempts at them, in one transaction.
    void keep_facts(const FactKey& key, const std::string& readers, const std::string& json);
    // Notes an attempt before it is made, and returns how many there have been, this one counted.
    int begin_attempt(const FactKey& key);
    // Takes an attempt back that failed through no fault of the document: a full disk, an interrupted run.
    void forget_attempt(const FactKey& key);
    // Attempts that were begun and never ended, by a run that was killed: an interruption is no strike.
    void forget_open_attempts();

    void keep_sources(const std::vector<SourceFile>& sources);
    std::vector<SourceFile> sources();

    // Records in their order, as one line of JSON each.
    void keep_records(const std::vector<std::string>& lines);
    std::vector<std::string> records();

    void keep_setting(const std::string& name, const std::string& value);
    std::string setting(const std::string& name);

    void keep_decision(const Decision& decision);
    std::vector<Decision> decisions();

  private:
    void migrate();

    Database database_;
};

} // namespace shenbao
