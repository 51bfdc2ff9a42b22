#!/usr/bin/env python3
"""The nightly run on the samples: the golden records, the same bytes from every way of running, and what may interrupt it.

    samples_test.py PROGRAM            tests
    samples_test.py PROGRAM --update   rewrites samples.golden.jsonl; look at the difference before you commit it
"""

import json
import mailbox
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile

import desk
from program import CAMPAIGN, ROOT, check, digest_of_outputs, essence, figures, finish, records, run, shenbao

GOLDEN = pathlib.Path(__file__).with_name("samples.golden.jsonl")
MAILBOX = ROOT / "samples/mailbox.mbox"
ROSTER = ["--roster", str(ROOT / "samples/roster.xlsx")]


def golden_lines(out):
    return [json.dumps(essence(r), ensure_ascii=False, sort_keys=True) for r in records(out)]


def compare_with_golden(out):
    expected = GOLDEN.read_text(encoding="utf-8").splitlines()
    found = golden_lines(out)
    check(len(found) == len(expected), f"{len(expected)} records")
    for old, new in zip(expected, found):
        if old != new:
            print("    golden: " + old + "\n    found:  " + new)
        check(old == new, "golden record of " + (json.loads(old)["package"] or json.loads(old)["subject"]))


def twice(program, out):
    before = digest_of_outputs(out)
    result = run(program, MAILBOX, out, *ROSTER)
    check(result.returncode == 0, "a second run ends well")
    check(figures(out)["facts_read"] == 0, "and reads nothing")
    check(digest_of_outputs(out) == before, "and changes no byte")


def other_sources(program, out, folder):
    """The same mails as a web mailer's ZIP, a Maildir and a folder of files: the same judgement, with what is known already."""
    mails = mailbox.mbox(MAILBOX)
    for kind in ("maildir/cur", "maildir/new", "maildir/tmp", "folder"):
        (folder / kind).mkdir(parents=True)
    with zipfile.ZipFile(folder / "export.zip", "w") as packed:
        for number, key in enumerate(mails.keys()):
            message = mails.get_bytes(key)
            packed.writestr(f"mails/{number:02}.eml", message)
            (folder / "folder" / f"{number:02}.eml").write_bytes(message)
            (folder / "maildir/cur" / f"{number:02}.host:2,S").write_bytes(message)
    judged = [(r["applicant"], r["verdict"], [f["code"] for f in r["findings"]]) for r in records(out)]
    for source in ("export.zip", "folder", "maildir"):
        result = run(program, folder / source, out, *ROSTER)
        again = [(r["applicant"], r["verdict"], [f["code"] for f in r["findings"]]) for r in records(out)]
        check(result.returncode == 0 and again == judged, "the same mails from " + source)
        check(figures(out)["bytes_in"] == figures(out)["bytes_accounted"], "and every byte accounted for")
    run(program, MAILBOX, out, *ROSTER)


def interrupted(program, out, expected):
    """kill -9 in the middle, then SIGTERM, then to the end: the same bytes as a run that nobody touched."""
    command = [program, "run", str(MAILBOX), "--campaign", str(CAMPAIGN), "--out", str(out), "--jobs", "1", *ROSTER]
    for how, after in ((signal.SIGKILL, 6), (signal.SIGTERM, 6)):
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(after)
        running.send_signal(how)
        sent = time.monotonic()
        running.wait(timeout=60)
        if how == signal.SIGTERM:
            check(time.monotonic() - sent < 10, "SIGTERM ends the run soon")
            check(running.returncode == 1, "and says that it is not done")
    result = subprocess.run(command, stderr=subprocess.DEVNULL)
    check(result.returncode == 0, "the run after that ends well")
    check(figures(out)["cache_hits"] > 0, "and does not read again what was read")
    check(digest_of_outputs(out) == expected, "one worker, twice interrupted: the same bytes as two workers in one go")


def judged_again(program, out):
    rules = out / "later.toml"
    rules.write_text(CAMPAIGN.read_text(encoding="utf-8").replace("2021-06-16T23:59:59", "2021-06-20T23:59:59"), encoding="utf-8")
    result = shenbao(program, "recheck", out, "--campaign", rules)
    check(result.returncode == 0 and "2021042" in result.stdout, "a later deadline changes the late one's verdict, reading nothing")
    shenbao(program, "recheck", out, "--campaign", CAMPAIGN)
    rules.unlink()


def decided(program, out):
    deficient = next(r for r in records(out) if any(f["code"] == "material.missing" for f in r["findings"]))
    number = deficient["applicant"]["number"]
    words = ["decide", out, number, "material.missing", "accept", "--note", "纸质件已收到"]
    check(shenbao(program, *words).returncode == 0, "a decision is taken down")
    run(program, MAILBOX, out, *ROSTER)
    shown = [f.get("decision") for r in records(out) if r["applicant"]["number"] == number for f in r["findings"] if f["code"] == "material.missing"]
    check(any(d and d["note"] == "纸质件已收到" for d in shown), "and stands in the record after the next run")


def one_at_a_time(program, out):
    check(shenbao(program, "verify", out).returncode == 0, "the folder is found whole")
    page = out / "report.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    check(shenbao(program, "verify", out).returncode == 1, "a report that was touched is noticed")
    check(shenbao(program, "report", out).returncode == 0, "reports are written again")
    check(shenbao(program, "verify", out).returncode == 0, "and the folder is whole again")
    first = subprocess.Popen([program, "run", str(MAILBOX), "--campaign", str(CAMPAIGN), "--out", str(out / "held")], stderr=subprocess.DEVNULL)
    time.sleep(1.5)
    check(run(program, MAILBOX, out / "held").returncode == 75, "a second run on the same folder is turned away")
    first.terminate()
    first.wait()
    shutil.rmtree(out / "held")


def usage(program, out):
    bad = out / "bad.toml"
    bad.write_text(CAMPAIGN.read_text(encoding="utf-8").replace("deadline =", "deadlin ="), encoding="utf-8")
    result = shenbao(program, "run", MAILBOX, "--campaign", bad, "--out", out / "never")
    check(result.returncode == 2 and "deadlin" in result.stderr and "bad.toml" in result.stderr, "a wrong campaign stops before any mail")
    check(len(result.stderr.strip().splitlines()) == 1, "with one line")
    check(shenbao(program, "run", out / "nothing.mbox", "--campaign", CAMPAIGN, "--out", out / "never").returncode == 2, "a missing source too")
    check(not (out / "never").exists(), "and no folder is made for it")
    check(shenbao(program, "walk").returncode == 2, "and a command that is none")
    bad.unlink()
    shutil.rmtree(out / "never", ignore_errors=True)


def main():
    program = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-whole-"))
    out = folder / "out"
    result = run(program, MAILBOX, out, "--jobs", "2", *ROSTER)
    check(result.returncode == 0, "the samples run")
    if "--update" in sys.argv:
        GOLDEN.write_text("\n".join(golden_lines(out)) + "\n", encoding="utf-8")
        return
    counted = figures(out)
    check(counted["bytes_in"] == counted["bytes_accounted"] == MAILBOX.stat().st_size, "every byte is accounted for")
    check(counted["sandbox"] == "full", "in the full sandbox")
    compare_with_golden(out)
    twice(program, out)
    other_sources(program, out, folder / "sources")
    interrupted(program, folder / "again", digest_of_outputs(out))
    judged_again(program, out)
    one_at_a_time(program, out)
    desk.check_all(program, out, folder)
    decided(program, out)
    usage(program, out)
    shutil.rmtree(folder)
    finish()


main()
