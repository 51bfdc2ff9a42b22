#include "extractors/mail/message_tree.h"

#include "extractors/mail/encoded_word.h"
#include "pipeline/model/text.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>

namespace shenbao::mail {
namespace {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T> using Owned = std::unique_ptr<T, Unref>;

struct FreeOptions {
    void operator()(GMimeParserOptions* options) const { g_mime_parser_options_free(options); }
};

// A GMime stream over bytes that it does not own, and does not copy.
class BorrowedStream {
  public:
    explicit BorrowedStream(std::string_view bytes) : array_(g_byte_array_new()) {
        array_->data = const_cast<guint8*>(reinterpret_cast<const guint8*>(bytes.data()));
        array_->len = static_cast<guint>(bytes.size());
        stream_.reset(g_mime_stream_mem_new_with_byte_array(array_));
        g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream_.get()), FALSE);
    }
    ~BorrowedStream() {
        stream_.reset();
        array_->data = nullptr;
        array_->len = 0;
        g_byte_array_free(array_, TRUE);
    }
    BorrowedStream(const BorrowedStream&) = delete;
    BorrowedStream& operator=(const BorrowedStream&) = delete;
    GMimeStream* get() const { return stream_.get(); }

  private:
    GByteArray* array_;
    Owned<GMimeStream> stream_;
};

const char* words_for(GMimeParserWarning issue) {
    switch (issue) {
    case GMIME_WARN_MALFORMED_MULTIPART:
        return "multipart without parts";
    case GMIME_WARN_TRUNCATED_MESSAGE:
        return "message cut off";
    case GMIME_WARN_MALFORMED_MESSAGE:
        return "malformed message";
    case GMIME_CRIT_INVALID_HEADER_NAME:
        return "malformed header";
    case GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY:
        return "multipart without boundary";
    case GMIME_CRIT_NESTING_OVERFLOW:
        return "nested too deep";
    default:
        return nullptr; // what does not lose anything
    }
}

void note_damage(std::vector<std::string>& damage, const char* words) {
    if (words && std::find(damage.begin(), damage.end(), words) == damage.end()) damage.emplace_back(words);
}

void on_warning(gint64, GMimeParserWarning issue, const gchar*, gpointer damage) {
    note_damage(*static_cast<std::vector<std::string>*>(damage), words_for(issue));
}

std::string raw_value(GMimeHeader* header) {
    const char* raw = g_mime_header_get_raw_value(header);
    if (!raw) raw = g_mime_header_get_value(header);
    return raw ? raw : "";
}

std::string raw_value(GMimeObject* object, const char* name) {
    GMimeHeader* header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);
    return header ? raw_value(header) : std::string();
}

std::vector<RawHeader> headers_of(GMimeObject* object) {
    GMimeHeaderList* list = g_mime_object_get_header_list(object);
    std::vector<RawHeader> headers;
    for (int i = 0, count = g_mime_header_list_get_count(list); i < count; ++i) {
        GMimeHeader* header = g_mime_header_list_get_header_at(list, i);
        const char* name = g_mime_header_get_name(header);
        headers.push_back({name ? name : "", raw_value(header)});
    }
    return headers;
}

// The stretch of the message that a leaf's content is.
std::string_view body_of(GMimePart* part, std::string_view message) {
    GMimeDataWrapper* content = g_mime_part_get_content(part);
    GMimeStream* stream = content ? g_mime_data_wrapper_get_stream(content) : nullptr;
    if (!stream) return {};
    auto size = static_cast<gint64>(message.size());
    gint64 start = std::clamp<gint64>(stream->bound_start, 0, size);
    gint64 end = stream->bound_end < 0 ? size : std::clamp<gint64>(stream->bound_end, start, size);
    return message.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start));
}

struct Node {
    GMimeObject* object;
    std::string number;
    bool forwarded;
};

class Walk {
  public:
    Walk(std::string_view message, std::size_t most_leaves, Tree& tree)
        : message_(message), most_leaves_(most_leaves), tree_(tree) {}

    // In reading order, without recursion.
    void run(GMimeObject* root) {
        root_ = root;
        push_content(root, "", false);
        while (!open_.empty()) {
            Node node = std::move(open_.back());
            open_.pop_back();
            if (tree_.leaves.size() >= most_leaves_) return note_damage(tree_.damage, "too many parts");
            visit(node);
        }
    }

