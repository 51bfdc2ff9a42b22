#include "extractors/word/package.h"

#include "extractors/word/xml_tree.h"
#include "extractors/word/zip_rescue.h"
#include "pipeline/model/text.h"

#include <zip.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace shenbao {
namespace {

constexpr std::uint64_t free_of_ratio = std::uint64_t{64} << 20;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// A part's name as it is compared: '/' between folders, none in front, ASCII in lower case, no percent signs.
std::string key_of(std::string_view name) {
    std::string key;
    for (std::size_t i = 0; i < name.size(); ++i) {
        char c = name[i] == '\\' ? '/' : name[i];
        if (c == '%' && i + 2 < name.size() && hex_value(name[i + 1]) >= 0 && hex_value(name[i + 2]) >= 0) {
            c = static_cast<char>(hex_value(name[i + 1]) * 16 + hex_value(name[i + 2]));
            i += 2;
        }
        if (c == '/' && (key.empty() || key.back() == '/')) continue;
        key += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return key;
}

std::string folder_of(std::string_view part) {
    auto slash = part.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

// `target` as seen from `folder`, without "." and "..".
std::string resolve(const std::string& folder, std::string_view target) {
    std::string path = !target.empty() && target.front() == '/' ? std::string(target) : folder + std::string(target);
    std::vector<std::string> kept;
    for (auto& segment : text::split(path, '/')) {
        if (segment == "..") {
            if (!kept.empty()) kept.pop_back();
        } else if (!segment.empty() && segment != ".") {
            kept.push_back(segment);
        }
    }
    std::string out;
    for (auto& segment : kept)
        out += (out.empty() ? "" : "/") + segment;
    return out;
}

std::string last_segment(std::string_view uri) {
    auto slash = uri.rfind('/');
    return std::string(slash == std::string_view::npos ? uri : uri.substr(slash + 1));
}

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

} // namespace

std::unique_ptr<OpcPackage> OpcPackage::open(std::span<const std::byte> bytes, const Limits& limits) {
    double allowed = std::max(static_cast<double>(free_of_ratio), limits.ratio * static_cast<double>(bytes.size()));
    allowed = std::min(allowed, static_cast<double>(limits.document_output));
    std::unique_ptr<OpcPackage> package(new OpcPackage(static_cast<std::uint64_t>(allowed)));
    if (package->open_zip(bytes)) return package;
    package->rebuilt_ = with_new_directory(bytes);
    package->rescued_ = true;
    if (package->rebuilt_.empty() || !package->open_zip(std::as_bytes(std::span(package->rebuilt_)))) return nullptr;
    return package;
}

OpcPackage::~OpcPackage() {
    if (zip_) zip_discard(zip_);
}

bool OpcPackage::open_zip(std::span<const std::byte> bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source && !(zip_ = zip_open_from_source(source, ZIP_RDONLY, &error))) zip_source_free(source);
    zip_error_fini(&error);
    if (!zip_) return false;
    auto count = std::min<zip_int64_t>(zip_get_num_entries(zip_, 0), 0xffff);
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name = zip_get_name(zip_, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        if (!name) continue;
        std::string written = text::from_unknown(name);
        std::replace(written.begin(), written.end(), '\\', '/');
        by_name_.emplace(key_of(written), parts_.size());
        parts_.push_back({written, static_cast<std::uint64_t>(i)});
    }
    if (!parts_.empty()) return true;
    zip_discard(std::exchange(zip_, nullptr));
    return false;
}

const OpcPackage::Part* OpcPackage::find(std::string_view name) const {
    auto at = by_name_.find(key_of(name));
    return at == by_name_.end() ? nullptr : &parts_[at->second];
}

OpcPackage::Ended OpcPackage::stream(std::string_view name, const Take& take) {
    const Part* part = find(name);
    if (!part) return Ended::absent;
    std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(zip_, part->index, 0));
    if (!file) return Ended::damaged;
    // On the heap, which is one huge page in a child, where a stack is many small ones.
    constexpr std::size_t most = 1 << 16;
    const auto piece = std::make_unique_for_overwrite<std::byte[]>(most);
    while (true) {
        zip_int64_t got = zip_fread(file.get(), piece.get(), most);
        if (got == 0) return Ended::whole;
        if (got < 0) return Ended::damaged;
        produced_ += static_cast<std::uint64_t>(got);
        if (produced_ > allowed_) {
            limit_passed_ = true;
            return Ended::limit;
        }
        take({piece.get(), static_cast<std::size_t>(got)});
    }
}

std::string OpcPackage::read(std::string_view name, std::size_t cap) {
    std::string out;
    stream(name, [&](std::span<const std::byte> piece) {
        std::size_t room = std::min(piece.size(), cap - out.size());
        out.append(reinterpret_cast<const char*>(piece.data()), room);
    });
    return out;
}

std::vector<Relation> OpcPackage::relations(std::string_view part) {
    std::string folder = folder_of(part);
    std::string file = std::string(part.substr(folder.size())) + ".rels";
    std::vector<Relation> found;
    xml::Tree tree = xml::parse(read(folder + "_rels/" + file));
    for (const xml::Node& child : tree.root.children) {
        if (child.local() != "Relationship" || found.size() > 100'000) continue;
        Relation relation;
        relation.id = child.attribute("Id");
        relation.type = last_segment(child.attribute("Type"));
        relation.external = child.attribute("TargetMode") == "External";
        std::string_view target = child.attribute("Target");
        relation.target = relation.external ? std::string(target) : resolve(folder, target.substr(0, target.find('#')));
        found.push_back(std::move(relation));
    }
    return found;
}

std::vector<std::string> zip_names(std::span<const std::byte> bytes, std::size_t most) {
    std::vector<std::string> names;
    if (bytes.size() < 30 || bytes[0] != std::byte{'P'} || bytes[1] != std::byte{'K'}) return names;
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
    zip_error_fini(&error);
    if (!zip) {
        if (source) zip_source_free(source);
        for (auto& entry : scan_local_headers(bytes, most))
            names.push_back(key_of(entry.name));
        return names;
    }
    auto count = std::min<zip_int64_t>(zip_get_num_entries(zip, 0), static_cast<zip_int64_t>(most));
    for (zip_int64_t i = 0; i < count; ++i)
        if (const char* name = zip_get_name(zip, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW))
            names.push_back(key_of(name));
    zip_discard(zip);
    return names;
}

} // namespace shenbao
