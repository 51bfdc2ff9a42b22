// Headers as they really come.
#include "mail_support.h"

#include "extractors/mail/address.h"
#include "extractors/mail/date.h"
#include "extractors/mail/encoded_word.h"
#include "extractors/mail/parameters.h"
#include "pipeline/model/text.h"

using namespace shenbao;
using namespace shenbao::test;
using namespace shenbao::mail;

TEST_CASE("encoded words are joined before they are decoded", "[header]") {
    // 齐州示例, the second character cut in the middle, in UTF-8 and in GBK
    CHECK(decode_words("=?utf-8?B?6b2Q5Q==?=\r\n =?utf-8?B?t57npLrkvos=?=") == "齐州示例");
    CHECK(decode_words("=?GB2312?B?xuvW?=\n\t=?gb2312?B?3cq+wP0=?=") == "齐州示例");
    CHECK(decode_words("=?GBK?Q?=C6=EB=D6?= =?GBK?Q?=DD=CA=BE=C0=FD?=") == "齐州示例");
    CHECK(decode_words("=?x-gbk?B?xuvW3cq+wP0=?=") == "齐州示例");
    // a base64 group cut between two words
    CHECK(decode_words("=?utf-8?B?6b2Q5b?= =?utf-8?B?ee56S65L6L?=") == "齐州示例");
}

TEST_CASE("text round encoded words stays", "[header]") {
    CHECK(decode_words("2021001+=?utf-8?B?6b2Q5bee?=.rar") == "2021001+齐州.rar");
    CHECK(decode_words("=?utf-8?B?6b2Q5bee?= and =?gbk?B?yr7A/Q==?=") == "齐州 and 示例");
    CHECK(decode_words("a =?utf-8?Q?b_c=3D?= d") == "a b c= d");
    CHECK(decode_words("=?utf-8*zh?Q?x?=") == "x");
    CHECK(decode_words("1 =? 2 ?= 3") == "1 =? 2 ?= 3");
    CHECK(decode_words("=?utf-8?B?6b2Q5bee") == "齐州"); // without its end
    CHECK(decode_words("=?utf-8?Q?a b c?=") == "a b c"); // blanks that should not be there
    CHECK(decode_words("=?no-such-charset?B?6b2Q5bee?=") == "齐州");
    CHECK(decode_words("=?utf-8?B?yr7A/Q==?=") == "示例");                           // GBK that says it is UTF-8
    CHECK(decode_words("=?utf-8?B?6b2Q5bee56S65L6L5ZY=?=").starts_with("齐州示例")); // cut within the last character
}

TEST_CASE("raw bytes in a header are UTF-8, else GB18030", "[header]") {
    CHECK(decode_words("齐州示例") == "齐州示例");
    CHECK(decode_words("\xc6\xeb\xd6\xdd\xca\xbe\xc0\xfd") == "齐州示例");
}

TEST_CASE("parameters in all the forms they come in", "[header]") {
    auto name = [](const std::string& raw) { return parameter(read_structured("attachment; " + raw), "filename"); };
    CHECK(name("filename=\"=?GBK?B?xuvW3Q==?=.rar\"") == "齐州.rar");
    CHECK(name("filename=\"=?utf-8?B?6b2Q5Q==?=\r\n =?utf-8?B?t54=?=.rar\"") == "齐州.rar");
    CHECK(name("filename*=utf-8''%E9%BD%90%E5%B7%9E.rar") == "齐州.rar");
    CHECK(name("filename*=GB2312'zh'%C6%EB%D6%DD.rar") == "齐州.rar");
    CHECK(name("filename*0*=utf-8''%E9%BD%90%E5;\r\n filename*1*=%B7%9E;\r\n filename*2=.rar") == "齐州.rar");
    CHECK(name("filename*0*=utf-8''%E9%BD%9;\r\n filename*1*=0%E5%B7%9E.rar") == "齐州.rar");
    CHECK(name("filename*1*=%B7%9E.rar; filename*0*=utf-8''%E9%BD%90%E5") == "齐州.rar");
    CHECK(name("filename*0=\"=?utf-8?B?6b2Q5Q==?=\";filename*1=\"=?utf-8?B?t54=?=.rar\"") == "齐州.rar");
    CHECK(name("filename*=utf-8''%3D%3Futf-8%3FB%3F6b2Q5bee%3F%3D") == "齐州");
    CHECK(name("filename=a b c.rar; size=3") == "a b c.rar");
    CHECK(name("filename==?utf-8?Q?a;b?=.rar; size=3") == "a;b.rar");
    CHECK(name("filename=\"not closed.rar") == "not closed.rar");
    CHECK(name("filename=\"with \\\"quotes\\\" and ;.rar\"") == "with \"quotes\" and ;.rar");
    CHECK(name("filename=\"%E9%BD%90%E5%B7%9E.rar\"") == "齐州.rar");
    CHECK(name("FileName = \"x.rar\"") == "x.rar");
    CHECK(name("size=3") == "");
    // 誠, 0xd5 0x5c in GBK: its second byte is no escape
    CHECK(name("filename=\"\xd5\x5c.rar\"") == text::decode("\xd5\x5c.rar", "GBK"));
}

