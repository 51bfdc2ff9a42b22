#include "stages/unpack/unpack.h"

#include "tests/stages/known_facts.h"
#include "tests/support.h"

#include <map>

using namespace shenbao;

namespace {

struct KnownFacts : test::KnownFacts {
    void archive(const std::string& name, std::vector<Entry> entries) {
        Facts f;
        f.body = ArchiveFacts{"zip", "UTF-8", false, false, std::move(entries)};
        facts[read_key(Digest::of(name), name)] = f;
    }
    void document(const std::string& name) {
        Facts f;
        Document d;
        d.format = "docx";
        d.pages.push_back({.number = 1});
        f.body = d;
        facts[read_key(Digest::of(name), name)] = f;
    }
};

Entry entry(const std::string& name, std::uint64_t bytes = 10) { return {name, bytes, Digest::of(name)}; }

Arrival loose(const std::string& name) {
    Arrival arrival;
    arrival.files = {{name, Digest::of(name), 100}};
    return arrival;
}

std::vector<std::string> entries(const Submission& submission) {
    std::vector<std::string> out;
    for (const SubmittedFile& file : submission.files) out.push_back(file.entry);
    return out;
}

int count(const Submission& submission, const std::string& code) {
    int n = 0;
    for (const Finding& f : submission.findings) n += f.code == code;
    return n;
}

Submission unpack_all(const Arrival& arrival, const KnownFacts& known, const Campaign& campaign = {}) {
    Asker asker(known, campaign.limits);
    Submission submission = unpack(arrival, campaign, Recognition::needed, asker);
    CHECK(asker.missing().empty());
    return submission;
}

}  // namespace

TEST_CASE("entries at every depth are files of the submission") {
    KnownFacts known;
    known.archive("p.zip", {entry("a.docx"), entry("in.zip")});
    known.archive("in.zip", {entry("b.docx")});
    known.document("a.docx");
    known.document("b.docx");
    Submission s = unpack_all(loose("p.zip"), known);
    CHECK(entries(s) == std::vector<std::string>{"a.docx", "in.zip", "in.zip!/b.docx"});
    CHECK(count(s, "archive.nested") == 1);
    CHECK(s.package.name == "p.zip");
}

TEST_CASE("one budget for all depths") {
    KnownFacts known;
    known.archive("p.zip", {entry("a.docx", 60), entry("in.zip", 10)});
    known.archive("in.zip", {entry("b.docx", 60), entry("c.docx", 60)});
    for (const char* name : {"a.docx", "b.docx", "c.docx"}) known.document(name);
    Campaign campaign;
    campaign.limits.package_bytes = 100;
    Submission s = unpack_all(loose("p.zip"), known, campaign);
    CHECK(count(s, "limit.bytes") == 1);
    CHECK(s.files.size() == 4);
    CHECK(s.files[0].outcome == Outcome::ok);
    CHECK(s.files[2].outcome == Outcome::rejected);
    CHECK(s.files[3].outcome == Outcome::rejected);

    campaign.limits.package_bytes = 1000;
    campaign.limits.package_entries = 3;
    s = unpack_all(loose("p.zip"), known, campaign);
    CHECK(count(s, "limit.entries") == 1);
    CHECK(s.files[2].outcome == Outcome::ok);
    CHECK(s.files[3].outcome == Outcome::rejected);
}

TEST_CASE("archives within archives end at the depth allowed") {
    KnownFacts known;
    known.archive("p.zip", {entry("in.zip")});
    known.archive("in.zip", {entry("deep.zip")});
    known.archive("deep.zip", {entry("deep.zip")});
    Campaign campaign;
    campaign.limits.depth = 3;
    Submission s = unpack_all(loose("p.zip"), known, campaign);
    CHECK(count(s, "limit.depth") == 1);
    CHECK(s.files.back().outcome == Outcome::rejected);
}

TEST_CASE("the largest archive of a mail is the package, the rest stands beside it") {
    KnownFacts known;
    Facts mail;
    MailFacts m;
    auto part = [&](const std::string& name, std::uint64_t bytes, bool attachment) {
        m.parts.push_back({"1", "application/octet-stream", attachment, {name, bytes, Digest::of(name)}});
    };
    part("logo.png", 5, false);
    part("small.zip", 10, true);
    part("2021001+a.zip", 100, true);
    part("more.docx", 20, true);
    mail.body = m;
    known.archive("small.zip", {});
    known.archive("2021001+a.zip", {entry("a.docx")});
    known.document("a.docx");
    known.document("more.docx");
    Arrival arrival;
    arrival.mail = true;
    arrival.blob = Digest::of("mail");
    arrival.name = "message.eml";
    arrival.key = read_key(arrival.blob, arrival.name);
    known.facts[arrival.key] = mail;
    Submission s = unpack_all(arrival, known);
    CHECK(s.package.name == "2021001+a.zip");
    CHECK(entries(s) == std::vector<std::string>{"a.docx", "small.zip", "more.docx"});
}

TEST_CASE("an entry without bytes keeps its place and is not opened") {
    KnownFacts known;
    Entry locked{"锁.docx", 0, {}, Outcome::rejected, {finding("archive.encrypted")}};
    known.archive("p.zip", {locked});
    Submission s = unpack_all(loose("p.zip"), known);
    REQUIRE(s.files.size() == 1);
    CHECK(s.files[0].outcome == Outcome::rejected);
    REQUIRE(count(s, "archive.encrypted") == 1);
    CHECK(s.findings[0].where.entry == "锁.docx");
}

TEST_CASE("an encrypted archive is asked for again with the campaign's passwords") {
    KnownFacts known;
    known.archive("p.zip", {});
    std::get<ArchiveFacts>(known.facts.begin()->second.body).encrypted = true;
    Campaign campaign;
    campaign.passwords = {"2021"};
    Asker asker(known, campaign.limits);
    unpack(loose("p.zip"), campaign, Recognition::needed, asker);
    REQUIRE(asker.missing().size() == 1);
    const Need& need = asker.asked().at(*asker.missing().begin());
    CHECK(need.options.passwords == campaign.passwords);
    CHECK(need.key.text().find("2021") == std::string::npos);
}
