// What unar reads, and what becomes of it where unar is absent, lies or does not know the password.

#include "extractors/archive/second_reader.h"

#include "tests/extractors/archive/archive_support.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace shenbao;
using namespace shenbao::test;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("shenbao-second-" + std::to_string(getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }

    std::string add(const std::string& name, const std::string& bytes, mode_t rights = 0600) const {
        std::ofstream(path / name, std::ios::binary) << bytes;
        chmod((path / name).c_str(), rights);
        return (path / name).string();
    }
    // Programs that do what these words of the shell say, in place of unar's.
    shenbao::archive::UnarPrograms programs(const std::string& lsar, const std::string& unar) const {
        return {add("unar", "#!/bin/sh\n" + unar + "\n", 0700), add("lsar", "#!/bin/sh\n" + lsar + "\n", 0700)};
    }
};

class Programs : public Extractor {
  public:
    explicit Programs(shenbao::archive::UnarPrograms programs) : programs_(std::move(programs)) {}
    std::string_view name() const override { return "unar"; }
    int version() const override { return 1; }
    int bid(const Input&) const override { return bid::none; }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        return shenbao::archive::read_by_unar(input, options, sink, programs_);
    }

  private:
    shenbao::archive::UnarPrograms programs_;
};

Unpacked read_again(const fs::path& file, const ReadOptions& options = {},
                    const shenbao::archive::UnarPrograms& programs = {}) {
    const std::string bytes = slurp(file);
    Input input = input_of(bytes, file.filename().string());
    input.descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const Unpacked reading = read_with(Programs(programs), input, options);
    close(input.descriptor);
    return reading;
}

ReadOptions with(std::vector<std::string> passwords) {
    ReadOptions options;
    options.passwords = std::move(passwords);
    return options;
}

bool installed() {
    if (shenbao::archive::UnarPrograms().installed()) return true;
    WARN("skipped: unar is not installed");
    return false;
}

// An archive by 7z; "" where there is none.
std::string by_7z(const Folder& folder, const std::string& name, const std::string& switches, const Items& items) {
    std::string command = "cd '" + folder.path.string() + "' && 7z a " + switches + " '" + name + "'";
    for (const Item& item : items) {
        folder.add(item.name, item.content);
        command += " '" + item.name + "'";
    }
    if (std::system((command + " >/dev/null 2>&1").c_str()) == 0) return (folder.path / name).string();
    WARN("skipped: 7z is not installed");
    return {};
}

std::string listing(const std::string& members) {
    return "echo '{\"lsarFormatName\":\"RAR\",\"lsarContents\":[" + members + "]}'";
}
std::string member(const std::string& content, std::uint64_t size) {
    return R"({"XADFileName":"a.txt","XADIndex":0,"XADFileSize":)" + std::to_string(size) + R"(,"RARCRC32":)" +
           std::to_string(crc32(0, content)) + "}";
}
std::string member(const std::string& content) { return member(content, content.size()); }

const Items items = {{"推荐表.txt", noise(70000)}, {"b.txt", noise(3000, 2)}, {"空.txt", ""}};

} // namespace

TEST_CASE("an encrypted 7z is read with the right one of the passwords") {
    if (!installed()) return;
    for (const char* switches : {"-ppassword", "-ppassword -mhe=on", "-ppassword -ms=off"}) {
        INFO(switches);
        Folder folder;
        const std::string file = by_7z(folder, "x.7z", switches, items);
        if (file.empty()) return;
        const Unpacked r = read_again(file, with({"wrong", "password"}));
        CHECK(r.facts.outcome == Outcome::ok);
        CHECK(r.archive().format == "7z");
        CHECK(r.archive().encrypted);
        for (const Item& item : items)
            CHECK(r.content(item.name) == item.content);
    }
}

TEST_CASE("without the right password an encrypted 7z stays closed") {
    if (!installed()) return;
    for (const char* switches : {"-ppassword", "-ppassword -mhe=on"}) {
        INFO(switches);
        Folder folder;
        const std::string file = by_7z(folder, "x.7z", switches, {items[0], items[1]});
        if (file.empty()) return;
        for (const auto& passwords : {std::vector<std::string>{}, std::vector<std::string>{"wrong", "worse"}}) {
            const Unpacked r = read_again(file, with(passwords));
            CHECK(r.facts.outcome == Outcome::rejected);
            CHECK(r.found("archive.encrypted"));
            for (const Entry& entry : r.entries())
                CHECK(entry.sha256.empty());
        }
    }
}

TEST_CASE("Deflate64 is read, and names keep their bytes") {
    if (!installed()) return;
    Folder folder;
    const std::string file = by_7z(folder, "x.zip", "-mm=Deflate64", items);
    if (file.empty()) return;
    const Unpacked r = read_again(file);
    CHECK(r.facts.outcome == Outcome::ok);
    for (const Item& item : items)
        CHECK(r.content(item.name) == item.content);
}

TEST_CASE("names in GB18030 are read as our own readers read them") {
    if (!installed()) return;
    Folder folder;
    // 推荐表.txt, and 誠.txt, whose second byte is a backslash
    const std::string gbk = "\xCD\xC6\xBC\xF6\xB1\xED.txt", slash = "\xD5\x5C.txt";
    const std::string bytes = made_rar4({{gbk, "one"}, {slash, "two"}, {"plain.txt", "three"}});
    const Unpacked r = read_again(folder.add("x.rar", bytes)), first = read_rar(bytes);
    CHECK(r.facts.outcome == Outcome::ok);
    CHECK(r.names() == first.names());
    CHECK(r.content("推荐表.txt") == "one");
    CHECK(r.archive().names_encoding == "GB18030");
}

