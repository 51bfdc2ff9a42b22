#include "extractors/seal/engine.h"

#include "extractors/seal/tesseract.h"
#include "pipeline/model/person_name.h"
#include "pipeline/model/text.h"

#include <malloc.h>

#include <array>
#include <memory>

namespace shenbao::ocr {

namespace {

struct Engine {
    const Tesseract* library = tesseract();
    TessBaseAPI* api = library ? library->create() : nullptr;
    bool ready = false;
    std::string allowed{};
    bool inverts = true;

    explicit Engine(const char* language) {
        if (!api) return;
        // Dictionaries pull codes and names towards words: they are left out.
        std::array keys{"load_system_dawg", "load_freq_dawg", "load_number_dawg", "load_punc_dawg"};
        std::array values{"0", "0", "0", "0"};
        ready =
            library->init(api, nullptr, language, tesseract::OEM_LSTM_ONLY, nullptr, 0, const_cast<char**>(keys.data()),
                          const_cast<char**>(values.data()), keys.size(), FALSE) == 0;
        set("preserve_interword_spaces", "1");
    }
    // With the process's other statics, at its end.
    ~Engine() {
        if (api) library->destroy(api);
    }
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    void set(const char* variable, const char* value) { library->set_variable(api, variable, value); }
    void allow(const std::string& characters) {
        if (characters == allowed) return;
        set("tessedit_char_whitelist", characters.c_str());
        allowed = characters;
    }
    // Whether a line that reads badly is read again as white on black, which costs as much once more.
    void invert(bool wanted) {
        if (wanted == inverts) return;
        set("invert_threshold", wanted ? "0.7" : "0");
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

std::vector<Symbol> symbols_of(const Engine& engine) {
    const Tesseract& t = *engine.library;
    std::vector<Symbol> out;
    std::unique_ptr<TessResultIterator, decltype(t.delete_iterator)> at(t.iterator(engine.api), t.delete_iterator);
    if (!at) return out;
    const TessPageIterator* place = t.place(at.get());
    do {
        std::unique_ptr<char, decltype(t.delete_text)> utf8(t.text(at.get(), tesseract::RIL_SYMBOL), t.delete_text);
        if (!utf8) continue;
        if (!out.empty() && t.begins(place, tesseract::RIL_TEXTLINE))
            out.push_back({U'\n', 1});
        else if (!out.empty() && t.begins(place, tesseract::RIL_WORD))
            out.push_back({U' ', 1});
        const float sure = t.confidence(at.get(), tesseract::RIL_SYMBOL) / 100;
        int left = 0, top = 0, right = -1, bottom = 0;
        t.box(place, tesseract::RIL_SYMBOL, &left, &top, &right, &bottom);
        for (char32_t c : text::to_u32(text::clean(utf8.get())))
            out.push_back({c, sure, right});
    } while (t.next(at.get(), tesseract::RIL_SYMBOL));
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

Spoken read(const picture::Grey& picture, Alphabet alphabet, TessPageSegMode mode) {
    Spoken out;
    out.by = name_of(alphabet);
    Engine& engine = engine_of(alphabet);
    if (!engine.ready) throw ItemError("document.unsupported", "recognition models are missing", Outcome::failed);
    if (picture.width < 4 || picture.height < 4) return out;
    engine.allow(allowed_in(alphabet));
    engine.invert(mode != tesseract::PSM_RAW_LINE);
    const Tesseract& t = *engine.library;
    t.set_mode(engine.api, mode);
    t.set_image(engine.api, picture.pixels.data(), picture.width, picture.height, 1, picture.width);
    t.set_resolution(engine.api, 300);
    if (t.recognise(engine.api, nullptr) == 0) out.symbols = symbols_of(engine);
    t.clear(engine.api);
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
