#include "tests/stages/fields/builders.h"
#include "tests/support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

const std::string company = "山东示例精密铸造股份有限公司";
const std::string code = "91350100M000100Y43";

std::vector<std::vector<std::string>> form_rows() {
    return {{"企业名称", company, "", ""},
            {"统一社会信用代码", code, "", ""},
            {"申报编号", "2021037", "法定代表人", "张三"},
            {"通讯地址", "山东省示例市创业路1号", "", ""},
            {"联 系 人", "王小明", "联系电话", "0533-5608393"},
            {"手机", "13800138000", "电子邮箱", "eb889@example64.\ncom"},
            {"标杆名称", "全流程质量追溯", "", ""},
            {"指标（万元）", "2018年", "2019年", "2020年"},
            {"营业收入", "150,798.83", "171,823.91", "190,663.54"},
            {"利润总额", "8,706.48", "-10.50", "（18.12）"}};
}

Submission with_form(std::vector<Block> blocks) { return submission({file("推荐表.pdf", "pdf", std::move(blocks))}); }

std::vector<Block> titled(Table t) { return {paragraph(digital("2021年全国质量标杆推荐表")), std::move(t)}; }

} // namespace

TEST_CASE("a form's table is read by its labels") {
    const auto fields = fields_of(with_form(titled(digital_table(form_rows()))));
    const auto value = [&](const std::string& id) { return find(fields, id) ? find(fields, id)->value : "(none)"; };
    CHECK(value("company") == company);
    CHECK(value("uscc") == code);
    CHECK(find(fields, "uscc")->status == FieldStatus::confirmed);
    CHECK(value("number") == "2021037");
    CHECK(value("address") == "山东省示例市创业路1号");
    CHECK(value("contact") == "王小明");
    CHECK(value("phone") == "0533-5608393");
    CHECK(value("mobile") == "13800138000");
    CHECK(value("email") == "eb889@example64.com");
    CHECK(value("title") == "全流程质量追溯");
    const auto* profit = find(fields, "profit");
    REQUIRE(profit);
    CHECK(profit->series ==
          std::map<std::string, std::string>{{"2018", "8706.48"}, {"2019", "-10.50"}, {"2020", "-18.12"}});
    CHECK(profit->status == FieldStatus::read);
    CHECK(find(fields, "revenue")->series.at("2020") == "190663.54");
}

TEST_CASE("fields come in the campaign's order, and only those that were found") {
    const auto fields =
        fields_of(with_form(titled(digital_table({{"手机", "13800138000"}, {"企业名称", company}, {"申报编号", ""}}))));
    REQUIRE(fields.size() == 2);
    CHECK(fields[0].id == "company");
    CHECK(fields[1].id == "mobile");
}

TEST_CASE("a series in one cell, a year a line, years down the side, years in the label") {
    const auto profit = [](const std::vector<std::vector<std::string>>& rows) {
        const auto fields = fields_of(with_form(titled(digital_table(rows))));
        const auto* f = find(fields, "profit");
        return f ? f->series : std::map<std::string, std::string>();
    };
    const std::map<std::string, std::string> expected = {
        {"2018", "8706.48"}, {"2019", "10838.96"}, {"2020", "18188.12"}};
    CHECK(profit({{"利润总额（万元）", "2018年：8,706.48  2019年：\n10,838.96  2020年：18,188.12"}}) == expected);
    CHECK(profit({{"年度", "营业收入（万元）", "利润总额（万元）"},
                  {"2018", "1", "8,706.48"},
                  {"2019", "2", "10,838.96"},
                  {"2020", "3", "18,188.12"}}) == expected);
    CHECK(profit({{"2018年利润总额", "8,706.48"}, {"2019年利润总额", "10,838.96"}, {"2020年利润总额", "18,188.12"}}) ==
          expected);
    CHECK(profit({{"2018-2020年利润总额（万元）", "2018年：8,706.48  2019年：10,838.96  2020年：18,188.12"}}) ==
          expected);
    CHECK(profit({{"指标", "2018年（元）", "2019年（元）", "2020年（元）"},
                  {"利润总额", "87064800", "108389600", "181881200"}}) == expected);
    CHECK(profit({{"利润总额（元）", "2018年：87064800 2019年：108389600 2020年：181881200"}}) == expected);
}

