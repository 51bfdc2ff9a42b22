#include "pipeline/model/record.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <stdexcept>

// Keys stand in the order of the contract, and shares are rounded to what they can mean: the same record gives the
// same bytes, and reading a record back and writing it again changes none.

namespace shenbao {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value, double steps) { return std::round(value * steps) / steps; }
double share(double value) { return rounded(value, 10000); }
double confidence(double value) { return rounded(value, 1000); }

Json box_json(const Box& box) {
    return Json::array({share(box.left), share(box.top), share(box.right), share(box.bottom)});
}

std::optional<Box> box_from(const Json& json) {
    if (!json.is_array() || json.size() != 4) return std::nullopt;
    return Box{json[0].get<double>(), json[1].get<double>(), json[2].get<double>(), json[3].get<double>()};
}

std::optional<Box> box_in(const Json& json) {
    auto it = json.find("box");
    return it == json.end() ? std::nullopt : box_from(*it);
}

Json where_json(const Locator& where) {
    Json json = {{"entry", where.entry}};
    if (where.page > 0) json["page"] = where.page;
    if (where.box) json["box"] = box_json(*where.box);
    return json;
}

Locator where_from(const Json& json) {
    return {json.value("entry", std::string()), json.value("page", 0), box_in(json)};
}

Json map_json(const std::map<std::string, std::string>& map) {
    Json json = Json::object();
    for (const auto& [key, value] : map)
        json[key] = value;
    return json;
}

std::map<std::string, std::string> map_from(const Json& json) {
    std::map<std::string, std::string> map;
    for (const auto& [key, value] : json.items())
        map[key] = value.get<std::string>();
    return map;
}

Json value_json(const std::string& value, const std::map<std::string, std::string>& series) {
    return series.empty() ? Json(value) : map_json(series);
}

void value_from(const Json& json, std::string& value, std::map<std::string, std::string>& series) {
    if (json.is_object())
        series = map_from(json);
    else
        value = json.get<std::string>();
}

Json submission_json(const SubmissionInfo& s) {
    return {{"id", s.id},
            {"source", s.source},
            {"message_id", s.message_id},
            {"from", s.from},
            {"subject", s.subject},
            {"received", s.received},
            {"package", s.package},
            {"sha256", s.sha256},
            {"supersedes", s.supersedes.empty() ? Json(nullptr) : Json(s.supersedes)}};
}

SubmissionInfo submission_from(const Json& json) {
    auto text = [&](const char* key) {
        auto it = json.find(key);
        return it == json.end() || it->is_null() ? std::string() : it->get<std::string>();
    };
    return {text("id"),       text("source"),  text("message_id"), text("from"),      text("subject"),
            text("received"), text("package"), text("sha256"),     text("supersedes")};
}

Json decision_json(const Decision& d) {
    return {{"number", d.number},    {"code", d.code}, {"decision", d.accepted ? "accept" : "reject"},
            {"note", d.note},        {"by", d.by},     {"at", d.at},
            {"evidence", d.evidence}};
}

Decision decision_from(const Json& json) {
    return {json.value("number", ""),  json.value("code", ""), json.value("decision", "") == "accept",
            json.value("note", ""),    json.value("by", ""),   json.value("at", ""),
            json.value("evidence", "")};
}

Json finding_json(const RecordFinding& record) {
    const Finding& f = record.finding;
    Json json = {{"code", f.code}, {"severity", to_string(f.severity)}};
    if (!f.slot.empty()) json["slot"] = f.slot;
    if (!f.field.empty()) json["field"] = f.field;
    json["message"] = record.message;
    json["where"] = where_json(f.where);
    json["evidence"] = f.evidence;
    if (!f.args.empty()) json["args"] = map_json(f.args);
    if (record.decision) json["decision"] = decision_json(*record.decision);
    if (record.outdated) json["outdated_decision"] = decision_json(*record.outdated);
    return json;
}

