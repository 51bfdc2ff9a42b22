#include "pipeline/cli/progress_line.h"

#include "pipeline/model/text.h"

#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

namespace shenbao {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto redraw_every = std::chrono::milliseconds(200);
constexpr auto log_every = std::chrono::seconds(30);

std::string cut_to(std::string_view words, int columns) {
    std::string out;
    int used = 0;
    for (char32_t c : text::to_u32(words)) {
        std::string one = text::to_utf8(std::u32string(1, c));
        used += text::columns(one);
        if (used > columns) break;
        out += one;
    }
    return out;
}

// "3:20", or "1:02:05".
std::string clock_words(double seconds) {
    auto s = static_cast<long>(seconds);
    return s >= 3600 ? fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
                     : fmt::format("{}:{:02}", s / 60, s % 60);
}

} // namespace

int terminal_columns() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

ProgressLine::ProgressLine(const Messages& messages, bool quiet)
    : messages_(messages), quiet_(quiet), terminal_(isatty(STDERR_FILENO)) {}

std::string ProgressLine::words(const Progress& p) const {
    double spent = std::chrono::duration<double>(Clock::now() - began_).count();
    std::map<std::string, std::string> args = {{"done", std::to_string(p.done)},
                                               {"of", std::to_string(p.submissions)},
                                               {"pages", std::to_string(p.pages)},
                                               {"spent", clock_words(spent)},
                                               {"busy", harmless(p.busy_with)}};
    if (p.done == 0 || p.done >= p.submissions) return messages_.word("progress.begin", args);
    args["left"] = clock_words(spent / static_cast<double>(p.done) * static_cast<double>(p.submissions - p.done));
    return messages_.word("progress.line", args);
}

void ProgressLine::show(const Progress& progress) {
    if (quiet_) return;
    auto now = Clock::now();
    if (now - last_ < (terminal_ ? Clock::duration(redraw_every) : Clock::duration(log_every))) return;
    last_ = now;
    if (!terminal_) {
        spdlog::info("{}", words(progress));
        return;
    }
    std::fprintf(stderr, "\r\x1b[K%s", cut_to(words(progress), terminal_columns() - 1).c_str());
    std::fflush(stderr);
    shown_ = true;
}

void ProgressLine::clear() {
    if (shown_) std::fprintf(stderr, "\r\x1b[K");
    shown_ = false;
}

} // namespace shenbao
