// TNEF as a file of its own: a winmail.dat that was saved out of a mail, or packed with the rest.
#include "extractors/extractor.h"
#include "extractors/mail/mail_reader.h"
#include "extractors/mail/message_tree.h"
#include "extractors/mail/tnef.h"

namespace shenbao {
namespace {

using namespace mail;

class Tnef : public Extractor {
  public:
    std::string_view name() const override { return "tnef"; }
    int version() const override { return 1; }

    int bid(const Input& input) const override { return is_tnef(input.text()) ? bid::certain : bid::none; }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        TnefFiles found = read_tnef(input.text(), static_cast<std::size_t>(options.limits.package_entries));
        if (found.damaged && found.files.empty() && found.properties.empty())
            throw ItemError("document.damaged", "TNEF");
        MapiMessage message;
        message.properties = std::move(found.properties);
        for (const TnefFile& file : found.files) {
            MapiAttachment attachment;
            attachment.properties.code_page = 65001;
            attachment.properties.set(mapi::attach_long_file, mapi::string8, file.name);
            attachment.properties.set(mapi::attach_data, mapi::binary, std::string(file.data));
            message.attachments.push_back(std::move(attachment));
        }
        Facts facts = read_mail(as_mime(message), options, sink);
        if (!found.damaged) return facts;
        facts.findings.push_back(finding("mail.damaged", {}, "TNEF"));
        facts.outcome = worse(facts.outcome, Outcome::partial);
        return facts;
    }

    void warm() const override { start_gmime(); }
};

} // namespace

const Extractor& tnef_extractor() {
    static const Tnef reader;
    return reader;
}

} // namespace shenbao
