#include "extractors/mail/html_text.h"

#include "extractors/mail/header_fields.h"
#include "pipeline/model/text.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace shenbao::mail {
namespace {

constexpr std::size_t most_links = 2000;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool breaks_line(std::string_view tag) {
    static constexpr std::array<std::string_view, 22> names = {
        "br", "p",  "div", "tr", "li",  "ul",         "ol",      "table",   "h1",    "h2", "h3",
        "h4", "h5", "h6",  "hr", "pre", "blockquote", "section", "article", "title", "dt", "dd"};
    return std::find(names.begin(), names.end(), tag) != names.end();
}

char32_t entity_point(std::string_view name) {
    if (name.starts_with('#')) {
        bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
        std::string_view digits = name.substr(hex ? 2 : 1);
        unsigned value = 0;
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
        bool good = error == std::errc() && end == digits.data() + digits.size() && value < 0x110000;
        bool control = value < 0x20 || (value >= 0x7f && value < 0xa0);
        return good && !control && !(value >= 0xd800 && value < 0xe000) ? value : 0;
    }
    const htmlEntityDesc* known = htmlEntityLookup(BAD_CAST std::string(name).c_str());
    return known ? known->value : 0;
}

std::string resolve_entities(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto amp = text.find('&');
        out += text.substr(0, amp);
        if (amp == text.npos) break;
        text.remove_prefix(amp);
        auto end = text.substr(0, 12).find(';');
        char32_t point = end == text.npos ? 0 : entity_point(text.substr(1, end - 1));
        if (point)
            out += text::to_utf8(std::u32string_view(&point, 1));
        else
            out += '&';
        text.remove_prefix(point ? end + 1 : 1);
    }
    return out;
}

struct Tag {
    std::string name; // lower case, "/a" for an end tag
    std::vector<std::pair<std::string, std::string>> attributes;

    std::string attribute(std::string_view wanted) const {
        for (auto& [key, value] : attributes)
            if (key == wanted) return value;
        return {};
    }
};

// Reads one tag from its '<'; returns how many bytes it takes, 0 where it is none.
class TagReader {
  public:
    explicit TagReader(std::string_view html) : html_(html) {}

    std::size_t read(Tag& tag) {
        at_ = 1;
        std::size_t name = at_;
        if (peek() == '/') ++at_;
        if (!is_letter(peek())) return 0;
        while (at_ < html_.size() && !is_space(peek()) && peek() != '>' && (peek() != '/' || at_ == name))
            ++at_;
        tag.name = lower(html_.substr(name, at_ - name));
        while (at_ < html_.size() && peek() != '>')
            attribute(tag);
        return std::min(at_ + 1, html_.size());
    }

  private:
    char peek() const { return at_ < html_.size() ? html_[at_] : '\0'; }

    void skip_space() {
        while (at_ < html_.size() && is_space(peek()))
            ++at_;
    }

    void attribute(Tag& tag) {
        skip_space();
        std::size_t start = at_;
        while (at_ < html_.size() && !is_space(peek()) && peek() != '=' && peek() != '>')
            ++at_;
        std::string name = lower(html_.substr(start, at_ - start));
        skip_space();
        std::string value = peek() == '=' ? attribute_value() : std::string();
        if (!name.empty() && tag.attributes.size() < 100)
            tag.attributes.emplace_back(std::move(name), std::move(value));
    }

    std::string attribute_value() {
        ++at_;
        skip_space();
        char quote = peek();
        std::size_t start = at_, end;
        if (quote == '"' || quote == '\'') {
            end = std::min(html_.find(quote, ++start), html_.size());
            at_ = std::min(end + 1, html_.size());
        } else {
            end = std::min(html_.find_first_of(" \t\r\n>", at_), html_.size());
            at_ = end;
        }
        return resolve_entities(html_.substr(start, end - start));
    }

    std::string_view html_;
    std::size_t at_ = 0;
};

