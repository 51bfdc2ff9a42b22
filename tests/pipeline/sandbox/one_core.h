#pragma once
// Keeps this process, and those it starts meanwhile, on one core.

#include <sched.h>

#include <stdexcept>

namespace shenbao::test {

class OneCore {
  public:
    OneCore() {
        cpu_set_t one;
        CPU_ZERO(&one);
        if (sched_getaffinity(0, sizeof before_, &before_) != 0) throw std::runtime_error("sched_getaffinity");
        for (int core = 0; core < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++core)
            if (CPU_ISSET(core, &before_)) CPU_SET(core, &one);
        if (sched_setaffinity(0, sizeof one, &one) != 0) throw std::runtime_error("sched_setaffinity");
    }
    ~OneCore() { sched_setaffinity(0, sizeof before_, &before_); }
    OneCore(const OneCore&) = delete;
    OneCore& operator=(const OneCore&) = delete;

  private:
    cpu_set_t before_;
};

}  // namespace shenbao::test
