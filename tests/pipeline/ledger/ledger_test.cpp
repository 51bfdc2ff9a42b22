// The ledger across versions, deaths and damage.

#include "pipeline/ledger/rebuild.h"

#include "tests/support.h"

#include <unistd.h>

#include <fstream>

using namespace shenbao;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("shenbao-ledger-" + std::to_string(getpid()));
    Folder() {
        fs::remove_all(path);
        fs::create_directories(path);
    }
    ~Folder() { fs::remove_all(path); }
    fs::path ledger() const { return path / "ledger.db"; }
};

FactKey key(const std::string& words) { return read_key(Digest::of(words), "a.txt"); }

Decision decision(const std::string& number) { return {number, "material.missing", true, "已收到", "甲", "2021-06-18T08:00:00Z", ""}; }

void execute(const fs::path& file, const std::string& sql) { Database(file.string()).execute(sql.c_str()); }

// A ledger as version 1 left it.
void make_version_1(const fs::path& file) {
    execute(file, "CREATE TABLE fact(key TEXT PRIMARY KEY, readers TEXT NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;"
                  "CREATE TABLE attempt(key TEXT PRIMARY KEY, count INTEGER NOT NULL, open INTEGER NOT NULL) WITHOUT ROWID;"
                  "CREATE TABLE source(place INTEGER PRIMARY KEY, name TEXT NOT NULL, folder TEXT NOT NULL, sha256 TEXT NOT NULL,"
                  " bytes INTEGER NOT NULL);"
                  "CREATE TABLE record(place INTEGER PRIMARY KEY, json TEXT NOT NULL);"
                  "CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
                  "CREATE TABLE decision(number TEXT NOT NULL, code TEXT NOT NULL, accepted INTEGER NOT NULL, note TEXT NOT NULL,"
                  " by TEXT NOT NULL, at TEXT NOT NULL, evidence TEXT NOT NULL, PRIMARY KEY(number, code)) WITHOUT ROWID;"
                  "INSERT INTO fact VALUES('" + key("old").text() + "', 'r/1', '{\"old\":1}');"
                  "INSERT INTO record VALUES(0, '{}'); PRAGMA user_version=1");
}

void overwrite(const fs::path& file, std::streamoff at, std::size_t bytes) {
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(at);
    out << std::string(bytes, '\xA5');
}

} // namespace

TEST_CASE("what is kept is there after closing and opening") {
    Folder folder;
    Ledger(folder.ledger()).keep_facts(key("a"), "r/1", "{}");
    Ledger again(folder.ledger());
    CHECK(again.facts(key("a"), "r/1", "r/1+") == "{}");
    CHECK_FALSE(again.facts(key("a"), "r/2", "r/2+"));
    CHECK(again.facts_of_any(key("a")) == "{}");
}

TEST_CASE("an older ledger is brought up to date with what is in it") {
    Folder folder;
    make_version_1(folder.ledger());
    Ledger ledger(folder.ledger());
    CHECK(ledger.facts(key("old"), "r/1", "") == "{\"old\":1}");
    CHECK(ledger.rotten_facts().empty());
    CHECK(ledger.records().size() == 1);
    CHECK(ledger.records_whole());
    CHECK(ledger.begin_attempt(key("new")) == 1);
}

TEST_CASE("a newer ledger is left alone") {
    Folder folder;
    { Ledger made(folder.ledger()); }
    execute(folder.ledger(), "PRAGMA user_version=99");
    try {
        open_or_rebuild(folder.ledger(), [](const SetAside&) { FAIL("set aside"); });
        FAIL("opened");
    } catch (const DatabaseError& error) {
        CHECK(error.kind == DatabaseError::Kind::newer);
    }
}

TEST_CASE("facts that the disk changed are not taken for what was read") {
    Folder folder;
    Ledger ledger(folder.ledger());
    ledger.keep_facts(key("a"), "r/1", "{\"n\":1}");
    ledger.keep_facts(key("b"), "r/1", "{\"n\":1}");
    execute(folder.ledger(), "UPDATE fact SET json = '{\"n\":2}' WHERE key = '" + key("a").text() + "'");
    CHECK_FALSE(ledger.facts(key("a"), "r/1", ""));
    CHECK_FALSE(ledger.facts_of_any(key("a")));
    CHECK(ledger.facts(key("b"), "r/1", ""));
    CHECK(ledger.rotten_facts() == std::vector<std::string>{key("a").text()});
}

TEST_CASE("records that were changed are noticed") {
    Folder folder;
    Ledger ledger(folder.ledger());
    ledger.keep_records({"{\"a\":1}", "{\"b\":2}"}, {{"campaign", "c"}});
    CHECK(ledger.setting("campaign") == "c");
    CHECK(ledger.records_whole());
    execute(folder.ledger(), "DELETE FROM record WHERE place = 1");
    CHECK_FALSE(ledger.records_whole());
}

