#include "stages/unpack/unpack.h"

#include "pipeline/model/time.h"
#include "stages/intake/volumes.h"
#include "stages/unpack/passwords.h"
#include "stages/unpack/second_reader.h"

#include <algorithm>
#include <map>

namespace shenbao {
namespace {

constexpr int deepest_mail = 3;

// A file on its way into the submission: its bytes, and whose reading made them.
struct Item {
    std::string entry;
    std::vector<Digest> blobs; // volumes in order
    std::uint64_t bytes = 0;
    std::optional<FactKey> maker;
    std::map<Digest, FactKey> makers{}; // of volumes that came with other mails
    std::string missing{};              // volumes that are not there, as far as the names of the others tell
};

FactKey key_of(const Item& item) {
    FactKey key = read_key(item.blobs.front(), item.entry);
    key.inputs = item.blobs;
    return key;
}

// What is known of a file: the facts that stand, and the reading that made its entries' bytes. No facts yet: asked for.
struct Opened {
    const Facts* facts = nullptr;
    FactKey key;
};

class Unpacker {
  public:
    Unpacker(const Campaign& campaign, Recognition how_much, Asker& asker)
        : campaign_(campaign), how_much_(how_much), asker_(asker), passwords_(campaign.passwords) {}

    std::vector<SentVolume> volumes(const Arrival& arrival) {
        std::vector<SentVolume> sent;
        const Facts* facts = arrival.mail ? asker_.ask(arrival.key, arrival.name, arrival.maker) : nullptr;
        if (!facts || !facts->mail()) return sent;
        const MailFacts& mail = *facts->mail();
        for (const Item& item : attachments(mail, arrival.key, "", 1))
            if (volume_name(item.entry))
                sent.push_back({arrival.place, mail.from_address, item.entry, item.blobs.front()});
        return sent;
    }

    Submission unpack(const Arrival& arrival) {
        out_.id = arrival.id;
        out_.source = arrival.source;
        out_.arrival = arrival.place;
        if (arrival.mail)
            take_mail(arrival);
        else
            take_files(loose_items(arrival), arrival.folder);
        return std::move(out_);
    }

  private:
    // --- the mail ---

    void take_mail(const Arrival& arrival) {
        out_.has_mail = true;
        const FactKey& key = arrival.key;
        const Facts* facts = asker_.ask(key, arrival.name, arrival.maker);
        if (!facts) return;
        note(facts->findings, "");
        if (!facts->mail()) return;
        out_.mail = *facts->mail();
        take_passwords(out_.mail);
        std::vector<Item> items = attachments(*facts->mail(), key, "", 1);
        if (!arrival.joined_to.empty()) return keep_own(std::move(items), arrival);
        std::erase_if(items, [&](const Item& item) { return arrival.replaced.contains(item.blobs.front()); });
        for (const Arrival& lender : arrival.lenders)
            borrow(lender, items);
        take_files(std::move(items), "");
    }

    void take_passwords(const MailFacts& mail) {
        for (std::string& offered : offered_passwords(mail.body))
            if (std::find(passwords_.begin(), passwords_.end(), offered) == passwords_.end())
                passwords_.push_back(std::move(offered));
    }

    // --- volumes from several mails ---

    static bool belongs(const Item& item, const Arrival& arrival) {
        return arrival.volumes.contains(item.blobs.front()) || arrival.replaced.contains(item.blobs.front());
    }

    // What a mail holds besides the volumes it gives away goes with them, unless it is a package of its own.
    bool holds_another_package(const std::vector<Item>& items, const Arrival& lender) {
        return std::any_of(items.begin(), items.end(), [&](const Item& item) {
            if (belongs(item, lender)) return false;
            const Facts* facts = ask(key_of(item), item);
            return (facts && facts->archive()) || volume_name(item.entry);
        });
    }

