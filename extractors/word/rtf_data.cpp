// Pictures and objects of RTF: bytes as hexadecimal digits or behind \\bin.

#include "extractors/image/metafile.h"
#include "extractors/word/ole_objects.h"
#include "extractors/word/rtf_reader.h"

#include <utility>

namespace shenbao::rtf {
namespace {

constexpr int file_limit = 2000;

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    char low = static_cast<char>(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

const char* picture_ending(std::string_view bytes) {
    if (bytes.substr(0, 4) == "\x89PNG") return ".png";
    if (bytes.substr(0, 2) == "II" || bytes.substr(0, 2) == "MM") return ".tiff"; // out of a metafile
    return bytes.substr(0, 2) == "\xFF\xD8" ? ".jpeg" : nullptr;
}

} // namespace

void Reader::begin_data(Target target) {
    bool refused = target == Target::picture && group().no_pictures;
    group().target = refused ? Target::nowhere : target;
    data_.clear();
    high_digit_ = -1;
    wanted_picture_ = false;
}

void Reader::hex(std::string_view digits) {
    bool wanted = group().target == Target::object || wanted_picture_;
    if (!wanted || ignored_groups_ > 0) return;
    for (char c : digits) {
        int value = digit(c);
        if (value < 0) continue;
        if (high_digit_ < 0) {
            high_digit_ = value;
        } else {
            if (data_.size() < data_limit) data_ += static_cast<char>(high_digit_ << 4 | value);
            high_digit_ = -1;
        }
    }
}

void Reader::end_data(Target target) {
    std::string bytes = std::exchange(data_, {});
    if (pictures_ + objects_ >= file_limit || bytes.empty()) return;
    if (target == Target::object)
        return put_ole1_object(bytes, "object" + std::to_string(++objects_) + ".bin", out_, sink_);
    // Of a metafile the bitmap in it, and drawings are left out.
    if (image::is_metafile(bytes)) bytes = image::picture_in_metafile(bytes, Limits{}.page_pixels);
    if (const char* ending = picture_ending(bytes)) {
        out_.attachment("picture" + std::to_string(++pictures_) + ending, bytes, sink_);
    }
}

} // namespace shenbao::rtf
