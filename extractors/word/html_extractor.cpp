// Web pages, alone or as MHTML, which Chinese offices often get under the name of a .doc or .xls.

#include "extractors/word/html.h"
#include "extractors/word/mismatch.h"

namespace shenbao {
namespace {

class HtmlExtractor : public Extractor {
  public:
    std::string_view name() const override { return "html"; }
    int version() const override { return 6; }
    int most() const override { return bid::exact; }
    int bid(const Input& input) const override {
        std::string_view head = input.text().substr(0, 8192);
        std::string ending = ending_of(input.name);
        bool page_name = ending == "mht" || ending == "mhtml" || ending == "doc" || ending == "docx" ||
                         ending == "wps" || ending == "xls" || ending == "htm" || ending == "html";
        if (looks_like_mhtml(head)) return page_name ? bid::exact : bid::plausible;
        if (looks_like_html(head)) return bid::certain;
        return bid::none;
    }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        Collector out("html");
        Flow flow{&out, Part::body};
        bool in_parts = looks_like_mhtml(input.text().substr(0, 8192));
        if (in_parts) {
            read_html(html_of_mhtml(input.text()), flow);
            put_mhtml_pictures(input.text(), out, sink);
        } else {
            read_html(input.text(), flow);
        }
        bool has_text = out.has_text();
        Facts facts = out.finish();
        if (!has_text && facts.document()->attachments.empty()) throw ItemError("document.empty");
        note_mismatch(facts, input, options, "html");
        return facts;
    }
};

} // namespace

const Extractor& html_extractor() {
    static const HtmlExtractor extractor;
    return extractor;
}

} // namespace shenbao
