#include "extractors/seal/engine.h"

#include "pipeline/model/person_name.h"
#include "pipeline/model/text.h"

#include <malloc.h>
#include <tesseract/baseapi.h>

#include <memory>

namespace shenbao::ocr {

namespace {

using tesseract::TessBaseAPI;

struct Engine {
    TessBaseAPI api;
    bool ready = false;
    std::string allowed{};
    bool inverts = true;

    explicit Engine(const char* language) {
        // Dictionaries pull codes and names towards words: they are left out.
        const std::vector<std::string> keys{"load_system_dawg", "load_freq_dawg", "load_number_dawg", "load_punc_dawg"};
        const std::vector<std::string> values{"0", "0", "0", "0"};
        ready = api.Init(nullptr, language, tesseract::OEM_LSTM_ONLY, nullptr, 0, &keys, &values, false) == 0;
        api.SetVariable("preserve_interword_spaces", "1");
    }
    void allow(const std::string& characters) {
        if (characters == allowed) return;
        api.SetVariable("tessedit_char_whitelist", characters.c_str());
        allowed = characters;
    }
    // Whether a line that reads badly is read again as white on black, which costs as much once more.
    void invert(bool wanted) {
        if (wanted == inverts) return;
        api.SetVariable("invert_threshold", wanted ? "0.7" : "0");
        inverts = wanted;
    }
};

Engine& chinese() {
    static Engine engine("chi_sim");
    return engine;
}

Engine& han() {
    static Engine engine("HanS");
    return engine.ready ? engine : chinese();
}

Engine& latin() {
    static Engine engine("eng");
    return engine;
}

// The characters of family names and of given names, in UTF-8.
const std::string& of_names() {
    static const std::string characters =
        text::to_utf8(person_name::family_characters() + person_name::given_characters());
    return characters;
}

const char* allowed_in(Alphabet alphabet) {
    switch (alphabet) {
    case Alphabet::name:
    case Alphabet::han_name:
        return of_names().c_str();
    case Alphabet::digits:
    case Alphabet::figures:
        return "0123456789.,-/()+%";
    case Alphabet::code:
        return "0123456789ABCDEFGHJKLMNPQRTUWXY";
    case Alphabet::mail:
        return "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@._-";
    default:
        return "";
    }
}

const char* name_of(Alphabet alphabet) {
    switch (alphabet) {
    case Alphabet::chinese:
        return "chi_sim";
    case Alphabet::han:
        return "HanS";
    case Alphabet::name:
        return "chi_sim/names";
    case Alphabet::han_name:
        return "HanS/names";
    case Alphabet::latin:
        return "eng";
    case Alphabet::digits:
        return "eng/digits";
    case Alphabet::code:
        return "eng/code";
    case Alphabet::mail:
        return "eng/mail";
    case Alphabet::figures:
        return "chi_sim/digits";
    }
    return "";
}

std::vector<Symbol> symbols_of(TessBaseAPI& api) {
    std::vector<Symbol> out;
    std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
    if (!at) return out;
    do {
        std::unique_ptr<char[]> utf8(at->GetUTF8Text(tesseract::RIL_SYMBOL));
        if (!utf8) continue;
        if (!out.empty() && at->IsAtBeginningOf(tesseract::RIL_TEXTLINE))
            out.push_back({U'\n', 1});
        else if (!out.empty() && at->IsAtBeginningOf(tesseract::RIL_WORD))
            out.push_back({U' ', 1});
        const float sure = at->Confidence(tesseract::RIL_SYMBOL) / 100;
        int left = 0, top = 0, right = -1, bottom = 0;
        at->BoundingBox(tesseract::RIL_SYMBOL, &left, &top, &right, &bottom);
        for (char32_t c : text::to_u32(text::clean(utf8.get())))
            out.push_back({c, sure, right});
    } while (at->Next(tesseract::RIL_SYMBOL));
    return out;
}

Engine& engine_of(Alphabet alphabet) {
    switch (alphabet) {
    case Alphabet::chinese:
    case Alphabet::figures:
    case Alphabet::name:
        return chinese();
    case Alphabet::han:
    case Alphabet::han_name:
        return han();
    default:
        return latin();
    }
}

Spoken read(const picture::Grey& picture, Alphabet alphabet, tesseract::PageSegMode mode) {
    Spoken out;
    out.by = name_of(alphabet);
    Engine& engine = engine_of(alphabet);
    if (!engine.ready) throw ItemError("document.unsupported", "recognition models are missing", Outcome::failed);
    if (picture.width < 4 || picture.height < 4) return out;
    engine.allow(allowed_in(alphabet));
    engine.invert(mode != tesseract::PSM_RAW_LINE);
    engine.api.SetPageSegMode(mode);
    engine.api.SetImage(picture.pixels.data(), picture.width, picture.height, 1, picture.width);
    engine.api.SetSourceResolution(300);
    if (engine.api.Recognize(nullptr) == 0) out.symbols = symbols_of(engine.api);
    engine.api.Clear();
    return out;
}

} // namespace

std::string Spoken::text() const {
    std::u32string out;
    for (const Symbol& s : symbols)
        out.push_back(s.c);
    return text::to_utf8(out);
}

double Spoken::confidence() const {
    double sum = 0;
    int n = 0;
    for (const Symbol& s : symbols)
        if (s.c != U' ' && s.c != U'\n') sum += s.sure, ++n;
    return n > 0 ? sum / n : 0;
}

void warm_engines() {
    // Planes of a page, and the engine's own arrays, come and go by megabytes: memory once had is kept, for to have it
    // mapped and cleared anew each time costs more than to use it.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
    chinese();
    han();
    latin();
}

Spoken read_line(const picture::Grey& line, Alphabet alphabet, bool raw) {
    return read(line, alphabet, raw ? tesseract::PSM_RAW_LINE : tesseract::PSM_SINGLE_LINE);
}

Spoken read_block(const picture::Grey& block, Alphabet alphabet) {
    return read(block, alphabet, tesseract::PSM_SINGLE_BLOCK);
}

} // namespace shenbao::ocr