TEST_CASE("columns without years are a guess and say so") {
    const auto fields = fields_of(with_form(titled(digital_table({{"利润总额（万元）", "1.5", "2.5", "3.5"}}))));
    const auto* profit = find(fields, "profit");
    REQUIRE(profit);
    CHECK(profit->series.at("2019") == "2.5");
    CHECK(profit->status == FieldStatus::uncertain);
}

TEST_CASE("labels in running text, in one cell, and heading a column") {
    const auto text = fields_of(with_form({paragraph(digital("推荐表")),
                                           paragraph(digital("企业名称：" + company + "  统一社会信用代码：" + code)),
                                           paragraph(digital("联系人：王小明 联系电话：0533-5608393")),
                                           paragraph(digital("推荐单位名称：示例市某某局"))}));
    CHECK(find(text, "company")->value == company);
    CHECK(find(text, "uscc")->value == code);
    CHECK(find(text, "contact")->value == "王小明");
    CHECK(find(text, "phone")->value == "0533-5608393");
    const auto cell = fields_of(with_form(titled(
        digital_table({{"企业名称：" + company, "申报编号：2021037"}, {"联系人及电话", "王小明 13800138000"}}))));
    CHECK(find(cell, "company")->value == company);
    CHECK(find(cell, "number")->value == "2021037");
    CHECK(find(cell, "contact")->value == "王小明");
    CHECK(find(cell, "phone")->value == "13800138000");
    const auto column = fields_of(
        with_form(titled(digital_table({{"企业名称", "申报编号", "联系人"}, {company, "2021037", "王小明"}}))));
    CHECK(find(column, "company")->value == company);
    CHECK(find(column, "number")->value == "2021037");
    CHECK(find(column, "contact")->value == "王小明");
}

TEST_CASE("an empty field takes no neighbour's value") {
    const auto fields = fields_of(with_form(
        titled(digital_table({{"申报编号", "", "法定代表人", "张三"}, {"联系人", "联系电话", "0533-5608393", ""}}))));
    CHECK(find(fields, "number") == nullptr);
    CHECK(find(fields, "contact") == nullptr);
}

TEST_CASE("readings of a scan vote, and the check digit decides") {
    const Table t = table(
        {{scanned("企业名稱", 0.8), scanned({{company, 0.9}, {company, 0.85}, {"山东示例精密铸造股份有限公可", 0.9}})},
         {scanned("统一社会信用代码"),
          scanned({{"9135O1OOM0001O0Y43", 0.8}, {"91350100M000100Y48", 0.85}, {"91350100M000100Y43", 0.6}})},
         {scanned("联系电话"), scanned({{"0533-5608393", 0.9}, {"0533—5608393", 0.88}, {"0538-5608393", 0.5}})}});
    const auto fields = fields_of(submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), t})}));
    CHECK(find(fields, "company")->value == company);
    CHECK(find(fields, "uscc")->value == code);
    CHECK(find(fields, "uscc")->status == FieldStatus::confirmed);
    CHECK(find(fields, "phone")->value == "0533-5608393");
}

TEST_CASE("a code that is wrong on paper stays as it is read") {
    const std::string wrong = "91370000163562681G";
    const auto unanimous = fields_of(submission(
        {scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("统一社会信用代码"), scanned(wrong)}})})}));
    CHECK(find(unanimous, "uscc")->value == wrong);
    CHECK(find(unanimous, "uscc")->status == FieldStatus::read);
    const auto typed = fields_of(with_form(titled(digital_table({{"统一社会信用代码", wrong}}))));
    CHECK(find(typed, "uscc")->value == wrong);
    CHECK(find(typed, "uscc")->status == FieldStatus::read);
}

TEST_CASE("readings that quarrel are never passed off as read") {
    const Table t =
        table({{scanned("联系人"), scanned({{"王晓朋", 0.6}, {"王晓明", 0.62}, {"工晓明", 0.5}, {"王皖明", 0.55}})},
               {scanned("手机"), scanned({{"13800138000", 0.7}, {"13300138000", 0.72}, {"18800138000", 0.7}})},
               {scanned("申报编号"), scanned({{"20210", 0.7}, {"2O2l0Z7", 0.4}})}});
    const auto fields = fields_of(submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), t})}));
    for (const char* id : {"contact", "mobile", "number"}) {
        CAPTURE(id);
        REQUIRE(find(fields, id));
        CHECK(find(fields, id)->status == FieldStatus::uncertain);
        CHECK(find(fields, id)->readings.size() > 1);
    }
}

