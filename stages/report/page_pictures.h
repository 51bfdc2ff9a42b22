#pragma once
// Which pages' pictures the report holds. A page is held once, however many fields, seals and findings point at it:
// what they show are windows on the one picture. What matters most comes first (submissions to go back or to be looked
// at; on them what is wrong, then what is unsure, then seals and fields), until the report would grow too large.

#include "pipeline/model/record.h"
#include "stages/report/html.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

namespace shenbao::report {

class PagePictures {
  public:
    // Asks `source` for each page wanted, at most once, until a picture would take what is held over `budget` bytes.
    PagePictures(std::span<const Record> records, const PageSource& source, std::size_t budget);

    // Number of the picture that shows this place's page; nothing where none is held.
    std::optional<std::size_t> number(const Record& record, const Locator& where) const;
    // Pages of this submission whose pictures were left out because the report would have grown too large.
    std::size_t left_out(const Record& record) const;

    std::size_t held() const { return count_; }
    std::size_t left_out() const { return left_out_.size(); }
    // The elements that hold the pictures, "page-NUMBER" each; empty where there are none.
    const std::string& markup() const { return markup_; }

  private:
    using Key = std::pair<std::string, int>; // a file by its content, and the page

    static Key key_of(const Record& record, const std::string& entry, int page);
    void take(const Key& key, const std::optional<PagePicture>& picture, std::size_t budget);
    void hold(const Key& key, const PagePicture& picture);

    std::map<Key, std::size_t> numbers_;
    std::set<Key> asked_, left_out_;
    std::map<std::string, std::size_t> left_out_of_; // by submission
    std::size_t count_ = 0, bytes_ = 0;
    bool full_ = false;
    std::string markup_;
};

} // namespace shenbao::report
