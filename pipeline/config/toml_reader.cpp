#include "pipeline/config/toml_reader.h"

#include "pipeline/model/time.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fstream>
#include <iterator>
#include <limits>
#include <numeric>
#include <sstream>

namespace shenbao {
namespace {

constexpr const char* time_advice = "write a time with its offset, such as 2021-06-16T23:59:59+08:00";

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

std::uint64_t unit_factor(std::string unit) {
    std::transform(unit.begin(), unit.end(), unit.begin(), [](unsigned char c) { return std::toupper(c); });
    if (unit.empty() || unit == "B") return 1;
    constexpr std::string_view prefixes = "KMGT";
    const std::size_t power = prefixes.find(unit[0]);
    const std::string rest = unit.substr(1);
    if (power == prefixes.npos || !(rest.empty() || rest == "B" || rest == "IB")) return 0;
    return std::uint64_t{1} << (10 * (power + 1));
}

std::optional<std::uint64_t> bytes_of(std::string_view text) {
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc()) return std::nullopt;
    std::string unit(end, text.data() + text.size());
    std::erase(unit, ' ');
    const std::uint64_t factor = unit_factor(unit);
    if (factor == 0 || count > (std::uint64_t{1} << 53) / factor) return std::nullopt;
    return count * factor;
}

template <class Value> std::string written(const Value& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

} // namespace

toml::table parse_toml(std::string_view text, const std::string& file) {
    try {
        return toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        throw ConfigError(file + ":" + std::to_string(error.source().begin.line) +
                          ": not TOML: " + std::string(error.description()));
    }
}

std::string read_text(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) throw ConfigError(path.string() + ": is a folder; name a file");
    std::ifstream in(path, std::ios::binary);
    if (!in) throw ConfigError(path.string() + ": cannot be opened; check the path and the right to read it");
    try {
        return {std::istreambuf_iterator<char>(in), {}};
    } catch (const std::ios_base::failure&) {
        throw ConfigError(path.string() + ": cannot be read; the disk says no");
    }
}

toml::table parse_toml_file(const std::string& path) { return parse_toml(read_text(path), path); }

TableReader::TableReader(const toml::table& table, std::string file, std::string path)
    : table_(&table), file_(std::move(file)), path_(std::move(path)) {}

const toml::node* TableReader::find(const char* key) {
    known_.insert(key);
    return table_->get(key);
}

std::string TableReader::path_of(std::string_view key) const {
    if (path_.empty()) return std::string(key);
    return key.empty() ? path_ : path_ + "." + std::string(key);
}

void TableReader::fail(std::string_view key, const std::string& why) const {
    const toml::node* node = table_->get(key);
    const auto line = node ? node->source().begin.line : table_->source().begin.line;
    throw ConfigError(file_ + ":" + std::to_string(std::max<std::size_t>(line, 1)) + ": " + path_of(key) + ": " + why);
}

std::optional<std::string> TableReader::text(const char* key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    auto value = node->value_exact<std::string>();
    if (!value) fail(key, "must be a text in quotes");
    return value;
}

std::string TableReader::required_text(const char* key) {
    auto value = text(key);
    if (!value) fail(key, "is missing; add it as a text in quotes");
    if (value->empty()) fail(key, "must not be empty");
    return *value;
}

std::vector<std::string> TableReader::texts(const char* key) {
    std::vector<std::string> values;
    const toml::node* node = find(key);
    if (!node) return values;
    const toml::array* array = node->as_array();
    if (!array) fail(key, "must be a list of texts, such as [\"one\", \"two\"]");
    for (const auto& item : *array) {
        auto value = item.value_exact<std::string>();
        if (!value) fail(key, "must hold texts in quotes only");
        values.push_back(*value);
    }
    return values;
}

