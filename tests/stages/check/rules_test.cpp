#include "tests/stages/check/bench.h"

#include <set>

using namespace shenbao;
using namespace shenbao::test;

TEST_CASE("every rule of the folder is in the list, and the list holds nothing else") {
    std::set<std::string> in_folder, in_list;
    for (const auto& item :
         std::filesystem::directory_iterator(std::filesystem::path(SHENBAO_ROOT) / "stages" / "check")) {
        const std::string name = item.path().filename();
        if (name.ends_with("_rule.cpp")) in_folder.insert(name.substr(0, name.size() - 9));
    }
    for (const Rule* rule : rules())
        in_list.insert(std::string(rule->name()));
    CHECK(in_folder == in_list);
    CHECK(in_list.size() == rules().size());
}

TEST_CASE("a submission without fault gives no finding") { CHECK(Bench().codes().empty()); }

TEST_CASE("timing: late, early, in time to the second, and without a time") {
    Bench b;
    b.submission.mail.received = "2021-06-16T23:59:59+08:00";
    CHECK(b.codes().empty());
    b.submission.mail.received = "2021-06-16T16:00:00Z"; // one second past midnight in China
    CHECK(b.only().code == "timing.late");
    CHECK(b.only().args.at("received") == "2021-06-17 00:00");
    b.submission.mail.received = "2021-05-09T23:59:00+08:00";
    CHECK(b.codes() == "timing.early");
    b.submission.mail.received = "";
    b.submission.mail.date = "2021-06-18T11:12:00+08:00";
    CHECK(b.codes() == "timing.late");
    b.submission.mail.date = "yesterday";
    CHECK(b.codes().empty());
    b.submission.mail.date = "2021-06-18T11:12:00+08:00";
    b.submission.has_mail = false;
    CHECK(b.codes().empty());
}

TEST_CASE("mail: no package, a link instead of it, a link beside a whole package") {
    Bench b;
    b.submission.has_package = false;
    b.submission.package = {};
    b.submission.files.clear();
    b.materials.clear();
    b.fields.clear();
    CHECK(b.codes() == "mail.no_package");
    b.submission.mail.cloud = {{"netease", "2021037.rar", "80.96M", "2021年8月17日", "https://mail.example/x"}};
    CHECK(b.codes() == "mail.cloud_attachment");
    CHECK(b.only().args.at("size") == "80.96M");
    b.submission.findings = {finding("mail.cloud_attachment")};
    CHECK(b.codes().empty()); // said already

    Bench whole;
    whole.submission.mail.cloud = {{"netease", "x.rar", "", "", ""}};
    CHECK(whole.codes().empty());
}

TEST_CASE("material: missing, also where nothing is left of a slot") {
    Bench b;
    b.drop("commitment");
    b.submission.files.erase(b.submission.files.begin() + 1);
    CHECK(b.codes() == "material.missing(commitment)");
    CHECK(b.only().args.at("asked") == "format.pdf、format.image");
}

TEST_CASE("material: what may lie in a damaged archive is not called missing") {
    Bench b;
    b.drop("commitment");
    b.submission.files.erase(b.submission.files.begin() + 1);
    b.submission.findings = {finding("archive.truncated")};
    CHECK(b.codes().empty());
}

TEST_CASE("material: a format not asked for, unless one that is asked for is there too") {
    Bench b;
    b.materials[2].format = "pdf";
    CHECK(b.codes() == "material.format(application)");
    CHECK(b.only().args.at("found") == "format.pdf");
    b.fill("application", "申报材料.docx", "docx");
    CHECK(b.codes().empty());
    b.materials.back().format = "html";
    CHECK(b.codes() == "material.format(application) material.format(application)");
    b.materials[2].format = "";
    CHECK(b.codes().empty()); // not read: its reader has said so
}

TEST_CASE("material: a web page saved as .doc opens in Word, and is taken as that") {
    Bench b;
    b.materials[2].format = "html";
    auto renamed = [&](const char* name) {
        for (SubmittedFile& file : b.submission.files)
            if (file.entry == b.materials[2].entry) file.entry = name;
        b.materials[2].entry = name;
        return b.codes();
    };
    CHECK(renamed("申报材料.doc") == "");
    CHECK(renamed("申报材料.html") == "material.format(application)");
}

TEST_CASE("material: all formats asked for") {
    Bench b;
    b.campaign.materials[2].all_formats = true;
    b.campaign.materials[2].formats = {"pdf", "word"};
    CHECK(b.codes() == "material.format(application)");
    CHECK(b.only().args.at("asked") == "format.pdf");
    b.fill("application", "申报材料.docx", "pdf");
    CHECK(b.codes().empty());
}

TEST_CASE("material: files that fit no slot are named; junk and archives within are not") {
    Bench b;
    for (const char* entry : {"照片.docx", "Thumbs.db", "__MACOSX/._a"})
        b.submission.files.push_back(file(entry, "docx", false));
    b.submission.files.push_back(file("其他.zip", "zip", false));
    b.submission.files.back().archive = true;
    CHECK(b.codes() == "material.extra");
    CHECK(b.only().where.entry == "照片.docx");
}

TEST_CASE("fields: a required one that is not there, where its document came") {
    Bench b;
    std::erase_if(b.fields, [](auto& f) { return f.id == "uscc"; });
    CHECK(b.codes() == "field.missing(uscc)");
    CHECK(b.only().args.at("from") == "推荐表、承诺书");
    b.drop("recommendation_form");
    b.drop("commitment");
    CHECK(b.codes().find("field.missing") == std::string::npos);
}

TEST_CASE("fields: an optional one that is not there is no matter") {
    Bench b;
    CHECK(!std::any_of(b.fields.begin(), b.fields.end(), [](auto& f) { return f.id == "contact"; }));
    CHECK(b.codes().empty());
}

