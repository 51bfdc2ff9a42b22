#!/usr/bin/env python3
"""How fast documents are read in a batch, beside a process a file of what a user would take instead, on the same files.

    tests/bench/documents.py READ_DOCUMENTS [CORPUS]

READ_DOCUMENTS is the build's target of that name; CORPUS a folder with doc/, docx/ and pdf/ ($SHENBAO_CORPUS, or shared/corpus beside
the checkout). Files that the other program does not read are left out. Theirs is a script: one process a file, one after another. Ours
is as in the nightly run, a confined child a document, the start of it all included: "one" reads a file at a time, "batch" as many as
there are cores, as `shenbao run` does. "cpu" is summed over all processes and means more than "wall" on a machine that others use,
too. Of a PDF both read the text and nothing else, ours also where it stands, tables, notes, form values and attachments; there is a
line for PDFs that pdftotext finds text in on every page, one for those of them whose text ours believes as far as it goes, and one for
those that their text tells all of. The others' pages are looked at once more for what pdftotext has no part in: they are drawn where it
takes that to see rules and stamps or whether the text is what the page shows, and pictures are taken out to be recognised or searched
for seals. That is left to those pages that a run goes on with, and stands in a table of its own: how many documents take a look, and
the CPU and wall seconds of all these looks, with as many at a time as there are cores. The last table is what the sandbox and the wire
cost: each file once in a child and once without, the quicker of a few times each, and of the differences the middle one and the mean
without the tenth at either end. What the machine takes to start a process that does nothing and to end it stands above them: a child is
not had for less, and machines differ more in that than in anything else here.
"""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = {"doc": ["antiword", "-m", "UTF-8.txt", "{}"], "docx": ["docx2txt", "{}", "-"], "pdf": ["pdftotext", "{}", "-"]}
REPEATS = 5
LEAST_WORDS = 50  # characters on every page, for a PDF to count as one of text: the other program reads no scan


def cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def peer(kind, path):
    words = [str(path) if w == "{}" else w for w in PEERS[kind]]
    try:
        return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    except subprocess.TimeoutExpired:
        return None


def readable(kind, folder):
    """The files the other program reads, and how many characters it finds on the emptiest page of each."""
    found = {}
    for path in sorted(folder.iterdir()):
        result = peer(kind, path) if path.suffix.lower() == "." + kind else None
        if result and result.returncode == 0 and result.stdout.strip():
            pages = result.stdout.decode("utf-8", "replace").removesuffix("\f").split("\f")
            found[path] = min(len("".join(page.split())) for page in pages)
    return found


def timed(work):
    wall, spent = time.monotonic(), cpu()
    work()
    return time.monotonic() - wall, cpu() - spent


def theirs(kind, files):
    return timed(lambda: [peer(kind, path) for path in files])


def ours(program, mode, files):
    words = [program, *mode, *map(str, files)]
    return timed(lambda: subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True))


def ending_well(program, files):
    """Those that do not take their reader down (without a sandbox it would be the whole run that ends), and what is still to be
    done with their pages: "doubted" where the text of one is not believed, else "looked at" where one is not told by its text,
    else ""."""
    words = [program, "facts", *map(str, files)]
    lines = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode("utf-8", "replace")
    facts = {}
    for line in lines.split("\n"):
        name, tab, rest = line.partition("\t")
        if tab and rest.partition("\t")[2].startswith("{"):
            facts[name] = json.loads(rest.partition("\t")[2])
    unseen = {name: [page for page in read.get("pages", []) if "unseen" in page] for name, read in facts.items()}
    told = {name: "doubted" if any(page["use"] == "text_and_seals" for page in pages) else "looked at" if pages else ""
            for name, pages in unseen.items()}
    return {path: told[path.name] for path in files if path.name in facts}


def looks(program, files):
    """How many of the documents take a look at their pages, and the wall and CPU seconds of all looks."""
    words = [program, "look", str(os.cpu_count()), *map(str, files)]
    lines = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
    _, wall, _, spent, _, _, _, count = lines.split("\n")[-2].split()
    return int(count), float(wall), float(spent)


