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
    Record one = record("a", "甲有限公司"), other = record("b", "乙有限公司");
    const std::string was = text(one), others = text(other);
    aside.put(one);
    aside.put(other);
    CHECK(one.fields[0].readings.empty());
    CHECK(one.fields[0].value == "甲有限公司");
    CHECK(fs::is_empty(folder.path));
    one.fields[0].value = "甲集团有限公司"; // a later judgement
    aside.give_back(one);
    CHECK(one.fields[0].value == "甲集团有限公司");
    one.fields[0].value = "甲有限公司";
    CHECK(text(one) == was);
    aside.give_back(other);
    CHECK(text(other) == others);
}

TEST_CASE("what was put aside last counts, and a record that never was keeps what it has") {
    Folder folder;
    Aside aside(folder.path);
    Record first = record("a", "甲有限公司"), second = record("a", "甲集团有限公司"), never = record("c", "丙有限公司");
    const std::string was = text(second), kept = text(never);
    aside.put(first);
    aside.put(second);
    aside.give_back(second);
    CHECK(text(second) == was);
    aside.give_back(never);
    CHECK(text(never) == kept);
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
