// Walking a group of sprms: [MS-DOC] 2.2.5.1 for Word 97 on, and the fixed lengths of Word 6 and 95.

#include "extractors/word/doc_file.h"

namespace shenbao::doc {
namespace {

constexpr int variable = -1; // a length byte comes first
constexpr int unknown = -2;

int old_length(int code) {
    switch (code) {
    case 0:
    case 83:
        return 0;
    case 2:
    case 16:
    case 17:
    case 18:
    case 19:
    case 21:
    case 22:
    case 26:
    case 27:
    case 28:
        return 2;
    case 3:
    case 12:
    case 15:
    case 23:
        return variable;
    case 20:
        return 4;
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
    case 13:
    case 14:
    case 24:
    case 25:
    case 29:
    case 37:
    case 44:
    case 50:
    case 51:
        return 1;
    case 30:
    case 31:
    case 32:
    case 33:
    case 34:
    case 35:
    case 36:
    case 38:
    case 39:
    case 40:
    case 41:
    case 42:
    case 43:
    case 45:
    case 46:
    case 47:
    case 48:
    case 49:
        return 2;
    case 65:
    case 66:
    case 67:
    case 71:
    case 75:
        return 1;
    case 68:
    case 73:
    case 74:
    case 81:
    case 82:
    case 103:
    case 105:
    case 106:
    case 108:
        return variable;
    case 69:
    case 72:
    case 80:
    case 93:
    case 96:
    case 97:
    case 99:
    case 101:
    case 107:
    case 109:
    case 110:
        return 2;
    case 70:
        return 4;
    case 95:
        return 3;
    case 85:
    case 86:
    case 87:
    case 88:
    case 89:
    case 90:
    case 91:
    case 92:
    case 94:
    case 98:
    case 100:
    case 102:
    case 104:
    case 117:
    case 118:
    case 119:
        return 1;
    case 120:
        return variable;
    case 121:
    case 122:
    case 123:
    case 124:
        return 2;
    case 182:
    case 183:
    case 184:
    case 189:
    case 195:
    case 197:
    case 198:
        return 2;
    case 185:
    case 186:
        return 1;
    case 187:
    case 191:
        return variable;
    case 188:
    case 190:
        return variable; // with a length of two bytes
    case 192:
    case 194:
    case 196:
    case 200:
        return 4;
    case 193:
    case 199:
        return 5;
    default:
        return unknown;
    }
}

// The bytes that stand before an operand and those of the operand itself.
struct Extent {
    std::size_t head = 0, length = 0;
    bool known = true;
};

Extent long_definition(View group, std::size_t at) {
    // sprmTDefTable counts itself one too long.
    std::size_t size = group.u16(at);
    return {2, size > 0 ? size - 1 : 0};
}

Extent changed_tabs(View group, std::size_t at) {
    if (group.u8(at) != 255) return {1, group.u8(at)};
    std::size_t deleted = group.u8(at + 1);
    std::size_t added = group.u8(at + 2 + 4 * deleted);
    return {1, 2 + 4 * deleted + 3 * added};
}

Extent extent_of_old(int code, View group, std::size_t at) {
    if (code == 188 || code == 190) return long_definition(group, at);
    int length = old_length(code);
    if (length == unknown) return {0, 0, false};
    if (length == variable) return code == 23 ? changed_tabs(group, at) : Extent{1, group.u8(at)};
    return {0, static_cast<std::size_t>(length)};
}

Extent extent_of(std::uint16_t code, View group, std::size_t at) {
    switch (code >> 13) {
    case 0:
    case 1:
        return {0, 1};
    case 2:
    case 4:
    case 5:
        return {0, 2};
    case 3:
        return {0, 4};
    case 7:
        return {0, 3};
    default:
        break;
    }
    if (code == 0xD608 || code == 0xD606) return long_definition(group, at);
    return code == 0xC615 ? changed_tabs(group, at) : Extent{1, group.u8(at)};
}

} // namespace

void each_sprm(View group, bool old, const SprmVisit& visit) {
    std::size_t at = 0;
    while (at + (old ? 1 : 2) <= group.size()) {
        std::uint16_t code = old ? group.u8(at) : group.u16(at);
        at += old ? 1 : 2;
        Extent extent = old ? extent_of_old(code, group, at) : extent_of(code, group, at);
        if (!extent.known) return;
        visit(code, group.slice(at + extent.head, extent.length));
        at += extent.head + extent.length;
    }
}

} // namespace shenbao::doc
