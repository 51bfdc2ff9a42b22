#include "stages/classify/classify.h"

#include "pipeline/model/opened_as.h"
#include "stages/classify/evidence.h"
#include "stages/classify/junk.h"

#include <algorithm>

namespace shenbao {

namespace {

using namespace classify_detail;

// Some pages of a file, or all of it, taken as one document.
struct Piece {
    std::size_t file = 0;
    Scores scores;
    int first_page = 0, pages = 0; // first_page 0: the whole file
    std::vector<int> headings{};   // slots that a line within names: perhaps a document of its own in there
    std::vector<int> slots{};      // what it was found to be
};

bool in_pages(const Line& line, int first, int last) { return line.page >= first && line.page <= last; }

std::vector<Line> lines_between(const std::vector<Line>& lines, int first, int last) {
    std::vector<Line> some;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(some),
                 [&](const Line& l) { return in_pages(l, first, last); });
    return some;
}

int titled(const Scores& scores) {
    for (std::size_t s = 0; s < scores.size(); ++s)
        if (scores[s].title) return static_cast<int>(s);
    return -1;
}

// The slot whose document begins on a page; -1 where none does. A chapter may be called much like another material
// ("签订质量承诺书"): the page must say more of it, or have the title on a line of its own.
int begins_on(const Evidence& evidence, const std::vector<Line>& page) {
    const Scores scores = evidence.of_content(page);
    const int slot = titled(scores);
    if (slot < 0 || scores[static_cast<std::size_t>(slot)].content >= weight::title + weight::enough) return slot;
    const auto first = page.begin(), last = first + static_cast<long>(std::min<std::size_t>(page.size(), 3));
    return std::any_of(first, last, [&](const Line& line) { return evidence.heading(line) == slot; }) ? slot : -1;
}

// Cuts a file where a page bears the heading of another material than the pages before it. One range of pages where
// all of it is one document.
std::vector<std::pair<int, int>> page_ranges(const Evidence& evidence, const std::vector<Line>& lines, int pages) {
    std::vector<std::pair<int, int>> ranges;
    int current = -1;
    for (int page = 1; page <= pages; ++page) {
        const int slot = begins_on(evidence, lines_between(lines, page, page));
        if (ranges.empty() || (slot >= 0 && current >= 0 && slot != current)) ranges.emplace_back(page, page);
        if (slot >= 0) current = slot;
        ranges.back().second = page;
    }
    return ranges;
}

std::vector<int> headings_in(const Evidence& evidence, const std::vector<Line>& lines) {
    std::vector<int> slots;
    for (const Line& line : lines)
        if (const int slot = evidence.heading(line);
            slot >= 0 && std::find(slots.begin(), slots.end(), slot) == slots.end())
            slots.push_back(slot);
    return slots;
}

std::vector<Piece> pieces_of(const Evidence& evidence, const SubmittedFile& file, std::size_t index) {
    const std::vector<Line> lines = lines_of(file.document);
    const int pages = static_cast<int>(file.document.pages.size());
    std::vector<std::pair<int, int>> ranges;
    if (pages > 1) ranges = page_ranges(evidence, lines, pages);
    std::vector<Piece> pieces;
    if (ranges.size() < 2) {
        pieces.push_back({index, evidence.of_content(lines), 0, pages, headings_in(evidence, lines)});
        evidence.add_name(pieces.back().scores, file.entry);
        return pieces;
    }
    for (const auto& [first, last] : ranges) {
        const std::vector<Line> own = lines_between(lines, first, last);
        pieces.push_back({index, evidence.of_content(own), first, last - first + 1, headings_in(evidence, own)});
    }
    return pieces;
}

std::string format_of(const SubmittedFile& file) {
    return file.document.format.empty() ? ending_of(file.entry) : file.document.format;
}

bool asked_format(const Material& material, const SubmittedFile& file) {
    const auto& formats = material.formats;
    return formats.empty() || std::find(formats.begin(), formats.end(), opened_as(format_of(file), file.entry)) != formats.end();
}

// What breaks a tie: the format asked for, a seal where one is asked for.
double tie_break(const Material& material, const SubmittedFile& file) {
    return (asked_format(material, file) ? 0.3 : 0) + (material.stamped && !file.document.seals.empty() ? 0.2 : 0);
}

class Assignment {
  public:
    Assignment(const Campaign& campaign, const Submission& submission, std::vector<Piece> pieces)
        : campaign_(campaign), submission_(submission), pieces_(std::move(pieces)) {}

