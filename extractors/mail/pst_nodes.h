#pragma once
// The nodes of an Outlook data file, .pst ([MS-PST] 2.2): blocks found through two B-trees, pieced together and
// deciphered. ANSI (Outlook 97) and Unicode (2003 on) files; what Outlook 2013 keeps for Exchange (.ost, pages of 4
// KiB) is another format.
//
// Every place and count comes from the file: what points nowhere reads as nothing, and no walk goes deeper or on for
// longer than a sound file needs.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::mail {

// A little-endian number of `width` bytes; 0 where they do not all stand there.
std::uint64_t little(std::string_view bytes, std::size_t at, std::size_t width);

struct PstNode {
    std::uint32_t id = 0, parent = 0;
    std::uint64_t data = 0, subnodes = 0; // block ids
};

class PstFile {
  public:
    // Nothing where the bytes are no such file. `bytes` must outlive it.
    static std::optional<PstFile> open(std::string_view bytes);

    bool is_readable() const { return readable_; } // of a version that is read here
    // All nodes, by id.
    const std::map<std::uint32_t, PstNode>& nodes() const { return nodes_; }
    // Pages or blocks pointed nowhere.
    bool is_damaged() const { return damaged_; }

    // The blocks of a node's data, deciphered, in order.
    std::vector<std::string> blocks(std::uint64_t block);
    // The same in one.
    std::string data(std::uint64_t block);
    // The nodes below a node, by id.
    std::map<std::uint32_t, PstNode> subnodes(std::uint64_t block);

  private:
    struct Block {
        std::uint64_t at = 0;
        std::uint16_t size = 0;
    };

    explicit PstFile(std::string_view bytes) : bytes_(bytes) {}
    std::uint64_t number(std::size_t at, std::size_t width) const;
    std::size_t word() const { return wide_ ? 8 : 4; } // of block ids and places
    void read_header();
    template <class Leaf> void walk(std::uint64_t page, int depth, std::size_t entry_size, Leaf&& leaf);
    std::string_view raw(std::uint64_t block);
    void gather(std::uint64_t block, int depth, std::vector<std::string>& out, std::size_t& left);
    void gather_subnodes(std::uint64_t block, int depth, std::map<std::uint32_t, PstNode>& out);
    std::string deciphered(std::string_view block, std::uint64_t id) const;

    std::string_view bytes_;
    bool wide_ = true, readable_ = false, damaged_ = false;
    int cipher_ = 0;
    std::size_t pages_left_ = 0;
    std::map<std::uint64_t, Block> blocks_;
    std::map<std::uint32_t, PstNode> nodes_;
};

} // namespace shenbao::mail
