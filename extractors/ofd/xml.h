#pragma once
// Just enough of XML for OFD: elements by local name (writers use two namespaces, and none), attributes, numbers.

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::ofd {

class Element {
  public:
    explicit Element(xmlNode* node = nullptr) : node_(node) {}
    explicit operator bool() const { return node_ != nullptr; }

    std::string_view name() const;
    bool is(std::string_view name) const { return node_ != nullptr && this->name() == name; }
    // "" where there is none.
    std::string attribute(const char* name) const;
    // The first child of this name; an empty element where there is none, or where this one is empty.
    Element child(std::string_view name) const;
    std::vector<Element> children() const;
    std::vector<Element> children(std::string_view name) const;
    // Character data directly inside, as clean UTF-8.
    std::string text() const;

  private:
    xmlNode* node_;
};

// A parsed file. Damage is read past; a document type declaration is refused, for OFD has none (GB/T 33190, 7.1) and
// entities can blow up.
class Xml {
  public:
    explicit Xml(const std::string& bytes);
    Element root() const;

  private:
    struct Free {
        void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
    };
    std::unique_ptr<xmlDoc, Free> doc_;
};

// Numbers between white space. Stops at the first thing that is none; NaN and infinities are none.
std::vector<double> numbers(std::string_view text);
double number(std::string_view text, double fallback);

} // namespace shenbao::ofd
