// Real archives of other projects' test suites, and a mailbox with known truth: none of them is committed.
#include "archive_support.h"

#include <nlohmann/json.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <set>
#include <sstream>

using namespace shenbao;
using namespace shenbao::test;

namespace {

const Extractor* best_for(const Input& input) {
    const Extractor* best = nullptr;
    int highest = bid::none;
    for (const Extractor* reader :
         {&zip_extractor(), &rar_extractor(), &sevenzip_extractor(), &compressed_extractor()}) {
        const int bid = reader->bid(input);
        if (bid > highest) best = reader, highest = bid;
    }
    return best;
}

// format, outcome, entries, entries read whole, codes: as in the manifest.
std::string summary(const Input& input) {
    const Extractor* reader = best_for(input);
    if (!reader) return "-\t-\t0\t0\t-";
    const Unpacked r = read_with(*reader, input);
    std::set<std::string> codes;
    for (const Finding& found : r.facts.findings)
        codes.insert(found.code);
    for (const Entry& entry : r.entries())
        for (const Finding& found : entry.findings)
            codes.insert("entry:" + found.code);
    std::string all;
    for (const auto& code : codes)
        all += (all.empty() ? "" : ",") + code;
    const auto whole = std::count_if(r.entries().begin(), r.entries().end(),
                                     [](const Entry& entry) { return entry.outcome == Outcome::ok; });
    std::ostringstream row;
    row << (r.archive().format.empty() ? reader->name() : std::string_view(r.archive().format)) << '\t'
        << to_string(r.facts.outcome) << '\t' << r.entries().size() << '\t' << whole << '\t'
        << (all.empty() ? "-" : all);
    return row.str();
}

// In a process of its own, for libarchive may crash or never end: "crashed" then.
std::string summary_apart(const std::string& bytes, const std::string& name) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        alarm(60);
        const std::string row = summary(input_of(bytes, name));
        const bool written = write(ends[1], row.data(), row.size()) == static_cast<ssize_t>(row.size());
        _exit(written ? 0 : 1);
    }
    close(ends[1]);
    std::string row(4096, '\0');
    const ssize_t length = read(ends[0], row.data(), row.size());
    close(ends[0]);
    row.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? row : "crashed";
}

std::string base64(std::string_view text) {
    static const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (char c : text) {
        const auto value = alphabet.find(c);
        if (value == alphabet.npos) continue;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        if (++count % 4 == 0)
            for (int shift : {16, 8, 0})
                out += static_cast<char>(bits >> shift & 0xff);
    }
    if (count % 4 == 3) {
        out += static_cast<char>(bits >> 10 & 0xff);
        out += static_cast<char>(bits >> 2 & 0xff);
    } else if (count % 4 == 2) {
        out += static_cast<char>(bits >> 4 & 0xff);
    }
    return out;
}

// The packages of a mailbox, in order: parts whose bytes begin as RAR, ZIP or 7z do.
std::vector<std::string> packages(const std::string& mbox) {
    std::vector<std::string> found;
    for (std::size_t at = 0; (at = mbox.find("\n\n", at)) != mbox.npos; at += 2) {
        const std::string_view rest = std::string_view(mbox).substr(at + 2);
        if (!rest.starts_with("UmFyIRoH") && !rest.starts_with("UEsDB") && !rest.starts_with("N3q8rycc")) continue;
        found.push_back(base64(rest.substr(0, std::min(rest.find("\n\n"), rest.find("\n--")))));
    }
    return found;
}

// The files, links too, that a listing of rarfile's names, in its order.
std::vector<std::string> names_listed(const std::string& listing) {
    std::vector<std::string> names;
    std::istringstream in(listing);
    bool folder = false;
    for (std::string line; std::getline(in, line);) {
        if (line.find("FILE:") != line.npos && line[0] != ' ') folder = line.find("is=-D") != line.npos;
        if (line.starts_with("  name=") && !folder) names.push_back(line.substr(7));
    }
    return names;
}

} // namespace

