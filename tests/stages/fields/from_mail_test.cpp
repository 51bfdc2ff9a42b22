#include "stages/fields/from_mail.h"

#include "tests/stages/fields/builders.h"
#include "tests/support.h"

using namespace shenbao;
using namespace shenbao::test;
using namespace shenbao::fields_detail;

namespace {

// A form of one field, scanned, in a mail.
FieldRecord read_with(const std::string& label, const Text& value, const MailFacts& mail) {
    Submission s = submission(
        {scan("推荐表.pdf", {paragraph(scanned("2021年全国质量标杆推荐表")), table({{scanned(label), value}})})});
    s.has_mail = true;
    s.mail = mail;
    const auto fields = fields_of(s);
    REQUIRE(fields.size() == 1);
    return fields.front();
}

MailFacts from(const std::string& address) {
    MailFacts mail;
    mail.from_address = address;
    return mail;
}

MailFacts saying(const std::string& body) {
    MailFacts mail;
    mail.body = body;
    return mail;
}

const Text doubtful_address = scanned({{"2s8734@mailexample.com", 0.8}, {"Zs8734@mailexamp1e.com", 0.7}});

} // namespace

TEST_CASE("the mail names its sender, and persons under a field's label") {
    MailFacts mail = saying("您好：\n　　现报送申报材料，请查收。\n联系人：赵国勇　18426728702\n");
    mail.from_address = "office@example.com";
    mail.reply_to = "zhao@example.com";
    const Campaign c = campaign();
    const auto values = values_in_mail(c, mail);
    REQUIRE(values.size() == c.fields.size());
    for (std::size_t f = 0; f < values.size(); ++f) {
        INFO(c.fields[f].id);
        if (c.fields[f].id == "contact")
            CHECK(values[f] == std::vector<std::string>{"赵国勇"});
        else if (c.fields[f].id == "email")
            CHECK(values[f] == std::vector<std::string>{"office@example.com", "zhao@example.com"});
        else
            CHECK(values[f].empty());
    }
    for (const auto& none : values_in_mail(c, {}))
        CHECK(none.empty());
}

TEST_CASE("an address that the sender's differs from in look-alikes and lost marks is the sender's") {
    CHECK(read_with("电子邮箱", doubtful_address, {}).status == FieldStatus::uncertain);
    const auto read = read_with("电子邮箱", doubtful_address, from("zs8734@mail.example.com"));
    CHECK(read.value == "zs8734@mail.example.com");
    CHECK(read.status == FieldStatus::read);
}

TEST_CASE("an address of the same office that differs in a figure is a better guess at most, and never contradicts") {
    const Text unsure =
        scanned({{"zs8734@example.com", 0.8}, {"zs8754@example.com", 0.8}, {"2s8134@example.com", 0.7}});
    CHECK(read_with("电子邮箱", unsure, from("zs8736@example.com")).status == FieldStatus::uncertain);
    const Text sure = voted("zs8734@example.com", 0.99);
    const auto other = read_with("电子邮箱", sure, from("zs8736@example.com"));
    CHECK(other.value == "zs8734@example.com");
    CHECK(other.status == read_with("电子邮箱", sure, from("nobody@another.example")).status);
    CHECK(other.status == read_with("电子邮箱", sure, {}).status);
}

TEST_CASE("what ink and mail say alike is confirmed") {
    CHECK(read_with("电子邮箱", scanned("zs8734@example.com", 0.9), from("ZS8734@example.com")).status ==
          FieldStatus::confirmed);
    const MailFacts mail = saying("联系人：王小明\n手机：13800138000");
    CHECK(read_with("联系人", scanned("王小明", 0.9), mail).status == FieldStatus::confirmed);
    CHECK(read_with("手机", scanned("13800138000", 0.7), mail).status == FieldStatus::confirmed);
    CHECK(read_with("手机", scanned("13800138001", 0.9), mail).status != FieldStatus::confirmed);
}

TEST_CASE("a person named in the mail tells a doubtful character of the name, and stands for nobody else") {
    const Text doubtful = scanned({{"张黎志", 0.7}, {"张余志", 0.6}});
    CHECK(read_with("联系人", doubtful, saying("联系人：张鑫志 13800138000")).value == "张鑫志");
    CHECK(read_with("联系人", doubtful, saying("联系人：李晓红 13800138000")).value == "张黎志");
    CHECK(read_with("联系人", doubtful, saying("联系人：李晓红 13800138000")).status == FieldStatus::uncertain);
}

TEST_CASE("a name of two characters is borne out where it stands by itself") {
    const Text name = scanned("张伟", 0.9);
    CHECK(read_with("联系人", name, saying("张伟，13800138000")).status == FieldStatus::confirmed);
    CHECK(read_with("联系人", name, saying("张伟丽，13800138000")).status != FieldStatus::confirmed);
}
