// An Outlook data file, .pst: cut into its messages, each written as the mail it was.
#include "extractors/extractor.h"
#include "extractors/mail/mapi.h"
#include "extractors/mail/part_name.h"
#include "extractors/mail/pst_nodes.h"
#include "extractors/mail/pst_properties.h"
#include "pipeline/model/text.h"

#include <cstdio>

namespace shenbao {
namespace {

using namespace mail;

// Types of nodes (2.2.2.1): the lower five bits of their ids.
constexpr std::uint32_t type_bits = 0x1f, normal_message = 0x04, attachment_node = 0x05;
constexpr int deepest_folder = 32;

class PstReading {
  public:
    PstReading(PstFile& file, Sink& sink) : file_(file), sink_(sink) {
        facts_.format = "pst";
        facts_.names_encoding = "UTF-8";
    }

    Facts facts() {
        // All of them first, so that one which is not reached for a limit is listed all the same.
        for (const auto& [id, node] : file_.nodes())
            if ((id & type_bits) == normal_message) list(node);
        std::vector<Finding> findings;
        bool goes_on = true;
        for (std::size_t i = 0; i < messages_.size() && goes_on; ++i)
            goes_on = isolate({}, findings, [&] { read(*messages_[i], facts_.entries[i]); }) == Outcome::ok;
        Facts facts;
        facts.findings = std::move(findings);
        if (file_.is_damaged()) facts.findings.push_back(finding("archive.damaged", {}, "blocks are missing"));
        if (messages_.empty() && facts.findings.empty()) facts.findings.push_back(finding("archive.empty"));
        if (messages_.empty()) facts.outcome = Outcome::rejected;
        if (!messages_.empty() && (hurt_ || !facts.findings.empty())) facts.outcome = Outcome::partial;
        facts.body = std::move(facts_);
        return facts;
    }

  private:
    void list(const PstNode& node) {
        char number[32];
        std::snprintf(number, sizeof number, "%06zu.eml", messages_.size() + 1);
        messages_.push_back(&node);
        facts_.entries.push_back({.name = folder_of(node.parent, 0) + number, .outcome = Outcome::rejected});
    }

    std::string folder_of(std::uint32_t id, int depth) {
        if (auto known = folders_.find(id); known != folders_.end()) return known->second;
        auto node = file_.nodes().find(id);
        if (node == file_.nodes().end() || depth > deepest_folder) return {};
        std::string path = node->second.parent == id ? std::string() : folder_of(node->second.parent, depth + 1);
        const MapiProperties properties = pst_properties(file_, node->second);
        if (std::string name = safe_name(properties.text(mapi::display_name)); !name.empty()) path += name + "/";
        return folders_[id] = path;
    }

    void read(const PstNode& node, Entry& entry) {
        sink_.progress(entry.name);
        const MapiMessage message = message_of(node, 0);
        const std::string mail = as_mime(message);
        entry.sha256 = sink_.put(mail);
        entry.bytes = mail.size();
        entry.outcome = hollow_ ? Outcome::partial : Outcome::ok;
        if (hollow_) entry.findings.push_back(finding("mail.damaged", {}, "an attachment has no content"));
        hurt_ = hurt_ || hollow_;
        hollow_ = false;
    }

    MapiMessage message_of(const PstNode& node, int depth) {
        MapiMessage message;
        message.properties = pst_properties(file_, node);
        for (const auto& [id, below] : file_.subnodes(node.subnodes))
            if ((id & type_bits) == attachment_node) message.attachments.push_back(attachment_of(below, depth));
        message.settle_code_page();
        return message;
    }

    MapiAttachment attachment_of(const PstNode& node, int depth) {
        MapiAttachment attachment;
        attachment.properties = pst_properties(file_, node);
        const std::uint32_t inner = embedded_node(attachment.properties);
        const auto below = file_.subnodes(node.subnodes);
        const bool embedded = attachment.properties.number(mapi::attach_method) == mapi::embedded_message;
        if (auto it = below.find(inner); embedded && it != below.end() && depth < deepest_message)
            attachment.message = std::make_unique<MapiMessage>(message_of(it->second, depth + 1));
        else if (!attachment.properties.has(mapi::attach_data))
            hollow_ = true;
        return attachment;
    }

    PstFile& file_;
    Sink& sink_;
    ArchiveFacts facts_;
    std::vector<const PstNode*> messages_;
    std::map<std::uint32_t, std::string> folders_;
    bool hollow_ = false; // something of the message at hand is missing
    bool hurt_ = false;   // of any message
};

class Pst : public Extractor {
  public:
    std::string_view name() const override { return "pst"; }
    int version() const override { return 1; }

    int bid(const Input& input) const override {
        const std::string_view text = input.text();
        return text.size() >= 564 && text.starts_with("!BDN") && text.substr(8, 2) == "SM" ? bid::certain : bid::none;
    }

    Facts read(const Input& input, const ReadOptions&, Sink& sink) const override {
        auto file = PstFile::open(input.text());
        if (!file) throw ItemError("archive.damaged", "no header of an Outlook data file");
        if (!file->is_readable()) throw ItemError("archive.unsupported", "Outlook data file of another version");
        return PstReading(*file, sink).facts();
    }
};

} // namespace

const Extractor& pst_extractor() {
    static const Pst reader;
    return reader;
}

} // namespace shenbao
