#include "extractors/word/xml_tree.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <set>
#include <unordered_map>

namespace shenbao::xml {
namespace {

constexpr int depth_limit = 240;              // recursion over a tree stays below this
constexpr std::size_t node_limit = 2'000'000; // in one tree
constexpr std::size_t text_limit = std::size_t{128} << 20;

struct Namespace {
    std::string_view uri, prefix;
};

// The parts of ECMA-376: transitional and strict.
constexpr Namespace known[] = {
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"},
    {"http://purl.oclc.org/ooxml/wordprocessingml/main", "w"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", "m"},
    {"http://purl.oclc.org/ooxml/officeDocument/math", "m"},
    {"http://schemas.openxmlformats.org/drawingml/2006/main", "a"},
    {"http://purl.oclc.org/ooxml/drawingml/main", "a"},
    {"http://schemas.openxmlformats.org/drawingml/2006/chart", "c"},
    {"http://purl.oclc.org/ooxml/drawingml/chart", "c"},
    {"http://schemas.openxmlformats.org/drawingml/2006/diagram", "dgm"},
    {"http://purl.oclc.org/ooxml/drawingml/diagram", "dgm"},
    {"http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"},
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", "x"},
    {"http://purl.oclc.org/ooxml/spreadsheetml/main", "x"},
    {"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing", "xdr"},
    {"http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing", "xdr"},
    {"http://schemas.openxmlformats.org/package/2006/relationships", ""},
    {"http://schemas.openxmlformats.org/package/2006/content-types", ""},
    {"http://schemas.microsoft.com/office/word/2010/wordml", "w14"},
    {"http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"},
    {"urn:schemas-microsoft-com:vml", "v"},
    {"urn:schemas-microsoft-com:office:office", "o"},
};

std::string canonical(const xmlChar* uri, const xmlChar* prefix, const xmlChar* local) {
    std::string name(reinterpret_cast<const char*>(local));
    if (uri) {
        std::string_view address(reinterpret_cast<const char*>(uri));
        for (const auto& space : known)
            if (space.uri == address) return space.prefix.empty() ? name : std::string(space.prefix) + ":" + name;
    }
    return prefix ? std::string(reinterpret_cast<const char*>(prefix)) + ":" + name : name;
}

// Names are kept once; the parser's own dictionary makes its pointers a quick key.
class Names {
  public:
    std::string_view of(const xmlChar* uri, const xmlChar* prefix, const xmlChar* local) {
        auto [at, fresh] = cache_.try_emplace(Key{uri, prefix, local});
        if (fresh) at->second = *all_.insert(canonical(uri, prefix, local)).first;
        return at->second;
    }

  private:
    struct Key {
        const void *uri, *prefix, *local;
        bool operator==(const Key&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const {
            auto number = [](const void* pointer) { return reinterpret_cast<std::uintptr_t>(pointer); };
            std::size_t mixed = number(key.local) * 0x9E3779B97F4A7C15u;
            return mixed ^ mixed >> 32 ^ number(key.prefix) >> 3 ^ number(key.uri) >> 2;
        }
    };

    std::unordered_map<Key, std::string_view, Hash> cache_;
    std::set<std::string> all_;
};

} // namespace

struct Reader::State {
    Walk walk;
    Visit visit;
    std::shared_ptr<Names> names = std::make_shared<Names>();
    xmlSAXHandler handler{};
    xmlParserCtxtPtr parser = nullptr;
    std::string head;        // the first bytes, until there are enough to tell the encoding
    Node tree;               // being built
    std::vector<Node*> open; // its elements that are open, outermost first: each the last child of the one before
    int walked = 0;          // open elements that are walked through
    int refused = 0;         // open elements beyond a limit
    std::size_t nodes = 0, text = 0;
    bool whole = true;

    ~State() {
        if (!parser) return;
        if (parser->myDoc) xmlFreeDoc(parser->myDoc);
        xmlFreeParserCtxt(parser);
    }
    // Where an element that begins stands; null where it is beyond a limit.
    Node* place() {
        if (refused > 0 || static_cast<int>(open.size()) + walked >= depth_limit || nodes >= node_limit) {
            ++refused;
            whole = false;
            return nullptr;
        }
        if (!open.empty()) return &open.back()->children.emplace_back();
        tree = Node();
        return &tree;
    }
    void start(Node& element) {
        if (open.empty() && walk(element.name, element)) {
            ++walked;
            return;
        }
        ++nodes;
        open.push_back(&element);
    }
    void end() {
        if (refused > 0) {
            --refused;
        } else if (open.empty()) {
            walked = std::max(0, walked - 1);
        } else {
            close();
        }
    }
    void close() {
        open.pop_back();
        if (!open.empty()) return;
        nodes = text = 0;
        visit(tree);
    }
    void characters(const xmlChar* chars, int length) {
        if (open.empty() || refused > 0 || length <= 0) return;
        text += static_cast<std::size_t>(length);
        if (text > text_limit || nodes >= node_limit) {
            whole = false;
            return;
        }
        auto& siblings = open.back()->children;
        if (siblings.empty() || !siblings.back().name.empty()) {
            ++nodes;
            siblings.emplace_back();
        }
        siblings.back().text.append(reinterpret_cast<const char*>(chars), static_cast<std::size_t>(length));
    }
};

namespace {

// After an error the parser would drop even &amp; from the rest: it is told to go on as before, and the error kept.
Reader::State& state(void* context) {
    auto& reader = *static_cast<Reader::State*>(context);
    if (reader.parser && !reader.parser->wellFormed) {
        reader.whole = false;
        reader.parser->wellFormed = 1;
    }
    return reader;
}

// Without entity replacement libxml2 hands the ampersand of a value over as a character reference.
std::string attribute_value(const xmlChar* begin, const xmlChar* end) {
    std::string value(reinterpret_cast<const char*>(begin), static_cast<std::size_t>(end - begin));
    for (std::size_t at = 0; (at = value.find("&#38;", at)) != std::string::npos; ++at)
        value.replace(at, 5, "&");
    return value;
}

void on_start(void* context, const xmlChar* local, const xmlChar* prefix, const xmlChar* uri, int, const xmlChar**,
              int count, int, const xmlChar** attributes) {
    auto& reader = state(context);
    Node* place = reader.place();
    if (!place) return;
    Node& element = *place;
    element.name = reader.names->of(uri, prefix, local);
    element.attributes.reserve(static_cast<std::size_t>(std::max(count, 0)));
    for (int i = 0; i < count; ++i) {
        const xmlChar** a = attributes + 5 * i;
        element.attributes.emplace_back(reader.names->of(a[2], a[1], a[0]), attribute_value(a[3], a[4]));
    }
    reader.start(element);
}

void on_end(void* context, const xmlChar*, const xmlChar*, const xmlChar*) { state(context).end(); }
void on_characters(void* context, const xmlChar* chars, int length) { state(context).characters(chars, length); }
xmlEntityPtr on_entity(void*, const xmlChar* name) { return xmlGetPredefinedEntity(name); }

} // namespace

Reader::Reader(Walk walk, Visit visit) : state_(std::make_unique<State>()) {
    state_->walk = std::move(walk);
    state_->visit = std::move(visit);
    auto& handler = state_->handler;
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = handler.ignorableWhitespace = on_characters;
    handler.cdataBlock = on_characters;
    handler.getEntity = on_entity;
}

Reader::~Reader() = default;

void Reader::feed(std::span<const std::byte> bytes) {
    std::string_view piece(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!state_->parser) {
        state_->head.append(piece);
        if (state_->head.size() < 4) return;
        xmlInitParser();
        state_->parser = xmlCreatePushParserCtxt(&state_->handler, state_.get(), state_->head.data(), 4, nullptr);
        if (!state_->parser) throw std::bad_alloc();
        xmlCtxtUseOptions(state_->parser, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR |
                                              XML_PARSE_NOWARNING | XML_PARSE_COMPACT);
        std::string rest = state_->head.substr(4);
        if (!rest.empty()) feed(std::as_bytes(std::span(rest)));
        return;
    }
    while (!piece.empty()) {
        auto part = piece.substr(0, 1 << 20);
        xmlParseChunk(state_->parser, part.data(), static_cast<int>(part.size()), 0);
        piece.remove_prefix(part.size());
    }
}

std::shared_ptr<void> Reader::names() const { return state_->names; }

bool Reader::finish() {
    bool ended = false;
    if (state_->parser) {
        xmlParseChunk(state_->parser, nullptr, 0, 1);
        ended = state_->parser->wellFormed != 0;
    }
    state_->refused = 0;
    while (!state_->open.empty()) {
        ended = false;
        state_->close();
    }
    return ended && state_->whole;
}

Tree parse(std::string_view bytes) {
    Tree tree;
    Reader reader([](std::string_view, const Node&) { return false; },
                  [&](Node& root) {
                      if (tree.root.name.empty()) tree.root = std::move(root);
                  });
    reader.feed(std::as_bytes(std::span(bytes)));
    tree.whole = reader.finish();
    tree.names = reader.names();
    return tree;
}

void each_child(std::string_view bytes, const Reader::Visit& visit) {
    bool is_root = true;
    Reader reader([&](std::string_view, const Node&) { return std::exchange(is_root, false); }, visit);
    reader.feed(std::as_bytes(std::span(bytes)));
    reader.finish();
}

std::string_view Node::local() const {
    auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view Node::attribute(std::string_view wanted) const {
    for (const auto& [key, value] : attributes)
        if (key == wanted) return value;
    return {};
}

bool Node::has(std::string_view wanted) const {
    return std::any_of(attributes.begin(), attributes.end(), [&](const auto& a) { return a.first == wanted; });
}

const Node* Node::child(std::string_view wanted) const {
    for (const Node& node : children)
        if (node.name == wanted) return &node;
    return nullptr;
}

std::string_view Node::child_value(std::string_view child_name, std::string_view attribute_name) const {
    const Node* found = child(child_name);
    return found ? found->attribute(attribute_name) : std::string_view();
}

std::string Node::all_text() const {
    std::string out = text;
    for (const Node& node : children)
        out += node.all_text();
    return out;
}

} // namespace shenbao::xml
