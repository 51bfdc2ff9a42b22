#pragma once
// What the form of a line tells of its characters once its readings have voted.

#include "pipeline/model/document.h"

namespace shenbao::ocr {

// In many typefaces 1 and l are one shape. Between letters it is taken for a letter, between figures, and after figures
// before a Chinese character, for a figure; as the shape itself cannot tell, the text is then none to be relied on.
void part_look_alikes(Text& text);

// An amount whose separators are mixed up is written as another reading of the same figures has it.
void mend_amounts(Text& text);

} // namespace shenbao::ocr
