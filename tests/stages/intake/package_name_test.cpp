#include "stages/intake/package_name.h"

#include "pipeline/config/campaign_file.h"
#include "tests/support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

using Form = PackageName::Form;

const std::string company = "山东启明阀门有限公司";

PackageName parsed(const std::string& name) {
    static const Naming naming = load_campaign(std::filesystem::path(SHENBAO_ROOT) / "config" / "campaigns" /
                                               "quality-benchmark-2021-national.toml")
                                     .naming;
    return parse_package_name(naming, name);
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
