#include "tests/stages/check/bench.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

Document& form(Bench& b) { return b.submission.files[0].document; }

} // namespace

TEST_CASE("stamps: none on a page in colour") {
    Bench b;
    form(b).seals.clear();
    CHECK(b.codes() == "material.unstamped(recommendation_form)");
}

TEST_CASE("stamps: none to be seen in grey is no proof, one found by shape is") {
    Bench b;
    form(b).seals.clear();
    form(b).pages[0].coloured = false;
    CHECK(b.codes() == "material.stamp_unclear(recommendation_form)");
    CHECK(b.only().args.at("reason") == "reason.grey");
    form(b).seals = {seal(company, 0.7)};
    form(b).seals[0].coloured = false;
    CHECK(b.codes().empty());
}

TEST_CASE("stamps: a trace, and a page that was not read") {
    Bench b;
    form(b).seals = {seal("", 0.3)};
    CHECK(b.only().args.at("reason") == "reason.faint");
    form(b).seals.clear();
    form(b).pages[0].recognised = false;
    CHECK(b.only().args.at("reason") == "reason.unread");
    form(b).pages[0].recognised = true;
    b.submission.findings = {finding("document.crashed", {"推荐表.pdf", 1, {}})};
    CHECK(b.only().args.at("reason") == "reason.unread");
}

TEST_CASE("stamps: what is lost of a damaged file may have borne one") {
    Bench b;
    form(b).seals.clear();
    b.submission.files[0].outcome = Outcome::partial;
    CHECK(b.codes() == "material.stamp_unclear(recommendation_form)");
    CHECK(b.only().args.at("reason") == "reason.unread");
}

TEST_CASE("stamps: a ring read with a mistake bears the name it was told by") {
    Bench b;
    form(b).seals = {seal("山东启明阔门有限公司")};
    CHECK(b.codes().empty());
    const auto& material = *b.campaign.material("recommendation_form");
    const auto examined = examine_seals(material, b.materials[0], &b.submission.files[0], {company}, {});
    CHECK(examined.verdict.owner == company);
}

TEST_CASE("stamps: a ring read once, and not well, is nobody else's") {
    Bench b;
    form(b).seals = {seal("")};
    form(b).seals.front().owner = {
        "柱建祸总科凋股份者服公司",
        0.84,
        {{"柱建祸总科凋股份者服公司", 0.84, "chi_sim/ring"}, {"柱建祸总科凋股份者服公司", 0.91, "chi_sim/ring"}}};
    CHECK(b.codes() == "material.stamp_unclear(recommendation_form)");
}

TEST_CASE("stamps: another company's, surely read") {
    Bench b;
    form(b).seals = {seal(other_company)};
    CHECK(b.codes() == "material.stamp_owner(recommendation_form)");
    CHECK(b.only().args.at("found") == other_company);
    CHECK(b.only().where.box.has_value());
    form(b).seals.push_back(seal(company)); // the applicant's own stands there too
    CHECK(b.codes().empty());
}

TEST_CASE("stamps: a ring read with mistakes accuses nobody") {
    Bench b;
    for (const char* words : {"山东启朋阀门有限公司", "启明阀门有限公司", "山东启明阀门有限", "东启明阀公司",
                              "山东启明阀门有限公司合同专用章"}) {
        form(b).seals = {seal(words)};
        INFO(words);
        CHECK(b.codes().empty());
    }
    form(b).seals = {seal(other_company)};
    for (double confidence : {0.45, 0.2}) {
        form(b).seals[0].owner.confidence = confidence;
        CHECK(b.codes() == "material.stamp_unclear(recommendation_form)");
    }
}

TEST_CASE("stamps: a ring that says nothing is for people to look at, an annotation is not") {
    Bench b;
    for (const char* words : {"", "口口", "有限公司"}) {
        form(b).seals = {seal(words)};
        INFO(words);
        CHECK(b.only().code == "material.stamp_unclear");
        CHECK(b.only().args.at("reason") == "reason.owner");
    }
    form(b).seals = {seal("")};
    form(b).seals[0].origin = Seal::Origin::annotation;
    CHECK(b.codes().empty());
}

