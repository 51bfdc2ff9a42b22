#include "extractors/seal/ring.h"

#include "extractors/seal/ring_letters.h"
#include "extractors/seal/vote.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace shenbao::seal {

using namespace picture;

namespace {

// Names of companies end in 有限公司 or 有限责任公司 by law (Company Law, article 8). The last characters of a ring are
// the most worn; where they are nearly that, they are taken for it.
ocr::Spoken with_lawful_ending(ocr::Spoken reading) {
    auto& line = reading.symbols;
    const auto gong = std::find_if(line.rbegin(), line.rend(), [](const ocr::Symbol& s) { return s.c == U'公'; });
    if (gong == line.rend()) return reading;
    const int at = int(line.rend() - gong) - 1, after = int(line.size()) - 1 - at;
    int have = -1;
    for (int i = at - 1; i >= std::max(0, at - 5); --i)
        if (line[i].c == U'有') have = i;
    if (have < 1 || after > 2 || at - have < 2) return reading;
    if (at - have > 3 && line[at - 1].c != U'任') return reading;
    const bool liable = line[at - 1].c == U'任' && at - have >= 3;
    const float sure = std::min(0.8F, std::min(line[have].sure, line[at].sure));
    line.resize(have);
    for (char32_t c : std::u32string_view(liable ? U"有限责任公司" : U"有限公司"))
        line.push_back({c, sure});
    return reading;
}

// Two ways as different as these do not make the same mistake with certainty.
bool agreed(const ocr::Spoken& a, const ocr::Spoken& b) {
    const auto sure = [](const ocr::Spoken& reading) {
        return reading.symbols.size() >= 6 && reading.confidence() > 0.93 &&
               std::all_of(reading.symbols.begin(), reading.symbols.end(),
                           [](const ocr::Symbol& s) { return s.c == U' ' || s.sure > 0.7F; });
    };
    return sure(a) && sure(b) && a.text() == b.text();
}

// Ink between ring and middle as strong as fresh ink is, however faint the seal.
Grey with_full_ink(Grey ink, const Outline& seal) {
    std::array<int, 256> count{};
    int n = 0;
    for (int d = 0; d < 360; ++d)
        for (double r = 0.66; r < 0.9; r += 0.02)
            ++count[ink_in_ring(ink, seal, d * M_PI / 180, r)], ++n;
    int strong = 0, left = n / 14;
    while (strong < 246 && count[strong] < left)
        left -= count[strong++];
    if (strong < 70 || strong >= 246) return ink;
    for (std::uint8_t& v : ink.pixels)
        v = std::uint8_t(std::clamp(255 - (255 - v) * 205 / (255 - strong), 0, 255));
    return ink;
}

// Whether two ways read the same.
bool any_two_alike(const std::vector<ocr::Spoken>& readings) {
    for (std::size_t i = 0; i < readings.size(); ++i)
        for (std::size_t j = i + 1; j < readings.size(); ++j)
            if (readings[i].text() == readings[j].text()) return true;
    return false;
}

// The ring as it is laid straight for reading.
struct Ring {
    Grey ink;
    const Outline& seal;
    RingLetters letters;

    // Whether its letters can be cut out one by one.
    bool parted() const { return letters.pitch && letters.pitch->ink_between < kParted; }
    static constexpr double kParted = 0.55;

    Grey bent(double margin, double stretch) const {
        const Band& band = letters.band;
        const Arc& arc = letters.arc;
        const double depth = band.outer - band.inner;
        return unrolled(ink, seal, band.inner - margin * depth, std::min(band.outer + margin * depth, band.limit),
                        arc.start - 3, std::min(360.0, arc.sweep + 6), int(40 * (1 + 2 * margin)), stretch);
    }
    Grey straight(double margin, double stretch) const { return set_straight(ink, seal, letters, 40, margin, stretch); }
};

// How a strip is read: ink as dark as `black` becomes black, paper white, as for lines.
struct Look {
    double blur;
    int black;
    bool raw;
    const char* by;
};

ocr::Spoken read_strip(Grey strip, const Look& look) {
    for (std::uint8_t& v : strip.pixels)
        v = std::uint8_t(std::clamp((v - look.black) * 255 / (215 - look.black), 0, 255));
    strip = framed(look.blur > 0 ? blurred(strip, look.blur) : strip, 8);
    ocr::Spoken out = ocr::read_line(strip, ocr::Alphabet::chinese, look.raw);
    out.by += look.by;
    return ocr::tidied(std::move(out));
}

// As many ways as it takes until two agree.
std::vector<ocr::Spoken> readings_of(const Ring& ring) {
    std::vector<ocr::Spoken> out;
    if (ring.parted()) {
        out.push_back(read_strip(ring.straight(0.1, 1.0), {0.7, 20, false, "/letters soft"}));
        out.push_back(read_strip(ring.straight(0.2, 0.85), {0.5, 60, true, "/letters"}));
        if (agreed(out[0], out[1])) return out;
    } else {
        out.push_back(read_strip(ring.bent(0.05, 1.0), {0.7, 20, false, "/ring soft"}));
    }
    out.push_back(read_strip(ring.bent(0.05, 0.85), {0, 20, true, "/ring"}));
    if (out.size() == 2 && agreed(out[0], out[1])) return out;
    out.push_back(read_strip(ring.bent(0.2, 0.85), {0.7, 20, false, "/ring narrow"}));
    if (any_two_alike(out)) return out;
    if (!ring.parted()) out.push_back(read_strip(ring.bent(0.1, 1.0), {0, 40, false, "/ring sharp"}));
    out.push_back(read_strip(ring.bent(0.16, 1.0), {0.6, 90, true, "/ring faint"}));
    return out;
}

} // namespace

Text read_ring(const Grey& seen, const Outline& seal) {
    Ring ring{with_full_ink(seen, seal), seal, {}};
    ring.letters = letters_of(ring.ink, seal);
    if (ring.letters.arc.sweep <= 0) return {{}, 0, {}};
    const auto readings = readings_of(ring);
    std::vector<ocr::Spoken> votes;
    for (const ocr::Spoken& reading : readings)
        votes.push_back(with_lawful_ending(reading));
    return ocr::voted_for_owner(votes, readings);
}

} // namespace shenbao::seal
