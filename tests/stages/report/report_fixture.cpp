// report_fixture N FOLDER: writes the reports of N invented submissions into FOLDER, for people to look at and for
// tests that need a browser or a spreadsheet.

#include "pipeline/config/messages_file.h"
#include "stages/report/html.h"
#include "stages/report/notices.h"
#include "stages/report/terminal.h"
#include "stages/report/xlsx.h"
#include "tests/stages/report/sample.h"

#include <zlib.h>

#include <cmath>
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

constexpr int page_width = 620, page_height = 877;

// What stands at a point of an invented scan: lines of strokes, and a red ring at the foot.
std::string colour(int x, int y) {
    const double dx = x - 450, dy = y - 740, ring = std::sqrt(dx * dx + dy * dy);
    if (ring > 52 && ring < 57) return "\xD0\x30\x28";
    const bool line = y > 60 && y < 660 && y % 26 < 13 && x > 60 && x < 560 - (y / 26 * 37) % 200;
    const bool ink = line && (x * 7 + (y % 26 / 4) * 13 + y / 26 * 5) % 29 < 7;
    return std::string(3, static_cast<char>(ink ? 50 : 248 - (x * 31 + y * 17) % 5));
}

// A page as a PNG.
std::string scan() {
    std::string rows;
    for (int y = 0; y < page_height; ++y) {
        rows += '\0';
        for (int x = 0; x < page_width; ++x)
            rows += colour(x, y);
    }
    uLongf size = compressBound(static_cast<uLong>(rows.size()));
    std::string packed(size, '\0');
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
             static_cast<uLong>(rows.size()));
    packed.resize(size);
    const std::string head = big_endian(page_width) + big_endian(page_height) + std::string("\x08\x02\x00\x00\x00", 5);
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
    fs::create_directories(folder / "drafts");
    const Messages messages = load_messages(fs::path(SHENBAO_ROOT) / "config" / "messages");
    const Campaign campaign = test::sample_campaign();
    const auto records = test::sample_records(campaign, std::atoi(argv[1]), messages);
    const PagePicture picture{scan(), page_width, page_height};
    const PageSource pages = [&](const Record&, const std::string& entry, int) -> std::optional<PagePicture> {
        return entry.ends_with(".pdf") ? std::optional(picture) : std::nullopt;
    };
    write(folder / "report.html", html_report(campaign, records, test::sample_roster(), messages, pages));
    write(folder / "report.xlsx", xlsx_report(campaign, records, test::sample_roster(), messages));
    for (const auto& [name, words] : notices(campaign, records, messages))
        write(folder / "notices" / name, words);
    for (const auto& [name, mail] : eml_drafts(campaign, records, messages))
        write(folder / "drafts" / name, mail);
    std::string terminal;
    for (std::size_t i = 0; i < std::min<std::size_t>(records.size(), 20); ++i)
        terminal += terminal_report(campaign, records[i], messages, true) + "\n";
    write(folder / "terminal.txt", terminal);
}
