#include "pipeline/judging.h"

#include "pipeline/stop_watch.h"
#include "stages/record/across.h"
#include "stages/record/judge.h"
#include "stages/unpack/unpack.h"

#include <algorithm>
#include <iterator>

namespace shenbao {

namespace {

// The part's own, made from what it came in and whose it is.
std::string part_id(const std::string& whole, const Parcel& parcel) {
    return parcel.key.empty() ? whole : whole + "-" + Digest::of(parcel.key).hex().substr(0, 8);
}

bool is_part_of(const std::string& id, const std::string& whole) {
    constexpr std::size_t mark = 9; // '-' and eight figures
    return id == whole || (id.size() == whole.size() + mark && id.starts_with(whole + "-"));
}

std::vector<std::string> names_in(const Arrival& arrival, const Submission& submission) {
    if (arrival.parcel) return {*arrival.parcel, arrival.parcel_name};
    std::vector<std::string> names = {submission.mail.subject, arrival.folder};
    for (const MailPart& part : submission.mail.parts)
        names.push_back(part.file.name);
    for (const LooseFile& file : arrival.files)
        names.push_back(file.name);
    return names;
}

} // namespace

std::vector<Aside::Place> Judging::all() {
    judge_each([this](std::size_t place) { return intake_.arrivals[place]; }, places());
    join_volumes();
    std::vector<Aside::Place> records;
    records.reserve(records_.size());
    for (const auto& [place, record] : records_)
        records.push_back(record);
    records_.clear();
    return records;
}

// Which volumes belong together is known when every mail has been looked at: mails that share an archive are judged
// once more then, from facts that are there.
void Judging::join_volumes() {
    const std::vector<Place> all = places();
    const auto at = [&](std::size_t place) {
        Arrival arrival = arrival_at(all[place]);
        arrival.place = place;
        return arrival;
    };
    const std::vector<Arrival> joined = join_across_mails(at, volumes_to_join(all));
    std::vector<Place> theirs;
    for (const Arrival& arrival : joined)
        theirs.push_back(all[arrival.place]);
    judge_each([&](std::size_t i) { return joined[i]; }, theirs);
}

// No more is held of a volume than which archive it may be of: nearly all are of one mail's.
void Judging::note_volumes(const Open& open, Asker& asker) {
    for (const SentVolume& volume : volumes_sent(open.arrival, plan_.campaign, asker))
        if (auto archive = archive_of(volume)) volumes_.emplace_back(*archive, open.place);
}

// Those of which other mails have some, too, in order of arrival.
std::vector<SentVolume> Judging::volumes_to_join(const std::vector<Place>& places) {
    std::sort(volumes_.begin(), volumes_.end());
    std::set<Place> senders;
    for (std::size_t i = 1; i < volumes_.size(); ++i)
        if (volumes_[i - 1].first == volumes_[i].first && volumes_[i - 1].second != volumes_[i].second)
            senders.insert({volumes_[i - 1].second, volumes_[i].second});
    volumes_ = {};
    std::vector<SentVolume> sent;
    for (const Place& place : senders) {
        Asker asker = office_.asker();
        for (SentVolume& volume : volumes_sent(arrival_at(place), plan_.campaign, asker)) {
            volume.arrival =
                static_cast<std::size_t>(std::lower_bound(places.begin(), places.end(), place) - places.begin());
            sent.push_back(std::move(volume));
        }
        office_.facts().release();
    }
    return sent;
}

// Of all submissions, as far as it is known what came together.
std::vector<Judging::Place> Judging::places() const {
    std::vector<Place> all;
    auto part = parts_.begin();
    for (std::size_t i = 0; i < intake_.arrivals.size(); ++i) {
        if (part == parts_.end() || part->place.first != i) all.emplace_back(i, 0);
        for (; part != parts_.end() && part->place.first == i; ++part)
            all.push_back(part->place);
    }
    return all;
}

// What came there, or the part of it.
Arrival Judging::arrival_at(Place place) const {
    const auto part = std::find_if(parts_.begin(), parts_.end(), [&](const Part& part) { return part.place == place; });
    return part != parts_.end() ? part->arrival : intake_.arrivals[place.first];
}

bool Judging::is_wanted(const Open& open, const Submission& submission) {
    const std::string& number = plan_.only;
    if (number.empty() || open.missing.contains(open.arrival.key)) return true; // the mail itself is still to be read
    for (const Record* known : records_before(open.arrival))
        if (known->applicant.number == number) return true;
    const auto names = names_in(open.arrival, submission);
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return name.find(number) != std::string::npos; });
}

