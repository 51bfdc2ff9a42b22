#pragma once
// Every sentence staff read, by code. The sentences stand in config/messages; this only fills them in.

#include "pipeline/model/finding.h"

#include <map>
#include <string>
#include <string_view>

namespace shenbao {

class Messages {
  public:
    Messages() = default;
    // `sentences` by code or by word ("verdict.complete"); "{name}" in one stands for an argument. A part in
    // brackets, "[，第{page}页]", is left out where one of its arguments has no value.
    explicit Messages(std::map<std::string, std::string, std::less<>> sentences) : sentences_(std::move(sentences)) {}

    // The sentence for a finding. Known in every sentence besides the finding's own arguments: {evidence}, {entry},
    // {file} (the entry without its folders), {page}, {slot}, {field}; slots and fields by their titles where `titles`
    // names them. The sentence of a code without one of its own is its area's ("consistency.*"). An argument may name
    // words by their keys ("name.number+name.company"): then the words are put in.
    std::string sentence(const Finding& finding, const std::map<std::string, std::string>& titles = {}) const;
    // A word or phrase of the reports; the key itself where there is none, so that a gap shows.
    std::string word(std::string_view key) const;
    std::string word(std::string_view key, const std::map<std::string, std::string>& args) const;
    bool has(std::string_view key) const;
    const std::map<std::string, std::string, std::less<>>& all() const { return sentences_; }

  private:
    std::string in_words(const std::string& value) const;

    std::map<std::string, std::string, std::less<>> sentences_;
};

} // namespace shenbao
