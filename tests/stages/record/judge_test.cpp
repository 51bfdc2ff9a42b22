#include "tests/stages/record/paper.h"

#include <nlohmann/json.hpp>

using namespace shenbao;
using namespace shenbao::test;

namespace {

Record judged(const Submission& s) { return judge(national(), s, shipped()); }

} // namespace

TEST_CASE("a whole submission is complete, and the record says all of it") {
    const Record record = judged(package_of(qiming));
    INFO(to_json(record).dump(1));
    CHECK(codes_of(record).empty());
    CHECK(record.verdict == Verdict::complete);
    CHECK(record.applicant.number == "2021037");
    CHECK(record.applicant.company == qiming.name);
    CHECK(record.applicant.uscc == qiming.uscc);
    REQUIRE(record.materials.size() == 3);
    CHECK(record.materials[0].slot == "recommendation_form");
    CHECK(record.materials[0].seal.state == SealState::present);
    CHECK(record.materials[0].seal.owner == qiming.name);
    CHECK(record.materials[2].seal.state == SealState::not_asked);
    CHECK(record.files.size() == 3);
}

TEST_CASE("a record is written as the contract has it, and read back") {
    Submission s = package_of(qiming);
    s.files.erase(s.files.begin() + 1);
    Record record = judged(s);
    apply_decision(record, {"2021037", "material.missing", true, "已电话核实", "张", "2021-06-11T10:00:00+08:00", ""});
    const auto json = to_json(record);
    CHECK(json.at("schema") == "shenbao.record/1");
    CHECK(json.at("submission").at("supersedes").is_null());
    CHECK(json.at("verdict") == "complete"); // decided on
    const auto& found = json.at("findings").at(0);
    CHECK(found.at("code") == "material.missing");
    CHECK(found.at("severity") == "error");
    CHECK(found.at("slot") == "commitment");
    CHECK(found.at("message").get<std::string>().starts_with("缺少材料：承诺书"));
    CHECK(json.at("fields").at("uscc").at("value") == qiming.uscc);
    CHECK(json.at("fields").at("profit").at("value").at("2019").is_string());
    CHECK(json.at("files").at(0).at("outcome") == "ok");
    const std::string text = json.dump();
    CHECK(to_json(record_from_json(text)).dump() == text);
    CHECK_THROWS(record_from_json("{}"));
    CHECK_THROWS(record_from_json("[1,"));
    CHECK_THROWS(record_from_json(R"({"schema":"shenbao.record/1"})"));
}

TEST_CASE("the same submission gives the same bytes") {
    CHECK(to_json(judged(package_of(qiming))).dump() == to_json(judged(package_of(qiming))).dump());
}

TEST_CASE("errors make it deficient, warnings alone are for review") {
    Submission s = package_of(qiming);
    s.package.format = "zip";
    CHECK(judged(s).verdict == Verdict::review);
    s.files[0].document.seals.clear();
    const Record record = judged(s);
    CHECK(record.verdict == Verdict::deficient);
    CHECK(codes_of(record) == "material.unstamped naming.container"); // errors first
}

TEST_CASE("a package of which nothing was read is unreadable, and nothing is called missing") {
    Submission s = package_of(qiming);
    s.files.clear();
    s.findings = {finding("archive.damaged")};
    const Record record = judged(s);
    CHECK(record.verdict == Verdict::unreadable);
    CHECK(codes_of(record) == "archive.damaged");
    CHECK(record.applicant.number == "2021037");
    CHECK(record.applicant.company == qiming.name);
}

TEST_CASE("a mail without a package has a record") {
    Submission s = package_of(qiming);
    s.has_package = false;
    s.package = {};
    s.files.clear();
    const Record record = judged(s);
    CHECK(codes_of(record) == "mail.no_package");
    CHECK(record.verdict == Verdict::review);
    CHECK(record.applicant.number == "2021037"); // by its subject
}

TEST_CASE("what reading found is kept, once, and as mild as its reader made it") {
    Submission s = package_of(qiming);
    Finding mild = finding("document.damaged", {"申报材料.docx", 0, {}});
    mild.severity = Severity::warning;
    s.findings = {mild, mild};
    const Record record = judged(s);
    CHECK(codes_of(record) == "document.damaged");
    CHECK(record.verdict == Verdict::review);
    CHECK(record.findings[0].message.find("申报材料.docx") != std::string::npos);
}

TEST_CASE("the campaign sets severities") {
    Campaign campaign = national();
    campaign.severity["naming.container"] = Severity::error;
    Submission s = package_of(qiming);
    s.package.format = "zip";
    CHECK(judge(campaign, s, shipped()).verdict == Verdict::deficient);
}

TEST_CASE("a number that is not as asked gives way to the form's") {
    Submission s = package_of(qiming);
    s.package.name = "2021037X+" + qiming.name + ".rar";
    s.mail.subject = "2021037X+" + qiming.name;
    const Record record = judged(s);
    CHECK(codes_of(record) == "naming.number");
    CHECK(record.applicant.number == "2021037");
    s.files.erase(s.files.begin()); // no form: what stands there is all there is
    CHECK(judged(s).applicant.number == "2021037X");
}

