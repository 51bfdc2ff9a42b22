#include "stages/classify/evidence.h"

#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::classify_detail {

namespace {

constexpr std::size_t title_lines = 5;                    // a heading stands among the first lines
constexpr std::size_t before_title = 28, after_title = 6; // characters that a heading may have round the word

void add_word(std::vector<std::u32string>& words, std::string_view word) {
    std::u32string folded = likeness::folded(word).chars;
    if (!folded.empty() && std::find(words.begin(), words.end(), folded) == words.end())
        words.push_back(std::move(folded));
}

double allowed(const Line& line, std::u32string_view word) {
    return line.recognised ? likeness::tolerance(word.size()) : 0;
}

bool holds(const Line& line, std::u32string_view word) {
    if (likeness::find(line.text.chars, word, allowed(line, word))) return true;
    return std::any_of(line.others.begin(), line.others.end(),
                       [&](const auto& other) { return likeness::find(other.chars, word, 0).has_value(); });
}

// Whether a line, as one of its readings has it, is a heading with this word: short, the word near its end, and no
// sentence before it. `at` is where the word ends, so that of two words the later one names the thing.
bool heads(std::u32string_view line, std::u32string_view word, double most, std::size_t& at) {
    const auto hit = likeness::find(line, word, most);
    if (!hit || hit->begin > before_title || line.size() - hit->end > after_title) return false;
    if (line.substr(0, hit->begin).find_first_of(U",，、;；。") != std::u32string_view::npos) return false;
    if (line.substr(hit->end).find_first_of(U",，、;；。:：") != std::u32string_view::npos) return false;
    at = hit->end;
    return true;
}

bool is_heading(const Line& line, std::u32string_view word, std::size_t& at) {
    if (heads(line.text.chars, word, allowed(line, word), at)) return true;
    return std::any_of(line.others.begin(), line.others.end(),
                       [&](const auto& other) { return heads(other.chars, word, 0, at); });
}

// "附件1", "附件2:", "1." before a heading that is else only the word.
bool is_number_of_annex(std::u32string_view s) {
    if (s.starts_with(U"附件") || s.starts_with(U"附表") || s.starts_with(U"附"))
        s.remove_prefix(s.starts_with(U"附件") || s.starts_with(U"附表") ? 2 : 1);
    return s.find_first_not_of(U"0123456789一二三四五六七八九十.:：、-()（） ") == std::u32string_view::npos;
}

} // namespace

Evidence::Evidence(const Campaign& campaign) {
    std::vector<std::u32string> titular;
    for (const Material& material : campaign.materials) {
        add_word(titular, material.title);
        for (const std::string& word : material.file_words)
            add_word(titular, word);
    }
    for (const Material& material : campaign.materials) {
        SlotWords words;
        add_word(words.titles, material.title);
        for (const std::string& word : material.file_words)
            add_word(words.titles, word);
        for (const std::string& word : material.content_words) {
            std::u32string folded = likeness::folded(word).chars;
            if (folded.empty()) continue;
            const bool known = std::find(titular.begin(), titular.end(), folded) != titular.end();
            words.content.push_back({std::move(folded), known});
        }
        for (const Field& field : campaign.fields)
            if (!field.from.empty() && field.from.front() == material.slot)
                for (const std::string& label : field.labels)
                    add_word(words.labels, label);
        slots_.push_back(std::move(words));
    }
}

// A cell is a heading only where a form has its title within its table, at the top.
int Evidence::title_slot(const Line& line, bool first) const {
    int best = -1;
    std::size_t best_end = 0, best_size = 0;
    for (std::size_t s = 0; s < slots_.size(); ++s) {
        const auto consider = [&](const std::u32string& word, bool titular) {
            std::size_t end = 0;
            if (line.in_table && !(first && titular)) return;
            if (word.size() < 2 || !is_heading(line, word, end)) return;
            if (best < 0 || end > best_end || (end == best_end && word.size() > best_size))
                best = static_cast<int>(s), best_end = end, best_size = word.size();
        };
        for (const std::u32string& word : slots_[s].titles)
            consider(word, true);
        for (const Word& word : slots_[s].content)
            consider(word.text, word.titular);
    }
    return best;
}

double Evidence::content_score(const SlotWords& words, std::span<const Line> lines) const {
    double score = 0;
    for (const Word& word : words.content)
        if (std::any_of(lines.begin(), lines.end(), [&](const Line& line) { return holds(line, word.text); }))
            score += word.titular ? weight::mention : weight::own_word;
    return score;
}

double Evidence::label_score(const SlotWords& words, std::span<const Line> lines) const {
    int seen = 0;
    for (const std::u32string& label : words.labels)
        seen += std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
            const auto hit = likeness::find(line.text.chars, label, allowed(line, label));
            return hit && hit->begin <= 3 && (line.in_table || hit->end < line.text.chars.size());
        });
    return seen >= 3 ? weight::own_labels : 0;
}

Scores Evidence::of_content(std::span<const Line> lines) const {
    Scores scores(slots_.size());
    for (std::size_t s = 0; s < slots_.size(); ++s)
        scores[s].content = content_score(slots_[s], lines) + label_score(slots_[s], lines);
    for (std::size_t i = 0; i < std::min(lines.size(), title_lines); ++i) {
        const int slot = title_slot(lines[i], i == 0);
        if (slot < 0) continue;
        auto& score = scores[static_cast<std::size_t>(slot)];
        score.content += weight::title;
        score.title = true;
        break; // what follows the heading is no heading
    }
    return scores;
}

void Evidence::add_name(Scores& scores, std::string_view entry) const {
    const auto slash = entry.rfind('/');
    const std::u32string name = likeness::folded(entry.substr(slash == std::string_view::npos ? 0 : slash + 1)).chars;
    const std::u32string folders =
        slash == std::string_view::npos ? U"" : likeness::folded(entry.substr(0, slash)).chars;
    std::size_t last = 0;
    int last_slot = -1;
    for (std::size_t s = 0; s < slots_.size(); ++s) {
        for (const std::u32string& word : slots_[s].titles) {
            if (folders.find(word) != std::u32string::npos) scores[s].name = std::max(scores[s].name, weight::folder);
            const auto at = name.rfind(word);
            if (at == std::u32string::npos) continue;
            scores[s].name = weight::name;
            if (last_slot < 0 || at + word.size() > last) last = at + word.size(), last_slot = static_cast<int>(s);
        }
    }
    // Of several words in a name the last says what it is: "申报材料-证明材料.docx".
    if (last_slot >= 0) scores[static_cast<std::size_t>(last_slot)].name += 0.1;
}

int Evidence::heading(const Line& line) const {
    if (line.in_table || !line.whole_block) return -1;
    for (std::size_t s = 0; s < slots_.size(); ++s)
        for (const std::u32string& word : slots_[s].titles) {
            const auto& text = line.text.chars;
            if (word.size() >= 2 && text.size() >= word.size() && std::u32string_view(text).ends_with(word) &&
                is_number_of_annex(std::u32string_view(text).substr(0, text.size() - word.size())))
                return static_cast<int>(s);
        }
    return -1;
}

} // namespace shenbao::classify_detail
