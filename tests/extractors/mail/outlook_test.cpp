// Mails as Outlook keeps them: .msg, .pst and winmail.dat. Sound, damaged, unusable.
#include "extractors/mail/pst_cipher.h"
#include "extractors/mail/rtf_body.h"
#include "mail_support.h"
#include "outlook_files.h"

#include <algorithm>

using namespace shenbao;
using namespace shenbao::test;

namespace {

namespace mapi = shenbao::mail::mapi;

OutlookAttachment file(const std::u16string& name, const std::string& content) {
    return {{text_property(mapi::attach_long_file, name),
             number_property(mapi::attach_method, 1),
             {mapi::attach_data, mapi::binary, content}}};
}

OutlookMessage message(const std::u16string& subject, std::vector<OutlookAttachment> attachments = {}) {
    return {{text_property(mapi::subject, subject), text_property(mapi::sender_name, u"张三"),
             text_property(mapi::sender_smtp, u"zhang@example.com"), text_property(mapi::body, u"您好，见附件。"),
             time_property(mapi::submit_time, 1623290000), time_property(mapi::delivery_time, 1623290060)},
            std::move(attachments)};
}

struct Read {
    Read(const Extractor& reader, const std::string& bytes, const std::string& name, const ReadOptions& options = {}) {
        CHECK(reader.bid(input_of(bytes, name)) == bid::certain);
        try {
            facts = reader.read(input_of(bytes, name), options, sink);
        } catch (const ItemError& error) {
            facts.outcome = error.outcome();
            facts.findings.push_back(error.what_found());
        }
    }
    const MailFacts& mail() const { return *facts.mail(); }
    std::vector<MailPart> attachments() const {
        std::vector<MailPart> found;
        for (const MailPart& part : mail().parts)
            if (part.attachment) found.push_back(part);
        return found;
    }
    std::string content(const Entry& entry) const { return sink.blobs.at(entry.sha256); }
    bool found(std::string_view code) const {
        return std::any_of(facts.findings.begin(), facts.findings.end(),
                           [&](const Finding& f) { return f.code == code; });
    }

    MemorySink sink;
    Facts facts;
};

} // namespace

TEST_CASE("a .msg gives sender, times, text and files", "[outlook]") {
    const MsgFile msg(message(u"2021001+某某公司", {file(u"材料.rar", "Rar!\x1a")}));
    const Read r(msg_extractor(), msg.bytes, "x.msg");
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.facts.findings.empty());
    CHECK(r.mail().subject == "2021001+某某公司");
    CHECK(r.mail().from_name == "张三");
    CHECK(r.mail().from_address == "zhang@example.com");
    CHECK(r.mail().date == "2021-06-10T01:53:20+00:00");
    CHECK(r.mail().received == "2021-06-10T01:54:20+00:00");
    CHECK(r.mail().body == "您好，见附件。");
    REQUIRE(r.attachments().size() == 1);
    CHECK(r.attachments()[0].file.name == "材料.rar");
    CHECK(r.content(r.attachments()[0].file) == "Rar!\x1a");
}

TEST_CASE("the header that a .msg has kept counts before its properties", "[outlook]") {
    OutlookMessage kept = message(u"other");
    kept.properties.push_back(
        text_property(mapi::transport_headers,
                      u"Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a by b;\r\n Thu, 10 Jun "
                      u"2021 09:12:00 +0800\r\nSubject: true\r\nMessage-ID: <1@example.com>\r\nContent-Type: "
                      u"multipart/mixed;\r\n boundary=x\r\n\r\n"));
    const Read r(msg_extractor(), MsgFile(kept).bytes, "x.msg");
    CHECK(r.mail().subject == "true");
    CHECK(r.mail().message_id == "<1@example.com>");
    CHECK(r.mail().received == "2021-06-10T09:12:00+08:00");
    CHECK(r.mail().from_address == "zhang@example.com");
    CHECK(r.mail().body == "您好，见附件。");
}

TEST_CASE("8-bit text of a .msg is in its code page", "[outlook]") {
    const OutlookMessage gbk{
        {{mapi::subject, mapi::string8, "\xB3\xD0\xC5\xB5\xCA\xE9"}, number_property(mapi::message_code_page, 936)},
        {{{{mapi::attach_long_file, mapi::string8, "\xB3\xD0\xC5\xB5.rar"}, {mapi::attach_data, mapi::binary, "x"}}}}};
    const Read r(msg_extractor(), MsgFile(gbk).bytes, "x.msg");
    CHECK(r.mail().subject == "承诺书");
    CHECK(r.attachments().at(0).file.name == "承诺.rar");
}

TEST_CASE("files of a message attached to a .msg are files of the mail", "[outlook]") {
    OutlookAttachment forwarded{{number_property(mapi::attach_method, 5)}, {message(u"inner", {file(u"a.zip", "PK")})}};
    const Read r(msg_extractor(), MsgFile(message(u"outer", {forwarded})).bytes, "x.msg");
    CHECK(r.mail().subject == "outer");
    REQUIRE(r.attachments().size() == 1);
    CHECK(r.attachments()[0].file.name == "a.zip");
}

TEST_CASE("a picture shown in the text of a .msg is no file of it", "[outlook]") {
    OutlookMessage shown = message(u"s", {file(u"logo.png", "PNG"), file(u"scan.png", "PNG2")});
    shown.properties.push_back({mapi::html, mapi::binary, "<p>hi <img src=\"cid:logo@x\"></p>"});
    for (OutlookAttachment& attachment : shown.attachments)
        attachment.properties.push_back(text_property(mapi::attach_mime, u"image/png"));
    shown.attachments[0].properties.push_back(text_property(mapi::attach_content_id, u"logo@x"));
    const Read r(msg_extractor(), MsgFile(shown).bytes, "x.msg");
    REQUIRE(r.attachments().size() == 1);
    CHECK(r.attachments()[0].file.name == "scan.png");
}

