#include "pipeline/cli/cli.h"

#include "pipeline/cli/json_log.h"
#include "pipeline/cli/options.h"
#include "pipeline/config/config_error.h"
#include "pipeline/ledger/database.h"
#include "pipeline/source_files.h"

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <clocale>
#include <cstdio>
#include <functional>
#include <new>
#include <system_error>

namespace shenbao {
namespace {

using Command = int (*)(const CommandOptions&);

struct Line {
    CLI::App app{"shenbao (申报): what applicants e-mailed, what is complete, what must go back", "shenbao"};
    CommandOptions options;
    std::map<const CLI::App*, Command> commands;

    CLI::App* add(const char* name, const char* what, Command command) {
        CLI::App* sub = app.add_subcommand(name, what);
        commands[sub] = command;
        sub->add_option("--config", options.config, "Folder with messages/ (default: the program's own)");
        sub->add_option("--log-level", options.log_level, "trace, debug, info, warn, error or off")
            ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}));
        sub->add_flag("--log-json", options.log_json, "The log as JSON, an object a line");
        sub->add_flag("--quiet", options.quiet, "No progress");
        return sub;
    }

    void reads_documents(CLI::App* sub) {
        sub->add_option("--jobs", options.jobs, "Documents read at a time (default: one a core)")
            ->check(CLI::Range(1, 256));
        sub->add_option("--ocr", options.ocr, "Pages recognised: needed or all")
            ->check(CLI::IsMember({"needed", "all"}));
        sub->add_option("--sandbox", options.sandbox, "full, seccomp or off")
            ->check(CLI::IsMember({"full", "seccomp", "off"}));
    }

    CLI::Option* campaign(CLI::App* sub) {
        return sub->add_option("--campaign", options.campaign, "Campaign file (TOML)");
    }

    void folder(CLI::App* sub) { sub->add_option("DIR", options.out, "Output folder of a run")->required(); }

    Line() {
        app.require_subcommand(1);
        CLI::App* run = add("run", "Take every source in, judge everything, write records and reports", command_run);
        run->add_option("SOURCE", options.sources, "mbox, Maildir, .eml, folder, archive of these, or a package")
            ->required();
        campaign(run)->required();
        run->add_option("--out", options.out, "Output folder")->required();
        run->add_option("--only", options.number, "Read what one applicant sent, and nothing else that is new");
        run->add_option("--roster", options.roster, "Roster of applicants (.xlsx, .docx, …)");
        reads_documents(run);

        CLI::App* check = add("check", "One package or mail: the verdict and every finding", command_check);
        check->add_option("PACKAGE", options.sources, "Package or .eml")->required()->expected(1);
        campaign(check)->required();
        check->add_flag("--json", options.json, "The record as JSON");
        reads_documents(check);

        CLI::App* recheck = add("recheck", "Judge again from the stored facts", command_recheck);
        folder(recheck);
        campaign(recheck)->required();
        recheck->add_option("--roster", options.roster, "Roster of applicants");
        reads_documents(recheck);

        CLI::App* report = add("report", "Write the reports again from the stored records", command_report);
        folder(report);
        campaign(report);

        CLI::App* decide = add("decide", "A person's decision on a finding", command_decide);
        folder(decide);
        decide->add_option("NUMBER", options.number, "Applicant's number")->required();
        decide->add_option("CODE", options.code, "Code of the finding")->required();
        decide->add_option("DECISION", options.decision, "accept or reject")
            ->required()
            ->check(CLI::IsMember({"accept", "reject"}));
        decide->add_option("--note", options.note, "Why")->required();

        CLI::App* verify = add("verify", "Check an output folder", command_verify);
        folder(verify);

        CLI::App* clean = add("clean", "What ended runs left behind, removed when told to", command_clean);
        folder(clean);
        clean->add_flag("--yes", options.yes, "Remove it");

        CLI::App* extract = add("extract", "What is read out of one file", command_extract);
        extract->add_option("FILE", options.sources, "Any file")->required()->expected(1);
        extract->add_option("--format", options.format, "text or json")->check(CLI::IsMember({"text", "json"}));
        reads_documents(extract);

        CLI::App* zygote = add("zygote", "", command_zygote);
        zygote->group("");
        zygote->add_option("FAMILY", options.number)->required();
        zygote->add_option("LEVEL", options.sandbox)->required();
    }
};

void start_log(const CommandOptions& options) {
    auto logger = spdlog::stderr_color_st("shenbao");
    logger->set_pattern("%H:%M:%S %^%l%$ %v");
    if (options.log_json) log_as_json(*logger);
    spdlog::set_default_logger(logger);
    spdlog::set_level(spdlog::level::from_str(options.log_level));
}

int say(const char* what, int status) {
    std::fprintf(stderr, "shenbao: %s\n", what);
    return status;
}

int dispatch(Line& line) {
    for (const auto& [sub, command] : line.commands)
        if (sub->parsed()) return command(line.options);
    return status::usage;
}

} // namespace

int run_command_line(int argc, char** argv) try {
    std::setlocale(LC_CTYPE, "C.UTF-8");
    Line line;
    try {
        line.app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return line.app.exit(error);
        return say((std::string(error.what()) + " (shenbao --help lists the commands)").c_str(), status::usage);
    }
    start_log(line.options);
    try {
        return dispatch(line);
    } catch (const ConfigError& error) {
        return say(error.what(), status::usage);
    } catch (const UsageError& error) {
        return say(error.what(), status::usage);
    } catch (const SourceError& error) {
        return say(error.what(), status::usage);
    } catch (const std::exception& error) {
        return say(error.what(), status::unaccounted);
    }
} catch (const std::bad_alloc&) { // before there are words for it
    return say("out of memory (std::bad_alloc): nothing was read", status::unaccounted);
}

} // namespace shenbao
