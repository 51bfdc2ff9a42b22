#pragma once
// The intake report: one offline page for the office. It loads nothing, runs no script but its own (by hash), and
// holds no wall-clock time: the same records give the same bytes.

#include "pipeline/model/campaign.h"
#include "pipeline/model/messages.h"
#include "pipeline/model/record.h"
#include "stages/report/roster_view.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace shenbao {

// A page as it was recognised, made small: upright, so that boxes (shares of the page) lie on it as they are.
struct PagePicture {
    std::string bytes;         // of a JPEG, PNG or WebP; anything else is not shown
    int width = 0, height = 0; // pixels
};

// The picture of a page of one of a submission's files; nothing where none was kept. `entry` is one of record.files,
// by whose digest the picture may be looked up; `page` counts from 1. Each page is asked for at most once, the most
// telling first, and no more once the report holds `picture_bytes`: read the picture when asked, not before.
using PageSource = std::function<std::optional<PagePicture>(const Record& record, const std::string& entry, int page)>;

struct HtmlOptions {
    std::size_t picture_bytes = 32u << 20; // of pictures in the page, which opens slowly beyond; more is told in words
    // A record with all its readings, by its place, where those given have only the places of theirs.
    std::function<Record(std::size_t place)> whole{};
};

std::string html_report(const Campaign& campaign, std::span<const Record> records, const RosterView& roster,
                        const Messages& messages, const PageSource& pages = {}, const HtmlOptions& options = {});

} // namespace shenbao
