#include "stages/intake/arrivals.h"

#include "stages/intake/volumes.h"

#include <algorithm>
#include <map>

namespace shenbao {
namespace {

constexpr int deepest_source = 3; // an archive of an archive of mails is still a source

bool names_a_mail(const std::string& name) {
    std::string ending = ending_of(name);
    return ending == "eml" || ending == "mbox" || ending == "msg" || ending == "pst";
}

// What a web mailer exports: an archive whose files are mails, and not somebody's package that holds one.
bool is_archive_of_mails(const ArchiveFacts& archive) {
    auto mails = std::count_if(archive.entries.begin(), archive.entries.end(),
                               [](const Entry& e) { return names_a_mail(e.name); });
    return mails > 0 && mails * 2 > static_cast<std::ptrdiff_t>(archive.entries.size());
}

class Taker {
  public:
    explicit Taker(Asker& asker) : asker_(asker) {}

    Intake take(const std::vector<SourceFile>& sources) {
        for (const SourceFile* file : folder_by_folder(sources))
            take_source(*file);
        flush_loose();
        intake_.arrivals.tell_apart();
        return std::move(intake_);
    }

  private:
    // A blob that may hold messages, and where it lies.
    struct Place {
        std::string source, name, folder;
        Digest blob;
        std::uint64_t bytes = 0;
        std::optional<FactKey> maker;
        int depth = 1;
    };

    // The files of one folder together, though a folder within it may stand among them; else as they come.
    static std::vector<const SourceFile*> folder_by_folder(const std::vector<SourceFile>& sources) {
        std::map<std::string, std::size_t> first;
        std::vector<const SourceFile*> files;
        for (const SourceFile& file : sources) {
            first.try_emplace(file.folder, files.size());
            files.push_back(&file);
        }
        std::stable_sort(files.begin(), files.end(), [&](const SourceFile* a, const SourceFile* b) {
            return first.at(a->folder) < first.at(b->folder);
        });
        return files;
    }

    void take_source(const SourceFile& file) {
        if (folder_ != file.folder) flush_loose();
        folder_ = file.folder;
        intake_.bytes += file.bytes;
        const std::uint64_t before = intake_.accounted;
        take_blob({file.name, file.name, file.folder, file.sha256, file.bytes, std::nullopt});
        const std::uint64_t accounted = intake_.accounted - before;
        if (accounted != file.bytes) intake_.unbalanced.push_back({file.name, file.bytes, accounted});
    }

    void take_blob(const Place& place) {
        FactKey key = read_key(place.blob, place.name);
        const Facts* facts = asker_.ask(key, place.name, place.maker);
        if (!facts) return;
        bool top = place.depth == 1;
        if (const auto* mailbox = facts->mailbox()) return take_mailbox(place, *mailbox);
        if (top) intake_.accounted += place.bytes;
        if (facts->mail()) return take_mail(place);
        const auto* archive = facts->archive();
        if (archive && is_archive_of_mails(*archive) && place.depth < deepest_source)
            return take_entries(place, key, *archive);
        if (archive || facts->document()) return take_loose(place);
        // Nothing was read. A name that says archive or document is an applicant's all the same.
        if (volume_name(place.name) || !ending_of(place.name).empty()) return take_loose(place);
        intake_.unread.push_back({place.source, facts->outcome, facts->findings});
    }

    void take_mailbox(const Place& place, const MailboxFacts& mailbox) {
        if (place.depth == 1) intake_.accounted += mailbox.skipped;
        for (const MessageRange& range : mailbox.messages)
            if (place.depth == 1) intake_.accounted += range.bytes;
        Arrival any = message(place, "message.eml");
        any.container = place.blob;
        intake_.arrivals.add(std::move(any), mailbox.messages);
    }

    void take_mail(const Place& place) {
        Arrival arrival = message(place, place.name);
        arrival.container = place.maker ? Digest() : place.blob;
        arrival.blob = place.blob;
        arrival.bytes = place.bytes;
        intake_.arrivals.add(std::move(arrival));
    }

    void take_entries(const Place& place, const FactKey& maker, const ArchiveFacts& archive) {
        for (const Entry& entry : archive.entries) {
            if (entry.sha256.empty()) {
                intake_.unread.push_back({place.source + "!/" + entry.name, entry.outcome, entry.findings});
                continue;
            }
            take_blob({place.source, entry.name, place.folder, entry.sha256, entry.bytes, maker, place.depth + 1});
        }
    }

    void take_loose(const Place& place) {
        if (place.maker) return; // something beside the mails of an archive of mails: no submission
        loose_.push_back({place.name, place.blob, place.bytes});
    }

    static Arrival message(const Place& place, const std::string& name) {
        Arrival arrival;
        arrival.source = place.source;
        arrival.mail = true;
        arrival.name = name;
        arrival.maker = place.maker;
        return arrival;
    }

    // Archives of one folder are a submission each; its documents together are one.
    void flush_loose() {
        std::vector<std::string> names;
        for (const LooseFile& file : loose_)
            names.push_back(file.name);
        Arrival documents;
        for (const auto& group : group_volumes(names)) {
            bool archive = volume_name(names[group.front()]).has_value() || is_archive(loose_[group.front()]);
            Arrival package;
            Arrival& into = archive ? package : documents;
            for (std::size_t i : group)
                into.files.push_back(loose_[i]);
            if (archive) add_loose(std::move(package));
        }
        if (!documents.files.empty()) {
            documents.folder = folder_.substr(folder_.rfind('/') + 1);
            add_loose(std::move(documents));
        }
        loose_.clear();
    }

    bool is_archive(const LooseFile& file) {
        const Facts* facts = asker_.ask(read_key(file.blob, file.name), file.name, std::nullopt);
        return facts && facts->archive();
    }

    void add_loose(Arrival arrival) {
        arrival.source = arrival.folder.empty() ? arrival.files.front().name : arrival.folder;
        arrival.blob = arrival.files.front().blob;
        for (const LooseFile& file : arrival.files)
            arrival.bytes += file.bytes;
        intake_.arrivals.add(std::move(arrival));
    }

    Asker& asker_;
    Intake intake_;
    std::vector<LooseFile> loose_;
    std::string folder_;
};

} // namespace

Intake take_in(const std::vector<SourceFile>& sources, Asker& asker) { return Taker(asker).take(sources); }

} // namespace shenbao