def each(program, mode, files):
    """The seconds every file took, by name: the least of a few runs."""
    least = {}
    for _ in range(REPEATS):
        lines = subprocess.run([program, mode, *map(str, files)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
        for line in lines.decode("utf-8", "replace").split("\n"):
            name, tab, rest = line.partition("\t")
            if tab:
                least[name] = min(least.get(name, float("inf")), float(rest.partition("\t")[0]))
    return least


def cost(program, files):
    """What a child costs over reading the same here, in milliseconds a document: the middle, and the trimmed mean."""
    there, here = each(program, "each", files), each(program, "each_here", files)
    extra = sorted(1000 * (there[name] - here[name]) for name in there if name in here)
    tenth = len(extra) // 10
    return statistics.median(extra), statistics.fmean(extra[tenth:len(extra) - tenth])


def nothing():
    """What a process that does nothing costs, in milliseconds: the middle one of many."""
    taken = []
    for _ in range(50):
        began = time.monotonic()
        os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)
        taken.append(1000 * (time.monotonic() - began))
    return statistics.median(taken)


def row(name, files, them, one, batch):
    """Wall: theirs, ours one at a time, ours in a batch, and how many times faster each of ours is; then CPU."""
    faster = f"{them[0] / one[0]:>8.2f}{them[0] / batch[0]:>8.2f}"
    print(f"{name:30}{files:>6}{them[0]:>9.2f}{one[0]:>9.2f}{batch[0]:>9.2f}{faster}{them[1]:>10.2f}{one[1]:>9.2f}{them[1] / one[1]:>8.2f}")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    corpus = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else os.environ.get("SHENBAO_CORPUS", ROOT.parent / "shared/corpus"))
    if not corpus.is_dir():
        sys.exit(f"no corpus at {corpus} (see tests/README.md)")
    sets = {}
    for kind, words in PEERS.items():
        words_in = readable(kind, corpus / kind)
        found = ending_well(program, list(words_in))
        sets[f"{kind} ({words[0]})"] = kind, list(found)
        if kind == "pdf":
            text = [p for p in found if words_in[p] >= LEAST_WORDS]
            sets[f"{kind}, text throughout"] = kind, text
            sets[f"{kind}, text that is believed"] = kind, [p for p in text if found[p] != "doubted"]
            sets[f"{kind}, text that tells all"] = kind, [p for p in text if not found[p]]
    print(f"{'':36}{'wall, seconds':>27}{'times faster':>16}{'cpu, seconds':>19}{'times':>8}")
    print(f"{'':30}{'files':>6}{'theirs':>9}{'one':>9}{'batch':>9}{'one':>8}{'batch':>8}{'theirs':>10}{'ours':>9}{'less':>8}")
    costs, measured = [], {}
    for name, (kind, files) in sets.items():
        them, one, batch = theirs(kind, files), ours(program, ["pool", "1"], files), ours(program, ["pool", str(os.cpu_count())], files)
        row(name, len(files), them, one, batch)
        measured.setdefault(kind, them)
        costs.append((name, files))
    # One batch, as a night is, whose start is paid once.
    words = [path for kind, files in list(sets.values())[:2] for path in files]
    them = tuple(map(sum, zip(measured["doc"], measured["docx"])))
    row("doc and docx together", len(words), them, ours(program, ["pool", "1"], words), ours(program, ["pool", str(os.cpu_count())], words))
    print(f"\n{'looks at pages':30}{'files':>6}{'of them':>9}{'wall, s':>9}{'cpu, s':>9}{'cpu, ms a document looked at':>30}")
    for name, (kind, files) in sets.items():
        if kind == "pdf" and files:
            count, wall, spent = looks(program, files)
            print(f"{name:30}{len(files):>6}{count:>9}{wall:>9.2f}{spent:>9.2f}{1000 * spent / max(1, count):>30.1f}")
    print(f"\n{'sandbox and wire, milliseconds a document':41}{'middle':>11}{'mean':>8}")
    print(f"{'(a process that does nothing)':41}{nothing():>11.2f}")
    for name, files in costs:
        middle, mean = cost(program, files)
        print(f"{name:41}{middle:>11.2f}{mean:>8.2f}")


main()
