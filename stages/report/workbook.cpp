#include "stages/report/workbook.h"

#include "pipeline/model/text.h"
#include "stages/report/wording.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <stdexcept>

namespace shenbao::report {
namespace {

constexpr std::size_t longest_cell = 32000; // characters; a spreadsheet's own bound is 32,767 UTF-16 units
constexpr std::size_t most_rows = 1'048'576;

// "-123.45": what can be read as a number without a loss of meaning.
bool is_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view part = point == text.npos ? std::string_view("0") : text.substr(point + 1);
    const auto digits = [](std::string_view s) {
        return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    return digits(whole) && digits(part) && whole.size() + part.size() <= 15;
}

constexpr std::size_t most_lines = 8; // shown of a cell; it holds them all
constexpr double line_height = 15;    // points
constexpr double narrowest = 8;       // characters; no column that holds sentences is as narrow

// How many lines a text takes in a column so many characters wide. A Chinese character is as wide as two others, and
// none is parted.
std::size_t lines_in(std::string_view utf8, double width) {
    std::size_t lines = 1;
    double used = 0;
    for (char32_t c : text::to_u32(utf8)) {
        const double wide = c >= 0x1100 ? 2 : 1;
        const bool full = used + wide > width - 1;
        if (c == '\n' || full) {
            ++lines;
            used = 0;
        }
        if (c != '\n') used += wide;
    }
    return lines;
}

lxw_row_t at_row(std::size_t row) { return static_cast<lxw_row_t>(row); }
lxw_col_t at_column(std::size_t column) { return static_cast<lxw_col_t>(column); }

// An anonymous file in memory.
int memory_file(const char* name) {
    const int made = memfd_create(name, MFD_CLOEXEC);
    if (made < 0) throw std::runtime_error("no memory for report.xlsx");
    return made;
}

// Standard error goes here instead, and what was said on it can be asked for.
class Overheard {
  public:
    Overheard() : said_(memory_file("said")), before_(dup(STDERR_FILENO)) { dup2(said_, STDERR_FILENO); }
    ~Overheard() {
        if (before_ >= 0)
            dup2(before_, STDERR_FILENO);
        else
            ::close(STDERR_FILENO); // as it was
        for (int descriptor : {before_, said_})
            if (descriptor >= 0) ::close(descriptor);
    }
    Overheard(const Overheard&) = delete;
    Overheard& operator=(const Overheard&) = delete;

    bool anything() const {
        std::fflush(stderr);
        struct stat info {};
        return fstat(said_, &info) != 0 || info.st_size > 0;
    }

  private:
    int said_, before_;
};

// While it packs the sheets the library sets errno back between the parts; what it cannot allocate it tells on standard
// error alone, and goes on to write a file that lacks a part, a format, a relation.
void close_whole(lxw_workbook* book) {
    Overheard overheard;
    make([&] { return workbook_close(book); });
    if (overheard.anything()) throw std::bad_alloc();
}

} // namespace

void demand(lxw_error error) {
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED) throw std::bad_alloc();
    if (error != LXW_NO_ERROR) throw std::runtime_error(std::string("report.xlsx: ") + lxw_strerror(error));
}

void Sheet::heads(const std::vector<Column>& columns, int fixed) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        make([&] { return worksheet_set_column(sheet_, at_column(i), at_column(i), columns[i].width, nullptr); });
        widths_.push_back(columns[i].width);
        text(0, i, columns[i].title, head_);
    }
    make([&] { return worksheet_set_row(sheet_, 0, 24, nullptr); });
    make([&] { return worksheet_repeat_rows(sheet_, 0, 0); });
    make([&] {
        worksheet_freeze_panes(sheet_, 1, at_column(static_cast<std::size_t>(fixed)));
        worksheet_set_landscape(sheet_);
        worksheet_set_paper(sheet_, 9); // A4
        worksheet_fit_to_pages(sheet_, 1, 0);
    });
}

void Sheet::text(std::size_t row, std::size_t column, std::string_view utf8, lxw_format* format) {
    if (row >= most_rows) return;
    const std::string safe = text::shorten(visible(utf8), longest_cell);
    if (safe.empty())
        make([&] { return worksheet_write_blank(sheet_, at_row(row), at_column(column), format); });
    else
        make([&] { return worksheet_write_string(sheet_, at_row(row), at_column(column), safe.c_str(), format); });
}

// Not every program finds the height of a row by itself.
void Sheet::paragraph(std::size_t row, std::size_t column, std::string_view utf8, lxw_format* wrapped) {
    text(row, column, utf8, wrapped);
    const double width = column < widths_.size() ? widths_[column] : narrowest;
    if (row != tall_row_) lines_ = 1;
    tall_row_ = row;
    const std::size_t lines = std::min(lines_in(utf8, width), most_lines);
    if (lines <= lines_ || row >= most_rows) return;
    lines_ = lines;
    make([&] { return worksheet_set_row(sheet_, at_row(row), line_height * static_cast<double>(lines), nullptr); });
}