TEST_CASE("what a package's name or a Word document says settles unsure ink") {
    const Text unsure = scanned({{"山东示例精密铸造股份有限公可", 0.7},
                                 {"山东示例精蜜铸造股份有限公司", 0.7},
                                 {"山束示例精密铸造股份有限公司", 0.65}});
    const auto form = [&] {
        return scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("企业名称"), unsure}})});
    };
    Hints hints;
    hints.company = company;
    const auto by_name = fields_of(submission({form()}), hints);
    CHECK(find(by_name, "company")->value == company);
    CHECK(find(by_name, "company")->status != FieldStatus::uncertain);
    const auto by_word =
        fields_of(submission({form(), file("申报材料.docx", "docx",
                                           {paragraph(digital("质量管理典型经验")), paragraph(digital(company))})}));
    CHECK(find(by_word, "company")->value == company);
    CHECK(find(by_word, "company")->status != FieldStatus::uncertain);
}

TEST_CASE("a document that says another name is kept as a reading of its own") {
    const std::string other = "山东另家食品有限公司";
    const Submission s = submission(
        {file("推荐表.pdf", "pdf", titled(digital_table({{"企业名称", company}, {"统一社会信用代码", code}}))),
         file("承诺书.pdf", "pdf",
              {paragraph(digital("承诺书")),
               paragraph(digital(other + "（统一社会信用代码：\n" + code + "）郑重承诺：所提交材料真实。"))})});
    const auto fields = fields_of(s);
    const auto* f = find(fields, "company");
    REQUIRE(f);
    CHECK(f->value == company);
    REQUIRE(f->readings.size() >= 2);
    CHECK(f->readings[0].entry == "推荐表.pdf");
    CHECK(f->readings[1].entry == "承诺书.pdf");
    CHECK(f->readings[1].value == other);
    CHECK(f->readings[1].confidence > 0.9);
    CHECK(find(fields, "uscc")->status == FieldStatus::confirmed);
    CHECK(find(fields, "uscc")->readings.size() == 2);
}

TEST_CASE("another legal ending is never taken for the same company") {
    Hints hints;
    hints.company = "山东示例精密铸造有限公司";
    const auto fields = fields_of(submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")),
                                                                  table({{scanned("企业名称"), scanned(company)}})})}),
                                  hints);
    CHECK(find(fields, "company")->value == company);
}

TEST_CASE("figures of a scan are confirmed by the application's") {
    const Table numbers = digital_table(
        {{"指标", "2018年", "2019年", "2020年"}, {"利润总额（万元）", "8,706.48", "10,838.96", "18,188.12"}});
    const Table form =
        table({{scanned("利润总额（万元）"), scanned({{"2018年：8,706.48 2019年：10,838.96 2020年：18,188.12", 0.8},
                                                      {"2018年: 8,706.48 10.838.96 2020年: 18,183.12", 0.8}})}});
    const auto fields =
        fields_of(submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), form}),
                              file("申报材料.docx", "docx", {paragraph(digital("质量管理典型经验")), numbers})}));
    const auto* profit = find(fields, "profit");
    REQUIRE(profit);
    CHECK(profit->series ==
          std::map<std::string, std::string>{{"2018", "8706.48"}, {"2019", "10838.96"}, {"2020", "18188.12"}});
    CHECK(profit->status == FieldStatus::confirmed);
    CHECK(profit->readings.size() >= 2);
}

TEST_CASE("labels over two columns, names with their numbers, broken lines") {
    const auto fields =
        fields_of(with_form(titled(digital_table({{"联系人", "姓名", "王小明", "手机", "13800138000"},
                                                  {"通讯地址", "山东省示例市创业路\n376号", "", "", ""}}))));
    CHECK(find(fields, "contact")->value == "王小明");
    CHECK(find(fields, "mobile")->value == "13800138000");
    CHECK(find(fields, "address")->value == "山东省示例市创业路376号");
    const auto with_number = fields_of(with_form(titled(digital_table({{"联系人", "王小明（13800138000）"}}))));
    CHECK(find(with_number, "contact")->value == "王小明");
}

