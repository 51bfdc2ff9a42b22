// The extractor of single mails (RFC 5322).

#include "extractors/extractor.h"
#include "extractors/mail/header_fields.h"
#include "extractors/mail/mail_reader.h"
#include "extractors/mail/message_tree.h"

#include <algorithm>
#include <limits>

namespace shenbao {
namespace {

using namespace mail;

// A mail taken out of an mbox by hand still has its "From " line.
std::string_view without_separator(std::string_view message) {
    message.remove_prefix(leading_blank(message));
    if (!message.starts_with("From ") && !message.starts_with(">From ")) return message;
    auto [line, rest] = next_line(message);
    return is_known_field(field_name(next_line(rest).line)) ? rest : message;
}

class MimeExtractor : public Extractor {
  public:
    std::string_view name() const override { return "mime"; }
    int version() const override { return 1; }

    int bid(const Input& input) const override {
        std::string ending = ending_of(input.name);
        bool called_mail = ending == "eml" || ending == "email";
        // A stored mail in an archive makes the archive look like one from the second line on.
        if (begins_binary(input.text())) return bid::none;
        HeaderLook look = look_at_header(without_separator(input.text()), 100);
        int usual = usual_bid(look, called_mail);
        // An MHTML page that calls itself a Word document is the word readers' if they want it.
        bool called_document =
            ending == "doc" || ending == "docx" || ending == "wps" || ending == "mht" || ending == "mhtml";
        return called_document ? std::min(usual, bid::likely) : usual;
    }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        std::string_view message = without_separator(input.text());
        if (message.empty()) throw ItemError("document.empty");
        if (message.size() > std::numeric_limits<std::uint32_t>::max()) throw ItemError("limit.bytes");
        return read_mail(message, options, sink);
    }

    void warm() const override { start_gmime(); }

  private:
    // Control characters in its first line: no header of any mail, whatever its charset.
    static bool begins_binary(std::string_view bytes) {
        std::string_view line = bytes.substr(0, std::min(bytes.find('\n'), std::size_t{200}));
        return std::any_of(line.begin(), line.end(),
                           [](unsigned char c) { return c < 0x20 && c != '\t' && c != '\r'; });
    }

    static int usual_bid(const HeaderLook& look, bool called_mail) {
        bool rubbish = look.other_lines > std::max(1, look.known_fields / 4);
        if (look.mail_fields >= 2 && look.known_fields >= 3 && !rubbish) return bid::certain;
        if (look.known_fields >= 2 && !rubbish) return called_mail ? bid::certain : bid::likely;
        if (look.known_fields >= 1 && look.ended && !rubbish) return called_mail ? bid::likely : bid::plausible;
        return called_mail ? bid::name_only : bid::none;
    }
};

} // namespace

const Extractor& mime_extractor() {
    static const MimeExtractor extractor;
    return extractor;
}

} // namespace shenbao
