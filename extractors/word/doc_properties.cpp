// Properties of paragraphs and characters: bin tables, formatted disk pages ([MS-DOC] 2.9.33, 2.9.174), styles, fonts.

#include "extractors/word/doc_file.h"
#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::doc {
namespace {

constexpr std::size_t page_size = 512;
constexpr std::size_t stretch_limit = 5'000'000;
constexpr int nested_groups = 3; // a group in the Data stream may name another
constexpr std::size_t cell_limit = 1000;
constexpr int style_chain = 12; // styles based on one another
constexpr std::uint16_t hides = 0x083C, character_style = 0x4A30;

// ToggleOperand ([MS-DOC] 2.9.327): off, on, or as the style has it, or not so.
bool toggled(int operand, bool of_style) { return operand >= 0x80 ? of_style != (operand == 0x81) : operand == 1; }

// The group of a paragraph: its length is in words, from Word 97 on odd or even by whether the first byte is 0.
Stretch paragraph_group(View page, std::size_t at, bool old) {
    Stretch stretch;
    std::size_t words = page.u8(at);
    std::size_t length = words > 0 ? 2 * words - (old ? 0 : 1) : 2 * std::size_t{page.u8(at + 1)};
    if (words == 0) ++at;
    if (length < 2) return stretch;
    stretch.style = page.u16(at + 1);
    stretch.group = page.slice(at + 3, length - 2);
    return stretch;
}

void read_row(View operand, bool old, RowDefinition& row) {
    std::size_t cells = std::min<std::size_t>(operand.u8(0), 64);
    row.edges.clear();
    row.flags.assign(cells, 0);
    for (std::size_t i = 0; i <= cells; ++i)
        row.edges.push_back(operand.i16(1 + 2 * i));
    std::size_t first = 1 + 2 * (cells + 1), size = old ? 10 : 20;
    for (std::size_t i = 0; i < cells; ++i)
        row.flags[i] = operand.u16(first + size * i);
}

void merge_horizontally(View operand, RowDefinition& row) {
    std::size_t first = operand.u8(0), end = std::min<std::size_t>(operand.u8(1), row.flags.size());
    for (std::size_t i = first; i < end; ++i)
        row.flags[i] = static_cast<std::uint16_t>((row.flags[i] & ~3) | (i == first ? 1 : 2));
}

void merge_vertically(View operand, RowDefinition& row) {
    std::size_t cell = operand.u8(0);
    if (cell >= row.flags.size()) return;
    row.flags[cell] = static_cast<std::uint16_t>((row.flags[cell] & ~0x60) | (operand.u8(1) & 3) << 5);
}

// Cells put into a row by a fast save: place, number, width.
void insert_cells(View operand, RowDefinition& row) {
    std::size_t at = std::min<std::size_t>(operand.u8(0), row.flags.size()), count = operand.u8(1);
    if (row.edges.empty() || row.flags.size() + count > cell_limit) return;
    int width = operand.i16(2);
    for (std::size_t i = 0; i < count; ++i) {
        row.flags.insert(row.flags.begin() + static_cast<std::ptrdiff_t>(at), 0);
        int edge = row.edges[at];
        for (std::size_t k = at + 1; k < row.edges.size(); ++k)
            row.edges[k] += width;
        row.edges.insert(row.edges.begin() + static_cast<std::ptrdiff_t>(at) + 1, edge + width);
    }
}

void delete_cells(View operand, RowDefinition& row) {
    std::size_t first = operand.u8(0), end = std::min<std::size_t>(operand.u8(1), row.flags.size());
    if (first >= end) return;
    auto a = static_cast<std::ptrdiff_t>(first), b = static_cast<std::ptrdiff_t>(end);
    row.flags.erase(row.flags.begin() + a, row.flags.begin() + b);
    row.edges.erase(row.edges.begin() + a + 1, row.edges.begin() + b + 1);
}

// Word 97's codes for those of Word 6 and 95 that matter here; 0 for others.
std::uint16_t modern_code(std::uint16_t old) {
    switch (old) {
    case 2:
        return 0x4600;
    case 24:
        return 0x2416;
    case 25:
        return 0x2417;
    case 66:
        return 0x0800;
    case 68:
        return 0x6A03;
    case 71:
        return 0x0806;
    case 74:
        return 0x6A09;
    case 92:
        return hides;
    case 93:
        return 0x4A4F;
    case 117:
        return 0x0855;
    case 188:
    case 190:
        return 0xD608;
    case 194:
        return 0x7621;
    case 195:
        return 0x5622;
    case 197:
        return 0x5624;
    default:
        return 0;
    }
}

// The one-byte codes that a piece's modifier may hold ([MS-DOC] 2.9.186); only those that matter here.
std::uint16_t short_code(int isprm) {
    switch (isprm) {
    case 0x18:
        return 0x2416;
    case 0x19:
        return 0x2417;
    case 0x41:
        return 0x0800;
    case 0x5C:
        return hides;
    case 0x76:
        return 0x0855;
    default:
        return 0;
    }
}

} // namespace