TEST_CASE("one file as form and pledge: each field is read on its own pages") {
    std::vector<Block> blocks = titled(digital_table({{"企业名称", company}, {"联系人", "王小明"}}));
    blocks.push_back(paragraph(digital("承诺书"), 2));
    blocks.push_back(paragraph(digital(company + "郑重承诺：所提交材料真实。"), 2));
    blocks.push_back(paragraph(digital("联系人：李四"), 2));
    const auto fields = fields_of(submission({file("材料.pdf", "pdf", std::move(blocks), 2)}));
    CHECK(find(fields, "contact")->value == "王小明");
    CHECK(find(fields, "company")->readings.size() == 2);
}

TEST_CASE("mail addresses out of bad readings") {
    const Table t = table(
        {{scanned("电子邮箱"),
          scanned({{"wa617@examp1e68.com", 0.88}, {"wa6170example68 .com", 0.6}, {"wa617Gexample68.com", 0.6}})}});
    const auto fields = fields_of(submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), t})}));
    REQUIRE(find(fields, "email"));
    CHECK(find(fields, "email")->value == "wa617@example68.com");
}

TEST_CASE("a scan that a typed document contradicts is in doubt, and both stand in the readings") {
    const Table numbers = digital_table(
        {{"指标", "2018年", "2019年", "2020年"}, {"利润总额（万元）", "8,706.48", "10,838.96", "18,188.12"}});
    const Table form =
        table({{scanned("利润总额（万元）"), scanned("2018年：8,706.48 2019年：77,838.96 2020年：18,188.12")}});
    const auto fields =
        fields_of(submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), form}),
                              file("申报材料.docx", "docx", {paragraph(digital("质量管理典型经验")), numbers})}));
    const auto* profit = find(fields, "profit");
    REQUIRE(profit);
    CHECK(profit->status == FieldStatus::uncertain);
    REQUIRE(profit->readings.size() >= 2);
    CHECK(profit->readings[0].series.at("2019") == "77838.96");
    CHECK(profit->readings[1].series.at("2019") == "10838.96");
}

TEST_CASE("values on printed lines and notes whose bracket recognition lost") {
    const auto lines = fields_of(with_form(
        {paragraph(digital("推荐表")), paragraph(digital("企业名称：__" + company + "__ 申报编号：__2021037__"))}));
    CHECK(find(lines, "company")->value == company);
    CHECK(find(lines, "number")->value == "2021037");
    Campaign c = campaign();
    c.fields.push_back(field("legal", FieldType::person, {"法定代表人"}, {"pledge"}));
    const auto pledge =
        fields_of(submission({scan("承诺书.pdf", {paragraph(scanned("承诺书")),
                                                  paragraph(scanned("法定代表人 签字） ： 何 芳", 0.9))})}),
                  {}, c);
    REQUIRE(find(pledge, "legal"));
    CHECK(find(pledge, "legal")->value == "何芳");
}

TEST_CASE("merged cells, and cells that stand nowhere") {
    Table t = digital_table({{"企业名称", company, ""},
                             {"申报编号", "2021037", "盖章处"},
                             {"利润总额（万元）", "2018年：1.5 2019年：2.5 2020年：3.5", ""}});
    t.cells[1].column_span = 2;
    t.cells.erase(t.cells.begin() + 2);
    t.cells[4].row_span = 2;
    Cell nowhere;
    nowhere.row = 2000000000;
    nowhere.column = 2147483647;
    nowhere.row_span = -7;
    nowhere.column_span = 2147483647;
    nowhere.content = digital("联系人");
    t.cells.push_back(nowhere);
    const auto fields = fields_of(with_form(titled(t)));
    CHECK(find(fields, "company")->value == company);
    CHECK(find(fields, "number")->value == "2021037");
    CHECK(find(fields, "profit")->series.size() == 3);
    CHECK(find(fields, "contact") == nullptr);
}

TEST_CASE("a deeply nested or empty document gives nothing and costs nothing") {
    Table t = digital_table({{"企业名称", company}});
    for (int i = 0; i < 50; ++i) {
        Table outer = digital_table({{""}});
        outer.cells[0].tables.push_back(t);
        t = outer;
    }
    CHECK(fields_of(with_form(titled(t))).empty());
    CHECK(fields_of(submission({})).empty());
    CHECK(fields_of(with_form({})).empty());
    CHECK(fields_of(with_form({paragraph(digital("")), paragraph(digital("："))})).empty());
}

