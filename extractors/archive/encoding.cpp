// Telling the encoding of names that do not say it.
#include "extractors/archive/names.h"
#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::archive {
namespace {

using Byte = unsigned char;

// How much a two-byte character speaks for an encoding: common characters much, characters beyond the basic set
// against it, for that is what text in another encoding looks like.
constexpr double common = 1.0, uncommon = 0.5, symbol = 0.7, alien = -0.2;

struct Score {
    bool valid = true; // no byte sequence that the encoding lacks
    double sum = 0;
    int characters = 0;
    double mean() const { return characters ? sum / characters : 0; }
    void add(double weight) { sum += weight, ++characters; }
};

// GB 18030-2005: GB 2312 stands at A1A1–F7FE, its level 1 (by frequency) at B0A1–D7F9; the rest came with GBK.
double gb_weight(Byte lead, Byte trail) {
    if (trail < 0xA1 || lead < 0xA1) return alien;
    if (lead == 0xA1 || lead == 0xA3) return symbol;
    if (lead == 0xA2) return uncommon;
    if (lead < 0xB0) return 0;
    if (lead <= 0xD7) return common;
    return lead <= 0xF7 ? uncommon : alien;
}

void score_gb18030(std::string_view name, Score& score) {
    for (std::size_t i = 0; i < name.size();) {
        const Byte lead = name[i], next = i + 1 < name.size() ? name[i + 1] : 0;
        if (lead < 0x80) {
            ++i;
        } else if (lead > 0x80 && lead < 0xFF && next >= 0x40 && next != 0x7F && next != 0xFF) {
            score.add(gb_weight(lead, next));
            i += 2;
        } else if (lead > 0x80 && lead < 0xFF && next >= 0x30 && next <= 0x39 && i + 3 < name.size() &&
                   Byte(name[i + 2]) > 0x80 && Byte(name[i + 3]) >= 0x30 && Byte(name[i + 3]) <= 0x39) {
            score.add(0); // four bytes: minority scripts and rare characters
            i += 4;
        } else {
            score.valid = false;
            return;
        }
    }
}

// Big5: level 1 at A440–C67E, level 2 at C940–F9D5, symbols at A140–A3BF.
double big5_weight(Byte lead) {
    if (lead < 0xA4) return symbol;
    if (lead <= 0xC6) return common;
    if (lead < 0xC9) return alien;
    return lead <= 0xF9 ? 0 : alien;
}

void score_big5(std::string_view name, Score& score) {
    for (std::size_t i = 0; i < name.size();) {
        const Byte lead = name[i], trail = i + 1 < name.size() ? name[i + 1] : 0;
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const bool fits = (trail >= 0x40 && trail <= 0x7E) || (trail >= 0xA1 && trail <= 0xFE);
        if (lead < 0xA1 || lead > 0xFE || !fits) {
            score.valid = false;
            return;
        }
        score.add(big5_weight(lead));
        i += 2;
    }
}

bool plain(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) { return Byte(c) < 0x80; });
}

} // namespace

std::string encoding_of(const std::vector<RawName>& names) {
    bool utf8 = true;
    Score gb, big5;
    for (const RawName& name : names) {
        const bool as_said = name.unicode && text::is_utf8(name.bytes);
        if (as_said || plain(name.bytes)) continue;
        utf8 = utf8 && text::is_utf8(name.bytes);
        if (gb.valid) score_gb18030(name.bytes, gb);
        if (big5.valid) score_big5(name.bytes, big5);
    }
    if (utf8) return "UTF-8";
    // Offices here write GB18030: another encoding must fit clearly better.
    constexpr double margin = 0.15;
    const bool gb_reads = gb.valid && gb.mean() > 0;
    if (big5.valid && big5.mean() > uncommon && (!gb_reads || big5.mean() > gb.mean() + margin)) return "Big5";
    return gb_reads ? "GB18030" : "CP437";
}

} // namespace shenbao::archive
