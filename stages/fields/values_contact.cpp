#include "pipeline/model/text.h"
#include "stages/fields/values.h"

#include <algorithm>
#include <cctype>

namespace shenbao::values {

namespace {

bool digits_only(std::string_view s) {
    return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Area codes 010 and 02x have three digits, all others four.
std::size_t area_length(std::string_view digits) {
    return digits.size() > 2 && (digits[1] == '1' || digits[1] == '2') ? 3 : 4;
}

// A run of digits that may be a number, in the form of a record; empty where it is none.
std::string written(std::string_view digits, std::string_view extension) {
    const std::string tail = extension.empty() ? std::string() : "-" + std::string(extension);
    if (is_mobile(digits)) return std::string(digits);
    if (digits.size() == 12 && digits[0] == '0' && is_mobile(digits.substr(1))) return std::string(digits.substr(1));
    if (digits.size() >= 10 && digits.size() <= 12 && digits[0] == '0') {
        const std::size_t area = area_length(digits);
        const std::size_t local = digits.size() - area;
        if (local == 7 || local == 8)
            return std::string(digits.substr(0, area)) + "-" + std::string(digits.substr(area)) + tail;
    }
    if ((digits.size() == 7 || digits.size() == 8) && digits[0] >= '2') return std::string(digits) + tail;
    if (digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800"))) return std::string(digits);
    return {};
}

// The cell in half-width, with what stands for "extension" and the joints within a number made '-', and everything
// that parts two numbers made '\n'.
std::string plain(std::string_view cell) {
    std::string text = text::fold_width(cell);
    for (std::string_view extension : {"转分机", "分机号", "分机", "转"})
        text = text::replace_all(text, extension, "-");
    for (std::string_view dash : {"—", "–", "−", "‐", "‑", "－", "―", "一"})
        text = text::replace_all(text, dash, "-");
    while (text.find("--") != std::string::npos)
        text = text::replace_all(text, "--", "-");
    for (std::string_view parted : {"/", "、", ";", ",", "，", "；", "|", "或", "\t"})
        text = text::replace_all(text, parted, "\n");
    return text;
}

bool in_number(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '(' || c == ')' || c == ' ' || c == '+' || c == '.';
}

// Reads one run of number characters: groups of digits between joints.
std::vector<std::string> groups_of(std::string_view run) {
    std::vector<std::string> groups;
    bool open = false;
    for (char c : run) {
        const bool digit = c >= '0' && c <= '9';
        if (digit && !open) groups.emplace_back();
        if (digit) groups.back() += c;
        open = digit;
    }
    if (!groups.empty() && (groups.front() == "86" || groups.front() == "0086")) groups.erase(groups.begin());
    return groups;
}

// Joins groups to numbers, longest first: "0533 5608393", "138 0013 8000", "8324071-801".
void numbers_in(std::string_view run, std::vector<std::string>& found) {
    const std::vector<std::string> groups = groups_of(run);
    for (std::size_t i = 0; i < groups.size();) {
        std::size_t taken = 0;
        std::string number;
        std::string digits;
        for (std::size_t n = 1; n <= 4 && i + n <= groups.size(); ++n) {
            digits += groups[i + n - 1];
            if (std::string w = written(digits, {}); !w.empty()) number = w, taken = n;
        }
        if (taken == 0) {
            ++i;
            continue;
        }
        i += taken;
        const bool landline = !is_mobile(number);
        if (landline && i < groups.size() && groups[i].size() <= 6 && groups[i].size() >= 1 && groups[i][0] != '0')
            number += "-" + groups[i++];
        found.push_back(number);
    }
}

bool in_local_part(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-' || c == '+';
}

} // namespace

bool is_mobile(std::string_view digits) {
    return digits.size() == 11 && digits_only(digits) && digits[0] == '1' && digits[1] >= '3';
}

bool is_landline(std::string_view phone) {
    std::vector<std::string> parts = text::split(phone, '-');
    if (!std::all_of(parts.begin(), parts.end(), [](const std::string& p) { return digits_only(p); })) return false;
    if (parts.size() > 1 && parts[0][0] == '0') {
        if (parts[0].size() < 3 || parts[0].size() > 4) return false;
        parts.erase(parts.begin());
    }
    if (parts.empty() || parts.size() > 2) return false;
    if (parts[0].size() == 10 && (parts[0].starts_with("400") || parts[0].starts_with("800"))) return true;
    const bool local = (parts[0].size() == 7 || parts[0].size() == 8) && parts[0][0] != '0';
    return local && (parts.size() == 1 || parts[1].size() <= 6);
}

bool is_phone(std::string_view phone) { return is_mobile(phone) || is_landline(phone); }

std::vector<std::string> phones(std::string_view cell) {
    const std::string text = plain(cell);
    std::vector<std::string> found;
    for (std::size_t i = 0; i < text.size();) {
        if (!in_number(text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && in_number(text[end]))
            ++end;
        numbers_in(std::string_view(text).substr(i, end - i), found);
        i = end;
    }
    return found;
}

bool is_email(std::string_view address) {
    const auto at = address.find('@');
    if (at == 0 || at == std::string_view::npos || address.find('@', at + 1) != std::string_view::npos) return false;
    const std::string_view local = address.substr(0, at), domain = address.substr(at + 1);
    if (!std::all_of(local.begin(), local.end(), in_local_part)) return false;
    if (local.front() == '.' || local.back() == '.') return false;
    const auto dot = domain.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || domain.size() - dot < 3 || domain.size() - dot > 9) return false;
    if (domain.find("..") != std::string_view::npos || domain.front() == '-') return false;
    const std::string_view top = domain.substr(dot + 1);
    return std::all_of(top.begin(), top.end(), [](char c) { return std::isalpha(static_cast<unsigned char>(c)); }) &&
           std::all_of(domain.begin(), domain.end(),
                       [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-'; });
}

// White space within a line of a cell is where the line was broken: an address has none. Between two addresses there
// is some mark.
std::vector<std::string> emails(std::string_view cell) {
    std::string text;
    for (char c : text::fold_width(cell))
        if (!std::isspace(static_cast<unsigned char>(c))) text += c;
    std::vector<std::string> found;
    for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
        std::size_t begin = at, end = at + 1;
        while (begin > 0 && in_local_part(text[begin - 1]))
            --begin;
        while (end < text.size() &&
               (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '.' || text[end] == '-'))
            ++end;
        while (end > at && (text[end - 1] == '.' || text[end - 1] == '-'))
            --end;
        std::string address = text.substr(begin, end - begin);
        if (is_email(address)) found.push_back(std::move(address));
    }
    return found;
}

} // namespace shenbao::values
