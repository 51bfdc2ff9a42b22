#include "extractors/mail/mbox.h"

#include "extractors/extractor.h"
#include "extractors/mail/date.h"
#include "extractors/mail/header_fields.h"
#include "extractors/mail/mbox_separator.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace shenbao {
namespace mail {
namespace {

constexpr std::size_t longest_header = 256 * 1024;

// What the head of a message says of where the message ends.
struct Frame {
    std::size_t length_end = 0; // file offset where Content-Length says the message ends; 0: it does not say
    std::string boundary;       // of a multipart
};

std::string boundary_in(std::string_view value) {
    auto at = value.find("oundary");
    if (at == value.npos) return {};
    at = value.find('=', at);
    if (at == value.npos) return {};
    std::string_view rest = value.substr(at + 1);
    while (rest.starts_with(' '))
        rest.remove_prefix(1);
    if (rest.starts_with('"')) return std::string(rest.substr(1, rest.substr(1).find('"')));
    return std::string(rest.substr(0, rest.find_first_of("; \t\r\n")));
}

std::size_t content_length(std::string_view value) {
    std::size_t length = 0;
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    std::from_chars(value.data(), value.data() + value.size(), length);
    return length;
}

// Reads the header at `message`, as far as the next separator at most.
Frame frame_of(std::string_view file, std::size_t message) {
    std::string_view rest = file.substr(message, longest_header);
    const char* start = rest.data();
    std::size_t length = 0;
    std::string type;
    bool in_type = false;
    while (!rest.empty()) {
        auto [line, after] = next_line(rest);
        rest = after;
        if (line.empty() || line.starts_with("From ")) break;
        std::string_view name = field_name(line);
        if (!is_continuation(line)) in_type = same_name(name, "content-type");
        if (in_type) type.append(line).append(" ");
        if (same_name(name, "content-length")) length = content_length(line.substr(line.find(':') + 1));
    }
    std::size_t body = rest.empty() ? file.size() : message + static_cast<std::size_t>(rest.data() - start);
    Frame frame;
    frame.boundary = boundary_in(type);
    if (length > 0 && length <= file.size() - body) frame.length_end = body + length;
    return frame;
}

bool is_candidate(std::string_view text) { return text.starts_with("From ") || text.starts_with(">From "); }

bool blank_before(std::string_view file, std::size_t line) {
    if (line == 0) return true;
    std::string_view before = file.substr(0, line - 1); // without the line feed that ends the line before
    if (before.ends_with('\r')) before.remove_suffix(1);
    return before.empty() || before.ends_with('\n');
}

std::string_view last_line_before(std::string_view file, std::size_t line) {
    std::string_view before = file.substr(0, line);
    while (before.ends_with('\n') || before.ends_with('\r'))
        before.remove_suffix(1);
    auto start = before.rfind('\n');
    return before.substr(start == before.npos ? 0 : start + 1);
}

bool ends_multipart(std::string_view line, const std::string& boundary) {
    return !boundary.empty() && line.size() >= boundary.size() + 4 && line.starts_with("--") && line.ends_with("--") &&
           line.substr(2, boundary.size()) == boundary;
}

// The one empty line that an mbox writer adds.
std::size_t without_last_empty_line(std::string_view file, std::size_t start, std::size_t end) {
    std::string_view message = file.substr(start, end - start);
    for (std::string_view line_end : {"\r\n", "\n"}) {
        if (!message.ends_with(line_end)) continue;
        std::string_view before = message.substr(0, message.size() - line_end.size());
        return before.empty() || before.ends_with('\n') ? end - line_end.size() : end;
    }
    return end;
}

class Cutter {
  public:
    explicit Cutter(std::string_view file) : file_(file) {}

    // The first separator at or after `from`; that of a message which starts at `message` (or none).
    std::optional<Separator> next(std::size_t from, std::optional<std::size_t> message) {
        Frame frame = message ? frame_of(file_, *message) : Frame();
        if (frame.length_end && !leads_to_separator(frame.length_end)) frame.length_end = 0;
        for (std::size_t at = first_line(from); at < file_.size(); at = line_after(at)) {
            if (!is_candidate(file_.substr(at, 6))) continue;
            SeparatorPlace place;
            place.after_empty_line = blank_before(file_, at) || at == start_;
            place.after_last_boundary = ends_multipart(last_line_before(file_, at), frame.boundary);
            place.inside_length = at < frame.length_end;
            if (auto found = separator_at(file_, at, place)) return found;
        }
        return std::nullopt;
    }

    void set_start(std::size_t start) { start_ = start; }

  private:
    std::size_t first_line(std::size_t from) const {
        return from == 0 || from == start_ || file_[from - 1] == '\n' ? from : line_after(from);
    }