RecordFinding record_finding_from(const Json& json) {
    RecordFinding record;
    Finding& f = record.finding;
    f.code = json.at("code").get<std::string>();
    f.severity = severity_from(json.at("severity").get<std::string>());
    f.slot = json.value("slot", "");
    f.field = json.value("field", "");
    if (auto it = json.find("where"); it != json.end()) f.where = where_from(*it);
    f.evidence = json.value("evidence", "");
    if (auto it = json.find("args"); it != json.end()) f.args = map_from(*it);
    record.message = json.value("message", "");
    if (auto it = json.find("decision"); it != json.end()) record.decision = decision_from(*it);
    if (auto it = json.find("outdated_decision"); it != json.end()) record.outdated = decision_from(*it);
    return record;
}

Json seal_json(const SealVerdict& seal) {
    Json json = {{"state", to_string(seal.state)}, {"owner", seal.owner}, {"confidence", confidence(seal.confidence)}};
    if (!(seal.where == Locator{})) json["where"] = where_json(seal.where);
    return json;
}

SealState seal_state_from(std::string_view name) {
    for (auto s : {SealState::not_asked, SealState::present, SealState::absent})
        if (to_string(s) == name) return s;
    return SealState::unclear;
}

SealVerdict seal_from(const Json& json) {
    SealVerdict seal{
        seal_state_from(json.value("state", "")), json.value("owner", ""), json.value("confidence", 0.0), {}};
    if (auto it = json.find("where"); it != json.end()) seal.where = where_from(*it);
    return seal;
}

Json material_json(const MaterialRecord& m) {
    Json json = {{"slot", m.slot},       {"entry", m.entry},           {"format", m.format},       {"pages", m.pages},
                 {"scanned", m.scanned}, {"matched_by", m.matched_by}, {"seal", seal_json(m.seal)}};
    if (m.first_page > 0) json["first_page"] = m.first_page;
    return json;
}

MaterialRecord material_from(const Json& json) {
    MaterialRecord m;
    m.slot = json.at("slot").get<std::string>();
    m.entry = json.value("entry", "");
    m.format = json.value("format", "");
    m.pages = json.value("pages", 0);
    m.scanned = json.value("scanned", false);
    m.matched_by = json.value("matched_by", "");
    if (auto it = json.find("seal"); it != json.end()) m.seal = seal_from(*it);
    m.first_page = json.value("first_page", 0);
    return m;
}

Json reading_json(const FieldReading& r) {
    Json json = {{"value", value_json(r.value, r.series)}, {"entry", r.entry}};
    if (r.page > 0) json["page"] = r.page;
    if (r.box) json["box"] = box_json(*r.box);
    json["confidence"] = confidence(r.confidence);
    return json;
}

FieldReading reading_from(const Json& json) {
    FieldReading r;
    value_from(json.at("value"), r.value, r.series);
    r.entry = json.value("entry", "");
    r.page = json.value("page", 0);
    r.box = box_in(json);
    r.confidence = json.value("confidence", 0.0);
    return r;
}

Json field_json(const FieldRecord& f) {
    Json json = {{"value", value_json(f.value, f.series)},
                 {"status", to_string(f.status)},
                 {"confidence", confidence(f.confidence)}};
    json["readings"] = Json::array();
    for (const auto& reading : f.readings)
        json["readings"].push_back(reading_json(reading));
    return json;
}

FieldStatus field_status_from(std::string_view name) {
    for (auto s : {FieldStatus::read, FieldStatus::confirmed})
        if (to_string(s) == name) return s;
    return FieldStatus::uncertain;
}

FieldRecord field_from(const std::string& id, const Json& json) {
    FieldRecord f;
    f.id = id;
    value_from(json.at("value"), f.value, f.series);
    f.status = field_status_from(json.value("status", ""));
    f.confidence = json.value("confidence", 0.0);
    for (const auto& reading : json.value("readings", Json::array()))
        f.readings.push_back(reading_from(reading));
    return f;
}

Json file_json(const FileRecord& f) {
    Json json = {{"entry", f.entry},
                 {"sha256", f.sha256},
                 {"format", f.format},
                 {"bytes", f.bytes},
                 {"pages", f.pages},
                 {"ocr_pages", f.ocr_pages},
                 {"outcome", to_string(f.outcome)}};
    if (f.unread_lines > 0) json["unread_lines"] = f.unread_lines;
    for (const auto& [page, view] : f.views)
        json["views"][std::to_string(page)] = {
            {"sha256", view.picture.hex()}, {"width", view.width}, {"height", view.height}};
    return json;
}

