// What can be said of an output folder from its ledger alone.

#include "pipeline/apart.h"
#include "pipeline/aside.h"
#include "pipeline/audit.h"
#include "pipeline/outputs.h"
#include "pipeline/runner.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <set>

namespace shenbao {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::vector<RosterName> names(const Json& json, const char* key) {
    std::vector<RosterName> out;
    for (const Json& name : json.value(key, Json::array()))
        out.push_back(
            {name.value("number", ""), name.value("company", ""), name.value("note", ""), name.value("by", "")});
    return out;
}

// Whether a file holds just these bytes.
bool holds(const fs::path& file, const Produce& produce) {
    std::ifstream in(file, std::ios::binary);
    bool same = true;
    produce([&](std::string_view piece) {
        std::string there(piece.size(), '\0');
        in.read(there.data(), static_cast<std::streamsize>(there.size()));
        same = same && in.gcount() == static_cast<std::streamsize>(piece.size()) && there == piece;
    });
    return same && in.peek() == std::ifstream::traits_type::eof();
}

} // namespace

std::vector<Record> stored_records(Ledger& ledger) {
    std::vector<Record> out;
    ledger.each_record([&](const std::string& line) { out.push_back(record_from_json(line)); });
    return out;
}

std::vector<Record> light_records(Ledger& ledger) {
    std::vector<Record> out;
    out.reserve(ledger.record_count());
    ledger.each_record([&](const std::string& line) {
        out.push_back(record_from_json(line));
        make_light(out.back());
    });
    return out;
}

RosterView stored_roster_view(Ledger& ledger) {
    std::string text = ledger.setting("roster_view");
    if (text.empty()) return {};
    Json json = Json::parse(text);
    return {names(json, "absent"), names(json, "unknown"), json.value("compared", !ledger.setting("roster").empty())};
}

std::uint64_t write_reports_apart(const fs::path& out, const Campaign& campaign, Ledger& ledger,
                                  const RosterView& roster, const Messages& messages,
                                  const std::function<bool()>& stop) {
    ledger.close();
    const std::uint64_t memory = work_apart(messages, stop, [&] {
        ledger.open_again();
        const std::vector<Record> records = light_records(ledger);
        write_reports(out, campaign, {records, ledger}, roster, messages);
        ledger.close();
    });
    ledger.open_again();
    return memory;
}

std::size_t rewrite_reports(const fs::path& out, const Campaign& campaign, const Messages& messages) {
    Ledger ledger = in_words(messages, [&] { return Ledger(out / "ledger.db"); });
    return in_words(messages, [&] {
        write_reports_apart(out, campaign, ledger, stored_roster_view(ledger), messages);
        return ledger.record_count();
    });
}

std::vector<std::string> verify(const fs::path& out, const Campaign& campaign, const Messages& messages) {
    Ledger ledger = in_words(messages, [&] { return Ledger(out / "ledger.db"); });
    const std::vector<Record> records = light_records(ledger);
    std::vector<std::string> faults;
    std::set<std::string> due;
    const auto compare = [&](const std::string& name, const Produce& produce) {
        due.insert(name);
        if (!fs::exists(out / name))
            faults.push_back(messages.word("verify.missing", {{"file", name}}));
        else if (!holds(out / name, produce))
            faults.push_back(messages.word("verify.differs", {{"file", name}}));
    };
    render_reports(ViewStore(out / "views"), campaign, {records, ledger}, stored_roster_view(ledger), messages,
                   compare);
    for (const std::string& name : stale_letters(out, due))
        faults.push_back(messages.word("verify.stale", {{"file", name}}));
    for (std::string& fault : audit_ledger(ledger, messages))
        faults.push_back(std::move(fault));
    for (std::string& fault : audit_sums(out / "run.json", records, messages))
        faults.push_back(std::move(fault));
    return faults;
}

} // namespace shenbao
