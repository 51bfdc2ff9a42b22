#include "extractors/word/ole_objects.h"

#include "extractors/word/package.h"
#include "extractors/word/view.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace shenbao {
namespace {

constexpr std::size_t object_limit = 2000;
constexpr std::size_t stream_bytes = std::size_t{512} << 20;

std::string last_part(const std::string& path) { return path.substr(path.find_last_of("/\\") + 1); }

std::string folder_of(const std::string& stream) {
    auto slash = stream.rfind('/');
    return slash == std::string::npos ? std::string() : stream.substr(0, slash);
}

// \1Ole10Native behind its size: flags, name, path, …, size of the file, the file ([MS-OLEDS] 2.3.6). No bytes where it
// is none of this shape.
std::pair<std::string, std::string_view> native_file(View stream) {
    std::string_view bytes = stream.bytes();
    std::size_t at = 2;
    auto word = [&] {
        std::size_t end = std::min(bytes.find('\0', std::min(at, bytes.size())), bytes.size());
        std::string_view found = at < end ? bytes.substr(at, end - at) : std::string_view();
        at = end + 1;
        return found;
    };
    std::string name = text::from_unknown(word());
    word();
    at += 4;
    std::size_t path = stream.u32(at);
    at += 4 + path;
    std::size_t size = stream.u32(at);
    if (path > bytes.size() || size > bytes.size()) return {};
    return {last_part(name), stream.slice(at + 4, size).bytes()};
}

// The ending of an Office package by what stands in it.
std::string package_ending(std::string_view bytes) {
    for (const std::string& name : zip_names(std::as_bytes(std::span(bytes)))) {
        if (name.rfind("word/", 0) == 0) return ".docx";
        if (name.rfind("xl/", 0) == 0) return ".xlsx";
        if (name.rfind("ppt/", 0) == 0) return ".pptx";
    }
    return ".zip";
}

// The ending of a document kept as streams, by the stream that only this kind has; "" for other streams.
std::string_view document_ending(std::string_view stream) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> known{
        {{"WordDocument", ".doc"},
         {"Workbook", ".xls"},
         {"Book", ".xls"},
         {"PowerPoint Document", ".ppt"},
         {"VisioDocument", ".vsd"}}};
    for (auto [name, ending] : known)
        if (name == stream) return ending;
    return {};
}

class Objects {
  public:
    // `stem`: what the one file wrapped in here is called, without its ending; "": object1, object2, …
    Objects(const OleFile& ole, std::string stem, Collector& out, Sink& sink)
        : ole_(ole), stem_(std::move(stem)), out_(out), sink_(sink) {}

    // Everything in the folders of the file.
    void put_all() {
        for (const std::string& stream : ole_.streams())
            if (!folder_of(stream).empty() && count_ < object_limit) put(stream);
    }
    // A wrapped file at the root itself.
    bool put_root() {
        for (const std::string& stream : ole_.streams())
            if (folder_of(stream).empty() && put_wrapped(stream)) return true;
        return false;
    }

  private:
    void put(const std::string& stream) {
        if (put_wrapped(stream)) return;
        std::string_view ending = document_ending(last_part(stream));
        std::string folder = folder_of(stream);
        if (ending.empty() || !folders_.insert(folder).second) return;
        // What stands within an object is found when that is read.
        auto within = [&](const std::string& other) { return folder.rfind(other + "/", 0) == 0; };
        if (std::any_of(folders_.begin(), folders_.end(), within)) return;
        std::string bytes = ole_.folder(folder);
        if (bytes.empty()) return;
        ++count_;
        out_.attachment(numbered(ending), bytes, sink_);
    }
    bool put_wrapped(const std::string& stream) {
        std::string name = last_part(stream);
        bool native = name == "\001Ole10Native";
        if (!native && name != "Package" && name != "CONTENTS") return false;
        std::string bytes = ole_.read(stream, stream_bytes);
        if (native) {
            auto [given, file] = native_file(View(bytes).slice(4));
            if (file.empty()) return false;
            ++count_;
            out_.attachment(given.empty() ? numbered(".bin") : given, file, sink_);
            return true;
        }
        if (bytes.empty()) return false;
        bool pdf = bytes.rfind("%PDF", 0) == 0;
        ++count_;
        out_.attachment(numbered(pdf ? ".pdf" : name == "Package" ? package_ending(bytes) : ".bin"), bytes, sink_);
        return true;
    }
    std::string numbered(std::string_view ending) const {
        return (stem_.empty() ? "object" + std::to_string(count_) : stem_) + std::string(ending);
    }

    const OleFile& ole_;
    std::string stem_;
    Collector& out_;
    Sink& sink_;
    std::size_t count_ = 0;
    std::set<std::string> folders_;
};

} // namespace

void put_ole_objects(const OleFile& ole, Collector& out, Sink& sink) { Objects(ole, {}, out, sink).put_all(); }

void put_embedded(std::string name, std::string_view bytes, Collector& out, Sink& sink) {
    auto ole = OleFile::open(std::as_bytes(std::span(bytes)));
    std::string stem = name.substr(0, name.rfind('.'));
    if (ole && Objects(*ole, stem, out, sink).put_root()) return;
    std::string_view ending;
    if (ole)
        for (const std::string& stream : ole->streams())
            if (ending.empty()) ending = document_ending(stream);
    out.attachment(ending.empty() ? name : stem + std::string(ending), bytes, sink);
}

void put_ole1_object(std::string_view bytes, std::string name, Collector& out, Sink& sink) {
    View object{bytes};
    constexpr std::uint32_t embedded = 2;
    if (object.u32(4) != embedded) return;
    std::size_t at = 8;
    std::string_view kind;
    for (int i = 0; i < 3; ++i) { // class, topic, item
        std::size_t length = object.u32(at);
        if (length > bytes.size()) return;
        if (i == 0) kind = object.slice(at + 4, length).bytes();
        at += 4 + length;
    }
    View data = object.slice(at + 4, object.u32(at));
    if (kind.substr(0, 7) == "Package") {
        auto [given, file] = native_file(data);
        if (!file.empty()) out.attachment(given.empty() ? name : given, file, sink);
    } else if (!data.empty()) {
        put_embedded(std::move(name), data.bytes(), out, sink);
    }
}

} // namespace shenbao
