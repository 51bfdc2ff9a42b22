#include "extractors/word/ole.h"

#include "extractors/word/view.h"
#include "pipeline/model/text.h"

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>

#include <algorithm>
#include <cctype>
#include <ctime>

namespace shenbao {
namespace {

constexpr int depth_limit = 12;
constexpr std::size_t stream_limit = 20'000;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T> using Held = std::unique_ptr<T, Unref>;

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

void list(GsfInfile* folder, const std::string& path, int depth, std::vector<std::string>& out) {
    int count = gsf_infile_num_children(folder);
    for (int i = 0; i < count && out.size() < stream_limit; ++i) {
        const char* name = gsf_infile_name_by_index(folder, i);
        Held<GsfInput> child(gsf_infile_child_by_index(folder, i));
        if (!name || !child) continue;
        bool is_folder = GSF_IS_INFILE(child.get()) && gsf_infile_num_children(GSF_INFILE(child.get())) >= 0;
        if (!is_folder)
            out.push_back(path + name);
        else if (depth < depth_limit)
            list(GSF_INFILE(child.get()), path + name + "/", depth + 1, out);
    }
}

void no_words(const char*, GLogLevelFlags, const char*, void*) {}

// libgsf tells standard error of every damage it meets; what matters of it becomes a finding here.
void start_library() {
    static const bool started = [] {
        gsf_init();
        for (const char* domain : {"libgsf:msole", "libgsf", ""})
            g_log_set_handler(*domain ? domain : nullptr,
                              static_cast<GLogLevelFlags>(G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION), no_words, nullptr);
        return true;
    }();
    static_cast<void>(started);
}

} // namespace

struct OleFile::Handle {
    Held<GsfInput> input;
    Held<GsfInfile> root;
};

OleFile::OleFile() : handle_(std::make_unique<Handle>()) {}
OleFile::~OleFile() = default;

bool is_ole(std::span<const std::byte> bytes) {
    constexpr unsigned char magic[] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    return bytes.size() >= 512 && std::equal(std::begin(magic), std::end(magic), bytes.begin(),
                                             [](unsigned char m, std::byte b) { return std::byte{m} == b; });
}

std::unique_ptr<OleFile> OleFile::open(std::span<const std::byte> bytes) {
    if (!is_ole(bytes)) return nullptr;
    start_library();
    std::unique_ptr<OleFile> ole(new OleFile);
    auto* data = reinterpret_cast<const guint8*>(bytes.data());
    ole->handle_->input.reset(gsf_input_memory_new(data, static_cast<gsf_off_t>(bytes.size()), FALSE));
    ole->handle_->root.reset(gsf_infile_msole_new(ole->handle_->input.get(), nullptr));
    if (!ole->handle_->root) return nullptr;
    list(ole->handle_->root.get(), "", 0, ole->streams_);
    return ole;
}

const std::string* OleFile::find(std::string_view path) const {
    for (const std::string& stream : streams_)
        if (same_name(stream, path)) return &stream;
    return nullptr;
}

namespace {

void copy_stream(GsfInput* from, GsfOutput* to) {
    for (gsf_off_t left = gsf_input_remaining(from); left > 0; left = gsf_input_remaining(from)) {
        auto want = static_cast<std::size_t>(std::min<gsf_off_t>(left, 1 << 16));
        const guint8* got = gsf_input_read(from, want, nullptr);
        if (!got || !gsf_output_write(to, want, got)) return;
    }
}

void copy_folder(GsfInfile* from, GsfOutfile* to, int depth, std::size_t& streams) {
    int count = gsf_infile_num_children(from);
    for (int i = 0; i < count && streams < stream_limit; ++i) {
        ++streams;
        const char* name = gsf_infile_name_by_index(from, i);
        Held<GsfInput> child(gsf_infile_child_by_index(from, i));
        if (!name || !child) continue;
        bool is_folder = GSF_IS_INFILE(child.get()) && gsf_infile_num_children(GSF_INFILE(child.get())) >= 0;
        if (is_folder && depth >= depth_limit) continue;
        Held<GsfOutput> made(gsf_outfile_new_child(to, name, is_folder));
        if (!made) continue;
        if (is_folder)
            copy_folder(GSF_INFILE(child.get()), GSF_OUTFILE(made.get()), depth + 1, streams);
        else
            copy_stream(child.get(), made.get());
        gsf_output_close(made.get());
    }
}

} // namespace

void warm_ole() {
    start_library();
    const std::string_view content = "nothing";
    Held<GsfOutput> memory(gsf_output_memory_new());
    Held<GsfOutfile> file(gsf_outfile_msole_new(memory.get()));
    Held<GsfOutput> stream(gsf_outfile_new_child(file.get(), "stream", FALSE));
    gsf_output_write(stream.get(), content.size(), reinterpret_cast<const guint8*>(content.data()));
    gsf_output_close(stream.get());
    gsf_output_close(GSF_OUTPUT(file.get()));
    const auto* bytes =
        reinterpret_cast<const std::byte*>(gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(memory.get())));
    if (auto ole = OleFile::open({bytes, static_cast<std::size_t>(gsf_output_size(memory.get()))})) ole->read("stream");
    gsf_output_close(memory.get());
}

