#include "stages/fields/mentioned.h"

#include "pipeline/model/text.h"
#include "stages/fields/likeness.h"
#include "stages/fields/values.h"

namespace shenbao::fields_detail {

namespace {

constexpr std::size_t shortest_one_off = 6;

bool is_money(FieldType type) { return type == FieldType::money || type == FieldType::money_series; }

// The place of the only character that two runs of one length differ in; their length where there is none such.
std::size_t only_difference(std::u32string_view a, std::u32string_view b) {
    std::size_t differ = 0, where = a.size();
    for (std::size_t i = 0; i < a.size() && differ < 2; ++i)
        if (a[i] != b[i]) ++differ, where = i;
    return differ == 1 ? where : a.size();
}

// Two characters are a name only where no other stands beside them.
bool stands_alone(const std::string& name, const std::string& words) {
    const std::u32string own = text::to_u32(name), text = text::to_u32(words);
    for (auto at = text.find(own); at != text.npos; at = text.find(own, at + 1)) {
        const std::size_t end = at + own.size();
        if ((at == 0 || !text::is_han(text[at - 1])) && (end == text.size() || !text::is_han(text[end]))) return true;
    }
    return false;
}

} // namespace

std::string key_of(FieldType type, const std::string& value) {
    if (type == FieldType::company) return values::fold_company(value);
    if (is_money(type) && value.find('.') != std::string::npos) {
        std::string v = value.substr(0, value.find_last_not_of('0') + 1);
        if (v.ends_with('.')) v.pop_back();
        return v;
    }
    return text::fold(value);
}

bool mentions_value(const Mention& mention, FieldType type, const std::string& value) {
    const std::string folded = text::fold(value);
    const std::size_t enough = type == FieldType::person ? 2 : is_money(type) ? 6 : 4;
    if (text::length(folded) < enough) return false;
    if (type == FieldType::person && text::length(folded) == 2) return stands_alone(folded, mention.folded);
    return (is_money(type) ? mention.figures : mention.folded).find(folded) != std::string::npos;
}

std::string one_off(const std::vector<const Mention*>& mentions, const std::string& value) {
    const std::u32string own = likeness::folded(value).chars;
    if (own.size() < shortest_one_off) return {};
    std::u32string found;
    for (const Mention* mention : mentions) {
        const std::u32string text = text::to_u32(mention->folded);
        for (std::size_t at = 0; at + own.size() <= text.size(); ++at) {
            const std::u32string_view run = std::u32string_view(text).substr(at, own.size());
            const std::size_t where = only_difference(run, own);
            if (where == own.size() || !text::is_han(run[where]) || !text::is_han(own[where])) continue;
            if (!found.empty() && found != run) return {};
            found = run;
        }
    }
    return text::to_utf8(found);
}

} // namespace shenbao::fields_detail
