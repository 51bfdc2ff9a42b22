#include "extractors/word/rtf_reader.h"

#include "extractors/word/fields.h"
#include "extractors/word/mismatch.h"
#include "extractors/word/symbols.h"
#include "pipeline/model/text.h"

#include <algorithm>
#include <utility>

namespace shenbao {
namespace rtf {

// By font charset (RTF 1.9.1, "Font Table") and by \ansicpg; in rtf_text.cpp.
std::string page_of_charset(int charset);
std::string page_of_number(int number);

namespace {

constexpr std::size_t group_limit = 4000;
constexpr std::size_t story_limit = 50;
constexpr std::size_t cell_limit = 500;
constexpr std::size_t pending_limit = std::size_t{16} << 20;

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Groups whose text is no part of the document, with and without the star.
bool is_silent(std::string_view name) {
    return one_of(
        name,
        {"colortbl",  "stylesheet",        "info",     "filetbl",      "revtbl",     "private", "ftnsep",   "ftnsepc",
         "ftncn",     "aftnsep",           "aftnsepc", "aftncn",       "xe",         "tc",      "rxe",      "upr",
         "atnid",     "atnauthor",         "atndate",  "atnicn",       "nonshppict", "shprslt", "shpinst",  "do",
         "listtable", "listoverridetable", "template", "nonesttables", "pntxta",     "pntxtb",  "objclass", "sp",
         "bkmkstart", "bkmkend",           "mmathPr"});
}

// Groups of \info that become properties.
const char* property_of(std::string_view name) {
    static constexpr std::pair<std::string_view, const char*> known[] = {
        {"title", "title"},          {"subject", "subject"},  {"author", "author"},   {"keywords", "keywords"},
        {"operator", "last_author"}, {"doccomm", "comments"}, {"company", "company"}, {"generator", "producer"}};
    for (auto& [word, key] : known)
        if (word == name) return key;
    return nullptr;
}

} // namespace

bool looks_like_rtf(std::string_view bytes) {
    std::string_view head = bytes.substr(0, 64);
    head.remove_prefix(std::min(head.find_first_not_of("\xEF\xBB\xBF \t\r\n"), head.size()));
    return head.substr(0, 5) == "{\\rtf";
}

void Reader::read() {
    for (Token token = lexer_.next(); token.kind != Token::Kind::end; token = lexer_.next()) {
        switch (token.kind) {
        case Token::Kind::open:
            open();
            break;
        case Token::Kind::close:
            close();
            break;
        case Token::Kind::word:
            word(token);
            break;
        case Token::Kind::symbol:
            symbol(token.word.front());
            break;
        case Token::Kind::byte:
            byte(static_cast<char>(token.value));
            break;
        default:
            if (group().target == Target::picture || group().target == Target::object)
                hex(token.word);
            else
                for (char c : token.word)
                    byte(c);
        }
    }
    if (groups_.size() > 1) out_.damaged("rtf");
    while (stories_.size() > 1)
        end_story();
    flush();
    if (!story().line.empty()) paragraph();
    put_apart();
    story().tables.set_depth(0, flow());
}

void Reader::open() {
    to_swallow_ = 0;
    flush();
    if (groups_.size() >= group_limit || ignored_groups_ > 0) {
        ++ignored_groups_;
        return;
    }
    Group inner = group();
    inner.ends_story = inner.ends_row_shape = inner.starred = false;
    groups_.push_back(std::move(inner));
}

void Reader::close() {
    to_swallow_ = 0;
    flush();
    if (ignored_groups_ > 0) {
        --ignored_groups_;
        return;
    }
    if (groups_.size() < 2) return;
    Group done = std::move(groups_.back());
    groups_.pop_back();
    if (done.ends_story) end_story();
    if (done.ends_row_shape && !kept_shapes_.empty()) {
        shape_ = std::move(kept_shapes_.back());
        kept_shapes_.pop_back();
    }
    if (done.target == Target::property && group().target != Target::property) {
        std::string value = std::exchange(code_, {});
        if (!inserted_) out_.property(done.property, value);
    }
    if (done.target == Target::code && group().target != Target::code) end_field();
    if (done.target == Target::form_entry && group().target != Target::form_entry && form_.entries.size() < 1000)
        form_.entries.push_back(std::exchange(code_, {}));
    if (done.target == Target::form && group().target != Target::form) end_form();
    bool data = done.target == Target::picture || done.target == Target::object;
    if (data && group().target != done.target) end_data(done.target);
}

// Tick boxes, and lists to choose from: what is chosen.
void Reader::end_form() {
    constexpr int tick_box = 1, list = 2, as_usual = 25;
    int state = form_.result == as_usual || form_.result < 0 ? form_.usual : form_.result;
    if (group().target == Target::nowhere) return;
    // It stands in the instruction of its field, and is shown all the same.
    std::string& shown = line();
    if (form_.type == tick_box) shown += state ? "☑" : "☐";
    if (form_.type == list && state >= 0 && state < static_cast<int>(form_.entries.size()))
        shown += form_.entries[static_cast<std::size_t>(state)];
}

// The instruction has ended; what it shows of itself comes when no result follows, so it is written at once for the
// kinds that never have one.
void Reader::end_field() { put(shown_by_instruction(std::exchange(code_, {}))); }

bool Reader::swallowed() {
    if (to_swallow_ <= 0) return false;
    --to_swallow_;
    return true;
}

void Reader::symbol(char c) {
    if (c == '*') {
        group().starred = true;
        return;
    }
    if (c == '\n' || c == '\r') return paragraph();
    if (swallowed()) return;
    switch (c) {
    case '~':
        return put("\u00A0");
    case '_':
        return put("-");
    case '\t':
        return put("\t");
    case '{':
    case '}':
    case '\\':
        return byte(c);
    default:
        return; // optional hyphen and marks of an index
    }
}

void Reader::word(const Token& token) {
    std::string_view name = token.word;
    if (name == "bin") {
        std::string_view bytes = lexer_.take(static_cast<std::size_t>(std::max(0, token.value)));
        bool wanted = group().target == Target::object || (group().target == Target::picture && wanted_picture_);
        if (wanted && data_.size() < data_limit) data_ += bytes;
        return;
    }
    if (name == "u") return unicode(token.value);
    if (ignored_groups_ > 0) return;
    bool starred = std::exchange(group().starred, false);
    if (destination(name)) return;
    if (starred) {
        group().target = Target::nowhere;
        return;
    }
    if (group().target == Target::picture) {
        wanted_picture_ = wanted_picture_ || one_of(name, {"pngblip", "jpegblip", "emfblip", "wmetafile"});
        return;
    }
    if (group().target == Target::form && form_word(name, token.value)) return;
    if (format_word(name, token)) return;
    if (group().target == Target::nowhere) return;
    if (swallowed()) return;
    if (table_word(name, token.value)) return;
    character_word(name);
}

bool Reader::destination(std::string_view name) {
    if (is_silent(name)) {
        group().target = Target::nowhere;
        group().no_pictures = group().no_pictures || name == "nonshppict";
    } else if (name == "pict" || name == "objdata") {
        begin_data(name == "pict" ? Target::picture : Target::object);
    } else if (one_of(name, {"shppict", "object"})) {
        // What is within counts; the object's result is its text.
    } else if (name == "ffl") {
        group().target = Target::form_entry;
        code_.clear();
    } else if (one_of(name, {"header", "headerl", "headerr", "headerf"})) {
        begin_story(Part::header);
    } else if (one_of(name, {"footer", "footerl", "footerr", "footerf"})) {
        begin_story(Part::footer);
    } else if (name == "footnote") {
        begin_story(Part::footnote);
    } else if (name == "annotation") {
        begin_story(Part::comment);
    } else if (one_of(name, {"shptxt", "dptxbxtext"})) {
        begin_story(Part::text_box);
    } else if (name == "fonttbl") {
        group().target = Target::fonts;
    } else if (name == "fldinst") {
        group().target = Target::code;
        code_.clear();
    } else if (name == "formfield") {
        group().target = Target::form;
        form_ = {};
    } else if (name == "nesttableprops") {
        kept_shapes_.push_back(shape_);
        group().ends_row_shape = true;
    } else if (one_of(name, {"listtext", "pntext"})) {
        group().list_number = true;
    } else if (one_of(name, {"ud", "result"})) {
        group().target = Target::story;
    } else if (const char* property = property_of(name); property && group().target == Target::nowhere) {
        group().target = Target::property;
        group().property = property;
        code_.clear();
    } else {
        return false;
    }
    return true;
}

bool Reader::form_word(std::string_view name, int value) {
    if (name == "fftype")
        form_.type = value;
    else if (name == "ffres")
        form_.result = value;
    else if (name == "ffdefres")
        form_.usual = value;
    else
        return false;
    return true;
}

bool Reader::table_word(std::string_view name, int value) {
    if (name == "trowd")
        shape_ = RowShape{}, next_cell_ = {};
    else if (name == "trleft") {
        if (shape_.edges.empty()) shape_.edges.push_back(value);
    } else if (one_of(name, {"clmrg"}))
        next_cell_.continues_left = true;
    else if (name == "clvmrg")
        next_cell_.continues_above = true;
    else if (name == "cellx") {
        if (shape_.edges.empty()) shape_.edges.push_back(std::min(0, value - 1));
        if (shape_.cells.size() < cell_limit) {
            shape_.edges.push_back(value);
            shape_.cells.push_back(std::exchange(next_cell_, {}));
        }
    } else if (name == "cell")
        cell(1);
    else if (name == "row")
        row(1);
    else if (name == "nestcell")
        cell(std::max(2, group().depth));
    else if (name == "nestrow")
        row(std::max(2, group().depth));
    else
        return false;
    return true;
}

bool Reader::format_word(std::string_view name, const Token& token) {
    bool on = !token.has_value || token.value != 0;
    if (name == "pard")
        group().in_table = false, group().depth = 0;
    else if (name == "intbl")
        group().in_table = on;
    else if (name == "itap")
        group().depth = std::clamp(token.value, 0, 30);
    else if (name == "v")
        flush(), group().hidden = on;
    else if (name == "deleted")
        flush(), group().deleted = on;
    else if (name == "plain")
        flush(), group().hidden = group().deleted = false, group().font = default_font_;
    else if (name == "f") {
        flush();
        group().font = token.value;
        if (group().target == Target::fonts && fonts_.size() < 10'000) fonts_[token.value];
    } else if (name == "fcharset") {
        if (group().target == Target::fonts) fonts_[group().font].charset = token.value;
    } else if (name == "uc")
        group().fallback = std::clamp(token.value, 0, 16);
    else if (name == "deff")
        default_font_ = group().font = token.value;
    else if (name == "ansicpg")
        code_page_ = page_of_number(token.value);
    else if (name == "mac")
        code_page_ = "macintosh";
    else if (name == "pc")
        code_page_ = "IBM437";
    else if (name == "pca")
        code_page_ = "IBM850";
    else
        return false;
    return true;
}

bool Reader::character_word(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> characters[] = {
        {"tab", "\t"},   {"line", "\n"},  {"lbr", "\n"},      {"softline", "\n"}, {"column", "\n"},
        {"lquote", "‘"}, {"rquote", "’"}, {"ldblquote", "“"}, {"rdblquote", "”"}, {"bullet", "•"},
        {"endash", "–"}, {"emdash", "—"}, {"emspace", " "},   {"enspace", " "},   {"qmspace", " "}};
    for (auto& [word, shown] : characters)
        if (word == name) return put(shown), true;
    if (one_of(name, {"par", "sect", "page"})) return paragraph(), true;
    return false;
}

void Reader::begin_story(Part part) {
    flush();
    if (stories_.size() >= story_limit || group().target == Target::code) {
        group().target = Target::nowhere;
        return;
    }
    stories_.emplace_back();
    story().part = part;
    group().ends_story = true;
    group().target = Target::story;
    group().in_table = false;
    group().depth = 0;
}

void Reader::end_story() {
    flush();
    if (!story().line.empty() || !story().deleted.empty() || !story().hidden.empty()) paragraph();
    story().tables.set_depth(0, flow());
    stories_.pop_back();
}

std::string& Reader::line() {
    return group().deleted ? story().deleted : group().hidden ? story().hidden : story().line;
}

void Reader::put_apart() {
    if (!story().deleted.empty()) out_.paragraph(Part::deleted, std::exchange(story().deleted, {}));
    if (!story().hidden.empty()) out_.paragraph(Part::hidden, std::exchange(story().hidden, {}));
}

void Reader::paragraph() {
    flush();
    if (group().target != Target::story) return;
    put_apart();
    int depth = group().in_table ? std::max(1, group().depth) : 0;
    story().tables.set_depth(depth, flow());
    story().tables.inner(flow()).paragraph(std::exchange(story().line, {}));
}

void Reader::cell(int depth) {
    flush();
    if (group().target != Target::story) return;
    put_apart();
    story().tables.set_depth(depth, flow());
    story().tables.paragraph(std::exchange(story().line, {}));
    story().tables.end_cell();
}

void Reader::row(int depth) {
    flush();
    if (group().target != Target::story || story().tables.depth() < depth) return;
    story().tables.set_depth(depth, flow());
    story().tables.end_row(shape_);
}

} // namespace rtf

namespace {

class RtfExtractor : public Extractor {
  public:
    std::string_view name() const override { return "rtf"; }
    int version() const override { return 7; }
    int bid(const Input& input) const override { return rtf::looks_like_rtf(input.text()) ? bid::certain : bid::none; }
    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        Collector out("rtf");
        rtf::Reader(input.text(), out, sink).read();
        Facts facts = out.finish();
        if (!out.has_text() && facts.document()->attachments.empty())
            facts.findings.push_back(finding("document.empty"));
        note_mismatch(facts, input, options, "rtf");
        return facts;
    }
};

} // namespace

const Extractor& rtf_extractor() {
    static const RtfExtractor extractor;
    return extractor;
}

} // namespace shenbao
