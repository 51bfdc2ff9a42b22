#include "extractors/ofd/package.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <vector>

namespace shenbao::ofd {
namespace {

constexpr zip_int64_t most_files = 100000;

std::string folded(std::string_view path) {
    std::string key(path);
    std::replace(key.begin(), key.end(), '\\', '/');
    while (!key.empty() && key.front() == '/')
        key.erase(0, 1);
    std::transform(key.begin(), key.end(), key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return key;
}

struct FileCloser {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

} // namespace

Package::Package(std::span<const std::byte> bytes, std::uint64_t most_bytes) : left_(most_bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source != nullptr) archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!archive_ && source != nullptr) zip_source_free(source);
    zip_error_fini(&error);
    if (!archive_) throw ItemError("archive.damaged");
    zip_int64_t count = std::min<zip_int64_t>(zip_get_num_entries(archive_.get(), 0), most_files);
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        if (name != nullptr) files_.emplace(folded(text::from_unknown(name)), static_cast<zip_uint64_t>(i));
    }
}

std::string Package::resolve(std::string_view from, std::string_view path) {
    std::string whole(path);
    std::replace(whole.begin(), whole.end(), '\\', '/');
    if (!whole.starts_with('/')) {
        std::size_t slash = from.rfind('/');
        if (slash != std::string_view::npos) whole.insert(0, std::string(from.substr(0, slash + 1)));
    }
    std::vector<std::string> parts;
    for (std::string& part : text::split(whole, '/')) {
        if (part.empty() || part == ".") continue;
        if (part == "..") {
            if (!parts.empty()) parts.pop_back();
        } else {
            parts.push_back(std::move(part));
        }
    }
    std::string resolved;
    for (const std::string& part : parts)
        resolved += (resolved.empty() ? "" : "/") + part;
    return resolved;
}

std::optional<zip_uint64_t> Package::find(const std::string& path) const {
    auto found = files_.find(folded(path));
    if (found == files_.end()) return {};
    return found->second;
}

std::optional<std::string> Package::read(const std::string& path) {
    auto index = find(path);
    if (!index) return {};
    std::unique_ptr<zip_file_t, FileCloser> file(zip_fopen_index(archive_.get(), *index, 0));
    if (!file) {
        int code = zip_error_code_zip(zip_get_error(archive_.get()));
        throw ItemError(code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD ? "document.encrypted"
                                                                              : "document.damaged",
                        text::clean(path));
    }
    std::string bytes;
    char buffer[1 << 16];
    for (;;) {
        zip_int64_t got = zip_fread(file.get(), buffer, sizeof buffer);
        if (got < 0) throw ItemError("document.damaged", text::clean(path));
        if (got == 0) return bytes;
        if (static_cast<std::uint64_t>(got) > left_) throw ItemError("limit.bytes");
        left_ -= static_cast<std::uint64_t>(got);
        bytes.append(buffer, static_cast<std::size_t>(got));
    }
}

} // namespace shenbao::ofd
