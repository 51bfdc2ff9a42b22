#pragma once
// The record of one submission, `shenbao.record/1`: what came, what it says, what is wrong with it.

#include "pipeline/model/boxed.h"
#include "pipeline/model/document.h"
#include "pipeline/model/finding.h"
#include "pipeline/model/outcome.h"
#include "pipeline/model/page_sketch.h"
#include "pipeline/model/roster.h"
#include "pipeline/model/text_sketch.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

enum class Verdict { complete, review, deficient, unreadable };

std::string_view to_string(Verdict verdict);
Verdict verdict_from(std::string_view name);

struct SubmissionInfo {
    std::string id;     // stable: made from the content and the place in its source
    std::string source; // file name of the source, no path
    std::string message_id, from, subject, received;
    std::string package;    // file name of the package, empty where there is none
    std::string sha256;     // of the package
    std::string supersedes; // id of the submission this one replaces, empty if none
};

struct Applicant {
    std::string number, company, uscc;
};

enum class SealState { not_asked, present, absent, unclear };

std::string_view to_string(SealState state);

struct SealVerdict {
    SealState state = SealState::not_asked;
    std::string owner;
    double confidence = 0;
    Locator where;
};

// A file that fills a slot.
struct MaterialRecord {
    std::string slot, entry, format;
    int pages = 0;
    bool scanned = false;
    std::string matched_by; // "content", "name"
    SealVerdict seal;
    // Where the file holds several documents: the first of the `pages` that make up this one. 0: the whole file.
    int first_page = 0;
};

enum class FieldStatus { read, confirmed, uncertain };

std::string_view to_string(FieldStatus status);

struct FieldReading {
    std::string value;
    std::map<std::string, std::string> series; // of a money series, by year; then `value` is empty
    std::string entry;
    int page = 0;
    std::optional<Box> box;
    double confidence = 0;
};

struct FieldRecord {
    std::string id;
    std::string value;                         // as written in the contract; empty where `series` holds it
    std::map<std::string, std::string> series; // of a money series, by year
    FieldStatus status = FieldStatus::read;
    double confidence = 0;
    std::vector<FieldReading> readings; // best first
};

struct FileRecord {
    std::string entry, sha256, format;
    std::uint64_t bytes = 0;
    int pages = 0, ocr_pages = 0;
    Outcome outcome = Outcome::ok;
    std::map<int, Thumbnail> views{}; // of pages that were read from their pictures, by page
    int unread_lines = 0;             // of those pages, in the middle of long paragraphs
};

// A person's word on a finding; the finding stays, and shows it.
struct Decision {
    std::string number, code;
    bool accepted =
        false; // the finding is accepted as it is, so it no longer counts against the verdict: "reject" throws it out
    std::string note, by, at, evidence;
};

struct RecordFinding {
    Finding finding;
    std::string message; // the sentence staff read
    Boxed<Decision> decision{};
    // A decision that was taken on this code when the evidence was another: it does not count until it is taken again.
    Boxed<Decision> outdated{};
};

// What a submission has against the one it replaces.
struct Revision {
    std::string before;                      // id of the submission replaced
    std::vector<std::string> added, dropped; // slots filled now and not then, and the other way round
    std::vector<std::string> changed;        // slots filled both times, with other files
    struct FieldChange {
        std::string field, was, is; // of a series: "2018：1；2019：2"
        friend bool operator==(const FieldChange&, const FieldChange&) = default;
    };
    std::vector<FieldChange> fields;
    // Errors and warnings by code and, where it has one, slot or field ("material.missing commitment"): gone, still
    // there, new.
    std::vector<std::string> mended, remaining, fresh;
};

struct Record {
    SubmissionInfo submission;
    Applicant applicant;
    Verdict verdict = Verdict::complete;
    std::vector<RecordFinding> findings;
    std::vector<MaterialRecord> materials;
    std::vector<FieldRecord> fields; // in the campaign's order
    std::vector<FileRecord> files;
    std::optional<Revision> revision{}; // where it replaces another
    // What comparing records with each other needs. No part of a record as it is kept.
    std::vector<TextSketch> sketches{};
    std::vector<PageSketch> pages{};
    std::vector<RosterEntry> sent_roster{}; // of a table that lists applicants
};

nlohmann::ordered_json to_json(const Record& record);
Record record_from_json(std::string_view text);

} // namespace shenbao
