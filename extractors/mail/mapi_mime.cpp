// A message of Outlook's written as a mail.
#include "extractors/mail/header_fields.h"
#include "extractors/mail/mapi.h"
#include "extractors/mail/rtf_body.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace shenbao::mail {
namespace {

constexpr std::size_t longest_header = std::size_t{256} << 10;

// On one line, whatever stands in it.
std::string line_of(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return text::trim(text);
}

std::string date_of(std::int64_t seconds) {
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t at = seconds;
    std::tm parts{};
    if (!gmtime_r(&at, &parts)) return {};
    std::array<char, 64> words{};
    std::snprintf(words.data(), words.size(), "%d %s %d %02d:%02d:%02d +0000", parts.tm_mday, months[parts.tm_mon],
                  parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    return words.data();
}

std::string quoted(const std::string& name) {
    std::string out = "\"";
    for (char c : line_of(name)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

// Fields that tell how the mail was packed, which is told anew.
bool is_about_packing(std::string_view field) {
    return same_name(field.substr(0, 8), "content-") || same_name(field, "mime-version");
}

class Writer {
  public:
    Writer(const MapiMessage& message, int depth)
        : message_(message), properties_(message.properties), depth_(depth),
          boundary_("=_outlook_" + std::string(1, static_cast<char>('a' + depth))) {}

    std::string write() {
        kept_header();
        missing_header();
        out_ += "MIME-Version: 1.0\n";
        const std::size_t header = out_.size();
        out_ += "Content-Type: multipart/mixed; boundary=\"" + boundary_ + "\"\n";
        const std::size_t parts = out_.size();
        texts();
        for (const MapiAttachment& attachment : message_.attachments)
            attach(attachment);
        if (out_.size() == parts) return out_.substr(0, header) + "\n"; // nothing but a header
        out_ += "\n--" + boundary_ + "--\n";
        return std::move(out_);
    }

  private:
    // The header as it came, with Received and all, where the store has kept it.
    void kept_header() {
        std::string kept = text::replace_all(properties_.text(mapi::transport_headers), "\r\n", "\n");
        kept.resize(std::min(kept.size(), longest_header));
        bool keep = false;
        for (std::string_view rest = kept; !rest.empty();) {
            const auto [line, after] = next_line(rest);
            rest = after;
            const std::string_view field = field_name(line);
            if (line.empty() && !fields_.empty()) break;
            if (!field.empty()) {
                keep = !is_about_packing(field);
                fields_.emplace_back(field);
            } else if (!is_continuation(line)) {
                keep = false;
            }
            if (keep) out_.append(line).append("\n");
        }
    }

    void missing_header() {
        add("From", sender());
        add("To", line_of(properties_.text(mapi::display_to)));
        add("Cc", line_of(properties_.text(mapi::display_cc)));
        add("Subject", line_of(properties_.text_of_any({mapi::subject, mapi::normalized_subject})));
        add("Message-ID", line_of(properties_.text(mapi::message_id)));
        const std::int64_t delivered = properties_.seconds(mapi::delivery_time);
        if (delivered > 0) add("Received", "by the mailbox; " + date_of(delivered));
        for (std::uint16_t time : {mapi::submit_time, mapi::delivery_time, mapi::creation_time})
            if (properties_.seconds(time) > 0) add("Date", date_of(properties_.seconds(time)));
    }

    void add(std::string_view field, const std::string& value) {
        auto is_it = [&](const std::string& other) { return same_name(other, field); };
        if (value.empty() || std::any_of(fields_.begin(), fields_.end(), is_it)) return;
        fields_.emplace_back(field);
        out_.append(field).append(": ").append(value).append("\n");
    }

    // Within one company Outlook knows people by other names than addresses.
    std::string sender() const {
        std::string address;
        for (std::uint16_t id :
             {mapi::representing_smtp, mapi::sender_smtp, mapi::representing_address, mapi::sender_address})
            if (address.empty() && properties_.text(id).find('@') != std::string::npos) address = properties_.text(id);
        const std::string name = properties_.text_of_any({mapi::representing_name, mapi::sender_name});
        if (address.empty()) return line_of(name);
        std::erase_if(address, [](char c) { return c == '<' || c == '>'; });
        return (name.empty() ? "" : quoted(name) + " ") + "<" + line_of(address) + ">";
    }

    void texts() {
        std::string plain = properties_.text(mapi::body), html = html_text();
        if (html.empty() && plain.empty() && properties_.has(mapi::compressed_rtf)) {
            RtfBody rtf = read_rtf_body(decompress_rtf(properties_.bytes(mapi::compressed_rtf)));
            (rtf.is_html ? html : plain) = std::move(rtf.text);
        }
        if (!plain.empty()) part("text/plain; charset=utf-8", plain);
        if (!html.empty()) part(html_type_, html);
    }

    // PidTagBodyHtml is text, PidTagHtml bytes in the mail's charset, of the same number.
    std::string html_text() {
        html_type_ = "text/html; charset=utf-8";
        if (properties_.type(mapi::html) != mapi::binary) return properties_.text(mapi::html);
        const std::string charset = charset_of(properties_.number(mapi::internet_code_page));
        html_type_ = charset.empty() ? "text/html" : "text/html; charset=" + charset;
        return properties_.bytes(mapi::html);
    }

    void part(const std::string& type, std::string_view bytes) {
        begin_part(type);
        out_ += "Content-Transfer-Encoding: base64\n\n";
        encode(bytes);
    }

    void begin_part(const std::string& type) { out_ += "\n--" + boundary_ + "\nContent-Type: " + type + "\n"; }

    void attach(const MapiAttachment& attachment) {
        if (attachment.message) {
            begin_part("message/rfc822");
            out_ += "\n" + as_mime(*attachment.message, depth_ + 1);
            return;
        }
        const MapiProperties& p = attachment.properties;
        begin_part(type_of(p));
        name_part(p);
        out_ += "Content-Transfer-Encoding: base64\n\n";
        encode(p.bytes(mapi::attach_data));
    }

    // A type with parameters would bring in another name.
    static std::string type_of(const MapiProperties& p) {
        const std::string type = p.text(mapi::attach_mime);
        const bool sound = std::count(type.begin(), type.end(), '/') == 1 &&
                           std::all_of(type.begin(), type.end(), [](unsigned char c) {
                               return c > 0x20 && c < 0x7f && c != ';' && c != '"' && c != '<' && c != '>';
                           });
        const bool plain_file = sound && !type.starts_with("multipart/") && !type.starts_with("message/");
        return plain_file ? type : "application/octet-stream";
    }

    void name_part(const MapiProperties& p) {
        const std::string id = line_of(p.text(mapi::attach_content_id));
        std::string name = p.text_of_any({mapi::attach_long_file, mapi::attach_file, mapi::display_name});
        // A picture shown in the text is told by its id; a disposition would make it a file.
        const bool shown = !id.empty() && type_of(p).starts_with("image/");
        if (!id.empty()) out_ += "Content-ID: <" + id + ">\n";
        out_ += shown ? "Content-Disposition: inline" : "Content-Disposition: attachment";
        if (!name.empty()) out_ += ";\n filename*=UTF-8''" + escaped(name);
        out_ += "\n";
    }

    static std::string escaped(const std::string& name) {
        std::string out;
        for (unsigned char c : name) {
            const bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
            constexpr const char* digits = "0123456789ABCDEF";
            if (plain)
                out += static_cast<char>(c);
            else
                out.append("%").append(1, digits[c >> 4]).append(1, digits[c & 15]);
        }
        return out;
    }

    void encode(std::string_view bytes) {
        constexpr const char* alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        constexpr std::size_t line = 57;
        out_.reserve(out_.size() + bytes.size() * 78 / line + 80);
        for (std::size_t at = 0; at < bytes.size(); at += 3) {
            const std::string_view three = bytes.substr(at, 3);
            std::uint32_t bits = 0;
            for (std::size_t i = 0; i < 3; ++i)
                bits = bits << 8 | (i < three.size() ? static_cast<unsigned char>(three[i]) : 0u);
            for (std::size_t i = 0; i < 4; ++i)
                out_ += i <= three.size() ? alphabet[bits >> (18 - 6 * i) & 63] : '=';
            if ((at + 3) % line == 0) out_ += '\n';
        }
        out_ += '\n';
    }

    const MapiMessage& message_;
    const MapiProperties& properties_;
    int depth_;
    std::string boundary_, html_type_, out_;
    std::vector<std::string> fields_;
};

} // namespace

std::string as_mime(const MapiMessage& message, int depth) { return Writer(message, depth).write(); }

} // namespace shenbao::mail