// What was known of it before stands; what nobody has read yet waits for a run of everything.
void Judging::leave(const Open& open) {
    Place place = open.place;
    const auto before = records_before(open.arrival);
    if (before.empty()) ++left_;
    for (const Record* known : before) {
        Record record = *known;
        undo_across(record);
        records_[place] = aside_.put(record);
        ++place.second;
    }
    close(open);
}

// The records of the last run: one, or several where it came together with others'.
std::vector<const Record*> Judging::records_before(const Arrival& arrival) {
    if (!before_) {
        before_.emplace();
        for (Record& record : stored_records(office_.ledger())) {
            const std::string its = record.submission.id;
            before_->insert_or_assign(its, std::move(record));
        }
    }
    std::vector<const Record*> found;
    for (auto it = before_->lower_bound(arrival.id); it != before_->end() && it->first.starts_with(arrival.id); ++it)
        if (arrival.parcel ? it->first == arrival.id : is_part_of(it->first, arrival.id)) found.push_back(&it->second);
    return found;
}

void Judging::judge_each(const ArrivalAt& arrival_at, const std::vector<Place>& places) {
    std::size_t window = office_.coordinator() ? 2 + 2 * static_cast<std::size_t>(plan_.coordinator.workers) : 1;
    office_.progress.submissions += places.size();
    for (std::size_t next = 0; next < places.size() || !open_.empty();) {
        if (plan_.coordinator.stop && plan_.coordinator.stop()) throw Interrupted();
        bool moved = false;
        for (; has_room(window); moved = true) {
            if (begin_part()) continue;
            if (next == places.size()) break;
            begin(arrival_at(next), places[next]);
            ++next;
        }
        for (auto it = open_.begin(); it != open_.end();) {
            bool ready = may_move(*it);
            moved = moved || ready;
            it = ready && step(*it) ? open_.erase(it) : std::next(it);
        }
        if (!moved) office_.coordinator()->work();
    }
}

// More are taken in while the work folder is less than half full: what is open may need as much again. Those that are
// held up give their places to others, within reason.
bool Judging::has_room(std::size_t window) const {
    const BlobStore& blobs = office_.blobs();
    const auto at_work = std::count_if(open_.begin(), open_.end(), [](const Open& open) { return !open.divided; });
    if (office_.coordinator()) window += std::min(window, office_.coordinator()->held_up());
    return at_work == 0 || (static_cast<std::size_t>(at_work) < window && blobs.bytes() < blobs.allowed() / 2);
}

bool Judging::begin_part() {
    auto waiting = std::find_if(parts_.begin(), parts_.end(), [](const Part& part) { return !part.begun; });
    if (waiting == parts_.end()) return false;
    waiting->begun = true;
    begin(waiting->arrival, waiting->place);
    return true;
}

void Judging::begin(Arrival arrival, Place place) {
    locate(arrival);
    for (const Arrival& lender : arrival.lenders)
        locate(lender);
    open_.push_back({std::move(arrival), place});
}

// A message is a range of its mailbox, which lies in a source or was unpacked out of one.
void Judging::locate(const Arrival& arrival) {
    if (!office_.coordinator() || arrival.container == arrival.blob) return;
    if (arrival.container.empty() || !arrival.mail) return;
    auto range = office_.coordinator()->place_of(arrival.container);
    if (!range && office_.blobs().has(arrival.container))
        range = ByteRange{office_.blobs().path(arrival.container).string()};
    if (range) office_.coordinator()->know(arrival.blob, {range->path, range->offset + arrival.offset, arrival.bytes});
}

bool Judging::known(const std::set<FactKey>& missing) const {
    return std::all_of(missing.begin(), missing.end(), [&](const FactKey& key) { return office_.facts().knows(key); });
}

bool Judging::may_move(const Open& open) const {
    if (!open.divided) return known(open.missing);
    return std::all_of(parts_.begin(), parts_.end(),
                       [&](const Part& part) { return part.done || part.place.first != open.place.first; });
}

