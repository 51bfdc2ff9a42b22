#include "extractors/word/docx_reader.h"

namespace shenbao::docx {
namespace {

std::string part(const xml::Node& node, std::string_view name) {
    const xml::Node* child = node.child(name);
    return child ? equation_text(*child) : std::string();
}

// Brackets round what is more than one character, so that a fraction or power stays readable.
std::string grouped(const std::string& text) {
    std::size_t points = 0;
    for (char c : text)
        points += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return points > 1 ? "(" + text + ")" : text;
}

std::string delimited(const xml::Node& node) {
    const xml::Node* properties = node.child("m:dPr");
    auto sign = [&](std::string_view name, const char* usual) {
        const xml::Node* given = properties ? properties->child(name) : nullptr;
        return given ? std::string(given->attribute("m:val")) : std::string(usual);
    };
    std::string inner;
    for (const xml::Node& child : node.children)
        if (child.name == "m:e") inner += (inner.empty() ? "" : sign("m:sepChr", "|")) + equation_text(child);
    return sign("m:begChr", "(") + inner + sign("m:endChr", ")");
}

std::string sum_of(const xml::Node& node) {
    const xml::Node* properties = node.child("m:naryPr");
    std::string sign =
        properties && properties->child("m:chr") ? std::string(properties->child_value("m:chr", "m:val")) : "∫";
    std::string low = part(node, "m:sub"), high = part(node, "m:sup");
    return sign + (low.empty() ? "" : "_" + grouped(low)) + (high.empty() ? "" : "^" + grouped(high)) +
           part(node, "m:e");
}

} // namespace

std::string equation_text(const xml::Node& node) {
    if (node.name == "m:t" || node.name == "w:t") return node.all_text();
    if (node.name == "m:f") return grouped(part(node, "m:num")) + "/" + grouped(part(node, "m:den"));
    if (node.name == "m:sSup") return part(node, "m:e") + "^" + grouped(part(node, "m:sup"));
    if (node.name == "m:sSub") return part(node, "m:e") + "_" + grouped(part(node, "m:sub"));
    if (node.name == "m:sSubSup")
        return part(node, "m:e") + "_" + grouped(part(node, "m:sub")) + "^" + grouped(part(node, "m:sup"));
    if (node.name == "m:rad") return part(node, "m:deg") + "√" + grouped(part(node, "m:e"));
    if (node.name == "m:d") return delimited(node);
    if (node.name == "m:nary") return sum_of(node);
    std::string out;
    for (const xml::Node& child : node.children) {
        if (child.name == "m:mr" && !out.empty()) out += "; ";
        out += equation_text(child);
    }
    return out;
}

} // namespace shenbao::docx
