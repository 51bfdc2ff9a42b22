#!/usr/bin/env python3
"""How much of a witness's text our readers hold, beside antiword, catdoc and docx2txt.

usage: recall.py PROGRAM [CORPUS] [--kind doc|docx] [--below 0.9]

PROGRAM prints the text of the file it is given: `driver`, or "shenbao extract". Recall is the share of the reference
text's character trigrams (white space dropped, counted with multiplicity) that a program's output holds. Fuzzed files
are listed apart: their reference text is one reader's guess.
"""
import argparse
import collections
import os
import pathlib
import shlex
import subprocess
import sys


def trigrams(text):
    text = "".join(text.split()).replace("\ufeff", "").replace("\ufffd", "")
    return collections.Counter(text[i:i + 3] for i in range(max(0, len(text) - 2)))


def run(command, path):
    try:
        done = subprocess.run(command + [path], capture_output=True, timeout=60)
        return done.stdout.decode("utf-8", "replace"), done.returncode
    except subprocess.TimeoutExpired:
        return "", "timeout"
    except FileNotFoundError:
        return "", "absent"


def recall(reference, text):
    wanted, held = trigrams(reference), trigrams(text)
    total = sum(wanted.values())
    return sum(min(n, held[t]) for t, n in wanted.items()) / total if total else None


def others(kind):
    if kind == "doc":
        return {"antiword": ["antiword", "-mUTF-8.txt", "-w0"], "catdoc": ["catdoc", "-dutf-8", "-w"]}
    return {"docx2txt": ["sh", "-c", 'docx2txt "$0" -']}


def mean(values):
    return sum(values) / len(values) if values else 0.0


def table(kind, program, corpus, below):
    programs = {"ours": shlex.split(program), **others(kind)}
    folder, references = os.path.join(corpus, kind), os.path.join(corpus, kind + "_reference_text")
    scores = {name: [] for name in programs}
    print(f"\n{kind}: " + "  ".join(f"{name:>9}" for name in programs) + "  ours ended  file")
    for name in sorted(os.listdir(folder)):
        stem = os.path.splitext(name)[0]
        witness = os.path.join(references, stem + ".txt")
        if not os.path.exists(witness):
            continue
        with open(witness, encoding="utf-8", errors="replace") as file:
            reference = file.read()
        row, ended = [], None
        for program_name, command in programs.items():
            text, code = run(command, os.path.join(folder, name))
            ended = code if program_name == "ours" else ended
            row.append(recall(reference, text))
        if row[0] is None:
            continue
        fuzzed = "clusterfuzz" in name or "crash-" in name or "Fuzzed" in name
        if not fuzzed:
            for program_name, value in zip(programs, row):
                scores[program_name].append(value)
        if row[0] < below or ended not in (0, 3):
            print("     " + "  ".join(f"{value:9.3f}" for value in row) + f"  {ended!s:>10}  {name}" + (" (fuzzed)" if fuzzed else ""))
    print("mean " + "  ".join(f"{mean(scores[name]):9.4f}" for name in programs) + f"  over {len(scores['ours'])} files")
    print("<0.9 " + "  ".join(f"{sum(v < 0.9 for v in scores[name]):9d}" for name in programs))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("corpus", nargs="?", default=str(pathlib.Path(__file__).resolve().parents[3] / "shared/corpus"))
    parser.add_argument("--kind", action="append")
    parser.add_argument("--below", type=float, default=0.9)
    arguments = parser.parse_args()
    for kind in arguments.kind or ["doc", "docx"]:
        table(kind, arguments.program, arguments.corpus, arguments.below)


if __name__ == "__main__":
    sys.exit(main())
