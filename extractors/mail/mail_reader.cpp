#include "extractors/mail/mail_reader.h"

#include "extractors/mail/cloud.h"
#include "extractors/mail/encoded_word.h"
#include "extractors/mail/header_fields.h"
#include "extractors/mail/html_text.h"
#include "extractors/mail/inner_parts.h"
#include "extractors/mail/mail_headers.h"
#include "extractors/mail/message_tree.h"
#include "extractors/mail/part_name.h"
#include "extractors/mail/tnef.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <set>

namespace shenbao::mail {
namespace {

constexpr std::size_t longest_text = 2 << 20; // bytes of one body part that are read as text
constexpr std::size_t longest_header = 2000;  // code points of a header kept as it is
constexpr std::size_t most_pasted = 100;
constexpr std::size_t most_wrapped = 1000;
constexpr int deepest_mail = 5; // mails within mails that have to be decoded first

bool is_text(const Leaf& leaf) { return leaf.type.value.starts_with("text/"); }
bool is_html(const Leaf& leaf) { return leaf.type.value == "text/html"; }

// Parts that are about the mail and no file: signatures, delivery reports, headers of a returned mail.
bool is_about_mail(const Leaf& leaf) {
    static constexpr std::array<std::string_view, 7> types = {
        "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
        "message/delivery-status",   "message/feedback-report",     "message/disposition-notification",
        "message/external-body"};
    return std::find(types.begin(), types.end(), leaf.type.value) != types.end();
}

// Some senders call text what is an archive or a document; the bytes say otherwise.
bool is_binary(std::string_view bytes) {
    std::string_view head = bytes.substr(0, 4096);
    return head.find('\0') != head.npos || head.starts_with("PK\x03\x04") || head.starts_with("Rar!\x1a") ||
           head.starts_with("7z\xbc\xaf\x27\x1c") || head.starts_with("%PDF-");
}

// One mail being read: gathers parts, then says which are files.
class MailReader {
  public:
    MailReader(const ReadOptions& options, Sink& sink) : options_(options), sink_(sink) {}

    Facts read(std::string_view message) {
        Tree tree = tree_of(message);
        if (tree.headers.empty() && look_at_header(message).known_fields == 0)
            throw ItemError("document.unsupported", "no header of a mail");
        take_headers(tree.headers, mail_);
        take_tree(tree, "", 0, false);
        decide_attachments();
        write_body();
        Facts facts;
        for (const std::string& words : damage_)
            facts.findings.push_back(finding("mail.damaged", {}, words));
        if (over_limit_) facts.findings.push_back(finding("limit.entries"));
        facts.outcome = outcome_;
        facts.body = std::move(mail_);
        return facts;
    }

  private:
    // What is known of a part beyond its facts.
    struct Extra {
        std::string content_id;
        bool disposed = false, named = false, text = false, picture = false, about_mail = false;
        bool opened = false; // its content stands as parts of their own
    };

    Tree tree_of(std::string_view message) {
        auto left = options_.limits.package_entries -
                    std::min<std::uint64_t>(options_.limits.package_entries, mail_.parts.size());
        return read_tree(message, static_cast<std::size_t>(left) + 1);
    }

    void take_tree(const Tree& tree, const std::string& prefix, int depth, bool forwarded) {
        for (const std::string& words : tree.damage)
            damaged(words);
        for (const Leaf& leaf : tree.leaves) {
            if (mail_.parts.size() >= options_.limits.package_entries) {
                over_limit_ = true;
                outcome_ = worse(outcome_, Outcome::partial);
                return;
            }
            take_leaf(leaf, prefix, depth, forwarded || leaf.forwarded);
        }
    }

    void damaged(const std::string& words) {
        outcome_ = worse(outcome_, Outcome::partial);
        if (std::find(damage_.begin(), damage_.end(), words) == damage_.end()) damage_.push_back(words);
    }

