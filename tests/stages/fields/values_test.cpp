#include "stages/fields/values.h"

#include "tests/support.h"

using namespace shenbao;
using namespace shenbao::values;

TEST_CASE("credit codes are proved by their check digit") {
    for (const char* good : {"91350100M000100Y43", "91110000600037341L", "91440300708461136T"}) {
        CAPTURE(good);
        CHECK(is_uscc(good));
    }
    CHECK_FALSE(is_uscc("91370000163562681G"));
    CHECK(is_uscc_shaped("91370000163562681G"));
    CHECK_FALSE(is_uscc_shaped("9137000016356268IG")); // no I in the alphabet
    CHECK_FALSE(is_uscc_shaped("9137000016356268"));
    CHECK_FALSE(is_uscc(""));
    CHECK(uscc_check("91350100M000100Y4") == '3');
    CHECK_FALSE(uscc_check("91350100M000100YO").has_value());
    CHECK(uscc_region("91350100M000100Y43") == "350100");
    CHECK(is_organisation_code(uscc_organisation("91350100M000100Y43")));
}

TEST_CASE("a single wrong character never passes the check") {
    const std::string good = "91350100M000100Y43";
    for (std::size_t i = 0; i < good.size(); ++i)
        for (char c : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
            std::string other = good;
            other[i] = c;
            CHECK(is_uscc(other) == (other == good));
        }
}

TEST_CASE("telephone numbers, several in a cell") {
    CHECK(phones("0533-5608393") == std::vector<std::string>{"0533-5608393"});
    CHECK(phones("（0533）5608393") == std::vector<std::string>{"0533-5608393"});
    CHECK(phones("05335608393") == std::vector<std::string>{"0533-5608393"});
    CHECK(phones("010-62345678转801") == std::vector<std::string>{"010-62345678-801"});
    CHECK(phones("＋86 138 0013 8000") == std::vector<std::string>{"13800138000"});
    CHECK(phones("0533－5608393/13800138000；8324071") ==
          std::vector<std::string>{"0533-5608393", "13800138000", "8324071"});
    CHECK(phones("张三 13800138000 李四、13900139000") == std::vector<std::string>{"13800138000", "13900139000"});
    CHECK(phones("无").empty());
    CHECK(is_phone("0533-5608393"));
    CHECK(is_phone("400-8001234") == false);
    CHECK_FALSE(is_mobile("12800138000"));
    CHECK_FALSE(is_phone("123"));
}

TEST_CASE("mail addresses") {
    CHECK(emails("eb889@example64.\ncom") == std::vector<std::string>{"eb889@example64.com"});
    CHECK(emails("ａ@b.cn；c.d@e.com.cn") == std::vector<std::string>{"a@b.cn", "c.d@e.com.cn"});
    CHECK(emails("eb889example.com").empty());
    CHECK_FALSE(is_email("a@b"));
    CHECK_FALSE(is_email("a@@b.cn"));
}

TEST_CASE("dates in the ways they are written") {
    for (const char* written : {"2021年6月7日", "2021.06.07", "2021-6-7", "2021/06/07", "二〇二一年六月七日",
                                "2021 年 6 月 7 日", "20210607", "日期：2021年６月７日"}) {
        CAPTURE(written);
        CHECK(date(written) == std::optional<std::string>("2021-06-07"));
    }
    CHECK(date("二〇二一年十一月二十五日") == std::optional<std::string>("2021-11-25"));
    CHECK_FALSE(date("2021年2月30日").has_value());
    CHECK_FALSE(date("6月7日").has_value());
}

TEST_CASE("amounts are decimal strings, never floats") {
    CHECK(amount("150,798.83") == std::optional<std::string>("150798.83"));
    CHECK(amount("￥１５０，７９８．８３") == std::optional<std::string>("150798.83"));
    CHECK(amount("-302.96") == std::optional<std::string>("-302.96"));
    CHECK(amount("（302.96）") == std::optional<std::string>("-302.96"));
    CHECK(amount("－0.50") == std::optional<std::string>("-0.50"));
    CHECK(amount("亏损12.3万元") == std::optional<std::string>("-12.3"));
    CHECK_FALSE(amount("10和20").has_value());
    CHECK_FALSE(amount("无").has_value());
}

TEST_CASE("units move the point exactly") {
    CHECK(convert("1.5", "亿元", "万元") == "15000");
    CHECK(convert("1527349900", "元", "万元") == "152734.99");
    CHECK(convert("0.1", "元", "万元") == "0.00001");
    CHECK(convert("-302.96", "万元", "元") == "-3029600");
    CHECK(convert("12.30", "万元", "万元") == "12.30");
    CHECK(convert("12.30", "", "万元") == "12.30");
    CHECK(unit_in("利润总额（万元）") == "万元");
    CHECK(unit_in("单位：亿元") == "亿元");
    CHECK(unit_in("单元名称").empty());
    CHECK(unit_in("注册资本(元)") == "元");
    CHECK(sign_of("-0.00") == 0);
    CHECK(sign_of("-0.01") == -1);
    CHECK(sign_of("3") == 1);
}

TEST_CASE("company names: the same, short, another ending, another") {
    CHECK(compare_companies("山东（青岛）某某有限公司", "山东(青岛)某某 有限公司") == CompanyMatch::same);
    CHECK(compare_companies("山东明达重型机械", "山东明达重型机械有限责任公司") == CompanyMatch::short_form);
    CHECK(compare_companies("明达重型机械有限责任公司", "山东明达重型机械有限责任公司") == CompanyMatch::short_form);
    CHECK(compare_companies("明达重机", "山东明达重型机械有限责任公司") == CompanyMatch::short_form);
    CHECK(compare_companies("某某有限公司", "某某有限责任公司") == CompanyMatch::other_ending);
    CHECK(compare_companies("某某集团有限公司", "某某有限公司") == CompanyMatch::other_ending);
    CHECK(compare_companies("东岳食品有限公司", "宏远食品有限公司") == CompanyMatch::different);
    CHECK(is_company("青岛东岳食品有限公司"));
    CHECK_FALSE(is_company("法定代表人"));
    CHECK(is_person("王小明"));
    CHECK(is_person("买买提·艾力"));
    CHECK_FALSE(is_person("联系电话是多少"));
}

TEST_CASE("values as a record writes them") {
    CHECK(normalise(FieldType::uscc, " 9137 0000 7062 6660 1p ") == "91370000706266601P");
    CHECK(normalise(FieldType::person, "王 小 明（签字）") == "王小明");
    CHECK(normalise(FieldType::company, "某 某 有限公司（盖章）") == "某某有限公司");
    CHECK(normalise(FieldType::money, "1.2亿元", "万元", "万元") == "12000");
    CHECK(normalise(FieldType::money, "3,000", "元", "万元") == "0.3");
    CHECK(normalise(FieldType::date, "2021年6月7日") == "2021-06-07");
    CHECK(is_valid(FieldType::number, "2021001", "\\d{7}"));
    CHECK_FALSE(is_valid(FieldType::number, "2021001X", "\\d{7}"));
    CHECK_FALSE(is_valid(FieldType::uscc, "91370000163562681G"));
}
