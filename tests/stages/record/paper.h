#pragma once
// A whole submission as the readers would give it, for the judge.

#include "pipeline/config/campaign_file.h"
#include "pipeline/config/messages_file.h"
#include "pipeline/model/submission.h"
#include "stages/record/judge.h"
#include "tests/support.h"

#include <algorithm>

namespace shenbao::test {

struct Firm {
    std::string number = "2021037", name = "山东启明阀门有限公司", uscc = "91350100M000100Y43";
    std::string profit = "2018年：12.5　2019年：13.0　2020年：9.1";
};

inline const Firm qiming;
inline const Firm yuanfan{"2021038", "烟台远帆渔具有限公司", "91110000600037341L"};

inline Campaign national() {
    return load_campaign(std::filesystem::path(SHENBAO_ROOT) / "config" / "campaigns" /
                         "quality-benchmark-2021-national.toml");
}
inline Messages shipped() { return load_messages(std::filesystem::path(SHENBAO_ROOT) / "config" / "messages"); }

inline Text recognised(const std::string& words) {
    Text text{words, 0.95, {}};
    for (const char* way : {"a", "b", "c"})
        text.readings.push_back({words, 0.95, way});
    return text;
}

inline Table form_table(const std::vector<std::pair<std::string, std::string>>& rows) {
    Table table;
    table.page = 1;
    table.columns = 2;
    for (const auto& [label, value] : rows) {
        Cell cell;
        cell.row = table.rows++;
        cell.content = recognised(label);
        table.cells.push_back(cell);
        cell.column = 1;
        cell.content = recognised(value);
        table.cells.push_back(cell);
    }
    return table;
}

inline SubmittedFile paper(const std::string& entry, const std::string& format, std::vector<Block> blocks,
                           bool scanned) {
    SubmittedFile f;
    f.entry = entry;
    f.sha256 = Digest::of(entry);
    f.bytes = 1000;
    f.document.format = format;
    f.document.blocks = std::move(blocks);
    Page page;
    page.number = 1;
    page.coloured = true;
    if (scanned) {
        page.use = PictureUse::text_and_seals;
        page.recognised = true;
        page.picture = Digest::of(entry + " picture");
        f.ocr_pages = 1;
    }
    f.document.pages = {page};
    return f;
}

inline Seal stamp(const std::string& owner) {
    Seal s;
    s.page = 1;
    s.box = {0.5, 0.6, 0.7, 0.75};
    s.confidence = 0.95;
    s.owner = {owner, 0.9, {}};
    return s;
}

inline SubmittedFile recommendation(const Firm& firm) {
    const std::vector<Block> blocks = {Paragraph{1, recognised("2021年全国质量标杆推荐表"), {}, Part::body},
                                       form_table({{"企业名称", firm.name},
                                                   {"统一社会信用代码", firm.uscc},
                                                   {"申报编号", firm.number},
                                                   {"利润总额（万元）", firm.profit},
                                                   {"推荐单位意见", "同意推荐。（盖章）"}})};
    SubmittedFile f = paper("推荐表.pdf", "pdf", blocks, true);
    f.sha256 = Digest::of("recommendation of " + firm.name);
    f.document.seals = {stamp(firm.name)};
    return f;
}

inline SubmittedFile pledge(const Firm& firm) {
    const std::vector<Block> blocks = {Paragraph{1, recognised("承诺书"), {}, Part::body},
                                       Paragraph{1,
                                                 recognised(firm.name + "（统一社会信用代码：" + firm.uscc +
                                                            "）郑重承诺：本单位自愿申报，愿承担相应责任。"),
                                                 {},
                                                 Part::body}};
    SubmittedFile f = paper("承诺书.pdf", "pdf", blocks, true);
    f.sha256 = Digest::of("pledge of " + firm.name);
    f.document.seals = {stamp(firm.name)};
    return f;
}

inline SubmittedFile application(const Firm& firm) {
    auto line = [](const std::string& words) { return Paragraph{1, {words, 1, {}}, {}, Part::body}; };
    SubmittedFile f = paper("申报材料.docx", "docx",
                            {line("质量追溯管理典型经验"), line(firm.name), line("一、企业概况"), line("四、主要成效"),
                             line("五、推广价值")},
                            false);
    f.sha256 = Digest::of("application of " + firm.name);
    return f;
}

inline Submission package_of(const Firm& firm, const std::string& id = "s1") {
    Submission s;
    s.id = id;
    s.source = "inbox.mbox";
    s.has_mail = true;
    s.mail.message_id = "<" + id + "@example.com>";
    s.mail.from_address = id + "@example.com";
    s.mail.subject = firm.number + "+" + firm.name;
    s.mail.received = "2021-06-10T09:12:00+08:00";
    s.has_package = true;
    s.package.name = firm.number + "+" + firm.name + ".rar";
    s.package.format = "rar5";
    s.package.names_encoding = "UTF-8";
    s.package.sha256 = Digest::of(id);
    s.files = {recommendation(firm), pledge(firm), application(firm)};
    return s;
}

inline std::string codes_of(const Record& record) {
    std::string out;
    for (const auto& f : record.findings)
        out += (out.empty() ? "" : " ") + f.finding.code;
    return out;
}

} // namespace shenbao::test
