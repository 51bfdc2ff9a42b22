#include "stages/report/html.h"

#include "stages/report/charts.h"
#include "stages/report/format.h"
#include "stages/report/markup.h"
#include "stages/report/overview.h"
#include "stages/report/page_details.h"
#include "stages/report/page_index.h"
#include "stages/report/page_parts.h"
#include "stages/report/page_pictures.h"
#include "stages/report/wording.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace shenbao {
namespace report {
namespace {

constexpr std::array shown_order = {Verdict::deficient, Verdict::review, Verdict::unreadable, Verdict::complete};
constexpr std::size_t defects_drawn = 10;

// Writes the parts of one page. Words come from Messages, so they are escaped like everything else.
struct Sections {
    const Campaign& campaign;
    const Messages& messages;
    const Overview& overview;

    std::string word(std::string_view key) const { return escaped(messages.word(key)); }
    std::string word(std::string_view key, const std::map<std::string, std::string>& args) const {
        return escaped(messages.word(key, args));
    }

    std::string head() const {
        const std::string until = deadline_words(campaign, messages);
        const std::string old = overview.superseded > 0 ? std::to_string(overview.superseded) : "";
        return fmt::format(
            R"(<header class="head"><div class="wrap"><div><div class="kicker">{}</div><h1>{}</h1><p>{}　{}</p></div>
<div class="deadline-box"><span>{}</span><b>{}</b></div></div></header>
)",
            word("report.title"), escaped(campaign.title),
            word("report.arrived", {{"arrived", std::to_string(overview.arrived)}, {"superseded", old}}),
            word("report.read", {{"files", std::to_string(overview.files)},
                                 {"pages", std::to_string(overview.pages)},
                                 {"ocr_pages", std::to_string(overview.ocr_pages)}}),
            word("report.deadline"), until.empty() ? word("report.no_deadline") : escaped(until));
    }

    std::string verdicts() const {
        std::string out = fmt::format(R"(<section aria-label="{}"><div class="verdicts">)", word("report.verdicts"));
        for (Verdict verdict : shown_order) {
            const auto name = to_string(verdict);
            out += fmt::format(
                R"(<button type="button" data-verdict="{}" aria-pressed="false"><span class="n">{}<small>{}</small></span><span class="what">{}{}</span></button>)",
                name, overview.of(verdict), word("report.todo_unit"), mark(name), word("verdict." + std::string(name)));
        }
        return out + "</div>" + verdict_bar(overview, messages) + "</section>\n";
    }

    std::string task(std::size_t number) const {
        const Task& task = overview.tasks[number];
        const bool names = task.records.empty();
        const char* shape = task.severity == Severity::error     ? "deficient"
                            : task.severity == Severity::warning ? "review"
                                                                 : "info";
        const std::string inner = fmt::format(
            R"(<span class="count">{}<small>{}</small></span>{}<span><b>{}</b><span class="why">{}</span></span><span class="go" aria-hidden="true">›</span>)",
            task.count, word(names ? "report.todo_unit_absent" : "report.todo_unit"), mark(shape),
            word("todo." + task.key), word("todo." + task.key + ".why"));
        if (names) return fmt::format(R"(<li><button type="button" data-go="roster">{}</button></li>)", inner);
        return fmt::format(R"(<li><button type="button" data-task="{}" aria-pressed="false">{}</button></li>)", number,
                           inner);
    }

    std::string todo() const {
        std::string out = "<section class=\"todo\"><h2>" + word("report.todo") + "</h2>";
        if (overview.tasks.empty()) return out + "<p class=\"quiet\">" + word("report.todo_none") + "</p></section>";
        out += "<ol>";
        for (std::size_t i = 0; i < overview.tasks.size(); ++i)
            out += task(i);
        return out + "</ol></section>\n";
    }

    std::string days() const {
        const std::string chart = days_chart(overview, messages);
        if (chart.empty()) return {};
        const auto swatch = [](const char* name) {
            return fmt::format(
                R"(<svg viewBox="0 0 11 11" aria-hidden="true"><rect class="{}" width="11" height="11"/></svg>)", name);
        };
        std::string out = fmt::format(R"(<section><h2>{}<span class="legend">{}{}{}{}</span></h2>{})",
                                      word("report.days"), swatch("bar"), word("report.days_legend_in_time"),
                                      swatch("bar-late"), word("report.days_legend_late"), chart);
        if (overview.outside_days > 0)
            out += "<p class=\"quiet\">" +
                   word("report.days_outside", {{"count", std::to_string(overview.outside_days)}}) + "</p>";
        return out + "</section>\n";
    }

