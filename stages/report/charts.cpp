#include "stages/report/charts.h"

#include "stages/report/format.h"
#include "stages/report/markup.h"
#include "stages/report/when.h"

#include <algorithm>
#include <array>

namespace shenbao::report {
namespace {

constexpr std::array shown_order = {Verdict::deficient, Verdict::review, Verdict::unreadable, Verdict::complete};

std::string day_words(int day, const Messages& messages) {
    const Date date = date_of(day);
    return messages.word("report.month_day",
                         {{"month", std::to_string(date.month)}, {"day", std::to_string(date.day)}});
}

// A round number at or above `most` for the top of an axis.
int axis_top(int most) {
    for (int scale = 1;; scale *= 10)
        for (int step : {1, 2, 5})
            if (step * scale >= most) return std::max(step * scale, 2);
}

// Where a chart's days stand, in units of its view box.
struct DayFrame {
    static constexpr double left = 34, right = 432, top = 24, bottom = 166;
    int first;
    double step;
    int top_value;

    explicit DayFrame(const Overview& overview) : first(overview.days.front().day) {
        step = (right - left) / static_cast<double>(overview.days.size());
        int most = 1;
        for (const auto& day : overview.days)
            most = std::max(most, day.in_time + day.late);
        top_value = axis_top(most);
    }
    double x(int day) const { return left + step * (day - first); }
    double height(int count) const { return (bottom - top) * count / top_value; }
    double bar() const { return std::min(step * 0.72, 22.0); }
};

std::string day_bars(const DayFrame& frame, const DayCount& day, const Messages& messages) {
    if (day.in_time + day.late == 0) return {};
    const double x = frame.x(day.day) + (frame.step - frame.bar()) / 2;
    const double low = frame.height(day.in_time), high = frame.height(day.late);
    std::string out = fmt::format("<g><title>{}</title>",
                                  escaped(messages.word("report.days_bar", {{"day", day_words(day.day, messages)},
                                                                            {"in_time", std::to_string(day.in_time)},
                                                                            {"late", std::to_string(day.late)}})));
    const auto rect = [&](const char* name, double top, double height) {
        if (height > 0)
            out += fmt::format(R"(<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="1"/>)",
                               name, x, top, frame.bar(), height);
    };
    rect("bar", DayFrame::bottom - low, low);
    rect("bar-late", DayFrame::bottom - low - high, high);
    return out + "</g>";
}

std::string day_axis(const DayFrame& frame, const Overview& overview, const Messages& messages) {
    std::string out;
    for (int value : {frame.top_value / 2, frame.top_value}) {
        if (value * 2 != frame.top_value && value != frame.top_value) continue; // half of an odd number
        const double y = DayFrame::bottom - frame.height(value);
        out += fmt::format(R"(<path class="grid" d="M{} {:.1f}H{}"/><text class="tick" x="{}" y="{:.1f}">{}</text>)",
                           DayFrame::left, y, DayFrame::right, DayFrame::left - 6, y + 4, value);
    }
    out += fmt::format(R"(<path class="axis" d="M{} {}H{}"/>)", DayFrame::left, DayFrame::bottom, DayFrame::right);
    const int every = std::max(1, static_cast<int>(52 / frame.step + 0.999));
    for (std::size_t i = 0; i < overview.days.size(); i += static_cast<std::size_t>(every))
        out += fmt::format(R"(<text class="day" x="{:.1f}" y="{}">{}</text>)",
                           frame.x(overview.days[i].day) + frame.step / 2, DayFrame::bottom + 17,
                           escaped(day_words(overview.days[i].day, messages)));
    return out;
}

std::string deadline_line(const DayFrame& frame, const Overview& overview, const Messages& messages) {
    if (!overview.deadline_day) return {};
    const int day = *overview.deadline_day;
    if (day < overview.days.front().day || day > overview.days.back().day) return {};
    const double x = frame.x(day) + frame.step;
    const bool near_edge = x > DayFrame::right - 84;
    return fmt::format(
        R"(<path class="deadline" d="M{0:.1f} {1}V{2}"/><text class="deadline-word{3}" x="{4:.1f}" y="{5}">{6}</text>)",
        x, DayFrame::top - 12, DayFrame::bottom, near_edge ? " end" : "", near_edge ? x - 5 : x + 5, DayFrame::top - 4,
        escaped(day_words(day, messages) + " " + messages.word("report.days_deadline")));
}

} // namespace

std::string mark_symbols() {
    return R"svg(<svg class="symbols" aria-hidden="true" width="0" height="0"><defs>
<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="5" height="5"/><rect class="hatch-line" width="2" height="5"/></pattern>
<symbol id="m-complete" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.5"/><path class="in" d="M4.6 8.3l2.4 2.4 4.4-5"/></symbol>
<symbol id="m-review" viewBox="0 0 16 16"><path d="M8 .8L15.8 15H.2z"/><path class="in" d="M8 6v4.2M8 12v.9"/></symbol>
<symbol id="m-deficient" viewBox="0 0 16 16"><rect x=".8" y=".8" width="14.4" height="14.4" rx="2"/><path class="in" d="M8 4v5.2M8 11.2v.9"/></symbol>
<symbol id="m-unreadable" viewBox="0 0 16 16"><path d="M4.8.5h6.4l4.3 4.3v6.4l-4.3 4.3H4.8L.5 11.2V4.8z"/><path class="in" d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"/></symbol>
<symbol id="m-info" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.5"/><path class="in" d="M8 7.2v4.6M8 4.2v.9"/></symbol>
</defs></svg>
)svg";
}