    void keep_own(std::vector<Item> items, const Arrival& arrival) {
        if (holds_another_package(items, arrival)) {
            std::erase_if(items, [&](const Item& item) { return belongs(item, arrival); });
            return take_files(std::move(items), "");
        }
        out_.findings.push_back(finding("resubmission.superseded", {}, arrival.joined_to,
                                        {{"later", ""}, {"joined", arrival.joined_name}}));
    }

    void borrow(const Arrival& lender, std::vector<Item>& items) {
        const Facts* facts = asker_.ask(lender.key, lender.name, lender.maker);
        if (!facts || !facts->mail()) return;
        const MailFacts& mail = *facts->mail();
        take_passwords(mail);
        // The package is whole when its last volume is there.
        const auto at = epoch_seconds(mail.received), before = epoch_seconds(out_.mail.received);
        if (at && (!before || *at > *before)) out_.mail.received = mail.received;
        std::vector<Item> lent = attachments(mail, lender.key, "", 1);
        const bool volumes_only = holds_another_package(lent, lender);
        for (Item& item : lent) {
            const Digest& blob = item.blobs.front();
            const bool wanted = lender.volumes.contains(blob) || !(volumes_only || lender.replaced.contains(blob));
            const bool there =
                std::any_of(items.begin(), items.end(), [&](const Item& other) { return other.blobs.front() == blob; });
            if (wanted && (!there || !lender.volumes.contains(blob))) items.push_back(std::move(item));
        }
    }

    const Facts* ask(const FactKey& key, const Item& item, ReadOptions options = {}) {
        const Facts* facts = asker_.ask(key, item.entry, item.maker, std::move(options));
        for (const auto& [blob, maker] : item.makers)
            asker_.also_made_by(key, blob, maker);
        return facts;
    }

    std::vector<Item> attachments(const MailFacts& mail, const FactKey& maker, const std::string& inside, int depth) {
        std::vector<Item> items;
        for (const MailPart& part : mail.parts) {
            note(part.file.findings, inside + part.file.name);
            if (!part.attachment) continue;
            Item item{inside + name_of(part), {part.file.sha256}, part.file.bytes, maker};
            if (part.file.sha256.empty()) {
                add_unread(item, part.file.outcome);
                continue;
            }
            const Facts* facts = ask(key_of(item), item);
            if (facts && facts->mail() && depth < deepest_mail) {
                note(facts->findings, item.entry);
                auto inner = attachments(*facts->mail(), key_of(item), "", depth + 1);
                items.insert(items.end(), inner.begin(), inner.end());
                continue;
            }
            items.push_back(std::move(item));
        }
        return items;
    }

    static std::string name_of(const MailPart& part) {
        return part.file.name.empty() ? "(" + part.number + ")" : part.file.name;
    }

    static std::vector<Item> loose_items(const Arrival& arrival) {
        std::vector<Item> items;
        for (const LooseFile& file : arrival.files)
            items.push_back({file.name, {file.blob}, file.bytes, std::nullopt});
        return items;
    }

    // --- the package ---

    void take_files(std::vector<Item> items, const std::string& folder) {
        items = join_volumes(std::move(items));
        if (items.empty()) return;
        std::size_t chosen = choose_package(items);
        out_.has_package = true;
        if (chosen < items.size())
            take_package(items[chosen]);
        else
            out_.package.name = folder;
        for (std::size_t i = 0; i < items.size(); ++i)
            if (i != chosen) take_file(items[i], 1);
    }

    static std::vector<Item> join_volumes(std::vector<Item> items) {
        std::vector<std::string> names;
        for (const Item& item : items)
            names.push_back(item.entry);
        std::vector<Item> out;
        for (const auto& group : group_volumes(names)) {
            std::vector<std::string> group_names;
            for (std::size_t i : group)
                group_names.push_back(names[i]);
            const VolumeGaps gaps = gaps_in(group_names);
            Item item = items[group.front()];
            item.missing = gaps.missing;
            for (std::size_t i : gaps.usable) {
                const Item& volume = items[group[i]];
                if (i > 0) item.blobs.push_back(volume.blobs.front());
                if (volume.maker) item.makers.emplace(volume.blobs.front(), *volume.maker);
            }
            for (std::size_t i = 1; i < group.size(); ++i)
                item.bytes += items[group[i]].bytes;
            out.push_back(std::move(item));
        }
        return out;
    }

