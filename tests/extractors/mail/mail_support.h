#pragma once
// Reading mails from strings.

#include "extractors/memory_sink.h"
#include "tests/support.h"

#include <string>

namespace shenbao {

const Extractor& mbox_extractor();
const Extractor& mime_extractor();
const Extractor& msg_extractor();
const Extractor& pst_extractor();
const Extractor& tnef_extractor();

namespace test {

inline Input input_of(const std::string& bytes, const std::string& name = "") {
    Input input;
    input.bytes = bytes_of(bytes);
    input.name = name;
    return input;
}

inline MailboxFacts read_mbox(const std::string& file) {
    MemorySink sink;
    return *mbox_extractor().read(input_of(file, "x.mbox"), {}, sink).mailbox();
}

inline std::uint64_t accounted(const MailboxFacts& box) {
    std::uint64_t sum = box.skipped;
    for (const MessageRange& range : box.messages)
        sum += range.bytes;
    return sum;
}

// A mail that was read, and what went into its blobs.
struct Mail {
    explicit Mail(const std::string& bytes, const ReadOptions& options = {})
        : facts(mime_extractor().read(input_of(bytes, "x.eml"), options, sink)) {}

    const MailFacts* operator->() const { return facts.mail(); }
    std::vector<MailPart> attachments() const {
        std::vector<MailPart> found;
        for (const MailPart& part : facts.mail()->parts)
            if (part.attachment) found.push_back(part);
        return found;
    }
    std::string content(const MailPart& part) const { return sink.blobs.at(part.file.sha256); }
    std::string content(std::size_t attachment) const { return content(attachments().at(attachment)); }

    MemorySink sink;
    Facts facts;
};

} // namespace test
} // namespace shenbao
