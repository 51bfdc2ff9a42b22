// Who asks for a core, who sleeps, and whose time was taken by others.

#include "pipeline/sandbox/demand.h"

#include "tests/pipeline/sandbox/one_core.h"
#include "tests/support.h"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>
#include <vector>

using namespace shenbao;
using namespace std::chrono_literals;

namespace {

const Demand::Moment began{};

// A process of its own that does something until it is let go.
class Playing {
  public:
    explicit Playing(const std::function<void()>& play) : pid_(fork()) {
        if (pid_ == 0)
            for (;;) play();
    }
    ~Playing() {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    Playing(const Playing&) = delete;
    Playing& operator=(const Playing&) = delete;
    pid_t pid() const { return pid_; }

  private:
    pid_t pid_;
};

void compute() {
    for (std::atomic<int> i = 0; i < 1'000'000; ++i) {}
}

Demand looked_at(pid_t process, std::chrono::milliseconds first, std::chrono::milliseconds then) {
    Demand demand(std::chrono::steady_clock::now());
    for (auto pause : {first, then}) {
        std::this_thread::sleep_for(pause);
        const auto spent = time_spent(process);
        REQUIRE(spent);
        demand.look(std::chrono::steady_clock::now(), *spent, {});
    }
    return demand;
}

bool kernel_counts() {
    if (time_spent(getpid())) return true;
    WARN("skipped: this kernel does not count the time of processes");
    return false;
}

}  // namespace

TEST_CASE("what computes or waits for a core is awake, and so is what is busy at this moment") {
    Demand demand(began);
    CHECK_FALSE(demand.asleep());
    demand.look(began + 1s, {0.5, 0, true, false}, began);
    CHECK_FALSE(demand.asleep());
    demand.look(began + 2s, {0.55, 0.95, true, false}, began);
    CHECK_FALSE(demand.asleep());
    demand.look(began + 3s, {0.57, 1.35, true, false}, began);
    CHECK(demand.asleep());
    demand.look(began + 4s, {0.57, 1.35, false, false}, began);
    CHECK_FALSE(demand.asleep());
}

TEST_CASE("time that others took disturbs, and time that it slept or computed does not") {
    constexpr double limit = 60;
    const auto undisturbed = [&](TimeSpent spent) {
        Demand demand(began);
        demand.look(began + 30s, spent, began);
        demand.look(began + 60s, spent, began);
        return demand.undisturbed(limit, demand.waited() - Demand::forgiven(demand.waited()));
    };
    CHECK(undisturbed({59, 1, false, false}));
    CHECK(undisturbed({1, 0, true, false}));
    CHECK(undisturbed({53, 7, false, false}));
    CHECK_FALSE(undisturbed({40, 20, false, false}));
    CHECK_FALSE(undisturbed({1, 0, false, true}));
    CHECK_FALSE(Demand(began).undisturbed(limit, 0));
}

TEST_CASE("a limit's clock stands still for one that waits for a core, though not for long") {
    CHECK(Demand::forgiven(0.5) == 0.5);
    CHECK(Demand::forgiven(20) < 2);
}

TEST_CASE("for how long it was silent, only waiting since its last sign counts") {
    Demand demand(began);
    demand.look(began + 1s, {0.2, 0.8, false, false}, began + 900ms);
    demand.look(began + 2s, {0.4, 1.6, false, false}, began + 1100ms);
    demand.look(began + 3s, {1.3, 1.7, false, false}, began + 1100ms);
    CHECK(demand.waited() == Approx(1.7));
    CHECK(demand.waited_since_sign() == Approx(0.9)); // since the look before it
}

TEST_CASE("the kernel tells a sleeper from one that computes") {
    if (!kernel_counts()) return;
    Playing sleeper([] { pause(); }), busy(compute);
    CHECK(looked_at(sleeper.pid(), 100ms, 300ms).asleep());
    CHECK_FALSE(looked_at(busy.pid(), 100ms, 300ms).asleep());
}

TEST_CASE("two on one core take each other's time") {
    if (!kernel_counts()) return;
    const test::OneCore core;
    Playing first(compute), second(compute);
    CHECK(looked_at(first.pid(), 400ms, 400ms).waited() > 0.2);
}

TEST_CASE("of a process that is gone nothing is known") {
    pid_t gone = fork();
    if (gone == 0) _exit(0);
    waitpid(gone, nullptr, 0);
    CHECK_FALSE(time_spent(gone));
}
