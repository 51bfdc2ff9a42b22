#!/usr/bin/env python3
"""How fast the nightly run is, beside a plain script of unar, pdftotext, pdftoppm and tesseract, in one run on the same machine.

    tests/bench/bench.py PROGRAM [SOURCE]     SOURCE: an mbox file (samples/mailbox.mbox)

The plain script does what anybody would write: every package unpacked, text of PDFs by pdftotext, pages without text drawn at 300 dpi
and read by tesseract as its command line runs by default, a file a core at a time. Prints the scan pages both read, packages a minute,
pages a second, and the ratio; only the ratio means anything on a shared machine.
"""

import email.policy
import json
import mailbox
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
CAMPAIGN = ROOT / "config/campaigns/quality-benchmark-2021-national.toml"
WORKERS = os.cpu_count() or 1


def ours(program, source, folder):
    began = time.monotonic()
    subprocess.run([program, "run", source, "--campaign", CAMPAIGN, "--out", folder / "out", "--quiet"], check=True)
    first = time.monotonic() - began
    began = time.monotonic()
    subprocess.run([program, "run", source, "--campaign", CAMPAIGN, "--out", folder / "out", "--quiet"], check=True)
    again = time.monotonic() - began
    figures = json.load(open(folder / "out/run.json"))
    return {"seconds": first, "again": again, "packages": figures["packages"]}


def quiet(*words, **options):
    return subprocess.run([str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options).stdout


def unpack(source, folder):
    """Attachments to files, archives to folders; the plain script takes every archive at its word."""
    packages = 0
    for number, message in enumerate(mailbox.mbox(source)):
        for part in message.walk():
            if part.get_content_maintype() != "application" or not part.get_payload(decode=True):
                continue
            place = folder / str(number)
            place.mkdir(exist_ok=True)
            package = place / f"package{packages}.archive"  # unar names a folder after it, which must not be the file itself
            package.write_bytes(part.get_payload(decode=True))
            quiet("unar", "-q", "-f", "-p", "", "-o", place, package)
            package.unlink()
            packages += 1
    return packages


def read(path):
    """Pages read by recognition."""
    if path.suffix.lower() in (".docx", ".doc"):
        quiet("docx2txt" if path.suffix.lower() == ".docx" else "antiword", path, *(["-"] if path.suffix.lower() == ".docx" else []))
        return 0
    if path.suffix.lower() in (".jpg", ".jpeg", ".png"):
        quiet("tesseract", path, "-", "-l", "chi_sim")
        return 1
    if path.suffix.lower() != ".pdf":
        return 0
    if len(re.sub(rb"\s", b"", quiet("pdftotext", path, "-"))) > 50:
        return 0
    with tempfile.TemporaryDirectory() as pages:
        quiet("pdftoppm", "-r", "300", "-png", path, pathlib.Path(pages) / "p")
        pictures = sorted(pathlib.Path(pages).iterdir())
        for picture in pictures:
            quiet("tesseract", picture, "-", "-l", "chi_sim")
        return len(pictures)


def plain(source, folder):
    began = time.monotonic()
    packages = unpack(source, folder)
    files = [p for p in folder.rglob("*") if p.is_file()]
    with ThreadPoolExecutor(WORKERS) as pool:
        pages = sum(pool.map(read, files))
    return {"seconds": time.monotonic() - began, "packages": packages, "pages": pages}


def main():
    program = os.path.abspath(sys.argv[1])
    source = sys.argv[2] if len(sys.argv) > 2 else str(ROOT / "samples/mailbox.mbox")
    missing = [t for t in ("unar", "pdftotext", "pdftoppm", "tesseract") if not shutil.which(t)]
    if missing:
        sys.exit("missing: " + " ".join(missing))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-bench-"))
    (folder / "plain").mkdir()
    us, them = ours(program, source, folder), plain(source, folder / "plain")
    pages = json.load(open(folder / "out/run.json"))["ocr_pages"]
    print(f"{'':24}{'seconds':>10}{'packages/min':>14}{'scan pages':>12}{'pages/s':>10}")
    for name, side, read_pages in (("shenbao run", us, pages), ("plain script", them, them["pages"])):
        print(f"{name:24}{side['seconds']:>10.1f}{60 * side['packages'] / side['seconds']:>14.1f}{read_pages:>12}{read_pages / side['seconds']:>10.2f}")
    print(f"{'shenbao run, again':24}{us['again']:>10.1f}")
    print(f"ratio: {them['seconds'] / us['seconds']:.2f} times as fast as the plain script; again: {us['again'] / us['seconds']:.3f} of the first")
    shutil.rmtree(folder)


main()
