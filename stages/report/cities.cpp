#include "stages/report/cities.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <map>
#include <set>

namespace shenbao::report {
namespace {

// What ends the name of a province, and of a city below it.
const std::vector<std::u32string> province_endings = {U"省", U"自治区"};
const std::vector<std::u32string> city_endings = {U"自治州", U"地区", U"市", U"盟"};

// The earliest ending that leaves a name of 2 to `longest` characters before it; npos where there is none.
std::size_t end_of_name(std::u32string_view text, const std::vector<std::u32string>& endings, std::size_t longest) {
    std::size_t best = std::u32string_view::npos;
    for (const auto& ending : endings) {
        const std::size_t at = text.find(ending);
        if (at != text.npos && at >= 2 && at <= longest) best = std::min(best, at + ending.size());
    }
    return best;
}

bool all_han(std::u32string_view text) { return std::all_of(text.begin(), text.end(), text::is_han); }

struct Place {
    std::u32string province; // without its ending: "山东"
    std::u32string city;     // with it: "潍坊市"
};

Place place_of(std::string_view address) {
    const std::u32string all = text::to_u32(text::fold(address));
    std::u32string_view rest = all;
    Place place;
    if (const std::size_t end = end_of_name(rest, province_endings, 8); end != rest.npos) {
        place.province = rest.substr(0, rest[end - 1] == U'省' ? end - 1 : end - 3);
        rest.remove_prefix(end);
    }
    const std::size_t end = end_of_name(rest, city_endings, 8);
    if (end != rest.npos && all_han(rest.substr(0, end))) place.city = rest.substr(0, end);
    return place;
}

// "潍坊市" → "潍坊"
std::u32string stem(const std::u32string& city) {
    for (const auto& ending : city_endings)
        if (city.ends_with(ending)) return city.substr(0, city.size() - ending.size());
    return city;
}

struct Address {
    Place place;
    bool certain = false;
};

// The company's own; where it gives none, that of the office that recommends it.
Address address_of(const Campaign& campaign, const Record& record) {
    const std::string office = campaign.quota_rule.by.empty() ? "recommender" : campaign.quota_rule.by;
    Address of_office;
    for (const auto& field : record.fields) {
        const Field* asked = campaign.field(field.id);
        Address address{place_of(field.value), field.status != FieldStatus::uncertain};
        if (address.place.city.empty()) continue;
        if (asked && asked->type == FieldType::address) return address;
        if (field.id == office) of_office = address;
    }
    return of_office;
}

// The one known city that the name begins with, perhaps after a province.
std::string city_of_company(const std::string& company, const std::map<std::u32string, std::u32string>& known,
                            const std::set<std::u32string>& provinces) {
    std::u32string name = text::to_u32(text::fold(company));
    for (const auto& province : provinces) {
        if (!name.starts_with(province)) continue;
        name.erase(0, province.size() + (name.substr(province.size()).starts_with(U"省") ? 1 : 0));
        break;
    }
    for (const auto& [short_name, city] : known)
        if (name.starts_with(short_name)) return text::to_utf8(city);
    return {};
}

} // namespace

std::string city_of_address(std::string_view address) { return text::to_utf8(place_of(address).city); }

std::vector<std::string> cities(const Campaign& campaign, std::span<const Record> records) {
    std::vector<Address> addresses;
    std::map<std::u32string, std::u32string> known;
    std::set<std::u32string> provinces;
    for (const auto& record : records) {
        Address address = address_of(campaign, record);
        const auto& city = address.place.city;
        const std::u32string name = text::to_u32(text::fold(record.applicant.company));
        address.certain = address.certain || (!city.empty() && name.find(stem(city)) != name.npos);
        if (address.certain && !city.empty()) known[stem(city)] = city;
        if (address.certain && !address.place.province.empty()) provinces.insert(address.place.province);
        addresses.push_back(std::move(address));
    }
    std::vector<std::string> out;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto& city = addresses[i].place.city;
        const bool borne_out = addresses[i].certain || known.contains(stem(city));
        out.push_back(!city.empty() && borne_out ? text::to_utf8(city)
                                                 : city_of_company(records[i].applicant.company, known, provinces));
    }
    return out;
}

} // namespace shenbao::report
