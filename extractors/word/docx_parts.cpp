#include "extractors/word/docx_parts.h"

#include <algorithm>
#include <charconv>

namespace shenbao::docx {
namespace {

constexpr int chain_limit = 20; // styles based on one another

ListRef list_ref(const xml::Node* properties) {
    ListRef ref;
    const xml::Node* list = properties ? properties->child("w:numPr") : nullptr;
    if (!list) return ref;
    if (const xml::Node* num = list->child("w:numId")) ref.num = to_int(num->attribute("w:val"));
    if (const xml::Node* level = list->child("w:ilvl")) ref.level = std::clamp(to_int(level->attribute("w:val")), 0, 8);
    return ref;
}

// A level's number format, also where a newer one stands in mc:AlternateContent.
std::string format_of(const xml::Node& level) {
    if (level.child("w:numFmt")) return std::string(level.child_value("w:numFmt"));
    const xml::Node* alternate = level.child("mc:AlternateContent");
    const xml::Node* fallback = alternate ? alternate->child("mc:Fallback") : nullptr;
    const xml::Node* choice = alternate ? alternate->child("mc:Choice") : nullptr;
    if (choice && choice->child_value("w:numFmt") != "custom") return std::string(choice->child_value("w:numFmt"));
    return fallback ? std::string(fallback->child_value("w:numFmt")) : "decimal";
}

ListLevel level_of(const xml::Node& node) {
    ListLevel level;
    level.format = format_of(node);
    level.text = node.child_value("w:lvlText");
    level.start = node.child("w:start") ? to_int(node.child_value("w:start"), 1) : 0;
    if (const xml::Node* restart = node.child("w:lvlRestart")) level.restart = to_int(restart->attribute("w:val"), -1);
    if (const xml::Node* legal = node.child("w:isLgl")) level.legal = is_on(*legal);
    level.bare = node.child_value("w:suff") == "nothing";
    if (const xml::Node* run = node.child("w:rPr"))
        if (const xml::Node* fonts = run->child("w:rFonts")) level.bullet_font = fonts->attribute("w:ascii");
    return level;
}

} // namespace

int to_int(std::string_view digits, int otherwise) {
    int value = otherwise;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() ? value : otherwise;
}

bool is_on(const xml::Node& property) {
    std::string_view value = property.attribute("w:val");
    return value != "0" && value != "false" && value != "off";
}

void Styles::add(const xml::Node& node) {
    if (node.name != "w:style") return;
    Style style;
    style.based_on = node.child_value("w:basedOn");
    style.list = list_ref(node.child("w:pPr"));
    if (const xml::Node* run = node.child("w:rPr"))
        if (const xml::Node* vanish = run->child("w:vanish")) style.hidden = is_on(*vanish);
    styles_.emplace(std::string(node.attribute("w:styleId")), std::move(style));
}

ListRef Styles::list_of(std::string_view name) const {
    ListRef ref;
    for (int i = 0; i < chain_limit; ++i) {
        auto at = styles_.find(name);
        if (at == styles_.end()) break;
        if (!ref.num) ref.num = at->second.list.num;
        if (!ref.level) ref.level = at->second.list.level;
        name = at->second.based_on;
    }
    return ref;
}

bool Styles::hidden(std::string_view paragraph_style, std::string_view run_style) const {
    return hidden(paragraph_style) != hidden(run_style);
}

bool Styles::hidden(std::string_view name) const {
    for (int i = 0; i < chain_limit; ++i) {
        auto at = styles_.find(name);
        if (at == styles_.end()) return false;
        if (at->second.hidden) return *at->second.hidden;
        name = at->second.based_on;
    }
    return false;
}

void Numbering::read(const xml::Node& root, const Styles& styles) {
    for (const xml::Node& node : root.children) {
        if (node.name == "w:abstractNum") {
            int id = to_int(node.attribute("w:abstractNumId"));
            for (const xml::Node& level : node.children) {
                if (level.name != "w:lvl") continue;
                int at = std::clamp(to_int(level.attribute("w:ilvl")), 0, 8);
                abstracts_[id].levels[static_cast<std::size_t>(at)] = level_of(level);
                if (level.child("w:pStyle")) style_levels_[id].emplace(std::string(level.child_value("w:pStyle")), at);
            }
            if (node.child("w:numStyleLink")) style_links_[id] = node.child_value("w:numStyleLink");
        } else if (node.name == "w:num") {
            Num num;
            num.abstract = to_int(node.child_value("w:abstractNumId"));
            for (const xml::Node& over : node.children) {
                if (over.name != "w:lvlOverride") continue;
                int at = std::clamp(to_int(over.attribute("w:ilvl")), 0, 8);
                if (over.child("w:startOverride")) num.starts[at] = to_int(over.child_value("w:startOverride"), 1);
                if (const xml::Node* level = over.child("w:lvl")) num.overrides[at] = level_of(*level);
            }
            nums_[to_int(node.attribute("w:numId"))] = std::move(num);
        }
    }
    for (auto& [id, num] : nums_) {
        auto link = style_links_.find(num.abstract);
        if (link == style_links_.end()) continue;
        auto target = nums_.find(styles.list_of(link->second).num.value_or(0));
        if (target != nums_.end() && !style_links_.count(target->second.abstract))
            num.abstract = target->second.abstract;
    }
}

List Numbering::resolved(const Num& num) const {
    auto at = abstracts_.find(num.abstract);
    List list = at == abstracts_.end() ? List() : at->second;
    for (const auto& [level, over] : num.overrides)
        list.levels[static_cast<std::size_t>(level)] = over;
    return list;
}

int Numbering::level_of_style(const Num& num, std::string_view style) const {
    auto levels = style_levels_.find(num.abstract);
    if (levels == style_levels_.end()) return 0;
    auto at = levels->second.find(style);
    return at == levels->second.end() ? 0 : at->second;
}

std::string Numbering::next(const ListRef& ref, std::string_view style) {
    auto at = nums_.find(ref.num.value_or(0));
    if (at == nums_.end() || at->first == 0) return {};
    Num& num = at->second;
    if (!num.begun)
        for (auto [level, start] : num.starts)
            counter_.restart(num.abstract, level, start);
    num.begun = true;
    return counter_.next(num.abstract, resolved(num), ref.level.value_or(level_of_style(num, style)));
}

} // namespace shenbao::docx