RowShape RowDefinition::shape() const {
    RowShape shape{edges, {}};
    for (std::uint16_t flag : flags)
        shape.cells.push_back({(flag & 0x02) != 0, (flag & 0x60) == 0x20});
    return shape;
}

void WordFile::read_stretches(Pair pair, bool paragraphs, std::vector<Stretch>& out) {
    View plc = table_part(pair);
    std::size_t width = fib_.old ? 2 : 4;
    std::size_t count = plc.size() < 8 ? 0 : (plc.size() - 4) / (4 + width);
    for (std::size_t i = 0; i < count && out.size() < stretch_limit; ++i) {
        std::size_t at = 4 * (count + 1) + width * i;
        std::size_t page = fib_.old ? plc.u16(at) : plc.u32(at) & 0x3FFFFF;
        View bytes = main().slice(page * page_size, page_size);
        if (bytes.size() == page_size)
            read_page(bytes, paragraphs, out);
        else
            damaged_ = true;
    }
    auto order = [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; };
    if (!std::is_sorted(out.begin(), out.end(), order)) std::stable_sort(out.begin(), out.end(), order);
}

void WordFile::read_page(View page, bool paragraphs, std::vector<Stretch>& out) {
    std::size_t count = page.u8(page_size - 1);
    std::size_t entry = paragraphs ? (fib_.old ? 7 : 13) : 1;
    if (4 * (count + 1) + entry * count > page_size) {
        damaged_ = true;
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        Stretch stretch;
        std::size_t at = 2 * std::size_t{page.u8(4 * (count + 1) + entry * i)};
        if (at > 0 && paragraphs)
            stretch = paragraph_group(page, at, fib_.old);
        else if (at > 0)
            stretch.group = page.slice(at + 1, page.u8(at));
        stretch.begin = page.u32(4 * i);
        stretch.end = page.u32(4 * i + 4);
        if (stretch.begin < stretch.end) out.push_back(stretch);
    }
}

const Stretch* WordFile::find(const std::vector<Stretch>& all, std::uint32_t offset) {
    auto at =
        std::upper_bound(all.begin(), all.end(), offset, [](std::uint32_t o, const Stretch& s) { return o < s.begin; });
    if (at == all.begin()) return nullptr;
    --at;
    return offset < at->end ? &*at : nullptr;
}

void WordFile::apply_modifier(std::uint16_t modifier, const SprmVisit& visit) const {
    if (modifier & 1) {
        std::size_t index = modifier >> 1;
        if (index < modifiers_.size()) each_sprm(modifiers_[index], fib_.old, visit);
    } else if (modifier) {
        char operand = static_cast<char>(modifier >> 8);
        int code = modifier >> 1 & 0x7F;
        visit(fib_.old ? static_cast<std::uint16_t>(code) : short_code(code), View(std::string_view(&operand, 1)));
    }
}

void WordFile::apply_paragraph(std::uint16_t code, View operand, ParagraphProperties& out, int depth) const {
    bool old = fib_.old;
    if (old && !(code = modern_code(code))) return;
    switch (code) {
    case 0x2416:
        out.in_table = operand.u8(0) != 0;
        break;
    case 0x2417:
        out.row_end = operand.u8(0) != 0;
        break;
    case 0x244B:
        out.inner_cell_end = operand.u8(0) != 0;
        break;
    case 0x244C:
        out.inner_row_end = operand.u8(0) != 0;
        break;
    case 0x6649:
        out.depth = std::clamp(operand.i32(0), 0, 30);
        break;
    case 0x664A:
        out.depth = std::clamp(out.depth + std::clamp(operand.i32(0), -30, 30), 0, 30);
        break;
    case 0x4600:
        out.style = operand.u16(0);
        break;
    case 0x260A:
        out.level = std::min<int>(operand.u8(0), 8);
        break;
    case 0x460B:
        out.list = operand.i16(0);
        out.list_set = true;
        break;
    case 0xD606:
    case 0xD608:
        read_row(operand, old, out.row);
        break;
    case 0x5624:
        merge_horizontally(operand, out.row);
        break;
    case 0xD62B:
        merge_vertically(operand, out.row);
        break;
    case 0x7621:
        insert_cells(operand, out.row);
        break;
    case 0x5622:
        delete_cells(operand, out.row);
        break;
    case 0x6645:
    case 0x6646: {
        if (depth >= nested_groups) break;
        std::size_t at = operand.u32(0);
        each_sprm(data().slice(at + 2, data().u16(at)), old,
                  [&](std::uint16_t inner, View value) { apply_paragraph(inner, value, out, depth + 1); });
        break;
    }
    default:
        break;
    }
}

