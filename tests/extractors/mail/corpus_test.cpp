// Mails of other projects' test suites: each gives parts or a finding, and none takes long.
#include "mail_support.h"

#include <chrono>

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::string trouble_with(const fs::path& path) {
    std::string bytes = slurp(path);
    Input input = input_of(bytes, path.filename().string());
    int mbox = mbox_extractor().bid(input), mime = mime_extractor().bid(input);
    if (mbox == bid::none && mime == bid::none) return {}; // another reader's, or nobody's
    MemorySink sink;
    try {
        Facts facts = (mbox >= mime ? mbox_extractor() : mime_extractor()).read(input, {}, sink);
        if (facts.mailbox()) return accounted(*facts.mailbox()) == bytes.size() ? "" : "bytes lost";
        return facts.mail()->parts.empty() && facts.findings.empty() ? "neither part nor finding" : "";
    } catch (const ItemError& error) {
        return is_code(error.what_found().code) ? "" : "unknown code";
    }
}

} // namespace

TEST_CASE("every mail of the corpus gives parts or a finding", "[corpus]") {
    SKIP_WITHOUT(corpus());
    for (const auto& file : fs::directory_iterator(corpus() / "mail")) {
        INFO(file.path().filename().string());
        auto start = std::chrono::steady_clock::now();
        CHECK(trouble_with(file.path()) == "");
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
    }
}

TEST_CASE("mailboxes of the corpus are cut where their messages begin", "[corpus]") {
    SKIP_WITHOUT(corpus());
    auto count = [](const char* name) { return read_mbox(slurp(corpus() / "mail" / name)).messages.size(); };
    CHECK(count("tika-simple.mbox") == 2);
    CHECK(count("tika-headers.mbox") == 1);
    CHECK(count("MimeKit-simple.mbox.txt") == 3);
    CHECK(count("MimeKit-issue1189.mbox.txt") == 4);
    CHECK(count("MimeKit-unmunged.mbox.txt") == 2);
}
