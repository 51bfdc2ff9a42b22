// Parts of a mail: which are files, what they are called, and what damage does.
#include "mail_support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

const std::string head = "From: =?utf-8?B?6b2Q5bee?= <a@example.com>\nTo: <b@example.org>\nSubject: 2021001\n"
                         "Date: Thu, 10 Jun 2021 09:12:00 +0800\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n";

std::string multipart(const std::string& parts, const std::string& end = "--xx--\n") {
    return head + "Content-Type: multipart/mixed; boundary=\"xx\"\n\n" + parts + end;
}

std::string part(const std::string& headers, const std::string& body) {
    return "--xx\n" + headers + "\n" + body + "\n";
}

const std::string rar =
    part("Content-Type: application/octet-stream; name=\"a.rar\"\nContent-Transfer-Encoding: base64\n"
         "Content-Disposition: attachment; filename=\"a.rar\"\n",
         "UmFyIRoHAQA=\n");

bool damaged(const std::vector<Finding>& findings) {
    for (const Finding& found : findings)
        if (found.code == "mail.damaged") return true;
    return false;
}

} // namespace

TEST_CASE("a mail with a package", "[parts]") {
    Mail mail(multipart(part("Content-Type: text/plain; charset=gb2312\n", "\xca\xbe\xc0\xfd") + rar));
    CHECK(mail->subject == "2021001");
    CHECK(mail->from_name == "齐州");
    CHECK(mail->from_address == "a@example.com");
    CHECK(mail->message_id == "<1@example.com>");
    CHECK(mail->date == "2021-06-10T09:12:00+08:00");
    CHECK(mail->headers.at("to") == "<b@example.org>");
    CHECK(mail->body == "示例");
    REQUIRE(mail->parts.size() == 2);
    CHECK(mail->parts[0].number == "1");
    CHECK(!mail->parts[0].attachment);
    CHECK(mail->parts[1].number == "2");
    CHECK(mail->parts[1].file.name == "a.rar");
    CHECK(mail.content(0) == std::string("Rar!\x1a\x07\x01\0", 8));
    CHECK(mail.facts.outcome == Outcome::ok);
    CHECK(mail.facts.findings.empty());
}

TEST_CASE("a part without a name is a file when it is no text", "[parts]") {
    Mail mail(multipart(part("", "hello") +
                        part("Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n", "AAAA") +
                        part("Content-Type: application/octet-stream; name=\"tcmime.1234.5678.bin\"\n", "x") +
                        part("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n", "UEsDBAAA")));
    REQUIRE(mail->parts.size() == 4);
    CHECK(!mail->parts[0].attachment);
    CHECK((mail->parts[1].attachment && mail->parts[1].file.name.empty()));
    CHECK((mail->parts[2].attachment && mail->parts[2].file.name == "tcmime.1234.5678.bin"));
    CHECK(mail->parts[3].attachment); // a ZIP that is said to be text
}

TEST_CASE("a picture shown in the text is no file", "[parts]") {
    std::string image =
        "Content-Type: image/png; name=\"logo.png\"\nContent-ID: <p1>\nContent-Transfer-Encoding: base64\n";
    std::string html = part("Content-Type: text/html; charset=utf-8\n", "<p>hello<img src=\"cid:p1\"></p>");
    CHECK(Mail(multipart(html + part(image, "AAAA"))).attachments().empty());
    CHECK(Mail(multipart(part("Content-Type: text/html\n", "<p>hello") + part(image, "AAAA"))).attachments().size() ==
          1);
    CHECK(Mail(multipart(html + part(image + "Content-Disposition: attachment\n", "AAAA"))).attachments().size() == 1);
}

TEST_CASE("HTML becomes text where there is no plain text", "[parts]") {
    std::string html =
        "<html><head><style>p{}</style><title></title></head><body><p>示例 &amp; &#x9f50;</p><script>x</script>"
        "<table><tr><td>a</td><td>b</td></tr></table>1 < 2<!-- no --></body></html>";
    CHECK(Mail(head + "Content-Type: text/html; charset=utf-8\n\n" + html)->body == "示例 & 齐\na b\n1 < 2");
    std::string both = part("Content-Type: text/plain\n", "plain") + part("Content-Type: text/html\n", "<p>html");
    CHECK(Mail(multipart(both))->body == "plain");
}

TEST_CASE("parts of a forwarded mail are parts of the whole", "[parts]") {
    std::string inner = multipart(part("", "inner") + rar);
    Mail plain(
        head +
        "Content-Type: multipart/mixed; boundary=\"yy\"\n\n--yy\n\nouter\n--yy\nContent-Type: message/rfc822\n\n" +
        inner + "\n--yy--\n");
    REQUIRE(plain->parts.size() == 3);
    CHECK(plain->parts[2].number == "2.2");
    CHECK(plain.attachments().size() == 1);
    CHECK(plain->body == "outer");

    std::string encoded =
        "From: a@example.com\nSubject: x\nContent-Type: application/octet-stream; name=\"b.rar\"\n\nUmFyIRo=\n";
    Mail base64(multipart(part("", "outer") +
                          part("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n",
                               "RnJvbTogYUBleGFtcGxlLmNvbQpTdWJqZWN0OiB4CkNvbnRlbnQtVHlwZTogYXBwbGljYXRpb24v\n"
                               "b2N0ZXQtc3RyZWFtOyBuYW1lPSJiLnJhciIKClJhciEKCg==")));
    REQUIRE(base64.attachments().size() == 1);
    CHECK(base64.attachments()[0].number == "2.1");
    CHECK(base64.attachments()[0].file.name == "b.rar");
}