FileRecord file_from(const Json& json) {
    FileRecord f;
    f.entry = json.at("entry").get<std::string>();
    f.sha256 = json.value("sha256", "");
    f.format = json.value("format", "");
    f.bytes = json.value("bytes", std::uint64_t{0});
    f.pages = json.value("pages", 0);
    f.ocr_pages = json.value("ocr_pages", 0);
    f.unread_lines = json.value("unread_lines", 0);
    f.outcome = outcome_from(json.value("outcome", ""));
    const Json views = json.value("views", Json::object());
    for (const auto& [page, view] : views.items())
        f.views[std::atoi(page.c_str())] = {Digest(view.value("sha256", "")), view.value("width", 0),
                                            view.value("height", 0), {}};
    return f;
}

Json revision_json(const Revision& r) {
    Json fields = Json::array();
    for (const auto& f : r.fields)
        fields.push_back({{"field", f.field}, {"was", f.was}, {"is", f.is}});
    return {{"before", r.before},
            {"materials", {{"added", r.added}, {"changed", r.changed}, {"dropped", r.dropped}}},
            {"fields", std::move(fields)},
            {"findings", {{"mended", r.mended}, {"remaining", r.remaining}, {"new", r.fresh}}}};
}

Revision revision_from(const Json& json) {
    using Names = std::vector<std::string>;
    const Json materials = json.value("materials", Json::object()), findings = json.value("findings", Json::object());
    Revision r;
    r.before = json.value("before", "");
    r.added = materials.value("added", Names{});
    r.changed = materials.value("changed", Names{});
    r.dropped = materials.value("dropped", Names{});
    for (const auto& f : json.value("fields", Json::array()))
        r.fields.push_back({f.value("field", ""), f.value("was", ""), f.value("is", "")});
    r.mended = findings.value("mended", Names{});
    r.remaining = findings.value("remaining", Names{});
    r.fresh = findings.value("new", Names{});
    return r;
}

template <class Items, class Write> Json list_json(const Items& items, Write write) {
    Json json = Json::array();
    for (const auto& item : items)
        json.push_back(write(item));
    return json;
}

Record record_from(const Json& json) {
    Record record;
    record.submission = submission_from(json.at("submission"));
    const Json& applicant = json.at("applicant");
    record.applicant = {applicant.value("number", ""), applicant.value("company", ""), applicant.value("uscc", "")};
    record.verdict = verdict_from(json.at("verdict").get<std::string>());
    for (const auto& item : json.at("findings"))
        record.findings.push_back(record_finding_from(item));
    for (const auto& item : json.at("materials"))
        record.materials.push_back(material_from(item));
    for (const auto& [id, item] : json.at("fields").items())
        record.fields.push_back(field_from(id, item));
    for (const auto& item : json.at("files"))
        record.files.push_back(file_from(item));
    if (auto it = json.find("revision"); it != json.end()) record.revision = revision_from(*it);
    return record;
}

} // namespace

nlohmann::ordered_json to_json(const Record& record) {
    Json json = {{"schema", "shenbao.record/1"}, {"submission", submission_json(record.submission)}};
    json["applicant"] = {
        {"number", record.applicant.number}, {"company", record.applicant.company}, {"uscc", record.applicant.uscc}};
    json["verdict"] = to_string(record.verdict);
    json["findings"] = list_json(record.findings, finding_json);
    json["materials"] = list_json(record.materials, material_json);
    json["fields"] = Json::object();
    for (const auto& field : record.fields)
        json["fields"][field.id] = field_json(field);
    json["files"] = list_json(record.files, file_json);
    if (record.revision) json["revision"] = revision_json(*record.revision);
    return json;
}

Record record_from_json(std::string_view text) {
    try {
        const Json json = Json::parse(text);
        if (json.value("schema", "") != "shenbao.record/1") throw std::runtime_error("not a shenbao.record/1");
        return record_from(json);
    } catch (const nlohmann::json::exception& error) {
        throw std::runtime_error(std::string("not a record: ") + error.what());
    }
}

} // namespace shenbao
