#pragma once
// Submissions made by hand: what the readers would have made of a form, a pledge and an application.

#include "pipeline/model/campaign.h"
#include "pipeline/model/submission.h"
#include "stages/classify/classify.h"
#include "stages/fields/read_fields.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace shenbao::test {

inline Text digital(std::string text) { return {std::move(text), 1, {}}; }

// Text as recognition gives it: the first reading is the chosen one.
inline Text scanned(std::vector<std::pair<std::string, double>> readings) {
    Text text{readings.front().first, readings.front().second, {}};
    int way = 0;
    for (auto& [words, confidence] : readings)
        text.readings.push_back({words, confidence, "way" + std::to_string(way++)});
    return text;
}
inline Text scanned(std::string text, double confidence = 0.95) {
    return scanned({{text, confidence}, {text, confidence - 0.03}, {text, confidence - 0.05}});
}

// What all ways of reading came to alike.
inline Text voted(const std::string& text, double confidence) {
    return {text, confidence, {{text, confidence, "vote"}}};
}

inline Paragraph paragraph(Text text, int page = 1) { return {page, std::move(text), std::nullopt, Part::body}; }

// A table out of rows of texts; every cell one place of the grid.
inline Table table(const std::vector<std::vector<Text>>& rows, int page = 1) {
    Table t;
    t.page = page;
    t.rows = static_cast<int>(rows.size());
    for (int r = 0; r < t.rows; ++r) {
        const auto& row = rows[static_cast<std::size_t>(r)];
        t.columns = std::max(t.columns, static_cast<int>(row.size()));
        for (int c = 0; c < static_cast<int>(row.size()); ++c) {
            Cell cell;
            cell.row = r;
            cell.column = c;
            cell.content = row[static_cast<std::size_t>(c)];
            t.cells.push_back(std::move(cell));
        }
    }
    return t;
}
inline Table digital_table(const std::vector<std::vector<std::string>>& rows, int page = 1) {
    std::vector<std::vector<Text>> texts;
    for (const auto& row : rows) {
        texts.emplace_back();
        for (const std::string& cell : row)
            texts.back().push_back(digital(cell));
    }
    return table(texts, page);
}

inline SubmittedFile file(std::string entry, std::string format, std::vector<Block> blocks, int pages = 1) {
    SubmittedFile f;
    f.entry = std::move(entry);
    f.document.format = std::move(format);
    f.document.blocks = std::move(blocks);
    for (int p = 1; p <= pages; ++p) {
        Page page;
        page.number = p;
        f.document.pages.push_back(page);
    }
    return f;
}
inline SubmittedFile scan(std::string entry, std::vector<Block> blocks, int pages = 1) {
    SubmittedFile f = file(std::move(entry), "pdf", std::move(blocks), pages);
    for (Page& page : f.document.pages)
        page.recognised = true, page.use = PictureUse::text_and_seals;
    return f;
}

inline Submission submission(std::vector<SubmittedFile> files) {
    Submission s;
    s.has_package = true;
    s.files = std::move(files);
    return s;
}

inline Material material(std::string slot, std::string title, std::vector<std::string> formats,
                         std::vector<std::string> file_words, std::vector<std::string> content_words,
                         bool required = true, bool stamped = false) {
    Material m;
    m.slot = std::move(slot);
    m.title = std::move(title);
    m.formats = std::move(formats);
    m.file_words = std::move(file_words);
    m.content_words = std::move(content_words);
    m.required = required;
    m.stamped = stamped;
    return m;
}

inline Field field(std::string id, FieldType type, std::vector<std::string> labels,
                   std::vector<std::string> from = {"form"}) {
    Field f;
    f.id = std::move(id);
    f.type = type;
    f.labels = std::move(labels);
    f.from = std::move(from);
    return f;
}

inline Field series(std::string id, std::vector<std::string> labels) {
    Field f = field(std::move(id), FieldType::money_series, std::move(labels), {"form", "application"});
    f.unit = "万元";
    f.years = {2018, 2019, 2020};
    return f;
}

inline Campaign campaign() {
    Campaign c;
    c.naming.number = "\\d{7}";
    c.materials = {
        material("form", "推荐表", {"pdf", "image"}, {"推荐表"}, {"推荐表", "推荐单位意见"}, true, true),
        material("pledge", "承诺书", {"pdf", "image"}, {"承诺"}, {"承诺书", "郑重承诺"}, true, true),
        material("application", "申报材料", {"word"}, {"申报材料", "申报书"}, {"典型经验", "主要成效"}),
        material("proof", "证明材料", {"word"}, {"证明材料", "佐证"}, {"证明材料"}, false),
    };
    c.fields = {
        field("company", FieldType::company, {"企业名称", "单位名称", "申报单位"}),
        field("uscc", FieldType::uscc, {"统一社会信用代码"}),
        field("number", FieldType::number, {"申报编号"}),
        field("address", FieldType::address, {"通讯地址"}),
        field("contact", FieldType::person, {"联系人"}),
        field("phone", FieldType::phone, {"联系电话", "电话"}),
        field("mobile", FieldType::mobile, {"手机"}),
        field("email", FieldType::email, {"电子邮箱", "邮箱"}),
        field("title", FieldType::text, {"标杆名称"}),
        series("revenue", {"营业收入"}),
        series("profit", {"利润总额", "利润"}),
    };
    return c;
}

// The fields of one submission, classified first.
inline std::vector<FieldRecord> fields_of(const Submission& s, const Hints& hints = {},
                                          const Campaign& c = campaign()) {
    return read_fields(c, s, classify(c, s), hints);
}
inline const FieldRecord* find(const std::vector<FieldRecord>& fields, const std::string& id) {
    for (const FieldRecord& f : fields)
        if (f.id == id) return &f;
    return nullptr;
}

} // namespace shenbao::test
