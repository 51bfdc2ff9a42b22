#include "pipeline/trouble.h"

#include "pipeline/harmless.h"
#include "pipeline/ledger/blob_store.h"
#include "pipeline/ledger/database.h"
#include "pipeline/model/messages.h"
#include "pipeline/sandbox/pool.h"
#include "pipeline/source_files.h"

#include <cerrno>
#include <new>
#include <system_error>

namespace shenbao {
namespace {

const char* code_of(int error) {
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return "stop.disk_full";
    case EIO:
        return "stop.disk_fault";
    case EMFILE:
    case ENFILE:
        return "stop.descriptors";
    case ENOMEM:
    case EAGAIN:
        return "stop.memory";
    case EROFS:
    case EACCES:
    case EPERM:
        return "stop.not_allowed";
    default:
        return "stop.system";
    }
}

const char* code_of(DatabaseError::Kind kind) {
    switch (kind) {
    case DatabaseError::Kind::full:
        return "stop.disk_full";
    case DatabaseError::Kind::fault:
        return "stop.disk_fault";
    case DatabaseError::Kind::not_allowed:
        return "stop.not_allowed";
    case DatabaseError::Kind::memory:
        return "stop.memory";
    case DatabaseError::Kind::damaged:
        return "stop.ledger_damaged";
    case DatabaseError::Kind::newer:
        return "stop.ledger_newer";
    case DatabaseError::Kind::busy:
        return "stop.ledger_busy";
    case DatabaseError::Kind::other:
        break;
    }
    return "stop.system";
}

} // namespace

std::string words_for_errno(int error, const std::string& what, const Messages& messages) {
    return messages.word(code_of(error), {{"what", what}, {"why", std::generic_category().message(error)}});
}

void rethrow_in_words(const Messages& messages) {
    try {
        throw;
    } catch (const Trouble& trouble) {
        throw RunError(messages.word("stop." + trouble.code, trouble.args));
    } catch (const SourceError& error) {
        throw SourceError(error.code, error.path,
                          messages.word("stop." + error.code, {{"path", harmless(error.path)}}));
    } catch (const DatabaseError& error) {
        throw RunError(messages.word(code_of(error.kind), {{"what", "ledger.db"}, {"why", error.what()}}));
    } catch (const BlobStoreFull& full) {
        throw RunError(messages.word("stop.work_folder", {{"bytes", std::to_string(full.allowed)}}));
    } catch (const SandboxError& error) {
        throw RunError(messages.word("stop.sandbox", {{"why", error.what()}}));
    } catch (const std::filesystem::filesystem_error& error) {
        throw RunError(words_for_errno(error.code().value(), error.path1().filename().string(), messages));
    } catch (const std::system_error& error) {
        std::string what = error.what();
        what.resize(what.size() - std::min(what.size(), error.code().message().size() + 2)); // ": " and the reason
        throw RunError(words_for_errno(error.code().value(), what, messages));
    } catch (const std::bad_alloc&) {
        throw RunError(messages.word("stop.memory", {{"what", "shenbao"}, {"why", ""}}));
    }
}

} // namespace shenbao
