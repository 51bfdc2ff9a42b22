#include "extractors/mail/mail_headers.h"

#include "extractors/mail/address.h"
#include "extractors/mail/date.h"
#include "extractors/mail/encoded_word.h"
#include "extractors/mail/header_fields.h"
#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::mail {
namespace {

constexpr std::size_t longest_header = 2000; // code points of a header kept as it is
constexpr std::size_t most_headers = 100;

void keep_header(const RawHeader& header, MailFacts& mail) {
    std::string name = text::clean(header.name);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    bool noise = name.starts_with("dkim") || name.starts_with("arc-") || name.starts_with("content-") ||
                 name == "from" || name.ends_with("signature");
    if (noise || (mail.headers.size() >= most_headers && !mail.headers.contains(name))) return;
    mail.headers.emplace(std::move(name), text::shorten(text::nfc(decode_words(header.value)), longest_header));
}

void take_header(const RawHeader& header, MailFacts& mail) {
    auto is = [&](std::string_view name) { return same_name(header.name, name); };
    auto first = [](std::string& field, std::string value) {
        if (field.empty()) field = std::move(value);
    };
    if (is("subject"))
        first(mail.subject, text::nfc(decode_words(header.value)));
    else if (is("message-id"))
        first(mail.message_id, decode_words(header.value));
    else if (is("date"))
        first(mail.date, read_date(unfold(header.value)));
    else if (is("received"))
        first(mail.received, read_received_date(unfold(header.value)));
    else if (is("reply-to"))
        first(mail.reply_to, read_address(header.value).address);
    else if (is("from") && mail.from_address.empty()) {
        Address from = read_address(header.value);
        mail.from_name = text::nfc(from.name);
        mail.from_address = from.address;
    } else
        keep_header(header, mail);
}

} // namespace

void take_headers(const std::vector<RawHeader>& headers, MailFacts& mail) {
    for (const RawHeader& header : headers)
        take_header(header, mail);
    if (mail.received.empty()) mail.received = mail.date;
}

} // namespace shenbao::mail
