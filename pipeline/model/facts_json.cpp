#include "pipeline/model/facts_json.h"

#include "pipeline/model/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <utility>

namespace shenbao {
namespace {

using Json = nlohmann::ordered_json;

// --- writing -------------------------------------------------------------------------------------------------------

Json write(const Box& box) { return Json::array({box.left, box.top, box.right, box.bottom}); }
Json write(const Finding& f) { return to_json(f); }

void put_box(Json& out, const std::optional<Box>& box) {
    if (box) out["box"] = write(*box);
}

Json write(const Reading& r) { return {{"text", r.text}, {"confidence", r.confidence}, {"by", r.by}}; }

void put_text(Json& out, const Text& text) {
    out["text"] = text.text;
    out["confidence"] = text.confidence;
    if (text.readings.empty()) return;
    Json readings = Json::array();
    for (const Reading& r : text.readings)
        readings.push_back(write(r));
    out["readings"] = std::move(readings);
}

Json write(const Seal& seal) {
    Json out = {{"page", seal.page},
                {"box", write(seal.box)},
                {"shape", to_string(seal.shape)},
                {"origin", to_string(seal.origin)},
                {"coloured", seal.coloured},
                {"confidence", seal.confidence}};
    Json owner = Json::object();
    put_text(owner, seal.owner);
    out["owner"] = std::move(owner);
    return out;
}

Json write(const Signature& s) {
    return {{"page", s.page}, {"signer", s.signer}, {"time", s.time}, {"validity", s.validity}};
}

Json write(const Page& page) {
    Json out = {{"number", page.number},     {"width", page.width},           {"height", page.height},
                {"coloured", page.coloured}, {"text_score", page.text_score}, {"use", to_string(page.use)}};
    if (page.unseen) out["unseen"] = true;
    if (!page.picture.empty()) out["picture"] = page.picture.hex();
    if (page.picture_dpi > 0) out["picture_dpi"] = page.picture_dpi;
    if (page.typed) out["typed"] = true;
    if (page.recognised) out["recognised"] = true;
    if (page.unread_lines > 0) out["unread_lines"] = page.unread_lines;
    if (const Thumbnail& v = page.view; !v.empty()) {
        out["view"] = {{"sha256", v.picture.hex()}, {"width", v.width}, {"height", v.height}};
        if (!v.cells.empty()) out["view"]["cells"] = v.cells;
    }
    return out;
}

Json write(const Entry& entry) {
    Json out = {{"entry", entry.name},
                {"bytes", entry.bytes},
                {"sha256", entry.sha256.hex()},
                {"outcome", to_string(entry.outcome)}};
    if (!entry.findings.empty()) {
        Json findings = Json::array();
        for (const Finding& f : entry.findings)
            findings.push_back(to_json(f));
        out["findings"] = std::move(findings);
    }
    return out;
}

Json write(const MailPart& part) {
    Json out = {{"part", part.number}, {"content_type", part.content_type}, {"attachment", part.attachment}};
    out.update(write(part.file));
    return out;
}

Json write(const CloudAttachment& c) {
    return {{"provider", c.provider}, {"name", c.name}, {"size", c.size}, {"expiry", c.expiry}, {"link", c.link}};
}

template <class T> Json write_all(const std::vector<T>& items) {
    Json out = Json::array();
    for (const T& item : items)
        out.push_back(write(item));
    return out;
}

// Blocks are most of what is written, millions of values in a long table: they are written as text at once, in the very
// words that Json would take.
class BlockWriter {
  public:
    explicit BlockWriter(std::string& out) : out_(out) {}

    void write(const std::vector<Block>& blocks) {
        each('[', blocks, ']', [&](const Block& block) { std::visit([&](const auto& b) { write(b); }, block); });
    }