TEST_CASE("addresses", "[header]") {
    auto both = [](const std::string& raw) {
        Address found = read_address(raw);
        return found.name + "|" + found.address;
    };
    CHECK(both("=?utf-8?B?6b2Q5bee?= <a@example.com>") == "齐州|a@example.com");
    CHECK(both("\"=?utf-8?B?6b2Q5bee?=\" <a@example.com>, b@example.com") == "齐州|a@example.com");
    CHECK(both("a@example.com (Name)") == "Name|a@example.com");
    CHECK(both("\"Last, First\" <a@example.com>") == "Last, First|a@example.com");
    CHECK(both("a@example.com") == "|a@example.com");
    CHECK(both("=?utf-8?Q?Name_=3Ca=40example.com=3E?=") == "Name|a@example.com");
    CHECK(both("\xc6\xeb\xd6\xdd<a@example.com>") == "齐州|a@example.com");
    CHECK(both("somebody") == "somebody|");
}

TEST_CASE("dates keep the sender's offset", "[header]") {
    CHECK(read_date("Thu, 10 Jun 2021 09:12:00 +0800") == "2021-06-10T09:12:00+08:00");
    CHECK(read_date("Thu, 10 Jun 2021 09:12:00 +0800 (CST)") == "2021-06-10T09:12:00+08:00");
    CHECK(read_date("10 Jun 21 9:12 GMT") == "2021-06-10T09:12:00+00:00");
    CHECK(read_date("Thu Jun 10 09:12:00 2021") == "2021-06-10T09:12:00-00:00");
    CHECK(read_date("2021-06-10 09:12:00 +0800") == "2021-06-10T09:12:00+08:00");
    CHECK(read_date("2021-06-10T09:12:00+08:00") == "2021-06-10T09:12:00+08:00");
    CHECK(read_date("Thu, 10 Jun 2021 09:12:00 -0330") == "2021-06-10T09:12:00-03:30");
    for (std::string bad : {"", "yesterday", "Thu, 31 Jun 2021 09:12:00 +0800", "Thu, 1 Jan 1970 00:00:00 +0000",
                            "10 Jun 2021", "10 Jun 2021 25:00:00 +0800"})
        CHECK(read_date(bad) == "");
}

TEST_CASE("the time of arrival is that of the topmost Received that has one", "[header]") {
    std::string head = "Received: from nowhere\nReceived: from a (b [192.0.2.1])\n by c with ESMTP id 12 Jun 1;\n Fri, "
                       "11 Jun 2021 10:00:00 +0800 (CST)\n"
                       "Received: by d; Fri, 11 Jun 2021 09:59:00 +0800\nDate: Fri, 11 Jun 2021 01:58:00 "
                       "+0000\nSubject: x\nFrom: a@example.com\n\nx\n";
    Mail mail(head);
    CHECK(mail->received == "2021-06-11T10:00:00+08:00");
    CHECK(mail->date == "2021-06-11T01:58:00+00:00");
    CHECK(Mail("Date: Fri, 11 Jun 2021 01:58:00 +0000\nSubject: x\n\nx\n")->received == "2021-06-11T01:58:00+00:00");
    CHECK(read_received_date("from a by b with C id D Fri, 11 Jun 2021 10:00:00 +0800") == "2021-06-11T10:00:00+08:00");
}
