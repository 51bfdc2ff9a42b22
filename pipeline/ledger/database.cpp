#include "pipeline/ledger/database.h"

#include <sqlite3.h>

namespace shenbao {
namespace {

DatabaseError::Kind kind_of(int code) {
    switch (code & 0xFF) { // without what extended codes add
    case SQLITE_FULL:
        return DatabaseError::Kind::full;
    case SQLITE_IOERR:
    case SQLITE_PROTOCOL:
        return DatabaseError::Kind::fault;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return DatabaseError::Kind::not_allowed;
    case SQLITE_NOMEM:
        return DatabaseError::Kind::memory;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return DatabaseError::Kind::damaged;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return DatabaseError::Kind::busy;
    default:
        return DatabaseError::Kind::other;
    }
}

[[noreturn]] void fail(sqlite3* handle, const char* doing) {
    if (!handle) throw DatabaseError(std::string(doing) + ": out of memory", DatabaseError::Kind::memory);
    throw DatabaseError(std::string(doing) + ": " + sqlite3_errmsg(handle), kind_of(sqlite3_extended_errcode(handle)));
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(Database& database, std::string_view sql) {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &made, nullptr) != SQLITE_OK)
        fail(database.handle(), "prepare");
    statement_.reset(made);
}

Statement& Statement::bind(std::string_view text) {
    check(sqlite3_bind_text64(statement_.get(), ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(std::int64_t number) {
    check(sqlite3_bind_int64(statement_.get(), ++bound_, number));
    return *this;
}

Statement& Statement::bind(double number) {
    check(sqlite3_bind_double(statement_.get(), ++bound_, number));
    return *this;
}

Statement& Statement::bind_null() {
    check(sqlite3_bind_null(statement_.get(), ++bound_));
    return *this;
}

void Statement::check(int code) {
    if (code != SQLITE_OK) fail(sqlite3_db_handle(statement_.get()), "bind");
}

bool Statement::step() {
    int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    std::string reason = sqlite3_errmsg(sqlite3_db_handle(statement_.get()));
    reset();
    throw DatabaseError("step: " + reason, kind_of(code));
}

void Statement::run() {
    while (step()) {
    }
    reset();
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    bound_ = 0;
}

std::string Statement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    if (bytes) return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
    sqlite3* database = sqlite3_db_handle(statement_.get());
    if (sqlite3_errcode(database) == SQLITE_NOMEM) fail(database, "column");
    return {};
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_.get(), column); }

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Database::Database(const std::string& path, Access access) {
    sqlite3* made = nullptr;
    int flags = access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int code = sqlite3_open_v2(path.c_str(), &made, flags, nullptr);
    handle_.reset(made);
    if (code != SQLITE_OK) fail(made, "open");
    sqlite3_extended_result_codes(made, 1);
}

void Database::execute(const char* sql) {
    if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle_.get(), sql);
}

Transaction::~Transaction() {
    if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    database_.execute("COMMIT");
    open_ = false;
}

} // namespace shenbao
