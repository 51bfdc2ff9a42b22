#pragma once
// Reads a campaign file, `shenbao.campaign/1`: what is asked of applicants, by when, and under which names.
//
// Beyond the keys every campaign has, a file may say:
//   passwords = ["…"]                 tried on every encrypted package
//   naming.date = '…'                 the whole of a "date" in the name, RE2 syntax
//   naming.containers = ["pdf"]       a single file instead of an archive
//   material.all_formats = true       a file in each of the formats (stamped scan and Word of the same text)
//   material.seal_of = "…"            "applicant" (default), "recommender", "any"
//   material.shared = true            sent once for several applicants beside their packages (a city's letter)
//   resubmission.stands = "…"         which of one applicant's submissions: "newest" (default), "newest_in_time"
//   field.title = "…"                 what staff call it; else its first label
//   field.pattern = '…'               the whole value, RE2 syntax
//   eligibility.listed = { companies = ["…"], file = "winners.txt" }    who may apply; the file has one name a line
//   eligibility.quota = { each = 1, by = "FIELD", of = { "某市" = 2 }, outside = ["…"], kind = "FIELD", kinds = {
//   "场景" = 5 } }

#include "pipeline/config/config_error.h"
#include "pipeline/model/campaign.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace shenbao {

// Throws ConfigError naming the file, the line and the key for anything that is wrong, unknown or contradictory.
Campaign load_campaign(const std::filesystem::path& path);
// The same from text. `file_name` is named in errors, and files the campaign names are looked for beside it.
Campaign parse_campaign(std::string_view toml, std::string file_name);

} // namespace shenbao
