#include "stages/check/rule.h"

#include "pipeline/model/opened_as.h"
#include "stages/check/legible.h"
#include "stages/classify/junk.h"

#include <algorithm>

namespace shenbao {
namespace {

std::string in_words(const std::vector<std::string>& formats) {
    std::string out;
    for (const auto& format : formats)
        out += (out.empty() ? "format." : "、format.") + format;
    return out;
}

std::string class_word(const std::string& format) {
    const std::string_view known = format_class(format);
    return "format." + (known.empty() ? "other" : std::string(known));
}

void add(std::vector<Finding>& findings, std::string_view code, const Material& material, const std::string& entry,
         std::map<std::string, std::string> args) {
    Finding f = finding(code, {entry, 0, {}}, entry, std::move(args));
    f.slot = material.slot;
    findings.push_back(std::move(f));
}

bool is_asked(const Material& material, const MaterialRecord& record) {
    const auto& formats = material.formats;
    return formats.empty() ||
           std::find(formats.begin(), formats.end(), opened_as(record.format, record.entry)) != formats.end();
}

using Files = std::vector<const MaterialRecord*>;

Files files_of(const Case& c, const Material& material) {
    Files files;
    for (const auto& record : c.materials)
        if (record.slot == material.slot) files.push_back(&record);
    return files;
}

// All formats are asked for: one finding for each that is not there.
void check_every_format(const Material& material, const Files& files, std::vector<Finding>& findings) {
    for (const auto& asked : material.formats) {
        auto fits = [&](const MaterialRecord* m) { return opened_as(m->format, m->entry) == asked; };
        if (std::none_of(files.begin(), files.end(), fits))
            add(findings, "material.format", material, files.front()->entry,
                {{"found", class_word(files.front()->format)}, {"asked", "format." + asked}});
    }
}

// A file of which nothing could be read has no format to find fault with; its reader has said so.
void check_format(const Material& material, const Files& files, std::vector<Finding>& findings) {
    if (std::any_of(files.begin(), files.end(), [](const MaterialRecord* m) { return m->format.empty(); })) return;
    if (material.all_formats) return check_every_format(material, files, findings);
    if (std::any_of(files.begin(), files.end(), [&](const MaterialRecord* m) { return is_asked(material, *m); }))
        return;
    for (const MaterialRecord* file : files)
        add(findings, "material.format", material, file->entry,
            {{"found", class_word(file->format)}, {"asked", in_words(material.formats)}});
}

// A file that is none of the materials and could not be read: it may be any of them. Empty where there is none.
std::string unread_file(const Case& c) {
    for (const auto& file : c.submission.files) {
        auto fills = [&](const MaterialRecord& m) { return m.entry == file.entry; };
        const bool scan = std::any_of(file.document.pages.begin(), file.document.pages.end(), [](const Page& page) {
            return page.recognised || page.use == PictureUse::text_and_seals;
        });
        if (scan && !is_legible(file.document) && !std::any_of(c.materials.begin(), c.materials.end(), fills))
            return file.entry;
    }
    return {};
}

void check_missing(const Case& c, const Material& material, std::vector<Finding>& findings) {
    if (!material.required || material.shared || c.is_incomplete()) return; // shared: told when all is there
    const std::string perhaps = unread_file(c);
    add(findings, "material.missing", material, perhaps, {{"asked", in_words(material.formats)}});
    if (!perhaps.empty()) findings.back().severity = Severity::warning;
}

// A file within a document belongs to it: the figures of a chart, a form shown as an object.
bool is_within_document(const Submission& submission, const std::string& entry) {
    const auto joint = entry.rfind("!/");
    if (joint == std::string::npos) return false;
    const std::string_view outer = std::string_view(entry).substr(0, joint);
    return std::any_of(submission.files.begin(), submission.files.end(),
                       [&](const SubmittedFile& file) { return file.entry == outer && !file.archive; });
}

void check_extra(const Case& c, std::vector<Finding>& findings) {
    for (const auto& file : c.submission.files) {
        auto fills = [&](const MaterialRecord& m) { return m.entry == file.entry; };
        if (file.archive || is_junk(file.entry) || is_within_document(c.submission, file.entry) ||
            std::any_of(c.materials.begin(), c.materials.end(), fills))
            continue;
        findings.push_back(finding("material.extra", {file.entry, 0, {}}, file.entry));
    }
}

class MaterialRule : public Rule {
  public:
    std::string_view name() const override { return "material"; }

    void check(const Case& c, std::vector<Finding>& findings) const override {
        if (!c.submission.has_package || c.submission.files.empty()) return;
        for (const auto& material : c.campaign.materials) {
            const Files files = files_of(c, material);
            if (files.empty())
                check_missing(c, material, findings);
            else
                check_format(material, files, findings);
        }
        check_extra(c, findings);
    }
};

} // namespace

const Rule& material_rule() {
    static const MaterialRule rule;
    return rule;
}

} // namespace shenbao
