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
using Json = nlohmann::ordered_json;

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

std::string line_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// What comparing a record with others needs, and is no part of it as it is kept.
Json compared_json(const Record& record) {
    Json texts = Json::array(), pages = Json::array(), roster = Json::array();
    for (const TextSketch& t : record.sketches)
        texts.push_back({t.slot, t.entry, t.bound, t.hashes});
    for (const PageSketch& p : record.pages)
        pages.push_back({p.slot, p.entry, p.page, p.cells});
    for (const RosterEntry& e : record.sent_roster)
        roster.push_back({e.number, e.company, e.uscc, e.fields});
    return Json::array({texts, pages, roster});
}

void add_compared(Record& record, const Json& json) {
    for (const Json& t : json.at(0))
        record.sketches.push_back({t.at(0), t.at(1), t.at(2), t.at(3).get<std::vector<std::uint64_t>>()});
    for (const Json& p : json.at(1))
        record.pages.push_back({p.at(0), p.at(1), p.at(2), p.at(3)});
    for (const Json& e : json.at(2))
        record.sent_roster.push_back({e.at(0), e.at(1), e.at(2), e.at(3).get<std::map<std::string, std::string>>()});
}

} // namespace

Aside::Aside(const fs::path& folder) : descriptor_(open_nameless(folder)) {}

Aside::~Aside() { ::close(descriptor_); }

Aside::Place Aside::put(const Record& record) {
    const std::string text = line_of(to_json(record)), more = line_of(compared_json(record));
    const Place place{end_, static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(more.size())};
    write_at(descriptor_, text + more, end_);
    end_ += text.size() + more.size();
    return place;
}

Record Aside::take_out(const Place& place) {
    Record record = record_from_json(text_at(place.offset, place.bytes));
    for (FieldRecord& field : record.fields)
        field.readings = {};
    add_compared(record, Json::parse(text_at(place.offset + place.bytes, place.more)));
    taken_out_[record.submission.id] = place;
    return record;
}

void Aside::give_back(Record& record) const {
    const Place& place = taken_out_.at(record.submission.id);
    Record whole = record_from_json(text_at(place.offset, place.bytes));
    for (FieldRecord& field : record.fields)
        for (FieldRecord& kept : whole.fields)
            if (kept.id == field.id) field.readings = std::move(kept.readings);
}

std::string Aside::text_at(std::uint64_t offset, std::uint64_t bytes) const {
    return read_at(descriptor_, offset, bytes);
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
