#include "extractors/formats.h"

namespace shenbao {
namespace {

const Extractor* best_bidder(const Input& input) {
    const Extractor* best = nullptr;
    int highest = bid::none;
    for (const Extractor* extractor : formats()) {
        if (extractor->most() <= highest) continue; // the first among equals reads it
        int offered = extractor->bid(input);
        if (offered > highest) {
            highest = offered;
            best = extractor;
        }
    }
    return best;
}

const Extractor* reader_for(const Input& input, Task task) {
    switch (task) {
    case Task::look: return &pdf_page_looker();
    case Task::recognise: return &recogniser();
    case Task::recognise_all: return &thorough_recogniser();
    case Task::seals: return &seal_finder();
    case Task::unpack_again: return &second_archive_reader();
    case Task::read: break;
    }
    return best_bidder(input);
}

Facts refused(const Finding& found, Outcome outcome) {
    Facts facts;
    facts.outcome = outcome;
    facts.findings.push_back(found);
    return facts;
}

}  // namespace

Facts read_input(const Input& input, Task task, const ReadOptions& options, Sink& sink) {
    if (input.bytes.empty()) return refused(finding("document.empty"), Outcome::rejected);
    const Extractor* reader = reader_for(input, task);
    if (!reader) return refused(finding("document.unsupported"), Outcome::rejected);
    Facts facts;
    try {
        facts = reader->read(input, options, sink);
    } catch (const ItemError& error) {
        facts = refused(error.what_found(), error.outcome());
    }
    facts.reader = reader->name();
    facts.version = reader->version();
    return facts;
}

std::string readers_version(Task task) {
    std::string all;
    auto add = [&](const Extractor& e) { all += std::string(e.name()) + "/" + std::to_string(e.version()) + "\n"; };
    if (task == Task::look) add(pdf_page_looker());
    if (task == Task::recognise) add(recogniser());
    if (task == Task::recognise_all) add(thorough_recogniser());
    if (task == Task::seals) add(seal_finder());
    if (task == Task::unpack_again) add(second_archive_reader());
    if (task == Task::read)
        for (const Extractor* e : formats()) add(*e);
    return Digest::of(all).hex().substr(0, 16);
}

}  // namespace shenbao