TEST_CASE("a name cannot leave its folder or turn its direction", "[parts]") {
    Mail mail(multipart(part("Content-Disposition: attachment; filename=\"../../etc/a.rar\"\n", "x") +
                        part("Content-Disposition: attachment; filename*=utf-8''a%E2%80%AErar.exe\n", "x") +
                        part("Content-Disposition: attachment; filename=\"..\"\n", "x")));
    REQUIRE(mail.attachments().size() == 3);
    CHECK(mail.attachments()[0].file.name == "a.rar");
    CHECK(mail.attachments()[0].file.findings.at(0).code == "archive.unsafe_name");
    CHECK(mail.attachments()[1].file.name == "arar.exe");
    CHECK(mail.attachments()[2].file.name == "");
}

TEST_CASE("damage is read past and reported", "[parts]") {
    SECTION("no final boundary") {
        Mail mail(multipart(part("", "hello") + rar, ""));
        CHECK(mail.attachments().size() == 1);
        CHECK(damaged(mail.facts.findings));
        CHECK(mail.facts.outcome == Outcome::partial);
    }
    SECTION("rubbish in base64") {
        Mail mail(multipart(
            part("Content-Type: application/zip; name=a\nContent-Transfer-Encoding: base64\n", "QU*JD\n!RA==")));
        CHECK(mail.content(0) == "ABCD");
        CHECK(damaged(mail.attachments()[0].file.findings));
        CHECK(mail.attachments()[0].file.outcome == Outcome::partial);
    }
    SECTION("base64 cut off") {
        Mail mail(
            multipart(part("Content-Type: application/zip; name=a\nContent-Transfer-Encoding: base64\n", "QUJDRE")));
        CHECK(mail.content(0) == "ABCD");
        CHECK(damaged(mail.attachments()[0].file.findings));
    }
    SECTION("pieces of base64 joined with their padding are no damage") {
        Mail mail(multipart(
            part("Content-Type: application/zip; name=a\nContent-Transfer-Encoding: base64\n", "QQ==\nQkM=\nREVG")));
        CHECK(mail.content(0) == "ABCDEF");
        CHECK(mail.facts.outcome == Outcome::ok);
    }
    SECTION("the boundary is not the one that was promised") {
        std::string parts = part("Content-Type: text/plain\n", "hello") + rar + "--xx--\n";
        for (std::string type :
             {"Content-Type: multipart/mixed\n\n", "Content-Type: multipart/mixed; boundary=other\n\n"}) {
            Mail mail(head + type + parts);
            REQUIRE(mail.attachments().size() == 1);
            CHECK(mail.attachments()[0].file.name == "a.rar");
            CHECK(mail.content(0).starts_with("Rar!"));
            CHECK(mail->body == "hello");
            CHECK(damaged(mail.facts.findings));
        }
    }
    SECTION("a multipart of nothing") {
        Mail mail(head + "Content-Type: multipart/mixed; boundary=xx\n\nhello\n");
        CHECK(mail->body == "hello");
        CHECK(damaged(mail.facts.findings));
    }
}

TEST_CASE("a file pasted into the text as uuencode is a file", "[parts]") {
    Mail mail(head + "\nhello\n\nbegin 644 a.rar\n(4F%R(1H' 0 \n`\nend\nbye\n");
    REQUIRE(mail.attachments().size() == 1);
    CHECK(mail.attachments()[0].file.name == "a.rar");
    CHECK(mail.content(0) == std::string("Rar!\x1a\x07\x01\0", 8));
    CHECK(mail->body.find("hello") == 0);
}

namespace {

std::string little(std::uint32_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i, value >>= 8)
        out += static_cast<char>(value);
    return out;
}

std::string attribute(std::uint32_t id, const std::string& data) {
    return std::string(1, '\2') + little(id, 4) + little(static_cast<std::uint32_t>(data.size()), 4) + data +
           little(0, 2);
}

// A winmail.dat with one file, whose long name is a Unicode property.
std::string winmail(const std::string& content) {
    std::string name("a\0.\0r\0a\0r\0\0\0", 12);
    std::string properties = little(1, 4) + little(0x001f, 2) + little(0x3707, 2) + little(1, 4) + little(12, 4) + name;
    return little(0x223e9f78, 4) + little(1, 2) + attribute(0x00069002, std::string(14, '\0')) +
           attribute(0x00018010, "A~1.RAR") + attribute(0x0006800f, content) + attribute(0x00069005, properties);
}

} // namespace

