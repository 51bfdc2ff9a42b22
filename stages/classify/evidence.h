#pragma once
// How far a stretch of lines, or a file's name, speaks for each of the campaign's slots.

#include "pipeline/model/campaign.h"
#include "stages/classify/lines.h"

#include <span>
#include <string_view>
#include <vector>

namespace shenbao::classify_detail {

// Weights of what may be seen. A title outweighs a name; a name outweighs a mention in passing.
namespace weight {
inline constexpr double title = 4;        // a heading among the first lines that names the material
inline constexpr double own_word = 1.5;   // a word of its content that is no material's title
inline constexpr double mention = 0.5;    // a title or file word in running text: other documents name it too
inline constexpr double own_labels = 1.5; // three or more of its fields' labels
inline constexpr double name = 1.5;       // a word in the file's name
inline constexpr double folder = 0.8;     // the same in a folder above it
inline constexpr double enough = 1;       // less says nothing
} // namespace weight

struct SlotScore {
    double content = 0;
    bool title = false; // the heading names it
    double name = 0;
    double total() const { return content + name; }
};

// A score for each of the campaign's materials, in their order.
using Scores = std::vector<SlotScore>;

// What the slots' words are, prepared once for a campaign.
class Evidence {
  public:
    explicit Evidence(const Campaign& campaign);

    // What the lines of a document, or of one of its pages, say.
    Scores of_content(std::span<const Line> lines) const;
    // What an entry's path says; written into `name` of the scores.
    void add_name(Scores& scores, std::string_view entry) const;
    // The slot whose title a whole line of its own is ("附件2：承诺书"); -1 where there is none.
    int heading(const Line& line) const;

  private:
    struct Word {
        std::u32string text;
        bool titular = false; // a title or file word of some slot: other documents mention it
    };
    struct SlotWords {
        std::vector<std::u32string> titles; // what its heading or its file's name may say
        std::vector<Word> content;
        std::vector<std::u32string> labels; // of the fields that are read in it first
    };

    int title_slot(const Line& line, bool first) const;
    double content_score(const SlotWords& words, std::span<const Line> lines) const;
    double label_score(const SlotWords& words, std::span<const Line> lines) const;

    std::vector<SlotWords> slots_;
};

} // namespace shenbao::classify_detail
