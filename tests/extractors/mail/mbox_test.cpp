// Where one message of a mailbox ends and the next begins.
#include "mail_support.h"

using namespace shenbao;
using namespace shenbao::test;

namespace {

const std::string separator = "From sender@example.com Thu Jun 10 09:00:00 2021\n";

std::string mail(const std::string& subject, const std::string& body) {
    return "From: <sender@example.com>\nTo: <office@example.org>\nSubject: " + subject +
           "\nDate: Thu, 10 Jun 2021 09:00:00 +0800\n\n" + body;
}

std::string with_crlf(std::string text) {
    std::string out;
    for (char c : text)
        out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}

// The messages of a file; checks on the way that no byte is lost.
std::vector<std::string> cut(const std::string& file) {
    MailboxFacts box = read_mbox(file);
    REQUIRE(accounted(box) == file.size());
    std::vector<std::string> messages;
    std::uint64_t last = 0;
    for (const MessageRange& range : box.messages) {
        REQUIRE(range.offset >= last);
        last = range.offset + range.bytes;
        messages.push_back(file.substr(range.offset, range.bytes));
        CHECK(range.sha256 == Digest::of(messages.back()));
    }
    return messages;
}

} // namespace

TEST_CASE("messages are cut without their separators and empty lines", "[mbox]") {
    std::string a = mail("a", "text\n"), b = mail("b", "text\n\n");
    CHECK(cut(separator + a + "\n" + separator + b) == std::vector<std::string>{a, mail("b", "text\n")});
    CHECK(cut(with_crlf(separator + a + "\n" + separator + b)).at(0) == with_crlf(a));
    CHECK(cut("\xef\xbb\xbf\n\n" + separator + a).at(0) == a);
}

TEST_CASE("a text line that begins with From is no separator", "[mbox]") {
    std::string a = mail("a", "Dear all,\n\nFrom now on we meet on Monday.\n\n>From the desk of\nFrom here on.\n");
    CHECK(cut(separator + a + "\n" + separator + a).size() == 2);
    std::string quoted = mail("a", "he wrote\n\n>From x@example.com Thu Jun 10 09:00:00 2021\nhello\n");
    CHECK(cut(separator + quoted + "\n" + separator + quoted).size() == 2);
    std::string film = mail("a", "My favourite is\n\nFrom Russia with love\nYear: 1963\n");
    CHECK(cut(separator + film + "\n" + separator + film).size() == 2);
}

TEST_CASE("a broken separator does not let a message swallow the next", "[mbox]") {
    std::string a = mail("a", "text\n"), b = mail("b", "text\n");
    for (std::string broken :
         {"From sender@example.com\n", "From - \n", "From -\n", "From sender@example.com Thu Jun 10 09:0\n", "From \n",
          "From sender@example.com Thu, 10 Jun 2021 09:00:00 +0800\n",
          "From sender@example.com\nThu Jun 10 09:00:00 2021\n",
          "From sender@example.com Thu Jun 10 09:00:00 2021\n>From other@example.com Thu Jun 10 08:00:00 2021\n"}) {
        INFO(broken);
        CHECK(cut(separator + a + "\n" + broken + b) == std::vector<std::string>{a, b});
        CHECK(cut(broken + a + "\n" + separator + b) == std::vector<std::string>{a, b});
    }
}

TEST_CASE("the empty line before a separator may be missing", "[mbox]") {
    std::string a = mail("a", "text\n"), b = mail("b", "text\n");
    CHECK(cut(separator + a + separator + b) == std::vector<std::string>{a, b});
    CHECK(cut(separator + mail("a", "cut off") + "\n" + separator + b).size() == 2);
}

TEST_CASE("a separator that was quoted is one after a multipart has ended", "[mbox]") {
    std::string multipart = "From: <a@example.com>\nSubject: a\nContent-Type: multipart/mixed;\n "
                            "boundary=\"xx\"\n\n--xx\n\nhello\n--xx--\n";
    std::string b = mail("b", "text\n");
    CHECK(cut(separator + multipart + "\n>" + separator + b) == std::vector<std::string>{multipart, b});
    // Within a message it is a quotation.
    CHECK(cut(separator + mail("a", "look:\n\n>" + separator + b)).size() == 1);
}

TEST_CASE("a mailbox whose first separator is lost keeps its first message", "[mbox]") {
    std::string a = mail("a", "text\n"), b = mail("b", "text\n");
    CHECK(cut(a + "\n" + separator + b) == std::vector<std::string>{a, b});
    CHECK(cut("rom sender@example.com Thu Jun 10\n" + a + "\n" + separator + b) == std::vector<std::string>{a, b});
    CHECK(cut("rubbish\n\n" + separator + b) == std::vector<std::string>{b});
    Input input = input_of(*new std::string(a + "\n" + separator + b), "export.mbox");
    CHECK(mbox_extractor().bid(input) >= mime_extractor().bid(input));
}

TEST_CASE("Content-Length shields text, and cannot hide a message", "[mbox]") {
    std::string body = "hello\n\nFrom x@example.com Thu Jun 10 09:00:00 2021\nwas written here\n";
    std::string head = "From: <a@example.com>\nSubject: a\nContent-Length: " + std::to_string(body.size()) + "\n\n";
    CHECK(cut(separator + head + body + "\n" + separator + mail("b", "text\n")).size() == 2);
    CHECK(cut(separator + head + body).size() == 1);
    std::string b = mail("b", "text\n");
    std::string lie =
        "From: <a@example.com>\nSubject: a\nContent-Length: " + std::to_string(("hello\n\n" + separator + b).size()) +
        "\n\n";
    CHECK(cut(separator + lie + "hello\n\n" + separator + b + "\n" + separator + b).size() == 3);
}

TEST_CASE("messages without text, and a file that ends in a separator", "[mbox]") {
    CHECK(cut(separator + "\n" + separator + mail("b", "")).size() == 2);
    CHECK(cut(separator + mail("a", "x\n") + "\n" + separator).size() == 1);
}

TEST_CASE("what is no mailbox is refused", "[mbox]") {
    for (std::string bytes : {std::string(), std::string("hello\n"), std::string(5000, '\0')}) {
        MemorySink sink;
        CHECK(mbox_extractor().bid(input_of(bytes)) == bid::none);
        CHECK_THROWS_AS(mbox_extractor().read(input_of(bytes), {}, sink), ItemError);
    }
}

TEST_CASE("a mailbox of many short lines is cut in time", "[mbox]") {
    std::string file;
    for (int i = 0; i < 200000; ++i)
        file += "From -\nX-A: b\n";
    CHECK(accounted(read_mbox(file)) == file.size());
}
