#include "extractors/pdf/trailer.h"

#include <algorithm>

namespace shenbao::pdf {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "12 0" before " obj" at `at`; "" where no object starts there.
std::string number_before(std::string_view file, std::size_t at) {
    std::size_t from = at;
    while (from > 0 && at - from < 20 && (is_digit(file[from - 1]) || file[from - 1] == ' '))
        --from;
    std::string number(file.substr(from, at - from));
    number.erase(0, std::min(number.find_first_not_of(' '), number.size()));
    std::size_t space = number.find(' ');
    return space == std::string::npos || space == 0 ? std::string() : number;
}

// A stream of cross references, which a linearised file has near its start, names the catalog, too.
std::string root_named(std::string_view file) {
    std::size_t at = file.rfind("/Root ");
    if (at == std::string_view::npos) return {};
    std::string_view rest = file.substr(at + 6, 24);
    std::size_t end = rest.find(" R");
    return end == std::string_view::npos ? std::string() : std::string(rest.substr(0, end));
}

std::string catalog_object(std::string_view file) {
    constexpr std::size_t near = 400;
    for (std::string_view mark : {"/Type /Catalog", "/Type/Catalog"}) {
        std::size_t at = file.rfind(mark);
        if (at == std::string_view::npos) continue;
        std::size_t object = file.rfind(" obj", at);
        if (object != std::string_view::npos && at - object < near) return number_before(file, object);
    }
    return {};
}

} // namespace

std::string with_trailer(std::string_view file) {
    std::string root = catalog_object(file);
    if (root.empty()) root = root_named(file);
    if (root.empty()) return {};
    std::string mended(file);
    return mended + "\nendobj\ntrailer\n<< /Size 1 /Root " + root + " R >>\nstartxref\n0\n%%EOF\n";
}

} // namespace shenbao::pdf
