// The file information block ([MS-DOC] 2.5) and the piece table (2.8.35, 2.9.38).

#include "extractors/word/doc_file.h"

#include <algorithm>

namespace shenbao::doc {
namespace {

constexpr std::uint16_t word_8 = 0xA5EC, word_6 = 0xA5DC;
constexpr std::uint16_t far_eastern_a = 0xA697, far_eastern_b = 0xA699; // Word 6 and 95 for East Asia
constexpr int first_word_6 = 100, first_word_97 = 0xC0;
constexpr std::uint32_t cp_limit = 200'000'000;

} // namespace

bool Fib::read(View stream) {
    std::uint16_t mark = stream.u16(0);
    version = stream.u16(2);
    bool known =
        mark == word_8 || mark == word_6 || mark == far_eastern_a || mark == far_eastern_b || mark >> 8 == 0xA5;
    if (!known || version < first_word_6) return false;
    old = version < first_word_97;
    language = stream.u16(6);
    std::uint16_t flags = stream.u16(0x0A);
    complex = flags & 0x0004;
    encrypted = flags & 0x0100;
    second_table = flags & 0x0200;
    wide_text = flags & 0x1000;
    first_text = stream.u32(0x18);
    end_of_text = stream.u32(0x1C);
    std::size_t lengths = old ? 0x34 : 0x4C;
    for (int i = 0; i < story_count; ++i)
        length[i] = std::min(stream.u32(lengths + 4 * static_cast<std::size_t>(i)), cp_limit);
    return true;
}

std::pair<std::uint32_t, std::uint32_t> Fib::place(View stream, Pair pair) const {
    std::size_t at = (old ? 0x58 : 0x9A) + 8 * static_cast<std::size_t>(pair);
    return {stream.u32(at), stream.u32(at + 4)};
}

WordFile::WordFile(std::string main, std::string table, std::string data)
    : main_(std::move(main)), table_(std::move(table)), data_(std::move(data)) {
    fib_.read(this->main());
    read_pieces();
    read_stretches(paragraph_bins, true, paragraphs_);
    read_stretches(character_bins, false, characters_);
    read_fonts();
    read_styles();
}

View WordFile::table_part(Pair pair) const {
    auto [at, length] = fib_.place(main(), pair);
    return table().slice(at, length);
}

void WordFile::read_pieces() {
    View clx = table_part(piece_table);
    if (!clx.empty()) read_clx(clx);
    if (!pieces_.empty()) return;
    // No piece table: the text lies in one piece.
    bool wide = looks_wide(fib_.first_text);
    damaged_ = damaged_ || !fib_.old;
    std::uint32_t end = std::min<std::uint32_t>(fib_.end_of_text, static_cast<std::uint32_t>(main_.size()));
    if (end <= fib_.first_text) return;
    std::uint32_t characters = (end - fib_.first_text) / (wide ? 2 : 1);
    pieces_.push_back({0, characters, fib_.first_text, wide, 0});
}

// Word 95 for East Asia writes two bytes a character, a Latin letter with a zero and others as in the code page; the
// flag alone is not to be believed.
bool WordFile::looks_wide(std::uint32_t offset) const {
    if (!fib_.old || !fib_.wide_text) return false;
    int wide = 0, narrow = 0;
    for (std::uint32_t at = offset; at < offset + 200 && at + 1 < main_.size(); at += 2) {
        std::uint8_t high = main().u8(at + 1);
        ++(high == 0 || high >= 0x81 ? wide : narrow);
    }
    return wide > 4 * narrow;
}

void WordFile::read_clx(View clx) {
    std::size_t at = 0;
    while (clx.u8(at) == 1 && at < clx.size()) {
        std::uint16_t size = clx.u16(at + 1);
        modifiers_.push_back(clx.slice(at + 3, size));
        at += 3 + std::size_t{size};
    }
    if (clx.u8(at) != 2) {
        damaged_ = true;
        return;
    }
    View plc = clx.slice(at + 5, clx.u32(at + 1));
    std::size_t count = plc.size() < 16 ? 0 : (plc.size() - 4) / 12;
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t descriptor = 4 * (count + 1) + 8 * i;
        add_piece(plc.u32(4 * i), plc.u32(4 * i + 4), plc.u32(descriptor + 2), plc.u16(descriptor + 6));
    }
}

void WordFile::add_piece(std::uint32_t begin, std::uint32_t end, std::uint32_t fc, std::uint16_t modifier) {
    std::uint32_t expected = pieces_.empty() ? 0 : pieces_.back().end;
    // A character takes a byte at least: more of them than that are no text but an attack.
    bool possible = end <= cp_limit && end / 2 <= main_.size();
    if (begin < expected || end <= begin || !possible) {
        damaged_ = damaged_ || end != begin;
        return;
    }
    Piece piece{begin, end, fc, true, modifier};
    if (fib_.old) {
        piece.wide = looks_wide(fc);
    } else if (fc & 0x40000000u) {
        piece.wide = false;
        piece.offset = (fc & 0x3FFFFFFFu) / 2;
    }
    std::uint64_t width = piece.wide ? 2 : 1;
    std::uint64_t room = piece.offset < main_.size() ? (main_.size() - piece.offset) / width : 0;
    if (end - begin > room) {
        damaged_ = true;
        piece.end = begin + static_cast<std::uint32_t>(room);
    }
    if (piece.end > piece.begin) pieces_.push_back(piece);
}

const Piece* WordFile::piece_of(std::uint32_t cp) const {
    auto at =
        std::upper_bound(pieces_.begin(), pieces_.end(), cp, [](std::uint32_t c, const Piece& p) { return c < p.end; });
    return at == pieces_.end() || cp < at->begin ? nullptr : &*at;
}

std::uint32_t WordFile::offset_of(const Piece& piece, std::uint32_t cp) {
    return piece.offset + (cp - piece.begin) * (piece.wide ? 2 : 1);
}

char16_t WordFile::unit(const Piece& piece, std::uint32_t cp) const {
    std::uint32_t at = offset_of(piece, cp);
    return piece.wide ? main().u16(at) : main().u8(at);
}

} // namespace shenbao::doc
