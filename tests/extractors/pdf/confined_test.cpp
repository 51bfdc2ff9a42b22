// What a child may not do, it must not need: no library is loaded and no file opened for writing once a document is
// in hand.

#include "pdf_builder.h"
#include "read_pdf.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace shenbao;
using namespace shenbao::test;

namespace {

std::string filled_form() {
    PdfBuilder pdf;
    pdf.text(60, 700, 12, "企业推荐表");
    int field = pdf.add("<< /Type /Annot /Subtype /Widget /FT /Tx /T (company) /TU <FEFF4F014E1A540D79F0> /V "
                        "<FEFF6D7798CE6D4B8BD5> /Rect [100 600 300 620] >>");
    pdf.root("/AcroForm << /Fields [" + std::to_string(field) + " 0 R] >>");
    return pdf.page(595, 842, "/Annots [" + std::to_string(field) + " 0 R]").str();
}

// Reads in a child that can open no file any more.
std::string read_without_files(const std::string& bytes) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        rlimit none{0, 0};
        setrlimit(RLIMIT_NOFILE, &none);
        MemorySink sink;
        std::string said = plain_text(*pdf_extractor().read({bytes_of(bytes), -1, "a.pdf", {}}, {}, sink).document());
        ssize_t wrote = ::write(ends[1], said.data(), said.size());
        _exit(wrote == static_cast<ssize_t>(said.size()) ? 0 : 1);
    }
    close(ends[1]);
    std::string said;
    char buffer[512];
    for (ssize_t n; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        said.append(buffer, static_cast<std::size_t>(n));
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return said;
}

} // namespace

TEST_CASE("once warm, a form's Chinese values are read without any file", "[pdf]") {
    pdf_extractor().warm();
    CHECK(read_without_files(filled_form()).find("企业名称：海风测试") != std::string::npos);
}
