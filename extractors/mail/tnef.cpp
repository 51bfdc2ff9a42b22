#include "extractors/mail/tnef.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <cstdint>

namespace shenbao::mail {
namespace {

constexpr std::uint32_t signature = 0x223e9f78;
constexpr int deepest = 4; // mails attached to mails

// Attributes of the stream ([MS-OXTNEF] 2.1.3.2), the number without its type.
enum Attribute : std::uint16_t {
    attach_rendering = 0x9002, // begins an attachment
    attach_title = 0x8010,
    attach_data = 0x800f,
    attach_properties = 0x9005,
    message_properties = 0x9003,
    message_subject = 0x8004,
    message_body = 0x800c,
    oem_code_page = 0x9007,
};

// Properties of an attachment ([MS-OXPROPS]).
enum Property : std::uint16_t { data_of_attachment = 0x3701, file_name = 0x3704, long_file_name = 0x3707 };
enum Type : std::uint16_t { object = 0x000d, string8 = 0x001e, unicode = 0x001f, binary = 0x0102, many = 0x1000 };

// Little-endian numbers and stretches; past the end everything is 0 or empty, and good() says so.
class Cursor {
  public:
    explicit Cursor(std::string_view bytes) : rest_(bytes) {}
    bool good() const { return good_; }
    bool done() const { return rest_.empty() || !good_; }
    std::size_t left() const { return rest_.size(); }

    std::string_view take(std::size_t count) {
        if (count > rest_.size()) good_ = false;
        std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(taken.size());
        return good_ ? taken : std::string_view();
    }
    std::uint32_t number(std::size_t bytes) {
        std::uint32_t value = 0;
        std::string_view taken = take(bytes);
        for (std::size_t i = taken.size(); i-- > 0;)
            value = value << 8 | static_cast<unsigned char>(taken[i]);
        return value;
    }
    // A stretch that is filled up to a multiple of four.
    std::string_view padded(std::size_t count) {
        std::string_view taken = take(count);
        take(std::min((4 - count % 4) % 4, rest_.size()));
        return taken;
    }

  private:
    std::string_view rest_;
    bool good_ = true;
};

std::size_t fixed_size(std::uint16_t type) {
    switch (type) {
    case 0x0002: // 16-bit number and boolean, filled up
    case 0x0003:
    case 0x0004:
    case 0x000a:
    case 0x000b:
        return 4;
    case 0x0005:
    case 0x0006:
    case 0x0007:
    case 0x0014:
    case 0x0040:
        return 8;
    case 0x0048:
        return 16;
    default:
        return 0;
    }
}

bool has_length(std::uint16_t type) { return type == object || type == string8 || type == unicode || type == binary; }

std::string_view until_nul(std::string_view bytes) { return bytes.substr(0, bytes.find('\0')); }

class TnefReader {
  public:
    TnefReader(std::size_t most, TnefFiles& found) : most_(most), found_(found) {}

    void read(std::string_view bytes, int depth) {
        Cursor cursor(bytes);
        cursor.take(6); // signature and key
        TnefFile file;
        bool open = false;
        while (!cursor.done()) {
            cursor.number(1); // level
            std::uint32_t attribute = cursor.number(4) & 0xffff, length = cursor.number(4);
            std::string_view data = cursor.take(length);
            cursor.number(2); // checksum
            if (!cursor.good()) break;
            if (attribute == attach_rendering) {
                finish(file, open);
                open = true;
            }
            take(attribute, data, file, depth);
        }
        found_.damaged = found_.damaged || !cursor.good();
        finish(file, open);
    }

  private:
    void take(std::uint32_t attribute, std::string_view data, TnefFile& file, int depth) {
        if (attribute == oem_code_page && data.size() >= 4) code_page_ = Cursor(data).number(4);
        if (attribute == attach_title && file.name.empty()) file.name = decode(until_nul(data));
        if (attribute == attach_data) file.data = data;
        if (attribute == attach_properties) take_properties(data, depth, &file);
        if (depth > 0) return;
        if (attribute == message_properties) take_properties(data, depth, nullptr);
        if (attribute == message_subject) keep(mapi::subject, mapi::string8, data);
        if (attribute == message_body) keep(mapi::body, mapi::string8, data);
    }

    void keep(std::uint16_t id, std::uint16_t type, std::string_view value) {
        found_.properties.code_page = code_page_;
        if (!found_.properties.has(id)) found_.properties.set(id, type, std::string(value));
    }

    void finish(TnefFile& file, bool open) {
        bool something = !file.data.empty() || (!file.name.empty() && !object_);
        object_ = false;
        if (open && something && found_.files.size() < most_) found_.files.push_back(std::move(file));
        file = TnefFile();
    }

    std::string decode(std::string_view bytes) const {
        if (code_page_ == 936 || code_page_ == 54936) return text::decode(bytes, "GB18030");
        if (code_page_ == 950) return text::decode(bytes, "Big5");
        return text::from_unknown(bytes);
    }

    // Those of an attachment, or of the message where `file` is null.
    void take_properties(std::string_view bytes, int depth, TnefFile* file) {
        Cursor cursor(bytes);
        for (std::uint32_t count = cursor.number(4); count > 0 && !cursor.done(); --count) {
            auto type = static_cast<std::uint16_t>(cursor.number(2));
            auto id = static_cast<std::uint16_t>(cursor.number(2));
            if (id >= 0x8000) skip_name(cursor);
            std::uint16_t single = type & static_cast<std::uint16_t>(~many);
            bool counted = (type & many) || has_length(single);
            // Of unknown size: what follows cannot be found.
            if (!has_length(single) && fixed_size(single) == 0) return;
            for (std::uint32_t values = counted ? cursor.number(4) : 1; values > 0 && !cursor.done(); --values) {
                std::string_view value =
                    has_length(single) ? cursor.padded(cursor.number(4)) : cursor.take(fixed_size(single));
                if (cursor.good() && file) take_property(id, single, value, *file, depth);
                if (cursor.good() && !file) keep(id, single, value);
            }
        }
    }

    // A property outside of the standard set has its name before its value.
    static void skip_name(Cursor& cursor) {
        cursor.take(16);
        bool named = cursor.number(4) == 1;
        std::uint32_t number = cursor.number(4);
        if (named) cursor.padded(number);
    }

    void take_property(std::uint16_t id, std::uint16_t type, std::string_view value, TnefFile& file, int depth) {
        bool names = id == long_file_name || (id == file_name && file.name.empty());
        if (names && type == string8) file.name = decode(until_nul(value));
        if (names && type == unicode) file.name = text::trim(text::decode(value, "UTF-16LE"));
        if (id != data_of_attachment) return;
        if (type == binary && file.data.empty()) file.data = value;
        if (type == object) object_ = true;
        // An object is preceded by the id of its interface; a mail is TNEF again.
        if (type == object && value.size() > 16 && is_tnef(value.substr(16)) && depth < deepest)
            read(value.substr(16), depth + 1);
    }

    std::size_t most_;
    TnefFiles& found_;
    std::uint32_t code_page_ = 0;
    bool object_ = false; // the open attachment is an object and no file
};

} // namespace

bool is_tnef(std::string_view bytes) { return bytes.size() > 6 && Cursor(bytes).number(4) == signature; }

TnefFiles read_tnef(std::string_view bytes, std::size_t most) {
    TnefFiles found;
    if (is_tnef(bytes)) TnefReader(most, found).read(bytes, 0);
    return found;
}

} // namespace shenbao::mail
