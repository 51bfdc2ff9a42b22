#include "pipeline/audit.h"

#include "stages/report/figures.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

namespace shenbao {
namespace {

using Json = nlohmann::ordered_json;

// What run.json says that the records say too.
constexpr const char* told_by_records[] = {"submissions", "packages", "files",   "pages",
                                           "ocr_pages",   "verdicts", "outcomes"};

std::uint64_t sum_of(const Json& counts) {
    std::uint64_t sum = 0;
    for (const Json& count : counts)
        if (count.is_number_unsigned()) sum += count.get<std::uint64_t>();
    return sum;
}

} // namespace

std::vector<std::string> audit_ledger(Ledger& ledger, const Messages& messages) {
    std::vector<std::string> faults;
    if (auto rotten = ledger.rotten_facts(); !rotten.empty())
        faults.push_back(messages.word("verify.facts", {{"count", std::to_string(rotten.size())}}));
    if (!ledger.records_whole()) faults.push_back(messages.word("verify.records"));
    return faults;
}

std::vector<std::string> audit_sums(const std::filesystem::path& run_json, std::span<const Record> records,
                                    const Messages& messages) {
    std::vector<std::string> faults;
    auto fault = [&](const std::string& what, const Json& in, const Json& accounted) {
        faults.push_back(
            messages.word("verify.sums", {{"what", what}, {"in", in.dump()}, {"accounted", accounted.dump()}}));
    };
    std::ifstream in(run_json, std::ios::binary);
    const Json told = Json::parse(std::string(std::istreambuf_iterator<char>(in), {}), nullptr, false);
    if (!told.is_object()) return {messages.word("verify.missing", {{"file", "run.json"}})};
    auto value = [&](const char* key) { return told.contains(key) ? told.at(key) : Json(); };
    if (value("bytes_in") != value("bytes_accounted")) fault("bytes", value("bytes_in"), value("bytes_accounted"));
    const Json counted = to_json(figures_of(records));
    for (const char* key : told_by_records)
        if (value(key) != counted.at(key)) fault(key, value(key), counted.at(key));
    if (value("outcomes").is_object() && Json(sum_of(value("outcomes"))) != value("files"))
        fault("outcomes", value("files"), sum_of(value("outcomes")));
    return faults;
}

} // namespace shenbao
