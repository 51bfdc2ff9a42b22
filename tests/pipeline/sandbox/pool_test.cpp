// A document whose reader crashes, hangs, eats memory or lies costs its own job and nothing else.

#include "pipeline/sandbox/pool.h"

#include "pipeline/sandbox/demand.h"
#include "pipeline/sandbox/frames.h"
#include "tests/pipeline/sandbox/memory_blob.h"
#include "tests/pipeline/sandbox/one_core.h"
#include "tests/support.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <vector>

using namespace shenbao;
using shenbao::test::MemoryBlob;
namespace fs = std::filesystem;

namespace {

// Writes straight to the socket, past the sink: what a child in an attacker's hands would do. The socket is the one
// descriptor of a child that is a stream socket.
void write_to_coordinator(const std::string& bytes) {
    for (int fd = 3; fd < 64; ++fd)
        if (write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size())) return;
}

Facts well_read(const Input& input, Sink& sink) {
    Facts facts;
    facts.reader = "fake";
    ArchiveFacts archive{"fake", "UTF-8"};
    archive.entries.push_back({"copy", input.bytes.size(), sink.put(input.bytes)});
    facts.body = archive;
    return facts;
}

// Plays the failure that the input's words name.
Facts play(const Input& input, const Job&, Sink& sink) {
    std::string_view words = input.text();
    if (words.starts_with("crash")) raise(SIGSEGV), abort();
    if (words.starts_with("throw")) throw std::runtime_error("a reader's bug");
    if (words.starts_with("hang"))
        for (;;) sink.progress("still here"), usleep(10000);
    if (words.starts_with("sleep"))
        for (;;) usleep(200'000);
    if (words.starts_with("killed")) raise(SIGKILL);
    if (words.starts_with("stall"))
        for (volatile bool on = true; on;) {}
    if (words.starts_with("eat"))
        for (std::vector<std::string> eaten;;) eaten.emplace_back(64 << 20, 'x');
    if (words.starts_with("flood"))
        for (std::string piece(1 << 20, 'x');;) {
            sink.begin();
            sink.write(std::as_bytes(std::span(piece)));
        }
    if (words.starts_with("rubbish")) write_to_coordinator(std::string(64, '\xff'));
    if (words.starts_with("huge frame")) write_to_coordinator(frame_head(FrameKind::facts, 0xFFFFFFFF));
    if (words.starts_with("false name")) {
        sink.begin();
        write_to_coordinator(frame_head(FrameKind::blob_end, 64) + std::string(64, 'a'));
    }
    if (words.starts_with("unsent blob")) {
        Facts facts;
        facts.body = ArchiveFacts{"fake", "UTF-8", false, false, {{"ghost", 3, Digest::of("ghost")}}};
        return facts;
    }
    if (words.starts_with("no facts")) write_to_coordinator(frame_head(FrameKind::done, 0)), _exit(0);
    return well_read(input, sink);
}

std::vector<pid_t> children_of(pid_t process) {
    const std::string id = std::to_string(process);
    std::ifstream in("/proc/" + id + "/task/" + id + "/children");
    return {std::istream_iterator<pid_t>(in), {}};
}

std::multiset<int> niceness_of_readers() {
    std::multiset<int> found;
    for (pid_t zygote : children_of(getpid()))
        for (pid_t reader : children_of(zygote))
            found.insert(getpriority(PRIO_PROCESS, static_cast<id_t>(reader)));
    return found;
}

struct Bench {
    fs::path folder = fs::temp_directory_path() / ("shenbao-pool-" + std::to_string(getpid()));
    std::map<Digest, std::string> blobs;
    Pool pool;
    std::uint64_t next = 0;

    explicit Bench(SandboxLevel level = SandboxLevel::full, int workers = 2)
        : pool({level, workers, [this] { return std::make_unique<MemoryBlob>(blobs); }, false, play}) {
        fs::create_directories(folder);
    }
    ~Bench() { fs::remove_all(folder); }

    // Of the readers, once they are these, or after some seconds.
    std::multiset<int> niceness_becomes(const std::multiset<int>& expected) {
        for (int i = 0; i < 100 && niceness_of_readers() != expected; ++i) // until all have begun
            pool.wait(std::chrono::milliseconds(50));
        return niceness_of_readers();
    }

    Job job(const std::string& words) {
        Job job;
        job.id = ++next;
        fs::path file = folder / std::to_string(job.id);
        std::ofstream(file) << words;
        job.key = read_key(Digest::of(words), "x");
        job.inputs = {{file.string(), 0, words.size()}};
        job.label = words;
        job.options.limits.document_seconds = 3;
        job.options.limits.stall_seconds = 1;
        job.options.limits.document_memory = 400 << 20;
        job.options.limits.document_output = 8 << 20;
        return job;
    }

    JobResult one(Job job) {
        pool.dispatch(std::move(job));
        for (int i = 0; i < 200; ++i)
            if (auto ended = pool.wait(std::chrono::milliseconds(100)); !ended.empty()) return std::move(ended.front());
        FAIL("the job did not end");
        return {};
    }
};

}  // namespace