  private:
    template <class Items, class Visit> void each(char open, const Items& items, char close, Visit&& visit) {
        out_ += open;
        bool first = true;
        for (const auto& item : items) {
            if (!std::exchange(first, false)) out_ += ',';
            visit(item);
        }
        out_ += close;
    }
    void string(std::string_view text) {
        auto plain = [](unsigned char c) { return c >= 0x20 && c != '"' && c != '\\'; };
        if (!text::is_utf8(text)) {
            out_ += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
            return;
        }
        out_ += '"';
        for (auto from = text.begin(); from != text.end();) {
            auto to = std::find_if_not(from, text.end(), plain);
            out_.append(from, to);
            if (to != text.end()) {
                // What JSON writes otherwise, between its own quotation marks.
                std::string escaped = Json(std::string(1, *to)).dump();
                out_.append(escaped, 1, escaped.size() - 2);
                ++to;
            }
            from = to;
        }
        out_ += '"';
    }
    void number(int value) {
        char digits[16];
        out_.append(digits, std::to_chars(std::begin(digits), std::end(digits), value).ptr);
    }
    void number(double value) {
        char digits[64];
        if (std::isfinite(value))
            out_.append(digits, nlohmann::detail::to_chars(std::begin(digits), std::end(digits), value));
        else
            out_ += "null";
    }
    void key(std::string_view name) {
        out_ += ",\"";
        out_ += name;
        out_ += "\":";
    }
    void text(const Text& text) {
        key("text");
        string(text.text);
        key("confidence");
        number(text.confidence);
        if (text.readings.empty()) return;
        key("readings");
        out_ += shenbao::write_all(text.readings).dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    template <class MayBeBox> void box(const MayBeBox& box) {
        if (!box) return;
        key("box");
        each('[', std::array{box->left, box->top, box->right, box->bottom}, ']', [&](double side) { number(side); });
    }
    void part(Part part) {
        if (part == Part::body) return;
        key("part");
        string(to_string(part));
    }
    void write(const Paragraph& paragraph) {
        out_ += R"({"type":"paragraph","page":)";
        number(paragraph.page);
        part(paragraph.part);
        text(paragraph.content);
        box(paragraph.box);
        out_ += '}';
    }
    void write(const Cell& cell) {
        out_ += R"({"column":)";
        number(cell.column);
        if (cell.row_span != 1) key("row_span"), number(cell.row_span);
        if (cell.column_span != 1) key("column_span"), number(cell.column_span);
        text(cell.content);
        box(cell.box);
        if (!cell.tables.empty()) {
            key("tables");
            each('[', cell.tables, ']', [&](const Table& inner) { write(inner); });
        }
        out_ += '}';
    }
    void write(const Table& table) {
        out_ += R"({"type":"table","page":)";
        number(table.page);
        key("columns");
        number(table.columns);
        part(table.part);
        if (!table.title.empty()) key("title"), string(table.title);
        if (table.lines_before) key("lines_before"), number(*table.lines_before);
        box(table.box);
        std::vector<std::vector<const Cell*>> rows(static_cast<std::size_t>(std::max(0, table.rows)));
        for (const Cell& cell : table.cells)
            if (cell.row >= 0 && cell.row < table.rows) rows[static_cast<std::size_t>(cell.row)].push_back(&cell);
        key("rows");
        each('[', rows, ']', [&](const std::vector<const Cell*>& cells) {
            out_ += R"({"cells":)";
            each('[', cells, ']', [&](const Cell* cell) { write(*cell); });
            out_ += '}';
        });
        out_ += '}';
    }

    std::string& out_;
};

// All but the blocks, which come before the seals.
void put(Json& out, const Document& d) {
    out["format"] = d.format;
    out["pages"] = write_all(d.pages);
}
void put_rest(Json& out, const Document& d) {
    out["seals"] = write_all(d.seals);
    if (!d.signatures.empty()) out["signatures"] = write_all(d.signatures);
    if (!d.attachments.empty()) out["attachments"] = write_all(d.attachments);
    if (!d.properties.empty()) out["properties"] = d.properties;
}

void put(Json& out, const ArchiveFacts& a) {
    out["format"] = a.format;
    out["names_encoding"] = a.names_encoding;
    if (a.solid) out["solid"] = true;
    if (a.encrypted) out["encrypted"] = true;
    out["entries"] = write_all(a.entries);
}

void put(Json& out, const MailFacts& m) {
    out["headers"] = {{"message_id", m.message_id}, {"from_name", m.from_name}, {"from_address", m.from_address},
                      {"reply_to", m.reply_to},     {"subject", m.subject},     {"date", m.date},
                      {"received", m.received}};
    out["other_headers"] = m.headers;
    out["body"] = m.body;
    out["parts"] = write_all(m.parts);
    if (!m.cloud.empty()) out["cloud"] = write_all(m.cloud);
}

void put(Json& out, const MailboxFacts& m) {
    out["format"] = m.format;
    out["skipped"] = m.skipped;
    Json messages = Json::array();
    for (const MessageRange& r : m.messages)
        messages.push_back(Json::array({r.offset, r.bytes, r.sha256.hex()}));
    out["messages"] = std::move(messages);
}

void put(Json&, const std::monostate&) {}

constexpr std::array<std::string_view, 5> kinds = {"none", "mailbox", "mail", "archive", "document"};

// --- reading -------------------------------------------------------------------------------------------------------

template <class T> T get(const Json& json, const char* key, T fallback) {
    auto it = json.find(key);
    return it == json.end() ? fallback : it->template get<T>();
}

Digest digest(const Json& json, const char* key) { return Digest(get<std::string>(json, key, "")); }

Box read_box(const Json& j) {
    return {j.at(0).get<double>(), j.at(1).get<double>(), j.at(2).get<double>(), j.at(3).get<double>()};
}

std::optional<Box> read_optional_box(const Json& json) {
    auto it = json.find("box");
    return it == json.end() ? std::nullopt : std::optional(read_box(*it));
}

template <class Enum, std::size_t N>
Enum read_enum(const Json& json, const char* key, const Enum (&all)[N], Enum fallback) {
    auto name = get<std::string>(json, key, "");
    for (Enum e : all)
        if (to_string(e) == name) return e;
    return fallback;
}

Part read_part(const Json& json) {
    static constexpr Part all[] = {Part::header,     Part::footer,     Part::footnote, Part::endnote, Part::text_box,
                                   Part::annotation, Part::form_field, Part::comment,  Part::deleted,
                                   Part::hidden};
    return read_enum(json, "part", all, Part::body);
}

Text read_text(const Json& json) {
    Text text{get<std::string>(json, "text", ""), get(json, "confidence", 0.0), {}};
    auto it = json.find("readings");
    if (it == json.end()) return text;
    for (const Json& r : *it)
        text.readings.push_back(
            {get<std::string>(r, "text", ""), get(r, "confidence", 0.0), get<std::string>(r, "by", "")});
    return text;
}

// Tables stand in cells stand in tables: a child that lies could nest them without end.
constexpr int deepest_table = 64;

Table read_table(const Json& json, int depth) {
    if (depth > deepest_table) throw BadFacts("tables nested too deep");
    Table table;
    table.page = get(json, "page", 0);
    table.columns = get(json, "columns", 0);
    table.part = read_part(json);
    table.title = get<std::string>(json, "title", "");
    if (json.contains("lines_before")) table.lines_before = get(json, "lines_before", 0);
    table.box = read_optional_box(json);
    const Json& rows = json.at("rows");
    table.rows = static_cast<int>(rows.size());
    for (int row = 0; row < table.rows; ++row) {
        for (const Json& c : rows[static_cast<std::size_t>(row)].at("cells")) {
            Cell cell{row,          get(c, "column", 0), get(c, "row_span", 1), get(c, "column_span", 1),
                      read_text(c), read_optional_box(c)};
            if (auto it = c.find("tables"); it != c.end())
                for (const Json& inner : *it)
                    cell.tables.push_back(read_table(inner, depth + 1));
            table.cells.push_back(std::move(cell));
        }
    }
    return table;
}

Block read_block(const Json& json) {
    if (get<std::string>(json, "type", "") == "table") return read_table(json, 0);
    return Paragraph{get(json, "page", 0), read_text(json), read_optional_box(json), read_part(json)};
}

Seal read_seal(const Json& json) {
    static constexpr Seal::Shape shapes[] = {Seal::Shape::round, Seal::Shape::oval, Seal::Shape::square};
    static constexpr Seal::Origin origins[] = {Seal::Origin::annotation, Seal::Origin::signature};
    Seal seal;
    seal.page = get(json, "page", 0);
    seal.box = read_box(json.at("box"));
    seal.shape = read_enum(json, "shape", shapes, Seal::Shape::unknown);
    seal.origin = read_enum(json, "origin", origins, Seal::Origin::ink);
    seal.coloured = get(json, "coloured", true);
    seal.confidence = get(json, "confidence", 0.0);
    seal.owner = read_text(json.at("owner"));
    return seal;
}

Page read_page(const Json& json) {
    static constexpr PictureUse uses[] = {PictureUse::seals, PictureUse::text_and_seals};
    Page page;
    page.number = get(json, "number", 0);
    page.width = get(json, "width", 0.0);
    page.height = get(json, "height", 0.0);
    page.coloured = get(json, "coloured", false);
    page.text_score = get(json, "text_score", 0.0);
    page.use = read_enum(json, "use", uses, PictureUse::none);
    page.unseen = get(json, "unseen", false);
    page.picture = digest(json, "picture");
    page.picture_dpi = get(json, "picture_dpi", 0.0);
    page.typed = get(json, "typed", false);
    page.recognised = get(json, "recognised", false);
    page.unread_lines = get(json, "unread_lines", 0);
    if (auto view = json.find("view"); view != json.end())
        page.view = {digest(*view, "sha256"), get(*view, "width", 0), get(*view, "height", 0),
                     get<std::string>(*view, "cells", "")};
    return page;
}

Signature read_signature(const Json& j) {
    return {get(j, "page", 0), get<std::string>(j, "signer", ""), get<std::string>(j, "time", ""),
            get<std::string>(j, "validity", "unknown")};
}

Entry read_entry(const Json& json) {
    Entry entry{get<std::string>(json, "entry", ""), get<std::uint64_t>(json, "bytes", 0), digest(json, "sha256"),
                outcome_from(get<std::string>(json, "outcome", ""))};
    if (auto it = json.find("findings"); it != json.end())
        for (const Json& f : *it)
            entry.findings.push_back(finding_from_json(f));
    return entry;
}

template <class T> std::vector<T> read_all(const Json& json, const char* key, T (*read)(const Json&)) {
    std::vector<T> out;
    if (auto it = json.find(key); it != json.end())
        for (const Json& item : *it)
            out.push_back(read(item));
    return out;
}

Document read_document(const Json& json) {
    return {get<std::string>(json, "format", ""),
            read_all(json, "pages", read_page),
            read_all(json, "blocks", read_block),
            read_all(json, "seals", read_seal),
            read_all(json, "signatures", read_signature),
            read_all(json, "attachments", read_entry),
            get<std::map<std::string, std::string>>(json, "properties", {})};
}

ArchiveFacts read_archive(const Json& json) {
    return {get<std::string>(json, "format", ""), get<std::string>(json, "names_encoding", ""),
            get(json, "solid", false), get(json, "encrypted", false), read_all(json, "entries", read_entry)};
}

MailPart read_mail_part(const Json& json) {
    return {get<std::string>(json, "part", ""), get<std::string>(json, "content_type", ""),
            get(json, "attachment", false), read_entry(json)};
}

CloudAttachment read_cloud(const Json& j) {
    return {get<std::string>(j, "provider", ""), get<std::string>(j, "name", ""), get<std::string>(j, "size", ""),
            get<std::string>(j, "expiry", ""), get<std::string>(j, "link", "")};
}

MailFacts read_mail(const Json& json) {
    const Json& h = json.at("headers");
    MailFacts m;
    m.message_id = get<std::string>(h, "message_id", "");
    m.from_name = get<std::string>(h, "from_name", "");
    m.from_address = get<std::string>(h, "from_address", "");
    m.reply_to = get<std::string>(h, "reply_to", "");
    m.subject = get<std::string>(h, "subject", "");
    m.date = get<std::string>(h, "date", "");
    m.received = get<std::string>(h, "received", "");
    m.headers = get<std::map<std::string, std::string>>(json, "other_headers", {});
    m.body = get<std::string>(json, "body", "");
    m.parts = read_all(json, "parts", read_mail_part);
    m.cloud = read_all(json, "cloud", read_cloud);
    return m;
}

MailboxFacts read_mailbox(const Json& json) {
    MailboxFacts m{get<std::string>(json, "format", ""), {}, get<std::uint64_t>(json, "skipped", 0)};
    for (const Json& r : json.at("messages"))
        m.messages.push_back(
            {r.at(0).get<std::uint64_t>(), r.at(1).get<std::uint64_t>(), Digest(r.at(2).get<std::string>())});
    return m;
}

FactBody read_body(const Json& json) {
    auto kind = get<std::string>(json, "kind", "none");
    if (kind == "mailbox") return read_mailbox(json);
    if (kind == "mail") return read_mail(json);
    if (kind == "archive") return read_archive(json);
    if (kind == "document") return read_document(json);
    return std::monostate{};
}

} // namespace

Json to_json(const Locator& where) {
    Json out = Json::object();
    if (!where.entry.empty()) out["entry"] = where.entry;
    if (where.page) out["page"] = where.page;
    put_box(out, where.box);
    return out;
}

Locator locator_from_json(const Json& json) {
    return {get<std::string>(json, "entry", ""), get(json, "page", 0), read_optional_box(json)};
}

Json to_json(const Finding& f) {
    Json out = {{"code", f.code}, {"severity", to_string(f.severity)}};
    if (!f.slot.empty()) out["slot"] = f.slot;
    if (!f.field.empty()) out["field"] = f.field;
    out["where"] = to_json(f.where);
    if (!f.evidence.empty()) out["evidence"] = f.evidence;
    if (!f.args.empty()) out["args"] = f.args;
    return out;
}

Finding finding_from_json(const Json& json) {
    Finding f;
    f.code = json.at("code").get<std::string>();
    f.severity = severity_from(get<std::string>(json, "severity", ""), default_severity(f.code));
    f.slot = get<std::string>(json, "slot", "");
    f.field = get<std::string>(json, "field", "");
    if (auto it = json.find("where"); it != json.end()) f.where = locator_from_json(*it);
    f.evidence = get<std::string>(json, "evidence", "");
    f.args = get<std::map<std::string, std::string>>(json, "args", {});
    return f;
}

std::string to_json_text(const Facts& facts, int indent) {
    Json out = {{"kind", kinds[facts.body.index()]},
                {"reader", facts.reader},
                {"version", facts.version},
                {"outcome", to_string(facts.outcome)},
                {"findings", write_all(facts.findings)}};
    std::visit([&](const auto& body) { put(out, body); }, facts.body);
    auto words = [](const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); };
    std::string text = words(out);
    if (const Document* document = facts.document()) {
        text.pop_back(); // the brace that closes it
        text += ",\"blocks\":";
        BlockWriter(text).write(document->blocks);
        Json rest = Json::object();
        put_rest(rest, *document);
        text += ',';
        text += words(rest).substr(1);
    }
    return indent < 0 ? text : Json::parse(text).dump(indent);
}

Facts facts_from_json(std::string_view text) {
    try {
        Json json = Json::parse(text);
        return {get<std::string>(json, "reader", ""), get(json, "version", 0),
                outcome_from(get<std::string>(json, "outcome", "")), read_all(json, "findings", finding_from_json),
                read_body(json)};
    } catch (const Json::exception& error) {
        throw BadFacts(error.what());
    }
}

} // namespace shenbao
