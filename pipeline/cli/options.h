#pragma once
// What the commands are given, and what they all need.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/runner.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace shenbao {

// Wrong usage found while a command runs: one line that says what to do.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct CommandOptions {
    std::vector<std::string> sources;
    std::string campaign, out, roster, config, format = "text", ocr = "needed", sandbox = "full", log_level = "info";
    std::string number, code, decision, note;
    int jobs = 0; // 0: as many as there are cores
    bool quiet = false, json = false, log_json = false, yes = false;
};

// The sentences for staff, from the configuration folder.
Messages messages_for(const CommandOptions& options);
// Everything a run needs; loads the campaign first, so that a wrong one stops the program before any mail is read.
RunPlan plan_for(const CommandOptions& options, const Messages& messages);
// True once SIGINT or SIGTERM came.
bool told_to_stop();
void watch_for_stop();

// One function a command; each gives the exit status.
int command_run(const CommandOptions& options);
int command_check(const CommandOptions& options);
int command_recheck(const CommandOptions& options);
int command_report(const CommandOptions& options);
int command_decide(const CommandOptions& options);
int command_verify(const CommandOptions& options);
int command_clean(const CommandOptions& options);
int command_extract(const CommandOptions& options);
int command_zygote(const CommandOptions& options);

} // namespace shenbao
