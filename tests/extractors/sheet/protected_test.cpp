#include "extractors/word/decryption.h"

#include "tests/extractors/word/word_support.h"

namespace shenbao {
const Extractor& xls_extractor();
const Extractor& encrypted_extractor();
} // namespace shenbao

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::string data(const std::string& name) { return slurp(data_dir("extractors/sheet") / name); }

const Extractor& reader_of(const std::string& name) {
    return name.ends_with(".xls") ? xls_extractor() : encrypted_extractor();
}

std::string evidence_of(const std::string& name) {
    try {
        read(reader_of(name), data(name), name);
    } catch (const ItemError& error) {
        return error.what_found().code + " " + error.what_found().evidence;
    }
    return "read";
}

} // namespace

TEST_CASE("a workbook whose structure alone is protected is open to everybody") {
    const std::string plain = plain_text(read(xls_extractor(), data("roster.xls"), "roster.xls").document());
    for (const char* name : {"protected_rc4.xls", "protected_standard.xlsx", "protected_agile.xlsx"}) {
        INFO(name);
        auto done = read(reader_of(name), data(name), name);
        CHECK(plain_text(done.document()) == plain);
        CHECK(done.facts.outcome == Outcome::ok);
        CHECK(done.facts.findings.empty());
        CHECK(done.document().format == (std::string_view(name).ends_with("xls") ? "xls" : "xlsx"));
    }
    CHECK(bid_of(encrypted_extractor(), data("protected_agile.xlsx"), "a.xlsx") == bid::certain);
}

TEST_CASE("one that a password keeps says so, and with what") {
    CHECK(evidence_of("password.xls") == "document.encrypted RC4");
    CHECK(evidence_of("password.xlsx") == "document.encrypted AES (agile)");
    const std::string bytes = data("password.xlsx");
    auto ole = OleFile::open(bytes_of(bytes));
    CHECK_FALSE(decrypted_package(*ole, everyones_password));
}

TEST_CASE("so do packages of Word, and a workbook of Excel 2007 is open") {
    SKIP_WITHOUT(corpus());
    CHECK(error_of(encrypted_extractor(), slurp(corpus() / "docx/tika-protected_normal_case.docx")) == "document.encrypted");
    auto done = read(encrypted_extractor(), slurp(corpus() / "spreadsheets/tika-protectedFile.xlsx"), "a.xlsx");
    CHECK(plain_text(done.document()).find("Office 2007") != std::string::npos);
}

TEST_CASE("its own password opens what everyone's does not") {
    const std::string bytes = data("password.xlsx");
    auto ole = OleFile::open(bytes_of(bytes));
    const auto package = decrypted_package(*ole, u"secret");
    REQUIRE(package);
    CHECK(package->starts_with("PK"));
}

TEST_CASE("RC4 under CryptoAPI, as Word and Excel 2003 use it, knows its password") {
    SKIP_WITHOUT(corpus());
    const std::string bytes = slurp(corpus() / "doc/poi-password_password_cryptoapi.doc");
    auto ole = OleFile::open(bytes_of(bytes));
    REQUIRE(ole);
    const std::string table = ole->read(ole->has("1Table") ? "1Table" : "0Table");
    CHECK(StreamCipher::open(View(table), u"password"));
    CHECK_FALSE(StreamCipher::open(View(table), everyones_password));
}

TEST_CASE("protected and damaged: any byte may be wrong, and nothing worse comes of it") {
    for (const char* name : {"protected_rc4.xls", "protected_standard.xlsx", "protected_agile.xlsx"}) {
        INFO(name);
        const std::string whole = data(name);
        for (std::size_t at = 512; at < whole.size(); at += whole.size() / 40) {
            std::string bytes = whole;
            bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
            INFO(at);
            CHECK_NOTHROW(error_of(reader_of(name), bytes));
            CHECK_NOTHROW(error_of(reader_of(name), bytes.substr(0, at)));
        }
    }
}
