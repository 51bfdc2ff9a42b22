#include "stages/fields/gather.h"

#include "pipeline/model/text.h"
#include "stages/fields/flow.h"
#include "stages/fields/from_mail.h"
#include "stages/fields/table_walk.h"
#include "stages/fields/values.h"

#include <algorithm>

namespace shenbao::fields_detail {

namespace {

constexpr std::size_t heading_lines = 6;
constexpr double believed_text_layer = 0.9;

bool identifies(FieldType type) {
    return type == FieldType::company || type == FieldType::uscc || type == FieldType::number;
}

// The pages of a file that make up a material.
struct Extent {
    int first = 0, last = 0;
    bool holds(int page) const { return first == 0 || (page >= first && page <= last); }
};

const SubmittedFile* file_of(const Submission& submission, const std::string& entry) {
    const auto it = std::find_if(submission.files.begin(), submission.files.end(),
                                 [&](const SubmittedFile& f) { return f.entry == entry; });
    return it == submission.files.end() ? nullptr : &*it;
}

class Gathering {
  public:
    Gathering(const Campaign& campaign, const Submission& submission, const std::vector<MaterialRecord>& materials)
        : campaign_(campaign), labels_(campaign), inks_(campaign.fields.size()) {
        for (const MaterialRecord& material : materials)
            if (const SubmittedFile* file = file_of(submission, material.entry)) read(*file, material);
    }

    std::vector<std::vector<Ink>> take() {
        for (std::size_t f = 0; f < inks_.size(); ++f)
            std::stable_sort(inks_[f].begin(), inks_[f].end(),
                             [&](const Ink& a, const Ink& b) { return rank(a, f) < rank(b, f); });
        return std::move(inks_);
    }

  private:
    // Order of inks: by the field's slots, then how surely the place was found.
    std::tuple<std::size_t, int, double> rank(const Ink& ink, std::size_t field) const {
        const auto& from = campaign_.fields[field].from;
        const auto place = static_cast<std::size_t>(std::find(from.begin(), from.end(), ink.slot) - from.begin());
        return {place, static_cast<int>(ink.route), ink.label_cost};
    }

    void read(const SubmittedFile& file, const MaterialRecord& material) {
        const Extent extent{material.first_page, material.first_page + material.pages - 1};
        const InkSink sink = [&](std::size_t field, Ink ink) { keep(field, std::move(ink), file, material); };
        std::vector<FlowLine> flow;
        std::string unit;
        const auto flush = [&] {
            scan_flow(flow, campaign_, labels_, unit, false, sink);
            flow.clear();
        };
        for (const Block& block : file.document.blocks) {
            if (!is_shown(part_of(block)) || !extent.holds(page_of(block))) continue;
            if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
                const std::string& text = paragraph->content.text;
                if (text.size() < 60 && text.find("单位") != std::string::npos)
                    if (std::string noted = values::unit_in(text); !noted.empty()) unit = noted;
                for (FlowLine& line : lines_of_text(paragraph->content, paragraph->page, paragraph->box))
                    flow.push_back(std::move(line));
            } else {
                flush();
                walk_table(std::get<Table>(block), campaign_, labels_, unit, sink);
            }
        }
        flush();
        headings(file, extent, sink);
    }

    void keep(std::size_t field, Ink ink, const SubmittedFile& file, const MaterialRecord& material) {
        const Field& f = campaign_.fields[field];
        const bool asked = f.from.empty() || std::find(f.from.begin(), f.from.end(), material.slot) != f.from.end();
        if (!asked && !identifies(f.type)) return;
        if (ink.readings.empty()) return;
        ink.witness = !asked;
        ink.entry = file.entry;
        ink.slot = material.slot;
        distrust(ink, file.document);
        inks_[field].push_back(std::move(ink));
    }

    // A scan's text layer that an office machine made is recognition too, only not ours.
    static void distrust(Ink& ink, const Document& document) {
        if (!ink.digital) return;
        for (const Page& page : document.pages)
            if (page.number == ink.page && !page.typed && page.text_score < believed_text_layer) {
                ink.digital = false;
                for (Reading& reading : ink.readings)
                    reading.confidence = std::min(reading.confidence, page.text_score);
            }
    }

    // A company's name alone on one of the first lines, as title pages have it.
    void headings(const SubmittedFile& file, const Extent& extent, const InkSink& sink) {
        std::size_t seen = 0;
        for (const Block& block : file.document.blocks) {
            const auto* paragraph = std::get_if<Paragraph>(&block);
            if (!paragraph || paragraph->part != Part::body || !extent.holds(paragraph->page)) continue;
            for (const FlowLine& line : lines_of_text(paragraph->content, paragraph->page, paragraph->box)) {
                if (++seen > heading_lines) return;
                heading(line, sink);
            }
        }
    }

    void heading(const FlowLine& line, const InkSink& sink) {
        Ink ink;
        for (const Reading& reading : line.readings) {
            const std::string name = values::normalise(FieldType::company, reading.text);
            const std::string folded = values::fold_company(name);
            const bool plain = folded.find_first_of(":,;.") == std::string::npos &&
                               name.find("、") == std::string::npos && name.find("的") == std::string::npos;
            if (plain && values::is_company(name) && !values::company_parts(name).ending.empty())
                ink.readings.push_back({name, reading.confidence, reading.by});
        }
        if (ink.readings.empty()) return;
        ink.digital = line.digital;
        ink.page = line.page;
        ink.box = line.box;
        ink.route = Route::heading;
        for (std::size_t f = 0; f < campaign_.fields.size(); ++f)
            if (campaign_.fields[f].type == FieldType::company) sink(f, ink);
    }

    const Campaign& campaign_;
    LabelBook labels_;
    std::vector<std::vector<Ink>> inks_;
};

} // namespace

std::vector<std::vector<Ink>> gather(const Campaign& campaign, const Submission& submission,
                                     const std::vector<MaterialRecord>& materials) {
    return Gathering(campaign, submission, materials).take();
}

static void add_mention(const std::string& entry, const std::string& words, std::vector<Mention>& all) {
    Mention mention{entry, text::fold(words), {}};
    if (mention.folded.empty()) return;
    mention.figures = text::replace_all(mention.folded, ",", "");
    all.push_back(std::move(mention));
}

std::vector<Mention> mentions(const Submission& submission) {
    std::vector<Mention> all;
    for (const SubmittedFile& file : submission.files) {
        std::string digital;
        const auto add = [&](const Text& text) {
            if (is_digital(text)) digital += text.text + "\n";
        };
        for (const Block& block : file.document.blocks) {
            if (const auto* paragraph = std::get_if<Paragraph>(&block))
                add(paragraph->content);
            else
                for (const Cell& cell : std::get<Table>(block).cells)
                    add(cell.content);
        }
        add_mention(file.entry, digital, all);
    }
    add_mention("", words_of_mail(submission.mail), all);
    return all;
}

} // namespace shenbao::fields_detail
