#include "extractors/mail/cloud.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace shenbao::mail {
namespace {

constexpr std::size_t most_files = 200;
constexpr std::size_t note_reach = 600; // bytes from a link to the note of size and expiry that belongs to it

bool has(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }

std::string_view host_of(std::string_view address) {
    auto start = address.find("://");
    if (start == address.npos) return {};
    address.remove_prefix(start + 3);
    return address.substr(0, address.find_first_of("/?#:"));
}

bool is_under(std::string_view host, std::string_view domain) {
    return host == domain || (host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

template <class List> bool under_any(std::string_view host, const List& domains) {
    return std::any_of(domains.begin(), domains.end(), [&](std::string_view domain) { return is_under(host, domain); });
}

// "(80.96M, 2021年8月17日 0:49 到期)": size and expiry of a file, as both providers write them.
struct Note {
    std::size_t begin = 0, end = 0;
    std::string size, expiry;
};

bool is_size(std::string_view word) {
    auto digits = word.find_first_not_of("0123456789.");
    return digits != 0 && digits != word.npos &&
           std::string_view("KMGTBkmgtb").find(word[digits]) != std::string_view::npos;
}

std::optional<Note> read_note(std::string_view text, std::size_t open, std::size_t skip) {
    std::string_view inside = text.substr(open + skip, 120);
    auto close = std::min(inside.find(')'), inside.find("）"));
    if (close == inside.npos) return std::nullopt;
    bool wide = inside.substr(close).starts_with("）");
    std::string content(inside.substr(0, close));
    content = text::replace_all(content, "，", ",");
    auto comma = content.find(',');
    std::string size = text::trim(content.substr(0, comma));
    if (!is_size(size)) return std::nullopt;
    std::string expiry = comma == content.npos ? "" : text::trim(content.substr(comma + 1));
    for (std::string_view word : {"到期", "过期", "失效"})
        if (expiry.ends_with(word)) expiry = text::trim(expiry.substr(0, expiry.size() - word.size()));
    return Note{open, open + skip + close + (wide ? 3 : 1), size, expiry};
}

std::vector<Note> notes_in(std::string_view text) {
    std::vector<Note> notes;
    for (std::size_t at = 0; at < text.size() && notes.size() < most_files; ++at) {
        std::size_t skip = text[at] == '(' ? 1 : text.substr(at).starts_with("（") ? 3 : 0;
        if (skip == 0) continue;
        if (auto note = read_note(text, at, skip)) notes.push_back(*note);
    }
    return notes;
}

// What stands on a link to the file that is not its name.
bool is_button(std::string_view words) {
    static constexpr std::array<std::string_view, 7> buttons = {"下载", "预览", "打开", "查看", "转存", "http", "点击"};
    return words.empty() ||
           std::any_of(buttons.begin(), buttons.end(), [&](auto b) { return has(words, b) && !has(words, "."); }) ||
           words.starts_with("http");
}

bool is_heading(std::string_view line) { return has(line, "发来的超大附件") || has(line, "发来的云附件"); }

// The last words before `end`: what a note says the size of.
std::string name_before(std::string_view text, std::size_t end) {
    std::string_view before = text.substr(0, end);
    while (before.ends_with(' ') || before.ends_with('\n'))
        before.remove_suffix(1);
    auto start = before.rfind('\n');
    std::string name = text::trim(before.substr(start == before.npos ? 0 : start + 1));
    for (std::string_view bullet : {"●", "·", "•", "*", "-"})
        if (name.starts_with(bullet)) name = text::trim(name.substr(bullet.size()));
    return is_heading(name) || is_button(name) || name.size() > 600 ? std::string() : name;
}

// A heading such as 从QQ邮箱发来的超大附件, for texts whose links were lost.
std::string_view heading_provider(std::string_view text) {
    static constexpr std::array<std::string_view, 4> tencent = {
        "从QQ邮箱发来的超大附件", "从腾讯企业邮箱发来的超大附件", "来自QQ邮箱的超大附件", "从腾讯企业邮发来的超大附件"};
    auto in_text = [&](std::string_view words) { return has(text, words); };
    if (std::any_of(tencent.begin(), tencent.end(), in_text)) return "tencent";
    auto at = text.find("从网易");
    if (at == text.npos) return {};
    std::string_view line = text.substr(at, 60);
    return has(line, "发来的超大附件") || has(line, "发来的云附件") ? "netease" : std::string_view();
}

// NetEase leads to one file by several addresses that share `file=`.
std::string_view file_key(std::string_view address) {
    for (std::string_view parameter : {"?file=", "&file="}) {
        auto at = address.find(parameter);
        if (at == address.npos) continue;
        std::string_view value = address.substr(at + parameter.size());
        value = value.substr(0, value.find('&'));
        if (!value.empty()) return value;
    }
    return address;
}

class Finder {
  public:
    explicit Finder(std::string_view text) : text_(text), notes_(notes_in(text)) {}

    void link(std::string_view target, std::string_view words, std::size_t begin, std::size_t end) {
        std::string_view provider = cloud_provider(target);
        if (provider.empty()) return;
        std::string name = text::trim(words);
        if (is_button(name)) name.clear();
        File* file = known(file_key(target));
        if (!file && files_.size() >= most_files) return;
        if (!file) file = &files_.emplace_back(new_file(provider, target, begin, end));
        if (!file->facts.name.empty() || name.empty()) return;
        file->facts.name = name;
        file->begin = begin;
        file->end = end;
    }

    std::vector<CloudAttachment> end() {
        for (File& file : files_)
            file.note = note_of(file);
        std::vector<CloudAttachment> found;
        for (File& file : files_) {
            if (is_button_of_other(file)) continue;
            if (file.note) take_note(file.facts, *file.note);
            found.push_back(std::move(file.facts));
        }
        if (found.empty()) from_notes(heading_provider(text_), found);
        return found;
    }

  private:
    struct File {
        std::string key;
        std::size_t begin = 0, end = 0; // of the link with its name, else of its first link
        const Note* note = nullptr;
        CloudAttachment facts;
    };

    static File new_file(std::string_view provider, std::string_view target, std::size_t begin, std::size_t end) {
        File file{std::string(file_key(target)), begin, end, nullptr, {}};
        file.facts.provider = provider;
        file.facts.link = target;
        return file;
    }

    File* known(std::string_view key) {
        auto it = std::find_if(files_.begin(), files_.end(), [&](const File& file) { return file.key == key; });
        return it == files_.end() ? nullptr : &*it;
    }

    const Note* note_after(std::size_t place) const {
        for (const Note& note : notes_)
            if (note.begin >= place) return note.begin - place < note_reach ? &note : nullptr;
        return nullptr;
    }

    const Note* note_before(std::size_t place) const {
        const Note* last = nullptr;
        for (const Note& note : notes_)
            if (note.end <= place && place - note.end < note_reach) last = &note;
        return last;
    }

    // A name comes before its note. A bare link may stand on either side: all of a text's do as its first does.
    const Note* note_of(const File& file) const {
        bool link_first = !file.facts.name.empty() || (!notes_.empty() && files_.front().begin < notes_.front().begin);
        const Note* note = link_first ? note_after(file.end) : note_before(file.begin);
        return note ? note : link_first ? note_before(file.begin) : note_after(file.end);
    }

    // A link without a name of its own, at the note of a file that has one or comes earlier.
    bool is_button_of_other(const File& file) const {
        auto owns = [&](const File& other) {
            return &other != &file && other.note == file.note && (!other.facts.name.empty() || &other < &file);
        };
        return file.facts.name.empty() && file.note && std::any_of(files_.begin(), files_.end(), owns);
    }

    void take_note(CloudAttachment& file, const Note& note) const {
        file.size = note.size;
        file.expiry = note.expiry;
        if (file.name.empty()) file.name = name_before(text_, note.begin);
    }

    void from_notes(std::string_view provider, std::vector<CloudAttachment>& found) const {
        if (provider.empty()) return;
        for (const Note& note : notes_) {
            CloudAttachment file;
            file.provider = provider;
            take_note(file, note);
            if (!file.expiry.empty()) found.push_back(std::move(file));
        }
    }

    std::string_view text_;
    std::vector<Note> notes_;
    std::vector<File> files_;
};

} // namespace

std::string_view cloud_provider(std::string_view address) {
    static constexpr std::array<std::string_view, 6> netease = {"163.com", "126.com",     "yeah.net",
                                                                "188.com", "netease.com", "126.net"};
    static constexpr std::array<std::string_view, 2> tencent = {"mail.qq.com", "exmail.qq.com"};
    std::string_view host = host_of(address);
    bool netease_path = has(address, "large-attachment-download") || has(address, "cloud-attachment-download") ||
                        has(address, "NETEASE-HUGE-ATTACHMENT") || is_under(host, "fs.163.com");
    if (netease_path && under_any(host, netease)) return "netease";
    bool tencent_path =
        has(address, "ftnExs_download") || has(address, "/ftn/download") || has(address, "exs_ftn_download");
    return tencent_path && under_any(host, tencent) ? "tencent" : std::string_view();
}

std::vector<CloudAttachment> cloud_attachments(const HtmlText& html) {
    Finder finder(html.text);
    std::string_view text = html.text;
    for (const Link& link : html.links)
        finder.link(link.target, text.substr(link.begin, link.end - link.begin), link.begin, link.end);
    return finder.end();
}

std::vector<CloudAttachment> cloud_attachments(std::string_view plain) {
    Finder finder(plain);
    for (auto at = plain.find("http"); at != plain.npos; at = plain.find("http", at + 4)) {
        std::string_view rest = plain.substr(at);
        auto end = std::find_if(rest.begin(), rest.end(),
                                [](unsigned char c) { return c <= 0x20 || c >= 0x7f || c == '>' || c == '"'; });
        auto length = static_cast<std::size_t>(end - rest.begin());
        finder.link(rest.substr(0, length), {}, at, at + length);
    }
    return finder.end();
}

} // namespace shenbao::mail