// True when the submission is judged.
bool Judging::step(Open& open) {
    if (open.divided) {
        close(open);
        return true;
    }
    Asker asker = office_.asker();
    const auto parcels = open.arrival.parcel ? std::vector<Parcel>() : parcels_in(open.arrival, plan_.campaign, asker);
    if (parcels.size() > 1 && asker.missing().empty()) {
        divide(open, asker, parcels);
        return false;
    }
    Submission submission = unpack(open.arrival, plan_.campaign, plan_.recognition, asker, open.closely);
    open.asked = asker.asked();
    open.missing = asker.missing();
    if (!open.missing.empty() && !is_wanted(open, submission)) {
        leave(open);
        return true;
    }
    if (!open.missing.empty()) {
        if (!office_.coordinator()) throw Trouble("facts_missing");
        office_.coordinator()->want(asker);
        return false;
    }
    StopWatch watch;
    Record record = judge(plan_.campaign, submission, plan_.messages);
    judging_ += watch.seconds();
    if (look_closely(open, submission, record)) return step(open);
    records_[open.place] = aside_.put(record);
    note_volumes(open, asker);
    close(open);
    return true;
}

// Whether files are to be read with every line that have not been. Where nothing can be read, what has been must do.
bool Judging::look_closely(Open& open, const Submission& submission, const Record& record) const {
    if (plan_.recognition != Recognition::needed) return false;
    std::set<std::string> entries = hanging_on_unread(plan_.campaign, submission, record);
    entries.merge(std::set(open.closely));
    if (entries == open.closely) return false;
    if (!office_.coordinator()) {
        Asker asker = office_.asker();
        unpack(open.arrival, plan_.campaign, plan_.recognition, asker, entries);
        if (!asker.missing().empty()) return false;
    }
    open.closely = std::move(entries);
    return true;
}

// Parts are begun in the order of their places within it; those of another arrival may have been before.
void Judging::divide(Open& open, const Asker& asker, const std::vector<Parcel>& parcels) {
    open.asked = asker.asked();
    open.divided = true;
    if (office_.coordinator()) office_.coordinator()->remember(asker);
    const bool others = parcels.back().key.empty();
    auto behind = std::find_if(parts_.begin(), parts_.end(), [&](const Part& part) { return part.place > open.place; });
    for (std::size_t i = 0; i < parcels.size(); ++i) {
        Part part{open.arrival, {open.place.first, i}};
        part.arrival.id = part_id(open.arrival.id, parcels[i]);
        part.arrival.parcel = parcels[i].key;
        part.arrival.parcel_name = parcels[i].name;
        part.arrival.parcels = parcels.size() - (others ? 1 : 0);
        parts_.insert(behind, std::move(part));
    }
    office_.progress.submissions += parcels.size() - 1;
}

// What the submission's blobs were kept for is done, unless another open one shares them.
void Judging::close(const Open& open) {
    if (auto* coordinator = office_.coordinator()) {
        for (const auto& [key, need] : open.asked) {
            if (shared(open, key)) continue;
            if (const Facts* facts = office_.facts().find(key)) {
                for (const Digest& view : views_of(*facts))
                    office_.views().keep(office_.blobs(), view);
                for (const Digest& blob : blobs_of(*facts))
                    office_.blobs().remove(blob);
            }
            coordinator->forget_need(key);
        }
        forget_mail(open, open.arrival);
        for (const Arrival& lender : open.arrival.lenders)
            forget_mail(open, lender);
    }
    office_.facts().release();
    for (Part& part : parts_)
        part.done = part.done || (open.arrival.parcel && part.place == open.place);
    if (!open.divided) ++office_.progress.done;
    if (!office_.coordinator() || office_.coordinator()->idle()) office_.beat("");
}

// Where a mail lies is kept while another one needs its volumes.
void Judging::forget_mail(const Open& closing, const Arrival& arrival) {
    auto is_it = [&](const Arrival& other) { return other.blob == arrival.blob; };
    const bool needed = std::any_of(open_.begin(), open_.end(), [&](const Open& other) {
        const auto& lenders = other.arrival.lenders;
        return &other != &closing && (is_it(other.arrival) || std::any_of(lenders.begin(), lenders.end(), is_it));
    });
    if (arrival.mail && arrival.container != arrival.blob && !needed) office_.coordinator()->forget(arrival.blob);
}

bool Judging::shared(const Open& closing, const FactKey& key) const {
    return std::any_of(open_.begin(), open_.end(),
                       [&](const Open& other) { return &other != &closing && other.asked.contains(key); });
}

} // namespace shenbao
