#pragma once
// Facts as a stage finds them, made by the test.

#include "pipeline/model/facts.h"

#include <map>

namespace shenbao::test {

struct KnownFacts : FactSource {
    std::map<FactKey, Facts> facts;
    const Facts* find(const FactKey& key) const override {
        auto it = facts.find(key);
        return it == facts.end() ? nullptr : &it->second;
    }
};

}  // namespace shenbao::test
