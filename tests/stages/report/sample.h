#pragma once
// An invented campaign and any number of invented records: every verdict, the common findings, and a few senders who
// wish the reader ill. The same n gives the same records.

#include "pipeline/model/campaign.h"
#include "pipeline/model/digest.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/report/roster_view.h"

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace shenbao::test {
// A code on a record, its sentence made from the messages; without one where they do not know the code.
inline void add_finding(Record& record, const Campaign& campaign, const Messages& messages, Finding finding);

inline const std::vector<std::string> sample_cities = {"济南", "青岛", "淄博", "枣庄", "东营", "烟台", "潍坊", "济宁",
                                                       "泰安", "威海", "日照", "临沂", "德州", "聊城", "滨州", "菏泽"};
inline const std::vector<std::string> sample_names = {"新风", "金岭", "齐鲁", "海川", "中远",
                                                      "鼎力", "华泰", "瑞丰", "东岳", "天成"};
inline const std::vector<std::string> sample_trades = {"智能装备", "重型机械", "半导体材料", "精细化工",
                                                       "食品",     "纺织",     "生物医药",   "新能源科技"};
inline const std::vector<std::string> sample_kinds = {"有限公司", "股份有限公司", "有限责任公司", "集团有限公司"};

inline std::string numbered(const char* pattern, int a, int b = 0) {
    char text[64];
    std::snprintf(text, sizeof text, pattern, a, b);
    return text;
}

inline std::string money(int cents) { return numbered("%d.%02d", cents / 100, cents % 100); }

inline Locator at(std::string entry, int page = 0) {
    Locator where{std::move(entry), page, {}};
    if (page > 0) where.box = Box{0.1, 0.2, 0.6, 0.24};
    return where;
}

inline const std::string form = "附件1 推荐表（盖章扫描件）.pdf", pledge = "承诺书.pdf", proof = "证明材料.docx";

class SampleMaker {
  public:
    SampleMaker(const Campaign& campaign, const Messages& messages) : campaign_(campaign), messages_(messages) {}

    Record make(int i) {
        random_.seed(static_cast<unsigned>(i) * 7919u + 17u);
        Record r = basis(i);
        spoil(r, i);
        for (const auto& f : r.findings) {
            if (f.decision) continue;
            if (f.finding.severity == Severity::error) r.verdict = Verdict::deficient;
            if (f.finding.severity == Severity::warning && r.verdict == Verdict::complete) r.verdict = Verdict::review;
        }
        if (r.files.empty() && !r.submission.package.empty()) r.verdict = Verdict::unreadable;
        return r;
    }

  private:
    int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
    const std::string& any(const std::vector<std::string>& list) {
        return list[static_cast<std::size_t>(pick(static_cast<int>(list.size())))];
    }
    bool chance(int percent) { return pick(100) < percent; }

    Record basis(int i) {
        Record r;
        const std::string city = any(sample_cities);
        r.applicant.number = numbered("2021%03d", i + 1);
        r.applicant.company = (chance(50) ? "山东" : city) + any(sample_names) + any(sample_trades) + any(sample_kinds);
        r.applicant.uscc = "9137" + numbered("%06d", pick(999999)) + "MA3C" + numbered("%04d", pick(9999));
        const int day = std::min(10 + (pick(20) + pick(22)), 37 + pick(3));
        r.submission.id = Digest::of(r.applicant.number).hex().substr(0, 16);
        r.submission.source = "inbox.mbox";
        r.submission.message_id = "<" + r.submission.id + "@mail.example.com>";
        r.submission.from = "申报联系人 <contact" + std::to_string(i) + "@example.com>";
        r.submission.subject = r.applicant.number + "+" + r.applicant.company;
        r.submission.package = r.submission.subject + ".rar";
        r.submission.sha256 = Digest::of(r.submission.package).hex();
        r.submission.received = day <= 31 ? numbered("2021-05-%02dT09:%02d:00+08:00", day, pick(60))
                                          : numbered("2021-06-%02dT15:%02d:00+08:00", day - 31 + pick(11), pick(60));
        materials(r);
        fields(r, city);
        return r;
    }

    void materials(Record& r) {
        const std::string body = "申报材料-" + r.applicant.company + ".docx";
        auto file = [&](const std::string& entry, const char* format, int pages, int ocr) {
            r.files.push_back({entry, Digest::of(r.applicant.number + entry).hex(), format,
                               static_cast<std::uint64_t>(40000 + pick(4000000)), pages, ocr, Outcome::ok});
        };
        file(form, "pdf", 4, 4);
        file(pledge, "pdf", 1, 1);
        file(body, "docx", 0, 0);
        file(proof, "docx", 0, 0);
        SealVerdict seal{SealState::present, r.applicant.company, 0.9, at(form, 4)};
        seal.where.box = Box{0.62, 0.76, 0.83, 0.92};
        SealVerdict pledged = seal;
        pledged.where.entry = pledge;
        pledged.where.page = 1;
        r.materials.push_back({"recommendation_form", form, "pdf", 4, true, "content", seal});
        r.materials.push_back({"commitment", pledge, "pdf", 1, true, "content", pledged});
        r.materials.push_back({"application", body, "docx", 0, false, "content", {}});
        r.materials.push_back({"proof", proof, "docx", 0, false, "name", {}});
    }

    void fields(Record& r, const std::string& city) {
        auto add = [&](const char* id, std::string value, FieldStatus status = FieldStatus::read) {
            FieldRecord f{id, value, {}, status, 0.95, {}};
            f.readings.push_back({value, {}, form, 1, Box{0.2, 0.3, 0.6, 0.33}, 0.95});
            r.fields.push_back(std::move(f));
        };
        add("company", r.applicant.company, FieldStatus::confirmed);
        add("uscc", r.applicant.uscc, FieldStatus::confirmed);
        add("address", "山东省" + city + "市高新区创业路" + std::to_string(pick(500) + 1) + "号");
        add("contact", chance(50) ? "张伟" : "王芳");
        add("mobile", "138" + numbered("%08d", pick(99999999)));
        FieldRecord profit{"profit", "", {}, FieldStatus::read, 0.9, {}};
        for (int year : {2018, 2019, 2020})
            profit.series[std::to_string(year)] = money(200000 + pick(3000000));
        profit.readings.push_back({"", profit.series, form, 2, Box{0.1, 0.5, 0.9, 0.56}, 0.9});
        r.fields.push_back(std::move(profit));
    }

    void found(Record& r, const char* code, Locator where = {}, std::string evidence = {}, std::string slot = {},
               std::string field = {}) {
        Finding f = finding(code, std::move(where), std::move(evidence));
        f.slot = std::move(slot);
        f.field = std::move(field);
        f.args = {{"found", f.evidence},
                  {"asked", "RAR"},
                  {"years", "2019"},
                  {"unit", "万元"},
                  {"received", r.submission.received},
                  {"deadline", campaign_.deadline},
                  {"first", r.applicant.company},
                  {"first_entry", form},
                  {"second", f.evidence},
                  {"second_entry", proof}};
        add_finding(r, campaign_, messages_, std::move(f));
    }

    void drop(Record& r, const std::string& slot) {
        std::erase_if(r.materials, [&](const MaterialRecord& m) { return m.slot == slot; });
        found(r, "material.missing", {}, "", slot);
    }

    void spoil(Record& r, int i) {
        if (r.submission.received >= "2021-06-17") found(r, "timing.late", {}, r.submission.received);
        if (chance(9)) drop(r, "commitment");
        if (chance(4)) drop(r, "application");
        if (chance(10)) {
            r.materials.front().seal = {SealState::absent, "", 0.2, {}};
            found(r, "material.unstamped", at(form, 4), "", "recommendation_form");
        }
        if (chance(8)) {
            r.materials.front().seal = {SealState::unclear, "", 0.5, at(form, 4)};
            found(r, "material.stamp_unclear", at(form, 4), "灰度扫描", "recommendation_form");
        }
        if (chance(14)) found(r, "naming.container", {}, "zip");
        if (chance(10)) found(r, "naming.separator", {}, r.applicant.number + "-" + r.applicant.company);
        if (chance(5)) found(r, "naming.company_incomplete", {}, "金岭装备");
        if (chance(12)) doubt(r);
        if (chance(3)) found(r, "eligibility.loss", at(form, 2), "-120.33", "", "profit");
        if (chance(6)) found(r, "material.extra", at("扫描说明.txt"));
        if (chance(3)) found(r, "field.invalid", at(form, 1), r.applicant.uscc, "", "uscc");
        if (chance(2)) found(r, "consistency.company", at(proof, 3), "山东某某有限公司", "", "company");
        if (i % 41 == 7) break_package(r);
        if (i % 53 == 11) loose_mail(r);
        if (i % 37 == 5) found(r, "mail.cloud_attachment", {}, "材料.rar (80.96M, 2021年8月17日 0:49 到期)");
        if (i % 97 == 13) attack(r);
        if (i % 61 == 17) decide(r);
    }

    void doubt(Record& r) {
        auto& mobile = r.fields[4];
        mobile.status = FieldStatus::uncertain;
        mobile.confidence = 0.55;
        mobile.readings.front().confidence = 0.55;
        mobile.readings.push_back({"1380013800O", {}, form, 1, Box{0.2, 0.3, 0.6, 0.33}, 0.41});
        found(r, "field.uncertain", at(form, 1), mobile.value, "", "mobile");
    }

    void break_package(Record& r) {
        r.files.clear();
        r.materials.clear();
        r.fields.clear();
        r.findings.clear();
        found(r, "archive.encrypted", {}, r.submission.package);
    }

    void loose_mail(Record& r) {
        r = Record{r.submission, {}, Verdict::complete, {}, {}, {}, {}};
        r.submission.package.clear();
        r.submission.sha256.clear();
        r.submission.subject = "关于申报材料的咨询";
        found(r, "mail.no_package");
    }

    void attack(Record& r) {
        r.applicant.company = "<img src=x onerror=alert(1)></script><script>alert(2)</script>有限公司";
        r.submission.subject = "=HYPERLINK(\"http://example.com\",\"点我\")";
        r.files.push_back({"合同\u202Efdp.exe", "", "", 12, 0, 0, Outcome::rejected});
        found(r, "archive.unsafe_name", at("合同\u202Efdp.exe"), "\u202E\u200B]]><!--");
    }

    void decide(Record& r) {
        if (r.findings.empty()) found(r, "naming.container", {}, "zip");
        r.findings.front().decision =
            Decision{r.applicant.number, r.findings.front().finding.code, true, "已电话确认，同意受理",
                     "李老师",           "2021-06-11T10:00:00+08:00",     ""};
    }

    const Campaign& campaign_;
    const Messages& messages_;
    std::mt19937 random_{};
};

inline Campaign sample_campaign() {
    Campaign c;
    c.id = "quality-benchmark-2021-national";
    c.title = "2021年全国质量标杆";
    c.opens = "2021-05-10T00:00:00+08:00";
    c.deadline = "2021-06-16T23:59:59+08:00";
    c.naming.pattern = {"number", "company"};
    c.naming.separator = "+";
    c.naming.containers = {"rar"};
    c.materials = {{"recommendation_form", "推荐表", true, {"pdf", "image"}, true, {}, {}},
                   {"commitment", "承诺书", true, {"pdf", "image"}, true, {}, {}},
                   {"application", "申报材料", true, {"word"}, false, {}, {}},
                   {"proof", "证明材料", false, {"word"}, false, {}, {}}};
    const std::vector<std::string> from = {"recommendation_form"};
    c.fields = {{"company", FieldType::company, {"企业名称"}, from, true, "", {}},
                {"uscc", FieldType::uscc, {"统一社会信用代码"}, from, true, "", {}},
                {"address", FieldType::address, {"通讯地址"}, from, false, "", {}},
                {"contact", FieldType::person, {"联系人"}, from, false, "", {}},
                {"mobile", FieldType::mobile, {"手机"}, from, false, "", {}},
                {"profit", FieldType::money_series, {"利润总额"}, from, true, "万元", {2018, 2019, 2020}}};
    return c;
}

inline RosterView sample_roster() {
    RosterView view;
    view.given = true;
    view.absent = {{"2021901", "菏泽天成食品有限公司"}, {"2021902", "日照瑞丰纺织股份有限公司"}};
    view.unknown = {{"2021777", "威海中远新能源科技有限公司"}};
    return view;
}

inline void add_finding(Record& record, const Campaign& campaign, const Messages& messages, Finding finding) {
    std::map<std::string, std::string> titles;
    for (const auto& material : campaign.materials)
        titles[material.slot] = material.title;
    for (const auto& field : campaign.fields)
        titles[field.id] = field.labels.front();
    std::string sentence = messages.sentence(finding, titles);
    if (sentence == finding.code) sentence.clear(); // the messages at hand do not know it
    record.findings.push_back({std::move(finding), std::move(sentence), {}});
}

// A record with nothing wrong, to be spoilt by a test.
inline Record plain_record() {
    const Campaign campaign = sample_campaign();
    Record r;
    r.submission = {"a1",
                    "inbox.mbox",
                    "<m1@mail.example.com>",
                    "张伟 <zhang@example.com>",
                    "2021037+某某有限公司",
                    "2021-06-10T09:12:00+08:00",
                    "2021037+某某有限公司.rar",
                    Digest::of("x").hex(),
                    ""};
    r.applicant = {"2021037", "某某有限公司", "91370000706266601P"};
    r.files.push_back({"附件1 推荐表.pdf", Digest::of("y").hex(), "pdf", 318201, 4, 1, Outcome::ok});
    r.materials.push_back({"recommendation_form",
                           "附件1 推荐表.pdf",
                           "pdf",
                           4,
                           true,
                           "content",
                           {SealState::present, "某某有限公司", 0.93, {"附件1 推荐表.pdf", 4, {}}}});
    r.fields.push_back({"company", "某某有限公司", {}, FieldStatus::confirmed, 0.99, {}});
    return r;
}

inline std::vector<Record> sample_records(const Campaign& campaign, int n, const Messages& messages) {
    SampleMaker maker(campaign, messages);
    std::vector<Record> out;
    for (int i = 0; i < n; ++i) {
        out.push_back(maker.make(i));
        if (i % 29 != 23 || out.back().submission.package.empty()) continue;
        Record later = maker.make(i); // sent again, in order
        later.submission.id = Digest::of(later.applicant.number + " again").hex().substr(0, 16);
        later.submission.supersedes = out.back().submission.id;
        later.submission.received = "2021-06-15T10:00:00+08:00";
        later.findings.clear();
        later.verdict = Verdict::complete;
        add_finding(out.back(), campaign, messages, finding("resubmission.superseded"));
        out.push_back(std::move(later));
    }
    return out;
}

} // namespace shenbao::test
