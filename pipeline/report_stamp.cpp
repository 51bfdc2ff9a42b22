#include "pipeline/report_stamp.h"

#include "pipeline/source_files.h"

#include <map>
#include <set>
#include <span>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

constexpr const char* setting = "reports";

void add(Hasher& hasher, std::string_view part) {
    const std::string size = std::to_string(part.size()) + ":";
    hasher.update(std::as_bytes(std::span(size)));
    hasher.update(std::as_bytes(std::span(part)));
}

Digest digest_of_file(const fs::path& file) {
    std::error_code error;
    const auto bytes = fs::file_size(file, error);
    return error ? Digest() : digest_of_range(file, 0, bytes);
}

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> names;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none))
        names.insert(entry.path().filename().string());
    return names;
}

} // namespace

ReportStamp::ReportStamp(Ledger& ledger, fs::path out, const std::string& campaign_text, const std::string& roster_view,
                         const Messages& messages)
    : ledger_(ledger), out_(std::move(out)) {
    Hasher hasher;
    add(hasher, digest_of_file("/proc/self/exe").hex());
    add(hasher, campaign_text);
    add(hasher, roster_view);
    for (const auto& [key, sentence] : messages.all())
        add(hasher, key), add(hasher, sentence);
    add(hasher, ledger.setting("records_sum"));
    for (const std::string& view : names_in(out_ / "views"))
        add(hasher, view);
    made_of_ = hasher.finish().hex();
}

// Name and digest of every report, a line each.
std::string ReportStamp::files() const {
    std::map<std::string, fs::path> found;
    for (const char* name : {"records.jsonl", "report.html", "report.xlsx"})
        found[name] = out_ / name;
    for (const char* folder : {"notices", "drafts"})
        for (const std::string& name : names_in(out_ / folder))
            found[std::string(folder) + "/" + name] = out_ / folder / name;
    std::string out;
    for (const auto& [name, path] : found)
        out += name + "\t" + digest_of_file(path).hex() + "\n";
    return out;
}

bool ReportStamp::stands() const { return ledger_.setting(setting) == made_of_ + "\n" + files(); }

void ReportStamp::keep() { ledger_.keep_setting(setting, made_of_ + "\n" + files()); }

} // namespace shenbao
