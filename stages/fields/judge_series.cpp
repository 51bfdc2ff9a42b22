#include "stages/fields/judge.h"
#include "stages/fields/trust.h"

#include <algorithm>
#include <map>

namespace shenbao::fields_detail {

namespace {

FieldStatus worse(FieldStatus a, FieldStatus b) {
    const auto rank = [](FieldStatus s) { return s == FieldStatus::confirmed ? 0 : s == FieldStatus::read ? 1 : 2; };
    return rank(a) >= rank(b) ? a : b;
}

// The years' readings of one document, as one reading each: the first of each year, then the second, and so on.
void add_readings(FieldRecord& series, const FieldRecord& one, const std::string& year) {
    std::map<std::string, std::size_t> seen;
    for (const FieldReading& r : one.readings) {
        std::size_t skip = seen[r.entry]++;
        auto place = std::find_if(series.readings.begin(), series.readings.end(),
                                  [&](const FieldReading& known) { return known.entry == r.entry && skip-- == 0; });
        if (place == series.readings.end()) {
            FieldReading fresh = r;
            fresh.value.clear();
            place = series.readings.insert(series.readings.end(), std::move(fresh));
        }
        place->series[year] = r.value;
        place->confidence = std::min(place->confidence, r.confidence);
    }
}

} // namespace

std::optional<FieldRecord> judge_series(const Case& about, const std::vector<Ink>& inks) {
    std::optional<FieldRecord> series;
    for (int year : about.field.years) {
        Case of_year = about;
        of_year.year = year;
        const auto one = judge(of_year, inks);
        if (!one) continue;
        if (!series) {
            series.emplace();
            series->id = about.field.id;
            series->status = FieldStatus::confirmed;
            series->confidence = 1;
        }
        series->series[std::to_string(year)] = one->value;
        series->status = worse(series->status, one->status);
        series->confidence = std::min(series->confidence, one->confidence);
        add_readings(*series, *one, std::to_string(year));
    }
    // A year that a scan does not give up was lost in reading, as a rule: then the others may stand in its place.
    const bool whole = series && series->series.size() == about.field.years.size();
    if (series && !whole && series->confidence < trust::digital) {
        series->status = FieldStatus::uncertain;
        series->confidence = std::min(series->confidence, trust::read - 0.01);
    }
    return series;
}

} // namespace shenbao::fields_detail