ParagraphProperties WordFile::paragraph_at(std::uint32_t cp) const {
    ParagraphProperties out;
    const Piece* piece = piece_of(cp);
    if (!piece) return out;
    auto visit = [&](std::uint16_t code, View operand) { apply_paragraph(code, operand, out); };
    if (const Stretch* stretch = paragraph_stretch(offset_of(*piece, cp))) {
        out.style = stretch->style;
        each_sprm(stretch->group, fib_.old, visit);
    }
    apply_modifier(piece->modifier, visit);
    int style = out.style;
    for (int i = 0; !out.list_set && i < style_chain && style < static_cast<int>(styles_.size()); ++i) {
        const Style& from = styles_[static_cast<std::size_t>(style)];
        if (from.set) {
            out.list = from.list;
            if (out.level == 0) out.level = from.level;
            break;
        }
        style = from.base;
    }
    return out;
}

bool WordFile::style_hides(int style, bool otherwise, int depth) const {
    if (style < 0 || style >= static_cast<int>(styles_.size()) || depth >= style_chain) return otherwise;
    const Style& from = styles_[static_cast<std::size_t>(style)];
    bool below = style_hides(from.base, otherwise, depth + 1);
    return from.hides ? toggled(*from.hides, below) : below;
}

CharacterProperties WordFile::characters_of(const Stretch* stretch, const Piece& piece, std::uint32_t cp) const {
    CharacterProperties out;
    std::optional<int> hidden;
    int style = -1;
    auto visit = [&](std::uint16_t code, View operand) {
        if (fib_.old && !(code = modern_code(code))) return;
        switch (code) {
        case 0x0800:
            out.deleted = operand.u8(0) & 1;
            break;
        case hides:
            hidden = operand.u8(0);
            break;
        case character_style:
            style = operand.u16(0);
            break;
        case 0x0855:
            out.special = operand.u8(0) & 1;
            break;
        case 0x0806:
            out.data = operand.u8(0) & 1;
            break;
        case 0x4A4F:
            out.font = operand.u16(0);
            break;
        case 0x6A03:
            out.picture = operand.u32(0);
            out.has_picture = true;
            break;
        case 0x6A09:
            out.symbol_font = operand.u16(0);
            out.symbol = fib_.old ? operand.u8(2) : operand.u16(2);
            break;
        default:
            break;
        }
    };
    if (stretch) each_sprm(stretch->group, fib_.old, visit);
    apply_modifier(piece.modifier, visit);
    if (styles_hide_) out.hidden = style_hides(style, style_hides(paragraph_at(cp).style, false));
    if (hidden) out.hidden = toggled(*hidden, out.hidden);
    return out;
}

Font WordFile::font(int index) const {
    return index >= 0 && index < static_cast<int>(fonts_.size()) ? fonts_[static_cast<std::size_t>(index)] : Font();
}

// FFNs ([MS-DOC] 2.9.80): names in UTF-16, in one byte a character before Word 97.
void WordFile::read_fonts() {
    View table = table_part(font_table);
    std::size_t at = fib_.old ? 2 : 4;
    while (at + 6 < table.size() && fonts_.size() < 4096) {
        View font = table.slice(at, std::size_t{table.u8(at)} + 1);
        std::string_view name = font.slice(fib_.old ? 6 : 40).bytes();
        std::string decoded =
            fib_.old ? text::from_unknown(name.substr(0, name.find('\0'))) : text::decode(name, "UTF-16LE");
        fonts_.push_back({decoded.substr(0, decoded.find('\0')), font.u8(4)});
        at += font.size();
        if (font.size() < 6) break;
    }
}

// The stylesheet ([MS-DOC] 2.9.271), for the lists that heading styles bring along and for hidden text.
void WordFile::read_styles() {
    View sheet = table_part(stylesheet);
    if (fib_.old || sheet.empty()) return;
    std::size_t head = sheet.u16(0), base_size = sheet.u16(4);
    std::size_t count = std::min<std::size_t>(sheet.u16(2), 4096), at = 2 + head;
    for (std::size_t i = 0; i < count && at + 2 <= sheet.size(); ++i) {
        std::size_t size = sheet.u16(at);
        View style = sheet.slice(at + 2, size);
        at += 2 + size + size % 2;
        Style known;
        known.base = style.u16(2) >> 4;
        int kind = style.u16(2) & 0xF;
        constexpr int of_paragraphs = 1, of_characters = 2;
        std::size_t name = base_size, length = style.u16(name);
        std::size_t group = name + 2 + 2 * length + 2;
        group += group % 2;
        if (kind == of_paragraphs && !style.empty()) {
            ParagraphProperties properties;
            each_sprm(style.slice(group + 4, std::max<int>(0, style.u16(group) - 2)), false,
                      [&](std::uint16_t code, View operand) { apply_paragraph(code, operand, properties); });
            known.list = properties.list;
            known.level = properties.level;
            known.set = properties.list_set;
            group += 2 + std::size_t{style.u16(group)};
            group += group % 2;
        }
        if (kind == of_paragraphs || kind == of_characters)
            each_sprm(style.slice(group + 2, style.u16(group)), false, [&](std::uint16_t code, View operand) {
                if (code == hides) known.hides = operand.u8(0);
            });
        styles_hide_ = styles_hide_ || known.hides.value_or(0) % 0x80 == 1;
        styles_.push_back(known);
    }
}

} // namespace shenbao::doc
