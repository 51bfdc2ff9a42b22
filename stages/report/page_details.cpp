#include "stages/report/page_details.h"

#include "stages/report/markup.h"
#include "stages/report/notices.h"
#include "stages/report/revision_words.h"
#include "stages/report/when.h"
#include "stages/report/wording.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace shenbao::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t readings_shown = 8;

int percent(double share) { return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * 100)); }

// A share of a page; a tenth of a per mille is finer than any picture of it here.
double share(double part) { return std::round(std::clamp(part, 0.0, 1.0) * 1e4) / 1e4; }

void put(Json& json, const char* key, std::string value) {
    if (!value.empty()) json[key] = std::move(value);
}

Json mail_json(const Record& record, const std::string& superseded_by) {
    const auto& s = record.submission;
    Json json = Json::object();
    put(json, "from", one_line(s.from));
    put(json, "subject", one_line(s.subject));
    put(json, "received", one_line(s.received));
    put(json, "package", one_line(s.package));
    put(json, "source", one_line(s.source));
    put(json, "message_id", one_line(s.message_id));
    put(json, "sha256", one_line(s.sha256));
    put(json, "supersedes", s.supersedes);
    put(json, "superseded_by", superseded_by);
    return json;
}

Json decision_json(const Decision& decision) {
    return {{"ok", decision.accepted},
            {"note", visible(decision.note)},
            {"by", one_line(decision.by)},
            {"at", one_line(decision.at)}};
}

struct Details {
    const Campaign& campaign;
    const Messages& messages;
    const PagePictures& pictures;
    std::map<std::string, std::string> superseded_by; // id → id of what stands in its place
    std::string folder{};                             // that all files of the submission at hand lie in

    // An entry without the folder that all entries share.
    std::string entry(const std::string& path) const { return one_line(without(folder, path)); }
    std::string where(const Locator& at) const {
        Locator within = at;
        within.entry = entry(at.entry);
        return place(within, messages);
    }

    // A picture's number, the page's, and the place on it: what the script makes a window of.
    void put_view(Json& json, const Record& record, const Locator& at) const {
        const auto number = pictures.number(record, at);
        if (!number) return;
        json["at"] = {{"n", *number}, {"p", at.page}};
        if (at.box)
            json["at"]["b"] = {share(at.box->left), share(at.box->top), share(at.box->right), share(at.box->bottom)};
    }

    Json finding(const Record& record, const RecordFinding& found) const {
        const Finding& f = found.finding;
        Json json = {{"s", to_string(f.severity)}, {"c", f.code}, {"m", visible(found.message)}};
        put(json, "k", one_line(problem(f, campaign, messages)));
        put(json, "w", where(f.where));
        if (!evidence_beside(found.message, f).empty()) json["e"] = visible(f.evidence);
        if (f.severity != Severity::info) put(json, "h", visible(remedy(f, campaign, messages)));
        if (found.decision) json["d"] = decision_json(*found.decision);
        if (found.outdated) json["od"] = decision_json(*found.outdated);
        if (f.severity != Severity::info) put_view(json, record, f.where);
        return json;
    }

    Json findings(const Record& record) const {
        Json list = Json::array();
        for (auto severity : {Severity::error, Severity::warning, Severity::info})
            for (const auto& f : record.findings)
                if (f.finding.severity == severity) list.push_back(finding(record, f));
        return list;
    }

    Json material(const Record& record, const MaterialRecord& m) const {
        Json json = {{"e", entry(m.entry)}, {"f", one_line(m.format)}, {"p", m.pages}};
        if (m.scanned) json["scan"] = 1;
        if (!m.matched_by.empty()) json["by"] = messages.word("matched." + m.matched_by);
        if (m.seal.state == SealState::not_asked) return json;
        json["seal"] = to_string(m.seal.state);
        put(json, "owner", one_line(m.seal.owner));
        if (m.seal.confidence > 0) json["sure"] = percent(m.seal.confidence);
        put(json, "w", m.seal.where.page > 0 ? place({"", m.seal.where.page, {}}, messages) : "");
        Locator at = m.seal.where;
        if (at.entry.empty()) at.entry = m.entry;
        put_view(json, record, at);
        return json;
    }

