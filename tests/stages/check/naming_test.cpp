#include "tests/stages/check/bench.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

// A package of another name, and a subject to fit.
Bench named(const std::string& package) {
    Bench b;
    b.submission.package.name = package;
    b.submission.mail.subject = package_stem(package);
    return b;
}

} // namespace

TEST_CASE("naming: separators that are understood are reported") {
    CHECK(named("2021037-" + company + ".rar").codes() == "naming.separator");
    CHECK(named("2021037-" + company + ".rar").only().args.at("found") == "-");
    CHECK(named("2021037 " + company + ".rar").only().args.at("how") == "separator.space");
    CHECK(named("2021037" + company + ".rar").only().args.at("how") == "separator.none");
    CHECK(named(company + "+2021037.rar").only().args.at("how") == "separator.order");
}

TEST_CASE("naming: a number that is not as asked, or not this applicant's") {
    Bench b = named("2021037X+" + company + ".rar");
    CHECK(b.codes() == "naming.number");
    CHECK(b.only().args.at("expected") == "2021037");
    b = named("2021038+" + company + ".rar");
    b.applicant.number = "2021038";
    CHECK(b.codes() == "naming.number"); // the form's own number is confirmed
    b.field("number").status = FieldStatus::read;
    CHECK(b.codes().empty()); // recognised once: no proof
}

TEST_CASE("naming: short forms, also where the full name was misread") {
    Bench b = named("2021037+山东启明阀门.rar");
    CHECK(b.codes() == "naming.company_incomplete");
    CHECK(b.only().args.at("expected") == company);
    b.applicant.company = "山东启朋阀门有限公司";
    CHECK(b.codes() == "naming.company_incomplete");
    b.applicant.company = "山东启明阀门"; // nothing better is known
    b.fields.erase(b.fields.begin());
    CHECK(b.codes().find("naming.company") == std::string::npos);
}

TEST_CASE("naming: another company than the documents'") {
    Bench b = named("2021037+" + other_company + ".rar");
    CHECK(b.codes() == "naming.company_mismatch");
    b.field("company").status = FieldStatus::uncertain;
    CHECK(b.codes().find("naming.company_mismatch") == std::string::npos);
    b = named("2021037+山东启明阀门有限责任公司.rar");
    CHECK(b.codes() == "naming.company_mismatch");
    b = named("2021037+山东启朋阀门有限公司.rar"); // one document was recognised, one character differs
    CHECK(b.codes().empty());
}

TEST_CASE("naming: a document that bears the name out is enough") {
    Bench b = named("2021037+" + other_company + ".rar");
    b.field("company").readings.push_back(reading(other_company, "申报材料.docx", 0.98));
    CHECK(b.codes().find("naming.company_mismatch") == std::string::npos);
}

TEST_CASE("naming: nothing to be taken from the name") {
    Bench b = named("质量标杆申报.rar");
    CHECK(b.codes() == "naming.unparsable");
    CHECK(b.only().args.at("asked") == "name.number+name.company");
}

TEST_CASE("naming: container, and a single file where that is asked for") {
    Bench b;
    b.submission.package.format = "zip";
    CHECK(b.codes() == "naming.container");
    CHECK(b.only().args.at("found") == "format.zip");
    b.submission.package.format = "rar4";
    CHECK(b.codes().empty());
    b.submission.package.format = "";
    b.submission.package.name = "";
    CHECK(b.only().args.at("found") == "format.loose");
    b.campaign.naming.containers.clear();
    CHECK(b.codes().empty());
    b.campaign.naming.containers = {"pdf"};
    b.submission.files.resize(1);
    CHECK(b.codes().find("naming.container") == std::string::npos);
}

TEST_CASE("naming: encoding is told once") {
    Bench b;
    b.submission.package.names_encoding = "GB18030";
    CHECK(b.codes() == "naming.encoding");
    b.submission.findings = {finding("naming.encoding")};
    CHECK(b.codes().empty());
}

TEST_CASE("naming: the subject") {
    Bench b;
    b.submission.mail.subject = "质量标杆申报材料报送";
    CHECK(b.codes() == "naming.subject");
    CHECK(b.only().args.at("expected") == "2021037+" + company);
    for (const char* subject :
         {"转发：2021037+山东启明阀门有限公司", "Re: 2021037+山东启明阀门有限公司", "2021037 + 山东启明阀门有限公司"}) {
        b.submission.mail.subject = subject;
        INFO(subject);
        CHECK(b.codes().empty());
    }
    b.submission.mail.subject = "";
    CHECK(b.codes() == "naming.subject");
    b.campaign.naming.subject = "any";
    CHECK(b.codes().empty());
    b.campaign.naming.subject = "标杆.*";
    b.submission.mail.subject = "标杆申报";
    CHECK(b.codes().empty());
    b.submission.mail.subject = "申报";
    CHECK(b.codes() == "naming.subject");
}

TEST_CASE("naming: a wrong name with the right subject is reported once") {
    Bench b = named("2021037 " + company + ".rar");
    b.submission.mail.subject = "2021037+" + company;
    CHECK(b.codes() == "naming.separator");
}
