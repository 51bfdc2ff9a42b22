#include "stages/unpack/unpack.h"

#include "pipeline/model/time.h"
#include "stages/intake/volumes.h"
#include "stages/unpack/embedded.h"
#include "stages/unpack/items.h"
#include "stages/unpack/parcels.h"
#include "stages/unpack/passwords.h"
#include "stages/unpack/pasted_scans.h"
#include "stages/unpack/second_reader.h"

#include <algorithm>
#include <map>

namespace shenbao {
namespace {

constexpr int deepest_mail = 3;

// What is known of a file: the facts that stand, and the reading that made its entries' bytes. No facts yet: asked for.
struct Opened {
    const Facts* facts = nullptr;
    FactKey key;
};

class Unpacker {
  public:
    // `pasted`: scans pasted into documents are read for their words in any case.
    Unpacker(const Campaign& campaign, Recognition how_much, Asker& asker, const std::set<std::string>& closely = {},
             bool pasted = false)
        : campaign_(campaign), how_much_(how_much), asker_(asker), closely_(closely), pasted_(pasted),
          passwords_(campaign.passwords) {}

    std::vector<SentVolume> volumes(const Arrival& arrival) {
        std::vector<SentVolume> sent;
        const Facts* facts = arrival.mail ? asker_.ask(arrival.key, arrival.name, arrival.maker) : nullptr;
        if (!facts || !facts->mail()) return sent;
        const MailFacts& mail = *facts->mail();
        take_passwords(mail);
        for (const Item& item : items_of(arrival, mail, arrival.key))
            if (volume_name(item.entry) && !item.is_unread())
                sent.push_back({arrival.place, mail.from_address, item.entry, item.blobs.front()});
        return sent;
    }

    std::vector<Parcel> parcels(const Arrival& arrival) {
        if (!arrival.mail) return parcels_in(unbundled(loose_items(arrival)));
        const Facts* facts = asker_.ask(arrival.key, arrival.name, arrival.maker);
        if (!facts || !facts->mail()) return {};
        take_passwords(*facts->mail());
        return parcels_in(unbundled(attachments(*facts->mail(), arrival.key, "", 1)));
    }

