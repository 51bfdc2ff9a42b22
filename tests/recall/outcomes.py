#!/usr/bin/env python3
"""How `shenbao extract` ends on every document of the corpus: 0 read, 3 in part, 4 not readable, and nothing else.

usage: outcomes.py SHENBAO [CORPUS] [--limit SECONDS] [--kinds KIND,...]
"""
import argparse
import collections
import os
import pathlib
import subprocess
import sys
import time

KINDS = ["doc", "docx", "wps", "rtf", "ofd", "spreadsheets", "pdf"]


def extract(program, path, limit):
    begun = time.monotonic()
    try:
        done = subprocess.run([program, "extract", path, "--format", "json"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, timeout=limit)
        return done.returncode, time.monotonic() - begun, done.stderr.decode("utf-8", "replace").strip()
    except subprocess.TimeoutExpired:
        return "over the limit", limit, ""


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("corpus", nargs="?", default=str(pathlib.Path(__file__).resolve().parents[3] / "shared/corpus"))
    parser.add_argument("--limit", type=float, default=130)
    parser.add_argument("--kinds", type=lambda words: words.split(","), default=KINDS)
    arguments = parser.parse_args()
    bad, slowest = 0, (0, "")
    for kind in arguments.kinds:
        folder = os.path.join(arguments.corpus, kind)
        ends = collections.Counter()
        for name in sorted(os.listdir(folder)):
            code, seconds, words = extract(arguments.program, os.path.join(folder, name), arguments.limit)
            ends[code] += 1
            slowest = max(slowest, (seconds, name))
            crashed = "document.crashed" in words or "document.timeout" in words or "document.memory" in words
            if code not in (0, 3, 4) or crashed:
                bad += 1
                print(f"{kind}/{name}: {code} {words[-200:]}")
        print(f"{kind}: {sum(ends.values())} files, " + ", ".join(f"{ends[c]} ended {c}" for c in sorted(ends, key=str)), flush=True)
    print(f"slowest {slowest[0]:.1f} s {slowest[1]}; {bad} ended otherwise")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
