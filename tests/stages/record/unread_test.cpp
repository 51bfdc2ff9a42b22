#include "tests/stages/record/paper.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::set<std::string> hanging(const Submission& s) {
    return hanging_on_unread(national(), s, judge(national(), s, shipped()));
}
bool hangs(const Submission& s) { return !hanging(s).empty(); }

SubmittedFile& file_of(Submission& s, const std::string& slot) {
    const Record record = judge(national(), s, shipped());
    const auto material = std::find_if(record.materials.begin(), record.materials.end(),
                                       [&](const MaterialRecord& m) { return m.slot == slot; });
    REQUIRE(material != record.materials.end());
    return *std::find_if(s.files.begin(), s.files.end(),
                         [&](const SubmittedFile& f) { return f.entry == material->entry; });
}

// The value beside a label of the form.
Text& value_of(SubmittedFile& form, const std::string& label) {
    for (Block& block : form.document.blocks)
        if (auto* table = std::get_if<Table>(&block))
            for (std::size_t i = 0; i + 1 < table->cells.size(); ++i)
                if (table->cells[i].content.text.find(label) != std::string::npos) return table->cells[i + 1].content;
    FAIL("no cell " << label);
    throw std::logic_error(label);
}

void leave_lines(SubmittedFile& file) { file.document.pages.front().unread_lines = 4; }

} // namespace

TEST_CASE("what a whole record left unread changes nothing") {
    Submission s = package_of(qiming);
    CHECK_FALSE(hangs(s));
    leave_lines(file_of(s, "recommendation_form"));
    leave_lines(file_of(s, "commitment"));
    CHECK_FALSE(hangs(s));
}

TEST_CASE("a field that is missing may stand in unread lines of the papers it is looked for in") {
    Submission s = package_of(qiming);
    SubmittedFile &form = file_of(s, "recommendation_form"), &letter = file_of(s, "commitment");
    value_of(form, "利润") = recognised("");
    CHECK_FALSE(hangs(s)); // everything was read
    leave_lines(letter);
    CHECK_FALSE(hangs(s)); // not there
    leave_lines(form);
    CHECK(hanging(s) == std::set{form.entry}); // and not the letter
}

TEST_CASE("a material that is missing may be what nothing was found in") {
    Submission s = package_of(qiming);
    SubmittedFile other = paper("扫描0001.pdf", "pdf", {Paragraph{1, recognised("今年以来")}}, true);
    std::erase_if(s.files,
                  [entry = file_of(s, "commitment").entry](const SubmittedFile& f) { return f.entry == entry; });
    leave_lines(file_of(s, "recommendation_form"));
    CHECK_FALSE(hangs(s));
    leave_lines(other);
    s.files.push_back(other);
    CHECK(hanging(s) == std::set{other.entry});
}

TEST_CASE("a value that goes on in unread lines is read through") {
    Submission s = package_of(qiming);
    SubmittedFile& form = file_of(s, "recommendation_form");
    leave_lines(form);
    Record record = judge(national(), s, shipped());
    REQUIRE(!record.fields.empty());
    REQUIRE(!record.fields.front().readings.empty());
    FieldReading& reading = record.fields.front().readings.front();
    reading.entry = form.entry;
    CHECK(hanging_on_unread(national(), s, record).empty());
    reading.value = "精益生产\n……\n经验";
    CHECK(hanging_on_unread(national(), s, record) == std::set{form.entry});
}

TEST_CASE("a text that is compared with other applicants' is read through") {
    Submission s = package_of(qiming);
    SubmittedFile& application = file_of(s, "application");
    leave_lines(application);
    Record record = judge(national(), s, shipped());
    record.sketches.clear();
    CHECK(hanging_on_unread(national(), s, record).empty());
    record.sketches.push_back({});
    record.sketches.back().entry = application.entry;
    CHECK(hanging_on_unread(national(), s, record) == std::set{application.entry});
}
