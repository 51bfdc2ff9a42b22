#include "extractors/pdf/drawing.h"

#include "extractors/pdf/raw_streams.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace shenbao::pdf {
namespace {

// What streams that hold no page content say of themselves (ISO 32000-1, table 5 and the like).
constexpr std::array others{"/XRef",     "/ObjStm",   "/Image",        "/Length1",  "/Length2", "/Length3", "/FontFile",
                            "/Metadata", "/CIDToGID", "/EmbeddedFile", "/CMapName", "/N 3",     "/N 1",     "/N 4"};

bool is_content(std::string_view dictionary) {
    return std::none_of(others.begin(), others.end(),
                        [&](const char* mark) { return dictionary.find(mark) != std::string_view::npos; });
}

bool is_break(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Looks for operators (8.5.3, 8.9.7) in content that arrives in pieces. Strings may hold anything, but a word in one
// that looks like an operator costs a rendering and no more.
class Operators {
  public:
    explicit Operators(Drawing& found) : found_(found) {}
    // False once nothing more can be found.
    bool feed(std::string_view piece) {
        for (char c : piece) {
            if (!is_break(c)) {
                if (length_ < word_.size()) word_[length_] = c;
                ++length_;
                continue;
            }
            if (!end_word()) return false;
        }
        return true;
    }
    bool end_word() {
        constexpr std::array paints{"S", "s", "f", "F", "B", "b", "f*", "B*", "b*", "sh"};
        std::string_view word(word_.data(), std::min(length_, word_.size()));
        bool whole = length_ > 0 && length_ <= word_.size();
        length_ = 0;
        if (!whole) return true;
        if (std::find(paints.begin(), paints.end(), word) != paints.end()) found_.paths = true;
        if (word == "BI") found_.inline_images = true;
        return !(found_.paths && found_.inline_images);
    }

  private:
    Drawing& found_;
    std::array<char, 2> word_{};
    std::size_t length_ = 0;
};

struct Inflater {
    z_stream stream{};
    bool good = inflateInit(&stream) == Z_OK;
    ~Inflater() {
        if (good) inflateEnd(&stream);
    }
};

// False where the data cannot be read to its end.
bool look_deflated(std::string_view data, Operators& operators) {
    constexpr std::size_t most = 64 << 20;
    Inflater inflater;
    if (!inflater.good) return false;
    z_stream& z = inflater.stream;
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    z.avail_in = static_cast<uInt>(std::min<std::size_t>(data.size(), 1u << 30));
    std::array<char, 1 << 14> piece;
    for (;;) {
        z.next_out = reinterpret_cast<Bytef*>(piece.data());
        z.avail_out = static_cast<uInt>(piece.size());
        int state = inflate(&z, Z_NO_FLUSH);
        if (!operators.feed({piece.data(), piece.size() - z.avail_out})) return true;
        if (state == Z_STREAM_END) return operators.end_word(), true;
        if (state != Z_OK || z.total_out > most) return false;
    }
}

bool look(std::string_view dictionary, std::string_view data, Drawing& found) {
    bool deflated = dictionary.find("/FlateDecode") != std::string_view::npos;
    bool other_filter = dictionary.find("/Filter") != std::string_view::npos && !deflated;
    bool chain =
        dictionary.find("/ASCII") != std::string_view::npos || dictionary.find("/LZW") != std::string_view::npos;
    if (other_filter || chain) return false;
    Operators operators(found);
    if (deflated) return look_deflated(data, operators);
    if (operators.feed(data)) operators.end_word();
    return true;
}

} // namespace

Drawing drawing_in(std::span<const std::byte> bytes) {
    std::string_view file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    Drawing found{false, false};
    if (file.find("/Encrypt") != std::string_view::npos) return {};
    each_stream(file, [&](std::string_view dictionary, std::string_view data) {
        if (is_content(dictionary) && !look(dictionary, data, found)) found = {};
        return !(found.paths && found.inline_images);
    });
    return found;
}

} // namespace shenbao::pdf
