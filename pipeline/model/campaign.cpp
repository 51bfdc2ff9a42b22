#include "pipeline/model/campaign.h"

#include <algorithm>
#include <array>
#include <utility>

namespace shenbao {
namespace {

using TypeName = std::pair<FieldType, std::string_view>;
constexpr std::array type_names = {
    TypeName{FieldType::text, "text"},       TypeName{FieldType::company, "company"},
    TypeName{FieldType::uscc, "uscc"},       TypeName{FieldType::number, "number"},
    TypeName{FieldType::person, "person"},   TypeName{FieldType::phone, "phone"},
    TypeName{FieldType::mobile, "mobile"},   TypeName{FieldType::email, "email"},
    TypeName{FieldType::address, "address"}, TypeName{FieldType::date, "date"},
    TypeName{FieldType::money, "money"},     TypeName{FieldType::money_series, "money_series"},
};

using FormatClass = std::pair<std::string_view, std::string_view>;
constexpr std::array format_classes = {
    FormatClass{"docx", "word"},   FormatClass{"doc", "word"},       FormatClass{"wps", "word"},
    FormatClass{"rtf", "word"},    FormatClass{"pdf", "pdf"},        FormatClass{"ofd", "ofd"},
    FormatClass{"jpeg", "image"},  FormatClass{"jpg", "image"},      FormatClass{"png", "image"},
    FormatClass{"tiff", "image"},  FormatClass{"tif", "image"},      FormatClass{"bmp", "image"},
    FormatClass{"gif", "image"},   FormatClass{"webp", "image"},     FormatClass{"jp2", "image"},
    FormatClass{"pnm", "image"},   FormatClass{"xlsx", "sheet"},     FormatClass{"xls", "sheet"},
    FormatClass{"et", "sheet"},    FormatClass{"ods", "sheet"},      FormatClass{"csv", "sheet"},
    FormatClass{"jbig2", "image"}, FormatClass{"metafile", "image"},
};

} // namespace

std::string_view to_string(FieldType type) {
    auto it = std::find_if(type_names.begin(), type_names.end(), [&](auto& t) { return t.first == type; });
    return it == type_names.end() ? "text" : it->second;
}

std::optional<FieldType> field_type_from(std::string_view name) {
    auto it = std::find_if(type_names.begin(), type_names.end(), [&](auto& t) { return t.second == name; });
    if (it == type_names.end()) return std::nullopt;
    return it->first;
}

const Material* Campaign::material(std::string_view slot) const {
    auto it = std::find_if(materials.begin(), materials.end(), [&](auto& m) { return m.slot == slot; });
    return it == materials.end() ? nullptr : &*it;
}

const Field* Campaign::field(std::string_view id) const {
    auto it = std::find_if(fields.begin(), fields.end(), [&](auto& f) { return f.id == id; });
    return it == fields.end() ? nullptr : &*it;
}

Severity Campaign::severity_of(std::string_view code) const {
    if (auto it = severity.find(std::string(code)); it != severity.end()) return it->second;
    const std::string area = std::string(code.substr(0, code.find('.'))) + ".*";
    if (auto it = severity.find(area); it != severity.end()) return it->second;
    return default_severity(code);
}

std::map<std::string, std::string> titles_of(const Campaign& campaign) {
    std::map<std::string, std::string> titles;
    for (const auto& field : campaign.fields)
        titles[field.id] = !field.title.empty() || field.labels.empty() ? field.title : field.labels.front();
    for (const auto& material : campaign.materials)
        titles[material.slot] = material.title;
    return titles;
}

std::string_view format_class(std::string_view format) {
    auto it = std::find_if(format_classes.begin(), format_classes.end(), [&](auto& c) { return c.first == format; });
    return it == format_classes.end() ? std::string_view() : it->second;
}

} // namespace shenbao
