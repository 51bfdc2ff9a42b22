#include "tests/stages/check/bench.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

using Form = PackageName::Form;

PackageName parsed(const std::string& name) {
    static const Naming naming = national().naming;
    return parse_package_name(naming, name);
}

// A package of another name, and a subject to fit.
Bench named(const std::string& package) {
    Bench b;
    b.submission.package.name = package;
    b.submission.mail.subject = package_stem(package);
    return b;
}

} // namespace

TEST_CASE("names are taken apart by the campaign's rule") {
    struct Example {
        std::string name, number, company;
        Form form;
        bool fits = true;
    };
    const std::vector<Example> list = {
        {"2021037+山东启明阀门有限公司.rar", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司.part1.rar", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司.7z.001", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司.zip.001", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司.r00", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司.RAR", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司(1).rar", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司（2）.zip", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司 - 副本.rar", "2021037", company, Form::asked},
        {"2021037 + 山东启明阀门有限公司.rar", "2021037", company, Form::asked},
        {"２０２１０３７+山东启明阀门有限公司.rar", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司最终版.rar", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司（定稿）.rar", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司+质量标杆申报材料.rar", "2021037", company, Form::asked},
        {"2021037+山东启明阀门有限公司青岛分公司.rar", "2021037", "山东启明阀门有限公司青岛分公司", Form::asked},
        {"2021037+山东启明（集团）有限公司.rar", "2021037", "山东启明（集团）有限公司", Form::asked},
        {"2021037+山东启明阀门.rar", "2021037", "山东启明阀门", Form::asked},
        {"材料/2021037+山东启明阀门有限公司.rar", "2021037", company, Form::asked},
        {"2021037＋山东启明阀门有限公司.rar", "2021037", company, Form::separator},
        {"2021037-山东启明阀门有限公司.rar", "2021037", company, Form::separator},
        {"2021037_山东启明阀门有限公司.rar", "2021037", company, Form::separator},
        {"2021037 山东启明阀门有限公司.rar", "2021037", company, Form::separator},
        {"2021037山东启明阀门有限公司.rar", "2021037", company, Form::separator},
        {"2021037TCL智能有限公司.rar", "2021037", "TCL智能有限公司", Form::separator},
        {"2021037X+山东启明阀门有限公司.rar", "2021037X", company, Form::asked, false},
        {"202137+山东启明阀门有限公司.rar", "202137", company, Form::asked, false},
        {"2021-037+山东启明阀门有限公司.rar", "2021-037", company, Form::asked, false},
        {"2021037X山东启明阀门有限公司.rar", "2021037X", company, Form::separator, false},
        {"20210371山东启明阀门有限公司.rar", "20210371", company, Form::separator, false},
        {"山东启明阀门有限公司+2021037.rar", "2021037", company, Form::order},
        {"质量标杆申报.rar", "", "", Form::none, false},
        {"质量标杆2021037申报.rar", "2021037", "", Form::none},
        {"山东启明阀门有限公司.rar", "", company, Form::none, false},
        {"2021037+.rar", "2021037", "", Form::none},
        {"", "", "", Form::none, false},
    };
    for (const auto& e : list) {
        INFO(e.name);
        const PackageName name = parsed(e.name);
        CHECK(name.number() == e.number);
        CHECK(name.company() == e.company);
        CHECK(name.form == e.form);
        CHECK(name.number_fits == e.fits);
    }
}

TEST_CASE("other campaigns name otherwise") {
    Naming small_giant;
    small_giant.pattern = {"company", "literal:第四批小巨人佐证材料"};
    small_giant.separator = "+";
    small_giant.containers = {"pdf"};
    CHECK(parse_package_name(small_giant, company + "+第四批小巨人佐证材料.pdf").company() == company);
    CHECK(parse_package_name(small_giant, company + "+第四批小巨人佐证材料.pdf").form == Form::asked);
    CHECK(parse_package_name(small_giant, company + "+佐证.pdf").form == Form::none);

    Naming company_alone;
    company_alone.pattern = {"company"};
    for (const char* name :
         {"山东启明阀门有限公司.zip", "3.山东启明阀门有限公司.rar", "（3）山东启明阀门有限公司申报材料.rar",
          "某某市+山东启明阀门有限公司.zip", "质量标杆_山东启明阀门有限公司_定稿.7z"}) {
        INFO(name);
        CHECK(parse_package_name(company_alone, name).company() == company);
    }

    Naming short_and_project;
    short_and_project.pattern = {"short_company", "project"};
    short_and_project.separator = "+";
    const PackageName named = parse_package_name(short_and_project, "启明阀门+智能工厂.zip");
    CHECK(named.part("short_company") == "启明阀门");
    CHECK(named.part("project") == "智能工厂");

    Naming lecture;
    lecture.pattern = {"company", "person", "literal:学术讲座", "date"};
    lecture.separator = "+";
    lecture.date = "\\d{4}\\.\\d{2}\\.\\d{2}";
    const PackageName talk = parse_package_name(lecture, company + "+王某+学术讲座2023.01.01.rar");
    CHECK(talk.form == Form::asked);
    CHECK(talk.part("person") == "王某");
    CHECK(talk.part("date") == "2023.01.01");
    CHECK(parse_package_name(lecture, company + "+王某+学术讲座2023.1.1.rar").form == Form::none);
}

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
