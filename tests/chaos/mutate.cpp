// Damaged files through the real sandbox, very many of them: every one must have an outcome, none may take the
// coordinator down or pass its time, and what kills a reader is kept to be looked at.
//
//   mutate OUT COUNT FOLDER...     seeds are the small files under the folders; goes on where it was
//
// OUT/tally.json counts ends and outcomes by reader; OUT/kept holds every file that ended its reader otherwise than
// with facts, as READER-END-NUMBER.ENDING.

#include "pipeline/sandbox/pool.h"
#include "pipeline/sandbox/zygote.h"
#include "tests/chaos/mutation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace {

using namespace shenbao;
using chaos::Dice;
namespace fs = std::filesystem;

constexpr std::uint64_t largest_seed = 150 << 10, save_every = 500;
constexpr double slowest_seed = 0.5; // seconds
constexpr std::uint64_t dear_every = 100;

volatile std::sig_atomic_t stopped = 0;

std::string slurp(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A blob that nobody keeps.
class Nowhere : public BlobWriter {
  public:
    void write(std::span<const std::byte> bytes) override { hasher_.update(bytes); }
    Digest commit() override { return hasher_.finish(); }

  private:
    Hasher hasher_;
};

struct Seed {
    std::string bytes, ending;
};

// Seeds of one reader and task.
struct Group {
    std::string name;
    Task task = Task::read;
    std::vector<Seed> seeds;
};

Limits limits() {
    Limits limits;
    limits.document_seconds = 30;
    limits.stall_seconds = 20;
    limits.document_memory = std::uint64_t{1} << 30;
    limits.document_output = std::uint64_t{256} << 20;
    limits.package_bytes = std::uint64_t{256} << 20;
    limits.document_pages = 50;
    limits.page_pixels = 20'000'000;
    return limits;
}

class Sweep {
  public:
    Sweep(fs::path out, SandboxLevel level)
        : out_(std::move(out)), work_(out_ / "work"),
          pool_({level, workers, [] { return std::make_unique<Nowhere>(); }, true, {}}) {
        fs::create_directories(work_);
        fs::create_directories(out_ / "kept");
        std::string kept = slurp(out_ / "tally.json");
        if (!kept.empty()) tally_ = nlohmann::json::parse(kept);
    }

    void take_seeds(const std::vector<fs::path>& folders) {
        std::vector<Seed> seeds;
        for (const fs::path& file : small_files(folders))
            seeds.push_back({slurp(file), ending_of(file.filename().string())});
        std::map<std::string, Group> groups;
        for (const Seed& seed : seeds)
            start(seed.bytes, seed.ending, Task::read, [&](const JobResult& result) { sort_in(seed, result, groups); });
        drain();
        for (auto& [name, group] : groups)
            (group.task == Task::read ? common_ : dear_).push_back(std::move(group));
    }

    void run_to(std::uint64_t count) {
        for (std::uint64_t i = tally_.value("done", std::uint64_t{0}); i < count && !stopped; ++i) {
            play(i);
            if ((i + 1) % save_every == 0 || i + 1 == count) save(i + 1);
        }
        drain();
    }

  private:
    static constexpr int workers = 2;
    using Then = std::function<void(const JobResult&)>;

    static std::set<fs::path> small_files(const std::vector<fs::path>& folders) {
        std::set<fs::path> files;
        for (const fs::path& folder : folders)
            for (const auto& entry : fs::recursive_directory_iterator(folder))
                if (entry.is_regular_file() && entry.file_size() > 0 && entry.file_size() <= largest_seed)
                    files.insert(entry.path());
        return files;
    }

    // A seed belongs to the reader that reads it; a PDF's pages are looked at too, pictures are pages too, and archives
    // are for the second reader too.
    static void sort_in(const Seed& seed, const JobResult& result, std::map<std::string, Group>& groups) {
        if (result.end != JobEnd::facts || result.seconds > slowest_seed) return;
        auto add = [&](const std::string& name, Task task) {
            Group& group = groups[name];
            group.name = name;
            group.task = task;
            group.seeds.push_back(seed);
        };
        const std::string reader = result.facts.reader.empty() ? "none" : result.facts.reader;
        add(reader, Task::read);
        if (reader == "pdf") add("pdf_pages", Task::look);
        if (reader == "image") add("recognise", Task::recognise), add("seals", Task::seals);
        if (reader == "rar" || reader == "sevenzip") add("unar", Task::unpack_again);
    }

    // One case in a hundred goes to what starts a program or recognises a page: it takes as long as all the others,
    // which go in turn to every reader.
    void play(std::uint64_t i) {
        Dice dice(i * 0x2545F4914F6CDD1D + 1);
        const bool dear = !dear_.empty() && i % dear_every == 0;
        const Group& group = dear ? dear_[i / dear_every % dear_.size()] : common_[i % common_.size()];
        const Seed& seed = group.seeds[dice.below(group.seeds.size())];
        const Seed& donor = group.seeds[dice.below(group.seeds.size())];
        const std::string bytes = chaos::mutated(seed.bytes, donor.bytes, dice);
        start(bytes, seed.ending, group.task,
              [this, i, name = group.name, ending = seed.ending](const JobResult& r) { count(i, name, ending, r); });
    }

    void start(const std::string& bytes, const std::string& ending, Task task, Then then) {
        while (!pool_.has_room())
            collect();
        Job job;
        job.id = ++next_;
        const fs::path file = work_ / std::to_string(job.id);
        std::ofstream(file, std::ios::binary) << bytes;
        job.key = read_key(Digest::of(bytes), "x." + ending);
        job.key.task = task;
        job.inputs = {{file.string(), 0, bytes.size()}};
        job.options.name = "x." + ending;
        job.options.limits = limits();
        if (task == Task::look) job.options.pages = {1, 2, 3, 4};
        job.label = ending;
        waiting_[job.id] = std::move(then);
        pool_.dispatch(std::move(job));
    }

    void collect() {
        for (const JobResult& result : pool_.wait(std::chrono::milliseconds(200))) {
            waiting_.at(result.job.id)(result);
            waiting_.erase(result.job.id);
            fs::remove(work_ / std::to_string(result.job.id));
        }
    }
    void drain() {
        while (pool_.running() > 0)
            collect();
    }

    void count(std::uint64_t i, const std::string& group, const std::string& ending, const JobResult& result) {
        const std::string end(to_string(result.end));
        auto& of = tally_["readers"][group];
        auto add = [](nlohmann::json& n) { n = (n.is_null() ? 0 : n.get<std::uint64_t>()) + 1; };
        add(of[result.end == JobEnd::facts ? std::string(to_string(result.facts.outcome)) : end]);
        tally_["slowest"] = std::max(tally_.value("slowest", 0.0), result.seconds);
        if (result.seconds > limits().document_seconds + 2) add(tally_["late"]);
        if (result.end == JobEnd::facts) return;
        const std::string name = group + "-" + end + "-" + std::to_string(i) + "." + ending;
        fs::copy_file(result.job.inputs.front().path, out_ / "kept" / name, fs::copy_options::overwrite_existing);
        std::ofstream(out_ / "kept.log", std::ios::app)
            << name << "\t" << result.detail << "\t" << result.seconds << "\n";
    }

    void save(std::uint64_t done) {
        drain();
        tally_["done"] = done;
        std::ofstream(out_ / "tally.new") << tally_.dump(1) << "\n";
        fs::rename(out_ / "tally.new", out_ / "tally.json");
        std::printf("%llu\n", static_cast<unsigned long long>(done));
        std::fflush(stdout);
    }

    fs::path out_, work_;
    Pool pool_;
    std::vector<Group> common_, dear_;
    std::map<std::uint64_t, Then> waiting_;
    std::uint64_t next_ = 0;
    nlohmann::json tally_ = nlohmann::json::object();
};

} // namespace

int main(int argc, char** argv) {
    // The pool starts its zygotes by executing this program.
    if (argc == 4 && std::string_view(argv[1]) == "zygote")
        return run_zygote(3, std::string_view(argv[2]) == "pages" ? Family::pages : Family::files,
                          std::string_view(argv[3]) == "full" ? SandboxLevel::full : SandboxLevel::seccomp);
    if (argc < 4) {
        std::fprintf(stderr, "mutate OUT COUNT FOLDER...\n");
        return 2;
    }
    signal(SIGTERM, [](int) { stopped = 1; });
    signal(SIGINT, [](int) { stopped = 1; });
    Sweep sweep(argv[1], sandbox_available());
    sweep.take_seeds({argv + 3, argv + argc});
    sweep.run_to(std::stoull(argv[2]));
    return 0;
}
