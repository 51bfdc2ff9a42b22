// Two readers of one archive: when the second is asked, and whose facts stand.

#include "stages/unpack/passwords.h"
#include "stages/unpack/second_reader.h"
#include "stages/unpack/unpack.h"

#include "tests/stages/known_facts.h"
#include "tests/support.h"

#include <algorithm>
#include <map>

using namespace shenbao;
using shenbao::test::KnownFacts;

namespace {

Entry whole(const std::string& name) { return {name, 10, Digest::of(name)}; }
Entry refused(const std::string& name, const char* code) {
    return {.name = name, .outcome = Outcome::rejected, .findings = {finding(code, {}, "RAR 2.0")}};
}

Facts archive(std::vector<Entry> entries, bool encrypted = false, const char* format = "rar4") {
    Facts facts;
    facts.version = 1;
    facts.body = ArchiveFacts{format, "UTF-8", false, encrypted, std::move(entries)};
    return facts;
}

Facts without_unar() {
    Facts facts;
    facts.reader = "unar";
    facts.outcome = Outcome::rejected;
    facts.findings.push_back(finding("archive.unsupported", {}, "unar is not installed"));
    return facts;
}

FactKey first_key(const std::vector<std::string>& passwords = {}) {
    FactKey key = read_key(Digest::of("p.rar"), "p.rar");
    key.passwords = password_mark(passwords);
    return key;
}
FactKey second_key(const std::vector<std::string>& passwords = {}) {
    FactKey key = first_key(passwords);
    key.task = Task::unpack_again;
    return key;
}

Arrival package() {
    Arrival arrival;
    arrival.files = {{"p.rar", Digest::of("p.rar"), 100}};
    return arrival;
}

struct Unpacked {
    Submission submission;
    std::map<FactKey, Need> asked;
    std::set<FactKey> missing;

    const Need* asked_for(const FactKey& key) const {
        auto it = asked.find(key);
        return it == asked.end() ? nullptr : &it->second;
    }
    std::vector<std::string> evidence(std::string_view code) const {
        std::vector<std::string> out;
        for (const Finding& found : submission.findings)
            if (found.code == code) out.push_back(found.evidence);
        return out;
    }
};

Unpacked unpack_with(const KnownFacts& known, const Arrival& arrival = package(), const Campaign& campaign = {}) {
    Asker asker(known, campaign.limits);
    Submission submission = unpack(arrival, campaign, Recognition::needed, asker);
    return {std::move(submission), asker.asked(), asker.missing()};
}

Facts document() {
    Facts facts;
    facts.body = Document{.format = "docx"};
    return facts;
}

} // namespace

TEST_CASE("what the first reader refuses is asked of the second") {
    KnownFacts known;
    known.facts[first_key()] = archive({whole("a.docx"), refused("b.docx", "archive.unsupported")});
    CHECK(unpack_with(known).missing == std::set<FactKey>{second_key()});
}

TEST_CASE("a package that was read whole is not read again") {
    KnownFacts known;
    known.facts[first_key()] = archive({whole("a.docx"), refused("b.docx", "archive.damaged")});
    known.facts[read_key(Digest::of("a.docx"), "a.docx")] = document();
    CHECK(unpack_with(known).missing.empty());
}

TEST_CASE("damage that left nothing is shown to the second reader, and is none where that reads all") {
    KnownFacts known;
    known.facts[first_key()] = archive({});
    known.facts[first_key()].findings.push_back(finding("archive.damaged", {}, "properties"));
    CHECK(unpack_with(known).missing == std::set<FactKey>{second_key()});
    known.facts[second_key()] = archive({whole("a.docx")});
    known.facts[read_key(Digest::of("a.docx"), "a.docx")] = document();
    CHECK(unpack_with(known).evidence("archive.damaged").empty());
    known.facts[second_key()].outcome = Outcome::partial;
    CHECK(unpack_with(known).evidence("archive.damaged").size() == 1);
    known.facts[first_key()] = archive({}, false, "zip");
    known.facts[first_key()].findings.push_back(finding("archive.damaged"));
    CHECK(unpack_with(known).missing.empty());
}

