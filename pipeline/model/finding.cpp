#include "pipeline/model/finding.h"

#include <algorithm>

namespace shenbao {
namespace {

const CodeInfo* find_code(std::string_view code) {
    auto fits = [&](const CodeInfo& info) {
        if (info.code.ends_with('*')) {
            auto stem = info.code.substr(0, info.code.size() - 1);
            return code.starts_with(stem) && code.size() > stem.size();
        }
        return info.code == code;
    };
    auto it = std::find_if(codes().begin(), codes().end(), fits);
    return it == codes().end() ? nullptr : &*it;
}

} // namespace

std::string_view to_string(Severity severity) {
    switch (severity) {
    case Severity::info:
        return "info";
    case Severity::warning:
        return "warning";
    case Severity::error:
        break;
    }
    return "error";
}

Severity severity_from(std::string_view name, Severity fallback) {
    if (name == "info") return Severity::info;
    if (name == "warning") return Severity::warning;
    if (name == "error") return Severity::error;
    return fallback;
}

const std::vector<CodeInfo>& codes() {
    using enum Severity;
    static const std::vector<CodeInfo> list = {
        {"naming.unparsable", error},
        {"naming.number", error},
        {"naming.separator", warning},
        {"naming.company_incomplete", error},
        {"naming.company_mismatch", error},
        {"naming.subject", warning},
        {"naming.container", warning},
        {"naming.encoding", info},
        {"timing.late", error},
        {"timing.early", warning},
        {"material.missing", error},
        {"material.format", error},
        {"material.unstamped", error},
        {"material.stamp_unclear", warning},
        {"material.stamp_owner", error},
        {"material.extra", info},
        {"field.missing", warning},
        {"field.invalid", error},
        {"field.uncertain", warning},
        {"consistency.*", error},
        {"eligibility.loss", error},
        {"eligibility.quota", error},
        {"eligibility.not_listed", error},
        {"roster.unknown", warning},
        {"roster.mismatch", warning},
        {"roster.absent", info},
        {"roster.found", info},
        {"mail.no_package", warning},
        {"mail.cloud_attachment", error},
        {"mail.damaged", warning},
        {"mail.several_packages", info},
        {"archive.damaged", error},
        {"archive.truncated", error},
        {"archive.encrypted", error},
        {"archive.volume_missing", error},
        {"archive.unsupported", error},
        {"archive.empty", error},
        {"archive.nested", info},
        {"archive.unsafe_name", warning},
        {"document.encrypted", error},
        {"document.damaged", error},
        {"document.unsupported", error},
        {"document.empty", error},
        {"document.type_mismatch", warning},
        {"document.crashed", error},
        {"document.timeout", error},
        {"document.memory", error},
        {"limit.bytes", error},
        {"limit.ratio", error},
        {"limit.entries", error},
        {"limit.depth", error},
        {"limit.pages", error},
        {"limit.pixels", error},
        {"resubmission.superseded", info},
        {"resubmission.out_of_time", info},
        {"resubmission.conflict", error},
        {"duplicate.content", warning},
        {"duplicate.applicant", warning},
        {"duplicate.contact", info},
    };
    return list;
}

bool is_code(std::string_view code) { return find_code(code) != nullptr; }

Severity default_severity(std::string_view code) {
    const CodeInfo* info = find_code(code);
    return info ? info->severity : Severity::error;
}

Finding finding(std::string_view code, Locator where, std::string evidence, std::map<std::string, std::string> args) {
    Finding f;
    f.code = code;
    f.severity = default_severity(code);
    f.where = std::move(where);
    f.evidence = std::move(evidence);
    f.args = std::move(args);
    return f;
}

} // namespace shenbao
