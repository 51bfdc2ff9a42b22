#pragma once
// How a record is put into words: titles of slots and fields, places, short names of problems. Everything foreign
// passes through visible() or one_line() on its way to a reader.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/report/roster_view.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao::report {

// Foreign text made safe to look at: characters that hide, reorder or control (bidirectional overrides, zero-width
// characters, escapes) are written out as ⟨202E⟩. Line feeds and tabs stay.
std::string visible(std::string_view utf8);
// visible(), with every run of white space as one space.
std::string one_line(std::string_view utf8);

// Slots and fields by the words the campaign has for them.
std::map<std::string, std::string> titles(const Campaign& campaign);
std::string slot_title(const Campaign& campaign, const std::string& slot);
std::string field_title(const Campaign& campaign, const std::string& field);

// A word that stands by code: "PREFIX.code", else "PREFIX.area.*"; empty where there is neither. {slot} and {field}
// are filled in.
std::string by_code(std::string_view prefix, const Finding& finding, const Campaign& campaign,
                    const Messages& messages);
// A problem in a few words: 缺少材料：承诺书. The code where nobody named it.
std::string problem(const Finding& finding, const Campaign& campaign, const Messages& messages);
// How the applicant can mend it; empty where there is nothing to say.
std::string remedy(const Finding& finding, const Campaign& campaign, const Messages& messages);

// "附件1 推荐表.pdf 第 2 页"; empty for the submission itself.
std::string place(const Locator& where, const Messages& messages);
// The same without the entry where the sentence beside it names that already.
std::string place_beside(std::string_view sentence, const Locator& where, const Messages& messages);
// What was seen, one line; empty where the sentence beside it says so already.
std::string evidence_beside(std::string_view sentence, const Finding& finding);

// "folder/" where every file of the submission lies in it; empty where not. It tells nothing, and is left out of what
// is shown.
std::string shared_folder(const Record& record);
std::string without(const std::string& folder, const std::string& entry);

// The campaign's deadline in words, at its own offset; empty where there is none.
std::string deadline_words(const Campaign& campaign, const Messages& messages);
// A time of a record in words, at the office; empty for what is none.
std::string moment_words(std::string_view rfc3339, const Campaign& campaign, const Messages& messages);
// Minutes east of Greenwich at the office: those of the deadline, of the opening, else of China.
int office_offset(const Campaign& campaign);

// Another package of the same applicant stands in its place: a later one, or one that was in time.
bool superseded(const Record& record);
// What a city sent for its applicants together, or what came with several packages: nothing is asked of it.
bool is_nobodys(const Record& record);
// Who is on the roster and differs from it, with the sentences that say how.
std::vector<RosterName> roster_mismatches(std::span<const Record> records);
// A person has decided on it, so that it asks for nothing more.
bool settled(const RecordFinding& finding);
// Findings of one severity that nobody has settled.
int open_findings(const Record& record, Severity severity);

} // namespace shenbao::report
