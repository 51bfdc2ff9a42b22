#!/usr/bin/env python3
"""What stands beside a document's running text, and who gives it: headers, footers, notes, comments, text boxes, deletions.

usage: parts.py SHENBAO [CORPUS] [--examples N]

For docx the truth is read out of the file's own XML: every paragraph of each part, of at least four characters. A program
gives it where its output holds the paragraph's characters in a row (white space dropped). For doc there is no such
truth: there the paragraphs are those that `shenbao extract` gives, and the share is what the others hold of them. Files where
LibreOffice gives nothing at all are left out. LibreOffice writes tracked deletions into the running text as if they stood:
of them the share given *apart* from the text counts, and none of the other programs does that.

LibreOffice is optional (Debian: libreoffice-writer-nogui): without it this says so and ends with 77.
"""
import argparse
import collections
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PARTS = ["body", "header", "footer", "footnote", "endnote", "comment", "text_box", "deleted"]
SHORTEST = 4
AT_ONCE = 40  # files a start of LibreOffice
PATIENCE = 60  # seconds for these


def bare(text):
    return "".join(text.split()).replace("\ufeff", "").replace("\ufffc", "")


def run(words):
    try:
        return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120).stdout.decode("utf-8", "replace")
    except (subprocess.TimeoutExpired, FileNotFoundError):
        return ""


def convert(files, folder):
    with tempfile.TemporaryDirectory() as profile:
        words = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
                 "--outdir", folder, *map(str, files)]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def office_texts(files):
    """LibreOffice's text export of each file; one start for many, with a profile of its own. A file that it stops at, to ask for
    a password say, gives nothing, and it starts again behind that."""
    with tempfile.TemporaryDirectory() as folder:
        made = {path: pathlib.Path(folder, path.stem + ".txt") for path in files}
        waiting = list(files)
        while waiting:
            convert(waiting[:AT_ONCE], folder)
            missing = [path for path in waiting[:AT_ONCE] if not made[path].exists()]
            waiting = missing[1:] + waiting[AT_ONCE:]
        return {path: text.read_text("utf-8", "replace") if text.exists() else "" for path, text in made.items()}


def paragraphs_of(root, part, found):
    """The words of each paragraph under its part; those of text boxes and deletions under theirs."""
    def gather(node, words, deleted):
        for child in node:
            if child.tag == FALLBACK:  # the same once more, for older programs
                continue
            if child.tag == W + "txbxContent":
                walk(child, "text_box")
            elif child.tag == W + "p":
                walk_paragraph(child, part)
            elif child.tag == W + "t":
                words.append(child.text or "")
            elif child.tag == W + "delText":
                deleted.append(child.text or "")
            elif child.tag in (W + "tab", W + "br"):
                words.append(" ")
            elif child.tag not in (W + "pPr", W + "rPr", W + "moveFrom"):
                gather(child, words, deleted)

    def walk_paragraph(node, where):
        words, deleted = [], []
        gather(node, words, deleted)
        found[where].append("".join(words))
        found["deleted"].append("".join(deleted))

    def walk(node, where):
        for child in node:
            if child.tag == FALLBACK:
                continue
            if child.tag == W + "p":
                walk_paragraph(child, where)
            else:
                walk(child, where)

    walk(root, part)


