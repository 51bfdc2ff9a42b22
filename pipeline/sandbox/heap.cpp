#include "pipeline/sandbox/heap.h"

#include <malloc.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace shenbao {

#ifdef SHENBAO_SANITIZE // the sanitizer has a heap of its own
void settle_heap() {}
std::size_t heap_rest() { return 0; }
void begin_heap(std::size_t) {}
#else

namespace {

constexpr std::uintptr_t huge_page = std::uintptr_t{2} << 20;
// malloc keeps small blocks apart by size, in steps, and gives them out again for that size alone.
constexpr std::size_t smallest = 24, step = 16, largest_kept_apart = 1032;
constexpr std::size_t for_zygote = std::size_t{512} << 10; // what it needs for its own words
constexpr int mapped_from = 32 << 20, given_back_from = 256 << 20;

// The compiler would leave a block out that nobody uses.
void* take(std::size_t size) {
    void* volatile block = std::malloc(size);
    return block;
}

// Where the last free block begins, out of which comes what no other block has room for.
std::uintptr_t top() { return reinterpret_cast<std::uintptr_t>(sbrk(0)) - heap_rest(); }

// Takes all blocks before `top` that have room for `size` bytes, for good.
void take_all(std::size_t size, std::uintptr_t top) {
    void* block = take(size);
    while (block && reinterpret_cast<std::uintptr_t>(block) < top)
        block = take(size);
    // The last one came out of the top. A small one would be kept apart.
    if (size > largest_kept_apart) std::free(block);
}

} // namespace

void settle_heap() {
    // To have a large block mapped and unmapped costs a fault a page, each time.
    mallopt(M_MMAP_THRESHOLD, mapped_from);
    mallopt(M_TRIM_THRESHOLD, given_back_from);
    const std::uintptr_t before = top();
    for (std::size_t size = smallest; size <= largest_kept_apart; size += step)
        take_all(size, before);
    for (std::size_t size = for_zygote; size >= smallest; size /= 2)
        take_all(size, before);
    std::free(take(for_zygote)); // there is as much at the top now
    const auto edge = reinterpret_cast<std::uintptr_t>(sbrk(0));
    if (edge % huge_page != 0) sbrk(static_cast<std::intptr_t>(huge_page - edge % huge_page));
}

std::size_t heap_rest() { return mallinfo2().keepcost; }

void begin_heap(std::size_t rest) {
    constexpr std::size_t heads = 64;
    if (rest > heads) take(rest - heads);
}

#endif

} // namespace shenbao
