#include "extractors/pdf/raw_images.h"

#include "extractors/pdf/raw_streams.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace shenbao::pdf {
namespace {

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
    each_stream(file, [&](std::string_view dictionary, std::string_view data) {
        auto width = number_after(dictionary, "/Width"), height = number_after(dictionary, "/Height");
        if (!width || !height || dictionary.find("/Image") == std::string_view::npos) return true;
        if (std::size_t last = data.rfind("\xFF\xD9"); last != std::string_view::npos) data = data.substr(0, last + 2);
        RawImage image{*width, *height, {}};
        if (plain_jpeg(dictionary, data))
            image.jpeg = bytes.subspan(static_cast<std::size_t>(data.data() - file.data()), data.size());
        found.push_back(image);
        return found.size() < most;
    });
    return found;
}

} // namespace shenbao::pdf
