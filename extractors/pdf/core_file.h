#pragma once
// A PDF as Poppler's core has it: opened from memory, surveyed page by page, pictures taken out as they are. The core's
// interface changes between versions of Poppler; only this file, the survey and its paint speak with it.

#include "extractors/layout/raster.h"
#include "extractors/pdf/survey.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

class PDFDoc; // Poppler's

namespace shenbao::pdf {

// Prepares the core's tables once a process and keeps its messages off standard error.
void prepare_core();

class CoreFile {
  public:
    // Opens with an empty password, then each of `passwords`. Throws ItemError document.encrypted or document.damaged.
    // `bytes` must remain good while the file lives.
    CoreFile(std::span<const std::byte> bytes, std::span<const std::string> passwords);
    ~CoreFile();
    CoreFile(const CoreFile&) = delete;
    CoreFile& operator=(const CoreFile&) = delete;

    int pages() const;
    // Of a page, from 0. Throws ItemError document.damaged where there is no such page.
    Survey survey(int index);
    std::map<std::string, std::string> properties() const;
    bool has_attachments() const;
    std::span<const std::byte> bytes() const { return bytes_; }
    // What opened it; none: no password.
    const std::optional<std::string>& password() const { return password_; }

    // The picture as the JPEG file it lies in, where nothing but that JPEG says what its pixels are; else empty.
    std::string jpeg(const DrawnImage& image) const;
    // Its pixels as they show, upright on the page; one channel where it holds no colour. Empty where they cannot be
    // had, or are more than `most`. `step` 2: every other pixel of every other row, and so on.
    layout::Raster pixels(const DrawnImage& image, std::uint64_t most, std::size_t step = 1) const;

  private:
    PDFDoc& with_pictures() const;

    std::span<const std::byte> bytes_;
    std::optional<std::string> password_;
    std::unique_ptr<PDFDoc> file_;
    // The same once more where surveys emptied pictures of the first; opened when it is needed.
    bool has_jpx_ = false, emptied_ = false;
    mutable std::unique_ptr<PDFDoc> whole_;
};

} // namespace shenbao::pdf