TEST_CASE("facts and blobs of a good document come back") {
    Bench bench;
    JobResult result = bench.one(bench.job("good words"));
    REQUIRE(result.end == JobEnd::facts);
    CHECK(result.facts.archive()->entries.front().sha256 == Digest::of("good words"));
    CHECK(bench.blobs.at(Digest::of("good words")) == "good words");
}

TEST_CASE("a range of a file is read as if it were the file") {
    Bench bench;
    Job job = bench.job(std::string(5000, '-') + "inner words" + std::string(100, '-'));
    job.inputs[0].offset = 5000;
    job.inputs[0].bytes = 11;
    JobResult result = bench.one(job);
    REQUIRE(result.end == JobEnd::facts);
    CHECK(bench.blobs.at(Digest::of("inner words")) == "inner words");
}

TEST_CASE("every way to fail costs its own job and not the next") {
    struct Play {
        const char* words;
        JobEnd end;
    };
    const Play plays[] = {{"crash", JobEnd::crashed},       {"throw", JobEnd::crashed},     {"hang", JobEnd::timeout},
                          {"stall", JobEnd::timeout},       {"flood", JobEnd::crashed},     {"rubbish", JobEnd::lied},
                          {"huge frame", JobEnd::lied},     {"false name", JobEnd::lied},   {"unsent blob", JobEnd::lied},
                          {"no facts", JobEnd::lied},
#ifndef SHENBAO_SANITIZE  // address space is not limited under the sanitizers
                          {"eat", JobEnd::memory},
#endif
    };
    Bench bench;
    JobResult clean = bench.one(bench.job("neighbour"));
    for (const Play& p : plays) {
        INFO(p.words);
        Job job = bench.job(p.words);
        if (p.end == JobEnd::memory) job.options.limits.document_seconds = job.options.limits.stall_seconds = 20;
        JobResult result = bench.one(job);
        CHECK(std::string(to_string(result.end)) == to_string(p.end));
        JobResult after = bench.one(bench.job("neighbour"));
        REQUIRE(after.end == JobEnd::facts);
        CHECK(after.facts == clean.facts);
    }
}

TEST_CASE("a good document after a hundred hostile ones is read as before them") {
    Bench bench;
    const JobResult before = bench.one(bench.job("good words"));
    REQUIRE(before.end == JobEnd::facts);
    const char* hostile[] = {"crash", "throw", "flood", "rubbish", "huge frame", "false name", "unsent blob", "no facts"};
    for (int i = 0; i < 100; ++i) {
        Job job = bench.job(hostile[i % std::size(hostile)] + std::string(" ") + std::to_string(i));
        CHECK(bench.one(std::move(job)).end != JobEnd::facts);
    }
    bench.blobs.clear();
    const JobResult after = bench.one(bench.job("good words"));
    REQUIRE(after.end == JobEnd::facts);
    CHECK(after.facts == before.facts);
    CHECK(bench.blobs == std::map<Digest, std::string>{{Digest::of("good words"), "good words"}});
}

