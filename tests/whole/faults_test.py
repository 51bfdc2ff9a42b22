#!/usr/bin/env python3
"""What may befall a folder and a run: damage, a stop, a killed child, a limit, names that want to be commands."""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile

from program import CAMPAIGN, check, digest_of_outputs, figures, finish, records, run, shenbao
from small_box import mail, package, small_box, zipped

CHINESE = re.compile("[\u4e00-\u9fff]")


def ledger_says(out, sql):
    with contextlib.closing(sqlite3.connect(out / "ledger.db")) as ledger, ledger:
        return ledger.execute(sql).fetchall()


def run_small(program, folder, *words):
    return run(program, folder / "inbox.mbox", folder / "out", "--jobs", "1", *words)


def rotten_facts(program, folder, expected):
    out = folder / "out"
    ledger_says(out, "UPDATE fact SET json = replace(json, '说明', '另外') WHERE json LIKE '%的说明%'")
    result = shenbao(program, "verify", out)
    check(result.returncode == 1 and CHINESE.search(result.stderr), "facts that the disk changed are noticed")
    (out / "records.jsonl").unlink()
    check(run_small(program, folder).returncode == 0 and digest_of_outputs(out) == expected, "and read again by the next run")
    check(shenbao(program, "verify", out).returncode == 0, "which leaves the folder whole")


def sums(program, folder):
    told = folder / "out/run.json"
    whole = told.read_text(encoding="utf-8")
    for what, wrong in (("bytes", whole.replace('"bytes_accounted": ', '"bytes_accounted": 1')),
                        ("files", whole.replace('"files": ', '"files": 1')), ("run.json", "{")):
        told.write_text(wrong, encoding="utf-8")
        result = shenbao(program, "verify", folder / "out")
        check(result.returncode == 1 and what in result.stderr, f"sums that differ are told: {what}")
    told.write_text(whole, encoding="utf-8")


def damaged_ledger(program, folder, expected):
    out = folder / "out"
    number = next(r["applicant"]["number"] for r in records(out) if any(f["code"] == "material.missing" for f in r["findings"]))
    shenbao(program, "decide", out, number, "material.missing", "accept", "--note", "纸质件已收到")
    decided = digest_of_outputs(out) if run_small(program, folder).returncode == 0 else ""
    check(decided != expected, "a decision changes the records")
    ledger_says(out, "PRAGMA wal_checkpoint(TRUNCATE)")
    root = {name: page for name, page in ledger_says(out, "SELECT name, rootpage FROM sqlite_master")}["fact"]
    with open(out / "ledger.db", "r+b") as ledger:
        ledger.seek((root - 1) * 4096)
        ledger.write(b"\xa5" * 4096)
    result = shenbao(program, "verify", out)
    check(result.returncode == 1 and "损坏" in result.stderr, "a damaged ledger is told of")
    result = run_small(program, folder)
    check(result.returncode == 0 and "ledger.db.damaged-1" in result.stderr, "the next run sets it aside, says so")
    check((out / "ledger.db.damaged-1").exists() and digest_of_outputs(out) == decided, "and leaves the same bytes, the decision kept")


def newer_ledger(program, folder):
    out = folder / "newer"
    run(program, folder / "inbox.mbox", out)
    before = digest_of_outputs(out)
    ledger_says(out, "PRAGMA user_version = 99")
    result = run(program, folder / "inbox.mbox", out)
    check(result.returncode == 1 and "更新版本" in result.stderr, "a ledger of a later program is refused in words")
    check(digest_of_outputs(out) == before, "and left alone")


def no_place(program, folder):
    (folder / "file").write_text("")
    result = run(program, folder / "inbox.mbox", folder / "file/out")
    check(result.returncode == 2 and CHINESE.search(result.stderr), "a folder that cannot be made stops before any mail is read")
    result = run(program, folder / "none.mbox", folder / "never")
    check(result.returncode == 2 and "找不到" in result.stderr, "and so does a source that is not there")


def stopped(program, folder, expected):
    for how in (signal.SIGINT, signal.SIGTERM):
        out = folder / "stopped"
        known = facts_in(out)
        running = subprocess.Popen([program, "run", folder / "many.mbox", "--campaign", CAMPAIGN, "--out", out, "--jobs", "2"],
                                   stderr=subprocess.PIPE, text=True)
        wait_for_work(out, known)
        running.send_signal(how)
        sent = time.monotonic()
        words = running.communicate(timeout=60)[1]
        check(time.monotonic() - sent < 2, f"{how.name} ends the run within two seconds")
        check(running.returncode == 1 and re.search(r"已停止：\d+/\d+", words), "and says what is left")
        check(not (out / ".running").exists() and not (out / "records.jsonl").exists(), "with nothing half done")
    check(run(program, folder / "many.mbox", out).returncode == 0, "the run after that ends well")
    check(digest_of_outputs(out) == expected, "with the bytes of an undisturbed one")


def facts_in(out):
    with contextlib.suppress(sqlite3.Error):
        return ledger_says(out, "SELECT count(*) FROM fact")[0][0] if (out / "ledger.db").exists() else 0
    return 0


def wait_for_work(out, known):
    """Until a few facts more than were known are there."""
    for _ in range(600):
        if facts_in(out) > known + 3:
            return
        time.sleep(0.02)


