#pragma once
// Records of binary Excel workbooks ([MS-XLS] 2.1.4), and strings that run on over CONTINUE records.

#include "extractors/word/view.h"

#include <cstdint>
#include <string>
#include <vector>

namespace shenbao::sheet {

struct Record {
    std::uint16_t type = 0;
    std::size_t offset = 0; // of its head in the stream
    View data;
    std::vector<View> continued; // the CONTINUE records behind it
};

class Records {
  public:
    explicit Records(View stream) : stream_(stream) {}
    // The next record with what continues it; false at the end.
    bool next(Record& record);

  private:
    View stream_;
    std::size_t at_ = 0;
};

// Reads through a record and its continuations as one.
class Cursor {
  public:
    explicit Cursor(const Record& record);
    void skip(std::size_t count);
    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    bool at_end() const { return segment_ >= segments_.size(); }
    // `count` characters of a string whose flags were read; a continuation begins with flags of its own.
    std::string characters(std::size_t count, bool wide);
    // XLUnicodeRichExtendedString ([MS-XLS] 2.5.293).
    std::string rich_string();

  private:
    void settle();
    std::vector<View> segments_;
    std::size_t segment_ = 0, at_ = 0;
};

} // namespace shenbao::sheet
