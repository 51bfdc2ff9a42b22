#include "pipeline/cli/json_log.h"

#include <nlohmann/json.hpp>
#include <spdlog/details/log_msg.h>
#include <spdlog/formatter.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>

namespace shenbao {
namespace {

bool as_json = false; // set once, before any command runs

std::string time_of(spdlog::log_clock::time_point at) {
    using namespace std::chrono;
    const std::time_t seconds = spdlog::log_clock::to_time_t(at);
    const auto milliseconds = duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count() % 1000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[40];
    const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    std::snprintf(text + size, sizeof text - size, ".%03dZ", static_cast<int>(milliseconds));
    return text;
}

class JsonLines : public spdlog::formatter {
  public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
        const auto level = spdlog::level::to_string_view(message.level);
        const nlohmann::ordered_json line = {{"time", time_of(message.time)},
                                             {"level", std::string(level.data(), level.size())},
                                             {"message", std::string(message.payload.data(), message.payload.size())}};
        const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
        out.append(text.data(), text.data() + text.size());
    }
    std::unique_ptr<formatter> clone() const override { return std::make_unique<JsonLines>(); }
};

} // namespace

void log_as_json(spdlog::logger& logger) {
    logger.set_formatter(std::make_unique<JsonLines>());
    as_json = true;
}

void tell(const std::string& sentence) {
    if (as_json)
        spdlog::info("{}", sentence);
    else
        std::fprintf(stderr, "%s\n", sentence.c_str());
}

} // namespace shenbao