class Converter {
  public:
    HtmlText run(std::string_view html) {
        while (!html.empty()) {
            auto open = html.find('<');
            words(html.substr(0, open));
            if (open == html.npos) break;
            html.remove_prefix(open);
            html.remove_prefix(markup(html));
        }
        close_link();
        return std::move(out_);
    }

  private:
    std::size_t markup(std::string_view html) {
        if (html.starts_with("<!--")) return past(html, "-->");
        if (html.starts_with("<!") || html.starts_with("<?")) return past(html, ">");
        Tag tag;
        std::size_t length = TagReader(html).read(tag);
        if (length == 0) {
            words("<");
            return 1;
        }
        if (tag.name == "script" || tag.name == "style")
            return length + past_end_tag(html.substr(length), "</" + tag.name);
        take(tag);
        return length;
    }

    static std::size_t past(std::string_view html, std::string_view end) {
        auto found = html.find(end);
        return found == html.npos ? html.size() : found + end.size();
    }

    static std::size_t past_end_tag(std::string_view html, std::string_view end) {
        for (auto at = html.find("</"); at != html.npos; at = html.find("</", at + 2))
            if (same_name(html.substr(at, end.size()), end)) return at;
        return html.size();
    }

    void take(const Tag& tag) {
        std::string_view bare = tag.name;
        if (bare.starts_with('/')) bare.remove_prefix(1);
        if (breaks_line(bare)) new_line();
        if (bare == "td" || bare == "th") blank_ = true;
        if (tag.name == "/a") close_link();
        if (tag.name == "a") open_link(tag.attribute("href"));
        if (tag.name == "img") picture(tag.attribute("src"));
        if (std::string background = tag.attribute("background"); !background.empty()) picture(background);
    }

    void picture(const std::string& source) {
        if (same_name(std::string_view(source).substr(0, 4), "cid:") && out_.content_ids.size() < most_links)
            out_.content_ids.push_back(source.substr(4));
    }

    void open_link(std::string target) {
        close_link();
        if (target.empty() || out_.links.size() >= most_links) return;
        out_.links.push_back({text::clean(target), out_.text.size(), out_.text.size()});
        open_ = true;
    }

    void close_link() {
        if (open_) out_.links.back().end = out_.text.size();
        open_ = false;
    }

    void new_line() {
        blank_ = false;
        if (!out_.text.empty() && out_.text.back() != '\n') out_.text += '\n';
    }

    void words(std::string_view text) {
        std::string resolved = resolve_entities(text);
        std::string_view rest = resolved;
        while (!rest.empty()) {
            bool hard = rest.starts_with("\xc2\xa0"); // a no-break space is a blank here
            if (hard || is_space(rest[0])) {
                blank_ = true;
                rest.remove_prefix(hard ? 2 : 1);
                continue;
            }
            if (blank_ && !out_.text.empty() && out_.text.back() != '\n') out_.text += ' ';
            blank_ = false;
            out_.text += rest[0];
            rest.remove_prefix(1);
        }
    }

    HtmlText out_;
    bool blank_ = false, open_ = false;
};

} // namespace

HtmlText read_html(std::string_view html) {
    HtmlText found = Converter().run(html);
    found.text.resize(found.text.find_last_not_of(" \n") + 1);
    for (Link& link : found.links) {
        link.end = std::min(link.end, found.text.size());
        link.begin = std::min(link.begin, link.end);
    }
    return found;
}

std::string html_charset(std::string_view bytes) {
    std::string head = lower(bytes.substr(0, 2048));
    auto at = head.find("charset=");
    if (at == head.npos) return {};
    std::string_view rest = std::string_view(head).substr(at + 8);
    while (rest.starts_with('"') || rest.starts_with('\'') || rest.starts_with(' '))
        rest.remove_prefix(1);
    return std::string(rest.substr(0, rest.find_first_of("\"' />;\r\n")));
}

} // namespace shenbao::mail
