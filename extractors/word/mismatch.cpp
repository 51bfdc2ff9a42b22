#include "extractors/word/mismatch.h"

#include <algorithm>
#include <string>

namespace shenbao {
namespace {

struct Ending {
    std::string_view ending, format;
};

// What staff would open each of these endings with, as the formats that may lawfully stand behind them.
constexpr Ending endings[] = {
    {"doc", "doc"},   {"dot", "doc"},    {"wps", "doc"},   {"wpt", "doc"},   {"docx", "docx"}, {"docm", "docx"},
    {"dotx", "docx"}, {"dotm", "docx"},  {"rtf", "rtf"},   {"html", "html"}, {"htm", "html"},  {"xhtml", "html"},
    {"mht", "html"},  {"mhtml", "html"}, {"txt", "text"},  {"xls", "xls"},   {"xlt", "xls"},   {"et", "xls"},
    {"ett", "xls"},   {"xlsx", "xlsx"},  {"xlsm", "xlsx"}, {"xltx", "xlsx"}, {"xltm", "xlsx"}, {"pdf", "pdf"},
    {"ofd", "ofd"},   {"jpg", "jpeg"},   {"jpeg", "jpeg"}, {"png", "png"},   {"tif", "tiff"},  {"tiff", "tiff"},
    {"bmp", "bmp"},   {"gif", "gif"},    {"rar", "rar"},   {"zip", "zip"},   {"7z", "7z"},     {"ppt", "ppt"},
    {"pptx", "pptx"}, {"odt", "odt"},    {"eml", "mail"},  {"xml", "xml"},
};

} // namespace

std::optional<Finding> type_mismatch(const Input& input, const ReadOptions& options, std::string_view found) {
    std::string ending = ending_of(options.name.empty() ? input.name : options.name);
    auto known =
        std::find_if(std::begin(endings), std::end(endings), [&](const Ending& e) { return e.ending == ending; });
    if (known == std::end(endings) || known->format == found) return std::nullopt;
    return finding("document.type_mismatch", {}, {}, {{"ending", ending}, {"found", std::string(found)}});
}

void note_mismatch(Facts& facts, const Input& input, const ReadOptions& options, std::string_view found) {
    if (auto mismatch = type_mismatch(input, options, found)) facts.findings.push_back(std::move(*mismatch));
}

} // namespace shenbao
