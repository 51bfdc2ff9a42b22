#include "stages/unpack/passwords.h"

#include <algorithm>
#include <array>

namespace shenbao {
namespace {

constexpr std::size_t most = 8, longest = 64;
constexpr std::string_view word = "密码";

// What may stand between the word and the password.
constexpr std::array<std::string_view, 22> between = {" ",  "\t", "\r", "\n", "\u00a0", "　", "：", ":",
                                                      "=",  "为", "是", "“",  "”",      "\"", "'",  "‘",
                                                      "「", "【", "（", "(",  "[",      "《"};

// Of them, those that say that a password comes: a mere "密码" before a word may be about something else.
constexpr std::array<std::string_view, 5> announcing = {"：", ":", "=", "为", "是"};

template <class List> std::string_view first_of(std::string_view text, const List& list) {
    for (std::string_view one : list)
        if (text.starts_with(one)) return one;
    return {};
}

// Letters, digits and signs of a keyboard, up to a blank or anything Chinese.
std::string_view run_of_keys(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && text[end] > 0x20 && text[end] < 0x7f)
        ++end;
    return text.substr(0, end);
}

void offer(std::string_view password, std::vector<std::string>& offered) {
    if (password.empty() || password.size() > longest || offered.size() >= most) return;
    if (std::find(offered.begin(), offered.end(), password) == offered.end()) offered.emplace_back(password);
}

void read_password(std::string_view text, std::vector<std::string>& offered) {
    bool announced = false;
    for (auto mark = first_of(text, between); !mark.empty(); mark = first_of(text, between)) {
        announced |= std::find(announcing.begin(), announcing.end(), mark) != announcing.end();
        text.remove_prefix(mark.size());
    }
    if (!announced) return;
    const std::string_view password = run_of_keys(text);
    // A sentence's own signs may stand behind it, or be part of it.
    const std::size_t last = password.find_last_not_of(".,;!?)]\"'");
    offer(last == password.npos ? std::string_view() : password.substr(0, last + 1), offered);
    offer(password, offered);
}

} // namespace

std::vector<std::string> offered_passwords(std::string_view mail_text) {
    std::vector<std::string> offered;
    for (auto at = mail_text.find(word); at != mail_text.npos; at = mail_text.find(word, at + word.size()))
        read_password(mail_text.substr(at + word.size()), offered);
    return offered;
}

} // namespace shenbao
