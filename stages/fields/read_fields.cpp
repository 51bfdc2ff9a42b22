#include "stages/fields/read_fields.h"

#include "stages/fields/from_mail.h"
#include "stages/fields/gather.h"
#include "stages/fields/judge.h"

#include <algorithm>

namespace shenbao {

namespace {

using namespace fields_detail;

std::vector<std::string> hints_for(const Field& field, const Hints& hints, std::vector<std::string> known) {
    const auto add = [&](const std::string& hint) {
        if (!hint.empty() && std::find(known.begin(), known.end(), hint) == known.end()) known.push_back(hint);
    };
    if (field.type == FieldType::number) add(hints.number);
    if (field.type == FieldType::company) {
        add(hints.company);
        for (const std::string& company : hints.companies)
            add(company);
    }
    return known;
}

std::string pattern_for(const Field& field, const Campaign& campaign) {
    if (!field.pattern.empty()) return field.pattern;
    return field.type == FieldType::number ? campaign.naming.number : std::string();
}

} // namespace

std::vector<FieldRecord> read_fields(const Campaign& campaign, const Submission& submission,
                                     const std::vector<MaterialRecord>& materials, const Hints& hints) {
    const std::vector<std::vector<Ink>> inks = gather(campaign, submission, materials);
    const std::vector<Mention> mentioned = mentions(submission);
    std::vector<std::vector<std::string>> in_mail = values_in_mail(campaign, submission.mail);
    std::vector<FieldRecord> records;
    for (std::size_t f = 0; f < campaign.fields.size(); ++f) {
        const Field& field = campaign.fields[f];
        const Case about{field, pattern_for(field, campaign), hints_for(field, hints, std::move(in_mail[f])), mentioned,
                         0};
        auto record = field.type == FieldType::money_series ? judge_series(about, inks[f]) : judge(about, inks[f]);
        if (record) records.push_back(std::move(*record));
    }
    return records;
}

} // namespace shenbao
