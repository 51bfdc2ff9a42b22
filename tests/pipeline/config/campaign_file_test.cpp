#include "pipeline/config/campaign_file.h"
#include "tests/support.h"

using namespace shenbao;

namespace {

const std::string good = R"(schema = "shenbao.campaign/1"
id = "trial"
title = "试点"
opens = 2021-05-10T00:00:00+08:00
deadline = 2021-06-16T23:59:59+08:00
passwords = ["2021"]

[naming]
pattern = ["number", "company", "literal:材料"]
separator = "+"
understood_separators = ["-", ""]
number = '\d{7}'
containers = ["rar"]
subject = "as-package"

[[material]]
slot = "form"
title = "推荐表"
required = true
formats = ["pdf", "word"]
all_formats = true
stamped = true
seal_of = "any"
file_words = ["推荐表"]
content_words = ["推荐单位意见"]

[[field]]
id = "profit"
type = "money_series"
unit = "万元"
labels = ["利润总额"]
years = [2019, 2020]
from = ["form"]
required = true

[eligibility]
profitable = { field = "profit", years = [2020] }
quota = { each = 2, by = "profit", of = { "某市" = 5 }, outside = ["央企"] }
listed = { companies = ["某某有限公司"] }

[severity]
"naming.container" = "error"
"consistency.profit" = "warning"

[limits]
package_bytes = "3GiB"
depth = 4
document_seconds = 30
)";

std::string with(const std::string& from, const std::string& to) {
    std::string text = good;
    const auto at = text.find(from);
    REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
}

std::string error_of(const std::string& toml) {
    try {
        parse_campaign(toml, "trial.toml");
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("a campaign file is read with every key") {
    const Campaign c = parse_campaign(good, "trial.toml");
    CHECK(c.id == "trial");
    CHECK(c.opens == "2021-05-10T00:00:00+08:00");
    CHECK(c.deadline == "2021-06-16T23:59:59+08:00");
    CHECK(c.passwords == std::vector<std::string>{"2021"});
    CHECK(c.naming.pattern.size() == 3);
    CHECK(c.naming.number == "\\d{7}");
    CHECK(c.naming.subject == "as-package");
    const Material* form = c.material("form");
    REQUIRE(form);
    CHECK((form->required && form->stamped && form->all_formats));
    CHECK(form->seal_of == "any");
    const Field* profit = c.field("profit");
    REQUIRE(profit);
    CHECK(profit->type == FieldType::money_series);
    CHECK(profit->years == std::vector<int>{2019, 2020});
    CHECK(c.profitable->years == std::vector<int>{2020});
    CHECK(c.quota == 2);
    CHECK(c.quota_rule.of.at("某市") == 5);
    CHECK(c.listed.size() == 1);
    CHECK(c.severity_of("naming.container") == Severity::error);
    CHECK(c.severity_of("consistency.profit") == Severity::warning);
    CHECK(c.severity_of("consistency.company") == Severity::error);
    CHECK(c.severity_of("naming.encoding") == Severity::info);
    CHECK(c.limits.package_bytes == std::uint64_t{3} << 30);
    CHECK(c.limits.depth == 4);
    CHECK(c.limits.document_seconds == 30);
    CHECK(c.limits.package_entries == Limits{}.package_entries);
    CHECK(titles_of(c).at("form") == "推荐表");
    CHECK(titles_of(c).at("profit") == "利润总额");
}

TEST_CASE("the campaigns that come with the program can be read") {
    const auto folder = std::filesystem::path(SHENBAO_ROOT) / "config" / "campaigns";
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        INFO(file.path());
        if (file.path().extension() != ".toml") continue;
        Campaign c;
        REQUIRE_NOTHROW(c = load_campaign(file.path()));
        CHECK(c.id == file.path().stem());
        CHECK_FALSE(c.fields.empty());
    }
}

TEST_CASE("what is wrong in a campaign file is named with file, line and key") {
    struct Wrong {
        std::string from, to;
        std::vector<std::string> said;
    };
    const std::vector<Wrong> list = {
        {"separator = \"+\"", "seperator = \"+\"", {"trial.toml:10:", "naming.seperator", "\"separator\""}},
        {"required = true\nformats", "required = \"yes\"\nformats", {"trial.toml:19:", "material[1].required", "true"}},
        {"'\\d{7}'", "'\\d{7}('", {"trial.toml:12:", "naming.number", "RE2"}},
        {"\"as-package\"", "'(['", {"trial.toml:14:", "naming.subject"}},
        {"2021-06-16T23:59:59+08:00", "2021-06-16T23:59:59", {"trial.toml:5:", "deadline", "offset"}},
        {"2021-06-16T23:59:59+08:00", "\"16 June\"", {"trial.toml:5:", "deadline"}},
        {"2021-06-16T23:59:59+08:00", "2021-06-31T23:59:59+08:00", {"trial.toml:5:"}},
        {"2021-06-16T23:59:59+08:00", "2021-04-16T23:59:59+08:00", {"deadline", "before"}},
        {"from = [\"form\"]", "from = [\"from\"]", {"trial.toml:33:", "field[1].from", "\"form\""}},
        {"formats = [\"pdf\", \"word\"]", "formats = [\"pdf\", \"docx\"]", {"trial.toml:20:", "docx"}},
        {"\"money_series\"", "\"moneyseries\"", {"trial.toml:29:", "money_series"}},
        {"unit = \"万元\"", "unit = \"yuan\"", {"field[1].unit"}},
        {"years = [2019, 2020]", "years = [19]", {"19 is no year"}},
        {"years = [2020]", "years = [2018]", {"eligibility.profitable.years", "2018"}},
        {"field = \"profit\"", "field = \"profits\"", {"\"profit\""}},
        {"\"naming.container\"", "\"naming.containers\"", {"naming.containers", "naming.container\""}},
        {"\"error\"", "\"bad\"", {"severity"}},
        {"\"3GiB\"", "\"3 elephants\"", {"limits.package_bytes", "2GiB"}},
        {"depth = 4", "depth = 0", {"limits.depth"}},
        {"\"shenbao.campaign/1\"", "\"shenbao.campaign/9\"", {"trial.toml:1:", "schema"}},
        {"id = \"trial\"\n", "", {"id", "missing"}},
        {"[limits]", "[limit]", {"limit", "\"limits\""}},
        {"schema =", "schema", {"trial.toml:1:", "not TOML"}},
        {"companies = [\"某某有限公司\"]", "file = \"absent.txt\"", {"absent.txt"}},
    };
    for (const auto& wrong : list) {
        const std::string said = error_of(with(wrong.from, wrong.to));
        INFO(wrong.to << " -> " << said);
        CHECK_FALSE(said.empty());
        CHECK(said.find('\n') == said.npos);
        for (const auto& part : wrong.said)
            CHECK(said.find(part) != said.npos);
    }
}

TEST_CASE("a slot or a field may not stand twice") {
    const auto at = good.find("[[material]]"), field = good.find("[[field]]"), end = good.find("[eligibility]");
    CHECK(error_of(good + "\n" + good.substr(at, field - at)).find("twice") != std::string::npos);
    CHECK(error_of(good + "\n" + good.substr(field, end - field)).find("twice") != std::string::npos);
}

TEST_CASE("a file that is not there is an error of configuration") {
    CHECK_THROWS_AS(load_campaign("/nonexistent/campaign.toml"), ConfigError);
    CHECK_THROWS_AS(load_campaign("/"), ConfigError);
}
