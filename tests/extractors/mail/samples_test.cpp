// The checked-in sample mailbox: what each of its mails carries.
#include "mail_support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::vector<std::string> sample_mails() {
    static const std::string file = slurp(fs::path(SHENBAO_ROOT) / "samples" / "mailbox.mbox");
    MailboxFacts box = read_mbox(file);
    REQUIRE(accounted(box) == file.size());
    std::vector<std::string> mails;
    for (const MessageRange& range : box.messages)
        mails.push_back(file.substr(range.offset, range.bytes));
    return mails;
}

} // namespace

TEST_CASE("the sample mailbox", "[samples]") {
    std::vector<std::string> mails = sample_mails();
    REQUIRE(mails.size() == 24);
    auto package = [&](std::size_t number) { return Mail(mails.at(number - 1)).attachments().at(0).file.name; };

    CHECK(package(1) == "2021031+齐州示例轴承有限公司.rar");
    CHECK(package(2) == "2021032+济水样板数控机床股份有限公司.rar");
    CHECK(Mail(mails[1])->subject == "2021032+济水样板数控机床股份有限公司");
    CHECK(Mail(mails[1])->from_name == "赵例文");
    CHECK(package(4) == "2021034+东岭虚构化工有限责任公司.zip");
    CHECK(Mail(mails[20])->subject == "2021051+章丘山示意阀门有限公司");
    CHECK(Mail(mails[0])->received == "2021-06-08T09:30:41+08:00");
    CHECK(Mail(mails[0])->date == "2021-06-08T09:30:00+08:00");

    Mail question(mails[17]);
    CHECK(question.attachments().empty());
    CHECK(question->cloud.empty());
    CHECK(question->body.find("申报编号从哪里查") != std::string::npos);

    Mail cloud(mails[18]);
    REQUIRE(cloud->cloud.size() == 1);
    CHECK(cloud->cloud[0].name == "2021049+潍水虚拟软件技术有限公司.rar");
    CHECK(cloud->cloud[0].size == "80.96M");

    Mail forwarded(mails[19]);
    REQUIRE(forwarded.attachments().size() == 1);
    CHECK(forwarded.attachments()[0].number == "2.2");
    CHECK(forwarded->body == "转发企业材料，请查收。");

    for (const std::string& mail : mails)
        CHECK(Mail(mail).facts.outcome == Outcome::ok);
}
