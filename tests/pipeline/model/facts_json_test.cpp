#include "pipeline/model/facts_json.h"
#include "tests/support.h"

#include <nlohmann/json.hpp>

#include <limits>

using namespace shenbao;

namespace {

using Json = nlohmann::ordered_json;

Text said(std::string text, double confidence = 1) { return {std::move(text), confidence, {}}; }

Facts facts_of(std::vector<Block> blocks) {
    Facts facts;
    facts.reader = "docx";
    facts.version = 7;
    facts.findings.push_back(finding("document.damaged", {"", 2, {}}));
    Document document;
    document.format = "docx";
    document.pages.emplace_back();
    document.blocks = std::move(blocks);
    document.properties["title"] = "某某";
    facts.body = std::move(document);
    return facts;
}

Table table() {
    Table inner;
    inner.rows = inner.columns = 1;
    inner.cells.push_back({0, 0, 1, 1, said("里"), {}, {}});
    Table table;
    table.page = 3;
    table.rows = 3;
    table.columns = 2;
    table.part = Part::footnote;
    table.title = "a \"title\"";
    table.box = Box{0.1, 1.0 / 3, 0.5, 1};
    table.cells.push_back({0, 0, 1, 2, said("one\ntwo\t\\ \x01", 0.25), Box{0, 0, 0.5, 0.125}, {}});
    table.cells.push_back({2, 1, 1, 1, said("里外"), {}, {inner}});
    return table;
}

} // namespace

TEST_CASE("facts are the same after a journey as text") {
    Paragraph paragraph{1, said("企业名称：甲", 0.875), Box{1e-7, 0.2, 0.3, 123456.789}, Part::header};
    paragraph.content.readings.push_back({"企业", 0.5, "psm7"});
    Facts facts = facts_of({paragraph, table(), Paragraph{2, said(""), {}, Part::body}});
    std::string text = to_json_text(facts);
    CHECK(facts_from_json(text) == facts);
    CHECK(Json::parse(text).dump() == text); // in the one way to write it
    CHECK(Json::parse(to_json_text(facts, 2)) == Json::parse(text));
}

TEST_CASE("a page that nobody has looked at says so") {
    Facts facts = facts_of({});
    auto& page = std::get<Document>(facts.body).pages.front();
    page.unseen = true;
    page.use = PictureUse::seals;
    CHECK(facts_from_json(to_json_text(facts)) == facts);
    page.unseen = false;
    CHECK(to_json_text(facts).find("unseen") == std::string::npos);
}

TEST_CASE("text that is no UTF-8 and numbers that are none are still JSON") {
    std::string text = to_json_text(
        facts_of({Paragraph{1, said("a\xFF\xE4\xBD\"", std::numeric_limits<double>::quiet_NaN()), {}, Part::body}}));
    Json json = Json::parse(text);
    CHECK(json["blocks"][0]["confidence"].is_null());
    CHECK(json["blocks"][0]["text"].get<std::string>().substr(0, 4) == "a\xEF\xBF\xBD");
    CHECK_THROWS_AS(facts_from_json("{\"kind\":\"document\",\"blocks\":[{\"type\":\"table\"}]}"), BadFacts);
}
