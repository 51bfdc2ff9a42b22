#include "extractors/word/doc_lists.h"

#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::doc {
namespace {

constexpr std::size_t list_limit = 20'000;
constexpr std::size_t list_size = 28, override_size = 16;

// A number text: UTF-16 with the placeholders as characters 0 to 8.
std::string with_placeholders(View text) {
    std::u32string out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        char16_t unit = text.u16(i);
        if (unit < 9) {
            out += U'%';
            out += static_cast<char32_t>(U'1' + unit);
        } else if (unit < 0xD800 || unit > 0xDFFF) {
            out += unit;
        }
    }
    return text::to_utf8(out);
}

int font_of(View group) {
    int font = -1;
    each_sprm(group, false, [&](std::uint16_t code, View operand) {
        if (code == 0x4A4F) font = operand.u16(0);
    });
    return font;
}

} // namespace

Lists::Lists(const WordFile& file) : file_(file) {
    if (file.fib().old) return;
    auto [at, length] = file.fib().place(file.main(), list_table);
    if (length >= 2) read_lists(file.table().slice(at));
    read_overrides(file.table_part(list_overrides));
}

// The LSTFs stand in the table, their levels right behind it, outside the length given.
void Lists::read_lists(View table) {
    std::size_t count = std::min<std::size_t>(table.u16(0), list_limit);
    std::size_t at = 2 + list_size * count;
    for (std::size_t i = 0; i < count && at < table.size(); ++i) {
        View head = table.slice(2 + list_size * i, list_size);
        bool simple = head.u8(26) & 1;
        List& list = lists_[head.i32(0)];
        for (std::size_t level = 0; level < (simple ? 1u : 9u) && at < table.size(); ++level)
            at += read_level(table.slice(at), list.levels[level]);
    }
}

// One LVL ([MS-DOC] 2.9.150); returns its size.
std::size_t Lists::read_level(View at, ListLevel& out) const {
    out.start = at.i32(0);
    out.format = number_format_of(at.u8(4));
    out.legal = at.u8(5) & 0x04;
    bool no_restart = at.u8(5) & 0x08;
    if (no_restart) out.restart = at.u8(26);
    out.bare = at.u8(15) == 2;
    std::size_t characters = at.u8(24), paragraphs = at.u8(25);
    std::size_t text = 28 + paragraphs + characters;
    out.bullet_font = file_.font(font_of(at.slice(28 + paragraphs, characters))).name;
    std::size_t length = at.u16(text);
    out.text = with_placeholders(at.slice(text + 2, 2 * length));
    return text + 2 + 2 * length;
}

void Lists::read_overrides(View table) {
    std::size_t count = std::min<std::size_t>(table.u32(0), list_limit);
    std::size_t at = 4 + override_size * count;
    for (std::size_t i = 0; i < count && 4 + override_size * i < table.size(); ++i) {
        View head = table.slice(4 + override_size * i, override_size);
        Override made;
        made.list = head.i32(0);
        std::size_t changed = head.u8(12);
        at += 4; // the data's own mark
        for (std::size_t k = 0; k < changed && at < table.size(); ++k) {
            int level = std::min(table.u8(at + 4) & 0x0F, 8);
            bool starts = table.u8(at + 4) & 0x10, formats = table.u8(at + 4) & 0x20;
            if (starts && !formats) made.starts[level] = table.i32(at);
            at += 8;
            if (!formats) continue;
            at += read_level(table.slice(at), made.levels[level]);
            if (starts) made.starts[level] = made.levels[level].start;
        }
        overrides_.push_back(std::move(made));
    }
}

std::string Lists::next(int index, int level) {
    if (index < 1 || index > static_cast<int>(overrides_.size())) return {};
    Override& over = overrides_[static_cast<std::size_t>(index - 1)];
    auto at = lists_.find(over.list);
    if (at == lists_.end()) return {};
    List list = at->second;
    for (const auto& [changed, with] : over.levels)
        list.levels[static_cast<std::size_t>(changed)] = with;
    if (!over.begun)
        for (auto [changed, start] : over.starts)
            counter_.restart(over.list, changed, start);
    over.begun = true;
    return counter_.next(over.list, list, level);
}

} // namespace shenbao::doc
