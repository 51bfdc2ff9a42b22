#include "extractors/ofd/seals.h"

#include "extractors/layout/blocks.h"
#include "extractors/layout/signed_by.h"
#include "extractors/ofd/references.h"
#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::ofd {
namespace {

constexpr double points = 72 / 25.4;

Box share_of(const Element& element, const Area& area) {
    return layout::share(boundary(element, {area.x, area.y}), {area.width * points, area.height * points});
}

std::string name_in(std::string_view name) {
    std::string clean = text::value(name);
    if (auto slash = clean.find_last_of("/\\"); slash != std::string::npos) clean.erase(0, slash + 1);
    return clean;
}

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

// What a Signature.xml points to: the signed value, and a seal that may lie beside it.
struct SignedFiles {
    std::string value, seal;
};

SignedFiles signed_files(Package& package, const std::string& path, const Element& root) {
    auto load = [&](const Element& location) {
        std::string file = text::trim(location.text());
        return file.empty() ? std::string() : package.read(Package::resolve(path, file)).value_or("");
    };
    return {load(root.child("SignedValue")), load(root.child("SignedInfo").child("Seal").child("BaseLoc"))};
}

// One signature: a fact of the document, and a seal for each place where it is shown.
void add_signature(Package& package, const std::string& path, const Places& places, Document& document) {
    auto bytes = package.read(path);
    if (!bytes) return;
    Xml xml(*bytes);
    Element root = xml.root(), info = root.child("SignedInfo");
    SignedFiles files = signed_files(package, path, root);
    std::string seal = layout::seal_name_of(bytes_of(files.value));
    if (seal.empty()) seal = layout::seal_name_of(bytes_of(files.seal));
    Signature signature;
    signature.signer = layout::signer_of(bytes_of(files.value));
    if (signature.signer.empty()) signature.signer = seal;
    signature.time = layout::time_of(text::trim(info.child("SignatureDateTime").text()));
    signature.validity = references_hold(package, path, info.child("References")) ? "unknown" : "invalid";
    for (const Element& stamp : info.children("StampAnnot")) {
        auto place = places.find(stamp.attribute("PageRef"));
        if (place == places.end()) continue;
        if (signature.page == 0) signature.page = place->second.number;
        Seal shown;
        shown.page = place->second.number;
        shown.box = share_of(stamp, place->second.area);
        shown.origin = Seal::Origin::signature;
        shown.confidence = 1;
        shown.owner.text = seal;
        document.seals.push_back(std::move(shown));
    }
    document.signatures.push_back(std::move(signature));
}

// All text of an annotation's appearance, a line a paragraph.
std::string appearance_text(const Element& appearance, Origin origin, const Body& body) {
    Content content;
    add_content(appearance, origin, body.composites, content);
    std::string text;
    auto add = [&](const layout::Line& line) {
        std::string words = layout::text_of(line);
        if (!words.empty()) text += (text.empty() ? "" : "\n") + words;
    };
    for (const layout::Line& line : layout::lines_of_runs(content.runs))
        add(line);
    for (const layout::Line& line : content.turned)
        add(line);
    return text;
}

void add_annotation(const Element& annotation, const PagePlace& place, const Body& body, Document& document) {
    constexpr double largest_seal = 0.25; // of the page: watermarks are stamps, too
    Element appearance = annotation.child("Appearance");
    Box box = share_of(appearance, place.area);
    // An empty one only marks the place of a signature, which tells more itself.
    bool stamp = annotation.attribute("Type") == "Stamp" && !appearance.children().empty() &&
                 box.width() * box.height() < largest_seal && box.width() > 0;
    if (stamp) {
        Seal seal;
        seal.page = place.number;
        seal.box = box;
        seal.origin = Seal::Origin::annotation;
        seal.confidence = 0.6;
        document.seals.push_back(std::move(seal));
    }
    std::string text = appearance_text(appearance, {place.area.x, place.area.y}, body);
    std::string remark = text::value(annotation.child("Remark").text());
    if (!remark.empty()) text += (text.empty() ? "" : "\n") + remark;
    if (text.empty()) return;
    Paragraph paragraph;
    paragraph.page = place.number;
    paragraph.content.text = std::move(text);
    paragraph.box = box;
    paragraph.part = Part::annotation;
    document.blocks.emplace_back(std::move(paragraph));
}

} // namespace

void add_signatures(Package& package, const Body& body, const Places& places, Document& document) {
    constexpr std::size_t most = 500;
    auto bytes = body.signatures.empty() ? std::nullopt : package.read(body.signatures);
    if (!bytes) return;
    Xml xml(*bytes);
    for (const Element& entry : xml.root().children("Signature"))
        if (document.signatures.size() < most)
            add_signature(package, Package::resolve(body.signatures, entry.attribute("BaseLoc")), places, document);
}

void add_annotations(Package& package, const Body& body, const Places& places, Document& document) {
    auto bytes = body.annotations.empty() ? std::nullopt : package.read(body.annotations);
    if (!bytes) return;
    Xml xml(*bytes);
    for (const Element& page : xml.root().children("Page")) {
        auto place = places.find(page.attribute("PageID"));
        auto notes = package.read(Package::resolve(body.annotations, text::trim(page.child("FileLoc").text())));
        if (place == places.end() || !notes) continue;
        Xml list(*notes);
        for (const Element& annotation : list.root().children("Annot"))
            add_annotation(annotation, place->second, body, document);
    }
}

void add_attachments(Package& package, const Body& body, Facts& facts, Document& document, Sink& sink) {
    constexpr std::size_t most = 1000;
    auto bytes = body.attachments.empty() ? std::nullopt : package.read(body.attachments);
    if (!bytes) return;
    Xml xml(*bytes);
    for (const Element& attachment : xml.root().children("Attachment")) {
        if (document.attachments.size() >= most) return;
        std::string file = text::trim(attachment.child("FileLoc").text());
        Entry entry;
        entry.name = name_in(attachment.attribute("Name"));
        if (entry.name.empty()) entry.name = name_in(file);
        if (ending_of(entry.name).empty() && !ending_of(file).empty()) entry.name += "." + ending_of(file);
        entry.outcome = isolate({}, facts.findings, [&] {
            auto content = package.read(Package::resolve(body.attachments, file));
            if (!content) throw ItemError("document.damaged", entry.name);
            entry.bytes = content->size();
            entry.sha256 = sink.put(std::string_view(*content));
        });
        facts.outcome = worse(facts.outcome, entry.outcome == Outcome::ok ? Outcome::ok : Outcome::partial);
        document.attachments.push_back(std::move(entry));
    }
}

} // namespace shenbao::ofd
