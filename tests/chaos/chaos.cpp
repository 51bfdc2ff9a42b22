// A whole run whose readers do what a document tells them to: crash, hang, eat memory, flood, lie on the wire.
// Everything else of the run is the program's own. Driven by chaos.py.
//
//   chaos MAILBOX CAMPAIGN CONFIG OUT

#include "extractors/extractor.h"
#include "pipeline/config/campaign_file.h"
#include "pipeline/config/messages_file.h"
#include "pipeline/config/toml_reader.h"
#include "pipeline/outputs.h"
#include "pipeline/runner.h"
#include "pipeline/sandbox/frames.h"
#include "pipeline/sandbox/zygote.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace shenbao;

// Past the sink, straight to the socket: the one descriptor of a child that takes bytes.
void write_to_coordinator(const std::string& bytes) {
    for (int fd = 3; fd < 64; ++fd)
        if (write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size())) return;
}

[[noreturn]] void hang(Sink& sink) {
    for (;; usleep(20000))
        sink.progress("still here");
}

[[noreturn]] void stall() {
    for (volatile bool on = true; on;) {
    }
    abort();
}

[[noreturn]] void eat() {
    for (std::vector<std::string> eaten;;)
        eaten.emplace_back(16 << 20, 'x');
}

[[noreturn]] void flood(Sink& sink) {
    for (std::string piece(1 << 20, 'x');;) {
        sink.begin();
        sink.write(std::as_bytes(std::span(piece)));
    }
}

void lie_about_name(Sink& sink) {
    sink.begin();
    write_to_coordinator(frame_head(FrameKind::blob_end, 64) + std::string(64, 'a'));
}

// Ends the process by the words after "CHAOS:"; comes back where they mean nothing.
void play(std::string_view words, Sink& sink) {
    auto is = [&](std::string_view what) { return words.starts_with(what); };
    if (is("crash")) raise(SIGSEGV), abort();
    if (is("abort")) abort();
    if (is("exit")) _exit(97);
    if (is("throw")) throw std::runtime_error("a reader's bug");
    if (is("hang")) hang(sink);
    if (is("stall")) stall();
    if (is("eat")) eat();
    if (is("flood")) flood(sink);
    if (is("rubbish")) write_to_coordinator(std::string(64, '\xff'));
    if (is("huge")) write_to_coordinator(frame_head(FrameKind::facts, 0xFFFFFFFF));
    if (is("false")) lie_about_name(sink);
    if (is("early")) write_to_coordinator(frame_head(FrameKind::done, 0)), _exit(0);
    if (is("half")) write_to_coordinator(frame_head(FrameKind::facts, 1000) + "{\"reader\":"), _exit(0);
}

Facts read_or_play(const Input& input, const Job& job, Sink& sink) {
    constexpr std::string_view mark = "CHAOS:";
    std::string_view words = input.text();
    if (words.starts_with(mark)) play(words.substr(mark.size()), sink);
    if (words.starts_with("CHAOS:ghost")) {
        Facts facts;
        facts.body = ArchiveFacts{"fake", "UTF-8", false, false, {{"ghost", 3, Digest::of("ghost")}}};
        return facts;
    }
    return read_input(input, job.key.task, job.options, sink);
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 4 && std::string_view(argv[1]) == "zygote")
        return run_zygote(3, std::string_view(argv[2]) == "pages" ? Family::pages : Family::files,
                          std::string_view(argv[3]) == "full" ? SandboxLevel::full : SandboxLevel::seccomp,
                          read_or_play);
    if (argc != 5) {
        std::fprintf(stderr, "chaos MAILBOX CAMPAIGN CONFIG OUT\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    spdlog::set_level(spdlog::level::err);
    try {
        RunPlan plan;
        plan.sources = {argv[1]};
        plan.campaign = load_campaign(argv[2]);
        plan.campaign_text = read_text(argv[2]);
        plan.messages = load_messages(std::filesystem::path(argv[3]) / "messages");
        plan.out = argv[4];
        plan.coordinator.level = sandbox_available();
        plan.coordinator.workers = 2;
        FolderLease lease(plan.out, plan.messages);
        return run(plan).accounted() ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
