#include "extractors/pdf/raw_images.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace shenbao::pdf {
namespace {

constexpr std::size_t largest_dictionary = 4096;

// The number that follows a key, e.g. "/Width 1654"; nothing where the key is absent or refers to another object.
std::optional<std::uint64_t> number_after(std::string_view dictionary, std::string_view key) {
    for (std::size_t at = dictionary.find(key); at != std::string_view::npos; at = dictionary.find(key, at + 1)) {
        std::size_t from = at + key.size();
        while (from < dictionary.size() &&
               (dictionary[from] == ' ' || dictionary[from] == '\n' || dictionary[from] == '\r'))
            ++from;
        std::uint64_t value = 0;
        auto [end, error] = std::from_chars(dictionary.data() + from, dictionary.data() + dictionary.size(), value);
        if (error != std::errc()) continue;
        std::string_view rest(end, static_cast<std::size_t>(dictionary.data() + dictionary.size() - end));
        if (rest.size() > 3 && rest[0] == ' ' && rest.substr(0, 8).find(" R") != std::string_view::npos) return {};
        return value;
    }
    return {};
}

std::string_view dictionary_before(std::string_view file, std::size_t stream) {
    std::size_t from = stream > largest_dictionary ? stream - largest_dictionary : 0;
    std::string_view before = file.substr(from, stream - from);
    std::size_t start = before.rfind(" obj");
    return start == std::string_view::npos ? std::string_view() : before.substr(start + 4);
}

std::string_view data_after(std::string_view file, std::size_t stream) {
    std::size_t from = stream + 6;
    if (from < file.size() && file[from] == '\r') ++from;
    if (from < file.size() && file[from] == '\n') ++from;
    std::size_t end = file.find("endstream", from);
    return file.substr(std::min(from, file.size()), end == std::string_view::npos ? end : end - from);
}

// One filter only, no table that turns the values round.
bool plain_jpeg(std::string_view dictionary, std::string_view data) {
    bool chained = dictionary.find("FlateDecode") != std::string_view::npos ||
                   dictionary.find("ASCII") != std::string_view::npos ||
                   dictionary.find("/Decode") != std::string_view::npos;
    std::size_t decode_parms = dictionary.find("/DecodeParms");
    if (decode_parms != std::string_view::npos && dictionary.find("/Decode") == decode_parms)
        chained = dictionary.find("FlateDecode") != std::string_view::npos;
    return !chained && dictionary.find("/DCTDecode") != std::string_view::npos && data.starts_with("\xFF\xD8\xFF");
}

} // namespace

std::vector<RawImage> raw_images(std::span<const std::byte> bytes) {
    constexpr std::size_t most = 20000;
    std::string_view file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::vector<RawImage> found;
    for (std::size_t at = file.find("stream"); at != std::string_view::npos && found.size() < most;
         at = file.find("stream", at + 6)) {
        if (at >= 3 && file.substr(at - 3, 3) == "end") continue;
        std::string_view dictionary = dictionary_before(file, at);
        if (dictionary.find("/Image") == std::string_view::npos) continue;
        auto width = number_after(dictionary, "/Width"), height = number_after(dictionary, "/Height");
        if (!width || !height) continue;
        std::string_view data = data_after(file, at);
        if (std::size_t last = data.rfind("\xFF\xD9"); last != std::string_view::npos) data = data.substr(0, last + 2);
        RawImage image{*width, *height, {}};
        if (plain_jpeg(dictionary, data))
            image.jpeg = bytes.subspan(static_cast<std::size_t>(data.data() - file.data()), data.size());
        found.push_back(image);
    }
    return found;
}

} // namespace shenbao::pdf
