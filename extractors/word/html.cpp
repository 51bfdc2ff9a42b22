#include "extractors/word/html.h"

#include "extractors/word/numbering.h"
#include "pipeline/model/text.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <utility>

namespace shenbao {
namespace {

constexpr std::size_t table_depth_limit = 40, list_depth_limit = 100;

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_block(std::string_view name) {
    return one_of(name,
                  {"p",       "div",    "h1",     "h2",         "h3",   "h4",      "h5",         "h6",      "li",
                   "ul",      "ol",     "dl",     "dt",         "dd",   "pre",     "blockquote", "center",  "section",
                   "article", "header", "footer", "form",       "hr",   "address", "fieldset",   "caption", "body",
                   "html",    "option", "figure", "figcaption", "main", "nav"});
}

bool is_list(std::string_view name) { return one_of(name, {"ol", "ul", "menu", "dir"}); }

bool is_silent(std::string_view name) { return one_of(name, {"script", "style", "noscript", "template", "o:p-x"}); }

std::string lower(std::string_view bytes) {
    std::string out(bytes);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

// "" where there is none.
std::string attribute(const xmlChar** attributes, std::string_view wanted) {
    for (; attributes && attributes[0]; attributes += 2)
        if (wanted == reinterpret_cast<const char*>(attributes[0]))
            return attributes[1] ? reinterpret_cast<const char*>(attributes[1]) : std::string();
    return {};
}

int count(const xmlChar** attributes, std::string_view wanted, int otherwise) {
    std::string value = attribute(attributes, wanted);
    return value.empty() ? otherwise : std::clamp(std::atoi(value.c_str()), -1000, 1000);
}

// Of a list's numbers, by HTML's name for it.
std::string_view format_of(std::string_view type) {
    if (type == "a") return "lowerLetter";
    if (type == "A") return "upperLetter";
    if (type == "i") return "lowerRoman";
    return type == "I" ? "upperRoman" : "decimal";
}

// By itself, in its own style or in Word's.
bool is_hidden(const xmlChar** attributes) {
    std::string style = lower(attribute(attributes, "style"));
    std::erase_if(style, [](unsigned char c) { return c <= ' '; });
    for (std::string_view rule : {"display:none", "visibility:hidden", "mso-hide:all"})
        if (style.find(rule) != style.npos) return true;
    for (; attributes && attributes[0]; attributes += 2)
        if (std::string_view(reinterpret_cast<const char*>(attributes[0])) == "hidden") return true;
    return false;
}

// Follows the parser's events and writes paragraphs and tables.
class PageWriter {
  public:
    explicit PageWriter(const Flow& flow) : base_(flow) {}

    void start(std::string_view name, const xmlChar** attributes) {
        if (is_silent(name)) ++silent_;
        if (name == "title") in_title_ = true;
        if (silent_ > 0 || is_within_hidden(name, attributes)) return;
        if (name == "br")
            line_ += '\n';
        else if (name == "table")
            open_table();
        else if (name == "tr")
            open_row();
        else if (name == "td" || name == "th")
            open_cell(attributes);
        else if (is_block(name))
            flush();
        if (is_list(name)) open_list(name, attributes);
        if (name == "li" && !lists_.empty()) number_ = next_number(attributes);
        if (name == "pre") ++verbatim_;
    }
    void end(std::string_view name) {
        if (is_silent(name)) silent_ = std::max(0, silent_ - 1);
        if (name == "title") in_title_ = false;
        if (silent_ > 0 || ends_in_hidden(name)) return;
        if (name == "table")
            close_table();
        else if (name == "td" || name == "th" || name == "tr" || is_block(name))
            flush();
        if (name == "tr" && !tables_.empty()) tables_.back().in_cell = false;
        if (is_list(name) && !lists_.empty()) lists_.pop_back();
        if (name == "li") number_.clear();
        if (name == "pre") verbatim_ = std::max(0, verbatim_ - 1);
    }
    void characters(std::string_view text) {
        if (in_title_) {
            title_ += text;
        } else if (silent_ == 0) {
            for (char c : text)
                put(c);
        }
    }
    void finish() {
        flush_hidden();
        flush();
        while (!tables_.empty())
            close_table();
        base_.out->property("title", title_);
    }

  private:
    struct OpenList {
        std::string_view format; // of its numbers, "" for none
        int next = 1;
    };
    struct OpenTable {
        std::vector<RawRow> rows;
        bool in_cell = false;
    };
    void put(char c) {
        std::string& line = hiding_.empty() ? line_ : hidden_line_;
        bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!space || verbatim_ > 0)
            line += c;
        else if (!line.empty() && line.back() != ' ' && line.back() != '\n')
            line += ' ';
    }
    // Of what an element hides, the words are kept and no structure.
    bool is_within_hidden(std::string_view name, const xmlChar** attributes) {
        if (hiding_.empty() && !one_of(name, {"html", "body"}) && is_hidden(attributes))
            hiding_ = name;
        else if (hiding_.empty())
            return false;
        if (name == hiding_) ++hiding_depth_;
        if (name == "br" || name == "td" || name == "th" || name == "tr" || is_block(name)) flush_hidden();
        return true;
    }
    bool ends_in_hidden(std::string_view name) {
        if (hiding_.empty()) return false;
        if (name == hiding_ && --hiding_depth_ == 0) {
            flush_hidden();
            hiding_.clear();
        }
        return true;
    }
    void flush_hidden() {
        std::string line = text::trim(std::exchange(hidden_line_, {}));
        if (!line.empty()) base_.out->paragraph(Part::hidden, line);
    }
    // Where text goes now: the open cell of the innermost table, or what holds that table.
    Flow here() {
        Flow flow = base_;
        for (OpenTable& table : tables_)
            if (table.in_cell) flow.cell = &table.rows.back().back();
        return flow;
    }
    void flush() {
        std::string line = text::trim(line_);
        line_.clear();
        if (!line.empty()) here().paragraph(numbered(std::exchange(number_, {}), std::move(line)));
    }
    void open_list(std::string_view name, const xmlChar** attributes) {
        if (lists_.size() >= list_depth_limit) lists_.pop_back();
        std::string style = lower(attribute(attributes, "style"));
        bool bare = style.find("none") != style.npos && style.find("list-style") != style.npos;
        std::string_view format = bare ? "" : name == "ol" ? format_of(attribute(attributes, "type")) : "bullet";
        lists_.push_back({format, count(attributes, "start", 1)});
    }
    std::string next_number(const xmlChar** attributes) {
        OpenList& list = lists_.back();
        if (list.format.empty()) return {};
        if (list.format == "bullet") return "• ";
        const int value = count(attributes, "value", list.next);
        list.next = value + 1;
        return number_in(list.format, value) + ". ";
    }
    void open_table() {
        flush();
        if (tables_.size() < table_depth_limit) tables_.emplace_back();
    }
    void open_row() {
        flush();
        if (tables_.empty()) return;
        tables_.back().rows.emplace_back();
        tables_.back().in_cell = false;
    }
    void open_cell(const xmlChar** attributes) {
        flush();
        if (tables_.empty()) return;
        OpenTable& table = tables_.back();
        if (table.rows.empty()) table.rows.emplace_back();
        RawCell cell;
        cell.left = -1;
        cell.right = std::max(1, count(attributes, "colspan", 1));
        cell.rows = std::max(1, count(attributes, "rowspan", 1));
        table.rows.back().push_back(std::move(cell));
        table.in_cell = true;
    }
    void close_table() {
        flush();
        if (tables_.empty()) return;
        auto rows = std::move(tables_.back().rows);
        tables_.pop_back();
        here().table(table_of_columns(std::move(rows), base_.part));
    }

    Flow base_;
    std::vector<OpenTable> tables_;
    std::vector<OpenList> lists_;
    std::string line_, title_;
    std::string number_; // of a list's item that has shown nothing yet
    std::string hidden_line_, hiding_; // the element that hides what is read now
    int hiding_depth_ = 0;             // of such elements in one another
    int silent_ = 0, verbatim_ = 0;
    bool in_title_ = false;
};

void on_start(void* page, const xmlChar* name, const xmlChar** attributes) {
    static_cast<PageWriter*>(page)->start(reinterpret_cast<const char*>(name), attributes);
}
void on_end(void* page, const xmlChar* name) {
    static_cast<PageWriter*>(page)->end(reinterpret_cast<const char*>(name));
}
void on_characters(void* page, const xmlChar* chars, int length) {
    static_cast<PageWriter*>(page)->characters(
        {reinterpret_cast<const char*>(chars), static_cast<std::size_t>(length)});
}

struct FreeHtml {
    void operator()(htmlParserCtxtPtr parser) const {
        if (parser->myDoc) xmlFreeDoc(parser->myDoc);
        htmlFreeParserCtxt(parser);
    }
};

// The charset a page names for itself in its first bytes, "" where it names none.
std::string named_charset(std::string_view bytes) {
    std::string head = lower(bytes.substr(0, 4096));
    auto at = head.find("charset");
    if (at == std::string::npos) return {};
    at = head.find_first_not_of(" =\"'3d", at + 7);
    if (at == std::string::npos) return {};
    return head.substr(at, head.find_first_of("\"' ;/>\r\n", at) - at);
}

std::string page_text(std::string_view bytes) {
    std::string charset;
    std::string known = text_of_unknown(bytes, &charset);
    if (charset == "UTF-16" || (charset == "UTF-8" && text::is_utf8(bytes))) return known;
    std::string named = named_charset(bytes);
    return named.empty() || named == "utf-8" ? known : text::decode(bytes, named);
}

} // namespace

std::string text_of_unknown(std::string_view bytes, std::string* charset) {
    auto tell = [&](const char* name) {
        if (charset) *charset = name;
    };
    if (bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF") {
        tell("UTF-16");
        return text::decode(bytes.substr(2), bytes[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE");
    }
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") {
        tell("UTF-8");
        return text::clean(bytes.substr(3));
    }
    return text::from_unknown(bytes, charset);
}

void read_html(std::string_view bytes, const Flow& flow) {
    std::string utf8 = page_text(bytes.substr(0, std::size_t{64} << 20));
    std::unique_ptr<htmlParserCtxt, FreeHtml> parser(htmlNewParserCtxt());
    if (!parser) throw std::bad_alloc();
    PageWriter page(flow);
    htmlSAXHandler handler{};
    handler.startElement = on_start;
    handler.endElement = on_end;
    handler.characters = handler.cdataBlock = handler.ignorableWhitespace = on_characters;
    *parser->sax = handler;
    parser->userData = &page;
    int options =
        HTML_PARSE_NONET | HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC;
    htmlDocPtr made =
        htmlCtxtReadMemory(parser.get(), utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8", options);
    if (made) xmlFreeDoc(made);
    page.finish();
}

void read_text(std::string_view bytes, const Flow& flow) {
    for (const std::string& line : text::split(text_of_unknown(bytes), '\n'))
        flow.paragraph(text::trim(line));
}

bool looks_like_html(std::string_view bytes) {
    const bool other = !bytes.empty() && bytes[0] > ' ' && bytes[0] < 0x7F && bytes[0] != '<';
    if (other) return false; // before its encoding is found out
    std::string head = lower(text::trim(text_of_unknown(bytes.substr(0, 1024))));
    for (std::string_view mark : {"<!doctype html", "<html", "<head", "<body", "<table", "<meta"})
        if (head.rfind(mark, 0) == 0) return true;
    bool prologue = head.rfind("<?xml", 0) == 0 || head.rfind("<!--", 0) == 0;
    return prologue && head.find("<html") != std::string::npos;
}

} // namespace shenbao