TEST_CASE("fields: a code that fails its check digit is held against nobody on one weak reading") {
    Bench b;
    const std::string wrong = "91350100M000100Y44";
    b.field("uscc") = record("uscc", wrong, FieldStatus::uncertain, {reading(wrong, "推荐表.pdf", 0.6)});
    CHECK(b.codes() == "field.uncertain(uscc)");
    b.field("uscc").readings.push_back(reading(wrong, "承诺书.pdf", 0.5));
    CHECK(b.codes() == "field.uncertain(uscc)");      // hardly legible, too
    b.field("uscc").readings.back().confidence = 0.7; // two documents have it
    CHECK(b.codes() == "field.invalid(uscc)");
    CHECK(b.only().args.at("reason") == "reason.check_digit");
    b.field("uscc").readings.push_back(reading(code, "推荐表.pdf", 0.3)); // and one way of reading gives a code
    CHECK(b.codes() == "field.uncertain(uscc)");
    b.field("uscc") = record("uscc", wrong, FieldStatus::read, {reading(wrong, "申报材料.docx", 0.98)}); // typed
    CHECK(b.codes() == "field.invalid(uscc)");
}

TEST_CASE("fields: doubt about what nothing depends on stays in the record") {
    Bench b;
    b.fields.push_back(record("address", "某路", FieldStatus::uncertain, {reading("某路", "推荐表.pdf", 0.3)}));
    CHECK(b.codes().empty());
    b.field("profit").status = FieldStatus::uncertain;
    CHECK(b.codes() == "field.uncertain(profit)");
}

TEST_CASE("fields: a pattern of the campaign's own") {
    Bench b;
    b.fields.push_back(record("title", "经验", FieldStatus::read, {reading("经验", "申报材料.docx", 0.98)}));
    CHECK(b.codes().empty());
    for (auto& field : b.campaign.fields)
        if (field.id == "title") field.pattern = ".{4,30}方法";
    CHECK(b.codes() == "field.invalid(title)");
}

TEST_CASE("eligibility: a loss that is surely read, and one that is not") {
    Bench b;
    b.field("profit").series["2019"] = "-3.5";
    CHECK(b.codes() == "eligibility.loss(profit)");
    CHECK(b.only().args.at("years") == "2019");
    b.field("profit").series["2020"] = "0";
    CHECK(b.only().args.at("years") == "2019、2020");
    b.field("profit").status = FieldStatus::uncertain;
    CHECK(b.codes() == "field.uncertain(profit)");
    // A document in type settles it.
    auto typed = b.field("profit").readings.front();
    typed.entry = "申报材料.docx";
    typed.series = {{"2018", "12.5"}, {"2019", "-3.5"}};
    b.field("profit").readings.push_back(typed);
    CHECK(b.codes().find("eligibility.loss(profit)") != std::string::npos);
}

TEST_CASE("eligibility: a list of those who may apply") {
    Bench b;
    b.campaign.listed = {"山东启明阀门有限公司", other_company};
    CHECK(b.codes().empty());
    b.campaign.listed = {other_company};
    CHECK(b.codes() == "eligibility.not_listed");
    b.submission.package.name = "2021037.rar"; // nobody typed the name, and it is in doubt
    b.field("company").status = FieldStatus::uncertain;
    CHECK(b.codes().find("eligibility.not_listed") == std::string::npos);
}

TEST_CASE("eligibility: a minus that another reading has not is no loss, but for a person to look at") {
    Bench b;
    FieldRecord& profit = b.field("profit");
    profit.series["2019"] = profit.readings.front().series["2019"] = "-3.5";
    FieldReading without = profit.readings.front();
    without.series["2019"] = "3.5";
    profit.readings.push_back(without);
    CHECK(b.codes() == "field.uncertain(profit)");
    profit.readings.back().entry = "申报材料.docx"; // in type
    profit.series["2019"] = "3.5";
    CHECK(b.codes().find("eligibility.loss") == std::string::npos);
}

TEST_CASE("fields: a code is wrong whichever of its readings is right") {
    Bench b;
    const auto read_as = [&](const std::vector<std::string>& readings) {
        b.field("uscc") = record("uscc", readings.front(), FieldStatus::uncertain, {});
        for (const auto& r : readings)
            b.field("uscc").readings.push_back(reading(r, "推荐表.pdf", 0.3));
        return b.codes();
    };
    CHECK(read_as({"91350100M000100Y44", "91350100M000100Y4X", "91350100M000100Y4K"}) == "field.invalid(uscc)");
    CHECK(read_as({"91350100M000100Y44", "91350100M000100Y4X"}) == "field.uncertain(uscc)");
    CHECK(read_as({"91350100M000100Y44", "91350100M000100Y4X", "91350100M000100Y48"}) ==
          "field.uncertain(uscc)"); // 8: 3
    CHECK(read_as({"91350100M000100Y44", "91350100M000100Y4X", "9135O1O0MDDD1DDY44"}) == "field.uncertain(uscc)");
}

TEST_CASE("materials: a scan that could not be read may be what is missing") {
    Bench b;
    b.drop("commitment");
    b.submission.files[1].entry = "扫描件0001.pdf";
    CHECK(b.codes() == "material.extra material.missing(commitment)");
    const auto severity = [&] {
        for (const Finding& f : b.findings())
            if (f.code == "material.missing") return f.severity;
        return Severity::info;
    };
    CHECK(severity() == Severity::error);
    b.submission.files[1].document.blocks = {Paragraph{1, {"纪要晶 4", 0.5, {}}, {}, Part::body}};
    CHECK(severity() == Severity::warning);
}