void Sheet::amount(std::size_t row, std::size_t column, const std::string& decimal, lxw_format* format) {
    if (is_decimal(decimal))
        number(row, column, std::strtod(decimal.c_str(), nullptr), format);
    else
        text(row, column, decimal, format);
}

void Sheet::number(std::size_t row, std::size_t column, double value, lxw_format* format) {
    if (row >= most_rows) return;
    make([&] { return worksheet_write_number(sheet_, at_row(row), at_column(column), value, format); });
}

void Sheet::link(std::size_t row, std::size_t column, std::string_view sheet, std::size_t to_row, std::string_view utf8,
                 lxw_format* format) {
    if (row >= most_rows) return;
    const std::string target = "internal:'" + std::string(sheet) + "'!A" + std::to_string(to_row + 1);
    make([&] {
        const lxw_error error = worksheet_write_url(sheet_, at_row(row), at_column(column), target.c_str(), format);
        // A sheet holds 65,530 links; beyond them a cell is plain.
        return error == LXW_ERROR_WORKSHEET_MAX_NUMBER_URLS_EXCEEDED ? LXW_NO_ERROR : error;
    });
    text(row, column, utf8, format); // the link stays; its text becomes a plain string
}

void Sheet::filter(std::size_t rows, std::size_t columns) {
    if (rows == 0 || columns == 0) return;
    make([&] {
        return worksheet_autofilter(sheet_, 0, 0, at_row(std::min(rows, most_rows - 1)), at_column(columns - 1));
    });
}

Workbook::MemoryFile::MemoryFile() : descriptor_(memory_file("report.xlsx")) {}

Workbook::MemoryFile::~MemoryFile() { ::close(descriptor_); }

std::string Workbook::MemoryFile::bytes() const {
    struct stat info {};
    if (fstat(descriptor_, &info) != 0) throw std::runtime_error("report.xlsx cannot be read back");
    std::string out(static_cast<std::size_t>(info.st_size), '\0');
    for (std::size_t done = 0; done < out.size();) {
        const ssize_t n = pread(descriptor_, out.data() + done, out.size() - done, static_cast<off_t>(done));
        if (n <= 0) throw std::runtime_error("report.xlsx cannot be read back");
        done += static_cast<std::size_t>(n);
    }
    return out;
}

Workbook::Workbook() {
    make([&] { book_.reset(workbook_new(memory_.path().c_str())); });
    if (!book_) throw std::runtime_error("cannot begin report.xlsx");
    lxw_doc_properties properties{};
    properties.created = 946684800; // 2000-01-01: the moment of writing would make each night's file another
    make([&] { return workbook_set_properties(book_.get(), &properties); });

    plain = format();
    wrapped = format();
    format_set_text_wrap(wrapped);
    quiet = format();
    format_set_font_color(quiet, 0x8A929B);
    linked = format();
    format_set_font_color(linked, 0x1D4F86);
    format_set_underline(linked, LXW_UNDERLINE_SINGLE);
    title = lettered(18);
    format_set_bold(title);
    note = lettered(10);
    format_set_font_color(note, 0x5A6572);
    heading = lettered(11);
    format_set_bold(heading);
    format_set_bottom(heading, LXW_BORDER_MEDIUM);
    head = format();
    format_set_bold(head);
    format_set_bg_color(head, 0x1C2530);
    format_set_font_color(head, LXW_COLOR_WHITE);
    format_set_align(head, LXW_ALIGN_VERTICAL_CENTER);
    verdicts_ = {coloured(0x1D7A70, 0xE6F3F0), coloured(0x7D5600, 0xFDF4DC), coloured(0xB23A1D, 0xFBECE5),
                 coloured(0x58527A, 0xEEECF4)};
    severities_ = {coloured(0x5A6572, 0xFFFFFF), coloured(0x7D5600, 0xFDF4DC), coloured(0xB23A1D, 0xFBECE5)};
}

lxw_format* Workbook::lettered(double points) {
    lxw_format* made = nullptr;
    make([&] { made = workbook_add_format(book_.get()); });
    format_set_font_name(made, "Microsoft YaHei");
    format_set_font_size(made, points);
    return made;
}

lxw_format* Workbook::format() {
    lxw_format* made = lettered(10);
    format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
    format_set_border(made, LXW_BORDER_HAIR);
    format_set_border_color(made, 0xC4BFB0);
    return made;
}

lxw_format* Workbook::coloured(lxw_color_t ink, lxw_color_t ground) {
    lxw_format* made = format();
    format_set_font_color(made, ink);
    format_set_bg_color(made, ground);
    return made;
}

Sheet Workbook::sheet(const std::string& name) {
    lxw_worksheet* made = nullptr;
    make([&] { made = workbook_add_worksheet(book_.get(), name.c_str()); });
    if (!made) throw std::runtime_error("a sheet of report.xlsx has a name that cannot be: " + name);
    return {made, head};
}

std::string Workbook::bytes() {
    close_whole(book_.release());
    return memory_.bytes();
}

} // namespace shenbao::report
