#include "extractors/word/doc_reader.h"

#include "extractors/word/fields.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <utility>

namespace shenbao::doc {
namespace {

constexpr int depth_limit = 30;
constexpr std::size_t field_limit = 100;
constexpr std::size_t picture_limit = 10'000;

} // namespace

LineText& StoryWalker::line() {
    if (!fields_.empty() && fields_.back().instruction) return code_;
    return characters_.deleted ? deleted_ : characters_.hidden ? hidden_ : line_;
}

void StoryWalker::walk(std::uint32_t begin, std::uint32_t end, Part part) {
    part_ = part;
    fields_.clear();
    const Piece* piece = file_.piece_of(begin);
    char16_t last = 0x0D;
    for (std::uint32_t cp = begin; cp < end; ++cp) {
        if (!piece || cp >= piece->end || cp < piece->begin) piece = file_.piece_of(cp);
        if (!piece) {
            // A gap between pieces: nothing there, go on behind it.
            const auto& all = file_.pieces();
            auto next = std::find_if(all.begin(), all.end(), [&](const Piece& p) { return p.begin > cp; });
            if (next == all.end() || next->begin >= end) break;
            cp = next->begin;
            piece = &*next;
        }
        last = file_.unit(*piece, cp);
        character(last, *piece, cp);
    }
    if (last != 0x0D && last != 0x07 && last != 0x0C && end > begin) paragraph(end - 1, 0x0D);
    tables_.set_depth(0, Flow{&out_, part_});
}

void StoryWalker::update_characters(const Piece& piece, std::uint32_t cp) {
    std::uint32_t offset = WordFile::offset_of(piece, cp);
    if (piece_ == &piece && offset >= stretch_begin_ && offset < stretch_end_) return;
    piece_ = &piece;
    const Stretch* stretch = file_.character_stretch(offset);
    stretch_begin_ = stretch ? stretch->begin : offset;
    stretch_end_ = stretch ? stretch->end : offset + 1;
    characters_ = file_.characters_of(stretch, piece, cp);
    font_ = file_.font(characters_.font);
    code_page_ = code_page_of(piece);
}

void StoryWalker::character(char16_t unit, const Piece& piece, std::uint32_t cp) {
    if (unit == 0x0D || unit == 0x07 || unit == 0x0C) return paragraph(cp, unit);
    update_characters(piece, cp);
    if (unit >= 0x13 && unit <= 0x15) return field_mark(unit);
    if (unit == 0x01 && characters_.has_picture) {
        if (characters_.data)
            form_field();
        else if (pictures_.size() < picture_limit)
            pictures_.push_back(characters_.picture);
    }
    if (!mark(unit)) put(unit, piece);
}

// Characters that stand for something else ([MS-DOC] 2.4.1 and the list of special characters); true for all of them.
bool StoryWalker::mark(char16_t unit) {
    switch (unit) {
    case 0x09:
        line().append("\t");
        return true;
    case 0x0A:
    case 0x0B:
    case 0x0E:
        line().append("\n");
        return true;
    case 0x1E:
        line().append("-");
        return true;
    case 0x1F:
        return true;
    default:
        return unit < 0x20;
    }
}

namespace {

// A string with its length before it and a zero behind; `at` goes past it.
std::string counted_text(View data, std::size_t& at) {
    std::size_t length = data.u16(at);
    std::string text = text::decode(data.slice(at + 2, 2 * length).bytes(), "UTF-16LE");
    at += 2 + 2 * length + 2;
    return text;
}

// The entry `wanted` of a list to choose from (an STTB, [MS-DOC] 2.2.4), behind the field's other texts.
std::string list_entry(View field, std::size_t at, int wanted) {
    constexpr int most_entries = 25;
    at += 2; // the usual choice
    for (int i = 0; i < 5; ++i)
        counted_text(field, at);
    int count = std::min<int>(field.u16(at + 2), most_entries);
    if (field.u16(at) != 0xFFFF || wanted >= count) return {};
    at += 6;
    for (int i = 0; i < wanted; ++i)
        at += 2 + 2 * std::size_t{field.u16(at)};
    return text::decode(field.slice(at + 2, 2 * std::size_t{field.u16(at)}).bytes(), "UTF-16LE");
}

} // namespace

// Tick boxes and lists of an old form keep their state in the Data stream ([MS-DOC] 2.9.158, 2.9.78).
void StoryWalker::form_field() {
    constexpr int tick_box = 1, list = 2, as_usual = 25;
    if (fields_.empty()) return;
    View data = file_.data().slice(characters_.picture, file_.data().u32(characters_.picture));
    View field = data.slice(data.u16(4));
    std::uint16_t bits = field.u16(4);
    int type = bits & 3, state = bits >> 2 & 0x1F;
    if (field.u32(0) != 0xFFFFFFFF || (type != tick_box && type != list)) return;
    std::size_t behind_name = 10;
    counted_text(field, behind_name);
    if (state == as_usual) state = field.u16(behind_name);
    fields_.back().form = type == list ? list_entry(field, behind_name, state) : state ? "☑" : "☐";
}

void StoryWalker::field_mark(char16_t unit) {
    if (unit == 0x13) {
        if (fields_.size() < field_limit) fields_.emplace_back();
        return;
    }
    if (fields_.empty()) return;
    if (fields_.back().instruction) fields_.back().code += code_.take();
    if (unit == 0x14) {
        fields_.back().instruction = false;
        fields_.back().shown = false;
        return;
    }
    Field field = std::move(fields_.back());
    fields_.pop_back();
    bool result = !field.instruction && field.shown;
    if (!result) line().append(field.form.empty() ? shown_by_instruction(field.code) : field.form);
    if (!fields_.empty()) fields_.back().shown = fields_.back().shown || result;
}

CharacterProperties StoryWalker::mark_of(std::uint32_t cp) const {
    const Piece* piece = file_.piece_of(cp);
    if (!piece) return {};
    return file_.characters_of(file_.character_stretch(WordFile::offset_of(*piece, cp)), *piece, cp);
}

void StoryWalker::paragraph(std::uint32_t cp, char16_t ending) {
    // A field whose end is missing must not swallow the document.
    code_.take();
    for (Field& field : fields_)
        field.instruction = false;
    piece_ = nullptr; // the style of the next paragraph may hide its characters
    ParagraphProperties properties = file_.paragraph_at(cp);
    std::string shown = std::exchange(carried_, {}) + line_.take();
    if (!deleted_.empty()) out_.paragraph(Part::deleted, deleted_.take());
    if (!hidden_.empty()) out_.paragraph(Part::hidden, hidden_.take());
    const CharacterProperties mark = mark_of(cp);
    int depth = properties.in_table ? std::clamp(properties.depth, 1, depth_limit) : 0;
    if (ending == 0x07) depth = std::max(depth, 1);
    bool ends_row = properties.row_end || properties.inner_row_end;
    if (ending == 0x0D && mark.deleted) {
        // The next paragraph goes on with this one's text.
        carried_ = std::move(shown);
        return;
    }
    if (properties.list > 0 && !ends_row && !mark.hidden && (ending != 0x0C || !shown.empty()))
        shown = numbered(lists_.next(properties.list, properties.level), std::move(shown));
    Flow flow{&out_, part_};
    tables_.set_depth(depth, flow);
    if (depth == 0) return flow.paragraph(shown);
    bool row_end = depth > 1 ? properties.inner_row_end : ending == 0x07 && properties.row_end;
    if (row_end) return tables_.end_row(properties.row.shape());
    tables_.paragraph(shown);
    if (depth > 1 ? properties.inner_cell_end : ending == 0x07) tables_.end_cell();
}

} // namespace shenbao::doc
