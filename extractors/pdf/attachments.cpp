#include "extractors/pdf/attachments.h"

#include "pipeline/model/text.h"

#include <exception>

namespace shenbao::pdf {
namespace {

constexpr std::size_t most_attachments = 1000;

// Exceptions must not pass through Poppler's frames: they wait here.
struct Pouring {
    Sink& sink;
    Hasher hasher{};
    std::uint64_t bytes = 0;
    std::exception_ptr error{};
};

gboolean pour(const gchar* data, gsize count, gpointer user, GError** error) {
    auto& pouring = *static_cast<Pouring*>(user);
    try {
        pouring.sink.write(std::as_bytes(std::span(data, count)));
        pouring.bytes += count;
        return TRUE;
    } catch (...) {
        pouring.error = std::current_exception();
        g_set_error_literal(error, g_quark_from_static_string("shenbao"), 1, "stopped");
        return FALSE;
    }
}

// A file name without folders, links or control characters.
std::string safe_name(std::string name) {
    name = text::nfc(name);
    if (auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
    std::erase_if(name, [](char c) { return c == '\n' || c == '\t'; });
    return name.empty() || name == "." || name == ".." ? "attachment" : name;
}

Entry read_attachment(PopplerAttachment* attachment, Sink& sink) {
    Entry entry;
    const gchar* name = poppler_attachment_get_name(attachment);
    entry.name = safe_name(name == nullptr ? "" : name);
    Pouring pouring{sink};
    sink.begin();
    GError* error = nullptr;
    bool whole = poppler_attachment_save_to_callback(attachment, pour, &pouring, &error);
    g_clear_error(&error);
    if (pouring.error) std::rethrow_exception(pouring.error);
    entry.sha256 = sink.end();
    entry.bytes = pouring.bytes;
    if (!whole) {
        entry.outcome = Outcome::partial;
        entry.findings.push_back(finding("document.damaged"));
    }
    return entry;
}

} // namespace

void add_attachment(PopplerAttachment* attachment, Facts& facts, Document& document, Sink& sink) {
    if (document.attachments.size() >= most_attachments) return;
    Outcome outcome =
        isolate({}, facts.findings, [&] { document.attachments.push_back(read_attachment(attachment, sink)); });
    if (outcome != Outcome::ok) facts.outcome = Outcome::partial;
}

void add_attachments(PopplerDocument* pdf, Facts& facts, Document& document, Sink& sink) {
    GList* list = poppler_document_get_attachments(pdf);
    auto release = [](GList* all) { g_list_free_full(all, g_object_unref); };
    std::unique_ptr<GList, decltype(release)> held(list, release);
    for (GList* item = list; item != nullptr; item = item->next)
        add_attachment(static_cast<PopplerAttachment*>(item->data), facts, document, sink);
}

} // namespace shenbao::pdf
