#!/usr/bin/env python3
"""Lets the k-th call of each kind fail, once and from then on: the run ends with a sentence for staff and a status that is
not 0, or goes on to the same bytes; never with a signal; and the next run leaves the same bytes.

    fault_sweep.py PROGRAM FAULTS [--points N] [--kinds KIND,…] [--page]     N: so many of each kind; without: all
"""

import argparse
import re
import sys

from sweep import Sweep, digest_of_outputs, some

# What a disk, a full one, a read-only one, and a machine short of something answer.
CASES = [
    ("write", "ENOSPC", False), ("write", "ENOSPC", True), ("write", "EIO", False),
    ("sync", "EIO", False), ("sync", "ENOSPC", True), ("rename", "EIO", False), ("rename", "ENOSPC", True),
    ("unlink", "EIO", False), ("mkdir", "ENOSPC", False), ("mkdir", "EROFS", True), ("truncate", "ENOSPC", False),
    ("truncate", "EIO", True), ("open", "EMFILE", False), ("open", "EMFILE", True), ("open", "EACCES", False),
    ("read", "EIO", False), ("read", "EIO", True), ("map", "ENOMEM", False), ("lock", "EIO", False), ("send", "ENOMEM", False),
    ("receive", "ENOMEM", False), ("socketpair", "EMFILE", False), ("socketpair", "EMFILE", True), ("fork", "EAGAIN", False),
    ("fork", "EAGAIN", True), ("malloc", "ENOMEM", False),
]
MOST_OF_MALLOC = 300  # a run has many ten thousand
BEFORE_MAIN = 50  # allocations of the libraries' own beginning, which ends where one fails


def chinese(words):
    return re.search("[\u4e00-\u9fff]", words) is not None


def told(result):
    """In words for staff; before those words are loaded, in words for those who set the program up."""
    return chinese(result.stderr) or (result.returncode == 2 and ".toml" in result.stderr) or "bad_alloc" in result.stderr


def faults_of(sweep, result):
    faults = []
    if result.returncode < 0:
        faults.append(f"ended by signal {-result.returncode}")
    elif result.returncode == 0:
        if digest_of_outputs(sweep.out) != sweep.expected:
            faults.append("ended well, and left other bytes")
    elif not told(result):
        faults.append(f"ended with {result.returncode} and no sentence: {result.stderr[-200:]!r}")
    return faults


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("faults")
    words.add_argument("--points", type=int, default=0)
    words.add_argument("--kinds", default="")
    words.add_argument("--page", action="store_true", help="with a page that is recognised")
    given = words.parse_args()
    sweep = Sweep(given.program, given.faults, given.page)
    for kind, how, stays in CASES:
        if given.kinds and kind not in given.kinds.split(","):
            continue
        held, tried, went_on = sweep.held, sweep.tried, 0
        most = min(given.points or MOST_OF_MALLOC, MOST_OF_MALLOC) if kind == "malloc" else given.points
        for k in some(sweep.counts[kind], most):
            if kind == "malloc" and k <= BEFORE_MAIN:
                continue
            sweep.fresh()
            fault = {"FAULT_KIND": kind, "FAULT_AT": str(k), "FAULT_HOW": how, **({"FAULT_STAYS": "1"} if stays else {})}
            result = sweep.run(fault)
            went_on += result.returncode == 0
            sweep.judge(f"{kind} {k} {how}{' and on' if stays else ''}", faults_of(sweep, result) + sweep.next_run_faults())
        print(f"{kind} {how}{' and on' if stays else ''}: {sweep.held - held} of {sweep.tried - tried} held, {went_on} went on", flush=True)
    print(f"{sweep.held} of {sweep.tried}")
    sweep.close()
    sys.exit(1 if sweep.broken else 0)


main()
