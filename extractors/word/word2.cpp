// Word for Windows 2: the same text marks as later ones, in a file of its own without OLE2.

#include "extractors/word/collector.h"
#include "extractors/word/doc_reader.h"
#include "extractors/word/mismatch.h"

#include <algorithm>

namespace shenbao {
namespace {

constexpr std::uint16_t mark = 0xA5DB;
constexpr std::size_t header_size = 0x180;

// Paragraphs and cells by their marks alone: a row's shape is not looked up.
class Word2Text {
  public:
    Word2Text(View file, Collector& out) : file_(file), flow_{&out, Part::body} {}

    void read() {
        std::string page = doc::code_page_of_language(file_.u16(6));
        if (page.empty()) page = "windows-1252";
        std::size_t end = std::min<std::size_t>(file_.u32(0x1C), file_.size());
        for (std::size_t at = file_.u32(0x18); at < end; ++at)
            character(file_.u8(at), page);
        paragraph();
    }

  private:
    void character(std::uint8_t c, const std::string& page) {
        if (c == 0x13) ++instruction_;
        if (c == 0x14 || c == 0x15) instruction_ = 0;
        if (instruction_ > 0) return;
        if (c == 0x0D || c == 0x0C) return paragraph();
        if (c == 0x07 || c == 0x09)
            line_.append("\t");
        else if (c == 0x0B)
            line_.append("\n");
        else if (c == 0x1E)
            line_.append("-");
        else if (c >= 0x20)
            line_.narrow(static_cast<char>(c), page);
    }
    void paragraph() { flow_.paragraph(line_.take()); }

    View file_;
    Flow flow_;
    doc::LineText line_;
    int instruction_ = 0;
};

class Word2Extractor : public Extractor {
  public:
    std::string_view name() const override { return "word2"; }
    int version() const override { return 1; }
    int bid(const Input& input) const override {
        View file(input.text());
        bool known = file.u16(0) == mark && file.u16(2) < 100 && file.size() > header_size;
        return known && file.u32(0x18) < file.size() && file.u32(0x18) < file.u32(0x1C) ? bid::certain : bid::none;
    }
    Facts read(const Input& input, const ReadOptions& options, Sink&) const override {
        View file(input.text());
        if (file.u16(0x0A) & 0x0100) throw ItemError("document.encrypted");
        Collector out("doc");
        Word2Text(file, out).read();
        if (!out.has_text()) throw ItemError("document.empty");
        Facts facts = out.finish();
        note_mismatch(facts, input, options, "doc");
        return facts;
    }
};

} // namespace

const Extractor& word2_extractor() {
    static const Word2Extractor extractor;
    return extractor;
}

} // namespace shenbao
