"""Drafts as a mail program reads them: drafts_test.py REPORT_FIXTURE"""

import email
import email.policy
import pathlib
import subprocess
import sys
import tempfile


def read(path):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert not message.defects and not any(part.defects for part in message.walk()), (path, message.defects)
    return message


def main():
    with tempfile.TemporaryDirectory(prefix="report-drafts-") as name:
        folder = pathlib.Path(name)
        subprocess.run([sys.argv[1], "60", name], check=True)
        notices = {p.stem: p.read_bytes().decode("utf-8-sig") for p in (folder / "notices").glob("*.txt")}
        drafts = {p.stem: read(p) for p in (folder / "drafts").glob("*.eml")}
    assert len(notices) > 10 and set(notices) <= set(drafts)
    for stem, draft in drafts.items():
        body = draft.get_content().replace("\r\n", "\n")
        assert stem not in notices or body == notices[stem].replace("\r\n", "\n"), stem
        assert draft["X-Unsent"] == "1" and draft["Date"] is None
        assert draft.get_content_type() == "text/plain" and draft.get_content_charset() == "utf-8"
        addresses = draft["To"].addresses
        assert len(addresses) == 1 and addresses[0].domain == "example.com", draft["To"]
        assert draft["In-Reply-To"] == draft["References"] and draft["In-Reply-To"].startswith("<")
        assert draft["Subject"].startswith("补正通知：") and "\n" not in draft["Subject"]
        if stem in notices and not stem.count(" ("):
            number, company = stem.split("+", 1)
            assert number in draft["Subject"]
            assert number in body
    print("good: %d drafts, %d of them for notices" % (len(drafts), len(notices)))


if __name__ == "__main__":
    main()