def children_of(pid):
    with contextlib.suppress(OSError):
        return [int(p) for p in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def killed_helpers(program, folder, expected):
    """The process that starts readers is killed, and then a reader: the run goes on, and no document is charged with it."""
    out = folder / "helpers"
    running = subprocess.Popen([program, "run", folder / "many.mbox", "--campaign", CAMPAIGN, "--out", out, "--jobs", "2"],
                               stderr=subprocess.PIPE, text=True)
    killed = {"zygote": 0, "child": 0}
    for which in ("zygote", "child"):
        for _ in range(2000):
            zygotes = children_of(running.pid)
            targets = zygotes if which == "zygote" else [c for z in zygotes for c in children_of(z)]
            if targets and running.poll() is None:
                with contextlib.suppress(OSError):
                    os.kill(targets[0], signal.SIGKILL)
                    killed[which] += 1
                    break
            time.sleep(0.002)
    running.communicate(timeout=120)
    check(running.returncode == 0 and all(killed.values()), "the run goes on when those that read for it are killed")
    check(digest_of_outputs(out) == expected, "with the bytes of an undisturbed one")


def name_of(pid):
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def killed_writer(program, folder, expected):
    """The process that writes the reports is killed: the run tells of it, and the next one writes them."""
    out, killed = folder / "writer", 0
    running = subprocess.Popen([program, "run", folder / "many.mbox", "--campaign", CAMPAIGN, "--out", out, "--jobs", "2"],
                               stderr=subprocess.PIPE, text=True)
    while running.poll() is None and not killed:
        for child in children_of(running.pid):
            if name_of(child) == "shenbao-apart":
                os.kill(child, signal.SIGKILL)
                killed += 1
        time.sleep(0.001)
    words = running.communicate(timeout=120)[1]
    check(killed == 1 and running.returncode == 1 and "signal 9" in words and CHINESE.search(words),
          "the run says so when the process that writes its reports is killed")
    read = facts_in(out)
    check(run(program, folder / "many.mbox", out).returncode == 0 and digest_of_outputs(out) == expected, "the next one leaves the bytes of an undisturbed one")
    check(facts_in(out) == read and figures(out)["facts_read"] == 0, "and reads nothing again")


def campaign_with(folder, limits):
    text = CAMPAIGN.read_text(encoding="utf-8")
    rules = folder / "limits.toml"
    rules.write_text(text[:text.index("[limits]")] + "[limits]\n" + limits, encoding="utf-8")
    return rules


def work_folder(program, folder):
    for bytes_allowed, status in ((1000, 1), (20000, 0)):
        rules = campaign_with(folder, f"work_bytes = {bytes_allowed}\n")
        out = folder / f"work{bytes_allowed}"
        result = shenbao(program, "run", folder / "many.mbox", "--campaign", rules, "--out", out)
        check(result.returncode == status, f"a work folder of {bytes_allowed} bytes: status {status}")
        if status:
            check("work_bytes" in result.stderr and not (out / "records.jsonl").exists(), "told in words, and nothing done")
            check(ledger_says(out, "SELECT count(*) FROM attempt WHERE count > 0 OR deaths > 0")[0][0] == 0, "no document is charged with it")


HOSTILE = "=cmd|' /C calc'!A0\x1b]0;own\x07\x1b[2J\u202egnp.exe<script>alert(1)</script>\"'&@+-"


def injection(program, folder):
    number = "2021061+"
    box = mail(7, number + HOSTILE, [(number + HOSTILE.replace("/", "／") + ".zip",
                                      zipped([(HOSTILE.replace("/", "／") + ".txt", "=1+1\x1b[31m".encode()), ("@SUM(A1).docx", b"no docx")]))])
    (folder / "hostile.mbox").write_bytes(box)
    out = folder / "hostile"
    result = run(program, folder / "hostile.mbox", out)
    check(result.returncode == 0 and len(records(out)) == 1, "a mail whose every name is a command is taken in")
    shown = shenbao(program, "check", folder / "hostile.mbox", "--campaign", CAMPAIGN)
    for what, words in (("the log", result.stderr + result.stdout), ("the terminal", shown.stdout + shown.stderr)):
        check(not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", words), f"no control characters and no bidi marks in {what}")
    page = (out / "report.html").read_text(encoding="utf-8")
    check("<script>alert" not in page and "Content-Security-Policy" in page, "no markup of theirs in the page, which has a policy")
    for letter in list((out / "notices").iterdir()) + list((out / "drafts").glob("*")):
        check(not re.search("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]", letter.read_text(encoding="utf-8") + letter.name), "no control characters in a letter")
        check("/" not in letter.name and not letter.name.startswith((".", "=")), "and its name is a name")
    with zipfile.ZipFile(out / "report.xlsx") as book:
        sheets = [book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/")]
        check(sheets and not any(re.search("<f[ >]", sheet) for sheet in sheets), "no formula in the workbook")
    everything = "".join(p.read_text(encoding="utf-8", errors="replace") for p in out.rglob("*") if p.suffix in (".json", ".jsonl", ".html", ".txt"))
    check(str(folder) not in everything, "no absolute path in any output")


def main():
    program = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-faults-"))
    (folder / "inbox.mbox").write_bytes(small_box())
    (folder / "many.mbox").write_bytes(b"".join(
        mail(n, f"{2021100 + n}+某市第{n}样例有限公司", [(f"{2021100 + n}+某市第{n}样例有限公司.zip", package(f"某市第{n}样例有限公司"))]) for n in range(1, 25)))
    check(run_small(program, folder).returncode == 0, "a small mailbox runs")
    run(program, folder / "many.mbox", folder / "calm")
    expected, calm = digest_of_outputs(folder / "out"), digest_of_outputs(folder / "calm")
    rotten_facts(program, folder, expected)
    sums(program, folder)
    damaged_ledger(program, folder, expected)
    newer_ledger(program, folder)
    no_place(program, folder)
    stopped(program, folder, calm)
    killed_helpers(program, folder, calm)
    killed_writer(program, folder, calm)
    work_folder(program, folder)
    injection(program, folder)
    shutil.rmtree(folder)
    finish()


main()
