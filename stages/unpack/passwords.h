#pragma once
// Passwords that the text of a mail offers for what it carries: 解压密码：…, 密码为…, 密码是…

#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

// In the order of the text, each once, eight at most. They go to the readers and nowhere else: neither into a record
// nor into a log.
std::vector<std::string> offered_passwords(std::string_view mail_text);

} // namespace shenbao