    std::string defects() const {
        std::string out = "<section><h2>" + word("report.defects") + "</h2>";
        if (overview.defects.empty())
            return out + "<p class=\"quiet\">" + word("report.defects_none") + "</p></section>";
        out += defects_chart(overview, messages, defects_drawn);
        if (overview.defects.size() > defects_drawn)
            out += "<p class=\"quiet\">" +
                   word("report.defects_more", {{"count", std::to_string(overview.defects.size() - defects_drawn)}}) +
                   "</p>";
        return out + "</section>\n";
    }

    // The chart of days goes to the side that is shorter without it; a task is about twice as high as a defect.
    std::string columns() const {
        const bool left = overview.tasks.size() * 2 < std::min(overview.defects.size(), defects_drawn);
        return "<div class=\"columns\"><div class=\"stack\">" + todo() + (left ? days() : "") +
               "</div><div class=\"stack\">" + (left ? "" : days()) + defects() + "</div></div>\n";
    }

    std::string filters() const {
        std::string out = fmt::format(
            R"(<div class="filters"><input type="search" id="words" placeholder="{}" aria-label="{}" autocomplete="off" spellcheck="false"><div class="chips" role="group" aria-label="{}">)",
            word("ui.search"), word("ui.search_label"), word("ui.verdict_label"));
        for (Verdict verdict : shown_order)
            out += fmt::format(
                R"(<button type="button" class="chip" data-verdict="{}" aria-pressed="false">{}{}</button>)",
                to_string(verdict), mark(to_string(verdict)), word("verdict." + std::string(to_string(verdict))));
        out += "</div>";
        for (const char* id : {"problem", "city"}) {
            const bool city = std::string_view(id) == "city";
            out += fmt::format(R"(<select id="{}" aria-label="{}"><option value="">{}</option></select>)", id,
                               word(city ? "ui.city_label" : "ui.code_label"),
                               word(city ? "ui.all_cities" : "ui.all_codes"));
        }
        return out + fmt::format(R"(<label class="check"{}><input type="checkbox" id="old">{}</label></div>)",
                                 overview.superseded ? "" : " hidden", word("ui.superseded"));
    }

    std::string list(std::span<const Record> records) const {
        const bool numbered =
            std::any_of(records.begin(), records.end(), [](const Record& r) { return !r.applicant.number.empty(); });
        std::string out =
            fmt::format(R"(<section class="block" id="list"><h2>{}</h2>{})", word("report.submissions"), filters());
        out += fmt::format(
            R"(<p class="tally"><span><span id="shown" aria-live="polite"></span><span id="task" class="on" hidden></span></span><button type="button" id="reset" hidden>{}</button></p><table class="list{}"><thead><tr>)",
            word("ui.reset"), numbered || records.empty() ? "" : " unnumbered");
        for (const char* key : {"verdict", "number", "company", "city", "problems", "received"})
            out += fmt::format(
                R"(<th scope="col" class="c-{0}" data-key="{0}" data-title="{1}"><button type="button">{1}</button></th>)",
                key, word("ui.col_" + std::string(key)));
        return out +
               fmt::format(
                   R"(</tr></thead><tbody id="rows"></tbody></table><p class="quiet" id="none" hidden>{}</p><button type="button" class="more" id="more" hidden></button><noscript><p class="note">{}</p></noscript></section>
)",
                   word("ui.none"), word("report.noscript"));
    }

    std::string names(const char* title, const std::vector<RosterName>& list) const {
        std::string out = fmt::format("<h3>{}（{}）</h3>", word(title), list.size());
        if (list.empty()) return out + "<p class=\"quiet\">" + word("report.roster_none") + "</p>";
        const bool grouped = std::any_of(list.begin(), list.end(), [](const RosterName& n) { return !n.by.empty(); });
        for (auto from = list.begin(); from != list.end();) {
            const auto to = std::find_if(from, list.end(), [&](const RosterName& n) { return n.by != from->by; });
            if (grouped)
                out += fmt::format(
                    "<h4>{}（{}）</h4>",
                    from->by.empty() ? word("report.roster_no_recommender") : escaped(one_line(from->by)), to - from);
            out += "<ul class=\"names\">";
            for (; from != to; ++from)
                out += fmt::format("<li><span>{}</span>{}{}</li>", escaped(one_line(from->number)),
                                   escaped(one_line(from->company)),
                                   from->note.empty() ? "" : "<small>" + escaped(one_line(from->note)) + "</small>");
            out += "</ul>";
        }
        return out;
    }

