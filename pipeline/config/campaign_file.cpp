#include "pipeline/config/campaign_file.h"

#include "pipeline/config/toml_reader.h"
#include "pipeline/model/text.h"
#include "pipeline/model/time.h"

#include <algorithm>
#include <fstream>
#include <set>

namespace shenbao {
namespace {

using Names = std::vector<std::string>;

const Names name_elements = {"number", "company", "short_company", "project", "person", "date"};
const Names containers = {"rar", "zip", "7z", "tar", "pdf", "word", "ofd"};
const Names format_classes = {"word", "pdf", "image", "ofd", "sheet"};
const Names seal_owners = {"applicant", "recommender", "any"};
const Names money_units = {"元", "千元", "万元", "百万元", "亿元"};

std::string joined(const Names& names) {
    std::string out;
    for (const auto& name : names)
        out += (out.empty() ? "" : ", ") + name;
    return out;
}

bool among(const std::string& name, const Names& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Fails unless a word is one of those known.
void demand(const TableReader& table, const char* key, const std::string& word, const Names& known) {
    if (among(word, known)) return;
    const std::string near = nearest(word, known);
    const std::string advice = near.empty() ? "use one of: " + joined(known) : "did you mean \"" + near + "\"?";
    table.fail(key, "\"" + word + "\" is not known; " + advice);
}

Names known_texts(TableReader& table, const char* key, const Names& known) {
    Names words = table.texts(key);
    for (const auto& word : words)
        demand(table, key, word, known);
    return words;
}

Names slots_of(const Campaign& campaign) {
    Names slots;
    for (const auto& material : campaign.materials)
        slots.push_back(material.slot);
    return slots;
}

Names ids_of(const Campaign& campaign) {
    Names ids;
    for (const auto& field : campaign.fields)
        ids.push_back(field.id);
    return ids;
}

std::vector<int> years_in(TableReader& table) {
    std::vector<int> years = table.integers("years");
    for (int year : years)
        if (year < 1949 || year > 2200) table.fail("years", std::to_string(year) + " is no year");
    return years;
}

Naming read_naming(TableReader table) {
    Naming naming;
    naming.pattern = table.texts("pattern");
    for (const auto& element : naming.pattern)
        if (!element.starts_with("literal:")) demand(table, "pattern", element, name_elements);
    naming.separator = table.text("separator").value_or("");
    naming.understood_separators = table.texts("understood_separators");
    naming.number = table.pattern("number").value_or("");
    if (naming.number.empty() && among("number", naming.pattern))
        table.fail("number", "is missing; say what a number looks like, such as '\\d{7}'");
    naming.date = table.pattern("date").value_or("");
    naming.containers = known_texts(table, "containers", containers);
    naming.subject = table.pattern("subject").value_or("any");
    table.finish();
    return naming;
}

Material read_material(TableReader& table) {
    Material material;
    material.slot = table.required_text("slot");
    material.title = table.required_text("title");
    material.required = table.flag("required").value_or(false);
    material.formats = known_texts(table, "formats", format_classes);
    material.stamped = table.flag("stamped").value_or(false);
    material.file_words = table.texts("file_words");
    material.content_words = table.texts("content_words");
    material.all_formats = table.flag("all_formats").value_or(false);
    material.shared = table.flag("shared").value_or(false);
    if (auto owner = table.text("seal_of")) {
        demand(table, "seal_of", *owner, seal_owners);
        material.seal_of = *owner;
    }
    if (material.file_words.empty() && material.content_words.empty())
        table.fail("content_words", "is missing; without words in a file or its name, nothing can be told to be it");
    table.finish();
    return material;
}

FieldType read_type(TableReader& table) {
    const std::string name = table.required_text("type");
    static const Names known = {"text",   "company", "uscc",    "number", "person", "phone",
                                "mobile", "email",   "address", "date",   "money",  "money_series"};
    demand(table, "type", name, known);
    return field_type_from(name).value_or(FieldType::text);
}

void check_money(TableReader& table, const Field& field) {
    const bool money = field.type == FieldType::money || field.type == FieldType::money_series;
    if (money)
        demand(table, "unit", field.unit, money_units);
    else if (!field.unit.empty())
        table.fail("unit", "stands only with money and money_series");
    if ((field.type == FieldType::money_series) == field.years.empty())
        table.fail("years", field.years.empty() ? "is missing; a money_series needs its years, such as [2019, 2020]"
                                                : "stands only with money_series");
}

Field read_field(TableReader& table, const Campaign& campaign) {
    Field field;
    field.id = table.required_text("id");
    field.type = read_type(table);
    field.labels = table.texts("labels");
    if (field.labels.empty()) table.fail("labels", "is missing; give the words that stand beside the value");
    field.from = known_texts(table, "from", slots_of(campaign));
    field.required = table.flag("required").value_or(false);
    field.unit = table.text("unit").value_or("");
    field.years = years_in(table);
    field.title = table.text("title").value_or("");
    field.pattern = table.pattern("pattern").value_or("");
    check_money(table, field);
    table.finish();
    return field;
}

ProfitRule read_profit(TableReader table, const Campaign& campaign) {
    ProfitRule rule;
    rule.field = table.required_text("field");
    demand(table, "field", rule.field, ids_of(campaign));
    const Field& field = *campaign.field(rule.field);
    if (field.type != FieldType::money_series) table.fail("field", "must name a field of type money_series");
    rule.years = years_in(table);
    if (rule.years.empty()) rule.years = field.years;
    for (int year : rule.years)
        if (std::find(field.years.begin(), field.years.end(), year) == field.years.end())
            table.fail("years", std::to_string(year) + " is not among the years of field \"" + field.id + "\"");
    table.finish();
    return rule;
}

std::map<std::string, int> read_counts(TableReader& parent, const char* key) {
    std::map<std::string, int> counts;
    auto table = parent.table(key);
    if (!table) return counts;
    for (const auto& name : table->keys())
        counts[name] = static_cast<int>(table->integer(name.c_str(), 0, 1'000'000).value_or(0));
    return counts;
}

std::string field_named(TableReader& table, const char* key, const Campaign& campaign) {
    const std::string id = table.text(key).value_or("");
    if (!id.empty()) demand(table, key, id, ids_of(campaign));
    return id;
}

void read_quota(TableReader table, Campaign& campaign) {
    QuotaRule& rule = campaign.quota_rule;
    campaign.quota = static_cast<int>(table.integer("each", 0, 1'000'000).value_or(0));
    rule.by = field_named(table, "by", campaign);
    rule.of = read_counts(table, "of");
    rule.outside = table.texts("outside");
    rule.kind = field_named(table, "kind", campaign);
    rule.kinds = read_counts(table, "kinds");
    if (rule.kind.empty() != rule.kinds.empty())
        table.fail("kinds", "\"kind\" and \"kinds\" stand together or not at all");
    table.finish();
}

Names read_list(TableReader table) {
    Names names = table.texts("companies");
    if (auto name = table.text("file")) {
        const auto path = std::filesystem::path(table.file()).parent_path() / *name;
        std::ifstream in(path);
        if (!in) table.fail("file", path.string() + " cannot be opened");
        for (std::string line; std::getline(in, line);)
            if (line = text::value(line); !line.empty() && !line.starts_with('#')) names.push_back(line);
    }
    if (names.empty()) table.fail("companies", "is empty; nobody could apply");
    table.finish();
    return names;
}

void read_eligibility(TableReader table, Campaign& campaign) {
    if (auto profit = table.table("profitable")) campaign.profitable = read_profit(*profit, campaign);
    if (auto quota = table.table("quota")) read_quota(*quota, campaign);
    if (auto listed = table.table("listed")) campaign.listed = read_list(*listed);
    table.finish();
}

void read_resubmission(TableReader table, Campaign& campaign) {
    static const Names known = {"newest", "newest_in_time"};
    if (auto stands = table.text("stands")) {
        demand(table, "stands", *stands, known);
        campaign.standing = *stands == "newest" ? Standing::newest : Standing::newest_in_time;
    }
    table.finish();
}

void check_code(const TableReader& table, const std::string& code, const Campaign& campaign) {
    Names known;
    for (const auto& info : codes())
        known.emplace_back(info.code);
    for (const auto& field : campaign.fields)
        known.push_back("consistency." + field.id);
    if (!among(code, known)) demand(table, code.c_str(), code, known);
}

void read_severity(TableReader table, Campaign& campaign) {
    static const Names known = {"error", "warning", "info"};
    for (const auto& code : table.keys()) {
        check_code(table, code, campaign);
        const std::string name = table.required_text(code.c_str());
        demand(table, code.c_str(), name, known);
        campaign.severity[code] = severity_from(name);
    }
}

void read_limits(TableReader table, Limits& limits) {
    auto bytes = [&](const char* key, std::uint64_t& limit) { limit = table.bytes(key).value_or(limit); };
    auto seconds = [&](const char* key, double& limit) { limit = table.number(key, 1, 86400).value_or(limit); };
    bytes("package_bytes", limits.package_bytes);
    limits.package_entries = table.integer("package_entries", 1, 10'000'000).value_or(limits.package_entries);
    limits.depth = static_cast<int>(table.integer("depth", 1, 50).value_or(limits.depth));
    limits.ratio = table.number("ratio", 1, 1e9).value_or(limits.ratio);
    limits.document_pages =
        static_cast<int>(table.integer("document_pages", 1, 1'000'000).value_or(limits.document_pages));
    limits.page_pixels = table.integer("page_pixels", 1'000'000, 4'000'000'000).value_or(limits.page_pixels);
    seconds("document_seconds", limits.document_seconds);
    seconds("stall_seconds", limits.stall_seconds);
    bytes("document_memory", limits.document_memory);
    bytes("document_output", limits.document_output);
    bytes("work_bytes", limits.work_bytes);
    table.finish();
}

void read_head(TableReader& top, Campaign& campaign) {
    constexpr const char* schema = "shenbao.campaign/1";
    if (top.required_text("schema") != schema) top.fail("schema", std::string("must be \"") + schema + "\"");
    campaign.id = top.required_text("id");
    campaign.title = top.required_text("title");
    campaign.opens = top.time("opens");
    campaign.deadline = top.time("deadline");
    campaign.passwords = top.texts("passwords");
    const auto opens = epoch_seconds(campaign.opens), deadline = epoch_seconds(campaign.deadline);
    if (opens && deadline && *opens > *deadline) top.fail("deadline", "is before \"opens\"");
}

void read_materials(TableReader& top, Campaign& campaign) {
    for (auto& table : top.tables("material")) {
        Material material = read_material(table);
        if (campaign.material(material.slot)) table.fail("slot", "\"" + material.slot + "\" is there twice");
        campaign.materials.push_back(std::move(material));
    }
    if (campaign.materials.empty()) top.fail("material", "is missing; add a [[material]] for each thing to hand in");
}

void read_fields_of(TableReader& top, Campaign& campaign) {
    for (auto& table : top.tables("field")) {
        Field field = read_field(table, campaign);
        if (campaign.field(field.id)) table.fail("id", "\"" + field.id + "\" is there twice");
        campaign.fields.push_back(std::move(field));
    }
}

} // namespace

Campaign parse_campaign(std::string_view toml, std::string file_name) {
    const toml::table root = parse_toml(toml, file_name);
    TableReader top(root, std::move(file_name));
    Campaign campaign;
    read_head(top, campaign);
    if (auto naming = top.table("naming")) campaign.naming = read_naming(*naming);
    read_materials(top, campaign);
    read_fields_of(top, campaign);
    if (auto eligibility = top.table("eligibility")) read_eligibility(*eligibility, campaign);
    if (auto resubmission = top.table("resubmission")) read_resubmission(*resubmission, campaign);
    if (auto severity = top.table("severity")) read_severity(*severity, campaign);
    if (auto limits = top.table("limits")) read_limits(*limits, campaign.limits);
    top.finish();
    return campaign;
}

Campaign load_campaign(const std::filesystem::path& path) { return parse_campaign(read_text(path), path.string()); }

} // namespace shenbao
