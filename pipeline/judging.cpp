#include "pipeline/judging.h"

#include "pipeline/stop_watch.h"
#include "stages/record/across.h"
#include "stages/record/judge.h"
#include "stages/unpack/unpack.h"

#include <algorithm>
#include <iterator>

namespace shenbao {

// Which volumes belong together is known when every mail has been looked at: mails that share an archive are judged
// once more then, from facts that are there.
std::vector<Record> Judging::all() {
    records_.resize(intake_.arrivals.size());
    judge_each(intake_.arrivals);
    std::vector<SentVolume> sent;
    for (auto& [place, volumes] : volumes_)
        std::move(volumes.begin(), volumes.end(), std::back_inserter(sent));
    judge_each(join_across_mails(intake_.arrivals, sent));
    for (auto place = left_.rbegin(); place != left_.rend(); ++place)
        records_.erase(records_.begin() + static_cast<std::ptrdiff_t>(*place));
    return std::move(records_);
}

bool Judging::is_wanted(const Open& open, const Submission& submission) {
    const std::string& number = plan_.only;
    if (number.empty() || open.missing.contains(open.arrival->key)) return true; // the mail itself is still to be read
    if (const Record* known = record_before(open.arrival->id); known && known->applicant.number == number) return true;
    std::vector<std::string> names = {submission.mail.subject, open.arrival->folder};
    for (const MailPart& part : submission.mail.parts)
        names.push_back(part.file.name);
    for (const LooseFile& file : open.arrival->files)
        names.push_back(file.name);
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return name.find(number) != std::string::npos; });
}

// What was known of it before stands; what nobody has read yet waits for a run of everything.
void Judging::leave(const Open& open) {
    const std::size_t place = open.arrival->place;
    if (const Record* known = record_before(open.arrival->id)) {
        records_[place] = *known;
        undo_across(records_[place]);
    } else {
        left_.insert(place);
    }
    close(open);
}

const Record* Judging::record_before(const std::string& id) {
    if (!before_) {
        before_.emplace();
        for (Record& record : stored_records(office_.ledger())) {
            const std::string its = record.submission.id;
            before_->insert_or_assign(its, std::move(record));
        }
    }
    const auto found = before_->find(id);
    return found == before_->end() ? nullptr : &found->second;
}

void Judging::judge_each(const std::vector<Arrival>& arrivals) {
    std::size_t window = office_.coordinator() ? 2 + 2 * static_cast<std::size_t>(plan_.coordinator.workers) : 1;
    office_.progress.submissions += arrivals.size();
    for (std::size_t next = 0; next < arrivals.size() || !open_.empty();) {
        if (plan_.coordinator.stop && plan_.coordinator.stop()) throw Interrupted();
        bool moved = false;
        for (; has_room(window) && next < arrivals.size(); moved = true)
            begin(arrivals[next++]);
        for (auto it = open_.begin(); it != open_.end();) {
            bool ready = known(it->missing);
            moved = moved || ready;
            it = ready && step(*it) ? open_.erase(it) : std::next(it);
        }
        if (!moved) office_.coordinator()->work();
    }
}

// More are taken in while the work folder is less than half full: what is open may need as much again.
bool Judging::has_room(std::size_t window) const {
    const BlobStore& blobs = office_.blobs();
    return open_.empty() || (open_.size() < window && blobs.bytes() < blobs.allowed() / 2);
}

void Judging::begin(const Arrival& arrival) {
    place(arrival);
    for (const Arrival& lender : arrival.lenders)
        place(lender);
    open_.push_back({&arrival, {}, {}});
}

// A message is a range of its mailbox, which lies in a source or was unpacked out of one.
void Judging::place(const Arrival& arrival) {
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

// True when the submission is judged.
bool Judging::step(Open& open) {
    Asker asker = office_.asker();
    Submission submission = unpack(*open.arrival, plan_.campaign, plan_.recognition, asker);
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
    records_[open.arrival->place] = judge(plan_.campaign, submission, plan_.messages);
    judging_ += watch.seconds();
    volumes_[open.arrival->place] = volumes_sent(*open.arrival, plan_.campaign, asker);
    close(open);
    return true;
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
        forget_mail(open, *open.arrival);
        for (const Arrival& lender : open.arrival->lenders)
            forget_mail(open, lender);
    }
    office_.facts().release();
    ++office_.progress.done;
    if (!office_.coordinator() || office_.coordinator()->idle()) office_.beat("");
}

// Where a mail lies is kept while another one needs its volumes.
void Judging::forget_mail(const Open& closing, const Arrival& arrival) {
    auto is_it = [&](const Arrival& other) { return other.blob == arrival.blob; };
    const bool needed = std::any_of(open_.begin(), open_.end(), [&](const Open& other) {
        const auto& lenders = other.arrival->lenders;
        return &other != &closing && (is_it(*other.arrival) || std::any_of(lenders.begin(), lenders.end(), is_it));
    });
    if (arrival.mail && arrival.container != arrival.blob && !needed) office_.coordinator()->forget(arrival.blob);
}

bool Judging::shared(const Open& closing, const FactKey& key) const {
    return std::any_of(open_.begin(), open_.end(),
                       [&](const Open& other) { return &other != &closing && other.asked.contains(key); });
}

} // namespace shenbao
