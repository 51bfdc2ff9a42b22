#pragma once
// Sources -> arrivals: which messages and packages came, in which order. Pure over facts.

#include "pipeline/model/need.h"
#include "pipeline/model/source.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shenbao {

// A file that came by itself, without a mail.
struct LooseFile {
    std::string name;
    Digest blob;
    std::uint64_t bytes = 0;
};

// One submission to be: a message, or a package that lay in a folder.
struct Arrival {
    std::string id;     // stable: from the content, and a count where the same came again
    std::string source; // file name of the source
    std::uint64_t place = 0;
    // A message: its bytes, and where they lie.
    bool mail = false;
    FactKey key;      // what the message's facts are kept under
    std::string name; // what it is read as
    Digest blob;
    std::uint64_t bytes = 0;
    std::optional<FactKey> maker; // whose reading makes the blob; none: see `container`
    Digest container;             // the source file the blob is a range of
    std::uint64_t offset = 0;
    // Otherwise: one package with its volumes, or the loose documents of one folder.
    std::vector<LooseFile> files;
    std::string folder; // of loose documents: its name stands for the package's
    // Volumes of one archive from several mails (volumes_across.h): the archive's volumes, earlier copies of them that
    // count no more, and either the other mails they come from, or the submission that they went to, and its name.
    std::set<Digest> volumes{}, replaced{};
    std::vector<Arrival> lenders{};
    std::string joined_to{}, joined_name{};
    // One of the several applicants' packages that came together (unpack/parcels.h): by the key of its parcel, empty
    // for what came with them and is no one's; its name, and how many applicants there are.
    std::optional<std::string> parcel{};
    std::string parcel_name{};
    std::size_t parcels = 0;
};

// A source that was not understood as anything.
struct Unread {
    std::string source;
    Outcome outcome = Outcome::rejected;
    std::vector<Finding> findings;
};

// A source of which other bytes are accounted for than there are.
struct Unbalanced {
    std::string source;
    std::uint64_t bytes = 0, accounted = 0;
};

struct Intake {
    std::vector<Arrival> arrivals;
    std::vector<Unread> unread;
    std::uint64_t bytes = 0, accounted = 0; // of all sources; the same once nothing is missing
    std::vector<Unbalanced> unbalanced;
};

// What is known so far; complete when the asker has no needs.
Intake take_in(const std::vector<SourceFile>& sources, Asker& asker);

} // namespace shenbao
