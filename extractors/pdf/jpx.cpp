#include "extractors/pdf/jpx.h"

#include <Object.h>
#include <PDFDoc.h>
#include <Page.h>
#include <Stream.h>

namespace shenbao::pdf {
namespace {

constexpr int most_objects = 2000; // of one page

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

} // namespace

bool empty_jpx_pictures(PDFDoc& file, ::Page& page) {
    Dict* resources = page.getResourceDict();
    Object pictures = resources == nullptr ? Object(objNull) : resources->lookup("XObject");
    bool any = false;
    for (int i = 0; pictures.isDict() && i < pictures.dictGetLength() && i < most_objects; ++i) {
        const Object& named = pictures.getDict()->getValNF(i);
        if (!named.isRef()) continue;
        Object object = named.fetch(file.getXRef());
        if (!object.isStream() || object.getStream()->getKind() != strJPX) continue;
        const Dict& dict = *object.getStream()->getDict();
        if (!tells_of_itself(dict)) continue;
        Object empty = emptied(file.getXRef(), dict);
        file.getXRef()->setModifiedObject(&empty, named.getRef());
        any = true;
    }
    return any;
}

} // namespace shenbao::pdf
