#include "tests/stages/check/bench.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

void says(Bench& b, const std::string& id, const std::string& form, double form_sure, const std::string& pledge,
          double pledge_sure, const std::string& second = "承诺书.pdf") {
    b.field(id) = record(id, form, FieldStatus::read,
                         {reading(form, "推荐表.pdf", form_sure), reading(pledge, second, pledge_sure)});
}

} // namespace

TEST_CASE("consistency: two companies, both surely read") {
    Bench b;
    says(b, "company", company, 0.9, other_company, 0.82);
    CHECK(b.codes() == "consistency.company(company)");
    CHECK(b.only().args.at("second_entry") == "承诺书.pdf");
    CHECK(b.only().where.entry == "承诺书.pdf");
}

TEST_CASE("consistency: a weak reading accuses nobody") {
    Bench b;
    says(b, "company", company, 0.9, other_company, 0.6);
    CHECK(b.codes().empty());
    says(b, "company", company, 0.95, "山东启朋阀门有限公司", 0.95); // one character, both recognised
    CHECK(b.codes().empty());
}

TEST_CASE("consistency: a name with half its characters lost under a seal is no other company's") {
    Bench b;
    says(b, "company", company, 0.97, "了山东启明农关公司", 0.94);
    CHECK(b.codes().empty());
    says(b, "company", company, 0.97, "山东启明阅阁有阳公司", 0.94);
    CHECK(b.codes().empty());
    says(b, "company", company, 0.97, "山东启光电缆集团有限公司", 0.88); // by its legal form as well
    CHECK(b.codes() == "consistency.company(company)");
    says(b, "company", company, 0.97, "山东启光电缆有限公司", 0.96); // read beyond doubt
    CHECK(b.codes() == "consistency.company(company)");
}

TEST_CASE("consistency: another reading of the same ink may be the same") {
    Bench b;
    says(b, "company", company, 0.9, other_company, 0.88);
    b.field("company").readings.push_back(reading(company, "承诺书.pdf", 0.2));
    CHECK(b.codes().empty());
}

TEST_CASE("consistency: ink that is read in several ways, none of them like the other name, is another's") {
    Bench b;
    says(b, "company", "枣岭设想建材集团有限公司", 0.9, "吏岭设想水泥有限公司", 0.62);
    b.applicant.company = "枣岭设想建材集团有限公司";
    CHECK(b.codes().find("consistency") == std::string::npos); // one way alone
    for (const char* other : {"束岭设想水泥有限公司", "更岭设想水泥有限公司"})
        b.field("company").readings.push_back(reading(other, "承诺书.pdf", 0.4));
    CHECK(b.codes().find("consistency.company(company)") != std::string::npos);
    b.field("company").readings.push_back(reading("束岭设想建材集团有限公司", "承诺书.pdf", 0.2));
    CHECK(b.codes().find("consistency") == std::string::npos); // one of them is like it

    says(b, "company", "河北铄金医疗器械集团有限公司", 0.97, "(公章1河北钛金医亲器械集了了笨限公司", 0.7);
    b.applicant.company = "河北铄金医疗器械集团有限公司";
    b.field("company").readings.push_back(reading("(公章|河北金医亲集了了笨限公司", "承诺书.pdf", 0.4));
    CHECK(b.codes().find("consistency") == std::string::npos); // a smudge
    says(b, "company", "河北铄金医疗器械集团有限公司", 0.97, "(公章1河北钛金医亲器械集了了笨限公司", 0.85);
    CHECK(b.codes().find("consistency.company(company)") != std::string::npos);
    b.field("company").readings.push_back(reading("河北钛金医疗器械集团有限公司", "承诺书.pdf", 0.4));
    CHECK(b.codes().find("consistency") == std::string::npos); // another reading of it is nearly the name
}

TEST_CASE("consistency: another legal form is another company, a short form is not") {
    Bench b;
    says(b, "company", company, 0.97, "山东启明阀门有限责任公司", 0.96);
    CHECK(b.codes() == "consistency.company(company)");
    says(b, "company", company, 0.97, "山东启明阀门有限责任公司", 0.9);
    CHECK(b.codes().empty());
    says(b, "company", company, 0.9, "启明阀门", 0.9);
    CHECK(b.codes().empty());
    says(b, "company", "山东启明（集团）有限公司", 0.9, "山东启明(集团)有限公司", 0.9);
    b.applicant.company = "山东启明（集团）有限公司";
    CHECK(b.codes().find("consistency") == std::string::npos);
}

TEST_CASE("consistency: codes that both prove themselves") {
    Bench b;
    says(b, "uscc", code, 0.95, other_code, 0.95);
    CHECK(b.codes() == "consistency.uscc(uscc)");
    says(b, "uscc", code, 0.95, "91350100M000100Y48", 0.7);
    CHECK(b.codes().empty());
}

TEST_CASE("consistency: numbers") {
    Bench b;
    says(b, "number", "2021037", 0.95, "2021412", 0.95);
    CHECK(b.codes() == "consistency.number(number)");
    says(b, "number", "2021037", 0.95, "2021031", 0.95); // one figure may be misread
    CHECK(b.codes().empty());
    says(b, "number", "2021037", 0.95, "20214", 0.95); // no number at all
    CHECK(b.codes().empty());
}

TEST_CASE("consistency: amounts to as many decimals as both give") {
    Bench b;
    auto& profit = b.field("profit");
    auto typed = profit.readings.front();
    typed.entry = "申报材料.docx";
    typed.series = {{"2018", "12.50"}, {"2019", "13.04"}, {"2020", "9"}};
    profit.readings.push_back(typed);
    CHECK(b.codes().empty()); // 13 and 13.04, 9.1 and 9
    profit.readings[1].series["2018"] = "98761.44";
    profit.readings[0].confidence = 0.9;
    CHECK(b.codes() == "consistency.profit(profit)");
    profit.readings[1].series["2018"] = "13.5"; // one figure, and one document was recognised
    CHECK(b.codes().empty());
    profit.readings[0].entry = "证明.docx";
    b.submission.files.push_back(file("证明.docx", "docx", false));
    b.fill("proof", "证明.docx", "docx");
    CHECK(b.codes() == "consistency.profit(profit)"); // both typed
}
