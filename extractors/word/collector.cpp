#include "extractors/word/collector.h"

#include "extractors/image/metafile.h"
#include "extractors/word/scan.h"
#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao {
namespace {

constexpr std::size_t text_limit = std::size_t{256} << 20; // bytes of text in one document
constexpr std::size_t block_limit = 2'000'000;             // paragraphs and cells
constexpr std::size_t finding_limit = 50;
constexpr std::size_t scan_limit = 500;
constexpr std::size_t wordless_below = 300; // bytes of text for each picture that fills a page

// A path without control characters that leads nowhere else.
std::string safe_name(std::string_view given) {
    std::string name;
    for (const std::string& part : text::split(text::replace_all(text::nfc(given), "\\", "/"), '/'))
        if (!part.empty() && part != "." && part != "..") name += (name.empty() ? "" : "/") + part;
    std::erase_if(name, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return name.empty() ? "attachment" : name;
}

} // namespace

bool Collector::room_for(std::size_t bytes, std::size_t blocks) {
    text_bytes_ += bytes;
    blocks_ += blocks;
    if (text_bytes_ <= text_limit && blocks_ <= block_limit) return true;
    found(finding("limit.bytes", {}, "document text"), true);
    return false;
}

void Collector::paragraph(Part part, std::string_view content) {
    std::string kept = text::trim(text::nfc(content));
    if (kept.empty() || !room_for(kept.size(), 1)) return;
    // Each section repeats its header and footer, and so do first, odd and even pages.
    bool repeats = part == Part::header || part == Part::footer;
    if (repeats && !repeated_.emplace(part, kept).second) return;
    Paragraph paragraph;
    paragraph.page = 1;
    paragraph.part = part;
    paragraph.content.text = std::move(kept);
    parts_[static_cast<std::size_t>(part)].push_back(std::move(paragraph));
}

void Collector::table(Table table) {
    std::size_t bytes = 0;
    for (const Cell& cell : table.cells)
        bytes += cell.content.text.size();
    if (table.cells.empty() || !room_for(bytes, table.cells.size())) return;
    parts_[static_cast<std::size_t>(table.part)].push_back(std::move(table));
}

void Collector::property(std::string key, std::string_view value) {
    std::string kept = text::trim(text::nfc(value.substr(0, 100'000)));
    if (!kept.empty() && document_.properties.size() < 1000)
        document_.properties.emplace(std::move(key), std::move(kept));
}

void Collector::attachment(std::string name, std::string_view bytes, Sink& sink) {
    Entry entry;
    entry.name = safe_name(name);
    entry.bytes = bytes.size();
    // A file too many costs itself, not the text.
    entry.outcome = isolate({}, entry.findings, [&] { entry.sha256 = sink.put(bytes); });
    if (entry.outcome != Outcome::ok) outcome_ = worse(outcome_, Outcome::partial);
    if (entry.outcome == Outcome::ok) look_for_scan(bytes, entry.sha256, sink);
    document_.attachments.push_back(std::move(entry));
}

void Collector::look_for_scan(std::string_view bytes, const Digest& name, Sink& sink) {
    if (scans_.size() >= scan_limit) return;
    // What was pasted may be kept as a drawing with the picture in it.
    std::string inner = image::picture_in_metafile(bytes, Limits{}.page_pixels);
    if (inner.empty()) inner = image::picture_in_bmp(bytes, Limits{}.page_pixels);
    std::optional<Page> scan = scan_of(inner.empty() ? bytes : std::string_view(inner));
    if (!scan) return;
    Outcome outcome = isolate({}, findings_, [&] { scan->picture = inner.empty() ? name : sink.put(inner); });
    if (outcome == Outcome::ok) scans_.push_back(*scan);
}

// Pictures that fill a page follow the text as pages of their own. They are read for their words where the document
// has few itself: it is a folder of scans then; else only a seal may be on them.
void Collector::add_scans() {
    bool wordless = text_bytes_ < wordless_below * scans_.size();
    std::set<Digest> seen;
    for (Page& page : scans_) {
        if (!seen.insert(page.picture).second) continue;
        page.number = static_cast<int>(document_.pages.size()) + 1;
        page.use = wordless ? PictureUse::text_and_seals : PictureUse::seals;
        page.text_score = wordless ? 0 : 1;
        document_.pages.push_back(std::move(page));
    }
}

void Collector::found(Finding finding, bool worsens) {
    if (worsens) outcome_ = worse(outcome_, Outcome::partial);
    bool known = std::any_of(findings_.begin(), findings_.end(), [&](const Finding& f) {
        return f.code == finding.code && f.evidence == finding.evidence;
    });
    if (!known && findings_.size() < finding_limit) findings_.push_back(std::move(finding));
}

void Collector::damaged(std::string evidence) {
    Finding damage = finding("document.damaged", {}, text::clean(evidence));
    damage.severity = Severity::warning;
    found(std::move(damage), true);
}

bool Collector::has_text() const {
    return std::any_of(parts_.begin(), parts_.end(), [](const auto& blocks) { return !blocks.empty(); });
}

Facts Collector::finish() {
    Facts facts;
    for (auto& blocks : parts_)
        std::move(blocks.begin(), blocks.end(), std::back_inserter(document_.blocks));
    Page page;
    page.number = 1;
    document_.pages.push_back(page);
    add_scans();
    facts.outcome = outcome_;
    facts.findings = std::move(findings_);
    facts.body = std::move(document_);
    return facts;
}

} // namespace shenbao
