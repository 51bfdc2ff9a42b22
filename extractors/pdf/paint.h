#pragma once
// Paths that a page strokes and fills, looked at for rules and for colour. Speaks with Poppler's core.

#include "extractors/pdf/survey.h"

#include <GfxState.h>

#include <optional>

namespace shenbao::pdf {

Box intersection(const Box& a, const Box& b);
bool is_empty(const Box& box); // has no area, not even that of a line

// A colour as an eye sees it.
struct Tone {
    bool white = false, dark = false; // not seen on paper; seen by a scanner's threshold
    bool coloured = false, red = false;
    bool pattern = false; // no one colour
};

class Paint {
  public:
    // `survey.size` must be set; rules, colours and `painted` are added to it.
    explicit Paint(Survey& survey) : survey_(survey) {}

    void stroke(GfxState* state);
    void fill(GfxState* state);
    // A character that is seen.
    void glyph(GfxState* state);

    Tone filling(GfxState* state);
    Tone stroking(GfxState* state);
    // Colours may have changed.
    void forget() { filling_.reset(), stroking_.reset(); }
    Box clipped(GfxState* state, const Box& box) const;

  private:
    bool is_full() const;
    bool hides_rules(const Box& box) const;
    void colour(const Tone& tone, double area);
    void segment(GfxState* state, double x0, double y0, double x1, double y1, double width, const Tone& tone);
    void subpath(GfxState* state, const GfxSubpath& path, double width, const Tone& tone);
    bool area(GfxState* state, const GfxSubpath& path, const Tone& tone);

    Survey& survey_;
    std::optional<Tone> filling_, stroking_;
};

} // namespace shenbao::pdf
