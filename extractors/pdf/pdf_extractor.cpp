// PDF (ISO 32000-1) through Poppler, from memory. Every call may hang or fall on hostile bytes: the child it runs in
// has limits for that.

#include "extractors/extractor.h"
#include "extractors/pdf/attachments.h"
#include "extractors/pdf/poppler_page.h"
#include "extractors/pdf/read_page.h"
#include "extractors/pdf/signatures.h"
#include "extractors/pdf/text_score.h"
#include "extractors/pdf/trailer.h"
#include "extractors/pdf/warm.h"

#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <memory>
#include <string>

namespace shenbao {
namespace {

constexpr std::size_t head = 1024; // ISO 32000-1, annex H.3: readers accept the header this far in

void note_ending(const std::string& name, Facts& facts) {
    std::string ending = ending_of(name);
    constexpr std::string_view known =
        " doc docx wps rtf xls xlsx et txt jpg jpeg png tif tiff bmp gif ofd zip rar 7z ";
    if (ending.empty() || known.find(" " + ending + " ") == std::string_view::npos) return;
    facts.findings.push_back(finding("document.type_mismatch", {}, {}, {{"ending", ending}, {"found", "pdf"}}));
}

// A file that was cut off has lost its last line; Poppler then rebuilds the table of objects and may lose pages.
bool cut_off(std::string_view file) {
    constexpr std::size_t tail = 2048;
    return file.substr(file.size() - std::min(file.size(), tail)).find("%%EOF") == std::string_view::npos;
}

// The number of pages that could be read.
int read_pages(int count, pdf::Reading& reading) {
    int read = 0;
    for (int i = 0; i < count; ++i) {
        reading.sink.progress("page " + std::to_string(i + 1));
        read += pdf::read_page(i, reading);
    }
    return read;
}

void look_at_pages(std::span<const int> numbers, int count, pdf::Reading& reading) {
    for (int number : numbers) {
        if (number < 1 || number > count) continue;
        reading.sink.progress("page " + std::to_string(number));
        pdf::look_at_page(number - 1, reading);
    }
}

// Poppler finds the objects of a file that was cut off, but not without the trailer at its end.
std::unique_ptr<pdf::CoreFile> open_or_mend(const Input& input, const ReadOptions& options, std::string& mended) {
    try {
        return std::make_unique<pdf::CoreFile>(input.bytes, options.passwords);
    } catch (const ItemError& error) {
        mended = error.what_found().code == "document.damaged" ? pdf::with_trailer(input.text()) : std::string();
        if (mended.empty()) throw;
        return std::make_unique<pdf::CoreFile>(std::as_bytes(std::span(mended)), options.passwords);
    }
}

class PdfExtractor : public Extractor {
  public:
    std::string_view name() const override { return "pdf"; }
    int version() const override { return 7; }
    int bid(const Input& input) const override {
        std::string_view start = input.text().substr(0, head);
        std::size_t at = start.find("%PDF-");
        return at == std::string_view::npos ? bid::none : at == 0 ? bid::certain : bid::likely;
    }
    void warm() const override {
        pdf::silence();
        FcInit();
        pdf::warm_text_score();
        pdf::warm_poppler();
    }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        pdf::silence();
        Facts facts;
        Document document;
        document.format = "pdf";
        note_ending(input.name.empty() ? options.name : input.name, facts);
        std::string mended;
        std::unique_ptr<pdf::CoreFile> file = open_or_mend(input, options, mended);
        pdf::PrintedFile printed(*file);
        int count = file->pages();
        if (count > options.limits.document_pages) {
            facts.findings.push_back(finding("limit.pages", {}, std::to_string(count)));
            facts.outcome = Outcome::partial;
            count = options.limits.document_pages;
        }
        document.signatures = pdf::signatures(input.bytes);
        pdf::Reading reading{facts, document, options.limits, sink, *file, printed};
        bool any = read_pages(count, reading) > 0;
        if (!any && (facts.findings.empty() || facts.findings.back().code == "document.damaged"))
            throw ItemError("document.damaged", "no page");
        if (cut_off(input.text())) {
            facts.findings.push_back(finding("document.damaged"));
            facts.outcome = Outcome::partial;
        }
        document.properties = file->properties();
        if (file->has_attachments()) pdf::add_attachments(printed.document(), facts, document, sink);
        facts.body = std::move(document);
        return facts;
    }
};

// The same file once more, for some of its pages.
class PdfPageLooker : public Extractor {
  public:
    std::string_view name() const override { return "pdf_pages"; }
    int version() const override { return 2; }
    int bid(const Input&) const override { return bid::none; }

    // The document holds the pages asked for, their blocks, seals and pictures; and all signatures, placed on pages as
    // far as these tell.
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        pdf::silence();
        Facts facts;
        Document document;
        document.format = "pdf";
        std::string mended;
        std::unique_ptr<pdf::CoreFile> file = open_or_mend(input, options, mended);
        pdf::PrintedFile printed(*file);
        document.signatures = pdf::signatures(input.bytes);
        pdf::Reading reading{facts, document, options.limits, sink, *file, printed};
        look_at_pages(options.pages, std::min(file->pages(), options.limits.document_pages), reading);
        pdf::place_signatures(document);
        facts.body = std::move(document);
        return facts;
    }
};

} // namespace

const Extractor& pdf_page_looker() {
    static const PdfPageLooker looker;
    return looker;
}

const Extractor& pdf_extractor() {
    static const PdfExtractor extractor;
    return extractor;
}

} // namespace shenbao