    std::string differing(const std::vector<RosterName>& list) const {
        return list.empty() ? "" : names("title.roster.mismatch", list);
    }

    std::string roster(const RosterView& view, std::span<const Record> records) const {
        std::string out = "<section class=\"block\" id=\"roster\"><h2>" + word("report.roster") + "</h2>";
        if (!view.compared()) return out + "<p class=\"quiet\">" + word("report.roster_not_given") + "</p></section>\n";
        return out + names("report.roster_absent", view.absent) + names("report.roster_unknown", view.unknown) +
               differing(roster_mismatches(records)) + "</section>\n";
    }

    std::string help(const PagePictures& pictures) const {
        std::string out = "<footer class=\"help\">";
        if (pictures.left_out() > 0)
            out += "<p class=\"note\">" +
                   word("report.pictures_left_out", {{"held", std::to_string(pictures.held())},
                                                     {"left_out", std::to_string(pictures.left_out())}}) +
                   "</p>";
        for (const char* key : {"report.help_verdicts", "report.help_status", "report.help_keys", "report.city_note"})
            out += "<p>" + word(key) + "</p>";
        return out + "</footer>\n";
    }
};

// The words the script shows: all that stand under these prefixes.
nlohmann::ordered_json script_words(const Messages& messages) {
    nlohmann::ordered_json words = nlohmann::ordered_json::object();
    for (const auto& [key, sentence] : messages.all())
        for (std::string_view prefix : {"ui.", "verdict.", "severity.", "outcome.", "status.", "seal."})
            if (key.starts_with(prefix)) words[key] = sentence;
    return words;
}

// The tree of the index is large: it goes before anything else is made.
void add_index(std::string& out, const Campaign& campaign, std::span<const Record> records, const Overview& overview,
               const Messages& messages) {
    auto index = page_index(campaign, records, overview, messages);
    index["words"] = script_words(messages);
    out += script_json(index);
}

std::string document_head(const Campaign& campaign, const Messages& messages) {
    return fmt::format(
        R"(<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src blob:; style-src {}; script-src {} {} {}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>{} · {}</title>
<style>{}</style></head>
)",
        csp_hash(page_style()), csp_hash(list_script()), csp_hash(evidence_script()), csp_hash(detail_script()),
        escaped(campaign.title), escaped(messages.word("report.title")), page_style());
}

} // namespace
} // namespace report

std::string html_report(const Campaign& campaign, std::span<const Record> records, const RosterView& roster,
                        const Messages& messages, const PageSource& pages, const HtmlOptions& options) {
    using namespace report;
    const Overview overview = overview_of(campaign, records, roster, messages);
    const Sections page{campaign, messages, overview};
    const PagePictures pictures(records, pages, options.picture_bytes);

    std::string out = document_head(campaign, messages);
    out += "<body>\n" + mark_symbols();
    out += "<a class=\"skip\" href=\"#list\">" + page.word("report.skip") + "</a>\n" + page.head();
    out += "<main class=\"wrap\">\n" + page.verdicts();
    out += page.columns();
    out += page.list(records) + page.roster(roster, records) + page.help(pictures) + "</main>\n";
    out += "<aside id=\"detail\" role=\"dialog\" tabindex=\"-1\" hidden></aside>\n";
    out += "<script type=\"application/json\" id=\"data\">";
    add_index(out, campaign, records, overview, messages);
    out += "</script>\n";
    out += "<script type=\"application/json\" id=\"details\">";
    add_page_details(out, campaign, records, messages, pictures, options.whole);
    out += "</script>\n";
    out += pictures.markup();
    out += std::string("<script>") + list_script() + "</script>\n<script>" + evidence_script() + "</script>\n<script>" +
           detail_script() + "</script>\n";
    return out + "</body></html>\n";
}

} // namespace shenbao
