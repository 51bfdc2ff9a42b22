// Binary Word documents ([MS-DOC]): Word 6 to 2003, and Kingsoft's .wps, which is the same.

#include "extractors/word/attachments.h"
#include "extractors/word/doc_reader.h"
#include "extractors/word/encryption.h"
#include "extractors/word/mismatch.h"
#include "extractors/word/ole.h"
#include "extractors/word/ole_objects.h"

#include <algorithm>

namespace shenbao {
namespace doc {
namespace {

constexpr Part parts[story_count] = {Part::body,    Part::footnote, Part::header,   Part::body,
                                     Part::comment, Part::endnote,  Part::text_box, Part::text_box};

// Headers lie in groups of six a section, behind six note separators ([MS-DOC] 2.8.24).
void walk_headers(const WordFile& file, StoryWalker& walker, std::uint32_t begin, std::uint32_t end) {
    View plc = file.table_part(header_plc);
    if (file.fib().old || plc.size() < 16) return walker.walk(begin, end, Part::header);
    std::size_t count = plc.size() / 4 - 1;
    for (std::size_t i = 6; i < count; ++i) {
        std::uint32_t from = plc.u32(4 * i), to = plc.u32(4 * i + 4);
        if (from >= to || to > end - begin) continue;
        std::size_t kind = (i - 6) % 6;
        bool footer = kind == 2 || kind == 3 || kind == 5;
        walker.walk(begin + from, begin + to, footer ? Part::footer : Part::header);
    }
}

void walk_stories(const WordFile& file, Collector& out, Sink& sink) {
    Lists lists(file);
    StoryWalker walker(file, lists, out);
    std::uint64_t begin = 0, last = file.pieces().empty() ? 0 : file.pieces().back().end;
    for (int story = 0; story < story_count; ++story) {
        std::uint64_t end = std::min(begin + file.fib().length[story], last);
        // A length that says nothing, with text there: all of it is read.
        if (story == main_story && end == 0) end = last;
        if (end > begin) sink.progress("story " + std::to_string(story));
        auto from = static_cast<std::uint32_t>(begin), to = static_cast<std::uint32_t>(end);
        if (story == headers && to > from)
            walk_headers(file, walker, from, to);
        else if (story != macros && to > from)
            walker.walk(from, to, parts[story]);
        begin = end;
    }
    // The drawing group has a table of its own only from Word 97 on.
    View drawings = file.fib().old ? View() : file.table_part(drawing_group);
    put_word_pictures(file.data(), walker.pictures(), file.main(), drawings, out, sink);
}

} // namespace
} // namespace doc

namespace {

// How it was encrypted ([MS-DOC] 2.2.6): by XOR, or as the head in the table stream says.
std::string encryption_of(const std::string& main, const std::string& table) {
    bool obfuscated = View(main).u16(0x0A) & 0x8000;
    return obfuscated ? "XOR" : cipher_of(View(table));
}

Facts read_word(const OleFile& ole, const Input& input, const ReadOptions& options, Sink& sink) {
    std::string main = ole.read("WordDocument");
    doc::Fib fib;
    if (!fib.read(View(main))) throw ItemError("document.damaged", "WordDocument");
    std::string table = ole.read(fib.second_table ? "1Table" : "0Table");
    if (table.empty()) table = ole.read(fib.second_table ? "0Table" : "1Table");
    if (fib.encrypted) throw ItemError("document.encrypted", encryption_of(main, table));
    doc::WordFile file(std::move(main), std::move(table), ole.read("Data"));
    if (file.pieces().empty() && fib.length[0] > 1) throw ItemError("document.damaged", "Clx");
    Collector out("doc");
    if (file.damaged()) out.damaged("WordDocument");
    doc::walk_stories(file, out, sink);
    put_ole_objects(ole, out, sink);
    read_ole_properties(ole, out);
    Facts facts = out.finish();
    if (!out.has_text() && facts.document()->attachments.empty()) facts.findings.push_back(finding("document.empty"));
    note_mismatch(facts, input, options, "doc");
    return facts;
}

class DocExtractor : public Extractor {
  public:
    std::string_view name() const override { return "doc"; }
    int version() const override { return 7; }
    int most() const override { return bid::exact; }
    int bid(const Input& input) const override {
        auto ole = OleFile::open(input.bytes);
        if (!ole) return bid::none;
        if (ole->has("WordDocument")) return bid::exact;
        return is_works(*ole) ? bid::certain : bid::none;
    }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        auto ole = OleFile::open(input.bytes);
        if (!ole) throw ItemError("document.damaged", "OLE2");
        if (ole->has("WordDocument")) return read_word(*ole, input, options, sink);
        throw ItemError("document.unsupported", is_works(*ole) ? "Microsoft Works" : "");
    }

  private:
    static bool is_works(const OleFile& ole) { return ole.has("MatOST") || ole.has("MN0") || ole.has("CONTENTS"); }
};

} // namespace

const Extractor& doc_extractor() {
    static const DocExtractor extractor;
    return extractor;
}

} // namespace shenbao
