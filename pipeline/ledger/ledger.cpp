#include "pipeline/ledger/ledger.h"

#include <span>
#include <string_view>

namespace shenbao {
namespace {

// 1: facts, attempts, sources, records, settings, decisions. 2: sums over facts, and deaths of runs.
constexpr int schema_version = 2;

constexpr const char* schema = R"(
CREATE TABLE fact(key TEXT PRIMARY KEY, readers TEXT NOT NULL, json TEXT NOT NULL, sum TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE attempt(key TEXT PRIMARY KEY, count INTEGER NOT NULL, open INTEGER NOT NULL,
                     deaths INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE source(place INTEGER PRIMARY KEY, name TEXT NOT NULL, folder TEXT NOT NULL, sha256 TEXT NOT NULL,
                    bytes INTEGER NOT NULL);
CREATE TABLE record(place INTEGER PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE decision(number TEXT NOT NULL, code TEXT NOT NULL, accepted INTEGER NOT NULL, note TEXT NOT NULL,
                      by TEXT NOT NULL, at TEXT NOT NULL, evidence TEXT NOT NULL, PRIMARY KEY(number, code)) WITHOUT ROWID;
)";

constexpr const char* from_1_to_2 = R"(
ALTER TABLE fact ADD COLUMN sum TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
)";

std::int64_t number_of(Database& database, const char* sql) {
    Statement statement(database, sql);
    return statement.step() ? statement.number(0) : 0;
}

Database open_durable(const std::filesystem::path& file) {
    Database database(file.string());
    database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=2000");
    return database;
}

void check_integrity(Database& database) {
    Statement statement(database, "PRAGMA integrity_check(1)");
    if (!statement.step() || statement.text(0) != "ok")
        throw DatabaseError("the ledger is damaged", DatabaseError::Kind::damaged);
}

// Of a row of facts, so that what a disk forgot is not taken for what was read.
std::string sum_of(std::string_view key, std::string_view readers, std::string_view json) {
    std::string all;
    for (std::string_view part : {key, readers, json})
        (all += part) += '\n';
    return Digest::of(all).hex().substr(0, 16);
}

// Facts of version 1 had no sums: what is there counts as what was kept.
void add_sums(Database& database) {
    Statement all(database, "SELECT key, readers, json FROM fact");
    Statement add(database, "UPDATE fact SET sum = ? WHERE key = ?");
    while (all.step())
        add.bind(sum_of(all.text(0), all.text(1), all.text(2))).bind(all.text(0)).run();
}

// Over lines, one after another.
class LineSum {
  public:
    void add(const std::string& line) {
        const std::string ended = line + "\n";
        hasher_.update(std::as_bytes(std::span(ended)));
    }
    std::string finish() { return hasher_.finish().hex(); }

  private:
    Hasher hasher_;
};

constexpr const char* all_decisions =
    "SELECT number, code, accepted, note, by, at, evidence FROM decision ORDER BY number, code";

Decision decision_of(const Statement& row) {
    return {row.text(0), row.text(1), row.number(2) != 0, row.text(3), row.text(4), row.text(5), row.text(6)};
}

} // namespace

Ledger::Ledger(const std::filesystem::path& file) : file_(file), database_(open_durable(file)) {
    check_integrity(database_);
    migrate();
}

void Ledger::open_again() { database_ = open_durable(file_); }

void Ledger::migrate() {
    auto version = number_of(database_, "PRAGMA user_version");
    if (version > schema_version) throw DatabaseError("version " + std::to_string(version), DatabaseError::Kind::newer);
    if (version == schema_version) return;
    Transaction transaction(database_);
    if (version == 0) database_.execute(schema);
    if (version == 1) {
        database_.execute(from_1_to_2);
        add_sums(database_);
    }
    database_.execute(("PRAGMA user_version=" + std::to_string(schema_version)).c_str());
    transaction.commit();
}

std::optional<std::string> Ledger::facts(const FactKey& key, const std::string& readers,
                                         const std::string& readers_and_limits) {
    Statement find(database_, "SELECT readers, json, sum FROM fact WHERE key = ? AND readers IN (?, ?)");
    find.bind(key.text()).bind(readers).bind(readers_and_limits);
    return whole_facts(key, find);
}

std::optional<std::string> Ledger::facts_of_any(const FactKey& key) {
    Statement find(database_, "SELECT readers, json, sum FROM fact WHERE key = ?");
    find.bind(key.text());
    return whole_facts(key, find);
}

std::optional<std::string> Ledger::whole_facts(const FactKey& key, Statement& row) {
    if (!row.step()) return std::nullopt;
    std::string json = row.text(1);
    if (sum_of(key.text(), row.text(0), json) != row.text(2)) return std::nullopt;
    return json;
}

std::vector<std::string> Ledger::rotten_facts() {
    std::vector<std::string> rotten;
    Statement all(database_, "SELECT key, readers, json, sum FROM fact");
    while (all.step())
        if (sum_of(all.text(0), all.text(1), all.text(2)) != all.text(3)) rotten.push_back(all.text(0));
    return rotten;
}

void Ledger::keep_facts(const FactKey& key, const std::string& readers, const std::string& json) {
    const std::string text = key.text();
    Transaction transaction(database_);
    Statement(database_, "INSERT OR REPLACE INTO fact VALUES(?, ?, ?, ?)")
        .bind(text)
        .bind(readers)
        .bind(json)
        .bind(sum_of(text, readers, json))
        .run();
    Statement(database_, "DELETE FROM attempt WHERE key = ?").bind(text).run();
    transaction.commit();
}

int Ledger::begin_attempt(const FactKey& key) {
    Transaction transaction(database_);
    Statement(database_, "INSERT INTO attempt(key, count, open) VALUES(?, 1, 1) "
                         "ON CONFLICT(key) DO UPDATE SET count = count + 1, open = 1")
        .bind(key.text())
        .run();
    Statement count(database_, "SELECT count FROM attempt WHERE key = ?");
    count.bind(key.text()).step();
    auto attempts = static_cast<int>(count.number(0));
    count.reset();
    transaction.commit();
    return attempts;
}

void Ledger::end_attempt(const FactKey& key) {
    Statement(database_, "UPDATE attempt SET open = 0 WHERE key = ?").bind(key.text()).run();
}

void Ledger::forget_attempt(const FactKey& key) {
    Statement(database_, "UPDATE attempt SET count = max(count - 1, 0), open = 0 WHERE key = ?").bind(key.text()).run();
}

void Ledger::settle_attempts(bool died) {
    if (number_of(database_, "SELECT count(*) FROM attempt") == 0) return;
    Transaction transaction(database_);
    if (died) database_.execute("UPDATE attempt SET deaths = deaths + open");
    database_.execute("DELETE FROM attempt WHERE deaths = 0; UPDATE attempt SET count = 0, open = 0");
    transaction.commit();
}

std::map<std::string, int> Ledger::deaths() {
    std::map<std::string, int> out;
    Statement all(database_, "SELECT key, deaths FROM attempt WHERE deaths > 0");
    while (all.step())
        out[all.text(0)] = static_cast<int>(all.number(1));
    return out;
}

void Ledger::keep_sources(const std::vector<SourceFile>& sources) {
    Transaction transaction(database_);
    database_.execute("DELETE FROM source");
    Statement add(database_, "INSERT INTO source VALUES(?, ?, ?, ?, ?)");
    std::int64_t place = 0;
    for (const SourceFile& s : sources)
        add.bind(place++)
            .bind(s.name)
            .bind(s.folder)
            .bind(s.sha256.hex())
            .bind(static_cast<std::int64_t>(s.bytes))
            .run();
    transaction.commit();
}

std::vector<SourceFile> Ledger::sources() {
    std::vector<SourceFile> out;
    Statement all(database_, "SELECT name, folder, sha256, bytes FROM source ORDER BY place");
    while (all.step())
        out.push_back({all.text(0), all.text(1), Digest(all.text(2)), static_cast<std::uint64_t>(all.number(3))});
    return out;
}

void Ledger::keep_records(const std::vector<std::string>& lines, const std::map<std::string, std::string>& settings) {
    keep_records(
        lines.size(), [&](std::size_t place) { return lines[place]; }, settings);
}

void Ledger::keep_records(std::size_t count, const LineOf& line_of,
                          const std::map<std::string, std::string>& settings) {
    Transaction transaction(database_);
    database_.execute("DELETE FROM record");
    Statement add(database_, "INSERT INTO record VALUES(?, ?)");
    LineSum sum;
    for (std::size_t place = 0; place < count; ++place) {
        const std::string line = line_of(place);
        sum.add(line);
        add.bind(static_cast<std::int64_t>(place)).bind(line).run();
    }
    keep_setting("records_sum", sum.finish());
    for (const auto& [name, value] : settings)
        keep_setting(name, value);
    transaction.commit();
}

bool Ledger::records_whole() {
    const std::string kept = setting("records_sum"); // none in a folder of version 1
    LineSum sum;
    each_record([&](const std::string& json) { sum.add(json); });
    return kept.empty() || kept == sum.finish();
}

std::string Ledger::record(std::size_t place) {
    Statement find(database_, "SELECT json FROM record WHERE place = ?");
    find.bind(static_cast<std::int64_t>(place));
    return find.step() ? find.text(0) : std::string();
}

std::vector<std::string> Ledger::records() {
    std::vector<std::string> out;
    each_record([&](const std::string& json) { out.push_back(json); });
    return out;
}

std::size_t Ledger::record_count() {
    return static_cast<std::size_t>(number_of(database_, "SELECT count(*) FROM record"));
}

void Ledger::each_record(const std::function<void(const std::string&)>& take) {
    Statement all(database_, "SELECT json FROM record ORDER BY place");
    while (all.step())
        take(all.text(0));
}

void Ledger::keep_setting(const std::string& name, const std::string& value) {
    Statement(database_, "INSERT OR REPLACE INTO setting VALUES(?, ?)").bind(name).bind(value).run();
}

std::string Ledger::setting(const std::string& name) {
    Statement find(database_, "SELECT value FROM setting WHERE name = ?");
    find.bind(name);
    return find.step() ? find.text(0) : std::string();
}

void Ledger::keep_decision(const Decision& d) {
    Statement(database_, "INSERT OR REPLACE INTO decision VALUES(?, ?, ?, ?, ?, ?, ?)")
        .bind(d.number)
        .bind(d.code)
        .bind(std::int64_t{d.accepted})
        .bind(d.note)
        .bind(d.by)
        .bind(d.at)
        .bind(d.evidence)
        .run();
}

std::vector<Decision> Ledger::decisions() {
    std::vector<Decision> out;
    Statement all(database_, all_decisions);
    while (all.step())
        out.push_back(decision_of(all));
    return out;
}

SavedDecisions save_decisions(const std::filesystem::path& damaged) {
    SavedDecisions saved;
    try {
        Database database(damaged.string(), Database::Access::read);
        Statement all(database, all_decisions);
        while (all.step())
            saved.decisions.push_back(decision_of(all));
        saved.all = true;
    } catch (const DatabaseError&) {
        // as far as they can be read
    }
    return saved;
}

} // namespace shenbao
