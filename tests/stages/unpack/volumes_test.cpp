// Volumes that came with several mails: whose package it is, and what the other mails' records say.
#include "stages/unpack/unpack.h"

#include "tests/stages/known_facts.h"
#include "tests/support.h"

#include <algorithm>

using namespace shenbao;
using shenbao::test::KnownFacts;

namespace {

struct Mails {
    KnownFacts known;
    std::vector<Arrival> arrivals;

    void add(const std::string& received, const std::vector<std::string>& files, const std::string& body = {}) {
        Facts facts;
        MailFacts mail;
        mail.from_address = "a@example.com";
        mail.received = received;
        mail.body = body;
        for (const std::string& name : files) {
            mail.parts.push_back({"1", "application/octet-stream", true, {name, 10, Digest::of(name)}});
            known.facts.try_emplace(read_key(Digest::of(name), name), Facts{});
        }
        facts.body = mail;
        Arrival arrival;
        arrival.place = arrivals.size();
        arrival.id = "mail-" + std::to_string(arrivals.size());
        arrival.mail = true;
        arrival.blob = Digest::of(arrival.id);
        arrival.name = "message.eml";
        arrival.key = read_key(arrival.blob, arrival.name);
        known.facts[arrival.key] = facts;
        arrivals.push_back(arrival);
    }

    // The archive that these volumes are together.
    void archive(const std::vector<std::string>& volumes, Facts facts) {
        FactKey key = read_key(Digest::of(volumes.front()), volumes.front());
        key.inputs.clear();
        for (const std::string& name : volumes)
            key.inputs.push_back(Digest::of(name));
        known.facts[key] = std::move(facts);
    }

    std::map<std::size_t, Submission> joined(const Campaign& campaign = {}) {
        Asker asker(known, campaign.limits);
        std::vector<SentVolume> sent;
        for (const Arrival& arrival : arrivals)
            for (SentVolume& volume : volumes_sent(arrival, campaign, asker))
                sent.push_back(std::move(volume));
        std::map<std::size_t, Submission> submissions;
        for (const Arrival& arrival : join_across_mails([&](std::size_t place) { return arrivals[place]; }, sent))
            submissions[arrival.place] = unpack(arrival, campaign, Recognition::needed, asker);
        CHECK(asker.missing().empty());
        return submissions;
    }
};

Facts archive_of(const std::string& entry) {
    Facts facts;
    facts.body = ArchiveFacts{"rar5", "UTF-8", false, false, {{entry, 10, Digest::of(entry)}}};
    return facts;
}

const Finding* found(const Submission& submission, const std::string& code) {
    for (const Finding& f : submission.findings)
        if (f.code == code) return &f;
    return nullptr;
}

} // namespace

TEST_CASE("volumes of two mails are unpacked as one package, in at the time of the last") {
    Mails mails;
    mails.add("2021-06-10T09:00:00+08:00", {"2021001+甲.part1.rar"});
    mails.add("2021-06-10T09:30:00+08:00", {"2021001+甲.part2.rar", "说明.docx"});
    mails.archive({"2021001+甲.part1.rar", "2021001+甲.part2.rar"}, archive_of("推荐表.pdf"));
    mails.known.facts[read_key(Digest::of("推荐表.pdf"), "推荐表.pdf")] = Facts{};
    auto joined = mails.joined();
    REQUIRE(joined.size() == 2);
    const Submission& home = joined[0];
    CHECK(home.package.name == "2021001+甲.part1.rar");
    CHECK(home.package.bytes == 20);
    CHECK(home.mail.received == "2021-06-10T09:30:00+08:00");
    REQUIRE(home.files.size() == 2);
    CHECK(home.files[0].entry == "推荐表.pdf");
    CHECK(home.files[1].entry == "说明.docx");
    const Submission& lender = joined[1];
    CHECK_FALSE(lender.has_package);
    CHECK(lender.files.empty());
    REQUIRE(found(lender, "resubmission.superseded"));
    CHECK(found(lender, "resubmission.superseded")->evidence == "mail-0");
    CHECK(found(lender, "resubmission.superseded")->args.at("joined") == "2021001+甲.part1.rar");
}

TEST_CASE("a volume that none of the mails brought is named") {
    Mails mails;
    mails.add("2021-06-10T09:00:00+08:00", {"x.7z.001"});
    mails.add("2021-06-10T09:30:00+08:00", {"x.7z.003"});
    Facts cut;
    cut.outcome = Outcome::rejected;
    cut.findings.push_back(finding("archive.volume_missing", {}, "3", {{"volume", "3"}}));
    cut.body = ArchiveFacts{.format = "7z"};
    mails.archive({"x.7z.001"}, cut); // the third makes no sense without the second
    auto joined = mails.joined();
    REQUIRE(found(joined[0], "archive.volume_missing"));
    CHECK(found(joined[0], "archive.volume_missing")->args.at("volume") == "2");
    CHECK(found(joined[0], "archive.volume_missing")->evidence == "2");
    CHECK(joined[0].findings.size() == 1);
    CHECK(joined[0].package.bytes == 20);
}

TEST_CASE("a mail that lends a volume and holds a package of its own keeps that") {
    Mails mails;
    mails.add("2021-06-10T09:00:00+08:00", {"x.part1.rar"});
    mails.add("2021-06-10T09:30:00+08:00", {"x.part2.rar", "y.rar", "说明.docx"});
    mails.archive({"x.part1.rar", "x.part2.rar"}, archive_of("a.docx"));
    mails.archive({"y.rar"}, archive_of("b.docx"));
    for (const char* name : {"a.docx", "b.docx"})
        mails.known.facts[read_key(Digest::of(name), name)] = Facts{};
    auto joined = mails.joined();
    CHECK(joined[0].files.size() == 1);
    CHECK(joined[1].package.name == "y.rar");
    CHECK_FALSE(found(joined[1], "resubmission.superseded"));
    CHECK(std::any_of(joined[1].files.begin(), joined[1].files.end(),
                      [](const SubmittedFile& f) { return f.entry == "说明.docx"; }));
}

TEST_CASE("a password in either mail is tried on the whole package") {
    Mails mails;
    mails.add("2021-06-10T09:00:00+08:00", {"x.part1.rar"});
    mails.add("2021-06-10T09:30:00+08:00", {"x.part2.rar"}, "解压密码：abc123");
    Facts locked = archive_of("a.docx");
    std::get<ArchiveFacts>(locked.body).encrypted = true;
    mails.archive({"x.part1.rar", "x.part2.rar"}, locked);
    FactKey opened = read_key(Digest::of("x.part1.rar"), "x.part1.rar");
    opened.inputs.push_back(Digest::of("x.part2.rar"));
    opened.passwords = password_mark({"abc123"});
    mails.known.facts[opened] = archive_of("b.docx");
    mails.known.facts[read_key(Digest::of("b.docx"), "b.docx")] = Facts{};
    auto joined = mails.joined();
    REQUIRE(joined[0].files.size() == 1);
    CHECK(joined[0].files[0].entry == "b.docx");
}
