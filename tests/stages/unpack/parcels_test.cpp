#include "stages/unpack/parcels.h"

#include "tests/support.h"

using namespace shenbao;

namespace {

const std::string jia = "滨湾试验仪器仪表有限公司", yi = "德陵比方新能源材料有限公司";

Naming national() {
    Naming naming;
    naming.pattern = {"number", "company"};
    naming.separator = "+";
    naming.understood_separators = {"-", "_", ""};
    naming.number = "\\d{7}";
    return naming;
}

Naming province() {
    Naming naming;
    naming.pattern = {"company"};
    naming.separator = "+";
    return naming;
}

// Keys with the entries of their pieces: "2021001:a,b".
std::vector<std::string> parcels(const Naming& naming, const std::vector<std::string>& names) {
    std::vector<SentFile> files;
    for (const auto& name : names)
        files.push_back({name, name.ends_with(".rar") || name.ends_with(".zip")});
    std::vector<std::string> out;
    for (const Parcel& parcel : parcels_of(naming, files)) {
        std::string words = parcel.key + ":";
        for (const auto& piece : parcel.pieces)
            words += (words.ends_with(":") ? "" : ",") + piece.entry;
        out.push_back(words);
    }
    return out;
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("packages of two numbers are two applicants', with what is named for each") {
    CHECK(parcels(national(), {"2021001+" + jia + ".rar", "2021002+" + yi + ".rar", jia + "承诺书.pdf",
                               "统计表.xlsx"}) == Words{"2021001:2021001+" + jia + ".rar," + jia + "承诺书.pdf",
                                                        "2021002:2021002+" + yi + ".rar", ":统计表.xlsx"});
}

TEST_CASE("what one applicant sends in several archives is not divided") {
    CHECK(parcels(national(), {"2021001+" + jia + ".rar", "证明材料.zip"}).empty());
    CHECK(parcels(national(), {"2021001+" + jia + ".rar", "2021001+" + jia + "补充.zip"}).empty());
    CHECK(parcels(national(), {"2021001+" + jia + ".rar", "2021010+" + jia + ".rar"}).empty()); // one company
    CHECK(parcels(national(), {"2021001+" + jia + ".rar", "1234567专利证书.zip"}).empty()); // no number of the series
    CHECK(parcels(national(), {"2021001+" + jia + ".rar", yi + "检测报告.zip"}).empty());
    CHECK(parcels(national(), {jia + ".rar", yi + "检测报告.zip"}).empty());
    CHECK(parcels(national(), {"2021001+" + jia + ".rar", "2021002+" + yi + ".pdf"}).empty()); // no package
    CHECK(parcels(national(), {}).empty());
}

TEST_CASE("numbers of one series tell short names apart") {
    CHECK(parcels(national(), {"2021001+滨湾.rar", "2021002+德陵.rar"}).size() == 2);
}

TEST_CASE("companies tell packages apart where there are no numbers") {
    CHECK(parcels(national(), {jia + ".rar", yi + "申报材料.rar"}).size() == 2);
    CHECK(parcels(province(), {jia + ".zip", yi + ".zip", "推荐文件.pdf"}).size() == 3);
    CHECK(parcels(province(), {jia + ".zip", "证明材料.zip"}).empty());
}

TEST_CASE("folders of a bundle stand for packages, whatever they lie in") {
    CHECK(parcels(national(), {"某市/2021001+" + jia + "/推荐表.pdf", "某市/2021001+" + jia + "/证明.zip",
                               "某市/2021002+" + yi + ".rar"}) ==
          Words{"2021001:推荐表.pdf,证明.zip", "2021002:2021002+" + yi + ".rar"});
}

TEST_CASE("a bundle holds packages and little else") {
    const auto files = [](const std::vector<std::string>& names) {
        std::vector<SentFile> out;
        for (const auto& name : names)
            out.push_back({name, name.ends_with(".rar")});
        return out;
    };
    CHECK(is_bundle(national(), files({"2021001+" + jia + ".rar", "2021002+" + yi + ".rar", "说明.txt"})));
    CHECK_FALSE(is_bundle(national(), files({"推荐表.pdf", "承诺书.pdf", "申报材料.doc", jia + ".rar", yi + ".rar"})));
    CHECK(is_named_package(national(), "2021001+" + jia + ".rar"));
    CHECK_FALSE(is_named_package(national(), "证明材料.zip"));
}
