#include "stages/extract/sureness.h"

#include "pipeline/model/text.h"

namespace shenbao {

void Sureness::add(const Text& text) {
    const auto size = static_cast<double>(text::length(text.text));
    characters += size;
    sure += size * text.confidence;
}

Sureness sureness_of(const std::vector<Block>& blocks, int page) {
    Sureness all;
    for (const Block& block : blocks) {
        if (page && page_of(block) != page) continue;
        if (const auto* paragraph = std::get_if<Paragraph>(&block))
            all.add(paragraph->content);
        else
            for (const Cell& cell : std::get<Table>(block).cells)
                all.add(cell.content);
    }
    return all;
}

} // namespace shenbao