TEST_CASE("addresses of a scan: a city that can only be one, and its last word") {
    const Text ink = scanned({{"山东省更庄市高新区创业路 836 苇", 0.6},
                              {"山东省吏庄市高新区创业路836号", 0.7},
                              {"山东省枣庄市高狐区创业路836号", 0.7}});
    const auto fields = fields_of(
        submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("通讯地址"), ink}})})}));
    REQUIRE(find(fields, "address"));
    CHECK(find(fields, "address")->value == "山东省枣庄市高新区创业路836号");
    const auto typed = fields_of(with_form(titled(digital_table({{"通讯地址", "山东省更庄市高狐区1苇"}}))));
    CHECK(find(typed, "address")->value == "山东省更庄市高狐区1苇"); // typed text is never mended
}

TEST_CASE("a number among specks and rules") {
    const Text ink = scanned({{"2021017A", 0.6}, {"20210175", 0.5}, {"2", 0.7}});
    Hints hints;
    hints.number = "2021017";
    const auto fields = fields_of(
        submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("申报编号"), ink}})})}), hints);
    REQUIRE(find(fields, "number"));
    CHECK(find(fields, "number")->value == "2021017");
    CHECK(find(fields, "number")->status == FieldStatus::confirmed);
}

TEST_CASE("a recogniser that votes itself speaks for the readings it left out") {
    Text ink{"王小明", 0.97, {{"王小明", 0.97, "vote"}}};
    const auto sure =
        fields_of(submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("联系人"), ink}})})}));
    CHECK(find(sure, "contact")->status == FieldStatus::read);
    ink = {
        "王小明", 0.55, {{"王小明", 0.55, "vote"}, {"王小朋", 0.95, "chi_sim/cut"}, {"王尔明", 0.94, "chi_sim/low"}}};
    const auto unsure =
        fields_of(submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("联系人"), ink}})})}));
    CHECK(find(unsure, "contact")->value == "王小明");
    CHECK(find(unsure, "contact")->status == FieldStatus::uncertain);
}

TEST_CASE("a series in running text, entries parted by commas, over two lines") {
    for (bool typed : {true, false}) {
        CAPTURE(typed);
        const auto say = [&](const std::string& s) { return typed ? digital(s) : scanned(s); };
        std::vector<Block> blocks = {paragraph(say("推荐表")),
                                     paragraph(say("利润总额（万元）：2018年 28,753.66，2019年 348,095.12,2020年")),
                                     paragraph(say("271,133.61")), paragraph(say("推荐单位意见：同意"))};
        const auto fields =
            fields_of(submission({typed ? file("推荐表.pdf", "pdf", blocks) : scan("推荐表.pdf", blocks)}));
        REQUIRE(find(fields, "profit"));
        CHECK(find(fields, "profit")->series ==
              std::map<std::string, std::string>{{"2018", "28753.66"}, {"2019", "348095.12"}, {"2020", "271133.61"}});
    }
}

TEST_CASE("what a recogniser voted on: a code wrong on paper in two documents, and another company's pledge") {
    const auto voted = [](const std::string& s) { return Text{s, 0.96, {{s, 0.96, "vote"}}}; };
    const std::string wrong = "91370000163562681G", other = "山东另家轨道交通有限责任公司";
    const Submission s = submission(
        {scan("推荐表.pdf", {paragraph(voted("推荐表")),
                             table({{voted("企业名称"), voted(company)}, {voted("统一社会信用代码"), voted(wrong)}})}),
         scan("承诺书.pdf",
              {paragraph(voted("承诺书")), paragraph(voted(other + "（统一社会信用代码：")),
               paragraph(voted(wrong + "）郑重承诺：")), paragraph(voted("申报单位（盖章）：" + other))})});
    Hints hints;
    hints.company = company;
    const auto fields = fields_of(s, hints);
    CHECK(find(fields, "uscc")->value == wrong);
    CHECK(find(fields, "uscc")->status != FieldStatus::uncertain);
    const auto* name = find(fields, "company");
    CHECK(name->value == company);
    CHECK(name->status == FieldStatus::confirmed);
    REQUIRE(name->readings.size() >= 2);
    CHECK(name->readings[1].value == other);
    CHECK(name->readings[1].confidence >= 0.85);
}

