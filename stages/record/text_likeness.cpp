#include "stages/record/text_likeness.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <set>
#include <span>
#include <unordered_set>
#include <utility>

namespace shenbao {
namespace {

constexpr std::size_t run = 6;           // characters: long enough to be rare, short enough to outlive a misread one
constexpr std::size_t most_hashes = 256; // of a text
constexpr std::size_t enough = 50;       // hashes of both texts together; fewer prove nothing
constexpr double like = 0.5;

std::u32string meaningful(std::string_view utf8) {
    std::u32string out;
    for (char32_t c : text::to_u32(text::fold(utf8)))
        if (text::is_han(c) || (c >= 'a' && c <= 'z')) out += c;
    return out;
}

// FNV-1a, then the mixing of SplitMix64, so that any range of values is as likely as another.
std::uint64_t hash_of(std::u32string_view characters) {
    std::uint64_t h = 0xcbf29ce484222325;
    for (char32_t c : characters)
        h = (h ^ c) * 0x100000001b3;
    h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9;
    h = (h ^ (h >> 27)) * 0x94d049bb133111eb;
    return h ^ (h >> 31);
}

// More owners than this do not copy from each other: they were given the same form.
std::size_t most_copiers(std::size_t owners) { return std::clamp<std::size_t>(owners / 4, 3, 20); }

class Comparison {
  public:
    explicit Comparison(const std::vector<OwnedText>& texts) : texts_(texts) {
        std::set<std::size_t> owners;
        std::vector<Holding> holdings;
        std::size_t count = 0;
        for (const OwnedText& text : texts)
            count += text.sketch->hashes.size();
        holdings.reserve(count);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            owners.insert(texts[i].owner);
            for (std::uint64_t h : texts[i].sketch->hashes)
                holdings.emplace_back(h, i);
        }
        std::sort(holdings.begin(), holdings.end());
        for (auto from = holdings.begin(); from != holdings.end();) {
            const auto to =
                std::find_if(from, holdings.end(), [&](const Holding& h) { return h.first != from->first; });
            take(std::span(from, to), most_copiers(owners.size()));
            from = to;
        }
    }

    std::vector<LikeTexts> pairs() const {
        std::vector<LikeTexts> out;
        for (const auto& [a, b] : candidates_)
            if (const double share = share_of(a, b); share >= like) out.push_back({a, b, share});
        return out;
    }

  private:
    using Holding = std::pair<std::uint64_t, std::size_t>; // a hash, and a text that has it

    // All who hold one hash.
    void take(std::span<const Holding> holders, std::size_t bound) {
        if (holders.size() < 2) return;
        std::set<std::size_t> owners;
        for (const auto& [h, text] : holders)
            owners.insert(texts_[text].owner);
        if (owners.size() > bound) {
            handed_out_.insert(holders.front().first);
            return;
        }
        for (std::size_t i = 0; i < holders.size(); ++i)
            for (std::size_t j = i + 1; j < holders.size(); ++j)
                if (texts_[holders[i].second].owner != texts_[holders[j].second].owner)
                    candidates_.insert({holders[i].second, holders[j].second});
    }

    double share_of(std::size_t a, std::size_t b) const {
        const TextSketch &left = *texts_[a].sketch, &right = *texts_[b].sketch;
        const std::uint64_t bound = std::min(left.bound, right.bound);
        std::size_t all = 0, both = 0;
        auto l = left.hashes.begin(), r = right.hashes.begin();
        while (l != left.hashes.end() || r != right.hashes.end()) {
            const bool from_left = r == right.hashes.end() || (l != left.hashes.end() && *l <= *r);
            const std::uint64_t h = from_left ? *l : *r;
            if (h > bound) break;
            const bool shared = l != left.hashes.end() && r != right.hashes.end() && *l == *r;
            if (l != left.hashes.end() && *l == h) ++l;
            if (r != right.hashes.end() && *r == h) ++r;
            if (handed_out_.contains(h)) continue;
            ++all;
            both += shared ? 1 : 0;
        }
        return all < enough ? 0 : static_cast<double>(both) / static_cast<double>(all);
    }

    const std::vector<OwnedText>& texts_;
    std::set<std::pair<std::size_t, std::size_t>> candidates_;
    std::unordered_set<std::uint64_t> handed_out_;
};

} // namespace

TextSketch sketch_of(std::string_view utf8) {
    TextSketch sketch;
    const std::u32string words = meaningful(utf8);
    if (words.size() < run) return sketch;
    auto& hashes = sketch.hashes;
    for (std::size_t at = 0; at + run <= words.size(); ++at)
        hashes.push_back(hash_of(std::u32string_view(words).substr(at, run)));
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    sketch.bound = ~std::uint64_t{0};
    if (hashes.size() <= most_hashes) return sketch;
    hashes.resize(most_hashes);
    hashes.shrink_to_fit();
    sketch.bound = hashes.back();
    return sketch;
}

std::vector<LikeTexts> like_texts(const std::vector<OwnedText>& texts) { return Comparison(texts).pairs(); }

} // namespace shenbao
