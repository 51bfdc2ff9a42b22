#pragma once
// Automatic numbers of a binary Word document ([MS-DOC] 2.9.131 PlfLfo, 2.9.148 PlfLst).

#include "extractors/word/doc_file.h"
#include "extractors/word/numbering.h"

#include <map>
#include <string>
#include <vector>

namespace shenbao::doc {

class Lists {
  public:
    explicit Lists(const WordFile& file);
    // The number before the next paragraph of the list `override_index` (ilfo, from 1); "" where there is none.
    std::string next(int override_index, int level);

  private:
    struct Override {
        std::int32_t list = 0;     // lsid
        std::map<int, int> starts; // by level
        std::map<int, ListLevel> levels;
        bool begun = false;
    };
    void read_lists(View at);
    std::size_t read_level(View at, ListLevel& out) const;
    void read_overrides(View table);

    const WordFile& file_;
    std::map<std::int32_t, List> lists_;
    std::vector<Override> overrides_;
    ListCounter counter_;
};

} // namespace shenbao::doc
