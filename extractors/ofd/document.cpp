#include "extractors/ofd/document.h"

#include "pipeline/model/text.h"

namespace shenbao::ofd {
namespace {

std::string resolved(const std::string& from, const std::string& path) {
    return path.empty() ? std::string() : Package::resolve(from, path);
}

// A resource file names its own folder for media (7.9); some writers give paths from the document all the same.
void read_resources(Package& package, const std::string& path, Body& body) {
    auto bytes = package.read(path);
    if (!bytes) return;
    Xml xml(*bytes);
    Element root = xml.root();
    std::string folder = resolved(path, root.attribute("BaseLoc"));
    for (const Element& group : root.children("MultiMedias")) {
        for (const Element& media : group.children("MultiMedia")) {
            std::string file = text::trim(media.child("MediaFile").text());
            std::string inner = Package::resolve(folder.empty() ? path : folder + "/", file);
            body.media[media.attribute("ID")] = package.has(inner) ? inner : Package::resolve(path, file);
        }
    }
    for (const Element& group : root.children("CompositeGraphicUnits"))
        for (const Element& unit : group.children("CompositeGraphicUnit"))
            body.composites[unit.attribute("ID")] = unit.child("Content");
    body.resources.push_back(std::move(xml));
}

void read_common(Package& package, const Element& common, Body& body) {
    read_area(common.child("PageArea"), body.area);
    for (const char* kind : {"PublicRes", "DocumentRes"})
        for (const Element& list : common.children(kind))
            read_resources(package, resolved(body.path, text::trim(list.text())), body);
    for (const Element& page : common.children("TemplatePage"))
        body.templates[page.attribute("ID")] = resolved(body.path, page.attribute("BaseLoc"));
}

void read_info(const Element& info, Body& body) {
    constexpr std::pair<const char*, const char*> names[] = {
        {"Title", "title"}, {"Author", "author"}, {"Creator", "creator"}, {"Subject", "subject"}};
    for (auto [from, to] : names)
        if (std::string value = text::value(info.child(from).text()); !value.empty()) body.properties[to] = value;
    for (const Element& data : info.child("CustomDatas").children("CustomData"))
        if (data.attribute("Name") == "native-producer") body.properties["producer"] = text::value(data.text());
}

bool read_body(Package& package, const Element& entry, Body& body) {
    body.path = resolved("", text::trim(entry.child("DocRoot").text()));
    auto bytes = package.read(body.path);
    if (!bytes) return false;
    Xml xml(*bytes);
    Element root = xml.root();
    if (!root) return false;
    read_info(entry.child("DocInfo"), body);
    read_common(package, root.child("CommonData"), body);
    for (const Element& page : root.child("Pages").children("Page"))
        body.pages.push_back({page.attribute("ID"), resolved(body.path, page.attribute("BaseLoc"))});
    body.signatures = resolved("", text::trim(entry.child("Signatures").text()));
    body.annotations = resolved(body.path, text::trim(root.child("Annotations").text()));
    body.attachments = resolved(body.path, text::trim(root.child("Attachments").text()));
    return true;
}

} // namespace

bool read_area(const Element& element, Area& area) {
    for (const char* kind : {"PhysicalBox", "ApplicationBox", "CropBox"}) {
        auto n = numbers(element.child(kind).text());
        if (n.size() < 4 || !(n[2] > 0 && n[3] > 0 && n[2] < 1e5 && n[3] < 1e5)) continue;
        area = {n[0], n[1], n[2], n[3]};
        return true;
    }
    return false;
}

std::vector<Body> bodies(Package& package) {
    constexpr std::size_t most = 50;
    auto bytes = package.read("OFD.xml");
    bool encrypted = package.has("Encryptions.xml") || package.has("Decryptseed.dat");
    Xml xml(bytes ? *bytes : std::string());
    std::vector<Body> found;
    for (const Element& entry : xml.root().children("DocBody")) {
        Body body;
        if (found.size() < most && read_body(package, entry, body)) found.push_back(std::move(body));
    }
    if (found.empty()) throw ItemError(encrypted ? "document.encrypted" : "document.damaged");
    return found;
}

} // namespace shenbao::ofd
