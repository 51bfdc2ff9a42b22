#pragma once
// The MIME tree of one message, by GMime, as a flat list of leaves that point into the message's own bytes.

#include "extractors/mail/parameters.h"
#include "extractors/mail/transfer.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenbao::mail {

struct RawHeader {
    std::string name, value; // value undecoded, still folded
};

struct Leaf {
    std::string number;     // RFC 3501, 6.4.5, as far as this message goes
    Structured type;        // Content-Type; "text/plain" where there is none
    Structured disposition; // empty where there is none
    Encoding encoding = Encoding::identity;
    std::string content_id; // without angle brackets
    std::string_view body;  // still encoded; within the bytes given to read_tree()
    bool forwarded = false; // inside a message/rfc822 part
    bool unbounded = false; // a multipart whose boundary was never met, taken as one piece
};

struct Tree {
    std::vector<RawHeader> headers; // of the message itself, in order
    std::vector<Leaf> leaves;
    std::vector<std::string> damage; // what was read past, in words
};

// Initialises GMime; any number of times.
void start_gmime();

// Reads a message, at most `most_leaves` leaves of it. `message` must outlive the tree. Neither recursion nor memory
// depends on how deep the message is nested: GMime stops at its own limit, and what lies deeper is one leaf.
Tree read_tree(std::string_view message, std::size_t most_leaves);

} // namespace shenbao::mail
