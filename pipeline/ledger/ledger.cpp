#include "pipeline/ledger/ledger.h"

namespace shenbao {
namespace {

constexpr int schema_version = 1;

constexpr const char* schema = R"(
CREATE TABLE fact(key TEXT PRIMARY KEY, readers TEXT NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE attempt(key TEXT PRIMARY KEY, count INTEGER NOT NULL, open INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE source(place INTEGER PRIMARY KEY, name TEXT NOT NULL, folder TEXT NOT NULL, sha256 TEXT NOT NULL,
                    bytes INTEGER NOT NULL);
CREATE TABLE record(place INTEGER PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE decision(number TEXT NOT NULL, code TEXT NOT NULL, accepted INTEGER NOT NULL, note TEXT NOT NULL,
                      by TEXT NOT NULL, at TEXT NOT NULL, evidence TEXT NOT NULL, PRIMARY KEY(number, code)) WITHOUT ROWID;
)";

std::int64_t number_of(Database& database, const char* sql) {
    Statement statement(database, sql);
    return statement.step() ? statement.number(0) : 0;
}

void check_integrity(Database& database) {
    Statement statement(database, "PRAGMA quick_check(1)");
    if (!statement.step() || statement.text(0) != "ok") throw DatabaseError("the ledger is damaged");
}

} // namespace

Ledger::Ledger(const std::filesystem::path& file) : database_(file.string()) {
    database_.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=2000");
    check_integrity(database_);
    migrate();
}

void Ledger::migrate() {
    auto version = number_of(database_, "PRAGMA user_version");
    if (version > schema_version) throw DatabaseError("the ledger was written by a newer version of this program");
    if (version == schema_version) return;
    Transaction transaction(database_);
    database_.execute(schema);
    database_.execute(("PRAGMA user_version=" + std::to_string(schema_version)).c_str());
    transaction.commit();
}

std::optional<std::string> Ledger::facts(const FactKey& key, const std::string& readers,
                                         const std::string& readers_and_limits) {
    Statement find(database_, "SELECT json FROM fact WHERE key = ? AND readers IN (?, ?)");
    find.bind(key.text()).bind(readers).bind(readers_and_limits);
    return find.step() ? std::optional(find.text(0)) : std::nullopt;
}

std::optional<std::string> Ledger::facts_of_any(const FactKey& key) {
    Statement find(database_, "SELECT json FROM fact WHERE key = ?");
    find.bind(key.text());
    return find.step() ? std::optional(find.text(0)) : std::nullopt;
}

void Ledger::keep_facts(const FactKey& key, const std::string& readers, const std::string& json) {
    Transaction transaction(database_);
    Statement(database_, "INSERT OR REPLACE INTO fact VALUES(?, ?, ?)").bind(key.text()).bind(readers).bind(json).run();
    Statement(database_, "DELETE FROM attempt WHERE key = ?").bind(key.text()).run();
    transaction.commit();
}

int Ledger::begin_attempt(const FactKey& key) {
    Transaction transaction(database_);
    Statement(database_,
              "INSERT INTO attempt VALUES(?, 1, 1) ON CONFLICT(key) DO UPDATE SET count = count + 1, open = 1")
        .bind(key.text())
        .run();
    Statement count(database_, "SELECT count FROM attempt WHERE key = ?");
    count.bind(key.text()).step();
    auto attempts = static_cast<int>(count.number(0));
    count.reset();
    transaction.commit();
    return attempts;
}

void Ledger::forget_attempt(const FactKey& key) {
    Statement(database_, "UPDATE attempt SET count = max(count - 1, 0), open = 0 WHERE key = ?").bind(key.text()).run();
}

void Ledger::forget_open_attempts() { database_.execute("DELETE FROM attempt"); }

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

void Ledger::keep_records(const std::vector<std::string>& lines) {
    Transaction transaction(database_);
    database_.execute("DELETE FROM record");
    Statement add(database_, "INSERT INTO record VALUES(?, ?)");
    std::int64_t place = 0;
    for (const std::string& line : lines)
        add.bind(place++).bind(line).run();
    transaction.commit();
}

std::vector<std::string> Ledger::records() {
    std::vector<std::string> out;
    Statement all(database_, "SELECT json FROM record ORDER BY place");
    while (all.step())
        out.push_back(all.text(0));
    return out;
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
    Statement all(database_,
                  "SELECT number, code, accepted, note, by, at, evidence FROM decision ORDER BY number, code");
    while (all.step())
        out.push_back(
            {all.text(0), all.text(1), all.number(2) != 0, all.text(3), all.text(4), all.text(5), all.text(6)});
    return out;
}

} // namespace shenbao
