#pragma once
// Arrivals -> records: several submissions are taken in at a time, so that every core has work, and each is judged when
// its last fact is there.

#include "pipeline/aside.h"
#include "pipeline/model/submission.h"
#include "pipeline/office.h"
#include "stages/intake/arrivals.h"
#include "stages/intake/volumes_across.h"
#include "stages/unpack/parcels.h"

#include <list>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace shenbao {

class Judging {
  public:
    // Everything given must outlive this.
    Judging(const RunPlan& plan, Office& office, const Intake& intake, Aside& aside)
        : plan_(plan), office_(office), intake_(intake), aside_(aside) {}

    // Judges all, and gives where their records are set aside, in the order of arrival.
    std::vector<Aside::Place> all();
    double judging_seconds() const { return judging_; }
    // Submissions that were not read, because only one applicant's were asked for.
    std::size_t left() const { return left_; }

  private:
    // In the order of arrival: what came, and which of several applicants' packages in it.
    using Place = std::pair<std::size_t, std::size_t>;
    // A submission being taken in, or what several applicants' packages came in: that stays open while they are.
    struct Open {
        Arrival arrival;
        Place place;
        std::map<FactKey, Need> asked{};
        std::set<FactKey> missing{};
        bool divided = false;
        std::set<std::string> closely{}; // entries of files that are read with every line
    };
    // One of several applicants' packages that came together.
    struct Part {
        Arrival arrival;
        Place place;
        bool begun = false, done = false;
    };

    bool has_room(std::size_t window) const;
    void judge_each(const ArrivalAt& arrival_at, const std::vector<Place>& places);
    bool begin_part();
    void begin(Arrival arrival, Place place);
    void locate(const Arrival& arrival);
    bool known(const std::set<FactKey>& missing) const;
    bool may_move(const Open& open) const;
    bool step(Open& open);
    bool look_closely(Open& open, const Submission& submission, const Record& record) const;
    void divide(Open& open, const Asker& asker, const std::vector<Parcel>& parcels);
    std::vector<Place> places() const;
    Arrival arrival_at(Place place) const;
    void note_volumes(const Open& open, Asker& asker);
    std::vector<SentVolume> volumes_to_join(const std::vector<Place>& places);
    void join_volumes();
    bool is_wanted(const Open& open, const Submission& submission);
    void leave(const Open& open);
    std::vector<const Record*> records_before(const Arrival& arrival);
    void close(const Open& open);
    bool shared(const Open& closing, const FactKey& key) const;
    void forget_mail(const Open& closing, const Arrival& arrival);

    const RunPlan& plan_;
    Office& office_;
    const Intake& intake_;
    Aside& aside_;
    std::list<Open> open_;
    std::list<Part> parts_; // of divided arrivals, in the order in which those were
    std::map<Place, Aside::Place> records_;
    std::size_t left_ = 0;                                 // submissions that were not read
    std::optional<std::map<std::string, Record>> before_;  // records of the last run, by id; once asked for
    std::vector<std::pair<std::uint64_t, Place>> volumes_; // that were sent: of which archive, and with what
    double judging_ = 0;
};

} // namespace shenbao
