#include "extractors/mail/pst_properties.h"

namespace shenbao::mail {
namespace {

constexpr int deepest_index = 8;
constexpr std::size_t most_records = 20'000;

class PropertyContext {
  public:
    PropertyContext(PstFile& file, const PstNode& node)
        : file_(file), blocks_(file.blocks(node.data)), below_(file.subnodes(node.subnodes)) {}

    MapiProperties read() {
        // 2.3.1.2: the heap's own head; 0xBC: properties are in it.
        if (blocks_.empty() || little(blocks_[0], 2, 1) != 0xec || little(blocks_[0], 3, 1) != 0xbc) return {};
        // 2.3.2.1: head of the tree.
        const std::string_view head = item(little(blocks_[0], 4, 4));
        if (head.size() < 8 || little(head, 0, 1) != 0xb5 || little(head, 1, 1) != 2 || little(head, 2, 1) != 6)
            return {};
        records(little(head, 4, 4), static_cast<int>(little(head, 3, 1)));
        return std::move(properties_);
    }

  private:
    // 2.3.1.1: a place in the heap: block, and item counted from 1.
    std::string_view item(std::uint64_t id) const {
        const std::size_t block = id >> 16 & 0xffff, index = id >> 5 & 0x7ff;
        if ((id & 0x1f) != 0 || index == 0 || block >= blocks_.size()) return {};
        const std::string_view bytes = blocks_[block];
        const std::size_t map = little(bytes, 0, 2);
        if (map + 4 > bytes.size() || index > little(bytes, map, 2)) return {};
        const std::size_t from = little(bytes, map + 2 + 2 * index, 2), to = little(bytes, map + 4 + 2 * index, 2);
        return from <= to && to <= bytes.size() ? bytes.substr(from, to - from) : std::string_view();
    }

    void records(std::uint64_t id, int levels) {
        if (levels > deepest_index) return;
        const std::string_view bytes = item(id);
        const std::size_t step = levels > 0 ? 6 : 8;
        for (std::size_t at = 0; at + step <= bytes.size() && seen_ < most_records; at += step, ++seen_) {
            if (levels > 0)
                records(little(bytes, at + 2, 4), levels - 1);
            else
                record(bytes.substr(at, step));
        }
    }

    // 2.3.3.3
    void record(std::string_view bytes) {
        const auto id = static_cast<std::uint16_t>(little(bytes, 0, 2)),
                   type = static_cast<std::uint16_t>(little(bytes, 2, 2));
        const std::uint64_t place = little(bytes, 4, 4);
        if (type == mapi::number16 || type == mapi::number32 || type == mapi::boolean)
            properties_.set(id, type, std::string(bytes.substr(4, 4)));
        else if (type == mapi::string8 || type == mapi::unicode || type == mapi::binary || type == mapi::time ||
                 type == mapi::number64 || type == mapi::object)
            set(id, type, place);
    }

    void set(std::uint16_t id, std::uint16_t type, std::uint64_t place) {
        if (place == 0) return properties_.set(id, type, {}); // of no length
        if ((place & 0x1f) == 0) return properties_.set(id, type, std::string(item(place)));
        auto node = below_.find(static_cast<std::uint32_t>(place));
        if (node != below_.end()) properties_.set(id, type, file_.data(node->second.data));
    }

    PstFile& file_;
    std::vector<std::string> blocks_;
    std::map<std::uint32_t, PstNode> below_;
    MapiProperties properties_;
    std::size_t seen_ = 0;
};

} // namespace

MapiProperties pst_properties(PstFile& file, const PstNode& node) {
    MapiProperties properties = PropertyContext(file, node).read();
    // The first character of a subject may be a mark, with the length of "Re: " behind it ([MS-PST] 2.5.3.1.1.1).
    const std::string& subject = properties.bytes(mapi::subject);
    const bool wide = properties.type(mapi::subject) == mapi::unicode;
    const std::size_t unit = wide ? 2 : 1;
    if (subject.size() >= 2 * unit && subject[0] == '\x01' && (!wide || subject[1] == '\0'))
        properties.set(mapi::subject, properties.type(mapi::subject), subject.substr(2 * unit));
    return properties;
}

std::uint32_t embedded_node(const MapiProperties& attachment) {
    if (attachment.type(mapi::attach_data) != mapi::object) return 0;
    return static_cast<std::uint32_t>(little(attachment.bytes(mapi::attach_data), 0, 4));
}

} // namespace shenbao::mail