TEST_CASE("one character between the ink and the only other source is doubt, between it and two is the ink's mistake") {
    const auto voted = [](const std::string& s) { return Text{s, 0.96, {{s, 0.96, "vote"}}}; };
    const auto form = [&] {
        return scan("推荐表.pdf",
                    {paragraph(voted("推荐表")), table({{voted("企业名称"), voted("山东示例精密铸道股份有限公司")}})});
    };
    Hints hints;
    hints.company = company;
    const auto one = fields_of(submission({form()}), hints);
    CHECK(find(one, "company")->status == FieldStatus::uncertain);
    const auto two =
        fields_of(submission({form(), file("申报材料.docx", "docx",
                                           {paragraph(digital("质量管理典型经验")), paragraph(digital(company))})}),
                  hints);
    CHECK(find(two, "company")->value == company);
    CHECK(find(two, "company")->status == FieldStatus::read);
}

TEST_CASE("the remains of rules beside a value are none of it") {
    const auto voted = [](const std::string& s) { return Text{s, 0.93, {{s, 0.93, "vote"}}}; };
    const auto fields = fields_of(submission(
        {scan("推荐表.pdf", {paragraph(voted("推荐表")), table({{voted("联系人"), voted("高超辉  一一一")},
                                                                {voted("联系电话"), voted("0531-3523468  1")}})})}));
    CHECK(find(fields, "contact")->value == "高超辉");
    CHECK(find(fields, "phone")->value == "0531-3523468");
}

TEST_CASE("two scans misread alike confirm no name") {
    Campaign both = campaign();
    for (Field& f : both.fields)
        f.from = {"form", "pledge"};
    const auto says = [&](const std::string& form, double form_sure, const std::string& pledge, double pledge_sure) {
        const Submission s = submission(
            {scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("联系人"), voted(form, form_sure)}})}),
             scan("承诺书.pdf",
                  {paragraph(scanned("承诺书")), table({{scanned("联系人"), voted(pledge, pledge_sure)}})})});
        return fields_of(s, {}, both);
    };
    const auto status = [](const std::vector<FieldRecord>& fields) { return find(fields, "contact")->status; };
    CHECK(status(says("王海明", 0.9, "王海明", 0.9)) == FieldStatus::uncertain);
    CHECK(status(says("王海明", 0.98, "王海明", 0.9)) == FieldStatus::read);
    CHECK(status(says("王海明", 0.98, "王海明", 0.98)) == FieldStatus::confirmed);
}

TEST_CASE("the least sure character of a long line counts, not the mean") {
    const auto title = [](const Text& ink) {
        const auto fields = fields_of(
            submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("标杆名称"), ink}})})}));
        return find(fields, "title")->status;
    };
    CHECK(title(voted("基于数字挛生的焊接过程质量控制", 0.99)) == FieldStatus::read);
    CHECK(title(voted("基于数字挛生的焊接过程质量控制", 0.97)) == FieldStatus::uncertain);
}

TEST_CASE("a name that begins with no family name, or is made of characters that names have not, is in doubt") {
    const auto contact = [](const std::string& name) {
        const auto fields = fields_of(submission(
            {scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("联系人"), voted(name, 0.98)}})})}));
        return find(fields, "contact")->status;
    };
    CHECK(contact("戚志") == FieldStatus::read);
    CHECK(contact("威志") == FieldStatus::uncertain);
    CHECK(contact("陈晓霞") == FieldStatus::read);
    CHECK(contact("陈晓起") == FieldStatus::uncertain);
    CHECK(contact("欧阳明") == FieldStatus::read);
    CHECK(contact("阿依古丽·买买提") == FieldStatus::read);
}

TEST_CASE("a title one character off what the application has in type is that") {
    const auto title = [](const Text& ink) {
        const auto fields = fields_of(submission(
            {scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("标杆名称"), ink}})}),
             file("申报材料.docx", "docx",
                  {paragraph(digital("申报材料")), paragraph(digital("数字孪生的过程质量控制典型经验及主要成效"))})}));
        return *find(fields, "title");
    };
    const FieldRecord unsure = title(voted("数字李生的过程质量控制", 0.95));
    CHECK(unsure.value == "数字孪生的过程质量控制");
    CHECK(unsure.status == FieldStatus::read);
    CHECK(title(voted("数字李生的过程质量控制", 0.99)).status == FieldStatus::uncertain); // sure ink against type
    const FieldRecord another = title(voted("数据驱动的过程质量控制", 0.95));
    CHECK(another.value == "数据驱动的过程质量控制");
}

