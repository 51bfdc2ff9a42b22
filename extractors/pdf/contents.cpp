#include "extractors/pdf/contents.h"

#include <Gfx.h>
#include <Object.h>
#include <Page.h>
#include <Stream.h>

#include <zlib.h>

#include <cstddef>
#include <new>
#include <optional>
#include <string>

namespace shenbao::pdf {
namespace {

constexpr std::size_t most = std::size_t{32} << 20; // bytes; more is not worth keeping

// The bytes as they lie in the file, where nothing but deflating was done to them.
std::optional<std::string> deflated_bytes(Stream& stream) {
    Stream* inner = stream.getKind() == strFlate ? stream.getNextStream() : nullptr;
    if (inner == nullptr || inner != stream.getBaseStream() || stream.isEncrypted()) return {};
    for (const char* key : {"DecodeParms", "DP"})
        if (!stream.getDict()->lookup(key).isNull()) return {};
    std::string bytes;
    inner->reset();
    unsigned char piece[1 << 14];
    for (int n; bytes.size() < most && (n = inner->doGetChars(sizeof piece, piece)) > 0;)
        bytes.append(reinterpret_cast<const char*>(piece), static_cast<std::size_t>(n));
    inner->close();
    return bytes;
}

// Appends what the bytes inflate to; false where they are damaged or become too much.
bool inflate_to(std::string& out, std::string_view bytes) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    char piece[1 << 15];
    int state = Z_OK;
    while (state == Z_OK && out.size() < most) {
        stream.next_out = reinterpret_cast<Bytef*>(piece);
        stream.avail_out = sizeof piece;
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(piece, sizeof piece - stream.avail_out);
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END;
}

bool append(const Object& part, std::string& content) {
    if (!part.isStream()) return false;
    std::optional<std::string> bytes = deflated_bytes(*part.getStream());
    if (!bytes || !inflate_to(content, *bytes)) return false;
    content += '\n'; // no word goes on in the next stream (ISO 32000-1, 7.8.2)
    return true;
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
