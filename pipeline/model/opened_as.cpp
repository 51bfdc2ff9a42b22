#include "pipeline/model/opened_as.h"

#include "pipeline/model/campaign.h"
#include "pipeline/model/facts.h"

namespace shenbao {

std::string_view opened_as(std::string_view format, std::string_view entry) {
    std::string_view own = format_class(format);
    if (!own.empty() || (format != "html" && format != "text")) return own;
    std::string ending = ending_of(entry);
    if (ending == "doc" || ending == "wps") return "word";
    return ending == "xls" || ending == "et" ? "sheet" : std::string_view();
}

} // namespace shenbao
