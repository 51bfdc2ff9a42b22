// Whole runs with readers that fail: what one document does to its reader costs its own finding and nothing else.

#include "pipeline/runner.h"

#include "extractors/extractor.h"
#include "pipeline/config/campaign_file.h"
#include "pipeline/config/messages_file.h"
#include "pipeline/outputs.h"
#include "pipeline/sandbox/demand.h"
#include "tests/extractors/pdf/pdf_builder.h"
#include "tests/pipeline/sandbox/one_core.h"
#include "tests/support.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ctime>

using namespace shenbao;
namespace fs = std::filesystem;

namespace {

// Of this process's own time on a core.
std::chrono::nanoseconds cpu_time() {
    timespec spent{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

// Reads as always, but for documents that say how they want to fail.
Facts read_or_fail(const Input& input, const Job& job, Sink& sink) {
    std::string_view words = input.text();
    if (words.starts_with("CRASH")) raise(SIGSEGV), abort();
    if (words.starts_with("HANG"))
        for (;;) sink.progress("page 7"), usleep(10000);
    if (words.starts_with("SLEEP"))
        for (;;) sink.progress("page 7"), usleep(200'000);
    if (words.starts_with("BROOD"))
        for (const auto until = cpu_time() + std::chrono::milliseconds(1500); cpu_time() < until;) {}
    if (words.starts_with("STALL"))
        for (volatile bool on = true; on;) {}
    if (words.starts_with("LIE")) {
        Facts facts;
        facts.body = ArchiveFacts{"zip", "UTF-8", false, false, {{"ghost.docx", 3, Digest::of("ghost")}}};
        return facts;
    }
    return read_input(input, job.key.task, job.options, sink);
}

std::string attachment(const std::string& name, const std::string& words) {
    return "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n" +
           words + "\r\n";
}

std::string mail(const std::string& number, const std::string& attachments) {
    return "From a@example.com Tue Jun  8 09:00:00 2021\nFrom: a@example.com\nSubject: " + number +
           "\nDate: Tue, 08 Jun 2021 09:00:00 +0800\nMessage-ID: <" + number +
           "@example.com>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + attachments + "--b--\n\n";
}

struct Night {
    fs::path folder = fs::temp_directory_path() / ("shenbao-runner-" + std::to_string(getpid()));
    RunPlan plan;

    Night() {
        fs::remove_all(folder);
        fs::create_directories(folder);
        fs::path config = fs::path(SHENBAO_ROOT) / "config";
        plan.messages = load_messages(config / "messages");
        plan.campaign = load_campaign(config / "campaigns/quality-benchmark-2021-national.toml");
        plan.campaign.limits.document_seconds = 2;
        plan.coordinator.execute = false;
        plan.coordinator.read = read_or_fail;
        plan.coordinator.workers = 2;
        plan.sources = {folder / "inbox.mbox"};
        plan.out = folder / "out";
    }
    ~Night() { fs::remove_all(folder); }

    RunOutcome run_on(const std::string& mailbox) {
        std::ofstream(folder / "inbox.mbox", std::ios::binary) << mailbox;
        fs::create_directories(plan.out);
        return run_and_look();
    }
    // The records as the ledger has them.
    RunOutcome run_and_look() {
        RunOutcome outcome = run(plan);
        Ledger ledger(plan.out / "ledger.db");
        outcome.records = stored_records(ledger);
        return outcome;
    }
};

bool has(const Record& record, const std::string& code) {
    for (const RecordFinding& f : record.findings)
        if (f.finding.code == code) return true;
    return false;
}

const Record& of(const RunOutcome& outcome, const std::string& subject) {
    for (const Record& record : outcome.records)
        if (record.submission.subject == subject) return record;
    FAIL("no record of " + subject);
    return outcome.records.front();
}

std::string line_of(const RunOutcome& outcome, const std::string& subject) {
    return record_lines(std::span(&of(outcome, subject), 1)).front();
}

}  // namespace

TEST_CASE("a reader that crashes, hangs or lies costs its own finding, and the neighbours' bytes stay") {
    std::string good = mail("2021001", attachment("说明.txt", "一份平常的说明")), other = mail("2021005", attachment("a.txt", "另一份说明"));
    Night calm;
    RunOutcome expected = calm.run_on(good + other);
    Night night;
    RunOutcome outcome = night.run_on(good + mail("2021002", attachment("崩.pdf", "CRASH") + attachment("好.txt", "完好的说明")) +
                                      mail("2021003", attachment("挂.pdf", "HANG")) + mail("2021004", attachment("谎.zip", "LIE")) + other);
    REQUIRE(outcome.records.size() == 5);
    CHECK(has(of(outcome, "2021002"), "document.crashed"));
    CHECK(has(of(outcome, "2021003"), "document.timeout"));
    CHECK(has(of(outcome, "2021004"), "document.crashed"));
    for (const FileRecord& file : of(outcome, "2021002").files)
        CHECK(file.outcome == (file.entry == "崩.pdf" ? Outcome::failed : Outcome::ok));
    CHECK(line_of(outcome, "2021001") == line_of(expected, "2021001"));
    CHECK(line_of(outcome, "2021005") == line_of(expected, "2021005"));
    CHECK(outcome.figures.bytes_in == outcome.figures.bytes_accounted);
}

TEST_CASE("what computes in silence has its time before it is given up, whatever stands beside it") {
    if (!time_spent(getpid())) return;
    const test::OneCore core;
    Night night;
    night.plan.campaign.limits.stall_seconds = 2.5;
    night.plan.campaign.limits.document_seconds = 60;
    std::string mails = mail("2021001", attachment("慢.txt", "BROOD"));
    for (const char* n : {"2021002", "2021003"})
        mails += mail(n, attachment("停.pdf", std::string("STALL ") + n));
    RunOutcome outcome = night.run_on(mails);
    CHECK(has(of(outcome, "2021002"), "document.timeout"));
    CHECK(has(of(outcome, "2021003"), "document.timeout"));
    CHECK_FALSE(has(of(outcome, "2021001"), "document.timeout"));
}

TEST_CASE("a reader that falls over a PDF's pages leaves the text, and the finding says which pages it was") {
    shenbao::test::PdfBuilder pdf;
    pdf.text(60, 700, 12, "企业名称：海风轮胎测试有限公司").page();
    pdf.jpeg(test::jpeg_of(test::scan_picture(827, 1169, true)), 827, 1169, "595 0 0 842 0 0").page();
    Night night;
    night.plan.coordinator.read = [](const Input& input, const Job& job, Sink& sink) {
        if (job.key.task == Task::look) raise(SIGSEGV), abort();
        return read_or_fail(input, job, sink);
    };
    RunOutcome outcome = night.run_on(mail("2021002", attachment("推荐表.pdf", pdf.str())));
    const Record& record = of(outcome, "2021002");
    REQUIRE(record.files.size() == 1);
    CHECK(record.files.front().outcome == Outcome::partial);
    const auto found = std::find_if(record.findings.begin(), record.findings.end(),
                                    [](const RecordFinding& f) { return f.finding.code == "document.crashed"; });
    REQUIRE(found != record.findings.end());
    CHECK(found->finding.args.at("pages") == "2");
    CHECK(night.plan.messages.sentence(found->finding).find("第 2 页的图像，文字已经读出") != std::string::npos);
}

TEST_CASE("a picture that is gone is taken again, out of a PDF that is gone too") {
    shenbao::test::PdfBuilder pdf;
    pdf.jpeg(test::jpeg_of(test::scan_picture(827, 1169, true)), 827, 1169, "595 0 0 842 0 0").page();
    Night night;
    night.plan.campaign.limits.document_seconds = 60;
    night.plan.coordinator.read = [](const Input& input, const Job& job, Sink& sink) {
        if (job.key.task != Task::recognise && job.key.task != Task::recognise_all)
            return read_or_fail(input, job, sink);
        Facts page;
        page.body = Document{.format = "png", .pages = {{.number = 1, .recognised = true}}};
        return page;
    };
    const RunOutcome first = night.run_on(mail("2021002", attachment("推荐表.pdf", pdf.str())));
    CHECK(of(first, "2021002").files.at(0).ocr_pages == 1);
    CHECK(fs::is_empty(night.plan.out / "blobs"));
    night.plan.recognition = Recognition::all;
    const RunOutcome again = night.run_and_look();
    CHECK(of(again, "2021002").files.at(0).ocr_pages == 1);
    CHECK(of(again, "2021002").files.at(0).outcome == Outcome::ok);
    CHECK(again.figures.facts_read == 3); // the mail for the PDF, the look for the picture, and the page
}

TEST_CASE("what hangs asleep holds no core, and fails once more beside others") {
    if (!time_spent(getpid())) return;
    using Clock = std::chrono::steady_clock;
    Night night;
    night.plan.coordinator.workers = 1;
    night.plan.campaign.limits.document_seconds = 5;
    std::string hanging, good;
    for (const char* n : {"2021001", "2021002"})
        hanging += mail(n, attachment("挂.pdf", std::string("SLEEP ") + n));
    for (const char* n : {"2021004", "2021005"})
        good += mail(n, attachment("a.txt", std::string("一份说明 ") + n));
    const auto began = Clock::now();
    auto good_ones = Clock::duration::max();
    night.plan.progress = [&](const Progress& progress) {
        if (progress.done == 2) good_ones = std::min(good_ones, Clock::now() - began);
    };
    RunOutcome outcome = night.run_on(hanging + good);
    const auto limit = std::chrono::seconds(5); // of each attempt; one after another they would take four of them
    CHECK(good_ones < limit);
    CHECK(Clock::now() - began < 3 * limit + limit / 2);
    for (const char* n : {"2021001", "2021002"})
        CHECK(has(of(outcome, n), "document.timeout"));
}

TEST_CASE("what is known is not read again; what is new is") {
    Night night;
    std::string first = mail("2021001", attachment("a.txt", "一份说明"));
    CHECK(night.run_on(first).figures.facts_read > 0);
    CHECK(night.run_on(first).figures.facts_read == 0);
    RunOutcome grown = night.run_on(first + mail("2021002", attachment("b.txt", "又一份说明")));
    CHECK(grown.records.size() == 2);
    CHECK(grown.figures.facts_read == 3);  // the mailbox, the new mail, its attachment
}

TEST_CASE("a source of which bytes are lost is named, and the run is not in order") {
    Night night;
    night.plan.coordinator.read = [](const Input& input, const Job& job, Sink& sink) {
        Facts facts = read_or_fail(input, job, sink);
        if (auto* box = std::get_if<MailboxFacts>(&facts.body)) box->messages.pop_back();
        return facts;
    };
    const std::string last = mail("2021002", attachment("b.txt", "丢失的说明"));
    RunOutcome outcome = night.run_on(mail("2021001", attachment("a.txt", "一份说明")) + last);
    CHECK_FALSE(outcome.accounted());
    REQUIRE(outcome.unbalanced.size() == 1);
    CHECK(outcome.unbalanced.front().source == "inbox.mbox");
    const std::uint64_t lost = outcome.unbalanced.front().bytes - outcome.unbalanced.front().accounted;
    CHECK(lost > last.size() / 2);
    CHECK(lost <= last.size()); // the line before a message is the mailbox's own
}

TEST_CASE("a source that is cut short while it is read ends the run, and marks nothing as done") {
    Night night;
    std::string mailbox = mail("2021001", attachment("a.txt", "一份说明"));
    std::ofstream(night.folder / "inbox.mbox", std::ios::binary) << mailbox;
    fs::create_directories(night.plan.out);
    int asked = 0;
    night.plan.coordinator.stop = [&] {
        if (++asked == 2) fs::resize_file(night.folder / "inbox.mbox", 20); // listed, and not yet read
        return false;
    };
    CHECK_THROWS_AS(run(night.plan), RunError);
    CHECK_FALSE(fs::exists(night.plan.out / "records.jsonl"));
    night.plan.coordinator.stop = {};
    CHECK(night.run_on(mailbox).records.size() == 1);
}

TEST_CASE("a folder of packages without mails is taken in too") {
    Night night;
    fs::path source = night.folder / "收件";
    fs::create_directories(source / "2021007+某市样例有限公司");
    std::ofstream(source / "2021007+某市样例有限公司" / "说明.txt") << "一份说明";
    std::ofstream(source / "2021007+某市样例有限公司" / "附件.txt") << "一份附件";
    fs::create_directories(night.plan.out);
    night.plan.sources = {source};
    RunOutcome outcome = night.run_and_look();
    REQUIRE(outcome.records.size() == 1);
    CHECK(outcome.records.front().files.size() == 2);
    CHECK(outcome.records.front().applicant.number == "2021007");
}
