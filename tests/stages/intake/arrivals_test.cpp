#include "stages/intake/arrivals.h"

#include "tests/stages/known_facts.h"
#include "tests/support.h"

using namespace shenbao;
using shenbao::test::KnownFacts;

namespace {

MessageRange range(std::uint64_t offset, std::uint64_t bytes, const std::string& content) {
    return {offset, bytes, Digest::of(content)};
}

Facts mailbox_of(std::vector<MessageRange> messages, std::uint64_t skipped = 0) {
    Facts facts;
    facts.body = MailboxFacts{"mbox", std::move(messages), skipped};
    return facts;
}

Facts mail() {
    Facts facts;
    facts.body = MailFacts{};
    return facts;
}

} // namespace

TEST_CASE("a mailbox's messages arrive in its order, each with where it lies and what it is kept under") {
    KnownFacts known;
    const Digest box = Digest::of("box");
    known.facts[read_key(box, "inbox.mbox")] = mailbox_of({range(0, 10, "one"), range(12, 20, "two"), range(40, 10, "one")}, 10);
    Asker asker(known);
    const Intake intake = take_in({{"inbox.mbox", "", box, 50}}, asker);
    CHECK(asker.missing().empty());
    CHECK(intake.bytes == 50);
    CHECK(intake.accounted == 50);
    REQUIRE(intake.arrivals.size() == 3);
    const Arrival first = intake.arrivals[0], second = intake.arrivals[1], again = intake.arrivals[2];
    CHECK(second.source == "inbox.mbox");
    CHECK(second.mail);
    CHECK(second.place == 1);
    CHECK(second.container == box);
    CHECK(second.offset == 12);
    CHECK(second.bytes == 20);
    CHECK(second.blob == Digest::of("two"));
    CHECK(second.key == read_key(second.blob, "message.eml"));
    CHECK(second.id == second.blob.hex().substr(0, 16));
    CHECK(again.id == first.id + "-2");
    CHECK(again.offset == 40);
}

TEST_CASE("the same mail in a mailbox and by itself is told apart, in the order in which it came") {
    KnownFacts known;
    const Digest box = Digest::of("box"), one = Digest::of("one");
    known.facts[read_key(box, "inbox.mbox")] = mailbox_of({range(0, 10, "one")});
    known.facts[read_key(one, "1.eml")] = mail();
    Asker asker(known);
    const Intake intake = take_in({{"1.eml", "", one, 10}, {"inbox.mbox", "", box, 11}}, asker);
    REQUIRE(intake.arrivals.size() == 2);
    CHECK(intake.arrivals[0].name == "1.eml");
    CHECK(intake.arrivals[0].container == one);
    CHECK(intake.arrivals[1].id == intake.arrivals[0].id + "-2");
    REQUIRE(intake.unbalanced.size() == 1); // a byte of the mailbox is in no message
    CHECK(intake.unbalanced[0].source == "inbox.mbox");
    CHECK(intake.unbalanced[0].accounted == 10);
}

TEST_CASE("packages that lie in a folder arrive each, and its loose documents together") {
    KnownFacts known;
    const auto file = [&](const std::string& name, FactBody body) {
        Facts facts;
        facts.body = std::move(body);
        known.facts[read_key(Digest::of(name), name)] = std::move(facts);
        return SourceFile{name, "2021001 某公司", Digest::of(name), 5};
    };
    Asker asker(known);
    const Intake intake = take_in({file("甲.part1.rar", ArchiveFacts{}), file("甲.part2.rar", ArchiveFacts{}),
                                   file("表.docx", Document{}), file("书.pdf", Document{})},
                                  asker);
    REQUIRE(intake.arrivals.size() == 2);
    const Arrival package = intake.arrivals[0], documents = intake.arrivals[1];
    CHECK_FALSE(package.mail);
    CHECK(package.files.size() == 2);
    CHECK(package.bytes == 10);
    CHECK(package.id == package.files.front().blob.hex().substr(0, 16));
    CHECK(documents.files.size() == 2);
    CHECK(documents.folder == "2021001 某公司");
    CHECK(intake.accounted == 20);
}
