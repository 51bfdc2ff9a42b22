#include "pipeline/config/config_dir.h"
#include "pipeline/config/messages_file.h"
#include "tests/support.h"

#include <fstream>
#include <set>

using namespace shenbao;

namespace {

using Names = std::set<std::string>;

Messages shipped() { return load_messages(std::filesystem::path(SHENBAO_ROOT) / "config" / "messages"); }

// What each code's sentence may name besides the arguments that all have.
const std::map<std::string, Names> arguments = {
    {"naming.unparsable", {"name", "asked"}},
    {"naming.number", {"found", "expected"}},
    {"naming.separator", {"found", "asked", "how"}},
    {"naming.company_incomplete", {"found", "expected"}},
    {"naming.company_mismatch", {"found", "expected"}},
    {"naming.subject", {"found", "expected"}},
    {"naming.container", {"found", "asked"}},
    {"naming.encoding", {"encoding"}},
    {"timing.late", {"received", "deadline"}},
    {"timing.early", {"received", "opens"}},
    {"material.missing", {"asked"}},
    {"material.format", {"found", "asked"}},
    {"material.stamp_unclear", {"reason"}},
    {"material.stamp_owner", {"found", "expected"}},
    {"field.missing", {"from"}},
    {"field.invalid", {"found", "reason"}},
    {"field.uncertain", {"found"}},
    {"consistency.*", {"first", "first_entry", "second", "second_entry"}},
    {"eligibility.loss", {"years", "found", "unit"}},
    {"eligibility.quota", {"recommender", "found", "limit", "kind"}},
    {"eligibility.not_listed", {"found"}},
    {"roster.unknown", {"company", "number", "near", "why"}},
    {"roster.mismatch", {"expected", "found"}},
    {"roster.absent", {"company", "number"}},
    {"roster.found", {"count"}},
    {"mail.cloud_attachment", {"name", "size", "expiry"}},
    {"mail.several_packages", {"count", "name"}},
    {"archive.volume_missing", {"volume"}},
    {"document.crashed", {"pages"}},
    {"document.timeout", {"pages"}},
    {"document.memory", {"pages"}},
    {"resubmission.superseded", {"later", "joined"}},
    {"resubmission.conflict", {"number", "other"}},
    {"resubmission.out_of_time", {"earlier"}},
    {"duplicate.content", {"other", "other_entry", "share", "how"}},
    {"duplicate.applicant", {"found", "number", "other"}},
    {"duplicate.contact", {"found", "number", "other"}},
};

Names named_in(const std::string& sentence) {
    Names names;
    for (std::size_t at = sentence.find('{'); at != sentence.npos; at = sentence.find('{', at + 1))
        names.insert(sentence.substr(at + 1, sentence.find('}', at) - at - 1));
    return names;
}

std::filesystem::path folder_with(const std::map<std::string, std::string>& files) {
    auto folder = std::filesystem::temp_directory_path() / "shenbao-messages-test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    for (const auto& [name, text] : files)
        std::ofstream(folder / name) << text;
    return folder;
}

} // namespace

TEST_CASE("every code has a sentence, and it names only what it is given") {
    const Messages messages = shipped();
    for (const auto& info : codes()) {
        const std::string code(info.code);
        INFO(code);
        REQUIRE(messages.has(code));
        Names known = {"slot", "field", "entry", "file", "page", "evidence"};
        if (auto it = arguments.find(code); it != arguments.end()) known.insert(it->second.begin(), it->second.end());
        for (const auto& name : named_in(messages.word(code)))
            CHECK(known.count(name) == 1);
    }
}

TEST_CASE("a sentence without any argument still reads well") {
    const Messages messages = shipped();
    Finding encoding = finding("naming.encoding");
    CHECK(messages.sentence(encoding).find('{') == std::string::npos);
    CHECK(messages.sentence(encoding).find("[") == std::string::npos);
}

TEST_CASE("arguments, titles and words are filled in") {
    const Messages messages({{"material.format", "{slot}[（{entry}）]为{found}，要求{asked}"},
                             {"consistency.*", "{field}：{first}"},
                             {"format.pdf", "PDF"},
                             {"format.image", "图片"}});
    Finding f = finding("material.format", {}, "", {{"found", "format.pdf"}, {"asked", "format.pdf、format.image"}});
    f.slot = "form";
    CHECK(messages.sentence(f, {{"form", "推荐表"}}) == "推荐表为PDF，要求PDF、图片");
    f.where.entry = "a.pdf";
    CHECK(messages.sentence(f, {{"form", "推荐表"}}) == "推荐表（a.pdf）为PDF，要求PDF、图片");
    Finding other = finding("consistency.company", {}, "", {{"first", "甲"}});
    other.field = "company";
    CHECK(messages.sentence(other) == "company：甲");
    CHECK(messages.word("verdict.none") == "verdict.none");
}

TEST_CASE("files of sentences are one, and tables join their keys") {
    const Messages messages = load_messages(
        folder_with({{"a.toml", "\"a.b\" = \"一\"\n[c]\nd = \"二\"\n\"e.f\" = \"三\""}, {"b.toml", "g = \"四\""}}));
    CHECK(messages.word("a.b") == "一");
    CHECK(messages.word("c.d") == "二");
    CHECK(messages.word("c.e.f") == "三");
    CHECK(messages.word("g") == "四");
}

TEST_CASE("a sentence that stands twice, is none, or is nowhere, is refused") {
    CHECK_THROWS_WITH(load_messages(folder_with({{"a.toml", "\"a.b\" = \"一\""}, {"b.toml", "[a]\nb = \"二\""}})),
                      Catch::Contains("b.toml:2") && Catch::Contains("a.b"));
    CHECK_THROWS_AS(load_messages(folder_with({{"a.toml", "a = 1"}})), ConfigError);
    CHECK_THROWS_AS(load_messages(folder_with({{"a.toml", "a = "}})), ConfigError);
    CHECK_THROWS_AS(load_messages(folder_with({})), ConfigError);
    CHECK_THROWS_AS(load_messages("/nonexistent"), ConfigError);
}

TEST_CASE("the configuration is found above the program, in a share folder, or where it is named") {
    namespace fs = std::filesystem;
    const fs::path root = fs::temp_directory_path() / "shenbao-config-test";
    fs::remove_all(root);
    fs::create_directories(root / "config" / "messages");
    fs::create_directories(root / "build" / "debug");
    fs::create_directories(root / "usr" / "bin");
    fs::create_directories(root / "usr" / "share" / "shenbao" / "messages");
    CHECK(find_config_above(root / "build" / "debug") == root / "config");
    CHECK(find_config_above(root / "usr" / "bin") == root / "usr" / "share" / "shenbao");
    CHECK(find_config_dir(root / "config") == root / "config");
    CHECK_THROWS_AS(find_config_dir(root / "build"), ConfigError);
    CHECK_THROWS_AS(find_config_above("/"), ConfigError);
}