def truth_of(path):
    """Paragraphs by part out of a docx's XML; None where it is no plain ZIP of XML."""
    found = collections.defaultdict(list)
    try:
        with zipfile.ZipFile(path) as package:
            relations = xml.fromstring(package.read("word/_rels/document.xml.rels"))
            paragraphs_of(xml.fromstring(package.read("word/document.xml")), "body", found)
            for relation in relations:
                kind, target = relation.get("Type").rsplit("/", 1)[-1], relation.get("Target")
                part = {"header": "header", "footer": "footer", "footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}.get(kind)
                if part and "word/" + target in package.namelist():
                    paragraphs_of(xml.fromstring(package.read("word/" + target)), part, found)
    except (KeyError, xml.ParseError, zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError):
        return None
    return found


def blocks_of(program, path):
    """What `shenbao extract` gives: (part, text) for every paragraph and cell."""
    def cells(table, part):
        for row in table["rows"]:
            for cell in row["cells"]:
                yield part, cell["text"]
                for inner in cell.get("tables", []):
                    yield from cells(inner, part)

    words = run([program, "extract", "--format", "json", str(path)])
    for block in json.loads(words).get("blocks", []) if words.strip() else []:
        part = block.get("part", "body")
        if block["type"] == "table":
            yield from cells(block, part)
        else:
            yield part, block["text"]


def wanted(found):
    return {part: sorted({bare(p) for p in found.get(part, []) if len(bare(p)) >= SHORTEST}) for part in PARTS}


def peer_texts(kind, path):
    if kind == "docx":
        return {"docx2txt": run(["docx2txt", str(path), "-"])}
    return {"antiword": run(["antiword", "-mUTF-8.txt", "-w0", str(path)]), "catdoc": run(["catdoc", "-dutf-8", "-w", str(path)])}


class Tally:
    def __init__(self, examples):
        self.counts = collections.defaultdict(collections.Counter)
        self.files = collections.Counter()
        self.examples, self.most = collections.defaultdict(list), examples

    def add(self, path, part, paragraphs, outputs):
        self.files[part] += bool(paragraphs)
        for paragraph in paragraphs:
            self.counts[part]["all"] += 1
            for name, text in outputs.items():
                self.counts[part][name] += paragraph in text
            # One of each file, and the best to look at are those that are neither long nor short.
            shown = [p for p, _ in self.examples[part]]
            if paragraph not in outputs["LibreOffice"] and path not in shown and 8 <= len(paragraph) <= 80 and part != "body":
                if paragraph in outputs["ours"] and len(shown) < self.most:
                    self.examples[part].append((path, paragraph))

    def show(self, kind, names):
        print(f"\n{kind:10}{'files':>6}{'paragraphs':>12}" + "".join(f"{name:>13}" for name in names))
        for part in PARTS:
            counts = self.counts[part]
            if counts["all"]:
                shares = "".join(f"{counts[name] / counts['all']:>13.3f}" for name in names)
                print(f"{part:10}{self.files[part]:>6}{counts['all']:>12}{shares}")
        for part in PARTS:
            for path, paragraph in self.examples[part]:
                theirs = "stands in LibreOffice's as if it were text" if part == "deleted" else "not LibreOffice's"
                print(f"  {part}: “{paragraph}” of {kind}/{path.name}: ours, {theirs}")


def measure(kind, program, corpus, examples):
    files = sorted(path for path in (corpus / kind).iterdir() if path.suffix == "." + kind)
    office, tally = office_texts(files), Tally(examples)
    names = {"docx": ["ours", "LibreOffice", "docx2txt"], "doc": ["ours", "LibreOffice", "antiword", "catdoc"]}[kind]
    for path in files:
        ours = list(blocks_of(program, path))
        found = truth_of(path) if kind == "docx" else collections.defaultdict(list)
        if not office[path].strip() or not ours or found is None:
            continue
        if kind == "doc":
            for part, text in ours:
                found[part] += text.split("\n")
        outputs = {name: bare(text) for name, text in {"LibreOffice": office[path], **peer_texts(kind, path)}.items()}
        outputs["ours"] = bare(" ".join(text for part, text in ours))
        apart = dict.fromkeys(outputs, "") | {"ours": bare(" ".join(text for part, text in ours if part == "deleted"))}
        for part, paragraphs in wanted(found).items():
            tally.add(path, part, paragraphs, apart if part == "deleted" else outputs)
    tally.show(kind, names)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("corpus", nargs="?", default=str(pathlib.Path(__file__).resolve().parents[3] / "shared/corpus"))
    parser.add_argument("--examples", type=int, default=3)
    arguments = parser.parse_args()
    if not shutil.which("soffice"):
        print("skipped: LibreOffice is not installed (libreoffice-writer-nogui)")
        return 77
    for kind in ["docx", "doc"]:
        measure(kind, arguments.program, pathlib.Path(arguments.corpus), arguments.examples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
