#include "extractors/archive/stream.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <new>

namespace shenbao::archive {
namespace {

// Blocks that bring nothing, in a row, before an entry is taken for endless.
constexpr int most_idle_blocks = 64;

void enable(struct archive* a, Stream::Format format) {
    switch (format) {
    case Stream::Format::zip:
        archive_read_support_format_zip_streamable(a);
        break;
    case Stream::Format::rar4:
        archive_read_support_format_rar(a);
        break;
    case Stream::Format::rar5:
        archive_read_support_format_rar5(a);
        break;
    case Stream::Format::sevenzip:
        archive_read_support_format_7zip(a);
        break;
    case Stream::Format::tar:
        archive_read_support_format_tar(a);
        break;
    }
}

bool says(const std::string& words, std::string_view what) { return words.find(what) != words.npos; }

// What libarchive means by its words; there is no other way to tell its failures apart. Whether data end early
// because the file does, only the caller knows.
std::string code_of(const std::string& words) {
    if (says(words, "ncrypt") || says(words, "passphrase") || says(words, "Crypto")) return "archive.encrypted";
    if (says(words, "nsupported") || says(words, "unavailable") || says(words, "not supported") ||
        says(words, "Unknown codec") || says(words, "Unexpected codec"))
        return "archive.unsupported";
    return "archive.damaged";
}

} // namespace

void use_utf8_locale() { std::setlocale(LC_CTYPE, "C.UTF-8"); }

void warm_up() {
    use_utf8_locale();
    wchar_t wide[4];
    std::mbstowcs(wide, "中", 4);
    ::tzset();
    for (const char* charset : {"GB18030", "Big5", "ibm-437"})
        text::decode("\xa4\xa4", charset);
    Stream(Stream::Format::sevenzip, Stretch(std::string_view("7z"))).next();
}

Stream::Stream(Format format, Stretch bytes, const std::vector<std::string>& passwords)
    : bytes_(std::move(bytes)), archive_(archive_read_new()) {
    struct archive* a = archive_.get();
    if (!a) throw std::bad_alloc();
    enable(a, format);
    for (const auto& password : passwords)
        if (!password.empty()) archive_read_add_passphrase(a, password.c_str());
    archive_read_set_read_callback(a, give);
    archive_read_set_skip_callback(a, skip);
    archive_read_set_seek_callback(a, seek);
    archive_read_set_callback_data(a, this);
    failed_ = archive_read_open1(a) < ARCHIVE_WARN;
}

la_ssize_t Stream::give(struct archive*, void* self, const void** block) {
    auto& stream = *static_cast<Stream*>(self);
    // Whole pieces would do, but libarchive copies where a read-ahead crosses blocks: 1 MiB keeps that small.
    auto run = stream.bytes_.run_at(stream.at_);
    run = run.first(std::min<std::size_t>(run.size(), 1 << 20));
    *block = run.data();
    stream.at_ += run.size();
    return static_cast<la_ssize_t>(run.size());
}

la_int64_t Stream::skip(struct archive*, void* self, la_int64_t length) {
    auto& stream = *static_cast<Stream*>(self);
    const std::uint64_t left = stream.bytes_.size() - stream.at_;
    const std::uint64_t step = length < 0 ? 0 : std::min<std::uint64_t>(static_cast<std::uint64_t>(length), left);
    stream.at_ += step;
    return static_cast<la_int64_t>(step);
}

la_int64_t Stream::seek(struct archive*, void* self, la_int64_t offset, int whence) {
    auto& stream = *static_cast<Stream*>(self);
    const auto size = static_cast<la_int64_t>(stream.bytes_.size());
    const la_int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_END ? size : static_cast<la_int64_t>(stream.at_);
    // Neither a sum out of range nor a place outside: both come from numbers in the file.
    if (offset > size - base || offset < -base) return ARCHIVE_FATAL;
    stream.at_ = static_cast<std::uint64_t>(base + offset);
    return base + offset;
}

struct archive_entry* Stream::next() {
    if (failed_) return nullptr;
    struct archive_entry* entry = nullptr;
    const int code = archive_read_next_header(archive_.get(), &entry);
    if (code == ARCHIVE_EOF) return nullptr;
    if (code < ARCHIVE_WARN && code != ARCHIVE_RETRY) {
        failed_ = true;
        return nullptr;
    }
    return entry;
}

Ending Stream::decode(EntryWriter& writer, std::int64_t size) {
    for (int idle = 0; idle < most_idle_blocks;) {
        const void* block = nullptr;
        std::size_t length = 0;
        la_int64_t offset = 0;
        const int code = archive_read_data_block(archive_.get(), &block, &length, &offset);
        if (code == ARCHIVE_RETRY || (code == ARCHIVE_OK && length == 0)) {
            ++idle;
            continue;
        }
        if (code == ARCHIVE_OK || code == ARCHIVE_WARN) {
            idle = 0;
            if (block) writer.write({static_cast<const std::byte*>(block), length});
        }
        if (code != ARCHIVE_OK) return judged(writer, size, code);
        if (size >= 0 && writer.bytes() > static_cast<std::uint64_t>(size))
            return {"archive.damaged", "more bytes than declared: " + std::to_string(size)};
    }
    return {"archive.damaged", "no progress"};
}

Ending Stream::judged(const EntryWriter& writer, std::int64_t size, int code) const {
    if (code == ARCHIVE_EOF) {
        if (size < 0 || writer.bytes() == static_cast<std::uint64_t>(size)) return {};
        return {"archive.damaged", std::to_string(writer.bytes()) + " of " + std::to_string(size) + " bytes"};
    }
    return failure();
}

Ending Stream::failure() const {
    const std::string words = error();
    // Where libarchive took it for no format it looks one format past its last (3.6.2), and may never come back.
    const bool known = archive_format(archive_.get()) != 0;
    const bool locked = known && archive_read_has_encrypted_entries(archive_.get()) > 0;
    return {locked && code_of(words) == "archive.damaged" ? "archive.encrypted" : code_of(words), words};
}

std::string Stream::error() const {
    const char* words = archive_error_string(archive_.get());
    return words ? text::shorten(text::clean(words), 200) : std::string("unknown");
}

} // namespace shenbao::archive
