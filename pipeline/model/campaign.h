#pragma once
// A campaign: what is asked of applicants, by when, and under which names. Read from a campaign file
// (`shenbao.campaign/1`, TOML); nothing here is known to the code but through this.

#include "pipeline/model/finding.h"
#include "pipeline/model/limits.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shenbao {

// How a package, and the mail's subject, is to be named.
struct Naming {
    // "number", "company", "short_company", "project", "person", "date", or "literal:…", in order.
    std::vector<std::string> pattern;
    std::string separator;
    std::vector<std::string> understood_separators; // read as well, and reported
    std::string number;                             // the whole number, RE2 syntax
    std::vector<std::string> containers;            // "rar", "zip", "7z", … or "pdf", "word": one file; empty: any
    std::string subject = "any";                    // "as-package", "any", or an RE2 pattern
    std::string date;                               // the whole date, RE2 syntax; empty: any way of writing one
};

// One thing that has to be handed in.
struct Material {
    std::string slot, title;
    bool required = false;
    std::vector<std::string> formats; // classes: "word", "pdf", "image", "ofd", "sheet"; empty: any
    bool stamped = false;
    std::vector<std::string> file_words, content_words;
    bool all_formats = false;          // one file in each of the formats, instead of any one of them
    std::string seal_of = "applicant"; // whose seal: "applicant", "recommender" (its name is not known), "any"
    bool shared = false; // sent once beside the packages of several applicants: a city's letter, its table
};

enum class FieldType { text, company, uscc, number, person, phone, mobile, email, address, date, money, money_series };

std::string_view to_string(FieldType type);
std::optional<FieldType> field_type_from(std::string_view name);

struct Field {
    std::string id;
    FieldType type = FieldType::text;
    std::vector<std::string> labels;
    std::vector<std::string> from; // slots to read it in, best first
    bool required = false;
    std::string unit;       // of money: "元", "万元", "亿元"
    std::vector<int> years; // of a series
    std::string title{};    // what staff call it; empty: its first label
    std::string pattern{};  // the whole value, RE2 syntax; empty: as its type has it
};

// Profit above zero in each of these years.
struct ProfitRule {
    std::string field;
    std::vector<int> years;
};

// How many submissions a recommender (a city, a province) may send. What is over it stands last by arrival.
struct QuotaRule {
    std::string by;                   // the field that names the recommender; empty: the mail's sender
    std::map<std::string, int> of;    // recommenders with a number of their own; the others have Campaign::quota
    std::vector<std::string> outside; // recommenders without a bound
    std::string kind;                 // the field that names the kind, where kinds are counted apart
    std::map<std::string, int> kinds; // of each kind, then instead of the numbers above
};

// Which of several submissions of one applicant stands.
enum class Standing {
    newest,         // the last one that came
    newest_in_time, // the last one before the deadline; where none came in time, the last one
};

struct Campaign {
    std::string id, title;
    std::string opens, deadline; // RFC 3339 with offset; empty: no bound
    Naming naming;
    std::vector<Material> materials;
    std::vector<Field> fields;
    std::optional<ProfitRule> profitable;
    std::map<std::string, Severity> severity; // by code, over the defaults
    Limits limits;
    std::vector<std::string> passwords; // tried on every encrypted package
    int quota = 0;                      // submissions a recommender may send; 0: no bound
    QuotaRule quota_rule;
    Standing standing = Standing::newest;
    std::vector<std::string> listed; // companies that may apply (former winners); empty: all

    const Material* material(std::string_view slot) const;
    const Field* field(std::string_view id) const;
    Severity severity_of(std::string_view code) const;
};

// What staff call the campaign's slots and fields, by their ids.
std::map<std::string, std::string> titles_of(const Campaign& campaign);

// The class a document format belongs to, in a campaign's words: "docx" → "word"; "" for a format of no class.
std::string_view format_class(std::string_view format);

} // namespace shenbao
