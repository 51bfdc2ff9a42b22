// Plain text of any encoding.

#include "extractors/word/html.h"
#include "extractors/word/mismatch.h"
#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao {
namespace {

constexpr std::size_t looked_at = std::size_t{64} << 10;

bool has_utf16_mark(std::string_view bytes) {
    return bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF";
}

// No control characters but those of text, and a known encoding.
bool is_text(std::string_view bytes) {
    if (has_utf16_mark(bytes)) return bytes.size() > 2;
    bool controls = std::any_of(bytes.begin(), bytes.end(), [](unsigned char c) {
        return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A) || c == 0x7F;
    });
    if (controls || bytes.empty()) return false;
    std::string charset;
    text_of_unknown(bytes, &charset);
    if (charset == "UTF-8" || charset == "GB18030") return true;
    // The piece looked at may end inside a character.
    for (std::size_t cut = 1; cut < 4 && cut < bytes.size(); ++cut) {
        text_of_unknown(bytes.substr(0, bytes.size() - cut), &charset);
        if (charset == "UTF-8" || charset == "GB18030") return true;
    }
    return false;
}

class TextExtractor : public Extractor {
  public:
    std::string_view name() const override { return "plain"; }
    int version() const override { return 1; }
    int most() const override { return bid::plausible; }
    int bid(const Input& input) const override {
        if (is_text(input.text().substr(0, looked_at))) return bid::plausible;
        return ending_of(input.name) == "txt" && !input.bytes.empty() ? bid::name_only : bid::none;
    }
    Facts read(const Input& input, const ReadOptions& options, Sink&) const override {
        Collector out("text");
        read_text(input.text(), Flow{&out, Part::body});
        if (!out.has_text()) throw ItemError("document.empty");
        bool whole = is_text(input.text().substr(0, looked_at));
        if (!whole) out.damaged("encoding");
        Facts facts = out.finish();
        note_mismatch(facts, input, options, "text");
        return facts;
    }
};

} // namespace

const Extractor& plain_extractor() {
    static const TextExtractor extractor;
    return extractor;
}

} // namespace shenbao
