#include "extractors/archive/members.h"

#include "pipeline/model/text.h"

namespace shenbao::archive {
namespace {

// Entries in a row that give nothing, before the rest is given up: each may cost the decoding of many others.
constexpr int most_failures = 16;

// Unicode where the archive has it. What is not sound UTF-16 (7z) has no other form than the wide one; what is in
// another encoding (tar) stays as it is.
RawName name_of(struct archive_entry* entry) {
    if (const char* utf8 = archive_entry_pathname_utf8(entry)) return {utf8, true};
    if (const char* bytes = archive_entry_pathname(entry)) return {bytes, false};
    std::u32string points;
    if (const wchar_t* wide = archive_entry_pathname_w(entry))
        for (; *wide; ++wide)
            points += *wide >= 0xD800 && *wide < 0xE000 ? U'\uFFFD' : static_cast<char32_t>(*wide);
    return {text::to_utf8(points), true};
}

} // namespace

MemberReading::Member MemberReading::member_of(struct archive_entry* entry, std::size_t place) {
    Member member{.name = name_of(entry), .place = place};
    if (archive_entry_size_is_set(entry)) member.size = archive_entry_size(entry);
    const char* soft = archive_entry_symlink_utf8(entry);
    const char* hard = archive_entry_hardlink_utf8(entry);
    member.link = archive_entry_filetype(entry) != AE_IFREG || hard;
    if (soft || hard) member.target = soft ? soft : hard;
    return member;
}

Ending MemberReading::list() {
    Stream stream(format_, bytes_);
    const std::size_t most = unpacking_.options().limits.package_entries;
    while (auto* entry = stream.next()) {
        if (archive_entry_filetype(entry) != AE_IFDIR) members_.push_back(member_of(entry, headers_));
        ++headers_;
        if (members_.size() > most) break;
    }
    std::vector<RawName> names;
    for (const Member& member : members_)
        names.push_back(member.name);
    unpacking_.name_by(names);
    for (const Member& member : members_)
        if (!unpacking_.list(member.name)) break;
    members_.resize(unpacking_.facts().entries.size());
    return stream.failed() ? stream.failure() : Ending{};
}

// After an entry that fails libarchive reads no further: a fresh start goes on behind it, and skipping over
// folders of other entries costs nothing.
void MemberReading::read_all() {
    std::size_t from = 0;
    for (int failures = 0; from < members_.size() && failures < most_failures;) {
        const std::size_t begun = from;
        if (!read_from(from)) return;
        failures = from > begun + 1 ? 1 : failures + 1;
    }
    for (; from < members_.size(); ++from)
        unpacking_.refuse(from, last_);
}

// Reads on from member `from` and leaves there the first one not tried. False: a limit was passed.
bool MemberReading::read_from(std::size_t& from) {
    Stream stream(format_, bytes_);
    std::size_t place = 0;
    for (; from < members_.size(); ++from) {
        struct archive_entry* entry = nullptr;
        for (; place <= members_[from].place; ++place)
            if (!(entry = stream.next())) break;
        if (!entry) {
            last_ = {"archive.damaged", stream.error()};
            unpacking_.refuse(from++, last_);
            return true;
        }
        bool goes_on = true;
        if (!read(from, stream, goes_on)) return false;
        if (!goes_on) {
            ++from;
            return true;
        }
    }
    return true;
}

bool MemberReading::read(std::size_t index, Stream& stream, bool& goes_on) {
    if (members_[index].link) {
        unpacking_.refuse_link(index, members_[index].target);
        return true;
    }
    return unpacking_.read(index, [&](EntryWriter& writer) {
        Ending ending = stream.decode(writer, members_[index].size);
        goes_on = ending.whole();
        if (!goes_on) last_ = ending;
        return ending;
    });
}

} // namespace shenbao::archive
