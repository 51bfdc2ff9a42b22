#pragma once
// SQLite as the ledger uses it: statements that bind and read in order, transactions that roll back by themselves.

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace shenbao {

struct DatabaseError : std::runtime_error {
    enum class Kind {
        full,        // no space
        fault,       // the disk did not do it
        not_allowed, // a folder or file that may not be written
        memory,
        damaged, // what is in it makes no sense
        newer,   // written by a later version of this program
        busy,    // another program holds it
        other,
    };

    explicit DatabaseError(const std::string& what, Kind kind_ = Kind::other) : std::runtime_error(what), kind(kind_) {}
    Kind kind;
};

class Database;

class Statement {
  public:
    Statement(Database& database, std::string_view sql);
    Statement& bind(std::string_view text);
    Statement& bind(std::int64_t number);
    Statement& bind(double number);
    Statement& bind_null();
    // True while there is a row.
    bool step();
    // For statements without rows: runs, and is ready to be bound again.
    void run();
    void reset();
    std::string text(int column) const;
    std::int64_t number(int column) const;
    bool is_null(int column) const;

  private:
    void check(int code);
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int bound_ = 0;
};

class Database {
  public:
    enum class Access { write, read };
    // Opens the file; to write, makes it where it is missing. ":memory:" keeps nothing.
    explicit Database(const std::string& path, Access access = Access::write);
    void execute(const char* sql);
    // Nothing else may be called from then on.
    void close() { handle_.reset(); }
    sqlite3* handle() const { return handle_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    std::unique_ptr<sqlite3, Close> handle_;
};

// Rolled back at the end of its life unless committed.
class Transaction {
  public:
    explicit Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Database& database_;
    bool open_ = true;
};

} // namespace shenbao
