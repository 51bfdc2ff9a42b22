// Mails of other projects' test suites: each gives parts or a finding, and none takes long.
#include "mail_support.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <sstream>

using namespace shenbao;
using namespace shenbao::test;

namespace {

const Extractor* best_for(const Input& input) {
    const Extractor* best = nullptr;
    int highest = bid::none;
    for (const Extractor* reader :
         {&msg_extractor(), &pst_extractor(), &tnef_extractor(), &mbox_extractor(), &mime_extractor()})
        if (const int bid = reader->bid(input); bid > highest) best = reader, highest = bid;
    return best;
}

// Codes of findings, the file's own and its parts', each once.
std::string codes_of(const Facts& facts) {
    std::set<std::string> codes;
    for (const Finding& found : facts.findings)
        codes.insert(found.code);
    auto of_entry = [&](const Entry& entry) {
        for (const Finding& found : entry.findings)
            codes.insert("part:" + found.code);
    };
    if (facts.mail())
        for (const MailPart& part : facts.mail()->parts)
            of_entry(part.file);
    if (facts.archive())
        for (const Entry& entry : facts.archive()->entries)
            of_entry(entry);
    std::string all;
    for (const std::string& code : codes)
        all += (all.empty() ? "" : ",") + code;
    return all.empty() ? "-" : all;
}

// What is counted: messages of a mailbox; of a mail, parts and how many of them are files.
std::string counts_of(const Facts& facts, std::size_t size) {
    if (const auto* box = facts.mailbox())
        return std::to_string(box->messages.size()) + (accounted(*box) == size ? "" : " bytes lost");
    if (const auto* archive = facts.archive()) return std::to_string(archive->entries.size());
    if (!facts.mail()) return "-";
    const auto& parts = facts.mail()->parts;
    const auto files = std::count_if(parts.begin(), parts.end(), [](const MailPart& part) { return part.attachment; });
    return std::to_string(parts.size()) + "/" + std::to_string(files);
}

// Reader, outcome, counts, codes: as in the manifest.
std::string summary(const std::string& bytes, const std::string& name) {
    const Input input = input_of(bytes, name);
    const Extractor* reader = best_for(input);
    if (!reader) return "-\t-\t-\t-";
    MemorySink sink;
    Facts facts;
    try {
        facts = reader->read(input, {}, sink);
    } catch (const ItemError& error) {
        facts.outcome = error.outcome();
        facts.findings.push_back(error.what_found());
    }
    return std::string(reader->name()) + '\t' + std::string(to_string(facts.outcome)) + '\t' +
           counts_of(facts, bytes.size()) + '\t' + codes_of(facts);
}

} // namespace

TEST_CASE("every mail of the corpus ends as reviewed", "[corpus]") {
    SKIP_WITHOUT(corpus());
    std::istringstream manifest(slurp(data_dir("extractors/mail") / "manifest.tsv"));
    int seen = 0;
    for (std::string line; std::getline(manifest, line);) {
        if (line.empty() || line[0] == '#') continue;
        const std::string name = line.substr(0, line.find('\t'));
        const fs::path path = corpus() / "mail" / name;
        if (!fs::exists(path)) continue;
        INFO(name);
        const auto start = std::chrono::steady_clock::now();
        CHECK(summary(slurp(path), name) == line.substr(name.size() + 1));
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
        ++seen;
    }
    CHECK(seen > 100);
}

// What is kept back is none of the manifest's: parts or a finding it must give all the same.
TEST_CASE("every mail of the corpus gives parts or a finding", "[corpus]") {
    SKIP_WITHOUT(corpus());
    for (const auto& file : fs::directory_iterator(corpus() / "mail")) {
        INFO(file.path().filename().string());
        const std::string found = summary(slurp(file.path()), file.path().filename().string());
        CHECK(found.find("bytes lost") == found.npos);
        const bool nothing = found.ends_with("\t0/0\t-") || found.ends_with("\t0\t-");
        CHECK_FALSE(nothing);
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
