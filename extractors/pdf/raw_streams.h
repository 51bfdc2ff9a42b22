#pragma once
// The streams of a PDF as they lie in the file, found without its table of objects. Only a guess at the structure.

#include <algorithm>
#include <string_view>

namespace shenbao::pdf {

inline constexpr std::size_t largest_dictionary = 4096;

// The text between "obj" and "stream".
inline std::string_view dictionary_before(std::string_view file, std::size_t stream) {
    std::size_t from = stream > largest_dictionary ? stream - largest_dictionary : 0;
    std::string_view before = file.substr(from, stream - from);
    std::size_t start = before.rfind(" obj");
    return start == std::string_view::npos ? std::string_view() : before.substr(start + 4);
}

inline std::string_view data_after(std::string_view file, std::size_t stream) {
    std::size_t from = stream + 6;
    if (from < file.size() && file[from] == '\r') ++from;
    if (from < file.size() && file[from] == '\n') ++from;
    std::size_t end = file.find("endstream", from);
    return file.substr(std::min(from, file.size()), end == std::string_view::npos ? end : end - from);
}

// Calls visit(dictionary, data) for each stream in order of the file, until it says false.
template <class Visit> void each_stream(std::string_view file, Visit&& visit) {
    std::size_t at = file.find("stream");
    while (at != std::string_view::npos) {
        std::string_view dictionary = dictionary_before(file, at);
        if (dictionary.empty()) {
            at = file.find("stream", at + 6);
            continue;
        }
        std::string_view data = data_after(file, at);
        if (!visit(dictionary, data)) return;
        at = file.find("stream", static_cast<std::size_t>(data.data() - file.data()) + data.size() + 9);
    }
}

} // namespace shenbao::pdf
