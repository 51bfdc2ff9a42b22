#include "pipeline/model/messages.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace shenbao {
namespace {

using Lookup = std::function<std::string(const std::string&)>;

// Fills "{name}"s in; `gap` tells whether one of them had nothing to say, `any` whether there was one at all.
std::string fill(std::string_view sentence, const Lookup& lookup, bool& any, bool& gap) {
    std::string out;
    for (std::size_t at = 0; at < sentence.size();) {
        const std::size_t open = sentence.find('{', at);
        const std::size_t close = open == sentence.npos ? open : sentence.find('}', open);
        if (close == sentence.npos) return out.append(sentence.substr(at));
        out.append(sentence.substr(at, open - at));
        const std::string value = lookup(std::string(sentence.substr(open + 1, close - open - 1)));
        any = true;
        gap = gap || value.empty();
        out += value;
        at = close + 1;
    }
    return out;
}

// Arguments filled in, and "[…]" parts dropped where one of their arguments has no value.
std::string compose(std::string_view sentence, const Lookup& lookup) {
    std::string out;
    for (std::size_t at = 0; at < sentence.size();) {
        bool any = false, gap = false;
        const std::size_t open = sentence.find('[', at);
        const std::size_t close = open == sentence.npos ? open : sentence.find(']', open);
        if (close == sentence.npos) return out + fill(sentence.substr(at), lookup, any, gap);
        out += fill(sentence.substr(at, open - at), lookup, any, gap);
        any = gap = false;
        const std::string_view inner = sentence.substr(open + 1, close - open - 1);
        const std::string part = fill(inner, lookup, any, gap);
        if (!any)
            out.append(sentence.substr(open, close - open + 1));
        else if (!gap)
            out += part;
        at = close + 1;
    }
    return out;
}

std::string titled(const std::string& id, const std::map<std::string, std::string>& titles) {
    auto it = titles.find(id);
    return it == titles.end() ? id : it->second;
}

// The key under which a code's sentence stands: the code itself, else its area's "consistency.*".
std::string sentence_key(const Messages& messages, const std::string& code) {
    if (messages.has(code)) return code;
    const std::string area = code.substr(0, code.find('.')) + ".*";
    return messages.has(area) ? area : code;
}

} // namespace

bool Messages::has(std::string_view key) const { return sentences_.find(key) != sentences_.end(); }

std::string Messages::word(std::string_view key) const {
    auto it = sentences_.find(key);
    return it == sentences_.end() ? std::string(key) : it->second;
}

// Rules know no Chinese: they name words in arguments by their keys, "name.number+name.company".
std::string Messages::in_words(const std::string& value) const {
    auto in_key = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; };
    std::string out;
    for (std::size_t at = 0; at < value.size();) {
        std::size_t end = at;
        while (end < value.size() && in_key(value[end]))
            ++end;
        if (end == at)
            out += value[at++];
        else
            out += word(std::string_view(value).substr(at, end - at));
        at = std::max(at, end);
    }
    return out;
}

std::string Messages::word(std::string_view key, const std::map<std::string, std::string>& args) const {
    return compose(word(key), [&](const std::string& name) {
        auto it = args.find(name);
        return it == args.end() ? std::string() : in_words(it->second);
    });
}

std::string Messages::sentence(const Finding& finding, const std::map<std::string, std::string>& titles) const {
    return compose(word(sentence_key(*this, finding.code)), [&](const std::string& name) -> std::string {
        if (auto it = finding.args.find(name); it != finding.args.end()) return in_words(it->second);
        if (name == "slot") return titled(finding.slot, titles);
        if (name == "field") return titled(finding.field, titles);
        if (name == "entry") return finding.where.entry;
        if (name == "file") return finding.where.entry.substr(finding.where.entry.find_last_of('/') + 1);
        if (name == "page") return finding.where.page > 0 ? std::to_string(finding.where.page) : "";
        return name == "evidence" ? finding.evidence : "";
    });
}

} // namespace shenbao
