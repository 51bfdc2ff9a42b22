#pragma once
// The campaign's labels, and how they are recognised: with spaces inside, notes in brackets, years, several in one
// cell, and the mistakes of recognition.

#include "pipeline/model/campaign.h"
#include "stages/fields/likeness.h"

#include <string>
#include <string_view>
#include <vector>

namespace shenbao::fields_detail {

// A text that is a label, for one field or several ("联系人及电话").
struct LabelMatch {
    std::vector<std::size_t> fields; // indices into the campaign's fields
    double cost = 0;
    std::string unit; // named in a note: "（万元）"
    int year = 0;     // "2018年利润总额"
};

// A label within a line.
struct LabelHit {
    std::size_t field = 0;          // index, or LabelBook::foreign for a label that is no field's of the campaign
    std::size_t begin = 0, end = 0; // in the folded line; `end` is after its note and colon
    double cost = 0;
    bool colon = false;
    std::string unit;
    int year = 0;
};

class LabelBook {
  public:
    static constexpr std::size_t foreign = static_cast<std::size_t>(-1);

    explicit LabelBook(const Campaign& campaign);

    // Whether a whole cell or line is a label; `fields` is empty where it is none or no field's.
    // `recognised`: its characters may be wrong.
    LabelMatch whole(std::string_view text, bool recognised) const;
    // Whether a whole text is a label of any kind, the campaign's or one that forms commonly have.
    bool is_label(std::string_view text, bool recognised) const;
    // The labels within a line, in order, not overlapping. One without a colon is found at the line's beginning only.
    std::vector<LabelHit> within(const likeness::Folded& line, bool recognised) const;

  private:
    struct Label {
        std::u32string text;
        std::size_t field;
    };
    struct Bare;
    static Bare strip(std::string_view text);
    const Label* nearest(std::u32string_view text, bool recognised, double& cost) const;
    std::vector<std::size_t> parts_of(std::u32string_view text) const;
    void collect(const likeness::Folded& line, const Label& label, bool recognised, std::vector<LabelHit>& hits) const;

    std::vector<Label> labels_;
};

// A year at the beginning or the end of a label or alone in a cell ("2018年", "2018年度"); 0 where there is none.
int year_of(std::u32string_view folded);

} // namespace shenbao::fields_detail
