#pragma once
// For the files that speak with Poppler's core only.

#include <GfxState.h>
#include <Object.h>

#include <memory>

namespace shenbao::pdf {

struct ImageSource {
    Ref ref;
    std::unique_ptr<GfxImageColorMap> colours; // null for a stencil
    bool paint_ones = false;                   // of a stencil: which bits are painted
};

} // namespace shenbao::pdf
