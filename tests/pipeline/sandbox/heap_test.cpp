#include "pipeline/sandbox/heap.h"

#include "tests/support.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace {

// Blocks of many sizes with holes between them, as reading a sample leaves them.
void leave_holes() {
    std::vector<void*> blocks;
    for (int i = 0; i < 20'000; ++i)
        blocks.push_back(std::malloc(static_cast<std::size_t>(8 + i % 3000)));
    for (std::size_t i = 0; i < blocks.size(); i += 2)
        std::free(blocks[i]);
}

bool is_beyond(const void* edge, std::size_t size) {
    void* volatile block = std::malloc(size);
    return block >= edge;
}

// In the child: whether all it asks for lies behind what was the zygote's.
int in_child(const void* edge, std::size_t rest) {
    shenbao::begin_heap(rest);
    for (std::size_t size : {24, 40, 100, 500, 1'000, 5'000, 70'000, 1'000'000})
        if (!is_beyond(edge, size)) return 1;
    return 0;
}

int status_of(pid_t child) {
    int status = -1;
    waitpid(child, &status, 0);
    return status;
}

} // namespace

#ifndef SHENBAO_SANITIZE // which has a heap of its own
TEST_CASE("a child's memory lies behind everything of its zygote's") {
    // A zygote of its own: what is taken out of use stays so.
    pid_t zygote = fork();
    if (zygote == 0) {
        leave_holes();
        shenbao::settle_heap();
        std::free(std::malloc(3000)); // as it does for the words of a job
        const void* edge = sbrk(0);
        const std::size_t rest = shenbao::heap_rest();
        pid_t child = fork();
        if (child == 0) _exit(in_child(edge, rest));
        _exit(status_of(child) == 0 ? 0 : 1);
    }
    CHECK(status_of(zygote) == 0);
}
#endif
