// report_fixture N FOLDER: writes the reports of N invented submissions into FOLDER, for people to look at and for
// tests that need a browser or a spreadsheet.

#include "pipeline/config/messages_file.h"
#include "stages/report/html.h"
#include "stages/report/notices.h"
#include "stages/report/terminal.h"
#include "stages/report/xlsx.h"
#include "tests/stages/report/sample.h"

#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

using namespace shenbao;
namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string big_endian(std::uint32_t n) {
    return {static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8), static_cast<char>(n)};
}

std::string chunk(const std::string& type, const std::string& data) {
    const std::string body = type + data;
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(static_cast<std::uint32_t>(sum));
}

// A grey strip with strokes that look like a line of a scan.
std::string strip() {
    const int width = 420, height = 36;
    std::string rows;
    for (int y = 0; y < height; ++y) {
        rows += '\0';
        for (int x = 0; x < width; ++x) {
            const bool ink = y > 8 && y < 28 && x > 12 && x < 300 && (x * 7 + (y / 5) * 13) % 29 < 6;
            rows += static_cast<char>(ink ? 50 : 246 - (x * 31 + y * 17) % 9);
        }
    }
    uLongf size = compressBound(static_cast<uLong>(rows.size()));
    std::string packed(size, '\0');
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
             static_cast<uLong>(rows.size()));
    packed.resize(size);
    const std::string head = big_endian(width) + big_endian(height) + std::string("\x08\x00\x00\x00\x00", 5);
    return "\x89PNG\r\n\x1a\n" + chunk("IHDR", head) + chunk("IDAT", packed) + chunk("IEND", "");
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: report_fixture N FOLDER\n";
        return 2;
    }
    const fs::path folder = argv[2];
    fs::create_directories(folder / "notices");
    const Messages messages = load_messages(fs::path(SHENBAO_ROOT) / "config" / "messages");
    const Campaign campaign = test::sample_campaign();
    const auto records = test::sample_records(campaign, std::atoi(argv[1]), messages);
    const std::string picture = strip();
    const CropSource crops = [&](const Locator& where, const std::string&) -> std::optional<std::string> {
        return where.box ? std::optional(picture) : std::nullopt;
    };
    write(folder / "report.html", html_report(campaign, records, test::sample_roster(), messages, crops));
    write(folder / "report.xlsx", xlsx_report(campaign, records, test::sample_roster(), messages));
    for (const auto& [name, words] : notices(campaign, records, messages))
        write(folder / "notices" / name, words);
    for (const auto& [name, mail] : eml_drafts(campaign, records, messages))
        write(folder / "notices" / name, mail);
    std::string terminal;
    for (std::size_t i = 0; i < std::min<std::size_t>(records.size(), 20); ++i)
        terminal += terminal_report(campaign, records[i], messages, true) + "\n";
    write(folder / "terminal.txt", terminal);
}
