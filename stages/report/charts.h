#pragma once
// The report's drawings, as inline SVG. Form tells as much as colour does: late days are hatched, severities have
// marks of their own. Classes are styled by the page; geometry stands in attributes, for the page's policy forbids
// inline styles.

#include "pipeline/model/messages.h"
#include "stages/report/overview.h"

#include <string>

namespace shenbao::report {

// The shapes of the verdicts and severities, to be used by <use href="#…">; once a page, hidden.
std::string mark_symbols();
// One of them: "complete", "review", "deficient", "unreadable".
std::string mark(std::string_view name);

// Arrivals a day as bars, with the deadline as a line between days. Empty where nothing came.
std::string days_chart(const Overview& overview, const Messages& messages);
// The commonest defects as bars with their counts; each row a button with data-problem="TITLE".
std::string defects_chart(const Overview& overview, const Messages& messages, std::size_t most);
// Shares of the verdicts as one bar.
std::string verdict_bar(const Overview& overview, const Messages& messages);

} // namespace shenbao::report
