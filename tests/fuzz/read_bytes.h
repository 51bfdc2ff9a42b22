#pragma once
// Gives any bytes to a reader: it may refuse them, and must not fall over.

#include "extractors/memory_sink.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

// `name`: as a sender might call it, for what a reader does with the ending. `page_pixels` and `pages`: small, so that
// time goes into parsing. `looked_at`: for the reader of Task::look.
inline int read_bytes(const shenbao::Extractor& reader, const std::uint8_t* data, std::size_t size,
                      const char* name = "", std::uint64_t page_pixels = 4'000'000, int pages = 10,
                      std::vector<int> looked_at = {}) {
    using namespace shenbao;
    Input input;
    input.bytes = std::as_bytes(std::span(data, size));
    input.name = name;
    ReadOptions options;
    options.name = name;
    options.limits.page_pixels = page_pixels;
    options.limits.document_pages = pages;
    options.limits.package_bytes = 16 << 20;
    options.limits.package_entries = 200;
    options.passwords = {"password"};
    options.pages = std::move(looked_at);
    MemorySink sink(std::uint64_t{64} << 20);
    reader.bid(input);
    try {
        reader.read(input, options, sink);
    } catch (const ItemError&) {
    }
    return 0;
}
