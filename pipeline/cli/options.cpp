#include "pipeline/cli/options.h"

#include "pipeline/config/campaign_file.h"
#include "pipeline/config/config_dir.h"
#include "pipeline/config/messages_file.h"

#include <csignal>
#include <map>
#include <thread>

namespace shenbao {
namespace {

volatile std::sig_atomic_t stop_asked = 0;

void on_stop(int) { stop_asked = 1; }

SandboxLevel wanted_level(const std::string& name, const Messages& messages) {
    static const std::map<std::string, SandboxLevel> levels = {
        {"full", SandboxLevel::full}, {"seccomp", SandboxLevel::seccomp}, {"off", SandboxLevel::off}};
    SandboxLevel wanted = levels.at(name);
    if (wanted > sandbox_available()) {
        std::string missing = landlock_abi() == 0 && wanted == SandboxLevel::full ? "Landlock" : "seccomp";
        throw UsageError(messages.word("program.no_sandbox", {{"missing", missing}}));
    }
    return wanted;
}

} // namespace

bool told_to_stop() { return stop_asked != 0; }

void watch_for_stop() {
    struct sigaction action {};
    action.sa_handler = on_stop;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGHUP, &action, nullptr); // the terminal has gone
    std::signal(SIGPIPE, SIG_IGN);
}

Messages messages_for(const CommandOptions& options) {
    return load_messages(find_config_dir(options.config) / "messages");
}

RunPlan plan_for(const CommandOptions& options, const Messages& messages) {
    RunPlan plan;
    if (!options.campaign.empty()) plan.campaign = load_campaign(options.campaign);
    plan.messages = messages;
    for (const std::string& source : options.sources)
        plan.sources.emplace_back(source);
    plan.out = options.out;
    plan.roster = options.roster;
    plan.only = options.number;
    plan.recognition = options.ocr == "all" ? Recognition::all : Recognition::needed;
    plan.coordinator.level = wanted_level(options.sandbox, messages);
    unsigned cores = std::thread::hardware_concurrency();
    plan.coordinator.workers = options.jobs > 0 ? options.jobs : static_cast<int>(cores > 0 ? cores : 1);
    plan.coordinator.stop = told_to_stop;
    return plan;
}

} // namespace shenbao