    Submission unpack(const Arrival& arrival) {
        out_.id = arrival.id;
        out_.source = arrival.source;
        out_.arrival = arrival.place;
        out_.one_of_several = arrival.parcel.has_value();
        out_.accompanies = arrival.parcel && arrival.parcel->empty();
        folder_ = arrival.parcel ? arrival.parcel_name : arrival.folder;
        if (arrival.mail)
            take_mail(arrival);
        else
            take_files(settled(pick(arrival, loose_items(arrival))));
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
        std::vector<Item> items = settled(items_of(arrival, *facts->mail(), key));
        if (!arrival.joined_to.empty()) return keep_own(std::move(items), arrival);
        std::erase_if(items, [&](const Item& item) { return arrival.replaced.contains(item.blobs.front()); });
        for (const Arrival& lender : arrival.lenders)
            borrow(lender, items);
        take_files(std::move(items));
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
            return take_files(std::move(items));
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
        std::vector<Item> lent = settled(items_of(lender, mail, lender.key));
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
            if (!part.attachment) {
                note(part.file.findings, inside + part.file.name);
                continue;
            }
            Item item = entry_item(part.file, inside + name_of(part), maker);
            const Facts* facts = item.is_unread() ? nullptr : ask(key_of(item), item);
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

    // --- packages of several applicants ---

    std::vector<Item> items_of(const Arrival& arrival, const MailFacts& mail, const FactKey& maker) {
        return pick(arrival, attachments(mail, maker, "", 1), &mail);
    }

    // An archive that holds nothing but packages gives way to them.
    std::vector<Item> unbundled(std::vector<Item> items) {
        std::vector<Item> out;
        std::vector<std::string> names;
        for (const Item& item : items)
            names.push_back(item.entry);
        for (const auto& group : group_volumes(names)) {
            std::vector<Item> volumes;
            for (std::size_t i : group)
                volumes.push_back(items[i]);
            if (!unbundle(volumes, out)) std::move(volumes.begin(), volumes.end(), std::back_inserter(out));
        }
        return out;
    }

    bool unbundle(const std::vector<Item>& volumes, std::vector<Item>& out) {
        const Item bundle = join_volumes(volumes).front();
        if (bundle.is_unread() || is_named_package(campaign_.naming, bundle.entry)) return false;
        const Facts* known = ask(key_of(bundle), bundle);
        if (!known || !known->archive()) return false;
        const auto [facts, key] = open(bundle);
        if (!facts || !facts->archive()) return false;
        std::vector<SentFile> files;
        for (const Entry& entry : facts->archive()->entries)
            files.push_back({entry.name, volume_name(entry.name).has_value()});
        if (!is_bundle(campaign_.naming, files)) return false;
        note(with_missing(facts->findings, bundle), bundle.entry);
        for (const Entry& entry : facts->archive()->entries) {
            out.push_back(entry_item(entry, entry.name, key));
            out.back().unpacked = true;
        }
        return true;
    }

    std::vector<Parcel> parcels_in(const std::vector<Item>& items, const MailFacts* mail = nullptr) {
        std::vector<SentFile> files;
        for (const Item& item : items) {
            const Facts* facts = item.is_unread() ? nullptr : ask(key_of(item), item);
            files.push_back({item.entry, (facts && facts->archive()) || volume_name(item.entry)});
        }
        if (mail)
            for (const CloudAttachment& cloud : mail->cloud)
                files.push_back({cloud.name, false});
        return parcels_of(campaign_.naming, files);
    }

    // Of what came, what is this arrival's.
    std::vector<Item> pick(const Arrival& arrival, std::vector<Item> items, const MailFacts* mail = nullptr) {
        if (!arrival.parcel) return items;
        items = unbundled(std::move(items));
        std::vector<Item> out;
        std::string names;
        for (const Parcel& parcel : parcels_in(items, mail)) {
            if (!parcel.key.empty()) names += (names.empty() ? "" : "、") + parcel.name;
            for (const auto& [file, entry] : parcel.pieces) {
                const bool own = parcel.key == *arrival.parcel;
                if (file >= items.size()) {
                    if (!own && !parcel.key.empty()) hide_cloud(mail->cloud[file - items.size()]);
                } else if (own) {
                    out.push_back(std::move(items[file]));
                    out.back().entry = entry;
                }
            }
        }
        out_.findings.push_back(finding("mail.several_packages", {}, names,
                                        {{"count", std::to_string(arrival.parcels)}, {"name", arrival.parcel_name}}));
        return out;
    }

    // A link that is another applicant's by its name.
    void hide_cloud(const CloudAttachment& cloud) { std::erase(out_.mail.cloud, cloud); }

    // What could not be had is listed and goes no further.
    std::vector<Item> settled(std::vector<Item> items) {
        std::vector<Item> out;
        for (Item& item : items) {
            note(item.found, item.entry);
            if (item.unpacked && !spend(item)) continue;
            if (item.is_unread())
                add_unread(item, item.outcome);
            else
                out.push_back(std::move(item));
        }
        return out;
    }

    // --- the package ---

    void take_files(std::vector<Item> items) {
        items = join_volumes(std::move(items));
        if (items.empty()) return;
        std::size_t chosen = choose_package(items);
        out_.has_package = true;
        if (chosen < items.size())
            take_package(items[chosen]);
        else
            out_.package.name = folder_;
        for (std::size_t i = 0; i < items.size(); ++i)
            if (i != chosen) take_file(items[i], 1);
    }

    // The largest archive is the package, one that is named as packages are before any other; what else there is stands
    // beside it. items.size() where there is no archive, or a folder stands for it.
    std::size_t choose_package(const std::vector<Item>& items) {
        const bool folder = out_.one_of_several && !volume_name(folder_);
        std::size_t chosen = items.size();
        std::pair<bool, std::uint64_t> best;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Facts* facts = ask(key_of(items[i]), items[i]);
            if (!(facts && facts->archive()) && !volume_name(items[i].entry)) continue;
            const std::pair rank{is_named_package(campaign_.naming, items[i].entry), items[i].bytes};
            if ((folder && !rank.first) || (chosen < items.size() && rank <= best)) continue;
            chosen = i;
            best = rank;
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
        take_entries(archive->entries, key, "", 1);
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

    void take_entries(const std::vector<Entry>& entries, const FactKey& maker, const std::string& inside, int depth) {
        for (const Entry& entry : entries) {
            Item item = entry_item(entry, inside + entry.name, maker);
            note(item.found, item.entry);
            if (!spend(item)) continue;
            if (item.is_unread())
                add_unread(item, item.outcome);
            else
                take_file(item, depth);
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

    void take_file(const Item& item, int depth) {
        SubmittedFile file;
        file.entry = item.entry;
        file.sha256 = item.blobs.front();
        file.bytes = item.bytes;
        const auto [facts, key] = open(item);
        if (!facts) return; // asked for; this file has its place when the facts are there
        file.reader = facts->reader;
        file.outcome = worse(facts->outcome, item.outcome);
        note(with_missing(facts->findings, item), item.entry);
        if (const auto* archive = facts->archive()) return take_archive(std::move(file), item, *archive, key, depth);
        if (const auto* mail = facts->mail()) return take_inner_mail(std::move(file), item, *mail, depth);
        if (facts->document()) take_document(file, item, *facts->document());
        out_.files.push_back(std::move(file));
        if (facts->document()) take_embedded(*facts->document(), item, key, depth);
    }

    // Under the same budgets as the entries of an archive.
    void take_embedded(const Document& document, const Item& item, const FactKey& key, int depth) {
        const std::vector<Entry> files = files_within(document);
        if (files.empty()) return;
        if (depth < campaign_.limits.depth) return take_entries(files, key, item.entry + "!/", depth + 1);
        out_.findings.push_back(finding("limit.depth", {item.entry}));
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
        if (!too_deep) take_entries(archive.entries, key, inside, depth + 1);
    }

    void take_inner_mail(SubmittedFile file, const Item& item, const MailFacts& mail, int depth) {
        file.archive = true;
        file.document.format = "eml";
        out_.files.push_back(std::move(file));
        if (depth >= campaign_.limits.depth) return;
        for (const Item& inner : settled(attachments(mail, key_of(item), item.entry + "!/", deepest_mail)))
            take_file(inner, depth + 1);
    }

    void take_document(SubmittedFile& file, const Item& item, const Document& document) {
        file.document = document;
        if (pasted_) read_pasted_scans(file.document);
        bool whole = true;
        const bool close = how_much_ == Recognition::needed && closely_.contains(item.entry);
        const Looked looked = look_at_pages(file.document, key_of(item), maker_of(item), item.entry, how_much_, asker_,
                                            out_.findings, whole);
        file.outcome = worse(file.outcome, looked.outcome);
        file.ocr_pages = recognise_pages(file.document, looked.maker, item.entry,
                                         close ? Recognition::closely : how_much_, asker_, out_.findings, whole);
    }

    static std::optional<FactKey> maker_of(const Item& item) {
        auto own = item.makers.find(item.blobs.front());
        return own != item.makers.end() ? own->second : item.maker;
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
    const std::set<std::string> closely_;
    bool pasted_;
    std::vector<std::string> passwords_; // the campaign's, then the mail's
    std::map<FactKey, Facts> settled_;   // between two readers, by the key that stands
    Submission out_;
    std::string folder_; // whose name stands for the package's where files came loose
    std::uint64_t bytes_ = 0, entries_ = 0;
    bool over_budget_ = false;
};

} // namespace

Submission unpack(const Arrival& arrival, const Campaign& campaign, Recognition how_much, Asker& asker,
                  const std::set<std::string>& closely) {
    Submission submission = Unpacker(campaign, how_much, asker, closely).unpack(arrival);
    if (!asker.missing().empty() || !wants_pasted_scans(campaign, submission)) return submission;
    return Unpacker(campaign, how_much, asker, closely, true).unpack(arrival);
}

std::vector<Parcel> parcels_in(const Arrival& arrival, const Campaign& campaign, Asker& asker) {
    return Unpacker(campaign, Recognition::needed, asker).parcels(arrival);
}

std::vector<SentVolume> volumes_sent(const Arrival& arrival, const Campaign& campaign, Asker& asker) {
    return Unpacker(campaign, Recognition::needed, asker).volumes(arrival);
}

} // namespace shenbao
