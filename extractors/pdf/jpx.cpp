#include "extractors/pdf/jpx.h"

#include <Object.h>
#include <PDFDoc.h>
#include <Page.h>
#include <Stream.h>

#include <set>
#include <string_view>

namespace shenbao::pdf {
namespace {

constexpr std::size_t most_objects = 2000; // of one page

bool tells_of_itself(const Dict& dict) {
    for (const char* key : {"Width", "Height"})
        if (!dict.lookup(key).isInt()) return false;
    return !dict.lookup("ColorSpace").isNull();
}

Object emptied(XRef* objects, const Dict& dict) {
    auto* head = new Dict(objects); // the stream's from here on
    for (int i = 0; i < dict.getLength(); ++i) {
        std::string_view key = dict.getKey(i);
        if (key != "Filter" && key != "DecodeParms" && key != "Length" && key != "BitsPerComponent")
            head->add(dict.getKey(i), dict.getValNF(i).copy());
    }
    head->add("BitsPerComponent", Object(8)); // what Poppler unpacks them to
    head->add("Length", Object(0));
    static char nothing[1] = {};
    return Object(static_cast<Stream*>(new MemStream(nothing, 0, 0, Object(head))));
}

// Walks what a page may draw, forms within forms and the groups of soft masks too (ISO 32000-1, 8.10 and 11.6.5.3).
class Emptying {
  public:
    explicit Emptying(XRef* objects) : objects_(objects) {}

    void resources(const Object& found, int depth = 0) {
        if (!found.isDict() || depth > deepest) return;
        each_in(found.dictLookup("XObject"), [&](const Object& named) { drawn(named, depth); });
        each_in(found.dictLookup("ExtGState"), [&](const Object& named) {
            Object state = named.fetch(objects_), mask;
            if (state.isDict()) mask = state.dictLookup("SMask");
            if (mask.isDict()) drawn(mask.dictLookupNF("G"), depth);
        });
    }
    bool any() const { return any_; }

  private:
    static constexpr int deepest = 8;

    template <class Work> void each_in(const Object& dict, Work work) {
        for (int i = 0; dict.isDict() && i < dict.dictGetLength() && seen_.size() < most_objects; ++i)
            work(dict.getDict()->getValNF(i));
    }
    void drawn(const Object& named, int depth) {
        if (!named.isRef() || !seen_.insert(named.getRef().num).second) return;
        Object object = named.fetch(objects_);
        if (!object.isStream()) return;
        const Dict& dict = *object.getStream()->getDict();
        if (object.getStream()->getKind() != strJPX) return resources(dict.lookup("Resources"), depth + 1);
        if (!tells_of_itself(dict)) return;
        Object empty = emptied(objects_, dict);
        objects_->setModifiedObject(&empty, named.getRef());
        any_ = true;
    }

    XRef* objects_;
    std::set<int> seen_; // objects, by number
    bool any_ = false;
};

} // namespace

bool empty_jpx_pictures(PDFDoc& file, ::Page& page) {
    Dict* resources = page.getResourceDict();
    if (resources == nullptr) return false;
    Emptying emptying(file.getXRef());
    emptying.resources(Object(resources->copy(file.getXRef())));
    return emptying.any();
}

} // namespace shenbao::pdf
