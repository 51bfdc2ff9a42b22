#!/usr/bin/env python3
"""A run over a thousand submissions of which three in ten are hostile or faulty, beside a clean run where these are good:
the coordinator lives, its memory is flat, the good ones are the same to the byte, and it takes at most twice as long.

    chaos.py CHAOS [--submissions N]        CHAOS: the program made of chaos.cpp
"""

import argparse
import io
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "whole"))

from program import CAMPAIGN, ROOT, check, figures, finish, records  # noqa: E402
from small_box import mail, package, zipped  # noqa: E402

# What costs time until a limit ends it is rarer, as it is among real mails.
PLAYED = ["crash", "abort", "exit", "throw", "eat", "flood", "rubbish", "huge", "false", "early", "half", "ghost"] * 4 + ["hang", "stall"]
LIMITS = """
[limits]
document_seconds = 4
stall_seconds = 3
document_memory = "400MiB"
document_output = "32MiB"
package_bytes = "64MiB"
package_entries = 200
"""


def bomb(_):
    inner = zipped([(f"{i}.bin", bytes(8 << 20)) for i in range(4)])
    return "炸弹.zip", zipped([(f"{i}.zip", inner) for i in range(16)])


def many(_):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for i in range(3000):
            archive.writestr(f"{i}.txt", "x")
    return "很多.zip", packed.getvalue()


def deep(_):
    inner = b"CHAOS:crash"
    for depth in range(9):
        inner = zipped([(f"{depth}.zip", inner)])
    return "很深.zip", inner


def torn(dice):
    whole = bytearray(package("某市样例有限公司"))
    for _ in range(40):
        whole[dice.randrange(len(whole))] = dice.randrange(256)
    return "损坏.zip", bytes(whole[:dice.randrange(len(whole) // 2, len(whole))])


def played(dice):
    words = f"CHAOS:{dice.choice(PLAYED)} {dice.random()}".encode()
    if dice.random() < 0.5:
        return f"{dice.randrange(1000)}.pdf", words
    return "材料.zip", zipped([("推荐表.pdf", words), ("说明.txt", b"good words")])


def hostile(dice):
    return dice.choices([played, torn, bomb, many, deep], [80, 14, 2, 2, 2])[0](dice)


def boxes(count):
    """The same mails twice: clean, and with three in ten hostile; and the subjects of those that stay good."""
    dice = random.Random(20210608)
    clean, mixed, good = [], [], []
    for number in range(1, count + 1):
        company = f"某市第{number}样例有限公司"
        subject = f"{2021000 + number}+{company}"
        well = mail(number, subject, [(subject + ".zip", package(company))])
        clean.append(well)
        if dice.random() < 0.3:
            mixed.append(mail(number, subject, [hostile(dice)]))
        else:
            mixed.append(well)
            good.append(subject)
    return b"".join(clean), b"".join(mixed), good


def resident(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024
    except (OSError, StopIteration):
        return None


def run_on(program, box, folder, name):
    (folder / (name + ".mbox")).write_bytes(box)
    began, memory = time.monotonic(), []
    running = subprocess.Popen([program, str(folder / (name + ".mbox")), str(folder / "campaign.toml"), str(ROOT / "config"),
                                str(folder / name)], stderr=subprocess.PIPE)
    while running.poll() is None:
        if (now := resident(running.pid)) is not None:
            memory.append((time.monotonic() - began, now))
        time.sleep(0.5)
    seconds = time.monotonic() - began
    tenths = [max(m for _, m in memory[len(memory) * i // 10:len(memory) * (i + 1) // 10] or memory[-1:]) for i in range(10)]
    print(f"{name}: ends with {running.returncode}, {seconds:.0f} s; MiB of the coordinator by tenths of the time: "
          + " ".join(f"{m:.0f}" for m in tenths), running.stderr.read().decode()[-500:], flush=True)
    return running.returncode, seconds, tenths


def lines_by_subject(out):
    return {r["submission"]["subject"]: json.dumps({k: v for k, v in r.items() if k != "submission"}, sort_keys=True)
            for r in records(out)}


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("--submissions", type=int, default=1000)
    given = words.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-chaos-"))
    rules = CAMPAIGN.read_text(encoding="utf-8")
    (folder / "campaign.toml").write_text(rules[:rules.index("[limits]")] + LIMITS if "[limits]" in rules else rules + LIMITS, encoding="utf-8")
    clean, mixed, good = boxes(given.submissions)
    program = os.path.abspath(given.program)
    calm, calm_seconds, calm_memory = run_on(program, clean, folder, "clean")
    wild, wild_seconds, memory = run_on(program, mixed, folder, "chaos")
    check(calm == 0 and wild == 0, "both runs end well")
    expected, found = lines_by_subject(folder / "clean"), lines_by_subject(folder / "chaos")
    same = sum(expected[s] == found.get(s) for s in good)
    check(same == len(good), f"{same} of {len(good)} good submissions the same to the byte")
    told = figures(folder / "chaos")
    check(told["submissions"] == given.submissions, f"{told['submissions']} records, a third of them of hostile mails")
    check(told["bytes_in"] == told["bytes_accounted"], "every byte accounted for")
    # Records stand in memory until the reports are made of them; what is hostile adds nothing to that.
    check(max(memory[:9]) < max(calm_memory[:9]) + 20, f"memory is that of a clean run: at most {max(memory):.0f} MiB against {max(calm_memory):.0f}")
    check(wild_seconds < 2 * calm_seconds, f"{wild_seconds:.0f} s against {calm_seconds:.0f} s clean")
    print("outcomes of files:", told["outcomes"])
    shutil.rmtree(folder)
    finish()


main()