    std::vector<MaterialRecord> run() {
        for (Piece& piece : pieces_)
            place(piece);
        for (std::size_t s = 0; s < campaign_.materials.size(); ++s)
            if (!filled(s)) fill(s);
        return records();
    }

  private:
    double rank(const Piece& piece, std::size_t s) const {
        return piece.scores[s].total() + tie_break(campaign_.materials[s], submission_.files[piece.file]);
    }

    // Puts a piece where it speaks for most. One without any content may be several things by its name.
    void place(Piece& piece) {
        int best = -1;
        bool content = false;
        for (std::size_t s = 0; s < piece.scores.size(); ++s) {
            content = content || piece.scores[s].content > 0;
            if (piece.scores[s].total() < weight::enough && piece.scores[s].name <= 0) continue;
            if (best < 0 || rank(piece, s) > rank(piece, static_cast<std::size_t>(best))) best = static_cast<int>(s);
        }
        if (best < 0) return;
        piece.slots.push_back(best);
        if (content) return;
        for (std::size_t s = 0; s < piece.scores.size(); ++s)
            if (static_cast<int>(s) != best && piece.scores[s].name >= weight::name)
                piece.slots.push_back(static_cast<int>(s));
    }

    std::vector<const Piece*> holders(std::size_t s) const {
        std::vector<const Piece*> found;
        for (const Piece& piece : pieces_)
            if (std::find(piece.slots.begin(), piece.slots.end(), static_cast<int>(s)) != piece.slots.end())
                found.push_back(&piece);
        std::stable_sort(found.begin(), found.end(),
                         [&](const Piece* a, const Piece* b) { return rank(*a, s) > rank(*b, s); });
        return found;
    }

    bool filled(std::size_t s) const { return !holders(s).empty(); }

    // An empty slot takes a piece that is nearly as likely this as what it was taken for, where that slot has a better
    // one; else a piece that holds this slot's heading on a line of its own.
    void fill(std::size_t s) {
        Piece* best = nullptr;
        for (Piece& piece : pieces_) {
            if (!can_spare(piece) || piece.scores[s].total() < weight::enough) continue;
            const auto own = static_cast<std::size_t>(piece.slots.front());
            if (piece.scores[own].title || rank(piece, own) - rank(piece, s) > 1) continue;
            if (!best || rank(piece, s) > rank(*best, s)) best = &piece;
        }
        if (best) {
            best->slots = {static_cast<int>(s)};
            return;
        }
        for (Piece& piece : pieces_)
            if (std::find(piece.headings.begin(), piece.headings.end(), static_cast<int>(s)) != piece.headings.end()) {
                piece.slots.push_back(static_cast<int>(s));
                return;
            }
    }

    bool can_spare(const Piece& piece) const {
        if (piece.slots.size() != 1) return false;
        const auto all = holders(static_cast<std::size_t>(piece.slots.front()));
        return all.size() > 1 && all.front() != &piece;
    }

    MaterialRecord record(const Piece& piece, std::size_t s) const {
        const SubmittedFile& file = submission_.files[piece.file];
        MaterialRecord m;
        m.slot = campaign_.materials[s].slot;
        m.entry = file.entry;
        m.format = format_of(file);
        m.pages = piece.pages;
        m.first_page = piece.first_page;
        const int first = piece.first_page, last = first + piece.pages - 1;
        for (const Page& page : file.document.pages)
            if (first == 0 || (page.number >= first && page.number <= last))
                m.scanned = m.scanned || page.recognised || page.use == PictureUse::text_and_seals;
        m.scanned = m.scanned || format_class(m.format) == "image";
        const bool said =
            piece.scores[s].content >= weight::enough ||
            std::find(piece.headings.begin(), piece.headings.end(), static_cast<int>(s)) != piece.headings.end();
        m.matched_by = said ? "content" : "name";
        return m;
    }

    std::vector<MaterialRecord> records() const {
        std::vector<MaterialRecord> all;
        for (std::size_t s = 0; s < campaign_.materials.size(); ++s)
            for (const Piece* piece : holders(s))
                all.push_back(record(*piece, s));
        return all;
    }

    const Campaign& campaign_;
    const Submission& submission_;
    std::vector<Piece> pieces_;
};

} // namespace

std::vector<MaterialRecord> classify(const Campaign& campaign, const Submission& submission) {
    const Evidence evidence(campaign);
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < submission.files.size(); ++i) {
        const SubmittedFile& file = submission.files[i];
        if (file.archive || is_junk(file.entry)) continue;
        for (Piece& piece : pieces_of(evidence, file, i))
            pieces.push_back(std::move(piece));
    }
    return Assignment(campaign, submission, std::move(pieces)).run();
}

} // namespace shenbao