    void take_leaf(const Leaf& leaf, const std::string& prefix, int depth, bool forwarded) {
        std::string number = prefix.empty() ? leaf.number : prefix + "." + leaf.number;
        if (leaf.type.value == "message/rfc822" || leaf.type.value == "message/global")
            if (depth < deepest_mail && take_encoded_mail(leaf, number, depth)) return;
        if (leaf.unbounded && depth < deepest_mail && take_lost_parts(leaf, number, depth, forwarded)) return;
        MailPart part;
        part.number = number;
        part.content_type = text::clean(leaf.type.value);
        std::string name = text::nfc(file_name(leaf));
        part.file.name = safe_name(name);
        if (part.file.name != text::trim(name)) part.file.findings.push_back(finding("archive.unsafe_name", {}, name));
        std::string head = store(leaf, part.file);
        outcome_ = worse(outcome_, part.file.outcome == Outcome::ok ? Outcome::ok : Outcome::partial);
        Extra extra = describe(leaf, name, head);
        bool body = extra.text && !extra.named && !extra.disposed;
        bool wrapping = is_tnef(head);
        mail_.parts.push_back(std::move(part));
        extras_.push_back(std::move(extra));
        if (wrapping) open_tnef(leaf, number, mail_.parts.size() - 1);
        if (body) take_text(leaf, is_html(leaf) ? head : take_pasted_files(leaf, number, head), forwarded);
    }

    static Extra describe(const Leaf& leaf, const std::string& name, std::string_view head) {
        Extra extra;
        extra.content_id = leaf.content_id;
        extra.disposed = leaf.disposition.value == "attachment";
        extra.named = !name.empty();
        extra.text = (is_text(leaf) || leaf.unbounded) && !is_binary(head);
        extra.picture = leaf.type.value.starts_with("image/");
        extra.about_mail = is_about_mail(leaf);
        return extra;
    }

    // A mail that is itself encoded (which RFC 2046, 5.2.1 forbids, and some gateways do all the same).
    bool take_encoded_mail(const Leaf& leaf, const std::string& number, int depth) {
        std::string inner;
        decode_body(leaf.body, leaf.encoding, [&](std::string_view bytes) { inner += bytes; });
        std::string_view message = std::string_view(inner).substr(leading_blank(inner));
        if (look_at_header(message).known_fields == 0) return false;
        take_tree(tree_of(message), number, depth + 1, true);
        return true;
    }

    // A multipart whose own boundary is missing or is another one than that between its parts.
    bool take_lost_parts(const Leaf& leaf, const std::string& number, int depth, bool forwarded) {
        std::string boundary = boundary_found_in(leaf.body);
        if (boundary.empty()) return false;
        std::string whole = "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\n\n";
        whole += leaf.body;
        damaged("boundary not as announced");
        take_tree(tree_of(whole), number, depth + 1, forwarded);
        return true;
    }

    // Files uuencoded in a text become parts under its number; returns the text without them.
    std::string take_pasted_files(const Leaf& leaf, const std::string& number, std::string_view text) {
        if (leaf.encoding != Encoding::identity) return std::string(text);
        std::string left;
        std::size_t from = 0;
        int count = 0;
        for (const PastedFile& pasted : pasted_files(leaf.body, most_pasted)) {
            if (pasted.begin < text.size()) left += text.substr(from, pasted.begin - from);
            from = std::min(pasted.end, text.size());
            take_pasted_file(leaf.body.substr(pasted.begin, pasted.end - pasted.begin),
                             number + "." + std::to_string(++count), decode_words(pasted.name));
        }
        return left.append(text.substr(from));
    }

    void take_pasted_file(std::string_view body, const std::string& number, const std::string& name) {
        Leaf leaf;
        leaf.number = number;
        leaf.type.value = "application/octet-stream";
        leaf.encoding = Encoding::uuencode;
        leaf.body = body;
        take_inner_file(leaf, name);
    }

    // Outlook's wrapping: the files in it are files of the mail.
    void take_tnef(const Leaf& wrapped, const std::string& number, Entry& wrapping) {
        std::string whole;
        decode_body(wrapped.body, wrapped.encoding, [&](std::string_view bytes) { whole += bytes; });
        TnefFiles found = read_tnef(whole, most_wrapped);
        if (found.damaged) {
            wrapping.outcome = worse(wrapping.outcome, Outcome::partial);
            wrapping.findings.push_back(finding("mail.damaged", {}, "TNEF"));
        }
        for (std::size_t i = 0; i < found.files.size(); ++i) {
            Leaf leaf;
            leaf.number = number + "." + std::to_string(i + 1);
            leaf.type.value = "application/octet-stream";
            leaf.body = found.files[i].data;
            take_inner_file(leaf, found.files[i].name);
        }
    }

