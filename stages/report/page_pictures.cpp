#include "stages/report/page_pictures.h"

#include "stages/report/format.h"
#include "stages/report/markup.h"
#include "stages/report/wording.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

namespace shenbao::report {
namespace {

constexpr int largest_side = 20000; // pixels

// What the bytes are, for a data element; empty for what a browser is not to be given.
std::string_view picture_type(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
    if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return "image/webp";
    return {};
}

bool showable(const PagePicture& picture) {
    return !picture_type(picture.bytes).empty() && picture.width > 0 && picture.height > 0 &&
           picture.width <= largest_side && picture.height <= largest_side;
}

// Whose pages come first, and which of them.
enum class Standing { at_work, at_rest, replaced };
enum class Telling { problem, doubt, seal, reading };

Standing standing_of(const Record& record) {
    if (superseded(record)) return Standing::replaced;
    const bool at_work = record.verdict == Verdict::deficient || record.verdict == Verdict::review;
    return at_work ? Standing::at_work : Standing::at_rest;
}

struct Want {
    Standing standing;
    Telling telling;
    std::size_t record;
    std::string entry;
    int page;

    auto order() const { return std::tie(standing, telling, record); }
};

class Wants {
  public:
    explicit Wants(std::span<const Record> records) {
        for (std::size_t i = 0; i < records.size(); ++i) {
            standing_ = standing_of(records[i]);
            record_ = i;
            gather(records[i]);
        }
        std::stable_sort(list_.begin(), list_.end(),
                         [](const Want& a, const Want& b) { return a.order() < b.order(); });
    }
    const std::vector<Want>& list() const { return list_; }

  private:
    void add(Telling telling, const std::string& entry, int page) {
        if (page > 0 && !entry.empty() && told_.emplace(telling, entry, page).second)
            list_.push_back({standing_, telling, record_, entry, page});
    }
    void gather(const Record& record) {
        told_.clear();
        for (const auto& f : record.findings)
            if (f.finding.severity != Severity::info)
                add(Telling::problem, f.finding.where.entry, f.finding.where.page);
        for (const auto& m : record.materials)
            add(Telling::seal, m.seal.where.entry.empty() ? m.entry : m.seal.where.entry, m.seal.where.page);
        for (const auto& f : record.fields)
            for (const auto& r : f.readings)
                add(f.status == FieldStatus::uncertain ? Telling::doubt : Telling::reading, r.entry, r.page);
    }

    Standing standing_ = Standing::at_work;
    std::size_t record_ = 0;
    std::set<std::tuple<Telling, std::string, int>> told_; // of this record
    std::vector<Want> list_;
};

// Only these have pictures to leave out.
bool recognised(const Record& record, const std::string& entry) {
    return std::any_of(record.files.begin(), record.files.end(),
                       [&](const FileRecord& file) { return file.entry == entry && file.ocr_pages > 0; });
}

} // namespace

PagePictures::Key PagePictures::key_of(const Record& record, const std::string& entry, int page) {
    for (const auto& file : record.files)
        if (file.entry == entry && !file.sha256.empty()) return {file.sha256, page};
    return {record.submission.id + '\n' + entry, page};
}

void PagePictures::hold(const Key& key, const PagePicture& picture) {
    markup_ += fmt::format(R"(<script type="text/plain" id="page-{}" data-type="{}" data-width="{}" data-height="{}">)",
                           count_, picture_type(picture.bytes), picture.width, picture.height);
    markup_ += base64(picture.bytes);
    markup_ += "</script>\n";
    bytes_ += picture.bytes.size();
    numbers_[key] = count_++;
}

PagePictures::PagePictures(std::span<const Record> records, const PageSource& source, std::size_t budget) {
    if (!source) return;
    const Wants wants(records);
    std::set<std::pair<std::size_t, Key>> seen;
    for (const Want& want : wants.list()) {
        const Record& record = records[want.record];
        const Key key = key_of(record, want.entry, want.page);
        if (!seen.insert({want.record, key}).second || numbers_.contains(key)) continue;
        if (!full_ && asked_.insert(key).second) take(key, source(record, want.entry, want.page), budget);
        if (full_ && !numbers_.contains(key) && recognised(record, want.entry)) {
            left_out_.insert(key);
            ++left_out_of_[record.submission.id];
        }
    }
}

void PagePictures::take(const Key& key, const std::optional<PagePicture>& picture, std::size_t budget) {
    if (!picture || !showable(*picture)) return;
    full_ = bytes_ + picture->bytes.size() > budget;
    if (!full_) hold(key, *picture);
}

std::optional<std::size_t> PagePictures::number(const Record& record, const Locator& where) const {
    if (where.page <= 0 || count_ == 0) return std::nullopt;
    const auto found = numbers_.find(key_of(record, where.entry, where.page));
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

std::size_t PagePictures::left_out(const Record& record) const {
    const auto found = left_out_of_.find(record.submission.id);
    return found == left_out_of_.end() ? 0 : found->second;
}

} // namespace shenbao::report
