#pragma once
// Whose is what where the packages of several applicants came together: a city forwards three archives in one mail, or
// one archive that holds them. A judgement of names alone.

#include "pipeline/model/campaign.h"

#include <cstddef>
#include <string>
#include <vector>

namespace shenbao {

// A file that was sent: a mail's attachment, or an archive's entry with its path.
struct SentFile {
    std::string path;
    bool archive = false;
};

// What belongs to one applicant.
struct Parcel {
    struct Piece {
        std::size_t file = 0; // index into the files
        std::string entry;    // its path from the package on, or inside the folder that stands for one
    };

    // The applicant's number, else the company: the same for as long as the names are. Empty for what came with the
    // packages and is no one's: it is the last.
    std::string key;
    std::string name; // of the first package, or of the folder
    std::vector<Piece> pieces;
};

// Parcels in the order of their first files; none where the files are not those of two applicants or more. An archive
// or a folder is a package where its name gives a number or a company; of several with the same number, or the same
// company, all are one applicant's.
std::vector<Parcel> parcels_of(const Naming& naming, const std::vector<SentFile>& files);

// Whether an archive of this name is somebody's own package, whatever it holds.
bool is_named_package(const Naming& naming, const std::string& name);

// Whether an archive with these entries is a bundle of packages, and not one that holds archives beside other things.
bool is_bundle(const Naming& naming, const std::vector<SentFile>& entries);

} // namespace shenbao
