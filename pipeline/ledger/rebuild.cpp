#include "pipeline/ledger/rebuild.h"

#include <array>
#include <fstream>
#include <vector>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

// The log first: a ledger without its log is only damaged, but a log beside a new ledger would be played into it.
constexpr std::array companions = {"-wal", "-shm", "-journal"};

fs::path with_suffix(const fs::path& file, const std::string& suffix) {
    fs::path out = file;
    out += suffix;
    return out;
}

void remove_with_companions(const fs::path& file) {
    for (const char* suffix : companions)
        fs::remove(with_suffix(file, suffix));
    fs::remove(file);
}

// Finished once it is closed; the damaged one has not been touched yet.
SetAside build_anew(const fs::path& damaged, const fs::path& anew) {
    SetAside aside;
    remove_with_companions(anew);
    Ledger fresh(anew);
    const SavedDecisions saved = save_decisions(damaged);
    for (const Decision& decision : saved.decisions)
        fresh.keep_decision(decision);
    aside.decisions = saved.decisions.size();
    aside.all_decisions_read = saved.all;
    return aside;
}

std::string free_name(const fs::path& file) {
    for (int n = 1;; ++n) {
        std::string suffix = ".damaged-" + std::to_string(n);
        if (!fs::exists(with_suffix(file, suffix))) return suffix;
    }
}

void rename_where_there(const fs::path& from, const fs::path& to) {
    if (fs::exists(from)) fs::rename(from, to);
}

SetAside set_aside(const fs::path& file, const fs::path& anew) {
    SetAside aside = build_anew(file, anew);
    const std::string suffix = free_name(file);
    for (const char* companion : companions)
        rename_where_there(with_suffix(file, companion), with_suffix(file, suffix + companion));
    fs::rename(file, with_suffix(file, suffix));
    fs::rename(anew, file);
    aside.name = with_suffix(file, suffix).filename().string();
    return aside;
}

// A disk that fails is no damage to the ledger, though SQLite may take it for that.
void demand_readable(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::vector<char> buffer(std::size_t{1} << 20);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()))) {
    }
    if (in.bad() || !in.eof()) throw DatabaseError("the ledger cannot be read", DatabaseError::Kind::fault);
}

} // namespace

Ledger open_or_rebuild(const fs::path& file, const std::function<void(const SetAside&)>& say) {
    const fs::path anew = with_suffix(file, ".new");
    if (fs::exists(file))
        remove_with_companions(anew); // of a rebuilding that came to nothing
    else
        rename_where_there(anew, file); // of one that was killed between its two last steps
    for (int attempt = 1; attempt <= 2; ++attempt) {
        try {
            return Ledger(file);
        } catch (const DatabaseError& error) {
            if (error.kind != DatabaseError::Kind::damaged) throw;
        }
        demand_readable(file);
    }
    say(set_aside(file, anew));
    return Ledger(file);
}

} // namespace shenbao
