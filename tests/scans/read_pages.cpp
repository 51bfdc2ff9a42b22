// Reads pictures of pages and prints the facts, one JSON line a picture: {"file", "milliseconds", "facts"}. For
// tests/scans/measure.py, which holds them against what is known to stand on the pages.
//   read_pages [--whole-page] PICTURE...
// With --whole-page: what the tesseract command makes of the page at 300 dpi, as pdftoppm -r 300 would give it.
#include "extractors/formats.h"
#include "extractors/memory_sink.h"
#include "pipeline/model/facts_json.h"

#include <leptonica/allheaders.h>
#include <nlohmann/json.hpp>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

using namespace shenbao;

namespace {

nlohmann::ordered_json read(const std::string& bytes) {
    MemorySink sink;
    Input input;
    input.bytes = std::as_bytes(std::span(bytes));
    return nlohmann::ordered_json::parse(to_json_text(recogniser().read(input, {}, sink)));
}

struct PixFree {
    void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, PixFree>;

constexpr float kLongSide = 3508; // of A4 at 300 dpi, in pixels

PixPtr at_300_dpi(const std::string& bytes) {
    const PixPtr pix(pixReadMem(reinterpret_cast<const l_uint8*>(bytes.data()), bytes.size()));
    if (!pix) return nullptr;
    const PixPtr grey(pixConvertTo8(pix.get(), 0));
    const float scale = kLongSide / float(std::max(pixGetWidth(pix.get()), pixGetHeight(pix.get())));
    return PixPtr(pixScale(grey.get(), scale, scale));
}

nlohmann::ordered_json read_whole(const std::string& bytes) {
    static tesseract::TessBaseAPI api;
    static const bool ready = api.Init(nullptr, "chi_sim") == 0;
    const PixPtr page = at_300_dpi(bytes);
    if (!ready || !page) return "";
    api.SetPageSegMode(tesseract::PSM_AUTO);
    api.SetImage(page.get());
    api.SetSourceResolution(300);
    const std::unique_ptr<char[]> text(api.GetUTF8Text());
    return std::string(text.get());
}

} // namespace

int main(int argc, char** argv) {
    const bool whole = argc > 1 && std::string(argv[1]) == "--whole-page";
    if (!whole) recogniser().warm();
    for (int i = whole ? 2 : 1; i < argc; ++i) {
        std::ifstream in(argv[i], std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        const std::clock_t begin = std::clock();
        nlohmann::ordered_json out{{"file", argv[i]}};
        try {
            out[whole ? "text" : "facts"] = whole ? read_whole(bytes) : read(bytes);
        } catch (const ItemError& error) {
            out["error"] = error.what();
        }
        out["milliseconds"] = 1000.0 * double(std::clock() - begin) / CLOCKS_PER_SEC;  // of the processor
        std::cout << out.dump() << std::endl;
    }
}
