#pragma once
// Wall-clock seconds since it was made.

#include <chrono>

namespace shenbao {

class StopWatch {
  public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(); }

  private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

} // namespace shenbao
