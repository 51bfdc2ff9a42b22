#!/usr/bin/env python3
"""Measures what is read off scanned forms against what is known to stand on them.

    measure.py READ_PAGES PICTURES TRUTH [--jobs N] [--whole-page] [--list]

PICTURES is a folder of NN-form*.jpg|png|tif, NN counting the entries of TRUTH (JSON: a list of objects with the form's
fields and its scan `profile`). Prints exact / reachable by field and by profile. A value is exact when the first reading
of some cell or line says it, reachable when any reading does. "sure but wrong" counts values that are not exact though the
cell most like them has a confidence of 0.9 or more; below stands how often values are right by confidence. --whole-page
prints beside what Tesseract alone finds exactly on the page at 300 dpi, by the same test. --list names what was missed.
"""
import argparse
import collections
import difflib
import glob
import json
import os
import re
import subprocess
import unicodedata
from concurrent.futures import ThreadPoolExecutor

PLAIN = ["company", "uscc", "number", "address", "contact", "legal", "phone", "mobile", "email", "title"]
SERIES = ["revenue", "profit"]


def fold(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("—", "-").replace("–", "-")


def says(text, value):
    """Whether `value` stands in `text` whole: not as a part of a longer number or name."""
    return any(stands_in(part, value) for part in [text] + re.split(r"\n|  +", text))


def stands_in(text, value):
    text, value = fold(text), fold(value)
    at = text.find(value)
    while at >= 0:
        before, after = text[at - 1:at], text[at + len(value):at + len(value) + 1]
        if value[0].isdigit() or value[0].isascii():
            whole = not (before.isascii() and (before.isalnum() or before in ".,-" and before)) and \
                not (after.isascii() and after.isalnum())
        elif len(value) <= 4:
            whole = text == value or before in ":)" or not before
        else:
            whole = True
        if whole:
            return True
        at = text.find(value, at + 1)
    return False


def texts(facts):
    for block in facts["blocks"]:
        cells = [c for row in block["rows"] for c in row["cells"]] if block["type"] == "table" else [block]
        for cell in cells:
            if cell.get("text"):
                yield cell["text"], cell.get("confidence", 1), [r["text"] for r in cell.get("readings", [])]


def judge(entry, result, layout):
    out = []
    seen = [(t, 1, [t]) for t in result["text"].split("\n")] if "text" in result else list(texts(result["facts"]))
    values = [(f, entry[f]) for f in PLAIN if not (f == "legal" and layout == 2)]
    values += [(f, v) for f in SERIES for v in entry[f]]
    for field, value in values:
        exact = any(says(t, value) for t, _, _ in seen)
        reachable = exact or any(says(r, value) for _, _, rs in seen for r in rs)
        near = max(seen, default=("", 0, []), key=lambda s: difflib.SequenceMatcher(None, fold(s[0]), fold(value)).ratio())
        out.append((field, value, exact, reachable, near[0], near[1]))
    return out


def read(opts, files, whole_page):
    """One result a file: facts, or text of the whole page."""
    command = [opts.reader] + (["--whole-page"] if whole_page else [])
    env = dict(os.environ, OMP_THREAD_LIMIT="1")

    def some(batch):
        lines = subprocess.run(command + batch, capture_output=True, text=True, env=env, check=True).stdout.splitlines()
        return [json.loads(line) for line in lines]

    with ThreadPoolExecutor(opts.jobs) as pool:
        results = sum(pool.map(some, [files[i::opts.jobs] for i in range(opts.jobs)]), [])
    return sorted(results, key=lambda r: r["file"])


def judged(results, truth):
    """(picture, profile, field, value, exact, reachable, nearest text, its confidence)"""
    for result in results:
        name = os.path.basename(result["file"])
        entry = truth[int(name[:2])]
        if "error" in result:
            print(name, result["error"])
            result = {"text": ""}
        for row in judge(entry, result, entry["layout"]):
            yield (name, entry["profile"], *row)


def count(rows):
    table = collections.defaultdict(lambda: [0, 0, 0, 0])
    for _, profile, field, _, exact, reachable, _, sure in rows:
        for key in ("field " + field, "profile " + profile, "~ all"):
            for i, n in enumerate((1, exact, reachable, not exact and sure >= 0.9)):
                table[key][i] += n
    return table


def print_calibration(rows):
    """How often values are right, by what confidence their text was given."""
    steps = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01]
    print(f"{'confidence':22}{'values':>7}{'right':>8}")
    for low, high in zip(steps, steps[1:]):
        right = [exact for *_, exact, _, _, sure in rows if low <= sure < high]
        if right:
            print(f"{f'{low:.2f} to {min(high, 1):.2f}':22}{len(right):7}{sum(right) / len(right):8.1%}")


def print_times(results, what):
    times = sorted(r["milliseconds"] for r in results)
    if times:
        print(f"processor time a page, {what}: median {times[len(times) // 2]:.0f} ms, most {times[-1]:.0f} ms")


def main():
    args = argparse.ArgumentParser()
    args.add_argument("reader"), args.add_argument("pictures"), args.add_argument("truth")
    args.add_argument("--jobs", type=int, default=1)
    args.add_argument("--whole-page", action="store_true")
    args.add_argument("--list", action="store_true")
    args.add_argument("--keep")
    opts = args.parse_args()
    truth = json.load(open(opts.truth, encoding="utf-8"))
    files = sorted(glob.glob(os.path.join(opts.pictures, "*-form*")))
    results = read(opts, files, False)
    if opts.keep:
        with open(opts.keep, "w") as out:
            out.write("\n".join(json.dumps(r, ensure_ascii=False) for r in results))
    rows = list(judged(results, truth))
    for name, profile, field, value, exact, reachable, near, sure in rows if opts.list else []:
        if not exact:
            print(f"{name[:7]} {profile:9} {field:8} {value!r} read {near!r} {sure:.2f}", "reachable" if reachable else "")
    whole = read(opts, files, True) if opts.whole_page else []
    beside = count(judged(whole, truth))
    print(f"{'':22}{'values':>7}{'exact':>8}{'reachable':>11}{'sure but wrong':>16}" + (f"{'whole page':>12}" if whole else ""))
    for key, (n, exact, reachable, wrong) in sorted(count(rows).items()):
        other = f"{beside[key][1] / n:12.1%}" if whole else ""
        print(f"{key:22}{n:7}{exact / n:8.1%}{reachable / n:11.1%}{wrong:9} {wrong / n:6.1%}{other}")
    print_calibration(rows)
    print_times(results, "ours")
    print_times(whole, "tesseract's whole page at 300 dpi")


if __name__ == "__main__":
    main()
