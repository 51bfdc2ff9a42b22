#include "stages/fields/compose_name.h"

#include <catch2/catch.hpp>

using namespace shenbao;
using namespace shenbao::fields_detail;

namespace {

Ink scanned(std::vector<Reading> readings) {
    Ink ink;
    ink.readings = std::move(readings);
    return ink;
}

std::vector<Parsed> as_it_stands(std::string_view text) { return {{std::string(text), 1}}; }

std::string composed(const Ink& ink) {
    Ballot ballot = vote(
        ink, as_it_stands, [](const std::string&) { return true; }, true);
    compose_name(ballot, ink, as_it_stands);
    return ballot.options.front().value;
}

} // namespace

TEST_CASE("a name is made of the likeliest of what readings have at each place") {
    CHECK(composed(scanned({{"罕国", 0.51, "vote"},
                            {"窦国", 0.96, "HanS/hard"},
                            {"窗国", 0.91, "chi_sim/found"},
                            {"密国", 0.91, "chi_sim/high"}})) == "窦国");
    // No reading has it whole.
    CHECK(composed(scanned({{"声字", 0.56, "vote"}, {"杨字", 0.94, "chi_sim/soft"}, {"声宇", 0.92, "HanS/hard"}})) == "杨宇");
}

TEST_CASE("a name the recogniser is sure of stays, however unusual") {
    CHECK(composed(scanned({{"罕国", 0.99, "vote"}, {"窦国", 0.96, "HanS/hard"}})) == "罕国");
}

TEST_CASE("readings that know only characters of names say less than others") {
    CHECK(composed(scanned({{"赵敏", 0.7, "vote"}, {"赵敏", 0.9, "chi_sim/soft"}, {"周敏", 0.9, "HanS/names/high"}})) == "赵敏");
    CHECK(composed(scanned({{"泰杰", 0.5, "vote"}, {"秦本", 0.9, "HanS/names/high"}, {"秦杰", 0.8, "chi_sim/names/high"}})) == "秦杰");
}

TEST_CASE("names of another length than most readings have take no part") {
    CHECK(composed(scanned({{"谢芳大", 0.6, "vote"},
                            {"谢芳和磊", 0.96, "chi_sim/high"},
                            {"谢芳椅", 0.95, "HanS/found hard"},
                            {"谢芳磊", 0.94, "HanS/fine"}})) == "谢芳磊");
}

TEST_CASE("without a name among the readings nothing is composed") {
    CHECK(composed(scanned({{"123", 0.6, "vote"}, {"128", 0.9, "eng"}})) == "123");
}
