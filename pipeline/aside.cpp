#include "pipeline/aside.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>

namespace shenbao {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

// Some file systems know no files without a name: there it loses its name at once. Should that fail, the next run's
// takes its place.
int open_nameless(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0) return descriptor;
    const fs::path name = folder / ".aside";
    const int named = ::open(name.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (named < 0) fail("aside");
    if (::unlink(name.c_str()) != 0) {
        const int why = errno;
        ::close(named);
        errno = why;
        fail("aside");
    }
    return named;
}

void write_at(int descriptor, std::string_view bytes, std::uint64_t offset) {
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("aside");
        bytes.remove_prefix(static_cast<std::size_t>(n));
        offset += static_cast<std::uint64_t>(n);
    }
}

std::string read_at(int descriptor, std::uint64_t offset, std::uint64_t bytes) {
    std::string out(bytes, '\0');
    for (std::size_t at = 0; at < out.size();) {
        const ssize_t n = ::pread(descriptor, out.data() + at, out.size() - at, static_cast<off_t>(offset + at));
        if (n < 0 && errno == EINTR) continue;
        if (n == 0) errno = EIO;
        if (n <= 0) fail("aside");
        at += static_cast<std::size_t>(n);
    }
    return out;
}

} // namespace

Aside::Aside(const fs::path& folder) : descriptor_(open_nameless(folder)) {}

Aside::~Aside() { ::close(descriptor_); }

void Aside::put(Record& record) {
    Record readings; // as a record of nothing else, so that they are written and read as records are
    for (FieldRecord& field : record.fields) {
        readings.fields.push_back({field.id, {}, {}, field.status, 0, std::move(field.readings)});
        field.readings = {};
    }
    const std::string text = to_json(readings).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    write_at(descriptor_, text, end_);
    places_[record.submission.id] = {end_, text.size()};
    end_ += text.size();
}

void Aside::give_back(Record& record) const {
    const auto place = places_.find(record.submission.id);
    if (place == places_.end()) return;
    Record readings = record_from_json(read_at(descriptor_, place->second.offset, place->second.bytes));
    for (FieldRecord& field : record.fields)
        for (FieldRecord& kept : readings.fields)
            if (kept.id == field.id) field.readings = std::move(kept.readings);
}

void make_light(Record& record) {
    for (FieldRecord& field : record.fields) {
        std::set<std::pair<std::string, int>> places;
        std::vector<FieldReading> light;
        for (const FieldReading& reading : field.readings)
            if (places.emplace(reading.entry, reading.page).second) {
                light.emplace_back();
                light.back().entry = reading.entry;
                light.back().page = reading.page;
            }
        field.readings = std::move(light);
    }
}

} // namespace shenbao
