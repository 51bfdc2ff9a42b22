#pragma once
// Facts: what a reader read out of bytes. Dear, and kept by content: the same bytes, reader, version and options
// give the same facts, so they are read once. No clock, no path and no order of work is in them.

#include "pipeline/model/archive.h"
#include "pipeline/model/document.h"
#include "pipeline/model/limits.h"
#include "pipeline/model/mail.h"

#include <compare>
#include <string>
#include <variant>
#include <vector>

namespace shenbao {

// What a job asks of the bytes.
enum class Task {
    read,          // find out what it is (extractors bid) and read it
    look,          // the bytes are a PDF: look at those pages of it that its text does not tell all of
    recognise,     // the bytes are a page's picture: read its text, long paragraphs but at their ends, and its seals
    recognise_all, // the same with every line of long paragraphs
    seals,         // the bytes are a page's picture: find its seals only
    unpack_again,  // the bytes are an archive that Task::read did not get open: read it with the second reader
};

std::string_view to_string(Task task);
Task task_from(std::string_view name);

struct ReadOptions {
    std::string name{}; // what the sender called it, for bids on the file's ending; only the ending counts
    double dpi = 0;     // of a page's picture, 0: unknown
    std::vector<int> pages{};             // for Task::look: their numbers
    std::vector<std::string> passwords{}; // to be tried in order; never stored
    Limits limits{};
};

// What facts are kept under. `inputs` are the volumes of one archive in order; otherwise there is one.
struct FactKey {
    std::vector<Digest> inputs;
    Task task = Task::read;
    std::string ending{}; // lower-case ending of the sender's name, "" if none: it takes part in the bidding
    double dpi = 0;
    // A mark of the passwords tried, "" for none: an archive is read again when there are new ones. Tells nothing of
    // them.
    std::string passwords{};
    std::vector<int> pages{}; // for Task::look: their numbers, ascending

    // A stable line of text, unique to the key.
    std::string text() const;
    friend auto operator<=>(const FactKey&, const FactKey&) = default;
};

FactKey read_key(const Digest& input, std::string_view name);
// The mark for FactKey::passwords.
std::string password_mark(const std::vector<std::string>& passwords);
// The ending of a file's name in lower case without its point; "" where there is none.
std::string ending_of(std::string_view name);

using FactBody = std::variant<std::monostate, MailboxFacts, MailFacts, ArchiveFacts, Document>;

struct Facts {
    std::string reader; // name of the extractor that won the bidding, empty where none did
    int version = 0;    // of that extractor
    Outcome outcome = Outcome::ok;
    std::vector<Finding> findings; // where.entry is left empty: the input itself is meant
    FactBody body;

    const Document* document() const { return std::get_if<Document>(&body); }
    const ArchiveFacts* archive() const { return std::get_if<ArchiveFacts>(&body); }
    const MailFacts* mail() const { return std::get_if<MailFacts>(&body); }
    const MailboxFacts* mailbox() const { return std::get_if<MailboxFacts>(&body); }
    friend bool operator==(const Facts&, const Facts&) = default;
};

// Blobs that reading made: entries, parts, attachments, page pictures and views by their digests.
std::vector<Digest> blobs_of(const Facts& facts);
// Those of them that are kept for people to look at: small pictures of pages.
std::vector<Digest> views_of(const Facts& facts);

// Where the stages look facts up. Returns null for what has not been read yet; the pointer stays good as long as
// the source lives.
class FactSource {
  public:
    virtual ~FactSource() = default;
    virtual const Facts* find(const FactKey& key) const = 0;
};

} // namespace shenbao