TEST_CASE("the reader that read more stands, and what the first found out of the archive stays") {
    KnownFacts known;
    known.facts[first_key()] = archive({whole("a.docx"), refused("b.docx", "archive.unsupported")});
    known.facts[first_key()].findings.push_back(finding("archive.truncated"));
    known.facts[second_key()] = archive({whole("a.docx"), whole("b.docx")});
    for (const char* name : {"a.docx", "b.docx"})
        known.facts[read_key(Digest::of(name), name)] = document();
    const Unpacked r = unpack_with(known);
    CHECK(r.missing.empty());
    CHECK(r.submission.files.size() == 2);
    CHECK(r.evidence("archive.unsupported").empty());
    CHECK(r.evidence("archive.truncated").size() == 1);
    CHECK(r.submission.package.outcome == Outcome::partial);
    // Its blobs can be made again by the reading that made them.
    CHECK(r.asked_for(read_key(Digest::of("b.docx"), "b.docx"))->maker == second_key());
}

TEST_CASE("where the second reader reads no more, the first's facts stand") {
    for (const Facts& second : {archive({refused("b.docx", "archive.damaged")}), without_unar()}) {
        KnownFacts known;
        known.facts[first_key()] = archive({refused("b.docx", "archive.unsupported")});
        known.facts[second_key()] = second;
        const Unpacked r = unpack_with(known);
        const bool absent = second.reader == "unar";
        CHECK(r.evidence("archive.unsupported") ==
              std::vector<std::string>{absent ? "RAR 2.0; unar is not installed" : "RAR 2.0"});
        CHECK(r.evidence("archive.damaged").empty());
    }
}

TEST_CASE("an encrypted archive is tried with the campaign's passwords first, then the mail's") {
    const std::vector<std::string> both = {"campaign", "mail-2021"};
    Campaign campaign;
    campaign.passwords = {"campaign"};
    Arrival arrival;
    arrival.mail = true;
    arrival.key = read_key(Digest::of("mail"), "m.eml");
    Facts mail;
    MailFacts said;
    said.body = "您好，材料见附件，解压密码：mail-2021。";
    said.parts.push_back({"2", "application/octet-stream", true, {"p.rar", 100, Digest::of("p.rar")}});
    mail.body = said;
    KnownFacts known;
    known.facts[arrival.key] = mail;
    known.facts[first_key()] = archive({refused("a.docx", "archive.encrypted")}, true);
    Unpacked r = unpack_with(known, arrival, campaign);
    REQUIRE(r.asked_for(first_key(both)));
    CHECK(r.asked_for(first_key(both))->options.passwords == both);
    known.facts[first_key(both)] = known.facts[first_key()];
    r = unpack_with(known, arrival, campaign);
    REQUIRE(r.asked_for(second_key(both)));
    CHECK(r.asked_for(second_key(both))->options.passwords == both);
    CHECK(second_key(both).text().find("mail-2021") == std::string::npos);
}

TEST_CASE("without a password nobody tries an encrypted archive twice") {
    KnownFacts known;
    known.facts[first_key()] = archive({refused("a.docx", "archive.encrypted")}, true);
    CHECK(unpack_with(known).missing.empty());
    CHECK(wants_second_reader(known.facts[first_key()], true));
    CHECK_FALSE(wants_second_reader(archive({refused("a", "archive.encrypted")}, true, "zip"), true));
}

TEST_CASE("passwords are found in what a mail says") {
    using List = std::vector<std::string>;
    CHECK(offered_passwords("解压密码：abc123，谢谢") == List{"abc123"});
    CHECK(offered_passwords("密码为 2021-Qm!") == List{"2021-Qm", "2021-Qm!"});
    CHECK(offered_passwords("压缩包密码是“zb@2021”。") == List{"zb@2021"});
    CHECK(offered_passwords("密码:1234\n解压密码: 1234\n密码：5678") == List{"1234", "5678"});
    CHECK(offered_passwords("打开密码\n：\n　Pass_w0rd 。") == List{"Pass_w0rd"});
    CHECK(offered_passwords("请勿将密码告诉他人。密码 见短信。密码学 abc").empty());
    CHECK(offered_passwords("密码：见短信").empty());
    CHECK(offered_passwords("密码：" + std::string(100, 'x')).empty());
    CHECK(offered_passwords("密码").empty());
    std::string many;
    for (int i = 0; i < 50; ++i)
        many += "密码：p" + std::to_string(i) + "\n";
    CHECK(offered_passwords(many).size() == 8);
}