    // The largest archive is the package, what else there is stands beside it; items.size() for no archive at all.
    std::size_t choose_package(const std::vector<Item>& items) {
        std::size_t chosen = items.size();
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Facts* facts = ask(key_of(items[i]), items[i]);
            bool archive = (facts && facts->archive()) || volume_name(items[i].entry);
            if (archive && (chosen == items.size() || items[i].bytes > items[chosen].bytes)) chosen = i;
        }
        return chosen;
    }

    void take_package(const Item& item) {
        Package& package = out_.package;
        package.name = item.entry;
        package.sha256 = item.blobs.front();
        package.bytes = item.bytes;
        const auto [facts, key] = open(item);
        if (!facts) return;
        package.outcome = item.missing.empty() ? facts->outcome : worse(facts->outcome, Outcome::partial);
        note(with_missing(facts->findings, item), "");
        const auto* archive = facts->archive();
        if (!archive) return;
        package.format = archive->format;
        package.names_encoding = archive->names_encoding;
        take_entries(*archive, key, "", 1);
    }

    // Names tell which volumes are missing in between; readers, which is missing at the end.
    static std::vector<Finding> with_missing(std::vector<Finding> findings, const Item& item) {
        if (item.missing.empty()) return findings;
        auto known = std::find_if(findings.begin(), findings.end(),
                                  [](const Finding& f) { return f.code == "archive.volume_missing"; });
        if (known == findings.end()) known = findings.insert(known, finding("archive.volume_missing"));
        known->evidence = item.missing;
        known->args["volume"] = item.missing;
        return findings;
    }

    // --- files at any depth ---

    // An encrypted archive is asked for once more with the passwords there are, and what the first reader refuses once
    // more with the second.
    Opened open(const Item& item) {
        Opened opened{nullptr, key_of(item)};
        opened.facts = ask(opened.key, item);
        if (!opened.facts) return opened;
        const bool encrypted = opened.facts->archive() && opened.facts->archive()->encrypted;
        if (encrypted && !passwords_.empty()) {
            opened.key.passwords = password_mark(passwords_);
            opened.facts = ask_with_passwords(opened.key, item);
        }
        if (opened.facts && wants_second_reader(*opened.facts, !passwords_.empty()))
            return open_again(std::move(opened), item);
        return opened;
    }

    Opened open_again(Opened first, const Item& item) {
        Opened second{nullptr, first.key};
        second.key.task = Task::unpack_again;
        second.facts = ask_with_passwords(second.key, item);
        if (!second.facts) return second;
        const bool better = entries_read(*second.facts) > entries_read(*first.facts);
        const FactKey& key = better ? second.key : first.key;
        return {&settled_.try_emplace(key, settle(*first.facts, *second.facts)).first->second, key};
    }

    const Facts* ask_with_passwords(const FactKey& key, const Item& item) {
        ReadOptions options;
        if (!key.passwords.empty()) options.passwords = passwords_;
        return ask(key, item, std::move(options));
    }

    void take_entries(const ArchiveFacts& archive, const FactKey& maker, const std::string& inside, int depth) {
        for (const Entry& entry : archive.entries) {
            Item item{inside + entry.name, {entry.sha256}, entry.bytes, maker};
            note(entry.findings, item.entry);
            if (!spend(item)) continue;
            if (entry.sha256.empty())
                add_unread(item, entry.outcome);
            else
                take_file(item, depth, entry.outcome);
        }
    }

