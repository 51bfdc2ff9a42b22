#include "stages/intake/volumes.h"

#include "stages/intake/volumes_across.h"
#include "tests/support.h"

using namespace shenbao;

namespace {

using Groups = std::vector<std::vector<std::size_t>>;

Arrival mail(std::size_t place) {
    Arrival arrival;
    arrival.place = place;
    arrival.id = "mail-" + std::to_string(place);
    arrival.mail = true;
    return arrival;
}

// The content is the name's, unless another is given.
SentVolume sent(std::size_t mail, const std::string& name, const std::string& content = {},
                const std::string& sender = "a@example.com") {
    return {mail, sender, name, Digest::of(content.empty() ? name : content)};
}

const Arrival* at(const std::vector<Arrival>& joined, std::size_t place) {
    for (const Arrival& arrival : joined)
        if (arrival.place == place) return &arrival;
    return nullptr;
}

} // namespace

TEST_CASE("volumes of one archive stand together in order, whatever their naming") {
    CHECK(group_volumes({"x.part2.rar", "x.part1.rar", "x.part10.rar"}) == Groups{{1, 0, 2}});
    CHECK(group_volumes({"x.r00", "X.RAR", "x.r01"}) == Groups{{1, 0, 2}});
    CHECK(group_volumes({"x.7z.002", "x.7z.001"}) == Groups{{1, 0}});
    CHECK(group_volumes({"x.zip", "x.z01", "x.z02"}) == Groups{{1, 2, 0}});
}

TEST_CASE("what belongs to no volume stands alone") {
    CHECK(group_volumes({"a.rar", "b.rar", "c.docx"}) == Groups{{0}, {1}, {2}});
    CHECK(group_volumes({"a.rar", "a.rar"}) == Groups{{0}, {1}});
    CHECK(group_volumes({"a.rar", "a.part2.rar"}) == Groups{{0}, {1}});
    CHECK(group_volumes({}) == Groups{});
}

TEST_CASE("names that only look like volumes are none") {
    for (const char* name : {"报告.2021", "a.part.rar.docx", "x.r", "2021.001", "x.z00"}) {
        INFO(name);
        CHECK_FALSE(volume_name(name).has_value());
    }
    CHECK(volume_name("x.part999999.rar")->number == 1); // too many digits: a plain .rar
}

TEST_CASE("missing volumes are named, and what cannot be joined over the gap is left out") {
    using Indices = std::vector<std::size_t>;
    // A RAR volume knows its place; pieces cut by size make sense in a row only.
    CHECK(gaps_in({"x.part1.rar", "x.part4.rar", "x.part6.rar"}).missing == "2-3,5");
    CHECK(gaps_in({"x.part1.rar", "x.part4.rar"}).usable == Indices{0, 1});
    CHECK(gaps_in({"x.7z.001", "x.7z.002", "x.7z.004"}).missing == "3");
    CHECK(gaps_in({"x.7z.001", "x.7z.002", "x.7z.004"}).usable == Indices{0, 1});
    CHECK(gaps_in({"x.rar", "x.r01"}).missing == "2");
    CHECK(gaps_in({"x.z01", "x.z03", "x.zip"}).missing == "2");
    CHECK(gaps_in({"x.z01", "x.z03", "x.zip"}).usable == Indices{0, 2});
    CHECK(gaps_in({"x.z01", "x.zip"}).missing == "");
    CHECK(gaps_in({"x.docx"}).missing == "");
}

TEST_CASE("volumes from several mails of one sender are one package, which the first volume's mail holds") {
    const auto joined = join_across_mails(mail, {sent(0, "x.part2.rar"), sent(2, "X.PART1.rar"), sent(3, "y.zip")});
    REQUIRE(joined.size() == 2);
    const Arrival& lender = joined[0];
    const Arrival& home = joined[1];
    CHECK(home.place == 2);
    CHECK(home.volumes == std::set<Digest>{Digest::of("x.part2.rar"), Digest::of("X.PART1.rar")});
    REQUIRE(home.lenders.size() == 1);
    CHECK(home.lenders[0].id == "mail-0");
    CHECK(lender.place == 0);
    CHECK(lender.joined_to == "mail-2");
    CHECK(lender.joined_name == "X.PART1.rar");
}

TEST_CASE("archives of other senders, and whole archives of one name, are not joined") {
    CHECK(join_across_mails(mail, {sent(0, "x.part1.rar"), sent(1, "x.part2.rar", "", "b@example.com")}).empty());
    CHECK(join_across_mails(mail, {sent(0, "x.rar", "old"), sent(1, "x.rar", "new")}).empty());
    CHECK(join_across_mails(mail, {sent(0, "x.zip", "old"), sent(1, "x.zip", "new")}).empty());
    CHECK(join_across_mails(mail, {sent(0, "x.rar"), sent(1, "x.part2.rar")}).empty());
    CHECK(join_across_mails(mail, {sent(0, "x.part1.rar", "", ""), sent(1, "x.part2.rar", "", "")}).empty());
    CHECK(join_across_mails(mail, {sent(0, "x.part1.rar"), sent(0, "x.part2.rar")}).empty());
}

TEST_CASE("a first volume sent anew begins a new archive, another takes its predecessor's place") {
    const auto anew = join_across_mails(
        mail, {sent(0, "x.part1.rar", "1"), sent(1, "x.part1.rar", "1b"), sent(2, "x.part2.rar", "2")});
    CHECK_FALSE(at(anew, 0));
    REQUIRE(at(anew, 1));
    CHECK(at(anew, 1)->volumes == std::set<Digest>{Digest::of("1b"), Digest::of("2")});

    const auto mended = join_across_mails(
        mail, {sent(0, "x.part1.rar", "1"), sent(1, "x.part2.rar", "2"), sent(2, "x.part2.rar", "2b")});
    REQUIRE(at(mended, 0));
    CHECK(at(mended, 0)->volumes == std::set<Digest>{Digest::of("1"), Digest::of("2b")});
    CHECK(at(mended, 0)->replaced == std::set<Digest>{Digest::of("2")});
    CHECK(at(mended, 1)->joined_to == "mail-0");
    CHECK(at(mended, 2)->joined_to == "mail-0");
}
