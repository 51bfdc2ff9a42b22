#pragma once
// What a process asks of the machine, by the kernel's own count: so that the core of one that sleeps can be lent to
// another, and that one which ran out of time is not charged with what its neighbours took from it.

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>

namespace shenbao {

// How a process has spent its time up to a moment. Of its first thread alone, and without its own children.
struct TimeSpent {
    double running = 0;   // seconds on a core
    double waiting = 0;   // seconds ready to run, while others had the cores
    bool sleeps = false;  // at this moment, until something happens
    bool at_disk = false; // at this moment: waits for a disk, or for memory that lies on one
};

// Out of /proc/PID/schedstat and /proc/PID/stat (proc(5)). None where the kernel does not count, or the process is
// gone.
std::optional<TimeSpent> time_spent(pid_t process);

// Bytes of memory that this machine can still give without taking them from anybody; 0 where it does not tell.
std::uint64_t memory_available();

// A process that is looked at now and then, from its beginning on.
class Demand {
  public:
    using Moment = std::chrono::steady_clock::time_point;

    explicit Demand(Moment began) : looked_(began) {}

    // When it was last looked at.
    Moment looked() const { return looked_; }
    // `sign`: when it gave its last sign of life.
    void look(Moment now, const TimeSpent& spent, Moment sign);

    // It would have used hardly any core between the last two looks, had it had one, and does not now.
    bool asleep() const { return asleep_; }

    // Seconds it has waited for a core, in all and since its last sign of life (or somewhat before).
    double waited() const { return last_.waiting; }
    double waited_since_sign() const { return last_.waiting - waited_before_sign_; }
    // The clock of a limit stands still while others have the cores, though not for long.
    static double forgiven(double waited);
    // Whether a limit of so many seconds, `taken` of them by others, has passed as it would have for one that is alone.
    // False where it was not looked at.
    bool undisturbed(double limit, double taken) const;

  private:
    Moment looked_;
    TimeSpent last_;
    double waited_before_sign_ = 0;
    int looks_ = 0, at_disk_ = 0;
    bool asleep_ = false;
};

} // namespace shenbao
