// Whole records of what only all submissions together tell, golden. SHENBAO_GOLDEN=write rewrites them.
#include "pipeline/model/text.h"
#include "stages/record/across.h"
#include "tests/stages/record/paper.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>

using namespace shenbao;
using namespace shenbao::test;

namespace {

Record judged(const Submission& s, const Campaign& campaign = national()) { return judge(campaign, s, shipped()); }

Submission sent(const Firm& firm, const std::string& id, const std::string& received) {
    Submission s = package_of(firm, id);
    s.mail.received = received;
    return s;
}

// What is judged. How sure a reading is, is the business of other tests.
nlohmann::ordered_json essence(const Record& record) {
    auto json = to_json(record);
    for (const char* key : {"files", "schema"})
        json.erase(key);
    for (auto& [id, field] : json["fields"].items())
        field = field["value"];
    for (auto& material : json["materials"])
        material = {{"slot", material["slot"]}, {"entry", material["entry"]}, {"seal", material["seal"]["state"]}};
    for (auto& finding : json["findings"])
        finding.erase("evidence");
    return json;
}

std::string written(const std::vector<Record>& records) {
    std::string out;
    for (const Record& record : records)
        out += essence(record).dump(1) + "\n";
    return out;
}

// The records after they were compared, against data/NAME.json.
void is_golden(const std::string& name, std::vector<Record> records, const Campaign& campaign = national(),
               const Roster* roster = nullptr) {
    RosterView view;
    judge_across(campaign, roster, records, shipped(), view);
    const auto file = std::filesystem::path(SHENBAO_ROOT) / "tests" / "stages" / "record" / "data" / (name + ".json");
    const char* write = std::getenv("SHENBAO_GOLDEN");
    if (write && std::string(write) == "write") std::ofstream(file) << written(records);
    std::ifstream in(file);
    const std::string golden{std::istreambuf_iterator<char>(in), {}};
    const auto is = text::split(written(records), '\n'), was = text::split(golden, '\n');
    REQUIRE(is.size() == was.size());
    for (std::size_t i = 0; i < is.size(); ++i)
        CHECK(is[i] == was[i]);
    for (const Record& record : records)
        CHECK(to_json(record_from_json(to_json(record).dump())) == to_json(record));
}

} // namespace

TEST_CASE("golden: a resubmission that mends one thing and not another") {
    Submission first = sent(qiming, "first", "2021-06-08T08:00:00+08:00");
    first.files.erase(first.files.begin() + 1); // no pledge
    first.files[0].document.seals.clear();
    Submission second = sent(qiming, "second", "2021-06-10T08:00:00+08:00");
    second.files[0].document.seals.clear();
    second.files[0].sha256 = Digest::of("scanned again");
    is_golden("resubmission", {judged(first), judged(second)});
}

TEST_CASE("golden: two companies under one number") {
    Firm other = yuanfan;
    other.number = qiming.number;
    is_golden("conflict", {judged(package_of(qiming, "a")), judged(package_of(other, "b"))});
}

TEST_CASE("golden: another applicant's pledge") {
    Submission copy = package_of(yuanfan, "b");
    copy.files[1].sha256 = pledge(qiming).sha256;
    is_golden("duplicate", {judged(package_of(qiming, "a")), judged(copy)});
}

TEST_CASE("golden: one more than the recommender may send") {
    Campaign campaign = national();
    campaign.quota = 1;
    Submission one = sent(qiming, "a", "2021-06-08T08:00:00+08:00"),
               two = sent(yuanfan, "b", "2021-06-09T08:00:00+08:00");
    one.mail.from_address = two.mail.from_address = "city@example.com";
    is_golden("quota", {judged(one, campaign), judged(two, campaign)}, campaign);
}

TEST_CASE("golden: a nominee who is not on the list of former winners") {
    Campaign campaign = national();
    campaign.listed = {qiming.name};
    is_golden("not_listed", {judged(package_of(qiming, "a"), campaign), judged(package_of(yuanfan, "b"), campaign)},
              campaign);
}

TEST_CASE("golden: a number one digit off the roster's") {
    Roster roster;
    roster.entries = {{qiming.number, qiming.name, qiming.uscc, {}}, {"2021039", "烟台远帆渔业有限公司", "", {}}};
    is_golden("near_miss", {judged(package_of(qiming, "a")), judged(package_of(yuanfan, "b"))}, national(), &roster);
}
