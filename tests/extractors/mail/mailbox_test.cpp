// The example export: every message cut out whole, and what its truth says of each.
#include "mail_support.h"

#include <nlohmann/json.hpp>

using namespace shenbao;
using namespace shenbao::test;

TEST_CASE("the example export gives its messages, packages and subjects", "[mailbox]") {
    SKIP_WITHOUT(mailbox());
    std::string file = slurp(mailbox() / "mailbox.mbox");
    auto truth = nlohmann::json::parse(slurp(mailbox() / "truth.json"));

    MailboxFacts box = read_mbox(file);
    REQUIRE(box.messages.size() == truth.size());
    CHECK(accounted(box) == file.size());

    for (std::size_t i = 0; i < truth.size(); ++i) {
        const MessageRange& range = box.messages[i];
        std::string message = file.substr(range.offset, range.bytes);
        CHECK(range.sha256 == Digest::of(message));
        Mail mail(message);
        INFO(truth[i]["number"]);
        CHECK(mail->subject == truth[i]["subject"].get<std::string>());
        REQUIRE(mail.attachments().size() == 1);
        CHECK(mail.attachments()[0].file.name == truth[i]["package"].get<std::string>());
        CHECK(mail.attachments()[0].file.bytes == truth[i]["bytes"].get<std::uint64_t>());
        CHECK(mail->received.ends_with("+08:00"));
        CHECK(mail.facts.outcome == Outcome::ok);
        CHECK(mail->body.find(truth[i]["company"].get<std::string>()) != std::string::npos);
    }
}
