#include "pipeline/outputs.h"

#include "pipeline/config/config_error.h"
#include "pipeline/ledger/sync_folder.h"
#include "pipeline/trouble.h"
#include "stages/report/html.h"
#include "stages/report/notices.h"
#include "stages/report/xlsx.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path) {
    throw std::system_error(errno, std::generic_category(), path.filename().string());
}

constexpr const char* letter_folders[] = {"notices", "drafts"};

bool holds(const fs::path& file, std::string_view bytes) {
    std::error_code error;
    if (fs::file_size(file, error) != bytes.size() || error) return false;
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {}) == bytes;
}

void write_all(int descriptor, std::string_view bytes, const fs::path& file) {
    while (!bytes.empty()) {
        ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail(file);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

// Pictures of pages for the report, read when asked for.
PageSource pages_in(const ViewStore& views) {
    return [&views](const Record& record, const std::string& entry, int page) -> std::optional<PagePicture> {
        for (const FileRecord& file : record.files) {
            if (file.entry != entry || !file.views.contains(page)) continue;
            const Thumbnail& view = file.views.at(page);
            if (auto bytes = views.read(view.picture.hex())) return PagePicture{*bytes, view.width, view.height};
        }
        return std::nullopt;
    };
}

void keep_views_of(std::span<const Record> records, ViewStore views) {
    std::set<std::string> named;
    for (const Record& record : records)
        for (const FileRecord& file : record.files)
            for (const auto& [page, view] : file.views)
                named.insert(view.picture.hex());
    views.keep_only(named);
}

} // namespace

void write_in_place(const fs::path& file, std::string_view bytes) {
    fs::path aside = file;
    aside += ".new";
    if (holds(file, bytes)) {
        ::unlink(aside.c_str()); // of a run that was killed
        return;
    }
    int descriptor = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor < 0) fail(file);
    try {
        write_all(descriptor, bytes, file);
        if (::fsync(descriptor) != 0) fail(file);
    } catch (...) {
        ::close(descriptor);
        ::unlink(aside.c_str());
        throw;
    }
    ::close(descriptor);
    if (::rename(aside.c_str(), file.c_str()) != 0) {
        const int why = errno;
        ::unlink(aside.c_str());
        errno = why;
        fail(file);
    }
    sync_folder(file.parent_path());
}

std::string record_line(const Record& record) {
    return to_json(record).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> record_lines(std::span<const Record> records) {
    std::vector<std::string> lines;
    for (const Record& record : records)
        lines.push_back(record_line(record));
    return lines;
}

void render_reports(const ViewStore& views, const Campaign& campaign, std::span<const Record> records,
                    const RosterView& roster, const Messages& messages, const TakeFile& take) {
    std::string lines;
    for (const Record& record : records)
        lines += record_line(record) + "\n";
    take("records.jsonl", lines);
    lines = {};
    take("report.html", html_report(campaign, records, roster, messages, pages_in(views)));
    take("report.xlsx", xlsx_report(campaign, records, roster, messages));
    for (const auto& [name, bytes] : notices(campaign, records, messages))
        take("notices/" + name, bytes);
    for (const auto& [name, bytes] : eml_drafts(campaign, records, messages))
        take("drafts/" + name, bytes);
}

std::set<std::string> stale_letters(const fs::path& out, const std::set<std::string>& due) {
    std::set<std::string> stale;
    for (const char* folder : letter_folders) {
        std::error_code none;
        for (const auto& entry : fs::directory_iterator(out / folder, none))
            if (std::string name = folder + ("/" + entry.path().filename().string()); !due.contains(name))
                stale.insert(std::move(name));
    }
    return stale;
}

void write_reports(const fs::path& out, const Campaign& campaign, std::span<const Record> records,
                   const RosterView& roster, const Messages& messages) {
    const ViewStore views(out / "views");
    std::set<std::string> due;
    for (const char* folder : letter_folders)
        fs::create_directories(out / folder);
    render_reports(views, campaign, records, roster, messages, [&](const std::string& name, const std::string& bytes) {
        write_in_place(out / name, bytes);
        due.insert(name);
    });
    for (const std::string& name : stale_letters(out, due))
        fs::remove_all(out / name);
    keep_views_of(records, views);
}

FolderLease::FolderLease(const fs::path& out, const Messages& messages) {
    try {
        held_ = take(out);
    } catch (const std::system_error& error) {
        throw ConfigError(messages.word(
            "program.no_folder", {{"path", out.string()},
                                  {"why", words_for_errno(error.code().value(), out.filename().string(), messages)}}));
    }
}

bool FolderLease::take(const fs::path& out) {
    fs::create_directories(out);
    descriptor_ = ::open((out / ".lease").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor_ < 0) fail(out);
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK) fail(out);
    return false;
}

FolderLease::~FolderLease() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

} // namespace shenbao
