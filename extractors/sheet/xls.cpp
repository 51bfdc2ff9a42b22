// Binary Excel workbooks ([MS-XLS]): Excel 5 to 2003, and Kingsoft's .et, which is the same.

#include "extractors/sheet/biff.h"
#include "extractors/sheet/number_format.h"
#include "extractors/sheet/protected.h"
#include "extractors/sheet/sheet_table.h"
#include "extractors/word/attachments.h"
#include "extractors/word/mismatch.h"
#include "extractors/word/ole.h"
#include "extractors/word/ole_objects.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>

namespace shenbao {
namespace sheet {
namespace {

enum Type : std::uint16_t {
    formula = 0x0006,
    end_of_part = 0x000A,
    date_mode = 0x0022,
    code_page = 0x0042,
    object = 0x005D,
    bound_sheet = 0x0085,
    many_rk = 0x00BD,
    rich_label = 0x00D6,
    cell_format = 0x00E0,
    merged_cells = 0x00E5,
    drawing_group = 0x00EB,
    shared_strings = 0x00FC,
    label_shared = 0x00FD,
    text_object = 0x01B6,
    number = 0x0203,
    label = 0x0204,
    bool_or_error = 0x0205,
    formula_string = 0x0207,
    rk_number = 0x027E,
    number_format = 0x041E,
    begin_of_part = 0x0809,
};

constexpr std::size_t string_limit = 5'000'000, string_bytes_limit = std::size_t{256} << 20;
constexpr std::uint16_t part_sheet = 0x0010, version_8 = 0x0600, object_note = 0x0019;

// An RK number ([MS-XLS] 2.5.217): 30 bits of an integer or of a double, perhaps in hundredths.
double rk_value(std::uint32_t rk) {
    double value = rk & 2 ? static_cast<std::int32_t>(rk) >> 2 : std::bit_cast<double>(std::uint64_t{rk & ~3u} << 32);
    return rk & 1 ? value / 100 : value;
}

std::string error_text(std::uint8_t code) {
    switch (code) {
    case 0x00:
        return "#NULL!";
    case 0x07:
        return "#DIV/0!";
    case 0x0F:
        return "#VALUE!";
    case 0x17:
        return "#REF!";
    case 0x1D:
        return "#NAME?";
    case 0x24:
        return "#NUM!";
    case 0x2A:
        return "#N/A";
    default:
        return "#ERROR";
    }
}

std::string charset_of(int page) {
    if (page == 936) return "GB18030";
    if (page == 950) return "Big5";
    if (page == 10000 || page == 32768) return "macintosh";
    if (page == 367) return "windows-1252";
    return "windows-" + std::to_string(page);
}

class Workbook {
  public:
    Workbook(View stream, Collector& out, Sink& sink) : records_(stream), out_(out), sink_(sink) {}

    void read() {
        Record record;
        while (records_.next(record)) {
            if (record.type == begin_of_part)
                begin(record);
            else if (record.type == end_of_part)
                end();
            else if (depth_ == 1 && sheet_)
                sheet_record(record);
            else if (depth_ == 1)
                global_record(record);
            else if (record.type == text_object)
                text_box(record);
        }
        if (depth_ > 0) out_.damaged("Workbook");
        finish_sheet();
        put_drawing_pictures(View(drawings_), out_, sink_);
    }
    bool any() const { return parts_ > 0; }

