#include "extractors/ofd/xml.h"

#include "pipeline/model/text.h"

#include <charconv>
#include <climits>
#include <cmath>

namespace shenbao::ofd {
namespace {

std::string_view view(const xmlChar* s) { return s == nullptr ? "" : reinterpret_cast<const char*>(s); }

} // namespace

std::string_view Element::name() const { return node_ == nullptr ? std::string_view() : view(node_->name); }

std::string Element::attribute(const char* name) const {
    if (node_ == nullptr) return {};
    for (xmlAttr* a = node_->properties; a != nullptr; a = a->next)
        if (view(a->name) == name && a->children != nullptr) return text::clean(view(a->children->content));
    return {};
}

Element Element::child(std::string_view name) const {
    if (node_ == nullptr) return Element();
    for (xmlNode* n = node_->children; n != nullptr; n = n->next)
        if (n->type == XML_ELEMENT_NODE && view(n->name) == name) return Element(n);
    return Element();
}

std::vector<Element> Element::children() const {
    std::vector<Element> found;
    for (xmlNode* n = node_ == nullptr ? nullptr : node_->children; n != nullptr; n = n->next)
        if (n->type == XML_ELEMENT_NODE) found.emplace_back(n);
    return found;
}

std::vector<Element> Element::children(std::string_view name) const {
    std::vector<Element> found = children();
    std::erase_if(found, [&](const Element& e) { return e.name() != name; });
    return found;
}

std::string Element::text() const {
    std::string all;
    for (xmlNode* n = node_ == nullptr ? nullptr : node_->children; n != nullptr; n = n->next)
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) all += view(n->content);
    return text::clean(all);
}

Xml::Xml(const std::string& bytes) {
    constexpr int quiet = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER;
    if (bytes.size() > INT_MAX) return;
    doc_.reset(xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr, quiet));
    if (doc_ && xmlGetIntSubset(doc_.get()) != nullptr) doc_.reset();
}

Element Xml::root() const { return Element(doc_ ? xmlDocGetRootElement(doc_.get()) : nullptr); }

std::vector<double> numbers(std::string_view text) {
    std::vector<double> found;
    const char *at = text.data(), *end = text.data() + text.size();
    for (;;) {
        while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r' || *at == ','))
            ++at;
        double value = 0;
        auto [next, error] = std::from_chars(at, end, value);
        if (error != std::errc() || !std::isfinite(value)) return found;
        found.push_back(value);
        at = next;
    }
}

double number(std::string_view text, double fallback) {
    auto all = numbers(text);
    return all.empty() ? fallback : all.front();
}

} // namespace shenbao::ofd