std::string OleFile::folder(std::string_view path) const {
    Held<GsfInput> held;
    GsfInfile* from = handle_->root.get();
    for (const std::string& name : text::split(path, '/')) {
        Held<GsfInput> next(gsf_infile_child_by_name(from, name.c_str()));
        if (!next || !GSF_IS_INFILE(next.get())) return {};
        held = std::move(next);
        from = GSF_INFILE(held.get());
    }
    Held<GsfOutput> memory(gsf_output_memory_new());
    Held<GsfOutfile> file(gsf_outfile_msole_new(memory.get()));
    if (!file) return {};
    std::size_t streams = 0;
    copy_folder(from, file.get(), 0, streams);
    gsf_output_close(GSF_OUTPUT(file.get()));
    const guint8* bytes = gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(memory.get()));
    auto size = static_cast<std::size_t>(gsf_output_size(memory.get()));
    gsf_output_close(memory.get());
    return bytes ? std::string(reinterpret_cast<const char*>(bytes), size) : std::string();
}

std::string OleFile::read(std::string_view path, std::size_t cap) const {
    const std::string* stream = find(path);
    if (!stream) return {};
    Held<GsfInput> input;
    GsfInfile* folder = handle_->root.get();
    for (const std::string& name : text::split(*stream, '/')) {
        if (!folder) return {};
        Held<GsfInput> next(gsf_infile_child_by_name(folder, name.c_str()));
        if (!next) return {};
        input = std::move(next);
        folder = GSF_IS_INFILE(input.get()) ? GSF_INFILE(input.get()) : nullptr;
    }
    std::string out;
    const gsf_off_t told = std::min(gsf_input_remaining(input.get()), gsf_input_size(handle_->input.get()));
    out.reserve(std::min(cap, static_cast<std::size_t>(std::max<gsf_off_t>(0, told))));
    while (out.size() < cap) {
        gsf_off_t left = gsf_input_remaining(input.get());
        auto want = static_cast<std::size_t>(std::min<gsf_off_t>(left, 1 << 16));
        if (want == 0) break;
        const guint8* got = gsf_input_read(input.get(), want, nullptr);
        if (!got) break;
        out.append(reinterpret_cast<const char*>(got), want);
    }
    return out;
}

namespace {

std::string code_page_name(int page) {
    if (page == 65001) return "UTF-8";
    if (page == 936) return "GB18030";
    return "windows-" + std::to_string(page);
}

// A date of Windows (100 ns since 1601) as RFC 3339, "" where it is none.
std::string file_time(std::uint64_t ticks) {
    constexpr std::int64_t epoch = 11'644'473'600;
    auto seconds = static_cast<std::int64_t>(ticks / 10'000'000) - epoch;
    if (seconds <= 0 || seconds > std::int64_t{4'102'444'800}) return {};
    std::time_t time = seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    char buffer[32];
    std::size_t length = std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {buffer, length};
}

std::string property_text(View set, std::size_t at, int page) {
    switch (set.u16(at)) {
    case 0x1E: { // VT_LPSTR
        std::string_view raw = set.slice(at + 8, std::min<std::uint32_t>(set.u32(at + 4), 1 << 16)).bytes();
        raw = raw.substr(0, page == 1200 ? raw.size() : std::min(raw.find('\0'), raw.size()));
        return page == 1200 ? text::decode(raw, "UTF-16LE") : text::decode(raw, code_page_name(page));
    }
    case 0x1F: { // VT_LPWSTR
        std::string_view raw =
            set.slice(at + 8, 2 * std::size_t{std::min<std::uint32_t>(set.u32(at + 4), 1 << 15)}).bytes();
        return text::replace_all(text::decode(raw, "UTF-16LE"), std::string_view("\0", 1), "");
    }
    case 0x03:
        return std::to_string(set.i32(at + 4)); // VT_I4
    case 0x40:
        return file_time(set.u64(at + 4)); // VT_FILETIME
    default:
        return {};
    }
}

using PropertyName = std::pair<std::uint32_t, const char*>;

void read_property_set(View stream, std::span<const PropertyName> names, Collector& out) {
    if (stream.u16(0) != 0xFFFE) return;
    View set = stream.slice(stream.u32(44));
    std::uint32_t count = std::min<std::uint32_t>(set.u32(4), 1000);
    int page = 1252;
    for (std::uint32_t i = 0; i < count; ++i)
        if (set.u32(8 + 8 * i) == 1) page = set.u16(set.u32(12 + 8 * i) + 4);
    for (std::uint32_t i = 0; i < count; ++i)
        for (const auto& [id, key] : names)
            if (set.u32(8 + 8 * i) == id) out.property(key, property_text(set, set.u32(12 + 8 * i), page));
}

} // namespace

void read_ole_properties(const OleFile& ole, Collector& out) {
    static constexpr PropertyName summary[] = {{2, "title"},    {3, "subject"},     {4, "author"},   {5, "keywords"},
                                               {6, "comments"}, {8, "last_author"}, {12, "created"}, {13, "modified"},
                                               {14, "pages"},   {18, "producer"}};
    static constexpr PropertyName document[] = {{15, "company"}};
    std::string bytes = ole.read("\005SummaryInformation", 1 << 20);
    read_property_set(View(bytes), summary, out);
    bytes = ole.read("\005DocumentSummaryInformation", 1 << 20);
    read_property_set(View(bytes), document, out);
}

} // namespace shenbao
