// Cloud attachments: files that the mail only links to.
#include "mail_support.h"

#include "extractors/mail/cloud.h"

using namespace shenbao;
using namespace shenbao::test;
using namespace shenbao::mail;

TEST_CASE("NetEase", "[cloud]") {
    std::string html = R"(<p>见附件</p><div id="divNeteaseBigAttach"><div><b>从网易163邮箱发来的超大附件</b></div>
<div><div><a href="https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT&amp;file=abc123"><img src="x.png"></a></div>
<div><a href="https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT&amp;file=abc123">2021001+齐州示例有限公司.rar</a></div>
<div>(80.96M, 2021年8月17日 0:49 到期)</div><div><a href="https://mail.163.com/large-attachment-download/index.html?p=X&amp;file=abc123">下载</a></div></div></div>)";
    auto found = cloud_attachments(read_html(html));
    REQUIRE(found.size() == 1);
    CHECK(found[0].provider == "netease");
    CHECK(found[0].name == "2021001+齐州示例有限公司.rar");
    CHECK(found[0].size == "80.96M");
    CHECK(found[0].expiry == "2021年8月17日 0:49");
    CHECK(found[0].link ==
          "https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT&file=abc123");
}

TEST_CASE("two files, each with its size", "[cloud]") {
    std::string html = R"(<b>从QQ邮箱发来的超大附件</b>
<div><a href="http://mail.qq.com/cgi-bin/ftnExs_download?k=1&t=exs_ftn_download&code=a">甲.rar</a> (35.2M, 2021年07月10日 17:35 到期)<a href="http://mail.qq.com/cgi-bin/ftnExs_download?k=1&t=exs_ftn_download&code=a">进入下载页面</a></div>
<div><a href="http://mail.qq.com/cgi-bin/ftnExs_download?k=2&t=exs_ftn_download&code=b">乙.rar</a> (1.5G, 2021年07月11日 17:35 到期)<a href="http://mail.qq.com/cgi-bin/ftnExs_download?k=2&t=exs_ftn_download&code=b">进入下载页面</a></div>)";
    auto found = cloud_attachments(read_html(html));
    REQUIRE(found.size() == 2);
    CHECK(found[0].provider == "tencent");
    CHECK((found[0].name == "甲.rar" && found[0].size == "35.2M" && found[0].expiry == "2021年07月10日 17:35"));
    CHECK((found[1].name == "乙.rar" && found[1].size == "1.5G" && found[1].expiry == "2021年07月11日 17:35"));
}

TEST_CASE("plain text", "[cloud]") {
    auto found =
        cloud_attachments("您好\n\n从腾讯企业邮箱发来的超大附件\n\n申报材料.zip (120.50M, 2021年6月30日 10:00 到期)\n"
                          "进入下载页面：https://exmail.qq.com/cgi-bin/ftnExs_download?k=77&code=c\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].provider == "tencent");
    CHECK(found[0].name == "申报材料.zip");
    CHECK(found[0].size == "120.50M");
    CHECK(found[0].link == "https://exmail.qq.com/cgi-bin/ftnExs_download?k=77&code=c");
}

TEST_CASE("a heading whose links were lost", "[cloud]") {
    auto found = cloud_attachments("从网易126邮箱发来的云附件\n\n材料.rar\n(8.1M, 2021年6月30日 10:00 到期)\n下载\n");
    REQUIRE(found.size() == 1);
    CHECK((found[0].provider == "netease" && found[0].name == "材料.rar" && found[0].link.empty()));
}

TEST_CASE("what is no cloud attachment", "[cloud]") {
    CHECK(
        cloud_attachments(read_html("<div id=\"divNeteaseBigAttach\"></div><a href=\"https://mail.163.com/\">邮箱</a>"))
            .empty());
    CHECK(cloud_attachments(read_html("<a href=\"https://example.com/large-attachment-download/?file=a\">a.rar</a>"))
              .empty());
    CHECK(cloud_attachments("产量 (80.96M, 2021年)\n").empty());
}

TEST_CASE("both bodies of a mail name the same file once", "[cloud]") {
    std::string link = "https://wx.mail.qq.com/ftn/download?func=3&key=1";
    Mail mail("From: a@example.com\nSubject: x\nContent-Type: multipart/alternative; "
              "boundary=xx\n\n--xx\nContent-Type: text/plain; charset=utf-8\n\n"
              "从QQ邮箱发来的超大附件\n甲.rar (35.2M, 2021年07月10日 17:35 到期)\n" +
              link + "\n--xx\nContent-Type: text/html; charset=utf-8\n\n从QQ邮箱发来的超大附件<br><a href=\"" + link +
              "\">甲.rar</a> (35.2M, 2021年07月10日 17:35 到期)\n--xx--\n");
    REQUIRE(mail->cloud.size() == 1);
    CHECK(mail->cloud[0].name == "甲.rar");
    CHECK(mail.attachments().empty());
}
