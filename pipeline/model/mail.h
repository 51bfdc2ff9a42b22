#pragma once
// What a mail says and carries (RFC 5322, RFC 2045 ff.).

#include "pipeline/model/archive.h"

#include <map>
#include <string>
#include <vector>

namespace shenbao {

// A leaf of the MIME tree. `file.name` is the decoded file name, or empty where the sender's program lost it.
struct MailPart {
    std::string number;       // "1.2": place in the tree (RFC 3501, 6.4.5)
    std::string content_type; // "application/octet-stream"
    bool attachment = false;  // to be taken as a file: disposition, a name, or content that is no body text
    Entry file;

    friend bool operator==(const MailPart&, const MailPart&) = default;
};

// A link to a mail provider's store for files too large to mail.
struct CloudAttachment {
    std::string provider;                 // "netease", "tencent"
    std::string name, size, expiry, link; // as the mail says them; empty where it does not

    friend bool operator==(const CloudAttachment&, const CloudAttachment&) = default;
};

struct MailFacts {
    std::string message_id; // with its angle brackets; empty where there is none
    std::string from_name, from_address, reply_to;
    std::string subject;
    // RFC 3339 with the sender's offset. `received` is the newest trustworthy Received time, else `date`.
    std::string date, received;
    std::map<std::string, std::string> headers; // further decoded headers by lower-case name
    std::string body;                           // text of the mail itself, markup removed
    std::vector<MailPart> parts;                // in order, bodies included
    std::vector<CloudAttachment> cloud;

    friend bool operator==(const MailFacts&, const MailFacts&) = default;
};

// One message of a mailbox file: a range of its bytes. The ranges and `skipped` add up to the file's size.
struct MessageRange {
    std::uint64_t offset = 0, bytes = 0;
    Digest sha256;

    friend bool operator==(const MessageRange&, const MessageRange&) = default;
};

struct MailboxFacts {
    std::string format; // "mbox"
    std::vector<MessageRange> messages;
    std::uint64_t skipped = 0; // bytes that belong to no message: empty lines between, rubbish before the first

    friend bool operator==(const MailboxFacts&, const MailboxFacts&) = default;
};

} // namespace shenbao
