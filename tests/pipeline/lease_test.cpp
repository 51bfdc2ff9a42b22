#include "pipeline/outputs.h"

#include "tests/support.h"

#include <unistd.h>

#include <chrono>
#include <optional>
#include <thread>

using namespace shenbao;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("shenbao-lease-" + std::to_string(getpid()));
    ~Folder() { fs::remove_all(path); }
};

}  // namespace

TEST_CASE("a folder that another run works on is refused") {
    const Folder folder;
    const FolderLease first(folder.path, Messages());
    CHECK(first.held());
    CHECK_FALSE(FolderLease(folder.path, Messages()).held());
}

// What a killed run had forked dies after it.
TEST_CASE("one that is let go of in a moment is waited for") {
    const Folder folder;
    std::optional<FolderLease> dying(std::in_place, folder.path, Messages());
    std::thread end([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        dying.reset();
    });
    const FolderLease next(folder.path, Messages());
    end.join();
    CHECK(next.held());
}