TEST_CASE("more than can be handed over costs its own job") {
    Bench bench;
    Job many = bench.job("volumes");
    many.inputs.resize(200, many.inputs.front());
    many.key.inputs.resize(200, many.key.inputs.front());
    CHECK(bench.one(many).end == JobEnd::crashed);
    Job wordy = bench.job("words");
    wordy.options.name = std::string(200'000, 'x');
    CHECK(bench.one(wordy).end == JobEnd::crashed);
    CHECK(bench.one(bench.job("neighbour")).end == JobEnd::facts);
}

TEST_CASE("a hanging document does not hold its neighbour") {
    Bench bench;
    bench.pool.dispatch(bench.job("hang"));
    JobResult quick = bench.one(bench.job("quick"));
    CHECK(quick.job.label == "quick");
    CHECK(quick.end == JobEnd::facts);
}

TEST_CASE("one that sleeps lends its core, and one that computes does not") {
    if (!time_spent(getpid())) return;
    Bench bench(SandboxLevel::full, 1);
    const auto room_after = [&](const char* words) {
        Job job = bench.job(words);
        job.options.limits.document_seconds = job.options.limits.stall_seconds = 100;
        bench.pool.dispatch(std::move(job));
        CHECK_FALSE(bench.pool.has_room());
        bool room = false;
        for (int i = 0; i < 10 && !room; ++i) {
            bench.pool.wait(std::chrono::milliseconds(100));
            room = bench.pool.has_room();
        }
        return room;
    };
    CHECK(room_after("sleep"));
    CHECK(bench.one(bench.job("quick")).end == JobEnd::facts);
    CHECK_FALSE(room_after("stall")); // beside the sleeper
    bench.pool.abandon();
}

TEST_CASE("neighbours are no excuse for what ends by itself, and may be one for what the kernel kills") {
    Bench bench;
    CHECK(bench.one(bench.job("crash")).undisturbed);
    CHECK(bench.one(bench.job("rubbish")).undisturbed);
    CHECK_FALSE(bench.one(bench.job("killed")).undisturbed);
    Job greedy = bench.job("crash");
    greedy.options.limits.document_memory = std::uint64_t{1} << 60; // more than there is: some may have been missing
    CHECK_FALSE(bench.one(std::move(greedy)).undisturbed);
    CHECK_FALSE(bench.one(bench.job("good words")).undisturbed);
}

TEST_CASE("time that neighbours took is no document's fault") {
    if (!time_spent(getpid())) return;
    const test::OneCore core; // for all children together
    Bench bench(SandboxLevel::full, 5);
    for (const char* words : {"stall 1", "stall 2", "stall 3", "stall 4", "stall 5"})
        bench.pool.dispatch(bench.job(words));
    std::size_t ended = 0;
    for (int i = 0; i < 200 && ended < 5; ++i)
        for (const JobResult& result : bench.pool.wait(std::chrono::milliseconds(100))) {
            ++ended;
            CHECK(result.end == JobEnd::timeout);
            CHECK_FALSE(result.undisturbed);
            CHECK(result.seconds < 1 + 2); // its limit, and what no limit is passed by
        }
    CHECK(ended == 5);
}

TEST_CASE("one that yields holds no place, and stands behind the others for a core") {
    Bench bench(SandboxLevel::full, 1);
    Job yielding = bench.job("sleep 1"), other = bench.job("sleep 2");
    yielding.yields = yields_much;
    for (Job* job : {&yielding, &other})
        job->options.limits.document_seconds = job->options.limits.stall_seconds = 20;
    bench.pool.dispatch(std::move(yielding));
    CHECK(bench.pool.has_room());
    bench.pool.dispatch(std::move(other));
    CHECK_FALSE(bench.pool.has_room());
    const int own = getpriority(PRIO_PROCESS, 0);
    const std::multiset<int> expected{own, std::min(own + yields_much, 19)};
    CHECK(bench.niceness_becomes(expected) == expected);
    bench.pool.abandon();
}

TEST_CASE("one that computes in silence leaves its core to others, while there is another attempt to come") {
    Bench bench(SandboxLevel::full, 1);
    const auto begin = [&](const std::string& words) {
        Job job = bench.job(words);
        job.options.limits.document_seconds = job.options.limits.stall_seconds = 10;
        bench.pool.dispatch(std::move(job));
    };
    begin("stall");
    CHECK_FALSE(bench.pool.has_room()); // it may be about to end
    for (int i = 0; i < 100 && !bench.pool.has_room(); ++i)
        bench.pool.wait(std::chrono::milliseconds(100));
    CHECK(bench.pool.has_core());
    begin("hang");
    CHECK_FALSE(bench.pool.has_room());
    const int own = getpriority(PRIO_PROCESS, 0);
    const std::multiset<int> expected{own, std::min(own + yields_more, 19)};
    CHECK(bench.niceness_becomes(expected) == expected);
    bench.pool.abandon();
}

TEST_CASE("one that starts others is not made to yield: its silence says nothing of them") {
    Bench bench(SandboxLevel::full, 1);
    Job job = bench.job("stall");
    job.key.task = Task::unpack_again;
    job.options.limits.document_seconds = job.options.limits.stall_seconds = 3;
    bench.pool.dispatch(std::move(job));
    std::multiset<int> seen;
    for (int i = 0; i < 15; ++i) {
        bench.pool.wait(std::chrono::milliseconds(100));
        seen.merge(niceness_of_readers());
    }
    CHECK(seen.contains(getpriority(PRIO_PROCESS, 0)));
    CHECK(*seen.rbegin() == getpriority(PRIO_PROCESS, 0));
    bench.pool.abandon();
}

TEST_CASE("time that is up for one that was made to yield says nothing where others had the core") {
    if (!time_spent(getpid())) return;
    const test::OneCore core; // for both
    Bench bench;
    const auto begin = [&](Job job, double seconds) {
        job.options.limits.document_seconds = job.options.limits.stall_seconds = seconds;
        bench.pool.dispatch(std::move(job));
    };
    Job neighbour = bench.job("stall");
    neighbour.attempt = 2;
    begin(std::move(neighbour), 100);
    begin(bench.job("stall again"), 2);
    std::vector<JobResult> ended;
    for (int i = 0; i < 100 && ended.empty(); ++i)
        ended = bench.pool.wait(std::chrono::milliseconds(100));
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].end == JobEnd::timeout);
    CHECK(ended[0].tried_lightly);
    CHECK_FALSE(ended[0].undisturbed);
    bench.pool.abandon();
}

