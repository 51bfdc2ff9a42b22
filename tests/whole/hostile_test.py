#!/usr/bin/env python3
"""Hostile packages among good ones: the good ones' records are the same to the byte as without them.

    hostile_test.py PROGRAM          a few good mails, every kind of hostile one small
    hostile_test.py PROGRAM --all    all samples, a million entries, and the killers of the corpus
"""

import email.message
import json
import mailbox
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import hostile
from program import CAMPAIGN, ROOT, check, figures, finish

ARCHIVES = pathlib.Path(os.environ.get("SHENBAO_CORPUS", ROOT.parent / "shared/corpus")) / "archives"
LIMIT = 60  # seconds a document may take
SLICE = (2, 4, 14)  # of the samples: light ones that hold a ZIP, a lack and an archive within


def hostile_mail(number, name, content):
    message = email.message.EmailMessage()
    message["From"] = f"attacker{number}@example.org"
    message["To"] = "office@example.com"
    message["Subject"] = name
    message["Date"] = "Thu, 10 Jun 2021 09:00:00 +0800"
    message["Message-ID"] = f"<hostile-{number}@example.org>"
    message.set_content("x")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def write_box(path, mails):
    with open(path, "wb") as out:
        for one in mails:
            out.write(b"From a@example.com Thu Jun 10 09:00:00 2021\n" + one.replace(b"\nFrom ", b"\n>From ").rstrip(b"\n") + b"\n\n")


def mixed(good, bad):
    """The good mails in their order, the hostile ones spread between them."""
    out, step = [], max(1, len(good) // max(1, len(bad)))
    bad = list(bad)
    for i, one in enumerate(good):
        out.append(one)
        if i % step == 0 and bad:
            out.append(bad.pop(0))
    return out + bad


class Family:
    """The processes of one run: everything in its session."""

    def __init__(self, leader):
        self.leader, self.seen, self.longest = leader, {}, (0, "")

    def members(self):
        found = {}
        for entry in os.listdir("/proc"):
            if not entry.isdigit():
                continue
            try:
                stat = open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace").read()
            except OSError:
                continue
            fields = stat[stat.rindex(")") + 2:].split()
            if int(fields[3]) == self.leader and fields[0] != "Z":
                found[int(entry)] = int(fields[1])
        return found

    def look(self):
        """A child that reads a document is one whose parent is neither this test nor the run itself."""
        now, members = time.monotonic(), self.members()
        for pid, parent in members.items():
            if pid == self.leader or parent == self.leader:
                continue
            began = self.seen.setdefault(pid, now)
            self.longest = max(self.longest, (now - began, str(pid)))
        self.seen = {pid: began for pid, began in self.seen.items() if pid in members}


def watched_run(program, box, out, campaign):
    process = subprocess.Popen([program, "run", box, "--campaign", campaign, "--out", out, "--quiet"], start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    family = Family(process.pid)
    while process.poll() is None:
        family.look()
        time.sleep(0.1)
    time.sleep(0.5)
    return process.returncode, family


def lines_by_id(out):
    lines = (out / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["submission"]["id"]: line for line in lines}


def campaign_for(folder):
    text = CAMPAIGN.read_text(encoding="utf-8")
    text = text.replace("document_seconds = 120", f"document_seconds = {LIMIT}")
    if f"document_seconds = {LIMIT}" not in text:
        text += f"\n[limits]\ndocument_seconds = {LIMIT}\n"
    path = folder / "campaign.toml"
    path.write_text(text, encoding="utf-8")
    return path


def main():
    program, everything = os.path.abspath(sys.argv[1]), "--all" in sys.argv
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-hostile-"))
    campaign = campaign_for(folder)
    samples = mailbox.mbox(ROOT / "samples/mailbox.mbox")
    good = [samples.get_bytes(key) for i, key in enumerate(samples.keys()) if everything or i in SLICE]
    packages = hostile.packages(ARCHIVES if everything else folder / "none", 1_000_000 if everything else 70_000)
    named = [(f"20219{i:02}+恶意样例{i}有限公司{ending}", content) for i, (ending, content, codes) in enumerate(packages)]
    bad = [hostile_mail(i, name, content) for i, (name, content) in enumerate(named)]
    for name, mails in (("clean", good), ("mixed", mixed(good, bad))):
        (folder / name).mkdir()
        write_box(folder / name / "inbox.mbox", mails)

    code, _ = watched_run(program, folder / "clean/inbox.mbox", folder / "clean/out", campaign)
    check(code == 0, f"{len(good)} good mails alone")
    code, family = watched_run(program, folder / "mixed/inbox.mbox", folder / "mixed/out", campaign)
    check(code == 0, f"and with {len(bad)} hostile ones among them")
    check(family.members() == {}, "no process is left behind")
    check(family.longest[0] <= LIMIT + 2, f"nothing took longer than its limit (the longest {family.longest[0]:.1f} s of {LIMIT})")
    counted = figures(folder / "mixed/out")
    check(counted["bytes_in"] == counted["bytes_accounted"], "every byte is accounted for")

    clean, both = lines_by_id(folder / "clean/out"), lines_by_id(folder / "mixed/out")
    check(len(both) == len(good) + len(bad), "every mail has a record")
    for i, line in clean.items():
        if both.get(i) != line:
            print("    alone: " + line[:2000] + "\n    among: " + both.get(i, "")[:2000])
    check(all(both.get(i) == line for i, line in clean.items()), "the good packages' records are the same to the byte")
    records = {r["submission"]["message_id"]: r for r in map(json.loads, both.values())}
    for i, (ending, _, codes) in enumerate(packages):
        record = records[f"<hostile-{i}@example.org>"]
        found = {f["code"] for f in record["findings"]}
        check(not codes or codes & found, f"hostile {i}{ending}: {', '.join(sorted(codes & found)) or sorted(found)}")
        check(record["verdict"] in ("deficient", "unreadable"), "which is no complete package")
        check(all(f["outcome"] in ("ok", "partial", "rejected", "failed") for f in record["files"]), "each entry with its outcome")
    shutil.rmtree(folder)
    finish()


main()
