#pragma once
// A case on the bench: a submission without any fault, judged by the national campaign, for each test to spoil.

#include "pipeline/config/campaign_file.h"
#include "stages/check/rule.h"
#include "stages/check/seal_verdict.h"
#include "tests/support.h"

#include <algorithm>

namespace shenbao::test {

inline const std::string company = "山东启明阀门有限公司";
inline const std::string other_company = "烟台远帆渔具有限公司";
inline const std::string code = "91350100M000100Y43";       // check digit right
inline const std::string other_code = "91110000600037341L"; // likewise

inline Campaign national() {
    return load_campaign(std::filesystem::path(SHENBAO_ROOT) / "config" / "campaigns" /
                         "quality-benchmark-2021-national.toml");
}

inline Text ring(const std::string& words, double confidence = 0.9) { return {words, confidence, {}}; }

inline Seal seal(const std::string& owner, double confidence = 0.95) {
    Seal s;
    s.page = 1;
    s.box = {0.5, 0.6, 0.7, 0.75};
    s.shape = Seal::Shape::round;
    s.confidence = confidence;
    s.owner = ring(owner);
    return s;
}

// One page; `scanned` pages were recognised from their picture.
inline SubmittedFile file(const std::string& entry, const std::string& format, bool scanned) {
    SubmittedFile f;
    f.entry = entry;
    f.sha256 = Digest::of(entry);
    f.bytes = 1000;
    f.document.format = format;
    Page page;
    page.number = 1;
    page.coloured = true;
    page.use = scanned ? PictureUse::text_and_seals : PictureUse::none;
    page.recognised = scanned;
    if (scanned) page.picture = Digest::of(entry + " picture");
    f.document.pages = {page};
    const std::string words =
        "本单位承诺所报材料真实、完整、有效，如有不实愿承担由此产生的一切责任。"; // enough to be a read page
    f.document.blocks = {Paragraph{1, {words, scanned ? 0.95 : 1, {}}, {}, Part::body}};
    return f;
}

inline FieldReading reading(const std::string& value, const std::string& entry, double confidence) {
    FieldReading r;
    r.value = value;
    r.entry = entry;
    r.page = 1;
    r.confidence = confidence;
    return r;
}

inline FieldRecord record(const std::string& id, const std::string& value, FieldStatus status,
                          std::vector<FieldReading> readings) {
    FieldRecord f;
    f.id = id;
    f.value = value;
    f.status = status;
    f.confidence = readings.empty() ? 0.9 : readings.front().confidence;
    f.readings = std::move(readings);
    return f;
}

inline FieldRecord series(const std::string& id, const std::map<std::string, std::string>& amounts, FieldStatus status,
                          const std::string& entry, double confidence) {
    FieldRecord f = record(id, "", status, {reading("", entry, confidence)});
    f.series = amounts;
    f.readings.front().series = amounts;
    return f;
}

struct Bench {
    Campaign campaign = national();
    Submission submission;
    std::vector<MaterialRecord> materials;
    std::vector<FieldRecord> fields;
    Applicant applicant{"2021037", company, code};

    Bench() {
        submission.has_mail = true;
        submission.mail.subject = "2021037+" + company;
        submission.mail.received = "2021-06-10T09:12:00+08:00";
        submission.has_package = true;
        submission.package.name = "2021037+" + company + ".rar";
        submission.package.format = "rar5";
        submission.package.names_encoding = "UTF-8";
        submission.files = {file("推荐表.pdf", "pdf", true), file("承诺书.pdf", "pdf", true),
                            file("申报材料.docx", "docx", false)};
        for (int i : {0, 1})
            submission.files[i].document.seals = {seal(company)};
        fill("recommendation_form", "推荐表.pdf", "pdf");
        fill("commitment", "承诺书.pdf", "pdf");
        fill("application", "申报材料.docx", "docx");
        fields = {record("company", company, FieldStatus::confirmed,
                         {reading(company, "推荐表.pdf", 0.97), reading(company, "承诺书.pdf", 0.9)}),
                  record("uscc", code, FieldStatus::confirmed, {reading(code, "推荐表.pdf", 0.97)}),
                  record("number", "2021037", FieldStatus::confirmed, {reading("2021037", "推荐表.pdf", 0.97)}),
                  series("profit", {{"2018", "12.5"}, {"2019", "13"}, {"2020", "9.1"}}, FieldStatus::confirmed,
                         "推荐表.pdf", 0.97)};
    }

    void fill(const std::string& slot, const std::string& entry, const std::string& format) {
        MaterialRecord m;
        m.slot = slot;
        m.entry = entry;
        m.format = format;
        m.pages = 1;
        materials.push_back(m);
    }
    void drop(const std::string& slot) {
        std::erase_if(materials, [&](const MaterialRecord& m) { return m.slot == slot; });
    }
    FieldRecord& field(const std::string& id) {
        return *std::find_if(fields.begin(), fields.end(), [&](const FieldRecord& f) { return f.id == id; });
    }

    std::vector<Finding> findings() const {
        const PackageName name = parse_package_name(campaign.naming, submission.package.name);
        const PackageName subject = parse_package_name(campaign.naming, plain_subject(submission.mail.subject));
        const Case c{campaign, submission, materials, fields, applicant, submission.has_package ? name : PackageName{},
                     subject};
        std::vector<Finding> found;
        for (const Rule* rule : rules())
            rule->check(c, found);
        return found;
    }
    // "code" or "code(slot or field)", sorted, joined by spaces.
    std::string codes() const {
        std::vector<std::string> list;
        for (const auto& f : findings()) {
            const std::string of = f.slot.empty() ? f.field : f.slot;
            list.push_back(of.empty() ? f.code : f.code + "(" + of + ")");
        }
        std::sort(list.begin(), list.end());
        std::string out;
        for (const auto& one : list)
            out += (out.empty() ? "" : " ") + one;
        return out;
    }
    Finding only() const {
        const auto found = findings();
        REQUIRE(found.size() == 1);
        return found.front();
    }
};

} // namespace shenbao::test
