#pragma once
// Files of Outlook's, built by hand: a .msg by libgsf, a .pst of one page an index.

#include "extractors/mail/mapi.h"

#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace shenbao::test {

inline void put_le(std::string& out, std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xff);
}

// UTF-16LE of ASCII and of what stands in the plane below 0x10000.
inline std::string wide(const std::u16string& text) {
    std::string out;
    for (char16_t unit : text)
        put_le(out, unit, 2);
    return out;
}

struct Property {
    std::uint16_t id, type;
    std::string value; // of a number: its bytes
};

inline Property text_property(std::uint16_t id, const std::u16string& text) {
    return {id, mail::mapi::unicode, wide(text)};
}
inline Property number_property(std::uint16_t id, std::uint32_t value) {
    Property property{id, mail::mapi::number32, {}};
    put_le(property.value, value, 4);
    return property;
}
// Seconds since 1970.
inline Property time_property(std::uint16_t id, std::int64_t seconds) {
    Property property{id, mail::mapi::time, {}};
    put_le(property.value, static_cast<std::uint64_t>(seconds + 11'644'473'600) * 10'000'000, 8);
    return property;
}

using Properties = std::vector<Property>;

struct OutlookAttachment;
struct OutlookMessage {
    Properties properties;
    std::vector<OutlookAttachment> attachments;
};
struct OutlookAttachment {
    Properties properties;
    std::vector<OutlookMessage> message{}; // none or one
};

// --- .msg ---

class MsgFile {
  public:
    explicit MsgFile(const OutlookMessage& message) {
        gsf_init();
        GsfOutput* memory = gsf_output_memory_new();
        GsfOutfile* file = gsf_outfile_msole_new(memory);
        put(file, message, 32);
        gsf_output_close(GSF_OUTPUT(file));
        const auto size = static_cast<std::size_t>(gsf_output_size(memory));
        bytes =
            std::string(reinterpret_cast<const char*>(gsf_output_memory_get_bytes(GSF_OUTPUT_MEMORY(memory))), size);
        g_object_unref(file);
        g_object_unref(memory);
    }
    std::string bytes;

  private:
    static void stream(GsfOutfile* folder, const std::string& name, const std::string& content) {
        GsfOutput* out = gsf_outfile_new_child(folder, name.c_str(), FALSE);
        gsf_output_write(out, content.size(), reinterpret_cast<const guint8*>(content.data()));
        gsf_output_close(out);
        g_object_unref(out);
    }

    static void put_properties(GsfOutfile* folder, const Properties& properties, std::size_t head) {
        std::string table(head, '\0');
        for (const Property& property : properties) {
            put_le(table, property.type, 2);
            put_le(table, property.id, 2);
            put_le(table, 6, 4);
            std::string value = property.value;
            value.resize(8);
            const bool in_stream = property.type == mail::mapi::unicode || property.type == mail::mapi::string8 ||
                                   property.type == mail::mapi::binary;
            table += in_stream ? std::string(8, '\0') : value;
            char name[32];
            std::snprintf(name, sizeof name, "__substg1.0_%04X%04X", property.id, property.type);
            if (in_stream) stream(folder, name, property.value);
        }
        stream(folder, "__properties_version1.0", table);
    }

    static void put(GsfOutfile* folder, const OutlookMessage& message, std::size_t head) {
        put_properties(folder, message.properties, head);
        for (std::size_t i = 0; i < message.attachments.size(); ++i) {
            char name[40];
            std::snprintf(name, sizeof name, "__attach_version1.0_#%08zX", i);
            GsfOutput* inside = gsf_outfile_new_child(folder, name, TRUE);
            put_properties(GSF_OUTFILE(inside), message.attachments[i].properties, 8);
            for (const OutlookMessage& embedded : message.attachments[i].message) {
                GsfOutput* inner = gsf_outfile_new_child(GSF_OUTFILE(inside), "__substg1.0_3701000D", TRUE);
                put(GSF_OUTFILE(inner), embedded, 24);
                gsf_output_close(inner);
                g_object_unref(inner);
            }
            gsf_output_close(inside);
            g_object_unref(inside);
        }
    }
};

// --- .pst ---

class PstBuilder {
  public:
    void folder(std::uint32_t id, std::uint32_t parent, const std::u16string& name) {
        add_node(id, parent, properties({text_property(mail::mapi::display_name, name)}), 0);
    }
    void message(std::uint32_t id, std::uint32_t folder, const OutlookMessage& message) {
        add_node(id, folder, properties(message.properties), subnodes(message));
    }

    // Unicode, not enciphered; a page of blocks, a page of nodes.
    std::string bytes() const {
        std::string file(1024, '\0'), block_page, node_page;
        for (const auto& [id, content] : blocks_) {
            put_le(block_page, id, 8);
            put_le(block_page, file.size(), 8);
            put_le(block_page, content.size(), 2);
            put_le(block_page, 2, 2);
            put_le(block_page, 0, 4);
            file += content;
        }
        file.resize((file.size() + 511) / 512 * 512);
        for (const Node& node : nodes_) {
            put_le(node_page, node.id, 8);
            put_le(node_page, node.data, 8);
            put_le(node_page, node.below, 8);
            put_le(node_page, node.parent, 4);
            put_le(node_page, 0, 4);
        }
        const std::size_t blocks_at = file.size(), nodes_at = blocks_at + 512;
        file += page(block_page, blocks_.size(), 24) + page(node_page, nodes_.size(), 32);
        file.replace(0, 4, "!BDN");
        file.replace(8, 2, "SM");
        file[10] = 23;
        replace_le(file, 224, nodes_at);
        replace_le(file, 240, blocks_at);
        return file;
    }

  private:
    struct Node {
        std::uint32_t id, parent;
        std::uint64_t data, below;
    };

    static void replace_le(std::string& file, std::size_t at, std::uint64_t value) {
        std::string bytes;
        put_le(bytes, value, 8);
        file.replace(at, 8, bytes);
    }

    static std::string page(std::string entries, std::size_t count, int size) {
        entries.resize(488);
        entries += static_cast<char>(count);
        entries += static_cast<char>(20);
        entries += static_cast<char>(size);
        entries.resize(512);
        return entries;
    }

    std::uint64_t add_block(std::string content, bool internal) {
        const std::uint64_t id = (blocks_.size() + 1) * 4 + (internal ? 2 : 0);
        blocks_.emplace_back(id, std::move(content));
        return id;
    }

    void add_node(std::uint32_t id, std::uint32_t parent, std::uint64_t data, std::uint64_t below) {
        nodes_.push_back({id, parent, data, below});
    }

    // A heap with the tree of properties in it.
    std::uint64_t properties(const Properties& list) {
        std::vector<std::string> items(2);
        items[0] = std::string("\xb5\x02\x06\x00", 4);
        put_le(items[0], 2 << 5, 4);
        for (const Property& property : list) {
            put_le(items[1], property.id, 2);
            put_le(items[1], property.type, 2);
            const bool here = property.type == mail::mapi::number32;
            if (here)
                items[1] += property.value;
            else
                put_le(items[1], (items.size() + 1) << 5, 4);
            if (!here) items.push_back(property.value);
        }
        std::string heap(2, '\0'), map;
        heap += "\xec\xbc";
        put_le(heap, 1 << 5, 4);
        heap.resize(12);
        put_le(map, items.size(), 2);
        put_le(map, 0, 2);
        for (const std::string& item : items) {
            put_le(map, heap.size(), 2);
            heap += item;
        }
        put_le(map, heap.size(), 2);
        std::string head;
        put_le(head, heap.size(), 2);
        heap.replace(0, 2, head);
        return add_block(heap + map, false);
    }

    std::uint64_t subnodes(const OutlookMessage& message) {
        std::string list;
        std::uint32_t id = 0x8025; // of an attachment
        for (const OutlookAttachment& attachment : message.attachments) {
            Properties own = attachment.properties;
            std::uint64_t below = 0;
            for (const OutlookMessage& embedded : attachment.message) {
                constexpr std::uint32_t inner = 0x200a04;
                std::string place;
                put_le(place, inner, 4);
                put_le(place, 0, 4);
                own.push_back({mail::mapi::attach_data, mail::mapi::object, place});
                const std::uint64_t data = properties(embedded.properties), deeper = subnodes(embedded);
                below = list_block(entry(inner, data, deeper), 1);
            }
            list += entry(id, properties(own), below);
            id += 0x20;
        }
        return list.empty() ? 0 : list_block(list, message.attachments.size());
    }

    static std::string entry(std::uint32_t id, std::uint64_t data, std::uint64_t below) {
        std::string out;
        put_le(out, id, 8);
        put_le(out, data, 8);
        put_le(out, below, 8);
        return out;
    }

    std::uint64_t list_block(const std::string& entries, std::size_t count) {
        std::string block("\x02\x00", 2);
        put_le(block, count, 2);
        put_le(block, 0, 4);
        return add_block(block + entries, true);
    }

    std::vector<std::pair<std::uint64_t, std::string>> blocks_;
    std::vector<Node> nodes_;
};

} // namespace shenbao::test
