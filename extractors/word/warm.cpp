#include "extractors/word/warm.h"

#include "extractors/extractor.h"
#include "extractors/memory_sink.h"
#include "extractors/word/ole.h"
#include "pipeline/model/text.h"

#include <zlib.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace shenbao {

const Extractor& docx_extractor();

namespace {

std::string little_endian(std::size_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> 8 * i & 0xFF);
    return out;
}

// A ZIP of parts that are stored as they are, without a directory: the reader makes one.
std::string package(std::initializer_list<std::pair<std::string, std::string>> parts) {
    std::string out;
    for (const auto& [name, content] : parts) {
        uLong sum = crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
        out += "PK\3\4" + little_endian(20, 2) + std::string(8, '\0') + little_endian(sum, 4) +
               little_endian(content.size(), 4) + little_endian(content.size(), 4) + little_endian(name.size(), 2) +
               little_endian(0, 2) + name + content;
    }
    return out;
}

std::string sample_docx() {
    const std::string space = " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    const std::string paragraph = "<w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>申报 é</w:t></w:r></w:p>";
    return package(
        {{"[Content_Types].xml",
          "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/"
          "document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+"
          "xml\"/></Types>"},
         {"word/document.xml", "<w:document" + space + "><w:body>" + paragraph + "<w:tbl><w:tr><w:tc>" + paragraph +
                                   "</w:tc></w:tr></w:tbl></w:body></w:document>"},
         {"word/styles.xml", "<w:styles" + space + "><w:style w:styleId=\"a\"/></w:styles>"},
         {"docProps/core.xml", "<p:core xmlns:p=\"p\" xmlns:dc=\"dc\"><dc:title>a</dc:title></p:core>"}});
}

} // namespace

void warm_office() {
    // Converters, and the tables of composed characters.
    for (const char* charset : {"UTF-16LE", "windows-1252", "GB18030"})
        text::nfc(text::decode("\xa4\xa4", charset));
    text::nfc("e\u0301");
    warm_ole();
    const std::string sample = sample_docx();
    MemorySink sink;
    try {
        docx_extractor().read({std::as_bytes(std::span(sample)), -1, "", {}, {}}, {}, sink);
    } catch (const ItemError&) {
        // Then children are slower, and no worse.
    }
}

} // namespace shenbao
