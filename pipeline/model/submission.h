#pragma once
// A submission as the judge sees it: one mail or one loose package, with every file in it and what was read of each.

#include "pipeline/model/facts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace shenbao {

// One file of a submission, at whatever depth.
struct SubmittedFile {
    std::string entry; // path inside the package, archives within joined by "!/"
    Digest sha256;
    std::uint64_t bytes = 0;
    Outcome outcome = Outcome::ok;
    std::string reader; // of its facts
    // What was read, with the blocks and seals of every page that was recognised put in place. An archive within has
    // format "zip", … and no pages; a file that gave nothing has an empty format.
    Document document;
    int ocr_pages = 0;    // pages read by recognition
    bool archive = false; // an archive within: its entries follow as files of their own
};

// The package of a submission: one archive (perhaps of several volumes), or what a mail carries loose.
struct Package {
    std::string name;   // file name as sent; empty: files sent loose, without an archive
    std::string format; // "rar5", "zip", …; empty: loose files
    std::string names_encoding;
    Digest sha256;
    std::uint64_t bytes = 0;
    Outcome outcome = Outcome::ok;
};

struct Submission {
    std::string id, source;
    std::uint64_t arrival = 0; // place in the order of the sources
    bool has_mail = false;
    MailFacts mail; // empty where a package came without one
    bool has_package = false;
    bool one_of_several = false; // packages of other applicants came with it
    bool accompanies = false;    // files that came with packages of several applicants, and are no one's
    Package package;
    std::vector<SubmittedFile> files;
    std::vector<Finding> findings; // what taking in, unpacking and reading found; where.entry names the file
};

} // namespace shenbao
