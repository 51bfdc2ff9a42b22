#include "stages/fields/from_mail.h"

#include "stages/fields/flow.h"
#include "stages/fields/parse.h"
#include "stages/fields/values.h"

#include <algorithm>

namespace shenbao::fields_detail {

namespace {

void add(std::vector<std::string>& known, const std::string& value) {
    if (std::find(known.begin(), known.end(), value) == known.end()) known.push_back(value);
}

} // namespace

std::vector<std::vector<std::string>> values_in_mail(const Campaign& campaign, const MailFacts& mail) {
    std::vector<std::vector<std::string>> values(campaign.fields.size());
    const LabelBook labels(campaign);
    const InkSink labelled = [&](std::size_t field, const Ink& ink) {
        if (campaign.fields[field].type != FieldType::person || ink.readings.empty()) return;
        ParseContext context{.type = FieldType::person, .digital = false}; // what follows the name is left out
        for (const Parsed& name : parse(ink.readings.front().text, context))
            if (values::is_person(name.value)) add(values[field], name.value);
    };
    scan_flow(lines_of_text({mail.body}, 0, std::nullopt), campaign, labels, "", false, labelled);
    for (std::size_t f = 0; f < values.size(); ++f)
        for (const std::string& address : {mail.from_address, mail.reply_to})
            if (campaign.fields[f].type == FieldType::email && values::is_email(address)) add(values[f], address);
    return values;
}

std::string words_of_mail(const MailFacts& mail) { return mail.from_name + "; " + mail.body; }

} // namespace shenbao::fields_detail