    // One budget for all depths. What goes over it is listed and not opened.
    bool spend(const Item& item) {
        bytes_ += item.bytes;
        ++entries_;
        const Limits& limits = campaign_.limits;
        const char* passed = bytes_ > limits.package_bytes       ? "limit.bytes"
                             : entries_ > limits.package_entries ? "limit.entries"
                                                                 : nullptr;
        if (!passed) return true;
        if (!over_budget_) out_.findings.push_back(finding(passed, {item.entry}));
        over_budget_ = true;
        add_unread(item, Outcome::rejected);
        return false;
    }

    void add_unread(const Item& item, Outcome outcome) {
        SubmittedFile file;
        file.entry = item.entry;
        file.bytes = item.bytes;
        file.outcome = outcome == Outcome::ok ? Outcome::rejected : outcome;
        out_.files.push_back(std::move(file));
    }

    void take_file(const Item& item, int depth, Outcome entry_outcome = Outcome::ok) {
        SubmittedFile file;
        file.entry = item.entry;
        file.sha256 = item.blobs.front();
        file.bytes = item.bytes;
        const auto [facts, key] = open(item);
        if (!facts) return; // asked for; this file has its place when the facts are there
        file.reader = facts->reader;
        file.outcome = worse(facts->outcome, entry_outcome);
        note(with_missing(facts->findings, item), item.entry);
        if (const auto* archive = facts->archive()) return take_archive(std::move(file), item, *archive, key, depth);
        if (const auto* mail = facts->mail()) return take_inner_mail(std::move(file), item, *mail, depth);
        if (facts->document()) take_document(file, item, *facts->document());
        out_.files.push_back(std::move(file));
    }

    void take_archive(SubmittedFile file, const Item& item, const ArchiveFacts& archive, const FactKey& key,
                      int depth) {
        file.archive = true;
        file.document.format = archive.format;
        bool too_deep = depth >= campaign_.limits.depth;
        if (too_deep) file.outcome = Outcome::rejected;
        std::string inside = item.entry + "!/";
        out_.files.push_back(std::move(file));
        out_.findings.push_back(finding(too_deep ? "limit.depth" : "archive.nested", {item.entry}));
        if (!too_deep) take_entries(archive, key, inside, depth + 1);
    }

    void take_inner_mail(SubmittedFile file, const Item& item, const MailFacts& mail, int depth) {
        file.archive = true;
        file.document.format = "eml";
        out_.files.push_back(std::move(file));
        if (depth >= campaign_.limits.depth) return;
        for (const Item& inner : attachments(mail, key_of(item), item.entry + "!/", deepest_mail))
            take_file(inner, depth + 1);
    }

    void take_document(SubmittedFile& file, const Item& item, const Document& document) {
        file.document = document;
        bool whole = true;
        file.ocr_pages =
            recognise_pages(file.document, key_of(item), item.entry, how_much_, asker_, out_.findings, whole);
    }

    void note(const std::vector<Finding>& findings, const std::string& entry) {
        for (Finding found : findings) {
            if (found.where.entry.empty()) found.where.entry = entry;
            out_.findings.push_back(std::move(found));
        }
    }

    const Campaign& campaign_;
    Recognition how_much_;
    Asker& asker_;
    std::vector<std::string> passwords_; // the campaign's, then the mail's
    std::map<FactKey, Facts> settled_;   // between two readers, by the key that stands
    Submission out_;
    std::uint64_t bytes_ = 0, entries_ = 0;
    bool over_budget_ = false;
};

} // namespace

Submission unpack(const Arrival& arrival, const Campaign& campaign, Recognition how_much, Asker& asker) {
    return Unpacker(campaign, how_much, asker).unpack(arrival);
}

std::vector<SentVolume> volumes_sent(const Arrival& arrival, const Campaign& campaign, Asker& asker) {
    return Unpacker(campaign, Recognition::needed, asker).volumes(arrival);
}

} // namespace shenbao
