#pragma once
// The same file through Poppler's interface for programs: opened only when a page must be drawn, or has annotations,
// form fields or files in it. Poppler's own messages are kept off standard error.

#include "extractors/layout/raster.h"
#include "extractors/pdf/core_file.h"

#include <poppler.h>

#include <memory>
#include <string>

namespace shenbao::pdf {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
struct Free {
    void operator()(void* memory) const { g_free(memory); }
};
using DocumentPtr = std::unique_ptr<PopplerDocument, Unref>;
using PagePtr = std::unique_ptr<PopplerPage, Unref>;
using CharPtr = std::unique_ptr<char, Free>;

// Clean UTF-8 of a string Poppler gives away.
std::string take(char* text);

class PrintedFile {
  public:
    // `file` must outlive this.
    explicit PrintedFile(const CoreFile& file) : file_(file) {}
    // Throw ItemError document.damaged where it cannot be opened, or there is no such page (from 0).
    PopplerDocument* document();
    PagePtr page(int index);

  private:
    const CoreFile& file_;
    std::string plain_; // the file once more, where it had to be changed
    DocumentPtr document_;
};

// The page as it is printed, annotations included; one channel where nothing on it is coloured. Empty where it cannot
// be rendered at this size.
layout::Raster render(PopplerPage* page, double dpi);

// Sets Poppler's and GLib's handlers once a process, and quietens Leptonica.
void silence();

} // namespace shenbao::pdf