TEST_CASE("records made one at a time are the same, and are had one at a time") {
    Folder folder;
    Ledger ledger(folder.ledger());
    const std::vector<std::string> lines = {"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"};
    ledger.keep_records(lines);
    const std::string sum = ledger.setting("records_sum");
    ledger.keep_records(lines.size(), [&](std::size_t place) { return lines[place]; });
    CHECK(ledger.setting("records_sum") == sum);
    CHECK(ledger.records() == lines);
    CHECK(ledger.record(1) == lines[1]);
    CHECK(ledger.record(7).empty());
    // One that cannot be made leaves all as it was.
    const auto fails = [](std::size_t place) -> std::string {
        if (place > 0) throw std::runtime_error("no");
        return "{}";
    };
    CHECK_THROWS(ledger.keep_records(2, fails));
    CHECK(ledger.records() == lines);
    CHECK(ledger.records_whole());
}

TEST_CASE("attempts count within a run; what a run died over is remembered apart") {
    Folder folder;
    Ledger ledger(folder.ledger());
    CHECK(ledger.begin_attempt(key("a")) == 1);
    ledger.end_attempt(key("a"));
    CHECK(ledger.begin_attempt(key("a")) == 2);
    CHECK(ledger.begin_attempt(key("b")) == 1);
    ledger.end_attempt(key("b"));
    ledger.settle_attempts(true); // it died over a; b had ended
    CHECK(ledger.deaths() == std::map<std::string, int>{{key("a").text(), 1}});
    CHECK(ledger.begin_attempt(key("a")) == 1);
    ledger.settle_attempts(false); // told to stop: nothing died
    CHECK(ledger.deaths().at(key("a").text()) == 1);
    ledger.begin_attempt(key("a"));
    ledger.settle_attempts(true);
    CHECK(ledger.deaths().at(key("a").text()) == 2);
    ledger.keep_facts(key("a"), "r/1", "{}");
    CHECK(ledger.deaths().empty());
}

TEST_CASE("a damaged ledger is set aside, and decisions are taken over as far as they can be read") {
    Folder folder;
    {
        Ledger ledger(folder.ledger());
        ledger.keep_decision(decision("2021001"));
        ledger.keep_decision(decision("2021002"));
        for (int i = 0; i < 400; ++i)
            ledger.keep_facts(key(std::to_string(i)), "r/1", "{\"words\":\"" + std::string(300, 'x') + "\"}");
    }
    SECTION("in its middle") {
        const auto size = static_cast<std::streamoff>(fs::file_size(folder.ledger()));
        overwrite(folder.ledger(), size / 2, static_cast<std::size_t>(size) / 3);
        SetAside told;
        Ledger ledger = open_or_rebuild(folder.ledger(), [&](const SetAside& aside) { told = aside; });
        CHECK(told.name == "ledger.db.damaged-1");
        CHECK(fs::exists(folder.path / told.name));
        CHECK(told.all_decisions_read);
        CHECK(told.decisions == 2);
        REQUIRE(ledger.decisions().size() == 2);
        CHECK(ledger.decisions()[1].note == "已收到");
        CHECK_FALSE(ledger.facts(key("1"), "r/1", ""));
    }
    SECTION("from its first byte, twice") {
        for (int n = 1; n <= 2; ++n) {
            overwrite(folder.ledger(), 0, 2000);
            SetAside told;
            Ledger ledger = open_or_rebuild(folder.ledger(), [&](const SetAside& aside) { told = aside; });
            CHECK(told.name == "ledger.db.damaged-" + std::to_string(n));
            CHECK_FALSE(told.all_decisions_read);
            CHECK(ledger.decisions().empty());
        }
        CHECK_FALSE(fs::exists(folder.path / "ledger.db.new"));
    }
}

TEST_CASE("what a rebuilding that came to nothing left is removed, and never taken for a ledger") {
    Folder folder;
    Ledger(folder.ledger()).keep_decision(decision("2021001"));
    Ledger(folder.path / "ledger.db.new").keep_decision(decision("2021002"));
    Ledger ledger = open_or_rebuild(folder.ledger(), [](const SetAside&) { FAIL("set aside"); });
    CHECK_FALSE(fs::exists(folder.path / "ledger.db.new"));
    REQUIRE(ledger.decisions().size() == 1);
    CHECK(ledger.decisions().front().number == "2021001");
}

TEST_CASE("a rebuilding that was killed between its last steps is finished") {
    Folder folder;
    Ledger(folder.path / "ledger.db.new").keep_decision(decision("2021003"));
    Ledger ledger = open_or_rebuild(folder.ledger(), [](const SetAside&) { FAIL("set aside"); });
    CHECK(ledger.decisions().size() == 1);
}
