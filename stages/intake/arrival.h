#pragma once
// What came: a message or a package, and all of them in the order in which they came.

#include "pipeline/model/facts.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
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

// All arrivals. Of a mailbox's messages it holds where each lies, and spells them out when they are asked for: there
// may be tens of thousands.
class Arrivals {
  public:
    void add(Arrival arrival);
    // `message`: what the messages of one mailbox have in common.
    void add(Arrival message, std::span<const MessageRange> ranges);
    // Gives those of the same content different ids, in the order in which they came. Once, when all are there.
    void tell_apart();

    std::size_t size() const { return entries_.size(); }
    Arrival operator[](std::size_t place) const;

  private:
    struct Entry {
        MessageRange range;       // of its own; the digest is the content's
        std::uint32_t like = 0;   // the common parts
        std::uint32_t before = 0; // of the same content
    };
    std::vector<Entry> entries_;
    std::vector<Arrival> likes_;
};

// Spells out an arrival by its place.
using ArrivalAt = std::function<Arrival(std::size_t place)>;

} // namespace shenbao
