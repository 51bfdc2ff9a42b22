#pragma once
// Notices of correction (补正通知): for each deficient submission a letter that says exactly what is missing or
// wrong, how it can be mended and until when. Where the program is not sure it asks and does not accuse, and it
// tells an applicant nothing of other applicants.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace shenbao {

// By file name, "NUMBER+COMPANY.txt": UTF-8 with a byte order mark and CR LF, so that any editor of a Windows desk
// shows it right.
std::map<std::string, std::string> notices(const Campaign& campaign, std::span<const Record> records,
                                           const Messages& messages);

// The same letters as drafts of replies, by file name "NUMBER+COMPANY.eml" (RFC 5322): to the sender, in reply to the
// mail, marked as unsent for mail programs that know X-Unsent. A draft has no recipient where the record names none.
// What could not be read at all has a draft too, for it has to be sent again.
std::map<std::string, std::string> eml_drafts(const Campaign& campaign, std::span<const Record> records,
                                              const Messages& messages);

// Either of them one at a time, in the records' order.
using TakeLetter = std::function<void(const std::string& name, const std::string& bytes)>;
void each_notice(const Campaign& campaign, std::span<const Record> records, const Messages& messages,
                 const TakeLetter& take);
void each_draft(const Campaign& campaign, std::span<const Record> records, const Messages& messages,
                const TakeLetter& take);

namespace report {

// The letter itself, lines ended by '\n'. Empty where nothing is to be told.
std::string letter(const Campaign& campaign, const Record& record, const Messages& messages);

// Names of the letters, without an ending, by the records' order; empty for a submission that does not go back. Safe on
// any file system and different from each other even where case is not told apart.
std::vector<std::string> letter_names(const Campaign& campaign, std::span<const Record> records,
                                      const Messages& messages);
// File names of the notices, by the records' order; empty for a submission that gets none.
std::vector<std::string> notice_names(const Campaign& campaign, std::span<const Record> records,
                                      const Messages& messages);

} // namespace report
} // namespace shenbao
