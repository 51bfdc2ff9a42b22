#pragma once
// A page's picture made ready to be read: the sheet cut out of a photograph and straightened, turned upright, skew
// taken out, scaled so that text is some 30 pixels high, light evened, red ink taken out of the words' channel. All
// geometry is one map, so that pixels are sampled once.

#include "extractors/seal/picture.h"

namespace shenbao::ocr {

struct Upright {
    picture::Picture page;     // upright, in colour where there was colour
    picture::Grey words;       // the channel words are read in: evened, red ink as white as paper
    double em = 30;            // the usual height of text, in pixels
    int quarters = 0;          // quarter turns clockwise that made it upright
    double skew = 0;           // degrees taken out
    bool photographed = false; // a sheet was cut out of a photograph
};

Upright prepare(picture::Picture source);

} // namespace shenbao::ocr