  private:
    // The content of a message: the parts of a multipart are numbered at once, a single part is number 1.
    void push_content(GMimeObject* object, const std::string& prefix, bool forwarded) {
        bool multipart = GMIME_IS_MULTIPART(object) && g_mime_multipart_get_count(GMIME_MULTIPART(object)) > 0;
        open_.push_back({object, multipart ? prefix : child(prefix, 1), forwarded});
    }

    static std::string child(const std::string& prefix, int number) {
        return prefix.empty() ? std::to_string(number) : prefix + "." + std::to_string(number);
    }

    void visit(const Node& node) {
        if (GMIME_IS_MULTIPART(node.object)) {
            visit_multipart(node, GMIME_MULTIPART(node.object));
        } else if (GMIME_IS_MESSAGE_PART(node.object)) {
            GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(node.object));
            GMimeObject* content = inner ? g_mime_message_get_mime_part(inner) : nullptr;
            if (content) push_content(content, node.number, true);
        } else if (GMIME_IS_PART(node.object)) {
            Leaf leaf = describe(node);
            leaf.body = body_of(GMIME_PART(node.object), message_);
            tree_.leaves.push_back(std::move(leaf));
        }
    }

    void visit_multipart(const Node& node, GMimeMultipart* multipart) {
        int count = g_mime_multipart_get_count(multipart);
        for (int i = count; i-- > 0;)
            open_.push_back({g_mime_multipart_get_part(multipart, i), child(node.number, i + 1), node.forwarded});
        if (count > 0) return;
        Leaf leaf = describe(node);
        leaf.unbounded = true;
        leaf.body = prologue_of(multipart);
        tree_.leaves.push_back(std::move(leaf));
    }

    // GMime keeps the text of a multipart without parts as a copy with other line ends: the same place is looked up in
    // the message. That of the message itself runs to the end.
    std::string_view prologue_of(GMimeMultipart* multipart) const {
        const char* prologue = g_mime_multipart_get_prologue(multipart);
        std::string_view copy = prologue ? prologue : "";
        auto at = message_.find(copy.substr(0, std::min<std::size_t>(copy.find_first_of("\r\n"), 200)));
        if (copy.empty() || at == message_.npos) return {};
        return GMIME_OBJECT(multipart) == root_ ? message_.substr(at) : message_.substr(at, copy.size());
    }

    static Leaf describe(const Node& node) {
        Leaf leaf;
        leaf.number = node.number;
        leaf.forwarded = node.forwarded;
        leaf.type = read_structured(raw_value(node.object, "Content-Type"));
        leaf.unbounded = leaf.type.value.empty();
        if (leaf.unbounded) leaf.type.value = "text/plain";
        leaf.disposition = read_structured(raw_value(node.object, "Content-Disposition"));
        leaf.encoding = encoding_of(raw_value(node.object, "Content-Transfer-Encoding"));
        leaf.content_id = text::trim(decode_words(raw_value(node.object, "Content-ID")));
        std::erase_if(leaf.content_id, [](char c) { return c == '<' || c == '>'; });
        return leaf;
    }

    std::string_view message_;
    std::size_t most_leaves_;
    Tree& tree_;
    GMimeObject* root_ = nullptr;
    std::vector<Node> open_;
};

} // namespace

void start_gmime() {
    static const bool started = (g_mime_init(), true);
    (void)started;
}

Tree read_tree(std::string_view message, std::size_t most_leaves) {
    start_gmime();
    Tree tree;
    BorrowedStream stream(message);
    Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    g_mime_parser_set_persist_stream(parser.get(), TRUE);
    std::unique_ptr<GMimeParserOptions, FreeOptions> options(g_mime_parser_options_new());
    g_mime_parser_options_set_warning_callback(options.get(), on_warning, &tree.damage);
    Owned<GMimeMessage> parsed(g_mime_parser_construct_message(parser.get(), options.get()));
    if (!parsed) return tree;
    tree.headers = headers_of(GMIME_OBJECT(parsed.get()));
    if (GMimeObject* root = g_mime_message_get_mime_part(parsed.get())) Walk(message, most_leaves, tree).run(root);
    return tree;
}

} // namespace shenbao::mail
