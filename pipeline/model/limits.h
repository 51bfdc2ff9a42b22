#pragma once
// What a package may cost. Every limit is a campaign's to set; the defaults are sane for a desk machine.

#include <cstdint>

namespace shenbao {

struct Limits {
    std::uint64_t package_bytes = std::uint64_t{2} << 30; // produced, all depths together
    std::uint64_t package_entries = 10000;
    int depth = 5;       // archives within archives; the package itself is 1
    double ratio = 1000; // produced to packed, judged once more than 64 MiB were produced
    int document_pages = 2000;
    std::uint64_t page_pixels = 120'000'000;
    double document_seconds = 120;                          // wall clock
    double stall_seconds = 60;                              // without a sign of life
    std::uint64_t document_memory = std::uint64_t{2} << 30; // address space beyond the input
    std::uint64_t document_output = std::uint64_t{2} << 30; // bytes of facts and blobs
    std::uint64_t work_bytes = std::uint64_t{64} << 30;     // what a run may keep in its folder for the time being

    friend bool operator==(const Limits&, const Limits&) = default;
};

} // namespace shenbao