TEST_CASE("stamps: a square seal may be the applicant's, and accuses nobody") {
    Bench b;
    auto square = [](const std::string& words, double confidence = 0.9) {
        Seal out = seal(words, confidence);
        out.shape = Seal::Shape::square;
        return out;
    };
    form(b).seals = {square(company)};
    CHECK(b.codes().empty());
    for (const char* words : {"", "李示例印", "潍坊海润纺织有限公司"}) {
        form(b).seals = {square(words)};
        INFO(words);
        CHECK(b.only().code == "material.stamp_unclear");
        CHECK(b.only().args.at("reason") == "reason.owner");
    }
    // A frame on a page without colour is a seal by the name in it alone.
    form(b).pages[0].coloured = false;
    form(b).seals = {square(company, 0.6)};
    form(b).seals[0].coloured = false;
    CHECK(b.codes().empty());
    form(b).seals = {square("李示例印", 0.6)};
    form(b).seals[0].coloured = false;
    CHECK(b.only().args.at("reason") == "reason.faint");
}

TEST_CASE("stamps: a person's square seal beside the round one says nothing of whose that is") {
    Bench b;
    Seal persons = seal("李示例印", 0.9);
    persons.shape = Seal::Shape::square;
    form(b).seals = {persons, seal(company)};
    CHECK(b.codes().empty());
    form(b).seals = {persons, seal(other_company)};
    CHECK(b.codes() == "material.stamp_owner(recommendation_form)");
    form(b).seals = {persons, seal("")};
    CHECK(b.only().args.at("reason") == "reason.owner");
}

TEST_CASE("stamps: words that all companies' names end in are no part of one") {
    CHECK(owner_of(ring("有限公司"), {company}) != RingOwner::own);
    CHECK(owner_of(ring("股份有限公司", 0.3), {"山东启明股份有限公司"}) != RingOwner::own);
    CHECK(owner_of(ring("东启明阀", 0.3), {company}) == RingOwner::own);
}

TEST_CASE("stamps: readings that agree with nothing are not the applicant's") {
    Text rubbish{"这人沦州各表误", 0.3, {{"这人沦州各表误", 0.3, "vote"}}};
    for (const char* words : {"人治州对顺和引", "通在沧妹骨误玫帮会", "用各时芍条训全"})
        rubbish.readings.push_back({words, 0.85, "ring"});
    CHECK(owner_of(rubbish, {company}) == RingOwner::unread);
}

TEST_CASE("stamps: in grey more is asked before a company is accused") {
    Text ring{"潍坊海润纺织有限公司", 0.6, {{"潍坊海润纺织有限公司", 0.6, "vote"}}};
    for (const char* words : {"潍坊海润纺织有限公司", "淮坊海闫纺织有限公习", "潍访毎润仿织有限公司"})
        ring.readings.push_back({words, 0.85, "ring"});
    CHECK(owner_of(ring, {company}, true) == RingOwner::other);
    CHECK(owner_of(ring, {company}, false) == RingOwner::unsure);
}

TEST_CASE("stamps: what stands at the head of a page may be an emblem") {
    Bench b;
    form(b).seals = {seal("QM", 0.9)};
    form(b).seals[0].box = {0.05, 0.02, 0.22, 0.14};
    CHECK(b.codes() == "material.stamp_unclear(recommendation_form)");
    form(b).seals = {seal(company, 0.9)};
    form(b).seals[0].box = {0.05, 0.02, 0.22, 0.14};
    CHECK(b.codes().empty());
}

TEST_CASE("stamps: companies of one town differ in the middle of their names") {
    CHECK(owner_of(ring("山东启明阀门有限公司"), {"山东启明阀门有限公司"}) == RingOwner::own);
    CHECK(owner_of(ring("山东启明阀门有限公司"), {"山东华丰纺织有限公司"}) == RingOwner::other);
    CHECK(owner_of(ring("山东启明阀门有限公司", 0.7), {"山东启明网门有限公司"}) == RingOwner::own);
    CHECK(owner_of(ring("山东省某某厅"), {company}) == RingOwner::authority);
    CHECK(owner_of(ring("某某市工业和信息化局"), {company}) == RingOwner::authority);
    CHECK(owner_of(ring(""), {company}) == RingOwner::unread);
    CHECK(owner_of(ring(company), {}) == RingOwner::unread);
}