TEST_CASE("of a title's cell, lines that are a value of another type are not the title's") {
    const auto title = [](const Text& ink) {
        const auto fields = fields_of(
            submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("标杆名称"), ink}})})}));
        return find(fields, "title") ? find(fields, "title")->value : "(none)";
    };
    CHECK(title(scanned("abc.3497@example.com\n质量成本精细化管理")) == "质量成本精细化管理");
    CHECK(title(scanned("质量成本精细化管理\n13800138000")) == "质量成本精细化管理");
    CHECK(title(scanned("5G+工业互联网\n融合应用")) == "5G+工业互联网融合应用");
    CHECK(title(scanned("abc.3497@example.com")) == "(none)");
}

TEST_CASE("a code that checks in one reading alone is in doubt where another scan has nearly the same that does not") {
    const std::string good = code, bad = "91350100MO00100T43";
    const auto status = [](const Text& form, const Text& letter) {
        const auto fields = fields_of(submission(
            {scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("统一社会信用代码"), form}})}),
             scan("承诺书.pdf", {paragraph(scanned("承诺书")), table({{scanned("统一社会信用代码"), letter}})})}));
        return find(fields, "uscc")->status;
    };
    const Text once = scanned({{good, 0.9}});
    CHECK(status(once, scanned("(模糊)", 0.4)) == FieldStatus::read);
    CHECK(status(once, scanned(bad, 0.9)) == FieldStatus::uncertain);
    CHECK(status(scanned(good, 0.9), scanned(bad, 0.9)) == FieldStatus::confirmed); // in several readings
}

TEST_CASE("a dash before what only 一 makes a word with is that") {
    const auto title = [](const Text& ink) {
        const auto fields = fields_of(
            submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("标杆名称"), ink}})})}));
        return find(fields, "title")->value;
    };
    CHECK(title(scanned("供应链质量-体化管控经验")) == "供应链质量一体化管控经验");
    CHECK(title(scanned("政务-站式服务")) == "政务一站式服务");
    CHECK(title(scanned("质量-流程双提升")) == "质量-流程双提升");
    CHECK(title(digital("质量-体化")) == "质量-体化"); // as it was typed
}

TEST_CASE("a mail address with a sure rival, or without its first letters, is in doubt") {
    const auto email = [](const Text& ink) {
        const auto fields = fields_of(
            submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("电子邮箱"), ink}})})}));
        return find(fields, "email")->status;
    };
    const Text sure{"gx.9331@example.com",
                    0.97,
                    {{"gx.9331@example.com", 0.97, "vote"}, {"gx.9331@example,com", 0.9, "HanS/soft"}}};
    CHECK(email(sure) == FieldStatus::read);
    Text alone = sure; // no model of Chinese sees the same letters
    alone.readings.back().text = "gx.9831@example,com";
    CHECK(email(alone) == FieldStatus::uncertain);
    Text rivalled = sure;
    rivalled.readings.push_back({"qx.9331@example.com", 0.98, "eng/soft"});
    CHECK(email(rivalled) == FieldStatus::uncertain);
    rivalled.readings.back().text = "gb.9331@example.com";
    CHECK(email(rivalled) == FieldStatus::uncertain);
    CHECK(email(voted("全gx.9331@example.com", 0.9)) == FieldStatus::uncertain);
}

TEST_CASE("a mail address that another way reads with a mark more, or two letters for one, is in doubt") {
    const auto email = [](const std::string& chosen, const std::string& other) {
        const Text ink{
            chosen, 0.97, {{chosen, 0.97, "vote"}, {chosen, 0.9, "chi_sim/soft"}, {other, 0.8, "eng/found"}}};
        const auto fields = fields_of(
            submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("电子邮箱"), ink}})})}));
        CHECK(find(fields, "email")->value == chosen);
        return find(fields, "email")->status;
    };
    CHECK(email("bi.6522@exampleco.com", "bi.6522@examble-co.com") == FieldStatus::uncertain);
    CHECK(email("dk660@example.com", "dk_660@example.com") == FieldStatus::uncertain);
    CHECK(email("w_9766@example.com", "vv_9766@example.com") == FieldStatus::uncertain);
    CHECK(email("bv.2352@example.com", "bv..2352@example.com") == FieldStatus::read); // a speck
    CHECK(email("dk_660@example.com", "dk660@example.com") == FieldStatus::read);
}

