#pragma once
// What the mail itself says of the campaign's fields. It is typed, and often by whom the papers name: it bears out what
// they say, and tells what a doubtful reading of theirs is. Another may have sent it: it contradicts nothing, and gives
// no value of its own.

#include "pipeline/model/campaign.h"
#include "pipeline/model/mail.h"

#include <string>
#include <vector>

namespace shenbao::fields_detail {

// By the campaign's fields: addresses of mail are the sender's own; a person is one whom the text names under the
// field's label ("联系人：王小明 13800138000").
std::vector<std::vector<std::string>> values_in_mail(const Campaign& campaign, const MailFacts& mail);

// The words of the mail, for what else it may name.
std::string words_of_mail(const MailFacts& mail);

} // namespace shenbao::fields_detail