TEST_CASE("what a damaged .msg still holds is read, and what is lost is said", "[outlook]") {
    OutlookMessage hollow = message(u"s", {file(u"a.rar", "Rar!")});
    std::erase_if(hollow.attachments[0].properties, [](const Property& p) { return p.id == mapi::attach_data; });
    const Read r(msg_extractor(), MsgFile(hollow).bytes, "x.msg");
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.found("mail.damaged"));
    CHECK(r.mail().subject == "s");

    std::string cut = MsgFile(message(u"s", {file(u"a.rar", std::string(100'000, 'x'))})).bytes;
    cut.resize(cut.size() / 2);
    MemorySink sink;
    CHECK(msg_extractor().bid(input_of(cut)) == bid::none); // no table of streams is left
    CHECK_THROWS_AS(msg_extractor().read(input_of(cut), {}, sink), ItemError);
    CHECK(msg_extractor().bid(input_of("\xD0\xCF\x11\xE0")) == bid::none);
}

TEST_CASE("a .pst is cut into its messages, each in its folder", "[outlook]") {
    PstBuilder pst;
    pst.folder(0x122, 0x122, u"");
    pst.folder(0x2022, 0x122, u"收件箱");
    OutlookAttachment forwarded{{number_property(mapi::attach_method, 5)}, {message(u"inner", {file(u"b.zip", "PK")})}};
    pst.message(0x200024, 0x2022, message(u"\x01\x04RE: 一", {file(u"材料.rar", "Rar!\x1a")}));
    pst.message(0x200044, 0x2022, message(u"二", {forwarded}));
    const Read r(pst_extractor(), pst.bytes(), "backup.pst");
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.facts.findings.empty());
    const auto& entries = r.facts.archive()->entries;
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].name == "收件箱/000001.eml");
    const Mail first(r.content(entries[0])), second(r.content(entries[1]));
    CHECK(first->subject == "RE: 一");
    CHECK(first->from_address == "zhang@example.com");
    CHECK(first->received == "2021-06-10T01:54:20+00:00");
    REQUIRE(first.attachments().size() == 1);
    CHECK(first.attachments()[0].file.name == "材料.rar");
    CHECK(first.content(0) == "Rar!\x1a");
    CHECK(second.attachments().at(0).file.name == "b.zip");
}

TEST_CASE("messages of a damaged .pst that can be read are read", "[outlook]") {
    PstBuilder pst;
    pst.message(0x200024, 0x122, message(u"一"));
    pst.message(0x200044, 0x122, message(u"二", {file(u"a.rar", "Rar!")}));
    std::string bytes = pst.bytes();
    // The block index loses its last block: the second message's list of attachments.
    const std::size_t count_at = bytes.size() - 1024 + 488;
    bytes[count_at] = static_cast<char>(bytes[count_at] - 1);
    const Read r(pst_extractor(), bytes, "x.pst");
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.found("archive.damaged"));
    CHECK(r.facts.archive()->entries.size() == 2);

    std::string later = pst.bytes();
    later[10] = 36;
    CHECK(Read(pst_extractor(), later, "x.ost").found("archive.unsupported"));
    const Read cut(pst_extractor(), pst.bytes().substr(0, 1024), "x.pst");
    CHECK(cut.facts.outcome == Outcome::rejected);
    CHECK(cut.found("archive.damaged"));
}

TEST_CASE("the ciphers of a .pst turn every byte into another and back", "[outlook]") {
    std::string all;
    for (int i = 0; i < 256; ++i)
        all += static_cast<char>(i);
    std::string permuted = all;
    shenbao::mail::decipher_permuted(permuted);
    CHECK(static_cast<unsigned char>(permuted[0]) == 71); // [MS-PST] 5.1
    std::sort(permuted.begin(), permuted.end(), [](unsigned char a, unsigned char b) { return a < b; });
    CHECK(permuted == all);
    // The other is its own opposite.
    std::string cyclic = all;
    shenbao::mail::decipher_cyclic(cyclic, 0x12345678);
    CHECK(cyclic != all);
    shenbao::mail::decipher_cyclic(cyclic, 0x12345678);
    CHECK(cyclic == all);
}

TEST_CASE("compressed RTF is unpacked, and the HTML in it found", "[outlook]") {
    // The example of [MS-OXRTFCP] 3.1.1.
    const std::string packed("\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125\x42\x32\x0a\xf3 hel\x09\0 bw"
                             "\x05\xb0ld}\x0a\x80\x0f\xa0",
                             49);
    CHECK(shenbao::mail::decompress_rtf(packed) == "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
    CHECK(shenbao::mail::decompress_rtf(packed.substr(0, 30)).starts_with("{\\rtf1\\ansi"));
    CHECK(shenbao::mail::decompress_rtf("LZFu").empty());

    const auto plain = shenbao::mail::read_rtf_body(
        "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0\\'b3\\'d0\\'c5\\'b5\\par\\u20070?!}");
    CHECK_FALSE(plain.is_html);
    CHECK(plain.text == "承诺\n书!");
    const auto html =
        shenbao::mail::read_rtf_body("{\\rtf1\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf \\b skipped \\htmlrtf0 "
                                     "hello{\\*\\htmltag72 </p>}{\\*\\other no}}");
    CHECK(html.is_html);
    CHECK(html.text == "<p>hello</p>");
}