TEST_CASE("stamps: readings of a ring that agree with each other decide, not their single mistakes") {
    auto read = [](std::vector<std::string> texts) {
        Text text{texts.front(), 0.5, {{texts.front(), 0.5, "vote"}}};
        for (const auto& one : texts)
            text.readings.push_back({one, 0.9, "ring"});
        return text;
    };
    const Text others =
        read({"烟台远机渔具有有限公司", "烟台远帆渔具有了腿公司", "烟合远帆渔具有有限公司", "烟台远帆多具有有限公司"});
    CHECK(owner_of(others, {"烟台远帆渔具有限公司"}) == RingOwner::own);
    CHECK(owner_of(others, {company}) == RingOwner::other);
    const Text garbled = read({"调和东荐泽契有慑公司", "烟杂公限", "让东藏泽契屎可科技酸份", "下和离生"});
    CHECK(owner_of(garbled, {company}) != RingOwner::other);
}

TEST_CASE("stamps: two ways that read another company's name alike, each sure of it, are enough") {
    auto read = [](double confidence) {
        return Text{"潍坊海润纺织有限公司",
                    0.85,
                    {{"潍坊海润纺织有限公司", 0.85, "vote"},
                     {"潍坊海润纺织有限公司", 0.98, "letters soft"},
                     {"潍坊海润纺织有限公司", confidence, "letters"}}};
    };
    CHECK(owner_of(read(0.96), {company}) == RingOwner::other);
    CHECK(owner_of(read(0.7), {company}) == RingOwner::unsure);
    CHECK(owner_of(read(0.96), {"潍坊海闰纺织有限公司"}) == RingOwner::own);
}

TEST_CASE("stamps: rubbish that looks like a seal does not hide a surer one") {
    Bench b;
    form(b).seals = {seal(other_company, 0.75), seal("RE", 0.55)};
    for (auto& s : form(b).seals)
        s.coloured = false;
    form(b).seals[1].owner.confidence = 0.3;
    CHECK(b.codes() == "material.stamp_owner(recommendation_form)");
    form(b).seals.erase(form(b).seals.begin());
    CHECK(b.codes() == "material.stamp_unclear(recommendation_form)");
}

TEST_CASE("stamps: a stamped scan will do where the Word file of the same slot bears none") {
    Bench b;
    b.submission.files.push_back(file("推荐表.docx", "docx", false));
    b.fill("recommendation_form", "推荐表.docx", "docx");
    CHECK(b.codes().empty());
}

TEST_CASE("stamps: a Word file instead of a scan is wrong in its format only") {
    Bench b;
    form(b).format = "docx";
    form(b).pages[0].use = PictureUse::none;
    form(b).seals.clear();
    b.materials[0].format = "docx";
    CHECK(b.codes() == "material.format(recommendation_form)");
}

TEST_CASE("stamps: of a page that could not be read nobody says that it bears no seal") {
    Bench b;
    form(b).seals.clear();
    form(b).blocks = {Paragraph{1, {"纪要晶 4", 0.5, {}}, {}, Part::body}};
    CHECK(b.codes() == "material.stamp_unclear(recommendation_form)");
    CHECK(b.only().args.at("reason") == "reason.unread");
}

TEST_CASE("stamps: of two documents in one file, each needs its own") {
    Bench b;
    Document& d = form(b);
    Page second = d.pages[0];
    second.number = 2;
    d.pages.push_back(second);
    Paragraph words = std::get<Paragraph>(d.blocks.front());
    words.page = 2;
    d.blocks.push_back(words);
    b.submission.files.erase(b.submission.files.begin() + 1);
    b.materials[0].first_page = 1;
    b.materials[1] = b.materials[0];
    b.materials[1].slot = "commitment";
    b.materials[1].first_page = 2;
    CHECK(b.codes() == "material.unstamped(commitment)");
    d.seals.push_back(seal(company));
    d.seals.back().page = 2;
    CHECK(b.codes().empty());
}

TEST_CASE("stamps: an electronic seal and a signature count, a recommender's may bear any name") {
    Bench b;
    form(b).seals = {seal(company, 0)};
    form(b).seals[0].origin = Seal::Origin::signature;
    CHECK(b.codes().empty());
    form(b).seals.clear();
    form(b).signatures = {{1, company, "", "valid"}};
    CHECK(b.codes().empty());
    form(b).signatures[0].validity = "invalid";
    CHECK(b.codes() == "material.unstamped(recommendation_form)");
    form(b).seals = {seal("某某市某某局")};
    b.campaign.materials[0].seal_of = "recommender";
    CHECK(b.codes().empty());
    form(b).seals = {seal(other_company)};
    CHECK(b.codes().empty());
}
