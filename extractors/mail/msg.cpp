// A message that was saved out of Outlook: .msg ([MS-OXMSG]), an OLE2 file with a stream or a folder a property.
#include "extractors/extractor.h"
#include "extractors/mail/mail_reader.h"
#include "extractors/mail/mapi.h"
#include "extractors/mail/message_tree.h"
#include "extractors/word/ole.h"

#include <charconv>
#include <map>

namespace shenbao {
namespace {

using namespace mail;

constexpr std::string_view table = "__properties_version1.0", stream_prefix = "__substg1.0_",
                           attachment_prefix = "__attach_version1.0_", embedded = "__substg1.0_3701000D/";

std::uint64_t little(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

class MsgReading {
  public:
    MsgReading(const OleFile& ole, std::size_t most) : ole_(ole), most_(most) {
        for (const std::string& path : ole.streams()) {
            const auto name = path.rfind('/') + 1; // 0 where there is no folder
            streams_[path.substr(0, name)].push_back(path);
        }
    }

    MapiMessage message(const std::string& folder, int depth) {
        MapiMessage message;
        // 2.4.1: a message's table has a longer head, one within another a shorter one.
        read_table(folder, depth == 0 ? 32 : 24, message.properties);
        read_streams(folder, message.properties);
        for (const std::string& path : attachments_of(folder)) {
            if (++parts_ > most_) throw ItemError("limit.entries", std::to_string(most_));
            message.attachments.push_back(attachment(path, depth));
        }
        message.settle_code_page();
        return message;
    }
    const std::vector<std::string>& damage() const { return damage_; }

  private:
    void read_table(const std::string& folder, std::size_t head, MapiProperties& properties) {
        constexpr std::size_t entry = 16;
        const std::string bytes = ole_.read(folder + std::string(table));
        for (std::size_t at = head; at + entry <= bytes.size(); at += entry) {
            const std::string_view one = std::string_view(bytes).substr(at, entry);
            const auto type = static_cast<std::uint16_t>(little(one.substr(0, 2)));
            const auto id = static_cast<std::uint16_t>(little(one.substr(2, 2)));
            const bool fixed = type == mapi::number16 || type == mapi::number32 || type == mapi::boolean ||
                               type == mapi::number64 || type == mapi::time;
            if (fixed) properties.set(id, type, std::string(one.substr(8, 8)));
        }
    }

    void read_streams(const std::string& folder, MapiProperties& properties) {
        auto streams = streams_.find(folder);
        if (streams == streams_.end()) return;
        for (const std::string& path : streams->second) {
            const std::string_view name = std::string_view(path).substr(folder.size());
            std::uint32_t tag = 0;
            if (name.size() != stream_prefix.size() + 8 || !name.starts_with(stream_prefix)) continue;
            const char* digits = name.data() + stream_prefix.size();
            if (std::from_chars(digits, digits + 8, tag, 16).ptr != digits + 8) continue;
            const auto type = static_cast<std::uint16_t>(tag & 0xffff);
            if (type == mapi::string8 || type == mapi::unicode || type == mapi::binary)
                properties.set(static_cast<std::uint16_t>(tag >> 16), type, ole_.read(path));
        }
    }

    std::vector<std::string> attachments_of(const std::string& folder) const {
        std::vector<std::string> paths;
        const std::string prefix = folder + std::string(attachment_prefix);
        for (auto at = streams_.lower_bound(prefix); at != streams_.end() && at->first.starts_with(prefix); ++at) {
            std::string path = at->first.substr(0, at->first.find('/', folder.size()) + 1);
            if (paths.empty() || paths.back() != path) paths.push_back(std::move(path));
        }
        return paths;
    }

    MapiAttachment attachment(const std::string& folder, int depth) {
        MapiAttachment attachment;
        read_table(folder, 8, attachment.properties);
        read_streams(folder, attachment.properties);
        const std::string inner = folder + std::string(embedded);
        if (ole_.has(inner + std::string(table)) && depth < deepest_message) {
            attachment.message = std::make_unique<MapiMessage>(message(inner, depth + 1));
        } else if (!attachment.properties.has(mapi::attach_data)) {
            const bool object = attachment.properties.number(mapi::attach_method) == mapi::ole_object;
            damage_.push_back(object ? "an embedded object is no file" : "an attachment has no content");
        }
        return attachment;
    }

    const OleFile& ole_;
    std::size_t most_, parts_ = 0;
    std::map<std::string, std::vector<std::string>> streams_; // by folder
    std::vector<std::string> damage_;
};

class Msg : public Extractor {
  public:
    std::string_view name() const override { return "msg"; }
    int version() const override { return 1; }

    int bid(const Input& input) const override {
        if (!is_ole(input.bytes)) return bid::none;
        const auto ole = OleFile::open(input.bytes);
        return ole && ole->has(table) ? bid::certain : bid::none;
    }

    Facts read(const Input& input, const ReadOptions& options, Sink& sink) const override {
        const auto ole = OleFile::open(input.bytes);
        if (!ole || !ole->has(table)) throw ItemError("document.damaged", "no message in the compound file");
        MsgReading reading(*ole, static_cast<std::size_t>(options.limits.package_entries));
        const MapiMessage message = reading.message("", 0);
        Facts facts = read_mail(as_mime(message), options, sink);
        for (const std::string& words : reading.damage()) {
            facts.findings.push_back(finding("mail.damaged", {}, words));
            facts.outcome = worse(facts.outcome, Outcome::partial);
        }
        return facts;
    }

    void warm() const override { start_gmime(); }
};

} // namespace

const Extractor& msg_extractor() {
    static const Msg reader;
    return reader;
}

} // namespace shenbao
