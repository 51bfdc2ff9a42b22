#include "extractors/mail/pst_nodes.h"

#include "extractors/mail/pst_cipher.h"

#include <algorithm>

namespace shenbao::mail {
namespace {

constexpr std::size_t page_size = 512, page_tail_wide = 24, page_tail_narrow = 16;
constexpr int deepest_tree = 8;
constexpr std::size_t most_data = std::size_t{512} << 20; // of one node
constexpr std::size_t most_subnodes = 100'000;
constexpr std::uint64_t internal = 2; // a block that lists others; its id says so (2.2.2.2)

// The lowest bit of a block's id is of no meaning (2.2.2.2).
std::uint64_t plain(std::uint64_t block) { return block & ~std::uint64_t{1}; }

} // namespace

std::uint64_t little(std::string_view bytes, std::size_t at, std::size_t width) {
    if (at > bytes.size() || width > bytes.size() - at) return 0;
    std::uint64_t value = 0;
    for (std::size_t i = width; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

std::uint64_t PstFile::number(std::size_t at, std::size_t width) const { return little(bytes_, at, width); }

std::optional<PstFile> PstFile::open(std::string_view bytes) {
    if (bytes.size() < 564 || !bytes.starts_with("!BDN") || bytes.substr(8, 2) != "SM") return std::nullopt;
    PstFile file(bytes);
    file.read_header();
    return file;
}

// 2.2.2.6
void PstFile::read_header() {
    const std::uint64_t version = number(10, 2);
    wide_ = version >= 23;
    readable_ = version == 14 || version == 15 || version == 23;
    if (!readable_) return;
    cipher_ = static_cast<int>(number(wide_ ? 513 : 461, 1));
    const std::uint64_t node_page = wide_ ? number(224, 8) : number(188, 4);
    const std::uint64_t block_page = wide_ ? number(240, 8) : number(196, 4);
    pages_left_ = bytes_.size() / page_size + 1;
    walk(block_page, 0, wide_ ? 24 : 12, [this](std::size_t at) {
        const std::uint64_t id = number(at, word());
        blocks_[plain(id)] = {number(at + word(), word()), static_cast<std::uint16_t>(number(at + 2 * word(), 2))};
    });
    pages_left_ = bytes_.size() / page_size + 1;
    walk(node_page, 0, wide_ ? 32 : 16, [this](std::size_t at) {
        PstNode node;
        node.id = static_cast<std::uint32_t>(number(at, 4));
        node.data = number(at + word(), word());
        node.subnodes = number(at + 2 * word(), word());
        node.parent = static_cast<std::uint32_t>(number(at + 3 * word(), 4));
        nodes_[node.id] = node;
    });
}

// 2.2.2.7.7: a page of entries; on the upper levels each names a page below.
template <class Leaf> void PstFile::walk(std::uint64_t page, int depth, std::size_t entry_size, Leaf&& leaf) {
    const bool there = page <= bytes_.size() && bytes_.size() - page >= page_size;
    if (!there || depth > deepest_tree || pages_left_ == 0) {
        damaged_ = true;
        return;
    }
    --pages_left_;
    const std::size_t tail = page + page_size - (wide_ ? page_tail_wide : page_tail_narrow);
    const auto count = number(tail, 1), size = number(tail + 2, 1), level = number(tail + 3, 1);
    const std::size_t step = std::max<std::size_t>(size, level == 0 ? entry_size : 3 * word());
    for (std::size_t i = 0; i < count && (i + 1) * step <= tail - page; ++i) {
        const std::size_t at = page + i * step;
        if (level == 0)
            leaf(at);
        else
            walk(number(at + 2 * word(), word()), depth + 1, entry_size, leaf);
    }
}

std::string_view PstFile::raw(std::uint64_t block) {
    auto it = blocks_.find(plain(block));
    const bool there =
        it != blocks_.end() && it->second.at <= bytes_.size() && it->second.size <= bytes_.size() - it->second.at;
    if (!there) damaged_ = true;
    return there ? bytes_.substr(it->second.at, it->second.size) : std::string_view();
}

std::string PstFile::deciphered(std::string_view block, std::uint64_t id) const {
    std::string out(block);
    if (cipher_ == 1) decipher_permuted(out);
    if (cipher_ == 2) decipher_cyclic(out, static_cast<std::uint32_t>(id));
    return out;
}

std::vector<std::string> PstFile::blocks(std::uint64_t block) {
    std::vector<std::string> out;
    std::size_t left = most_data;
    if (block != 0) gather(block, 0, out, left);
    return out;
}

std::string PstFile::data(std::uint64_t block) {
    std::string whole;
    for (const std::string& one : blocks(block))
        whole += one;
    return whole;
}

// 2.2.2.8.3.2: a list of blocks, or a list of such lists.
void PstFile::gather(std::uint64_t block, int depth, std::vector<std::string>& out, std::size_t& left) {
    const std::string_view bytes = raw(block);
    if (!(block & internal)) {
        if (bytes.size() > left) damaged_ = true;
        if (bytes.empty() || bytes.size() > left) return;
        left -= bytes.size();
        out.push_back(deciphered(bytes, block));
        return;
    }
    if (depth >= 2 || little(bytes, 0, 1) != 1) {
        damaged_ = true;
        return;
    }
    const std::size_t count = little(bytes, 2, 2);
    for (std::size_t i = 0; i < count && 8 + (i + 1) * word() <= bytes.size() && left > 0; ++i)
        gather(little(bytes, 8 + i * word(), word()), depth + 1, out, left);
}

std::map<std::uint32_t, PstNode> PstFile::subnodes(std::uint64_t block) {
    std::map<std::uint32_t, PstNode> out;
    if (block != 0) gather_subnodes(block, 0, out);
    return out;
}

// 2.2.2.8.3.3
void PstFile::gather_subnodes(std::uint64_t block, int depth, std::map<std::uint32_t, PstNode>& out) {
    const std::string_view bytes = raw(block);
    if (little(bytes, 0, 1) != 2 || depth > 1) {
        damaged_ = true;
        return;
    }
    const bool leaves = little(bytes, 1, 1) == 0;
    const std::size_t count = little(bytes, 2, 2), head = wide_ ? 8 : 4, step = (leaves ? 3 : 2) * word();
    for (std::size_t i = 0; i < count && head + (i + 1) * step <= bytes.size() && out.size() < most_subnodes; ++i) {
        const std::size_t at = head + i * step;
        if (!leaves) {
            gather_subnodes(little(bytes, at + word(), word()), depth + 1, out);
            continue;
        }
        PstNode node;
        node.id = static_cast<std::uint32_t>(little(bytes, at, 4));
        node.data = little(bytes, at + word(), word());
        node.subnodes = little(bytes, at + 2 * word(), word());
        out[node.id] = node;
    }
}

} // namespace shenbao::mail
