#pragma once
// What long work shows: a line that is rewritten on a terminal, a log line now and then elsewhere.

#include "pipeline/harmless.h"
#include "pipeline/model/messages.h"
#include "pipeline/runner.h"

#include <chrono>
#include <string>

namespace shenbao {

class ProgressLine {
  public:
    // `quiet`: shows nothing.
    ProgressLine(const Messages& messages, bool quiet);
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const Progress& progress);
    // Takes the line off the terminal.
    void clear();

  private:
    std::string words(const Progress& progress) const;

    const Messages& messages_;
    bool quiet_, terminal_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now(), last_;
};

// The terminal's width in columns, 80 where it does not say.
int terminal_columns();

} // namespace shenbao
