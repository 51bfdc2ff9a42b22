#pragma once
// Tesseract by its C interface, loaded when it is first asked for: two dozen libraries come with it (curl, GnuTLS,
// LDAP, Kerberos), which no process should load, and no child be forked with, that recognises nothing.

#include <tesseract/capi.h>

namespace shenbao::ocr {

struct Tesseract {
    decltype(&TessBaseAPICreate) create;
    decltype(&TessBaseAPIDelete) destroy;
    decltype(&TessBaseAPIInit4) init;
    decltype(&TessBaseAPISetVariable) set_variable;
    decltype(&TessBaseAPISetPageSegMode) set_mode;
    decltype(&TessBaseAPISetImage) set_image;
    decltype(&TessBaseAPISetSourceResolution) set_resolution;
    decltype(&TessBaseAPIRecognize) recognise;
    decltype(&TessBaseAPIClear) clear;
    decltype(&TessBaseAPIGetIterator) iterator;
    decltype(&TessResultIteratorDelete) delete_iterator;
    decltype(&TessResultIteratorGetPageIteratorConst) place;
    decltype(&TessResultIteratorNext) next;
    decltype(&TessResultIteratorGetUTF8Text) text;
    decltype(&TessDeleteText) delete_text;
    decltype(&TessResultIteratorConfidence) confidence;
    decltype(&TessPageIteratorIsAtBeginningOf) begins;
    decltype(&TessPageIteratorBoundingBox) box;
};

// Null where it is not installed. It stays loaded.
const Tesseract* tesseract();

} // namespace shenbao::ocr