std::vector<int> TableReader::integers(const char* key) {
    std::vector<int> values;
    const toml::node* node = find(key);
    if (!node) return values;
    const toml::array* array = node->as_array();
    if (!array) fail(key, "must be a list of whole numbers, such as [2019, 2020]");
    for (const auto& item : *array) {
        auto value = item.value_exact<std::int64_t>();
        if (!value || *value < std::numeric_limits<int>::min() || *value > std::numeric_limits<int>::max())
            fail(key, "must hold whole numbers only");
        values.push_back(static_cast<int>(*value));
    }
    return values;
}

std::optional<bool> TableReader::flag(const char* key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    auto value = node->value_exact<bool>();
    if (!value) fail(key, "must be true or false, without quotes");
    return value;
}

std::optional<std::int64_t> TableReader::integer(const char* key, std::int64_t least, std::int64_t most) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    auto value = node->value_exact<std::int64_t>();
    if (!value || *value < least || *value > most)
        fail(key, "must be a whole number from " + written(least) + " to " + written(most));
    return value;
}

std::optional<double> TableReader::number(const char* key, double least, double most) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    auto value = node->value<double>();
    if (!node->is_number() || !value || !(*value >= least && *value <= most))
        fail(key, "must be a number from " + written(least) + " to " + written(most));
    return value;
}

std::optional<std::uint64_t> TableReader::bytes(const char* key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    std::optional<std::uint64_t> value;
    if (auto count = node->value_exact<std::int64_t>(); count && *count >= 0) value = bytes_of(std::to_string(*count));
    if (auto size = node->value_exact<std::string>()) value = bytes_of(*size);
    if (!value || *value == 0) fail(key, "must be a size such as \"2GiB\", \"500MiB\" or a number of bytes above 0");
    return value;
}

std::string TableReader::time(const char* key) {
    const toml::node* node = find(key);
    if (!node) return {};
    std::string value;
    if (auto text = node->value_exact<std::string>())
        value = *text;
    else if (auto moment = node->value_exact<toml::date_time>(); moment && moment->offset)
        value = written(*moment);
    if (!epoch_seconds(value)) fail(key, time_advice);
    return value;
}

std::optional<std::string> TableReader::pattern(const char* key) {
    auto value = text(key);
    if (!value) return value;
    const re2::RE2 expression(*value, re2::RE2::Quiet);
    if (!expression.ok()) fail(key, "is no RE2 expression (" + expression.error() + "); write it in single quotes");
    return value;
}

std::optional<TableReader> TableReader::table(const char* key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (!node->is_table()) fail(key, std::string("must be a table, such as [") + path_of(key) + "]");
    return TableReader(*node->as_table(), file_, path_of(key));
}

std::vector<TableReader> TableReader::tables(const char* key) {
    std::vector<TableReader> readers;
    const toml::node* node = find(key);
    if (!node) return readers;
    const toml::array* array = node->as_array();
    if (!array) fail(key, std::string("must be written as [[") + path_of(key) + "]]");
    for (const auto& item : *array) {
        if (!item.is_table()) fail(key, std::string("must be written as [[") + path_of(key) + "]]");
        const std::string place = path_of(key) + "[" + std::to_string(readers.size() + 1) + "]";
        readers.emplace_back(*item.as_table(), file_, place);
    }
    return readers;
}

std::vector<std::string> TableReader::keys() {
    std::vector<std::string> all;
    for (const auto& [key, node] : *table_)
        all.emplace_back(key.str());
    known_.insert(all.begin(), all.end());
    return all;
}

void TableReader::finish() const {
    for (const auto& [key, node] : *table_) {
        if (known_.contains(key.str())) continue;
        const std::string near = nearest(key.str(), {known_.begin(), known_.end()});
        const std::string advice = near.empty() ? "remove it" : "did you mean \"" + near + "\"?";
        throw ConfigError(file_ + ":" + std::to_string(key.source().begin.line) + ": " + path_of(key.str()) +
                          ": unknown key; " + advice);
    }
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t least = std::max<std::size_t>(word.size() / 2, 2) + 1;
    for (const auto& candidate : candidates) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace shenbao
