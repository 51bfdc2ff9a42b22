#pragma once
// For the files that speak with Poppler's core only.

class Gfx;
class Page; // Poppler's

namespace shenbao::pdf {

// What Page::display() does, but with the page's content inflated as a whole first: the interpreter takes its words byte
// by byte, and is a good deal faster on plain memory. Content that is not plainly deflated goes the usual way.
void display(::Page& page, Gfx& interpreter);

} // namespace shenbao::pdf
