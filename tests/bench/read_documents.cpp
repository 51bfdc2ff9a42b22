// Reads documents one after another for a benchmark, and prints what it took.
//
//     read_documents pool WORKERS FILE...    as the nightly run does: a confined child a document
//     read_documents here FILE...            in this process, without a sandbox and without the wire
//     read_documents facts FILE...           as pool, and prints the facts of each file as a line of JSON
//     read_documents look WORKERS FILE...    as pool, and then looks at those pages of PDFs that take it, as the
//                                            nightly run does: the last line is of these looks alone
//     read_documents each FILE...            as pool with one worker, and prints the seconds of each file
//     read_documents each_here FILE...       the same for here
//
// The last line is "seconds WALL cpu CPU ok N of M", CPU summed over all processes.

#include "extractors/formats.h"
#include "extractors/memory_sink.h"
#include "pipeline/model/facts_json.h"
#include "pipeline/sandbox/pool.h"
#include "pipeline/sandbox/zygote.h"
#include "stages/extract/pages.h"

#include <sys/resource.h>

#include <chrono>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace shenbao {
namespace {

using Files = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

double cpu_of(int who) {
    rusage usage{};
    getrusage(who, &usage);
    auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double cpu() { return cpu_of(RUSAGE_SELF) + cpu_of(RUSAGE_CHILDREN); }

std::string name_of(const std::string& path) { return std::filesystem::path(path).filename().string(); }

// Takes blobs without keeping them: where they are kept is no part of reading.
class Counted : public BlobWriter {
  public:
    void write(std::span<const std::byte> bytes) override { hasher_.update(bytes); }
    Digest commit() override { return hasher_.finish(); }

  private:
    Hasher hasher_;
};

void print_seconds(const std::string& name, double seconds) { std::printf("%s\t%.6f\n", name.c_str(), seconds); }

int read_here(const Files& files, bool timed) {
    int good = 0;
    for (const std::string& path : files) {
        auto began = Clock::now();
        std::ifstream in(path, std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(in), {}};
        Input input{std::as_bytes(std::span(bytes)), -1, name_of(path), {}};
        ReadOptions options;
        options.name = input.name;
        MemorySink sink;
        good += read_input(input, Task::read, options, sink).outcome == Outcome::ok;
        std::chrono::duration<double> took = Clock::now() - began;
        if (timed) print_seconds(input.name, took.count());
    }
    return good;
}

Job job_for(const std::string& path, std::uint64_t id) {
    Job job;
    job.id = id;
    job.label = name_of(path);
    job.options.name = job.label;
    job.inputs = {{path, 0, std::filesystem::file_size(path)}};
    job.key = read_key(Digest(), job.label);
    job.key.inputs.resize(1);
    return job;
}

void print_facts(const JobResult& result) {
    std::string words = result.end == JobEnd::facts ? to_json_text(result.facts) : std::string(to_string(result.end));
    std::printf("%s\t%.3f\t%s\n", result.job.label.c_str(), result.seconds, words.c_str());
}

std::vector<Job> jobs_for(const Files& files) {
    std::vector<Job> jobs;
    for (const std::string& path : files)
        jobs.push_back(job_for(path, jobs.size() + 1));
    return jobs;
}

// How many of them ended well.
int work_in_children(const std::vector<Job>& jobs, int workers, const std::function<void(const JobResult&)>& take) {
    Pool::Options options;
    options.level = sandbox_available();
    options.workers = workers;
    options.open_blob = [] { return std::make_unique<Counted>(); };
    Pool pool(std::move(options));
    int good = 0;
    std::size_t next = 0;
    while (next < jobs.size() || pool.running() > 0) {
        while (next < jobs.size() && pool.has_room())
            pool.dispatch(jobs[next++]);
        for (const JobResult& result : pool.wait(std::chrono::seconds(1))) {
            good += result.end == JobEnd::facts && result.facts.outcome == Outcome::ok;
            take(result);
        }
    }
    return good;
}

enum class Printed { nothing, seconds, facts };

int read_in_children(const Files& files, int workers, Printed printed) {
    return work_in_children(jobs_for(files), workers, [printed](const JobResult& result) {
        if (printed == Printed::facts) print_facts(result);
        if (printed == Printed::seconds) print_seconds(result.job.label, result.seconds);
    });
}

// The looks that a run would ask for once it has read the files.
std::vector<Job> looks_at(const Files& files, int workers) {
    std::vector<Job> looks;
    work_in_children(jobs_for(files), workers, [&](const JobResult& result) {
        const Document* document = result.end == JobEnd::facts ? result.facts.document() : nullptr;
        if (!document) return;
        Job look = result.job;
        look.key.task = Task::look;
        look.options.pages = pages_to_look_at(*document, Recognition::needed);
        if (!look.options.pages.empty()) looks.push_back(std::move(look));
    });
    return looks;
}

int zygote(const char* family, const char* level) {
    constexpr int socket = 3; // where the pool puts it
    SandboxLevel wanted = std::strcmp(level, "off") == 0       ? SandboxLevel::off
                          : std::strcmp(level, "seccomp") == 0 ? SandboxLevel::seccomp
                                                               : SandboxLevel::full;
    return run_zygote(socket, std::strcmp(family, "pages") == 0 ? Family::pages : Family::files, wanted);
}

} // namespace
} // namespace shenbao

int main(int argc, char** argv) {
    using namespace shenbao;
    std::setlocale(LC_CTYPE, "C.UTF-8");
    std::string mode = argc > 1 ? argv[1] : "";
    if (mode == "zygote" && argc == 4) return zygote(argv[2], argv[3]);
    const bool look = mode == "look", pooled = mode == "pool" || look, here = mode == "here" || mode == "each_here";
    const Printed printed = mode == "facts"            ? Printed::facts
                            : mode.starts_with("each") ? Printed::seconds
                                                       : Printed::nothing;
    const int first = pooled ? 3 : 2;
    if (!(pooled || here || printed != Printed::nothing) || argc <= first) return 2;
    Files files(argv + first, argv + argc);
    if (here)
        for (const Extractor* extractor : formats())
            extractor->warm();
    const int workers = pooled ? std::max(1, std::atoi(argv[2])) : 1;
    const std::vector<Job> looks = look ? looks_at(files, workers) : std::vector<Job>();
    auto began = Clock::now();
    double cpu_before = cpu();
    int good = look   ? work_in_children(looks, workers, [](const JobResult&) {})
               : here ? read_here(files, printed == Printed::seconds)
                      : read_in_children(files, workers, printed);
    std::chrono::duration<double> wall = Clock::now() - began;
    std::printf("seconds %.4f cpu %.4f ok %d of %zu\n", wall.count(), cpu() - cpu_before, good,
                look ? looks.size() : files.size());
}