TEST_CASE("one that computes in silence in a later attempt has two others beside it, which leave it most of its core") {
    Bench bench(SandboxLevel::full, 1);
    const auto begin = [&](const std::string& words) {
        Job job = bench.job(words);
        job.attempt = 2;
        job.options.limits.document_seconds = job.options.limits.stall_seconds = 20;
        bench.pool.dispatch(std::move(job));
    };
    begin("stall");
    CHECK_FALSE(bench.pool.has_room()); // it may be about to end
    for (int i = 0; i < 100 && !bench.pool.has_room(); ++i)
        bench.pool.wait(std::chrono::milliseconds(100));
    for (const char* words : {"hang 1", "hang 2"}) {
        CHECK(bench.pool.has_room());
        begin(words);
    }
    CHECK_FALSE(bench.pool.has_room());
    const int own = getpriority(PRIO_PROCESS, 0), beside = std::min(own + yields_some, 19);
    const std::multiset<int> expected{own, beside, beside};
    CHECK(bench.niceness_becomes(expected) == expected);
    bench.pool.abandon();
}

TEST_CASE("an input that is not there is nobody's fault") {
    Bench bench;
    Job job = bench.job("x");
    fs::remove(job.inputs[0].path);
    CHECK(bench.one(job).end == JobEnd::no_input);
}
