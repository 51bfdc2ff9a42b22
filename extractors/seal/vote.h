#pragma once
// Several readings of one line made into one: aligned, and voted on character by character.

#include "extractors/seal/engine.h"
#include "pipeline/model/document.h"

namespace shenbao::ocr {

// Blanks between Chinese characters and at the ends dropped, runs of blanks made one, characters in NFC.
Spoken tidied(Spoken reading);

// The text that most of the readings agree on, with all readings kept, best first. Its confidence tells how far they
// agree and how sure they are, held down by the weakest character.
// `others` are kept as readings, but have no vote.
Text voted(const std::vector<Spoken>& readings, const std::vector<Spoken>& others = {});

// The same of a seal's owner: `votes` decide, and after what they came to stands every one of `ways` as it was read, those
// that say the same too, since whose the seal is, is judged by how far they agree.
Text voted_for_owner(const std::vector<Spoken>& votes, const std::vector<Spoken>& ways);

} // namespace shenbao::ocr
