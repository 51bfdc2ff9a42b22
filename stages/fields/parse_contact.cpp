#include "stages/fields/parse_text.h"

#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <cctype>

namespace shenbao::fields_detail {

namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// People's addresses are words and numbers: a digit that looks like a letter within a word ("examp1e"), or letters
// that look like digits within or after a number ("ba8ll"), are rather recognition's than theirs.
double email_fitness(std::string_view address) {
    constexpr std::string_view like_letters = "015829", like_digits = "oilszb";
    double fitness = 1;
    for (std::size_t i = 1; i + 1 < address.size(); ++i) {
        const char c = address[i], before = address[i - 1], after = address[i + 1];
        if (like_letters.find(c) != std::string_view::npos && is_letter(before) && is_letter(after)) fitness *= 0.6;
        if (like_digits.find(c) != std::string_view::npos && is_digit(before) && !is_letter(after)) fitness *= 0.6;
        if (like_digits.find(c) != std::string_view::npos && is_digit(before) && after == c) fitness *= 0.6;
    }
    return fitness;
}

// How far the last part of the domain is one that people have.
double domain_fitness(std::string_view address) {
    const std::string_view top = address.substr(address.rfind('.') + 1);
    for (std::string_view known :
         {"com", "cn", "net", "org", "gov", "edu", "cc", "top", "vip", "info", "biz", "hk", "io", "tech"})
        if (top == known) return 1;
    return 0.4;
}

double fitness_of(std::string_view address) { return email_fitness(address) * domain_fitness(address); }

// The part of the address from `begin` to `end` with digits within words made the letters they look like.
std::string with_letters(std::string address, std::size_t begin, std::size_t end) {
    constexpr std::string_view digits = "0158", letters = "olsb";
    for (std::size_t i = std::max<std::size_t>(begin, 1); i + 1 < std::min(end, address.size()); ++i) {
        const bool one_again = address[i] == 'l' && address[i - 1] == '1' && !is_letter(address[i + 1]); // "451l@"
        if (one_again) address.erase(i, 1);
        const auto at = digits.find(address[i]);
        if (at == std::string_view::npos || !is_letter(address[i - 1]) || !is_letter(address[i + 1])) continue;
        const bool twice = address[i - 1] == letters[at] || address[i + 1] == letters[at]; // read as both: "examp1le"
        if (twice)
            address.erase(i, 1);
        else
            address[i] = letters[at];
    }
    return address;
}

// An address and what it may be with letters for digits: of a domain that is nearly sure, of a person's part it is not.
void add_with_letters(const std::string& address, std::vector<Parsed>& all) {
    const std::size_t at = address.find('@');
    const std::string domain = with_letters(address, at + 1, address.size()), both = with_letters(domain, 0, at + 1);
    const bool domain_off = domain != address;
    if (both != domain) all.push_back({both, 0.8 * fitness_of(both)});
    if (domain_off) all.push_back({domain, 0.95 * fitness_of(domain)});
    all.push_back({address, (domain_off ? 0.3 : 1) * fitness_of(address)});
}

// Mail providers that are called by a number.
bool numeric_domain(std::string_view domain) {
    for (std::string_view known :
         {"163.com", "126.com", "139.com", "189.cn", "263.net", "188.com", "10086.cn", "21cn.com"})
        if (domain == known) return true;
    return false;
}

// An at sign read as something round: each such place may be it.
std::vector<std::string> with_at_sign(const std::string& text) {
    constexpr std::string_view round = "0OQGCa";
    std::vector<std::string> found;
    for (std::size_t i = 2; i + 4 < text.size(); ++i) {
        if (round.find(text[i]) == std::string_view::npos) continue;
        std::string guess = text;
        guess[i] = '@';
        const bool after_word =
            text[i] == '0' || std::isupper(static_cast<unsigned char>(text[i])) != 0 || is_digit(text[i - 1]);
        const bool domain = is_letter(guess[i + 1]) || numeric_domain(std::string_view(guess).substr(i + 1));
        if (after_word && domain && values::is_email(guess)) found.push_back(std::move(guess));
    }
    return found;
}

// Half-width without white space, with a point for what recognition makes of one.
std::string email_text(std::string_view text) {
    std::string s = text::fold_width(text);
    for (std::string_view at : {"©", "®", "(@)", "(O)", "(a)"})
        s = text::replace_all(s, at, "@");
    for (std::string_view one : {"]", "["})
        s = text::replace_all(s, one, "1");
    for (std::string_view point : {",", "。", "·"})
        s = text::replace_all(s, point, ".");
    std::erase_if(s, [](unsigned char c) { return std::isspace(c) || c == '|'; });
    return s;
}

// Capitals in a domain are the recogniser's: C, O and S are only larger than their small letters.
std::string with_small_domain(std::string address) {
    for (std::size_t i = address.find('@'); i < address.size(); ++i)
        address[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(address[i])));
    return address;
}

// A Chinese character right before an address is what recognition made of its first letters ("全cp_8698" of
// "gqcp_8698").
bool is_beheaded(const std::string& text, const std::string& address) {
    const std::size_t at = text.find(address);
    if (at == std::string::npos || at == 0) return false;
    const std::u32string before = text::to_u32(text.substr(0, at));
    return !before.empty() && text::is_han(before.back());
}

std::vector<Parsed> recognised_email(std::string_view text) {
    const std::string s = email_text(text);
    std::vector<Parsed> all;
    for (const std::string& found : values::emails(s)) {
        const std::string address = with_small_domain(found);
        add_with_letters(address, all);
        if (is_beheaded(s, found))
            for (Parsed& parsed : all)
                parsed.fitness *= 0.5;
        return all;
    }
    const std::vector<std::string> guesses = with_at_sign(s);
    for (const std::string& guess : guesses) {
        const std::string address = with_small_domain(guess);
        all.push_back({address, fitness_of(address) * (guesses.size() == 1 ? 0.6 : 0.3)});
    }
    if (all.empty() && s.size() >= 5) all.push_back({s, 0.2});
    return all;
}

} // namespace

std::vector<Parsed> parse_phone(std::string_view text, const ParseContext& context) {
    std::vector<std::string> found = values::phones(context.digital ? std::string(text) : digit_text(text));
    const auto mobile = [](const std::string& p) { return values::is_mobile(p); };
    if (context.type == FieldType::mobile && std::any_of(found.begin(), found.end(), mobile))
        std::erase_if(found, [](const std::string& p) { return !values::is_mobile(p); });
    if (!found.empty())
        return {{joined(found), context.type == FieldType::mobile && !values::is_mobile(found.front()) ? 0.7 : 1}};
    if (context.digital && !context.shared) return {{text::value(text), 1}};
    std::string digits;
    for (char c : digit_text(text))
        if (std::isdigit(static_cast<unsigned char>(c)) || c == '-') digits += c;
    if (digits.size() < 6) return {};
    return {{digits, 0.3}};
}

std::vector<Parsed> parse_email(std::string_view text, const ParseContext& context) {
    if (!context.digital) return recognised_email(text);
    const std::vector<std::string> found = values::emails(text);
    if (!found.empty()) return {{joined(found), 1}};
    return context.shared ? std::vector<Parsed>() : std::vector<Parsed>{{text::value(text), 1}};
}

} // namespace shenbao::fields_detail
