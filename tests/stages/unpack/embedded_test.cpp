// Files within documents are files of the submission.

#include "stages/unpack/embedded.h"

#include "stages/unpack/unpack.h"
#include "tests/stages/known_facts.h"
#include "tests/support.h"

using namespace shenbao;

namespace {

using Names = std::vector<std::string>;

Entry entry(const std::string& name, std::uint64_t bytes = 30'000) { return {name, bytes, Digest::of(name)}; }

struct KnownFacts : test::KnownFacts {
    void document(const std::string& name, const std::string& format, std::vector<Entry> attachments) {
        Facts f;
        Document d;
        d.format = format;
        d.pages.push_back({.number = 1});
        d.attachments = std::move(attachments);
        f.body = d;
        facts[read_key(Digest::of(name), name)] = f;
    }
};

Submission unpack_one(const std::string& name, const KnownFacts& known, const Campaign& campaign = {}) {
    Arrival arrival;
    arrival.files = {{name, Digest::of(name), 100}};
    Asker asker(known, campaign.limits);
    Submission submission = unpack(arrival, campaign, Recognition::needed, asker);
    CHECK(asker.missing().empty());
    return submission;
}

Names entries(const Submission& submission) {
    Names out;
    for (const SubmittedFile& file : submission.files)
        out.push_back(file.entry);
    return out;
}

Names names(const std::vector<Entry>& files) {
    Names out;
    for (const Entry& file : files)
        out.push_back(file.name);
    return out;
}

Names within(const std::string& format, std::vector<Entry> attachments) {
    Document document;
    document.format = format;
    document.attachments = std::move(attachments);
    return names(files_within(document));
}

} // namespace

TEST_CASE("documents in a Word document are files of their own, what it shows is not") {
    CHECK(within("docx", {entry("word/embeddings/object1.xlsx"), entry("word/media/image1.png"),
                          entry("word/embeddings/oleObject2.bin"), entry("承诺书.pdf")}) ==
          Names{"object1.xlsx", "承诺书.pdf"});
    CHECK(within("docx", {entry("a/x.pdf"), entry("b/x.pdf")}) == Names{"x.pdf", "b/x.pdf"});
    CHECK(within("doc", {entry("object1.doc"), entry("object1.doc")}) == Names{"object1.doc"});
    CHECK(within("docx", {}).empty());
}

TEST_CASE("what is attached to a PDF or OFD is a file of its own, pictures too") {
    CHECK(within("pdf", {entry("scan.jpg"), entry("logo.png", 900), entry("notes.joboptions")}) == Names{"scan.jpg"});
    CHECK(within("ofd", {entry("附件.docx"), entry("scan.tif")}) == Names{"附件.docx", "scan.tif"});
}

TEST_CASE("files within documents are taken in at every depth, under the budgets of the package") {
    KnownFacts known;
    known.document("a.docx", "docx", {entry("word/embeddings/b.docx")});
    known.facts[read_key(Digest::of("word/embeddings/b.docx"), "b.docx")] = Facts{};
    known.document("b.docx", "docx", {});
    Submission s = unpack_one("a.docx", known);
    CHECK(entries(s) == Names{"a.docx", "a.docx!/b.docx"});

    KnownFacts nested;
    nested.document("1.docx", "docx", {entry("2.docx")});
    nested.document("2.docx", "docx", {entry("3.docx")});
    nested.document("3.docx", "docx", {entry("4.docx")});
    Campaign shallow;
    shallow.limits.depth = 2;
    Submission cut = unpack_one("1.docx", nested, shallow);
    CHECK(entries(cut) == Names{"1.docx", "1.docx!/2.docx"});
    REQUIRE(cut.findings.size() == 1);
    CHECK(cut.findings[0].code == "limit.depth");

    Campaign poor;
    poor.limits.package_bytes = 20'000;
    Submission spent = unpack_one("1.docx", nested, poor);
    REQUIRE(spent.files.size() == 2);
    CHECK(spent.files[1].outcome == Outcome::rejected);
}

TEST_CASE("a file that could not be taken out of a document is listed") {
    KnownFacts known;
    Entry lost{"x.pdf", 10, {}, Outcome::rejected};
    lost.findings.push_back(finding("limit.bytes"));
    known.document("a.docx", "docx", {lost});
    Submission s = unpack_one("a.docx", known);
    CHECK(entries(s) == Names{"a.docx", "a.docx!/x.pdf"});
    CHECK(s.files[1].outcome == Outcome::rejected);
    REQUIRE(s.findings.size() == 1);
    CHECK(s.findings[0].where.entry == "a.docx!/x.pdf");
}

TEST_CASE("a scan pasted into a document of words is read where a slot stays empty") {
    KnownFacts known;
    known.document("a.docx", "docx", {});
    const FactKey key = read_key(Digest::of("a.docx"), "a.docx");
    Document& document = std::get<Document>(known.facts.at(key).body);
    document.blocks.push_back(Paragraph{1, Text{"典型经验与主要成效"}});
    Page scan{.number = 2, .width = 595, .height = 842, .use = PictureUse::seals};
    scan.picture = Digest::of("picture");
    document.pages.push_back(scan);
    FactKey seals{{scan.picture}, Task::seals, "", 0, ""}, words{{scan.picture}, Task::recognise, "", 0, ""};
    known.facts[seals] = Facts{};
    Document letter;
    letter.pages.push_back({.number = 1});
    letter.blocks.push_back(Paragraph{1, Text{"承诺书 我单位郑重承诺"}});
    known.facts[words].body = letter;

    Campaign campaign;
    Material application, commitment;
    application.required = commitment.required = true;
    application.slot = "application";
    application.content_words = {"典型经验"};
    campaign.materials = {application};
    CHECK(plain_text(unpack_one("a.docx", known, campaign).files[0].document) == "典型经验与主要成效\n");
    commitment.slot = "commitment";
    commitment.content_words = {"承诺书", "郑重承诺"};
    campaign.materials = {application, commitment};
    CHECK(plain_text(unpack_one("a.docx", known, campaign).files[0].document) ==
          "典型经验与主要成效\n承诺书 我单位郑重承诺\n");
}
