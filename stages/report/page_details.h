#pragma once
// The details of a submission for the page's script: mail, materials by slot, fields with their readings, findings
// with evidence and place, files. Everything foreign has passed through visible().

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/report/page_pictures.h"

#include <functional>
#include <map>
#include <span>
#include <string>

namespace shenbao::report {

// Adds to `out` one JSON text a line, in the records' order, safe inside <script>. `whole` gives a record with all its
// readings where `records` are without.
void add_page_details(std::string& out, const Campaign& campaign, std::span<const Record> records,
                      const Messages& messages, const PagePictures& pictures,
                      const std::function<Record(std::size_t)>& whole = {});

} // namespace shenbao::report