TEST_CASE("readings vote on what they have, and one that is sure of a character more is heard") {
    const auto status = [](const std::string& label, const std::string& field, const Text& ink) {
        const auto fields =
            fields_of(submission({scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned(label), ink}})})}));
        return find(fields, field)->status;
    };
    const auto with = [](const std::string& chosen, const std::string& other) {
        return Text{chosen, 0.975, {{chosen, 0.975, "vote"}, {other, 0.98, "chi_sim/found"}}};
    };
    CHECK(status("联系人", "contact", voted("李晓", 0.975)) == FieldStatus::read);
    CHECK(status("联系人", "contact", with("李晓", "李平晓")) == FieldStatus::uncertain);
    CHECK(status("通讯地址", "address", voted("河北省沧州市创新大道23号", 0.98)) == FieldStatus::read);
    CHECK(status("通讯地址", "address", with("河北省沧州市创新大道23号", "河北省沧州市创新大道203号")) ==
          FieldStatus::uncertain);
    CHECK(status("通讯地址", "address", voted("河北省沧州市创新大道2号]号楼", 0.98)) == FieldStatus::uncertain);
    CHECK(status("电子邮箱", "email", voted("2gs.3453@example.com", 0.985)) == FieldStatus::uncertain);
    CHECK(status("电子邮箱", "email", voted("yemA210@example.com", 0.985)) == FieldStatus::uncertain);
    const Text alone{"15380108566", 0.883, {{"15380108566", 0.883, "chi_sim/soft"}}};
    CHECK(status("手机", "mobile", alone) == FieldStatus::uncertain);
}

TEST_CASE("a code that proves itself gives way to no window of another scan's longer reading") {
    const Text sure{
        "91350100M000100Y43", 0.86, {{"91350100M000100Y43", 0.86, "vote"}, {"913501OOM0O010OY48", 0.98, "eng/high"}}};
    const Text longer = voted("91350100M0000100Y43", 0.92);
    const auto fields = fields_of(submission(
        {scan("推荐表.pdf", {paragraph(scanned("推荐表")), table({{scanned("统一社会信用代码"), sure}})}),
         scan("承诺书.pdf", {paragraph(scanned("承诺书")), table({{scanned("统一社会信用代码"), longer}})})}));
    CHECK(find(fields, "uscc")->value == "91350100M000100Y43");
    CHECK(find(fields, "uscc")->status == FieldStatus::confirmed);
}

TEST_CASE("labels beside a seal's smudges, with torn brackets, stray marks and tailed colons are labels") {
    const auto fields = fields_of(submission({scan(
        "推荐表.pdf",
        {paragraph(scanned("推荐表")), paragraph(scanned("通讯地址，山东省济南市经十东路2392号")),
         table({{voted("W\n联系人\n一", 0.5), scanned("冯丽")},
                {voted("手机 ““", 0.9), scanned("15903527317")},
                {voted("营业收入 !\n万元 )", 0.8), scanned("2018年:2,891.68; 2019年:2,760.62; 2020年:3,338.36")}})})}));
    for (const char* id : {"contact", "mobile", "address", "revenue"}) {
        INFO(id);
        REQUIRE(find(fields, id));
    }
    CHECK(find(fields, "contact")->value == "冯丽");
    CHECK(find(fields, "mobile")->value == "15903527317");
    CHECK(find(fields, "address")->value == "山东省济南市经十东路2392号");
    CHECK(find(fields, "revenue")->series.at("2019") == "2760.62");
}

TEST_CASE("a unit that one label lost is that of the table's other amounts; a province is told by its city") {
    const auto fields = fields_of(submission({scan(
        "推荐表.pdf", {paragraph(scanned("推荐表")), paragraph(scanned("通讯地址:过宁省鞍山市长江路1263号")),
                       table({{voted("年度", 0.9), voted("2018年", 0.9), voted("2019年", 0.9), voted("2020年", 0.9)},
                              {voted("营业收入(元)", 0.9), scanned("615,340,100.00"), scanned("557,772,100.00"),
                               scanned("638,483,900.00")},
                              {voted("利润总额(郊)", 0.9), scanned("17,083,100.00"), scanned("20,382,700.00"),
                               scanned("93,963,100.00")}})})}));
    REQUIRE(find(fields, "profit"));
    CHECK(find(fields, "profit")->series.at("2018") == "1708.31");
    REQUIRE(find(fields, "address"));
    CHECK(find(fields, "address")->value == "辽宁省鞍山市长江路1263号");
}
