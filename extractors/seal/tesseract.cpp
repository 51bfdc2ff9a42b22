#include "extractors/seal/tesseract.h"

#include <dlfcn.h>

namespace shenbao::ocr {
namespace {

// Finds the function called `name`; false where there is none.
template <class Function> bool find(void* library, const char* name, Function& found) {
    found = reinterpret_cast<Function>(dlsym(library, name));
    return found != nullptr;
}

bool load(Tesseract& t) {
    void* library = dlopen("libtesseract.so.5", RTLD_NOW | RTLD_LOCAL);
    return library && find(library, "TessBaseAPICreate", t.create) && find(library, "TessBaseAPIDelete", t.destroy) &&
           find(library, "TessBaseAPIInit4", t.init) && find(library, "TessBaseAPISetVariable", t.set_variable) &&
           find(library, "TessBaseAPISetPageSegMode", t.set_mode) &&
           find(library, "TessBaseAPISetImage", t.set_image) &&
           find(library, "TessBaseAPISetSourceResolution", t.set_resolution) &&
           find(library, "TessBaseAPIRecognize", t.recognise) && find(library, "TessBaseAPIClear", t.clear) &&
           find(library, "TessBaseAPIGetIterator", t.iterator) &&
           find(library, "TessResultIteratorDelete", t.delete_iterator) &&
           find(library, "TessResultIteratorGetPageIteratorConst", t.place) &&
           find(library, "TessResultIteratorNext", t.next) && find(library, "TessResultIteratorGetUTF8Text", t.text) &&
           find(library, "TessDeleteText", t.delete_text) &&
           find(library, "TessResultIteratorConfidence", t.confidence) &&
           find(library, "TessPageIteratorIsAtBeginningOf", t.begins) &&
           find(library, "TessPageIteratorBoundingBox", t.box);
}

} // namespace

const Tesseract* tesseract() {
    static Tesseract functions{};
    static const bool loaded = load(functions);
    return loaded ? &functions : nullptr;
}

} // namespace shenbao::ocr