std::string mark(std::string_view name) {
    return fmt::format(R"(<svg class="mark {0}" aria-hidden="true"><use href="#m-{0}"/></svg>)", name);
}

std::string days_chart(const Overview& overview, const Messages& messages) {
    if (overview.days.empty()) return {};
    const DayFrame frame(overview);
    std::string out = fmt::format(R"(<svg class="chart days" viewBox="0 0 440 190" role="img" aria-label="{}">)",
                                  escaped(messages.word("report.days")));
    out += day_axis(frame, overview, messages);
    for (const auto& day : overview.days)
        out += day_bars(frame, day, messages);
    return out + deadline_line(frame, overview, messages) + "</svg>";
}

std::string defects_chart(const Overview& overview, const Messages& messages, std::size_t most) {
    const std::size_t rows = std::min(most, overview.defects.size());
    if (rows == 0) return {};
    const double widest = overview.defects.front().submissions;
    std::string out = fmt::format(R"(<ol class="defects" aria-label="{}">)", escaped(messages.word("report.defects")));
    for (std::size_t i = 0; i < rows; ++i) {
        const auto& defect = overview.defects[i];
        const char* shape = defect.severity == Severity::error ? "deficient" : "review";
        out += fmt::format(
            R"(<li><button type="button" data-problem="{0}">{1}<span class="what">{0}</span><svg class="share {2}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="{3:.1f}" height="8"/></svg><span class="n">{4}</span></button></li>)",
            escaped(defect.title), mark(shape), shape, std::max(1.0, 100 * defect.submissions / widest),
            defect.submissions);
    }
    return out + "</ol>";
}

std::string verdict_bar(const Overview& overview, const Messages& messages) {
    const double all = std::max<std::size_t>(overview.standing(), 1);
    std::string out = fmt::format(
        R"(<svg class="verdict-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="{}">)",
        escaped(messages.word("report.verdicts")));
    double x = 0;
    for (Verdict verdict : shown_order) {
        const double width = 1000 * overview.of(verdict) / all;
        if (width <= 0) continue;
        out += fmt::format(R"(<rect class="{}" x="{:.1f}" width="{:.1f}" height="10"><title>{} {}</title></rect>)",
                           to_string(verdict), x, std::max(width - 3, 1.0),
                           escaped(messages.word("verdict." + std::string(to_string(verdict)))), overview.of(verdict));
        x += width;
    }
    return out + "</svg>";
}

} // namespace shenbao::report
