#include "stages/unpack/pasted_scans.h"

#include "stages/classify/classify.h"

#include <algorithm>

namespace shenbao {
namespace {

// A document without pages before printing: what further pages it has are pictures of sheets.
bool is_flowing(const Document& document) { return !document.pages.empty() && document.pages.front().width == 0; }

bool is_unread(const Page& page) { return page.use == PictureUse::seals && !page.picture.empty() && page.width > 0; }

bool has_unread(const SubmittedFile& file) {
    const auto& pages = file.document.pages;
    return is_flowing(file.document) && std::any_of(pages.begin(), pages.end(), is_unread);
}

bool lacks_a_slot(const Campaign& campaign, const Submission& submission) {
    const std::vector<MaterialRecord> found = classify(campaign, submission);
    return std::any_of(campaign.materials.begin(), campaign.materials.end(), [&](const Material& material) {
        auto fills = [&](const MaterialRecord& m) { return m.slot == material.slot; };
        return material.required && !material.shared && std::none_of(found.begin(), found.end(), fills);
    });
}

} // namespace

bool wants_pasted_scans(const Campaign& campaign, const Submission& submission) {
    const auto& files = submission.files;
    return std::any_of(files.begin(), files.end(), has_unread) && lacks_a_slot(campaign, submission);
}

void read_pasted_scans(Document& document) {
    if (!is_flowing(document)) return;
    for (Page& page : document.pages)
        if (is_unread(page)) page.use = PictureUse::text_and_seals;
}

} // namespace shenbao
