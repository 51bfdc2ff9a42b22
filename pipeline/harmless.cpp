#include "pipeline/harmless.h"

#include "pipeline/model/text.h"

namespace shenbao {
namespace {

// Marks and overrides of direction, ends of line that are no line feed, joiners and tags that leave no ink.
bool unseen(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x61C ||
           c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

} // namespace

std::string harmless(std::string_view foreign) {
    std::string out;
    for (char32_t c : text::to_u32(text::clean(foreign)))
        out += c == '\n' || c == '\t' || unseen(c) ? " " : text::to_utf8(std::u32string(1, c));
    return out;
}

} // namespace shenbao
