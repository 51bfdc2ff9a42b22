#include "pipeline/aside.h"

#include "tests/support.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

using namespace shenbao;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("shenbao-aside-" + std::to_string(getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
};

Record record(const std::string& id, const std::string& value) {
    Record r;
    r.submission.id = id;
    FieldReading scanned{value, {}, "推荐表.pdf", 1, Box{0.1, 0.2, 0.3, 1.0 / 3}, 0.97}, again = scanned;
    again.value += "，又一读";
    FieldReading typed{"", {{"2018", "1.50"}, {"2019", "-2"}}, "申报材料.docx", 0, {}, 1.0 / 7};
    r.fields = {{"company", value, {}, FieldStatus::confirmed, 0.9, {scanned, again, typed}},
                {"phone", "", {}, FieldStatus::uncertain, 0, {}}};
    return r;
}

std::string text(const Record& r) { return to_json(r).dump(); }

} // namespace

TEST_CASE("what is set aside comes back as it was, and leaves no file") {
    Folder folder;
    Aside aside(folder.path);
    const Record one = record("a", "甲有限公司"), other = record("b", "乙有限公司");
    const auto first = aside.put(one), second = aside.put(other);
    CHECK(fs::is_empty(folder.path));
    Record back = aside.take_out(first), others = aside.take_out(second);
    CHECK(back.fields[0].readings.empty());
    CHECK(back.fields[0].value == "甲有限公司");
    aside.give_back(back);
    CHECK(text(back) == text(one));
    aside.give_back(others);
    CHECK(text(others) == text(other));
}

TEST_CASE("what comparing records needs is set aside with them, though no record keeps it") {
    Folder folder;
    Aside aside(folder.path);
    Record r = record("a", "甲有限公司");
    r.sketches = {{"application", "申报材料.docx", 7, {1, 5, UINT64_MAX}}};
    r.pages = {{"commitment", "承诺书.pdf", 2, "!\"#~"}};
    r.sent_roster = {{"2021001", "甲有限公司", "", {{"company", "甲有限公司"}}}};
    const Record back = aside.take_out(aside.put(r));
    REQUIRE(back.sketches.size() == 1);
    CHECK(back.sketches[0].entry == "申报材料.docx");
    CHECK(back.sketches[0].bound == 7);
    CHECK(back.sketches[0].hashes == r.sketches[0].hashes);
    REQUIRE(back.pages.size() == 1);
    CHECK(back.pages[0].page == 2);
    CHECK(back.pages[0].cells == "!\"#~");
    REQUIRE(back.sent_roster.size() == 1);
    CHECK(back.sent_roster[0].number == "2021001");
    CHECK(back.sent_roster[0].fields == r.sent_roster[0].fields);
}

TEST_CASE("of a record that was judged again, what is taken out counts; changes made meanwhile stay") {
    Folder folder;
    Aside aside(folder.path);
    const Record second = record("a", "甲集团有限公司");
    aside.put(record("a", "甲有限公司"));
    Record back = aside.take_out(aside.put(second));
    back.applicant.number = "2021001";
    aside.give_back(back);
    CHECK(back.applicant.number == "2021001");
    back.applicant.number.clear();
    CHECK(text(back) == text(second));
}

TEST_CASE("a light record has each place of its readings once, and nothing of what they say") {
    Record light = record("a", "甲有限公司");
    make_light(light);
    REQUIRE(light.fields[0].readings.size() == 2);
    CHECK(light.fields[0].readings[0].entry == "推荐表.pdf");
    CHECK(light.fields[0].readings[0].page == 1);
    CHECK(light.fields[0].readings[0].value.empty());
    CHECK(light.fields[0].value == "甲有限公司");
}

TEST_CASE("a folder that is not there is an error, and no crash") {
    CHECK_THROWS_AS(Aside("/nowhere/at/all"), std::system_error);
}