  private:
    // What the workbook says of a sheet ([MS-XLS] 2.4.28).
    struct Bound {
        std::string title;
        bool hidden = false;
    };
    void begin(const Record& record) {
        ++parts_;
        if (depth_ == 0 && record.data.u16(2) == part_sheet) {
            auto known = sheets_.find(record.offset);
            sheet_.emplace();
            shown_as_ = known == sheets_.end() ? Bound() : known->second;
            sink_.progress(shown_as_.title);
        }
        if (depth_ == 0) wide_ = record.data.u16(0) >= version_8;
        ++depth_;
    }
    void end() {
        depth_ = std::max(0, depth_ - 1);
        if (depth_ == 0) finish_sheet();
    }
    void finish_sheet() {
        if (sheet_) out_.table(sheet_->finish(shown_as_.title, shown_as_.hidden));
        sheet_.reset();
    }
    void global_record(const Record& record) {
        switch (record.type) {
        case code_page:
            charset_ = charset_of(record.data.u16(0));
            break;
        case date_mode:
            from_1904_ = record.data.u16(0) == 1;
            break;
        case number_format:
            codes_[record.data.u16(0)] = wide_ ? string(record, 2, true) : string(record, 2, false);
            break;
        case cell_format:
            if (cell_formats_.size() < 100'000) cell_formats_.push_back(record.data.u16(2));
            break;
        case bound_sheet:
            sheets_[record.data.u32(0)] = {string(record, 6, false), (record.data.u8(4) & 3) != 0};
            break;
        case shared_strings:
            read_strings(record);
            break;
        case drawing_group:
            // A long group goes on in more records of its kind.
            drawings_ += record.data.bytes();
            for (const View& more : record.continued)
                drawings_ += more.bytes();
            break;
        default:
            break;
        }
    }
    void read_strings(const Record& record) {
        Cursor cursor(record);
        cursor.skip(4);
        std::size_t count = std::min<std::size_t>(cursor.u32(), string_limit), bytes = 0;
        while (strings_.size() < count && !cursor.at_end() && bytes < string_bytes_limit) {
            strings_.push_back(cursor.rich_string());
            bytes += strings_.back().size();
        }
        if (strings_.size() < count) out_.damaged("SST");
    }
    // A string at `at` of a record, its length in one or two bytes.
    std::string string(const Record& record, std::size_t at, bool long_length) {
        Cursor cursor(record);
        cursor.skip(at);
        std::size_t count = long_length ? cursor.u16() : cursor.u8();
        if (!wide_) {
            std::string bytes;
            while (bytes.size() < count && !cursor.at_end())
                bytes += static_cast<char>(cursor.u8());
            return text::decode(bytes, charset_);
        }
        return cursor.characters(count, cursor.u8() & 1);
    }
    void sheet_record(const Record& record) {
        const View& data = record.data;
        int row = data.u16(0), column = data.u16(2);
        switch (record.type) {
        case label_shared:
            put(row, column, data.u32(6) < strings_.size() ? strings_[data.u32(6)] : std::string());
            break;
        case label:
        case rich_label:
            put(row, column, string(record, 6, true));
            break;
        case number:
            put(row, column, shown_number(std::bit_cast<double>(data.u64(6)), data.u16(4)));
            break;
        case rk_number:
            put(row, column, shown_number(rk_value(data.u32(6)), data.u16(4)));
            break;
        case many_rk:
            for (std::size_t at = 4; at + 8 <= data.size(); at += 6)
                put(row, column++, shown_number(rk_value(data.u32(at + 2)), data.u16(at)));
            break;
        case bool_or_error:
            put(row, column, data.u8(7) ? error_text(data.u8(6)) : data.u8(6) ? "TRUE" : "FALSE");
            break;
        case formula:
            formula_result(data, row, column);
            break;
        case formula_string:
            put(formula_row_, formula_column_, string(record, 0, true));
            break;
        case merged_cells:
            for (std::size_t i = 0, at = 2; i < data.u16(0) && at + 8 <= data.size(); ++i, at += 8)
                sheet_->merge(data.u16(at), data.u16(at + 4), data.u16(at + 2), data.u16(at + 6));
            break;
        case object:
            object_type_ = data.u16(4);
            break;
        case text_object:
            text_box(record);
            break;
        default:
            break;
        }
    }
    void formula_result(const View& data, int row, int column) {
        formula_row_ = row;
        formula_column_ = column;
        if (data.u16(12) != 0xFFFF)
            return put(row, column, shown_number(std::bit_cast<double>(data.u64(6)), data.u16(4)));
        if (data.u8(6) == 1) put(row, column, data.u8(8) ? "TRUE" : "FALSE");
        if (data.u8(6) == 2) put(row, column, error_text(data.u8(8)));
    }
    void put(int row, int column, std::string_view text) {
        if (!sheet_->cell(row, column, text)) out_.found(finding("limit.bytes", {}, "cells"), true);
    }
    std::string shown_number(double value, std::uint16_t cell_format) const {
        int id = cell_format < cell_formats_.size() ? cell_formats_[cell_format] : 0;
        auto own = codes_.find(id);
        return shown(value, own == codes_.end() ? builtin_format(id) : std::string_view(own->second), from_1904_);
    }
    // Notes and text boxes: the text stands in the first continuation.
    void text_box(const Record& record) {
        if (!wide_ || record.continued.empty()) return;
        std::size_t count = record.data.u16(10);
        Record held;
        held.data = record.continued.front();
        held.continued.assign(record.continued.begin() + 1, record.continued.end());
        Cursor cursor(held);
        std::string text = cursor.characters(count, cursor.u8() & 1);
        out_.paragraph(object_type_ == object_note ? Part::comment : Part::text_box, text);
    }

    Records records_;
    Collector& out_;
    Sink& sink_;
    std::optional<SheetTable> sheet_;
    std::string drawings_;
    std::string charset_ = "windows-1252";
    Bound shown_as_; // the open sheet
    std::map<std::size_t, Bound> sheets_; // by their place in the stream
    std::map<int, std::string> codes_;         // number formats
    std::vector<int> cell_formats_;
    std::vector<std::string> strings_;
    int depth_ = 0, parts_ = 0, formula_row_ = 0, formula_column_ = 0;
    std::uint16_t object_type_ = 0;
    bool wide_ = true, from_1904_ = false;
};

} // namespace
} // namespace sheet

namespace {

class XlsExtractor : public Extractor {
  public:
    std::string_view name() const override { return "xls"; }
    int version() const override { return 5; }
    int most() const override { return bid::exact; }
    int bid(const Input& input) const override {
        auto ole = OleFile::open(input.bytes);
        return ole && (ole->has("Workbook") || ole->has("Book")) && !ole->has("WordDocument") ? bid::exact : bid::none;
    }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        auto ole = OleFile::open(input.bytes);
        if (!ole) throw ItemError("document.damaged", "OLE2");
        std::string stream = sheet::opened(ole->read(ole->has("Workbook") ? "Workbook" : "Book"));
        Collector out("xls");
        sheet::Workbook workbook{View(stream), out, sink};
        workbook.read();
        if (!workbook.any()) throw ItemError("document.damaged", "Workbook");
        put_ole_objects(*ole, out, sink);
        read_ole_properties(*ole, out);
        Facts facts = out.finish();
        if (!out.has_text() && facts.document()->attachments.empty())
            facts.findings.push_back(finding("document.empty"));
        note_mismatch(facts, input, options, "xls");
        return facts;
    }
};

} // namespace

const Extractor& xls_extractor() {
    static const XlsExtractor extractor;
    return extractor;
}

} // namespace shenbao
