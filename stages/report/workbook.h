#pragma once
// A workbook being written in memory (libxlsxwriter): owned handles, safe strings, the house's formats.

#include "pipeline/model/record.h"

#include <xlsxwriter.h>

#include <cerrno>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace shenbao::report {

// Throws where the library says that it could not.
void demand(lxw_error error);

// Calls the library, and throws std::bad_alloc where memory was short meanwhile. In much of what it does it goes on
// without what it could not allocate: a cell is plain then, a column has another width, and no call tells. malloc(3)
// does, by errno.
template <class Call> void make(Call&& call) {
    errno = 0;
    if constexpr (std::is_same_v<decltype(call()), lxw_error>)
        demand(call());
    else
        call();
    if (errno == ENOMEM) throw std::bad_alloc();
}

struct Column {
    std::string title;
    double width = 12; // in characters of the default font; a Chinese one takes two
};

// Rows and columns count from 0.
class Sheet {
  public:
    Sheet(lxw_worksheet* sheet, lxw_format* head) : sheet_(sheet), head_(head) {}

    // Row 0, frozen with its first `fixed` columns; call before any cell.
    void heads(const std::vector<Column>& columns, int fixed);
    // Always a string to the reader, never a formula, a number or a link.
    void text(std::size_t row, std::size_t column, std::string_view utf8, lxw_format* format = nullptr);
    // The same, over as many lines as its column asks for; a row grows with them.
    void paragraph(std::size_t row, std::size_t column, std::string_view utf8, lxw_format* wrapped);
    // A number where the text is one in full, "-123.45"; else text().
    void amount(std::size_t row, std::size_t column, const std::string& decimal, lxw_format* format);
    void number(std::size_t row, std::size_t column, double value, lxw_format* format = nullptr);
    // Text that leads to "A5" of another sheet.
    void link(std::size_t row, std::size_t column, std::string_view sheet, std::size_t to_row, std::string_view utf8,
              lxw_format* format);
    // Arrows over the columns of row 0, once the rows are written.
    void filter(std::size_t rows, std::size_t columns);
    lxw_worksheet* handle() const { return sheet_; }

  private:
    lxw_worksheet* sheet_;
    lxw_format* head_;
    std::vector<double> widths_; // of columns
    std::size_t tall_row_ = 0, lines_ = 1;
};

class Workbook {
  public:
    Workbook();

    Sheet sheet(const std::string& name);
    lxw_format* verdict(Verdict verdict) const { return verdicts_[static_cast<std::size_t>(verdict)]; }
    lxw_format* severity(Severity severity) const { return severities_[static_cast<std::size_t>(severity)]; }
    // A new format, aligned and ruled like the others; owned by the workbook.
    lxw_format* format();
    lxw_format* coloured(lxw_color_t ink, lxw_color_t ground);

    lxw_format* plain = nullptr;
    lxw_format* wrapped = nullptr;
    lxw_format* quiet = nullptr;
    lxw_format* linked = nullptr;
    lxw_format* title = nullptr;
    lxw_format* note = nullptr;
    lxw_format* heading = nullptr;
    lxw_format* head = nullptr;

    // Ends the workbook and gives its bytes; throws std::runtime_error.
    std::string bytes();

  private:
    struct Free {
        void operator()(lxw_workbook* book) const { lxw_workbook_free(book); }
    };
    // An anonymous file, so that nothing is left behind.
    class MemoryFile {
      public:
        MemoryFile();
        ~MemoryFile();
        MemoryFile(const MemoryFile&) = delete;
        MemoryFile& operator=(const MemoryFile&) = delete;
        std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
        std::string bytes() const;

      private:
        int descriptor_;
    };

    lxw_format* lettered(double points);

    MemoryFile memory_;
    std::unique_ptr<lxw_workbook, Free> book_;
    std::vector<lxw_format*> verdicts_, severities_;
};

} // namespace shenbao::report
