#pragma once
// Arrivals -> records: several submissions are taken in at a time, so that every core has work, and each is judged when
// its last fact is there.

#include "pipeline/model/submission.h"
#include "pipeline/office.h"
#include "stages/intake/arrivals.h"
#include "stages/intake/volumes_across.h"

#include <list>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace shenbao {

class Judging {
  public:
    // Everything given must outlive this.
    Judging(const RunPlan& plan, Office& office, const Intake& intake)
        : plan_(plan), office_(office), intake_(intake) {}

    // Records in the order of arrival.
    std::vector<Record> all();
    double judging_seconds() const { return judging_; }
    // Submissions that were not read, because only one applicant's were asked for.
    std::size_t left() const { return left_.size(); }

  private:
    // A submission being taken in.
    struct Open {
        const Arrival* arrival;
        std::map<FactKey, Need> asked;
        std::set<FactKey> missing;
    };

    bool has_room(std::size_t window) const;
    void judge_each(const std::vector<Arrival>& arrivals);
    void begin(const Arrival& arrival);
    void place(const Arrival& arrival);
    bool known(const std::set<FactKey>& missing) const;
    bool step(Open& open);
    bool is_wanted(const Open& open, const Submission& submission);
    void leave(const Open& open);
    const Record* record_before(const std::string& id);
    void close(const Open& open);
    bool shared(const Open& closing, const FactKey& key) const;
    void forget_mail(const Open& closing, const Arrival& arrival);

    const RunPlan& plan_;
    Office& office_;
    const Intake& intake_;
    std::list<Open> open_;
    std::vector<Record> records_;
    std::set<std::size_t> left_;                          // places of submissions that were not read
    std::optional<std::map<std::string, Record>> before_; // records of the last run, by id; once asked for
    std::map<std::size_t, std::vector<SentVolume>> volumes_; // by the place of their mail
    double judging_ = 0;
};

} // namespace shenbao