TEST_CASE("files in Outlook's winmail.dat are files of the mail", "[parts]") {
    std::string headers = "Content-Type: application/ms-tnef; name=\"winmail.dat\"\nContent-Transfer-Encoding: binary\n"
                          "Content-Disposition: attachment; filename=\"winmail.dat\"\n";
    Mail mail(multipart(part("", "hello") + part(headers, winmail("Rar!\x1a"))));
    REQUIRE(mail->parts.size() == 3);
    REQUIRE(mail.attachments().size() == 1);
    CHECK(mail.attachments()[0].number == "2.1");
    CHECK(mail.attachments()[0].file.name == "a.rar");
    CHECK(mail.content(0) == "Rar!\x1a");

    std::string whole = winmail("Rar!\x1a");
    Mail cut(multipart(part(headers, whole.substr(0, whole.size() - 20))));
    CHECK(cut.attachments().at(0).file.name == "A~1.RAR");
    CHECK(cut.facts.outcome == Outcome::partial);
    Mail nothing(multipart(part(headers, whole.substr(0, 20))));
    CHECK(nothing.attachments().at(0).file.name == "winmail.dat");
}

TEST_CASE("a winmail.dat that lies somewhere by itself is a mail with its files", "[parts]") {
    const Extractor& tnef = tnef_extractor();
    const std::string subject = attribute(0x00018004, std::string("2021001+\xC4\xB3\0", 11));
    const std::string pages = attribute(0x00069007, little(936, 4) + little(0, 4));
    std::string bytes = winmail("Rar!\x1a");
    bytes.insert(6, pages + subject);
    CHECK(tnef.bid(input_of(bytes)) == bid::certain);
    MemorySink sink;
    const Facts facts = tnef.read(input_of(bytes, "winmail.dat"), {}, sink);
    CHECK(facts.outcome == Outcome::ok);
    CHECK(facts.mail()->subject == "2021001+某");
    REQUIRE(facts.mail()->parts.size() == 1);
    const MailPart& part = facts.mail()->parts[0];
    CHECK(part.attachment);
    CHECK(part.file.name == "a.rar");
    CHECK(sink.blobs.at(part.file.sha256) == "Rar!\x1a");

    const std::string cut = bytes.substr(0, bytes.size() - 20);
    CHECK(tnef.read(input_of(cut), {}, sink).outcome == Outcome::partial);
    CHECK(tnef.bid(input_of("\x78\x9f\x3e")) == bid::none);
    CHECK_THROWS_AS(tnef.read(input_of(bytes.substr(0, 7)), {}, sink), ItemError);
}

TEST_CASE("a TNEF property of four thousand million values of no size holds nothing up", "[parts]") {
    const std::string endless = little(1, 4) + little(0x1001, 2) + little(0x3001, 2) + little(0xffffffff, 4) + "more";
    std::string bytes = winmail("Rar!\x1a");
    bytes.insert(6, attribute(0x00069003, endless));
    MemorySink sink;
    const Facts facts = tnef_extractor().read(input_of(bytes), {}, sink);
    CHECK(facts.mail()->parts.at(0).file.name == "a.rar");
}

TEST_CASE("limits hold", "[parts]") {
    std::string many;
    for (int i = 0; i < 50; ++i)
        many += part("", "x");
    ReadOptions options;
    options.limits.package_entries = 10;
    Mail mail(multipart(many), options);
    CHECK(mail->parts.size() == 10);
    CHECK(mail.facts.findings.back().code == "limit.entries");
}

TEST_CASE("nesting without end neither overflows nor takes long", "[parts]") {
    for (int depth : {1000, 20000}) {
        std::string nested = head;
        for (int i = 0; i < depth; ++i) {
            std::string boundary = "b" + std::to_string(i);
            nested += "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary + "\n";
        }
        CHECK(!Mail(nested + "\nhello\n").facts.mail()->parts.empty());
        std::string mails = head;
        for (int i = 0; i < depth; ++i)
            mails += "Content-Type: message/rfc822\n\n";
        CHECK(Mail(mails + "Subject: x\n\nhello\n").facts.mail() != nullptr);
    }
}

TEST_CASE("what is no mail is refused", "[parts]") {
    for (std::string bytes : {std::string(), std::string("This is no mail.\n"), std::string(100, '\0')}) {
        CHECK(mime_extractor().bid(input_of(bytes)) == bid::none);
        CHECK_THROWS_AS(Mail(bytes), ItemError);
    }
    // An archive with a stored mail in it: from the second line on it reads like one.
    const std::string stored =
        std::string("PK\x03\x04\x14\x00", 6) +
        "1.eml\nFrom: a@example.com\nTo: b@example.com\n"
        "Subject: x\nDate: Tue, 08 Jun 2021 09:00:00 +0800\nMessage-ID: <1@example.com>\n\nbody\n";
    CHECK(mime_extractor().bid(input_of(stored)) == bid::none);
    CHECK(mime_extractor().bid(input_of(std::string("Note: this\nis text: with colons\n\nand more\n"))) == bid::none);
}
