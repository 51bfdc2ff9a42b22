#pragma once
// The ZIP package that an Office Open XML document is kept in (ECMA-376 part 2): parts by name, and the
// relations between them. Reads from memory, in pieces, under one budget for all parts together.

#include "pipeline/model/limits.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct zip;

namespace shenbao {

// One arrow from a part to another, or to the outside.
struct Relation {
    std::string id, type; // type: the last segment of its URI: "header", "image", "officeDocument"
    std::string target;   // the part's name, resolved; an address where `external`
    bool external = false;
};

class OpcPackage {
  public:
    struct Part {
        std::string name; // as written, '/' between folders, UTF-8
        std::uint64_t index = 0;
    };
    enum class Ended { whole, damaged, limit, absent };
    using Take = std::function<void(std::span<const std::byte>)>;

    // Opens the package in `bytes`, which must outlive it. A package whose directory is lost is opened by its local
    // headers (`rescued`). Null where there is no ZIP at all.
    static std::unique_ptr<OpcPackage> open(std::span<const std::byte> bytes, const Limits& limits);
    // A package without parts.
    static std::unique_ptr<OpcPackage> none() { return std::unique_ptr<OpcPackage>(new OpcPackage(0)); }
    ~OpcPackage();
    OpcPackage(const OpcPackage&) = delete;
    OpcPackage& operator=(const OpcPackage&) = delete;

    bool rescued() const { return rescued_; }
    // All parts together produced more than the limits allow; reading ended there.
    bool limit_passed() const { return limit_passed_; }
    const std::vector<Part>& parts() const { return parts_; }
    // Names are compared without case, as the standard asks, and percent-decoded.
    bool has(std::string_view name) const { return find(name) != nullptr; }

    // Hands the part's bytes to `take` in pieces, as far as they go.
    Ended stream(std::string_view name, const Take& take);
    // The whole part, at most `cap` bytes of it.
    std::string read(std::string_view name, std::size_t cap = std::size_t{64} << 20);
    // The relations of a part; of the package itself for "".
    std::vector<Relation> relations(std::string_view part);

  private:
    OpcPackage(std::uint64_t allowed) : allowed_(allowed) {}
    bool open_zip(std::span<const std::byte> bytes);
    const Part* find(std::string_view name) const;

    struct zip* zip_ = nullptr;
    std::string rebuilt_; // the archive with a new directory, where the old one was lost
    std::vector<Part> parts_;
    std::map<std::string, std::size_t, std::less<>> by_name_;
    std::uint64_t allowed_, produced_ = 0;
    bool rescued_ = false, limit_passed_ = false;
};

// The names in a ZIP, by its directory or else its local headers; at most `most`. Nothing is unpacked.
std::vector<std::string> zip_names(std::span<const std::byte> bytes, std::size_t most = 4096);

} // namespace shenbao
