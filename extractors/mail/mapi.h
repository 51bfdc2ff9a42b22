#pragma once
// A message as Outlook keeps it: properties by number ([MS-OXPROPS], [MS-OXCMSG]) and attachments. The files it comes
// in
// (.msg, .pst, winmail.dat) are read into this, and it is then written as the mail it once was, so that one reader
// reads all mails.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::mail {

namespace mapi {

// Types of properties ([MS-OXCDATA] 2.11.1).
inline constexpr std::uint16_t number16 = 0x0002, number32 = 0x0003, boolean = 0x000b, object = 0x000d,
                               number64 = 0x0014, string8 = 0x001e, unicode = 0x001f, time = 0x0040, binary = 0x0102,
                               many = 0x1000;

// Properties that are looked at.
inline constexpr std::uint16_t subject = 0x0037, submit_time = 0x0039, representing_name = 0x0042,
                               representing_address = 0x0065, transport_headers = 0x007d, sender_name = 0x0c1a,
                               sender_address = 0x0c1f, display_cc = 0x0e03, display_to = 0x0e04,
                               delivery_time = 0x0e06, normalized_subject = 0x0e1d, body = 0x1000,
                               compressed_rtf = 0x1009, html = 0x1013, message_id = 0x1035, display_name = 0x3001,
                               creation_time = 0x3007, attach_data = 0x3701, attach_file = 0x3704,
                               attach_method = 0x3705, attach_long_file = 0x3707, attach_mime = 0x370e,
                               attach_content_id = 0x3712, internet_code_page = 0x3fde, message_code_page = 0x3ffd,
                               sender_smtp = 0x5d01, representing_smtp = 0x5d02;

// Of attach_method.
inline constexpr std::int64_t embedded_message = 5, ole_object = 6;

} // namespace mapi

// The charset's name for a Windows code page, "" for one not known here.
std::string charset_of(std::int64_t code_page);

class MapiProperties {
  public:
    // `value`: its bytes as they stand, numbers little-endian.
    void set(std::uint16_t id, std::uint16_t type, std::string value);
    bool has(std::uint16_t id) const { return values_.contains(id); }
    bool empty() const { return values_.empty(); }
    // Text of the property, decoded; "" where it is none. 8-bit text is in the message's code page, see `code_page`.
    std::string text(std::uint16_t id) const;
    // The first of them that is not empty.
    std::string text_of_any(std::initializer_list<std::uint16_t> ids) const;
    // The bytes as they stand; "" where there is none.
    const std::string& bytes(std::uint16_t id) const;
    std::uint16_t type(std::uint16_t id) const;
    std::int64_t number(std::uint16_t id, std::int64_t otherwise = 0) const;
    // Seconds since 1970; 0 where there is no such time.
    std::int64_t seconds(std::uint16_t id) const;

    std::int64_t code_page = 0; // of 8-bit text; 0: told from the text

  private:
    struct Value {
        std::uint16_t type = 0;
        std::string bytes;
    };
    std::map<std::uint16_t, Value> values_;
};

struct MapiMessage;

struct MapiAttachment {
    MapiProperties properties; // the data among them
    std::unique_ptr<MapiMessage> message{};
};

struct MapiMessage {
    MapiProperties properties;
    std::vector<MapiAttachment> attachments;

    // Takes the code page from the properties over to all of them.
    void settle_code_page();
};

// How deep messages within messages are read.
inline constexpr int deepest_message = 5;

// The message as RFC 5322 and MIME have it: the header it came with where that was kept, else one made from the
// properties; its texts; its attachments.
std::string as_mime(const MapiMessage& message, int depth = 0);

} // namespace shenbao::mail
