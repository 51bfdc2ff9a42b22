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
#include <chrono>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path) {
    throw std::system_error(errno, std::generic_category(), path.filename().string());
}

constexpr std::chrono::milliseconds patience{2000}, asked_every{20}; // for the lease
constexpr const char* letter_folders[] = {"notices", "drafts"};

void write_all(int descriptor, std::string_view bytes, const fs::path& file) {
    while (!bytes.empty()) {
        ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail(file);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

// A file on its way to the place of another: it goes there if it turns out to be different.
class NewFile {
  public:
    explicit NewFile(const fs::path& file) : file_(file), aside_(file), old_(file, std::ios::binary) {
        aside_ += ".new";
        same_ = old_.is_open();
        descriptor_ = ::open(aside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor_ < 0) fail(file_);
    }
    ~NewFile() {
        if (descriptor_ < 0) return;
        ::close(descriptor_);
        ::unlink(aside_.c_str());
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void add(std::string_view bytes) {
        compare(bytes);
        write_all(descriptor_, bytes, file_);
    }

    void end() {
        if (same_ && old_.peek() == std::ifstream::traits_type::eof()) {
            if (::unlink(aside_.c_str()) != 0) fail(file_);
            ::close(std::exchange(descriptor_, -1));
            return;
        }
        if (::fsync(descriptor_) != 0) fail(file_);
        if (::rename(aside_.c_str(), file_.c_str()) != 0) fail(file_);
        ::close(std::exchange(descriptor_, -1));
        sync_folder(file_.parent_path());
    }

  private:
    void compare(std::string_view bytes) {
        std::string there(same_ ? bytes.size() : 0, '\0');
        if (same_) old_.read(there.data(), static_cast<std::streamsize>(there.size()));
        same_ = same_ && old_.gcount() == static_cast<std::streamsize>(bytes.size()) && there == bytes;
        if (same_) old_.clear();
    }

    fs::path file_, aside_;
    std::ifstream old_;
    bool same_ = false;
    int descriptor_ = -1;
};

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
    write_in_place(file, [&](const Put& put) { put(bytes); });
}

void write_in_place(const fs::path& file, const Produce& produce) {
    NewFile made(file);
    produce([&](std::string_view piece) { made.add(piece); });
    made.end();
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

void render_reports(const ViewStore& views, const Campaign& campaign, const ReportRecords& records,
                    const RosterView& roster, const Messages& messages, const TakeFile& take) {
    const auto take_bytes = [&](const std::string& name, const std::string& bytes) {
        take(name, [&](const Put& put) { put(bytes); });
    };
    take("records.jsonl",
         [&](const Put& put) { records.ledger.each_record([&](const std::string& line) { put(line + "\n"); }); });
    HtmlOptions options;
    options.whole = [&](std::size_t i) { return record_from_json(records.ledger.record(i)); };
    take_bytes("report.html", html_report(campaign, records.light, roster, messages, pages_in(views), options));
    take_bytes("report.xlsx", xlsx_report(campaign, records.light, roster, messages));
    const auto take_in = [&](const std::string& folder) -> TakeLetter {
        return [&, folder](const std::string& name, const std::string& bytes) { take_bytes(folder + name, bytes); };
    };
    each_notice(campaign, records.light, messages, take_in("notices/"));
    each_draft(campaign, records.light, messages, take_in("drafts/"));
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

void write_reports(const fs::path& out, const Campaign& campaign, const ReportRecords& records,
                   const RosterView& roster, const Messages& messages) {
    const ViewStore views(out / "views");
    std::set<std::string> due;
    for (const char* folder : letter_folders)
        fs::create_directories(out / folder);
    render_reports(views, campaign, records, roster, messages, [&](const std::string& name, const Produce& produce) {
        write_in_place(out / name, produce);
        due.insert(name);
    });
    for (const std::string& name : stale_letters(out, due))
        fs::remove_all(out / name);
    keep_views_of(records.light, views);
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
    // What a killed run had forked (apart.h) holds it until it has died as well: soon, on a busy disk not at once.
    for (const auto until = std::chrono::steady_clock::now() + patience;;) {
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return true;
        if (errno != EWOULDBLOCK) fail(out);
        if (std::chrono::steady_clock::now() >= until) return false;
        std::this_thread::sleep_for(asked_every);
    }
}

FolderLease::~FolderLease() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

} // namespace shenbao
