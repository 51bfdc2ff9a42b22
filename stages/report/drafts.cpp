// Drafts of replies, as mail programs open them (RFC 5322, RFC 2045, RFC 2047).
#include "pipeline/model/text.h"
#include "stages/report/markup.h"
#include "stages/report/notices.h"
#include "stages/report/wording.h"

#include <algorithm>

namespace shenbao {
namespace {

constexpr std::size_t line_bytes = 57; // 76 characters of base64 (RFC 2045, 6.8)
constexpr std::size_t word_bytes = 42; // of an encoded-word of at most 75 characters (RFC 2047, 2)

bool plain_token(std::string_view text) {
    return !text.empty() && text.size() <= 254 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

// The address in "Name <a@b>" or "a@b"; empty for anything that is not plainly one.
std::string address_in(std::string_view from) {
    const std::size_t open = from.rfind('<'), close = from.rfind('>');
    if (open != from.npos && close != from.npos && open < close) from = from.substr(open + 1, close - open - 1);
    const std::string address = text::trim(from);
    const std::size_t at = address.find('@');
    const bool good = plain_token(address) && at != address.npos && at > 0 && at + 1 < address.size() &&
                      address.find_first_of("<>()[],;:\\\"") == address.npos &&
                      address.find('@', at + 1) == address.npos;
    return good ? address : std::string();
}

// A header's value in encoded-words, none of them cut inside a character.
std::string encoded(std::string_view value) {
    std::string out, piece;
    auto flush = [&] {
        if (piece.empty()) return;
        out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + report::base64(piece) + "?=");
        piece.clear();
    };
    for (char32_t c : text::to_u32(value)) {
        const std::string character = text::to_utf8(std::u32string(1, c));
        if (piece.size() + character.size() > word_bytes) flush();
        piece += character;
    }
    flush();
    return out;
}

std::string body_lines(std::string_view body) {
    std::string out;
    for (std::size_t at = 0; at < body.size(); at += line_bytes)
        out += report::base64(body.substr(at, line_bytes)) + "\r\n";
    return out;
}

std::string draft(const Campaign& campaign, const Record& record, const Messages& messages) {
    const auto& s = record.submission;
    const std::string subject =
        messages.word("letter.subject", {{"number", report::one_line(record.applicant.number)},
                                         {"company", report::one_line(record.applicant.company)},
                                         {"campaign", campaign.title}});
    std::string out = "X-Unsent: 1\r\n";
    if (const auto address = address_in(s.from); !address.empty()) out += "To: " + address + "\r\n";
    out += "Subject: " + encoded(subject) + "\r\n";
    if (plain_token(s.message_id) && s.message_id.front() == '<' && s.message_id.back() == '>')
        out += "In-Reply-To: " + s.message_id + "\r\nReferences: " + s.message_id + "\r\n";
    out += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    const std::string words = report::letter(campaign, record, messages);
    return out + body_lines(text::replace_all(words, "\n", "\r\n"));
}

} // namespace

void each_draft(const Campaign& campaign, std::span<const Record> records, const Messages& messages,
                const TakeLetter& take) {
    const auto names = report::letter_names(campaign, records, messages);
    for (std::size_t i = 0; i < records.size(); ++i)
        if (!names[i].empty()) take(names[i] + ".eml", draft(campaign, records[i], messages));
}

std::map<std::string, std::string> eml_drafts(const Campaign& campaign, std::span<const Record> records,
                                              const Messages& messages) {
    std::map<std::string, std::string> out;
    each_draft(campaign, records, messages,
               [&](const std::string& name, const std::string& bytes) { out[name] = bytes; });
    return out;
}

} // namespace shenbao
