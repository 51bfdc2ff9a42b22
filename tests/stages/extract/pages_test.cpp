#include "stages/extract/pages.h"

#include "tests/stages/known_facts.h"
#include "tests/support.h"

#include <map>

using namespace shenbao;
using shenbao::test::KnownFacts;

namespace {

Document scan_of(int pages) {
    Document document;
    document.format = "pdf";
    for (int n = 1; n <= pages; ++n)
        document.pages.push_back({.number = n, .use = PictureUse::text_and_seals, .picture = Digest::of("page " + std::to_string(n)), .picture_dpi = 200});
    return document;
}

FactKey page_key(int n) { return {{Digest::of("page " + std::to_string(n))}, Task::recognise, "", 200, ""}; }

Facts recognised(const std::string& words) {
    Document document;
    document.pages.push_back({.number = 1, .coloured = true, .recognised = true});
    document.blocks.push_back(Paragraph{1, {words, 0.9}});
    document.seals.push_back({.page = 1, .box = {0.1, 0.1, 0.3, 0.3}});
    Facts facts;
    facts.body = document;
    return facts;
}

}  // namespace

TEST_CASE("a short scan is read whole, of a long one its ends") {
    CHECK(pages_to_recognise(scan_of(6), Recognition::needed).size() == 6);
    CHECK(pages_to_recognise(scan_of(100), Recognition::needed) == std::vector<int>{1, 2, 3, 4, 99, 100});
    CHECK(pages_to_recognise(scan_of(100), Recognition::all).size() == 100);
}

TEST_CASE("what was recognised stands in the place of its page") {
    Document document = scan_of(2);
    document.blocks.push_back(Paragraph{1, {"a stray footer"}});
    document.blocks.push_back(Paragraph{2, {"another"}});
    KnownFacts known;
    known.facts[page_key(1)] = recognised("第一页");
    known.facts[page_key(2)] = recognised("第二页");
    Asker asker(known);
    std::vector<Finding> findings;
    bool whole = true;
    CHECK(recognise_pages(document, read_key(Digest::of("pdf"), "a.pdf"), "a.pdf", Recognition::needed, asker, findings, whole) == 2);
    CHECK(whole);
    CHECK(plain_text(document) == "第一页\n第二页\n");
    REQUIRE(document.seals.size() == 2);
    CHECK(document.seals[1].page == 2);
    CHECK(document.pages[0].coloured);
}

TEST_CASE("every line of a page is read where that is asked for, and once where none was left out") {
    const auto asked = [](const KnownFacts& known, Recognition how_much) {
        Document document = scan_of(1);
        Asker asker(known);
        std::vector<Finding> findings;
        bool whole = true;
        recognise_pages(document, read_key(Digest::of("pdf"), "a.pdf"), "a.pdf", how_much, asker, findings, whole);
        return std::pair(asker.missing(), document.pages.front().unread_lines);
    };
    FactKey all = page_key(1);
    all.task = Task::recognise_all;
    KnownFacts known;
    CHECK(asked(known, Recognition::closely).first == std::set<FactKey>{page_key(1)});
    CHECK(asked(known, Recognition::all).first == std::set<FactKey>{all});
    known.facts[page_key(1)] = recognised("第一页");
    CHECK(asked(known, Recognition::closely).first.empty()); // nothing was left out
    std::get<Document>(known.facts[page_key(1)].body).pages.front().unread_lines = 3;
    CHECK(asked(known, Recognition::needed).first.empty());
    CHECK(asked(known, Recognition::needed).second == 3);
    CHECK(asked(known, Recognition::closely).first == std::set<FactKey>{all});
    known.facts[all] = recognised("第一页，每一行");
    CHECK(asked(known, Recognition::closely).first.empty());
    CHECK(asked(known, Recognition::closely).second == 0);
    known.facts[all] = Facts{.outcome = Outcome::failed}; // the first reading stands
    CHECK(asked(known, Recognition::closely).first.empty());
    CHECK(asked(known, Recognition::closely).second == 3);
}

TEST_CASE("what someone filled in or stuck on in the file outlasts the page's recognition") {
    Document document = scan_of(1);
    document.blocks.push_back(Paragraph{.page = 1, .content = {"a stray footer"}});
    document.blocks.push_back(Paragraph{.page = 1, .content = {"2021031"}, .part = Part::form_field});
    document.blocks.push_back(Paragraph{.page = 1, .content = {"请盖章"}, .part = Part::annotation});
    KnownFacts known;
    known.facts[page_key(1)] = recognised("第一页");
    Asker asker(known);
    std::vector<Finding> findings;
    bool whole = true;
    recognise_pages(document, read_key(Digest::of("pdf"), "a.pdf"), "a.pdf", Recognition::needed, asker, findings, whole);
    const std::string text = plain_text(document);
    CHECK(text.find("第一页") != text.npos);
    CHECK(text.find("2021031") != text.npos);
    CHECK(text.find("stray") == text.npos);
    CHECK(document.blocks.size() == 3);
}

TEST_CASE("a page that is not known yet becomes a need, made by its document") {
    Document document = scan_of(1);
    KnownFacts nothing;
    Asker asker(nothing);
    std::vector<Finding> findings;
    bool whole = true;
    FactKey maker = read_key(Digest::of("pdf"), "a.pdf");
    recognise_pages(document, maker, "a.pdf", Recognition::needed, asker, findings, whole);
    CHECK_FALSE(whole);
    REQUIRE(asker.missing().size() == 1);
    CHECK(asker.asked().begin()->second.maker == maker);
}

TEST_CASE("a page whose reader failed leaves its finding and its page number") {
    Document document = scan_of(1);
    KnownFacts known;
    Facts failed;
    failed.outcome = Outcome::failed;
    failed.findings.push_back(finding("document.timeout"));
    known.facts[page_key(1)] = failed;
    Asker asker(known);
    std::vector<Finding> findings;
    bool whole = true;
    CHECK(recognise_pages(document, read_key(Digest::of("pdf"), "a.pdf"), "a.pdf", Recognition::needed, asker, findings, whole) == 0);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].where.entry == "a.pdf");
    CHECK(findings[0].where.page == 1);
}