    // The next line that begins with "From " or ">From ", or the end.
    std::size_t line_after(std::size_t at) const {
        for (;;) {
            at = file_.find('\n', at);
            if (at == file_.npos || ++at >= file_.size()) return file_.size();
            if (file_[at] == 'F' || file_[at] == '>') return at;
        }
    }

    bool leads_to_separator(std::size_t end) const {
        std::string_view rest = file_.substr(end);
        end += std::min(rest.find_first_not_of("\r\n"), rest.size());
        return end >= file_.size() || (file_.substr(end).starts_with("From ") && separator_at(file_, end, {}));
    }

    std::string_view file_;
    std::size_t start_ = 0;
};

// A message before the first separator: the file's own first "From " line is lost or broken.
std::optional<std::size_t> headless_message(std::string_view file, std::size_t start, std::size_t end) {
    std::size_t at = start;
    for (int i = 0; i < 3 && at < end; ++i) {
        std::string_view text = file.substr(at, end - at);
        auto [line, rest] = next_line(text);
        HeaderLook look = look_at_header(text, 12);
        if (is_known_field(field_name(line)) && look.mail_fields >= 1 && look.known_fields >= 2) return at;
        at = end - rest.size();
    }
    return std::nullopt;
}

} // namespace

void each_message(std::string_view file, const std::function<void(std::size_t, std::string_view)>& take) {
    Cutter cutter(file);
    std::size_t start = leading_blank(file);
    cutter.set_start(start);
    std::optional<Separator> separator = cutter.next(start, std::nullopt);
    std::optional<std::size_t> message = headless_message(file, start, separator ? separator->line : file.size());
    for (;;) {
        std::size_t end = separator ? separator->line : file.size();
        if (message && *message < end) {
            std::size_t stop = without_last_empty_line(file, *message, end);
            take(*message, file.substr(*message, stop - *message));
        }
        if (!separator) break;
        message = separator->message;
        separator = *message < file.size() ? cutter.next(*message, message) : std::nullopt;
    }
}

} // namespace mail

namespace {

using namespace mail;

constexpr std::size_t near = 1 << 20;  // how far a bid looks into a file of another name
constexpr std::size_t far = 64u << 20; // and into one that is called a mailbox

bool called_mailbox(const Input& input) {
    std::string ending = ending_of(input.name);
    return ending == "mbox" || ending == "mbx" || ending == "mboxrd";
}

// The place of the first separator, where there is one within `reach`.
std::optional<std::size_t> first_separator(std::string_view file, std::size_t reach) {
    std::string_view text = file.substr(0, reach);
    for (std::size_t at = text.find("\nFrom "); at != text.npos; at = text.find("\nFrom ", at + 1)) {
        bool fits = blank_before(text, at + 1) && has_asctime_date(next_line(text.substr(at + 1)).line) &&
                    look_at_header(next_line(text.substr(at + 1)).rest, 12).mail_fields > 0;
        if (fits) return at + 1;
    }
    return std::nullopt;
}

class MboxExtractor : public Extractor {
  public:
    std::string_view name() const override { return "mbox"; }
    int version() const override { return 1; }

    int bid(const Input& input) const override {
        std::string_view file = input.text();
        std::size_t start = leading_blank(file.substr(0, near));
        if (file.substr(start).starts_with("From ") && separator_at(file, start, {})) {
            std::string_view after = next_line(file.substr(start)).rest;
            return look_at_header(after, 12).known_fields > 0 ? bid::certain : bid::likely;
        }
        bool called = called_mailbox(input);
        if (first_separator(file, called ? far : near))
            return called || starts_as_mail(file) ? bid::certain : bid::plausible;
        return called ? bid::name_only : bid::none;
    }

    Facts read(const Input& input, const ReadOptions&, Sink& sink) const override {
        MailboxFacts mailbox;
        mailbox.format = "mbox";
        std::uint64_t taken = 0;
        each_message(input.text(), [&](std::size_t offset, std::string_view message) {
            sink.progress("message " + std::to_string(mailbox.messages.size() + 1));
            mailbox.messages.push_back({offset, message.size(), Digest::of(message)});
            taken += message.size();
        });
        if (mailbox.messages.empty()) throw ItemError("document.empty", "mbox");
        mailbox.skipped = input.bytes.size() - taken;
        Facts facts;
        facts.body = std::move(mailbox);
        return facts;
    }

  private:
    static bool starts_as_mail(std::string_view file) {
        HeaderLook look = look_at_header(file.substr(leading_blank(file.substr(0, near))), 60);
        return look.mail_fields >= 2 && look.other_lines <= 1;
    }
};

} // namespace

const Extractor& mbox_extractor() {
    static const MboxExtractor extractor;
    return extractor;
}

} // namespace shenbao