TEST_CASE("a damaged archive gives what is left of it") {
    if (!installed()) return;
    Folder folder;
    const std::string file = by_7z(folder, "x.zip", "-mm=Deflate64", {items[0], items[1]});
    if (file.empty()) return;
    std::string bytes = slurp(file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x55); // in the larger one
    const Unpacked r = read_again(folder.add("y.zip", bytes));
    CHECK(r.facts.outcome == Outcome::partial);
    CHECK(r.content("b.txt") == items[1].content);
}

TEST_CASE("what is no archive gives a finding") {
    if (!installed()) return;
    Folder folder;
    const Unpacked r = read_again(folder.add("x.rar", noise(5000)));
    CHECK(r.facts.outcome == Outcome::rejected);
    CHECK(!r.facts.findings.empty());
}

TEST_CASE("where unar is not installed the finding says so") {
    Folder folder;
    const Unpacked r =
        read_again(folder.add("x.rar", made_rar4({{"a", "b"}})), {}, {"/nonexistent/unar", "/nonexistent/lsar"});
    REQUIRE(r.found("archive.unsupported"));
    CHECK(r.finding("archive.unsupported").evidence == "unar is not installed");
}

TEST_CASE("only bytes of the right length and sum are an entry's") {
    Folder folder;
    const std::string file = folder.add("x.rar", "Rar!");
    const Unpacked good = read_again(file, {}, folder.programs(listing(member("hello")), "printf hello"));
    CHECK(good.facts.outcome == Outcome::ok);
    CHECK(good.content("a.txt") == "hello");
    for (const char* does : {"printf hallo", "printf hell", "printf hello-and-more", "exit 1", "kill -9 $$"}) {
        INFO(does);
        const Unpacked bad = read_again(file, {}, folder.programs(listing(member("hello")), does));
        CHECK(bad.facts.outcome != Outcome::ok);
        CHECK(Unpacked::has(bad.entries().front().findings, "archive.damaged"));
    }
}

TEST_CASE("a flood is cut at the entry's size, and at the budget") {
    Folder folder;
    const std::string file = folder.add("x.rar", "Rar!"), flood = "while :; do printf '%4096s' x; done";
    const Unpacked over = read_again(file, {}, folder.programs(listing(member("hello")), flood));
    CHECK(Unpacked::has(over.entries().front().findings, "archive.damaged"));
    ReadOptions tight;
    tight.limits.package_bytes = 1 << 20;
    const Unpacked cut = read_again(file, tight, folder.programs(listing(member("x", 1ULL << 40)), flood));
    CHECK(cut.found("limit.bytes"));
    CHECK(cut.facts.outcome == Outcome::rejected);
}

TEST_CASE("a listing that is none, or lists too much, is no disaster") {
    Folder folder;
    const std::string file = folder.add("x.rar", "Rar!");
    for (const char* says : {"echo '['", "echo 7", "exit 3", "echo '{\"lsarContents\":[1,[],{}]}'"}) {
        INFO(says);
        CHECK(read_again(file, {}, folder.programs(says, "printf x")).facts.outcome == Outcome::rejected);
    }
    ReadOptions few;
    few.limits.package_entries = 2;
    std::string many = member("x");
    for (int i = 0; i < 5; ++i)
        many += "," + member("x");
    const Unpacked r = read_again(file, few, folder.programs(listing(many), "printf x"));
    CHECK(r.entries().size() == 2);
    CHECK(r.found("limit.entries"));
}

TEST_CASE("what is started starts nothing itself") {
    Folder folder;
    const std::string file = folder.add("x.rar", "Rar!");
    const std::string does = "if /bin/true; then printf hello; fi";
    REQUIRE(std::system(("sh -c '" + does + "' | grep -q hello").c_str()) == 0);
    CHECK(read_again(file, {}, folder.programs(listing(member("hello")), does)).facts.outcome != Outcome::ok);
}

TEST_CASE("unar reads RAR 2 to 5, solid and encrypted", "[corpus]") {
    SKIP_WITHOUT(corpus());
    if (!installed()) return;
    for (const char* name :
         {"rarfile-rar3-solid.rar", "rarfile-rar2-unix-owner.rar", "rarfile-rar202-comment-nopsw.rar",
          "rarfile-rar202-comment-psw.rar", "rarfile-rar3-comment-psw.rar", "rarfile-rar5-psw.rar",
          "rarfile-rar5-psw-blake.rar", "rarfile-rar5-hpsw.rar", "rarfile-rar5-solid.rar"}) {
        INFO(name);
        const fs::path file = corpus() / "archives" / name;
        if (!fs::exists(file)) continue;
        const Unpacked r = read_again(file, with({"wrong", "password"}));
        CHECK(r.facts.outcome == Outcome::ok);
        CHECK(!r.entries().empty());
        const Unpacked locked = read_again(file, with({"wrong"}));
        for (const Entry& entry : locked.entries())
            if (r.archive().encrypted) CHECK(entry.bytes == 0);
    }
}
