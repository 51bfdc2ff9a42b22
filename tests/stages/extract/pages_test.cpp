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

// As it is read: text on the even pages, nothing but a picture on the others.
Document unseen(int pages) {
    Document document = scan_of(pages);
    for (Page& page : document.pages) {
        page.unseen = true;
        page.picture = {};
        page.picture_dpi = 0;
        if (page.number % 2 == 0) document.blocks.push_back(Paragraph{page.number, {"读出的文字"}});
    }
    return document;
}

const FactKey read_as_pdf = read_key(Digest::of("pdf"), "a.pdf");

FactKey look_key(std::vector<int> pages) {
    FactKey key{{Digest::of("pdf")}, Task::look};
    key.pages = std::move(pages);
    return key;
}

struct Look {
    Document document;
    Looked looked;
    std::vector<Finding> findings{};
    bool whole = true;
};

Look look_at(Document document, Asker& asker) {
    Look look{std::move(document), {}};
    look.looked = look_at_pages(look.document, read_as_pdf, std::nullopt, "a.pdf", Recognition::needed, asker,
                                look.findings, look.whole);
    return look;
}

}  // namespace

TEST_CASE("of pages nobody has seen, those with words are looked at, and scans as far as they are recognised") {
    CHECK(pages_to_look_at(unseen(6), Recognition::needed).size() == 6);
    CHECK(pages_to_look_at(unseen(11), Recognition::needed) == std::vector<int>{1, 2, 3, 4, 6, 8, 10, 11});
    CHECK(pages_to_look_at(unseen(11), Recognition::all).size() == 11);
    CHECK(pages_to_look_at(scan_of(11), Recognition::all).empty()); // seen
    Document stamped = unseen(11);
    stamped.pages[4].use = PictureUse::seals;
    stamped.blocks.push_back(Paragraph{.page = 7, .content = {"请盖章"}, .part = Part::annotation}); // printed on none
    CHECK(pages_to_look_at(stamped, Recognition::needed) == std::vector<int>{1, 2, 3, 4, 5, 6, 8, 10, 11});
}

TEST_CASE("a document's pages are looked at in one job, whose pictures are its own") {
    KnownFacts known;
    Asker asker(known);
    const FactKey archive = read_key(Digest::of("zip"), "a.zip");
    Document document = unseen(3);
    std::vector<Finding> findings;
    bool whole = true;
    const Looked looked =
        look_at_pages(document, read_as_pdf, archive, "a.pdf", Recognition::needed, asker, findings, whole);
    CHECK_FALSE(whole);
    CHECK(asker.missing() == std::set<FactKey>{look_key({1, 2, 3})});
    CHECK(looked.maker == look_key({1, 2, 3}));
    const Need& need = asker.asked().begin()->second;
    CHECK(need.maker == archive);
    CHECK(need.options.pages == std::vector<int>{1, 2, 3});
    CHECK(looked.maker.text().ends_with(" p1-3"));
    CHECK(look_key({1, 2, 5}).text().ends_with(" p1-2,5"));
}

TEST_CASE("nothing is asked for where every page was seen") {
    KnownFacts nothing;
    Asker asker(nothing);
    const Look look = look_at(scan_of(3), asker);
    CHECK(look.whole);
    CHECK(look.looked.maker == read_as_pdf);
    CHECK(asker.asked().empty());
}

TEST_CASE("what was seen stands in the place of what was read; what was not stays") {
    Document seen;
    seen.pages.push_back(
        {.number = 1, .use = PictureUse::text_and_seals, .picture = Digest::of("page 1"), .picture_dpi = 200});
    seen.pages.push_back({.number = 2, .coloured = true, .text_score = 0.75});
    seen.pages.push_back({.number = 4, .use = PictureUse::text_and_seals, .unseen = true});
    seen.blocks.push_back(Paragraph{2, {"看清的文字"}});
    seen.seals.push_back({.page = 2, .box = {0.1, 0.1, 0.3, 0.3}});
    seen.signatures.push_back({2, "海风", "", "unknown"});
    Facts facts;
    facts.outcome = Outcome::partial;
    facts.findings.push_back(finding("document.damaged", {"", 4, {}}));
    facts.body = seen;
    KnownFacts known;
    known.facts[look_key({1, 2, 3, 4})] = facts;
    Document document = unseen(4);
    document.signatures.push_back({0, "海风", "", "unknown"});
    Asker asker(known);
    const Look look = look_at(std::move(document), asker);
    CHECK(look.looked.outcome == Outcome::partial);
    REQUIRE(look.findings.size() == 1);
    CHECK(look.findings[0].where.entry == "a.pdf");
    CHECK(look.findings[0].where.page == 4);
    CHECK(plain_text(look.document) == "看清的文字\n读出的文字\n");
    CHECK(look.document.pages[0].picture == Digest::of("page 1"));
    CHECK(look.document.pages[1] == seen.pages[1]);
    CHECK(look.document.pages[2].unseen);
    CHECK(look.document.pages[3].unseen);
    CHECK(look.document.seals.size() == 1);
    CHECK(look.document.signatures[0].page == 2);
    CHECK(pages_to_recognise(look.document, Recognition::all) == std::vector<int>{1});
}

TEST_CASE("a look that takes its reader down loses nothing of the text") {
    Facts failed;
    failed.outcome = Outcome::failed;
    failed.findings.push_back(finding("document.crashed", {}, "signal 11"));
    KnownFacts known;
    known.facts[look_key({1, 2})] = failed;
    Asker asker(known);
    const Look look = look_at(unseen(2), asker);
    CHECK(look.whole);
    CHECK(look.document == unseen(2));
    CHECK(look.looked.outcome == Outcome::partial);
    REQUIRE(look.findings.size() == 1);
    CHECK(look.findings[0].args.at("pages") == "1-2");
}

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

TEST_CASE("words typed on a page outlive a poor reading of its picture") {
    Document document = scan_of(1);
    document.pages[0].typed = true;
    document.blocks.push_back(Paragraph{1, {"图一 认证证书"}});
    KnownFacts known;
    known.facts[page_key(1)] = recognised("口乂");
    Asker asker(known);
    std::vector<Finding> findings;
    bool whole = true;
    CHECK(recognise_pages(document, read_key(Digest::of("pdf"), "a.pdf"), "a.pdf", Recognition::needed, asker, findings, whole) == 1);
    CHECK(plain_text(document) == "图一 认证证书\n");
    CHECK(document.seals.size() == 1);
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