TEST_CASE("listings by another program name the same files, but for what is explained", "[corpus]") {
    SKIP_WITHOUT(corpus());
    std::map<std::string, std::string> explained;
    std::istringstream reasons(slurp(data_dir("extractors/archive") / "listings.tsv"));
    for (std::string line; std::getline(reasons, line);)
        if (!line.empty() && line[0] != '#') explained[line.substr(0, line.find('\t'))] = line;
    int seen = 0;
    for (const auto& file : fs::directory_iterator(corpus() / "archives")) {
        if (file.path().extension() != ".exp") continue;
        const fs::path archive = file.path().parent_path() / file.path().stem();
        const std::string name = archive.filename().string(), bytes = slurp(archive);
        const Extractor* reader = best_for(input_of(bytes, name));
        INFO(name);
        REQUIRE(reader);
        const bool same = read_with(*reader, input_of(bytes, name)).names() == names_listed(slurp(file.path()));
        CHECK(same != explained.contains(name));
        ++seen;
    }
    CHECK(seen > 40);
}

TEST_CASE("real archives end as reviewed", "[corpus]") {
    SKIP_WITHOUT(corpus());
    std::istringstream manifest(slurp(data_dir("extractors/archive") / "manifest.tsv"));
    int seen = 0;
    for (std::string line; std::getline(manifest, line);) {
        if (line.empty() || line[0] == '#') continue;
        const std::string name = line.substr(0, line.find('\t'));
        const fs::path path = corpus() / "archives" / name;
        if (!fs::exists(path)) continue;
        INFO(name);
        CHECK(summary_apart(slurp(path), name) == line.substr(name.size() + 1));
        ++seen;
    }
    CHECK(seen > 100);
}

TEST_CASE("real volumes are joined", "[corpus]") {
    SKIP_WITHOUT(corpus());
    const std::vector<std::vector<std::string>> sets = {
        {"rarfile-rar3-vols.part1.rar", "rarfile-rar3-vols.part2.rar", "rarfile-rar3-vols.part3.rar"},
        {"rarfile-rar3-old.rar", "rarfile-rar3-old.r00", "rarfile-rar3-old.r01"},
        {"rarfile-rar5-vols.part1.rar", "rarfile-rar5-vols.part2.rar", "rarfile-rar5-vols.part3.rar"}};
    for (const auto& set : sets) {
        std::vector<std::string> bytes;
        for (const auto& name : set)
            if (fs::exists(corpus() / "archives" / name)) bytes.push_back(slurp(corpus() / "archives" / name));
        if (bytes.size() != set.size()) continue;
        Input input = input_of(bytes[0], set[0]);
        for (std::size_t i = 1; i < set.size(); ++i)
            input.volumes.push_back(input_of(bytes[i], set[i]));
        INFO(set[0]);
        const Unpacked r = read_with(rar_extractor(), input);
        CHECK(r.facts.outcome == Outcome::ok);
        CHECK(r.names() == std::vector<std::string>{"vols/bigfile.txt", "vols/smallfile.txt"});
        CHECK(r.facts.findings.empty());
    }
}

TEST_CASE("every file of the mailbox's packages is found under its name", "[corpus]") {
    SKIP_WITHOUT(mailbox());
    const auto truth = nlohmann::json::parse(slurp(mailbox() / "truth.json"));
    const auto found = packages(slurp(mailbox() / "mailbox.mbox"));
    REQUIRE(found.size() == truth.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        const std::string package = truth[i]["package"], defects = truth[i]["defects"].dump();
        INFO(package);
        const Input input = input_of(found[i], package);
        const Extractor* reader = best_for(input);
        REQUIRE(reader);
        const Unpacked r = read_with(*reader, input);
        if (defects.find("truncated") != defects.npos) {
            CHECK((r.found("archive.truncated") || r.found("archive.damaged")));
            continue;
        }
        CHECK(r.facts.outcome == Outcome::ok);
        CHECK(r.found("naming.encoding") == (defects.find("gbk_zip") != defects.npos));
        if (defects.find("nested") != defects.npos) continue;
        std::set<std::string> names;
        for (const std::string& name : r.names())
            names.insert(name.substr(name.rfind('/') + 1));
        for (const std::string file : truth[i]["files"])
            CHECK(names.contains(file));
    }
}