TEST_CASE("a short name gives way to the documents' full one") {
    Submission s = package_of(qiming);
    s.package.name = "2021037+山东启明阀门.rar";
    s.mail.subject = "2021037+山东启明阀门";
    const Record record = judged(s);
    CHECK(codes_of(record) == "naming.company_incomplete");
    CHECK(record.applicant.company == qiming.name);
}

TEST_CASE("documents of two companies in one package") {
    Submission s = package_of(qiming);
    s.files[1] = pledge(yuanfan);
    s.files[1].document.seals = {stamp(qiming.name)};
    const Record record = judged(s);
    CHECK(codes_of(record).find("consistency.company") != std::string::npos);
    CHECK(record.applicant.company == qiming.name);
}

TEST_CASE("a loss in a year asked for") {
    Firm firm = qiming;
    firm.profit = "2018年：12.5　2019年：-3.2　2020年：9.1";
    const Record record = judged(package_of(firm));
    CHECK(codes_of(record) == "eligibility.loss");
    CHECK(record.findings[0].message.find("2019") != std::string::npos);
    CHECK(record.findings[0].message.find("-3.2") != std::string::npos);
}

TEST_CASE("no sentence shows a gap") {
    Submission s = package_of(qiming);
    s.package.name = "申报.zip";
    s.package.format = "zip";
    s.mail.subject = "报送";
    s.mail.received = "2021-06-18T09:12:00+08:00";
    s.files.pop_back();
    s.files[0].document.seals = {stamp(yuanfan.name)};
    s.findings = {finding("archive.nested", {"其他.zip", 0, {}}), finding("limit.pages", {"大.pdf", 0, {}})};
    for (const auto& f : judged(s).findings) {
        INFO(f.finding.code << ": " << f.message);
        CHECK(f.message.find_first_of("{}[]") == std::string::npos);
        CHECK(f.message != f.finding.code);
        CHECK(f.message.find("format.") == std::string::npos);
        CHECK(f.message.find("reason.") == std::string::npos);
        CHECK(f.message.find("“”") == std::string::npos);
    }
}

TEST_CASE("the subject of a mail with several packages is held against none, and taken for none") {
    Submission s = package_of(qiming);
    s.mail.subject = yuanfan.number + "+" + yuanfan.name;
    CHECK(codes_of(judged(s)).find("naming.subject") != std::string::npos);
    s.one_of_several = true;
    const Record record = judged(s);
    CHECK(codes_of(record).empty());
    CHECK(record.applicant.company == qiming.name);
}

TEST_CASE("many findings stand in one order, each once, however they were added") {
    std::vector<Finding> many;
    for (int i = 0; i < 40; ++i) {
        many.push_back(finding("archive.unsafe_name", {"../" + std::to_string(i % 30), 0, {}}));
        many.push_back(finding(i % 2 ? "material.missing" : "archive.nested", {std::to_string(i), 0, {}}));
    }
    Record one, all;
    for (const Finding& f : many)
        add_finding(one, f, national(), shipped());
    const auto half = many.begin() + 35;
    add_findings(all, {many.begin(), half}, national(), shipped());
    add_findings(all, {half, many.end()}, national(), shipped());
    REQUIRE(all.findings.size() == 70);
    CHECK(to_json(all) == to_json(one));
}

TEST_CASE("a decision is on one applicant, and on one piece of evidence where it says so") {
    Submission s = package_of(qiming);
    s.package.format = "zip";
    Record record = judged(s);
    CHECK(apply_decision(record, {"2021099", "naming.container", false, "", "", "", ""}) == 0);
    CHECK(apply_decision(record, {"2021037", "naming.container", false, "", "", "", "other"}) == 0);
    CHECK(record.verdict == Verdict::review);
    CHECK(apply_decision(record, {"2021037", "naming.container", false, "不成立", "", "", ""}) == 1);
    CHECK(record.verdict == Verdict::complete);
    CHECK(record.findings.size() == 1); // it stays, and shows the decision
}

TEST_CASE("a decision rests on what was seen, and is outdated when that has changed") {
    Submission s = package_of(qiming);
    s.files[0].document.seals.clear();
    Record record = judged(s);
    REQUIRE(codes_of(record) == "material.unstamped");
    const std::string basis = decision_basis(record, record.findings[0].finding);
    CHECK_FALSE(basis.empty());
    const Decision decision{"2021037", "material.unstamped",        true, "纸质件已核",
                            "张",      "2021-06-11T10:00:00+08:00", basis};
    CHECK(apply_decision(record, decision) == 1);
    CHECK(record.verdict == Verdict::complete);
    CHECK_FALSE(record.findings[0].outdated);

    Record same = judged(s);
    CHECK(apply_decision(same, {decision.number, decision.code, true, "", "", "", "another\n" + basis}) == 1);

    s.files[0].sha256 = Digest::of("another scan without a seal");
    s.files[0].entry = "推荐表2.pdf";
    Record later = judged(s);
    CHECK(apply_decision(later, decision) == 0);
    CHECK(later.verdict == Verdict::deficient);
    CHECK_FALSE(later.findings[0].decision);
    REQUIRE(later.findings[0].outdated);
    CHECK(later.findings[0].outdated->note == "纸质件已核");
    const std::string text = to_json(later).dump();
    CHECK(text.find("outdated_decision") != std::string::npos);
    CHECK(to_json(record_from_json(text)).dump() == text);
}
