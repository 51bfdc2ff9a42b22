// Blobs by content: what is kept, what is found again, and what the work folder may hold.

#include "pipeline/ledger/blob_store.h"

#include "tests/support.h"

#include <unistd.h>

#include <fstream>

using namespace shenbao;
using shenbao::test::slurp;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("shenbao-blobs-" + std::to_string(getpid()));
    Folder() { fs::remove_all(path); }
    ~Folder() { fs::remove_all(path); }
};

Digest kept(BlobStore& store, const std::string& words) {
    auto writer = store.open();
    writer->write(std::as_bytes(std::span(words)));
    return writer->commit();
}

} // namespace

TEST_CASE("a blob is found under the name of its content, and unfinished ones leave nothing") {
    Folder folder;
    BlobStore store(folder.path);
    Digest name = kept(store, "words");
    CHECK(name == Digest::of("words"));
    CHECK(slurp(store.path(name)) == "words");
    CHECK(kept(store, "words") == name);
    {
        auto writer = store.open();
        writer->write(std::as_bytes(std::span("half", 4)));
    }
    CHECK(store.bytes() == 5);
    store.remove(name);
    CHECK_FALSE(store.has(name));
    CHECK(store.bytes() == 0);
    CHECK(fs::is_empty(folder.path));
}

TEST_CASE("what an earlier run left is taken where it is whole, and not where it is not") {
    Folder folder;
    Digest good, bad;
    {
        BlobStore store(folder.path);
        good = kept(store, "good words");
        bad = kept(store, "bad words");
        std::ofstream(folder.path / "7.part") << "half";
    }
    std::ofstream(folder.path / bad.hex()) << "changed";
    BlobStore store(folder.path);
    CHECK_FALSE(fs::exists(folder.path / "7.part"));
    CHECK(store.has(good));
    CHECK_FALSE(store.has(bad));
    CHECK_FALSE(fs::exists(store.path(bad)));
}

TEST_CASE("the work folder holds no more than it may, and takes again what was let go") {
    Folder folder;
    BlobStore store(folder.path, 10);
    Digest first = kept(store, "12345678");
    CHECK_THROWS_AS(kept(store, "abc"), BlobStoreFull);
    CHECK(store.bytes() == 8);
    CHECK(store.has(first));
    store.remove(first);
    CHECK(store.has(kept(store, "0123456789")));
}
