#pragma once
// Arrivals -> records: several submissions are taken in at a time, so that every core has work, and each is judged when
// its last fact is there.

#include "pipeline/office.h"
#include "stages/intake/arrivals.h"
#include "stages/intake/volumes_across.h"

#include <list>
#include <map>
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
    void close(const Open& open);
    bool shared(const Open& closing, const FactKey& key) const;
    void forget_mail(const Open& closing, const Arrival& arrival);

    const RunPlan& plan_;
    Office& office_;
    const Intake& intake_;
    std::list<Open> open_;
    std::vector<Record> records_;
    std::map<std::size_t, std::vector<SentVolume>> volumes_; // by the place of their mail
    double judging_ = 0;
};

} // namespace shenbao
