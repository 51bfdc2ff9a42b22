// The second reader of archives in its sandbox: what it opens there, and that what hangs or floods is ended with all it
// started.

#include "pipeline/sandbox/pool.h"

#include "extractors/archive/second_reader.h"
#include "tests/pipeline/sandbox/memory_blob.h"
#include "tests/support.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>

using namespace shenbao;
using shenbao::test::MemoryBlob;
using shenbao::test::slurp;
namespace fs = std::filesystem;

namespace {

struct Bench {
    fs::path folder = fs::temp_directory_path() / ("shenbao-unar-" + std::to_string(getpid()));
    std::map<Digest, std::string> blobs;
    Pool pool;

    // `lsar`, `unar`: what programs do that stand in for them; empty: the real ones.
    explicit Bench(SandboxLevel level, const std::string& lsar = {}, const std::string& unar = {})
        : pool({level, 1, [this] { return std::make_unique<MemoryBlob>(blobs); }, false,
                lsar.empty() ? ReadFunction() : stand_in()}) {
        fs::create_directories(folder);
        if (lsar.empty()) return;
        script("lsar", lsar);
        script("unar", unar);
    }
    ~Bench() { fs::remove_all(folder); }

    JobResult read(const fs::path& archive, std::vector<std::string> passwords = {}) {
        Job job;
        job.id = 1;
        job.key = read_key(Digest::of(slurp(archive)), archive.string());
        job.key.task = Task::unpack_again;
        job.inputs = {{archive.string(), 0, fs::file_size(archive)}};
        job.options.passwords = std::move(passwords);
        job.options.limits.document_seconds = 8;
        job.options.limits.stall_seconds = 4;
        pool.dispatch(std::move(job));
        for (int i = 0; i < 300; ++i)
            if (auto ended = pool.wait(std::chrono::milliseconds(100)); !ended.empty()) return std::move(ended.front());
        FAIL("the job did not end");
        return {};
    }

    // Processes that were started from the bench's folder and still run.
    int left_running() const {
        int n = 0;
        for (const auto& process : fs::directory_iterator("/proc")) {
            std::ifstream words(process.path() / "cmdline", std::ios::binary);
            const std::string line{std::istreambuf_iterator<char>(words), {}};
            n += line.find((folder / "unar").string()) != line.npos;
        }
        return n;
    }

    fs::path made(const std::string& name, const std::string& words) const {
        std::ofstream(folder / name, std::ios::binary) << words;
        return folder / name;
    }

  private:
    void script(const char* name, const std::string& words) const {
        made(name, "#!/bin/sh\n" + words + "\n");
        chmod((folder / name).c_str(), 0700);
    }
    ReadFunction stand_in() const {
        const archive::UnarPrograms programs{(folder / "unar").string(), (folder / "lsar").string()};
        return [programs](const Input& input, const Job& job, Sink& sink) {
            return archive::read_by_unar(input, job.options, sink, programs);
        };
    }
};

constexpr const char* one_member =
    R"(echo '{"lsarFormatName":"RAR","lsarContents":[{"XADFileName":"a","XADIndex":0,"XADFileSize":99999999999,"RARCRC32":1}]}')";

bool has(const Facts& facts, std::string_view code) {
    return std::any_of(facts.findings.begin(), facts.findings.end(), [&](const Finding& f) { return f.code == code; });
}

} // namespace

TEST_CASE("in the full sandbox unar opens what libarchive refuses", "[corpus]") {
    SKIP_WITHOUT(test::corpus());
    if (landlock_abi() == 0 || !archive::UnarPrograms().installed()) {
        WARN("skipped: no Landlock, or no unar");
        return;
    }
    Bench bench(SandboxLevel::full);
    for (const char* name : {"rarfile-rar3-solid.rar", "rarfile-rar202-comment-psw.rar", "rarfile-rar3-comment-psw.rar",
                             "rarfile-rar5-psw.rar", "rarfile-rar5-hpsw.rar"}) {
        INFO(name);
        const fs::path file = test::corpus() / "archives" / name;
        if (!fs::exists(file)) continue;
        const JobResult result = bench.read(file, {"wrong", "password"});
        REQUIRE(result.end == JobEnd::facts);
        CHECK(result.facts.outcome == Outcome::ok);
        REQUIRE(result.facts.archive());
        CHECK(!result.facts.archive()->entries.empty());
    }
}

TEST_CASE("a unar that hangs is ended by the clock, and nothing of it is left") {
    Bench bench(SandboxLevel::off, one_member, "while :; do :; done");
    const JobResult result = bench.read(bench.made("x.rar", "Rar!"));
    CHECK(result.end == JobEnd::timeout);
    usleep(200'000);
    CHECK(bench.left_running() == 0);
}

TEST_CASE("a unar that floods is ended by the budget") {
    Bench bench(SandboxLevel::off, one_member, "while :; do printf '%65536s' x; done");
    const JobResult result = bench.read(bench.made("x.rar", "Rar!"));
    REQUIRE(result.end == JobEnd::facts);
    CHECK(has(result.facts, "limit.ratio"));
    CHECK(result.facts.outcome == Outcome::rejected);
    CHECK(bench.left_running() == 0);
}