    // Every slot of the campaign, filled or not, then what fills a slot the campaign does not know any more.
    Json materials(const Record& record) const {
        Json list = Json::array();
        auto slot = [&](const std::string& id, const std::string& title, bool required) {
            Json files = Json::array();
            for (const auto& m : record.materials)
                if (m.slot == id) files.push_back(material(record, m));
            list.push_back({{"t", title}, {"req", required}, {"files", std::move(files)}});
        };
        for (const auto& m : campaign.materials)
            slot(m.slot, slot_title(campaign, m.slot), m.required && !is_nobodys(record));
        for (const auto& m : record.materials)
            if (!campaign.material(m.slot)) slot(m.slot, m.slot, false);
        return list;
    }

    static Json value(const std::string& text, const std::map<std::string, std::string>& series) {
        if (series.empty()) return visible(text);
        Json json = Json::array();
        for (const auto& [year, amount] : series)
            json.push_back({one_line(year), one_line(amount)});
        return json;
    }

    Json field(const Record& record, const FieldRecord& f) const {
        Json json = {{"t", field_title(campaign, f.id)},
                     {"v", value(f.value, f.series)},
                     {"s", to_string(f.status)},
                     {"sure", percent(f.confidence)}};
        if (const Field* asked = campaign.field(f.id)) put(json, "u", asked->unit);
        Json readings = Json::array();
        for (const auto& r : f.readings) {
            if (readings.size() == readings_shown) break;
            Json reading = {{"v", value(r.value, r.series)},
                            {"w", where({r.entry, r.page, r.box})},
                            {"sure", percent(r.confidence)}};
            put_view(reading, record, {r.entry, r.page, r.box});
            readings.push_back(std::move(reading));
        }
        json["r"] = std::move(readings);
        return json;
    }

    Json files(const Record& record) const {
        Json list = Json::array();
        for (const auto& f : record.files)
            list.push_back({{"e", one_line(f.entry)},
                            {"f", one_line(f.format)},
                            {"b", f.bytes},
                            {"p", f.pages},
                            {"o", f.ocr_pages},
                            {"u", f.unread_lines},
                            {"out", to_string(f.outcome)}});
        return list;
    }

    Json of(const Record& record, const std::string& name, const std::string& notice) {
        folder = shared_folder(record);
        auto by = superseded_by.find(record.submission.id);
        Json json = {{"mail", mail_json(record, by == superseded_by.end() ? "" : by->second)},
                     {"uscc", one_line(record.applicant.uscc)},
                     {"findings", findings(record)},
                     {"materials", materials(record)}};
        Json list = Json::array();
        for (const auto& f : record.fields)
            list.push_back(field(record, f));
        json["fields"] = std::move(list);
        for (const auto& line : revision_lines(record, campaign, messages))
            json["rev"].push_back({line.title, line.words, line.open ? 1 : 0});
        json["files"] = files(record);
        if (pictures.left_out(record) > 0) json["out"] = pictures.left_out(record);
        if (!notice.empty()) json["notice"] = "notices/" + url_path(notice);
        if (!name.empty()) {
            json["draft"] = "drafts/" + url_path(name + ".eml");
            json["letter"] = letter(campaign, record, messages);
        }
        return json;
    }
};

} // namespace

void add_page_details(std::string& out, const Campaign& campaign, std::span<const Record> records,
                      const Messages& messages, const PagePictures& pictures,
                      const std::function<Record(std::size_t)>& whole) {
    Details details{campaign, messages, pictures, {}};
    for (const auto& record : records)
        if (!record.submission.supersedes.empty())
            details.superseded_by[record.submission.supersedes] = record.submission.id;
    const auto names = letter_names(campaign, records, messages), notices = notice_names(campaign, records, messages);
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (i > 0) out += '\n';
        out += script_json(details.of(whole ? whole(i) : records[i], names[i], notices[i]));
    }
}

} // namespace shenbao::report
