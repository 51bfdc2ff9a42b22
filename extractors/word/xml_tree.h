#pragma once
// XML as the Office readers want it: a stream of small trees. The elements that hold thousands of others (a body, a
// sheet's rows) are walked through, and each of their children is handed over as a tree and then forgotten, so that
// memory is bounded by the largest child. Damaged XML is read as far as it goes; nothing is fetched, no entity is
// expanded, depth and node count are bounded.

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenbao::xml {

// An element, or a run of text (`name` empty). Names carry a canonical prefix for the namespaces of Office ("w:p" in
// transitional and strict documents alike), the document's own prefix for others, and none where it has none.
struct Node {
    std::string_view name;
    std::string text;
    std::vector<std::pair<std::string_view, std::string>> attributes;
    std::vector<Node> children;

    std::string_view local() const;
    // The value of an attribute, with or without its prefix in the document; "" where it is absent.
    std::string_view attribute(std::string_view name) const;
    bool has(std::string_view attribute_name) const;
    // The first child of this name, or null.
    const Node* child(std::string_view child_name) const;
    // child("a")->attribute("b"), "" where either is absent.
    std::string_view child_value(std::string_view child_name, std::string_view attribute_name = "w:val") const;
    // All text below, in order.
    std::string all_text() const;
};

// Feed it bytes, and it calls back for each tree.
class Reader {
  public:
    // Asked for each element met while all its ancestors were walked through: true, and it is walked through too.
    using Walk = std::function<bool(std::string_view name, const Node& element)>;
    using Visit = std::function<void(Node& tree)>;

    Reader(Walk walk, Visit visit);
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    void feed(std::span<const std::byte> bytes);
    // Ends the input and hands over a tree that was left open. True where the XML was well-formed and whole.
    bool finish();

    // What the names of the trees live in.
    std::shared_ptr<void> names() const;

    struct State;

  private:
    std::unique_ptr<State> state_;
};

// A whole small document. `root` is empty where there is no element at all.
struct Tree {
    std::shared_ptr<void> names; // keeps the names of the nodes
    Node root;
    bool whole = false;
};
Tree parse(std::string_view bytes);
// The children of the root of a document one after the other, none kept.
void each_child(std::string_view bytes, const Reader::Visit& visit);

} // namespace shenbao::xml
