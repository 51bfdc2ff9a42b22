#pragma once
// The heap as a child finds it. What it writes to of the zygote's has to be copied for it, a page and a fault at a
// time, and that costs more than to read a short document: so it is given room of its own, in huge pages where the
// kernel has them (`glibc.malloc.hugetlb=1`), and leaves the rest alone.

#include <cstddef>

namespace shenbao {

// In the zygote, once it is warm: takes what is free between its blocks out of use, and lets the heap end at a huge
// page's edge. Children start from there.
void settle_heap();
// In the zygote, before it forks: how much is free at the heap's end.
std::size_t heap_rest();
// In the child, before it asks for memory: what it asks for next lies behind everything of the zygote's.
void begin_heap(std::size_t rest);

} // namespace shenbao
