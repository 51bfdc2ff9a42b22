#!/usr/bin/env python3
"""How much of a witness's text our readers hold, beside antiword, catdoc and docx2txt.

usage: recall.py PROGRAM [CORPUS] [--kind doc|docx] [--below 0.95]

PROGRAM is `shenbao`, or the quicker `recall` of the build folder, which prints the same. Recall is the share of the reference
text's character trigrams (white space dropped, counted with multiplicity) that a program's output holds. Fuzzed files
are listed apart: their reference text is one reader's guess.

Three columns are ours. "text" is by the letter: what `shenbao extract FILE` prints, which is the text and, apart from it under
headings, tracked deletions, hidden text and comments (the witness prints the first two within the text). "alone" is the text without those:
what fields are read from. "words" is "text" without what is no words of the file in either: bullets and tick boxes, and the
file's own name where a field shows it.
Every file below `--below` in "text" is printed, with its reason out of explained.txt.
"""
import argparse
import collections
import os
import pathlib
import re
import subprocess
import sys


APART = "\n【修订中删除的文字】\n|\n【设为隐藏、不显示的文字】\n|\n【批注】\n"  # as in config/messages/program.toml


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


def words(text, path):
    """Without bullets, tick boxes and the file's name, which each program shows in its own way."""
    text = text.replace(os.path.basename(path), "")
    return re.sub("[•◦▪●○■□➢✓✔❖♦§☐☑☒\uf000-\uf0ff]|^o\\s", "", text, flags=re.M)


def explained():
    reasons = {}
    with open(pathlib.Path(__file__).with_name("explained.txt"), encoding="utf-8") as file:
        for line in file:
            name, colon, reason = line.partition(": ")
            if colon and not line.startswith("#"):
                reasons[name] = reason.strip()
    return reasons


def others(kind):
    if kind == "doc":
        return {"antiword": ["antiword", "-mUTF-8.txt", "-w0"], "catdoc": ["catdoc", "-dutf-8", "-w"]}
    return {"docx2txt": ["sh", "-c", 'docx2txt "$0" -']}


def mean(values):
    return sum(values) / len(values) if values else 0.0


def own_scores(program, path, reference):
    quick = os.path.basename(program) == "recall"
    printed, ended = run([program, "-d" if quick else "extract"], path)
    alone = run([program], path)[0] if quick else re.split(APART, printed)[0]
    return [recall(reference, printed), recall(reference, alone), recall(words(reference, path), words(printed, path))], ended


def table(kind, program, corpus, below):
    peers, reasons = others(kind), explained()
    names = ["text", "alone", "words", *peers]
    folder, references = os.path.join(corpus, kind), os.path.join(corpus, kind + "_reference_text")
    scores = []
    print(f"\n{kind:5}" + "  ".join(f"{name:>8}" for name in names) + "  ended  file")
    for name in sorted(os.listdir(folder)):
        path, witness = os.path.join(folder, name), os.path.join(references, os.path.splitext(name)[0] + ".txt")
        if not os.path.exists(witness):
            continue
        with open(witness, encoding="utf-8-sig", errors="replace") as file:
            reference = file.read()
        row, ended = own_scores(program, path, reference)
        if row[0] is None:
            continue
        row = [1.0 if value is None else value for value in row]
        row += [recall(reference, run(command, path)[0]) for command in peers.values()]
        fuzzed = "clusterfuzz" in name or "crash-" in name or "Fuzzed" in name
        if not fuzzed:
            scores.append(row)
        if row[0] < below or ended not in (0, 3):
            reason = "fuzzed" if fuzzed else reasons.get(f"{kind}/{name}", "NOT EXPLAINED")
            print("     " + "  ".join(f"{value:8.3f}" for value in row) + f"  {ended!s:>5}  {name}: {reason}")
    columns = list(zip(*scores))
    print("mean " + "  ".join(f"{mean(column):8.4f}" for column in columns) + f"  over {len(scores)} files")
    print("<0.9 " + "  ".join(f"{sum(value < 0.9 for value in column):8d}" for column in columns))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("corpus", nargs="?", default=str(pathlib.Path(__file__).resolve().parents[3] / "shared/corpus"))
    parser.add_argument("--kind", action="append")
    parser.add_argument("--below", type=float, default=0.95)
    arguments = parser.parse_args()
    for kind in arguments.kind or ["doc", "docx"]:
        table(kind, arguments.program, arguments.corpus, arguments.below)


if __name__ == "__main__":
    sys.exit(main())
