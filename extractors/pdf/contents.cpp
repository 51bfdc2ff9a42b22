#include "extractors/pdf/contents.h"

#include "extractors/pdf/deflated.h"

#include <Gfx.h>
#include <Object.h>
#include <Page.h>
#include <Stream.h>

#include <string>

namespace shenbao::pdf {
namespace {

// Each ends with a line's end: no word goes on in the next stream (ISO 32000-1, 7.8.2).
bool append(const Object& part, std::string& content) {
    return part.isStream() && append_inflated(*part.getStream(), content);
}

bool append_all(const Object& contents, std::string& content) {
    if (!contents.isArray()) return append(contents, content);
    for (int i = 0; i < contents.arrayGetLength(); ++i)
        if (!append(contents.arrayGet(i), content)) return false;
    return true;
}

} // namespace

void display(::Page& page, Gfx& interpreter) {
    std::string content; // outlives the stream that reads it
    Object contents = page.getContents();
    if (contents.isNull()) return;
    if (append_all(contents, content))
        contents = Object(static_cast<Stream*>(
            new MemStream(content.data(), 0, static_cast<Goffset>(content.size()), Object(objNull))));
    interpreter.saveState();
    interpreter.display(&contents);
    interpreter.restoreState();
}

} // namespace shenbao::pdf