    void open_tnef(const Leaf& leaf, const std::string& number, std::size_t index) {
        Entry wrapping = mail_.parts[index].file;
        take_tnef(leaf, number, wrapping);
        outcome_ = worse(outcome_, wrapping.outcome == Outcome::ok ? Outcome::ok : Outcome::partial);
        mail_.parts[index].file = std::move(wrapping);
        extras_[index].opened = mail_.parts.size() > index + 1;
    }

    void take_inner_file(const Leaf& leaf, const std::string& name) {
        MailPart part;
        part.number = leaf.number;
        part.content_type = leaf.type.value;
        part.file.name = safe_name(name);
        store(leaf, part.file);
        mail_.parts.push_back(std::move(part));
        extras_.push_back({.named = true});
    }

    // Sends the decoded bytes to the sink; returns their beginning, as far as text is read.
    std::string store(const Leaf& leaf, Entry& file) {
        std::string head;
        TransferDamage damage;
        sink_.progress(file.name.empty() ? leaf.number : file.name);
        Outcome ended = isolate({}, file.findings, [&] {
            sink_.begin();
            damage = decode_body(leaf.body, leaf.encoding, [&](std::string_view bytes) {
                sink_.write(std::as_bytes(std::span(bytes)));
                file.bytes += bytes.size();
                head += bytes.substr(0, longest_text - std::min(longest_text, head.size()));
            });
            file.sha256 = sink_.end();
        });
        file.outcome = ended;
        if (ended == Outcome::ok && leaf.encoding != Encoding::quoted_printable && damage.any()) {
            file.outcome = Outcome::partial;
            file.findings.push_back(finding(
                "mail.damaged", {}, damage.cut ? "encoded content cut off" : "foreign characters in encoded content"));
        }
        return head;
    }

    void take_text(const Leaf& leaf, std::string_view bytes, bool forwarded) {
        std::string charset = parameter(leaf.type, "charset");
        if (charset.empty() && is_html(leaf)) charset = html_charset(bytes);
        std::string decoded = text::replace_all(decode_said(bytes, charset), "\r\n", "\n");
        if (is_html(leaf)) {
            HtmlText html = read_html(decoded);
            content_ids_.insert(html.content_ids.begin(), html.content_ids.end());
            add_cloud(cloud_attachments(html));
            if (!forwarded) add_paragraph(html_, html.text);
        } else {
            add_cloud(cloud_attachments(decoded));
            if (!forwarded) add_paragraph(plain_, decoded);
        }
    }

    static void add_paragraph(std::string& body, std::string_view text) {
        std::string trimmed = text::trim(text);
        if (!body.empty() && !trimmed.empty()) body += "\n\n";
        body += trimmed;
    }

    // The plain and the HTML form of one mail name the same files.
    void add_cloud(std::vector<CloudAttachment> found) {
        for (CloudAttachment& file : found) {
            bool known = std::any_of(mail_.cloud.begin(), mail_.cloud.end(), [&](const CloudAttachment& other) {
                return other.link == file.link ||
                       (!file.name.empty() && other.name == file.name && other.size == file.size);
            });
            if (!known) mail_.cloud.push_back(std::move(file));
        }
    }

    void decide_attachments() {
        for (std::size_t i = 0; i < mail_.parts.size(); ++i) {
            const Extra& extra = extras_[i];
            bool shown = extra.picture && !extra.disposed && content_ids_.contains(extra.content_id);
            bool file = extra.disposed || extra.named || !extra.text;
            mail_.parts[i].attachment = file && !shown && !extra.opened && !(extra.about_mail && !extra.disposed);
        }
    }

    void write_body() { mail_.body = text::nfc(plain_.empty() ? html_ : plain_); }

    const ReadOptions& options_;
    Sink& sink_;
    MailFacts mail_;
    std::vector<Extra> extras_;
    std::set<std::string> content_ids_;
    std::string plain_, html_;
    std::vector<std::string> damage_;
    Outcome outcome_ = Outcome::ok;
    bool over_limit_ = false;
};

} // namespace

Facts read_mail(std::string_view message, const ReadOptions& options, Sink& sink) {
    return MailReader(options, sink).read(message);
}

} // namespace shenbao::mail
