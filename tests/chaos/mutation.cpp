#include "tests/chaos/mutation.h"

#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace shenbao::chaos {
namespace {

struct Member {
    std::string name, bytes;
};

constexpr std::size_t most_members = 200, largest_member = 4 << 20;

void put(std::string& out, std::uint64_t number, int bytes) {
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(number >> (8 * i) & 0xFF);
}

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

std::vector<Member> members_of(std::string_view packed) {
    std::vector<Member> members;
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(packed.data(), packed.size(), 0, &error);
    Archive archive(source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr, zip_discard);
    if (!archive) {
        if (source) zip_source_free(source);
        return members;
    }
    for (zip_int64_t i = 0; i < std::min<zip_int64_t>(zip_get_num_entries(archive.get(), 0), most_members); ++i) {
        zip_stat_t stat;
        if (zip_stat_index(archive.get(), i, ZIP_FL_ENC_RAW, &stat) != 0 || stat.size > largest_member) continue;
        std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(archive.get(), i, 0), zip_fclose);
        Member member{stat.name, std::string(stat.size, '\0')};
        if (file && zip_fread(file.get(), member.bytes.data(), stat.size) == static_cast<zip_int64_t>(stat.size))
            members.push_back(std::move(member));
    }
    return members;
}

// What local header and central directory say alike.
std::string common_head(const Member& member) {
    std::string head;
    put(head, 20, 2);
    put(head, 0x800, 2);
    put(head, 0, 2); // stored
    put(head, 0x52C90000, 4);
    put(head, crc32(0, reinterpret_cast<const Bytef*>(member.bytes.data()), static_cast<uInt>(member.bytes.size())), 4);
    put(head, member.bytes.size(), 4);
    put(head, member.bytes.size(), 4);
    put(head, member.name.size(), 2);
    put(head, 0, 2);
    return head;
}

std::string packed(const std::vector<Member>& members) {
    std::string out, directory;
    for (const Member& member : members) {
        std::size_t offset = out.size();
        out += "PK\x03\x04" + common_head(member) + member.name + member.bytes;
        directory += std::string("PK\x01\x02\x14\x03", 6) + common_head(member);
        directory.append(10, '\0'); // comment, disk, attributes
        put(directory, offset, 4);
        directory += member.name;
    }
    std::size_t at = out.size();
    out += directory + "PK\x05\x06";
    put(out, 0, 4);
    put(out, members.size(), 2);
    put(out, members.size(), 2);
    put(out, directory.size(), 4);
    put(out, at, 4);
    put(out, 0, 2);
    return out;
}

void flip_bits(std::string& bytes, Dice& dice) {
    for (std::size_t n = 1 + dice.below(16); n > 0; --n)
        bytes[dice.below(bytes.size())] ^= static_cast<char>(1 << dice.below(8));
}

void set_bytes(std::string& bytes, Dice& dice) {
    constexpr std::array values = {'\0', '\x01', '\x7f', '\x80', '\xff', ' ', '<', '"', '\n'};
    for (std::size_t n = 1 + dice.below(8); n > 0; --n)
        bytes[dice.below(bytes.size())] = values[dice.below(values.size())];
}

// A number where a length or an offset may stand.
void lie_about_length(std::string& bytes, Dice& dice) {
    constexpr std::array<std::uint64_t, 10> values = {0,      1,          0x7F,       0xFF,       0x7FFF,
                                                      0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE};
    for (std::size_t n = 1 + dice.below(3); n > 0; --n) {
        std::string number;
        put(number, dice.one_in(3) ? dice.next() : values[dice.below(values.size())], dice.one_in(2) ? 4 : 2);
        if (dice.one_in(2)) std::reverse(number.begin(), number.end());
        std::size_t at = dice.below(bytes.size());
        bytes.replace(at, std::min(number.size(), bytes.size() - at), number);
    }
}

void cut_end(std::string& bytes, Dice& dice) { bytes.resize(1 + dice.below(bytes.size())); }

void take_out(std::string& bytes, Dice& dice) {
    std::size_t at = dice.below(bytes.size());
    bytes.erase(at, 1 + dice.below(std::min<std::size_t>(bytes.size() - at, 4096)));
}

void repeat(std::string& bytes, Dice& dice) {
    std::size_t at = dice.below(bytes.size());
    std::string piece = bytes.substr(at, 1 + dice.below(512));
    std::string many;
    for (std::size_t n = 1 + dice.below(64); n > 0; --n)
        many += piece;
    bytes.insert(at, many);
}

void empty_block(std::string& bytes, Dice& dice) {
    std::size_t at = dice.below(bytes.size()), n = std::min(bytes.size() - at, 1 + dice.below(2048));
    bytes.replace(at, n, n, dice.one_in(2) ? '\0' : '\xff');
}

void splice(std::string& bytes, std::string_view donor, Dice& dice) {
    if (donor.empty()) return flip_bits(bytes, dice);
    std::size_t from = dice.below(donor.size()), at = dice.below(bytes.size());
    std::string_view piece = donor.substr(from, 1 + dice.below(16384));
    bytes.replace(at, dice.one_in(2) ? std::min(piece.size(), bytes.size() - at) : 0, piece);
}

// A decimal number in running text (a length of PDF, a count of XML) becomes another.
void lie_in_digits(std::string& bytes, Dice& dice) {
    std::size_t at = bytes.find_first_of("0123456789", dice.below(bytes.size()));
    if (at == bytes.npos) return set_bytes(bytes, dice);
    std::size_t end = std::min(bytes.find_first_not_of("0123456789", at), bytes.size());
    constexpr std::array values = {"0", "1", "-1", "65536", "2147483647", "4294967295", "99999999999999999999"};
    bytes.replace(at, end - at, values[dice.below(values.size())]);
}

void damage(std::string& bytes, std::string_view donor, Dice& dice) {
    for (std::size_t n = 1 + dice.below(3); n > 0 && !bytes.empty(); --n) {
        switch (dice.below(9)) {
        case 0:
            flip_bits(bytes, dice);
            break;
        case 1:
            set_bytes(bytes, dice);
            break;
        case 2:
            lie_about_length(bytes, dice);
            break;
        case 3:
            cut_end(bytes, dice);
            break;
        case 4:
            take_out(bytes, dice);
            break;
        case 5:
            repeat(bytes, dice);
            break;
        case 6:
            empty_block(bytes, dice);
            break;
        case 7:
            splice(bytes, donor, dice);
            break;
        default:
            lie_in_digits(bytes, dice);
            break;
        }
    }
}

} // namespace

std::uint64_t Dice::next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

std::string mutated(std::string_view whole, std::string_view donor, Dice& dice) {
    std::string bytes(whole);
    if (whole.starts_with("PK\x03\x04") && dice.one_in(2)) {
        auto members = members_of(whole);
        if (!members.empty()) {
            auto others = members_of(donor);
            damage(members[dice.below(members.size())].bytes,
                   others.empty() ? std::string_view() : std::string_view(others[dice.below(others.size())].bytes),
                   dice);
            return packed(members);
        }
    }
    damage(bytes, donor, dice);
    return bytes;
}

} // namespace shenbao::chaos
