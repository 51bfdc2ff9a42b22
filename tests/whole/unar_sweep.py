#!/usr/bin/env python3
"""What Debian's unar reads of a folder of archives, with the right password, shenbao reads too: sums and names.

    unar_sweep.py PROGRAM [FOLDER]      by hand: it takes minutes
"""

import collections
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from program import CAMPAIGN, ROOT, records, shenbao

ARCHIVES = pathlib.Path(os.environ.get("SHENBAO_CORPUS", ROOT.parent / "shared/corpus")) / "archives"
PASSWORDS = ["password", "passTika", "passphrase", "12345678"]
LATER_VOLUME = re.compile(r"(?i)\.part0*([2-9]|[1-9]\d+)\.rar$|\.[rs]\d\d$")


def called(command):
    try:
        return subprocess.run(command, capture_output=True, timeout=60, stdin=subprocess.DEVNULL).stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return ""


def sound_entries(archive, password):
    """Names of entries that unar's own test finds sound, and whether another password might do better."""
    said = called(["lsar", "-t", "-p", password, str(archive)]).splitlines()
    locked = not said or any("assword" in line or "failed!" in line for line in said)
    return {line.rsplit("... ", 1)[0].strip() for line in said if line.endswith("OK.")}, locked


def read_by_unar(archive):
    """Sums by name of what is sound, with the password that opens most."""
    best, with_password = set(), ""
    for password in ["", *PASSWORDS]:
        sound, locked = sound_entries(archive, password)
        if len(sound) > len(best):
            best, with_password = sound, password
        if not locked:
            break
    if not best:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        called(["unar", "-q", "-f", "-D", "-k", "skip", "-o", folder, "-p", with_password, str(archive)])
        files = [p for p in pathlib.Path(folder).rglob("*") if p.is_file() and not p.is_symlink()]
        named = {str(p.relative_to(folder)): p for p in files}
        return {name: hashlib.sha256(p.read_bytes()).hexdigest() for name, p in named.items() if name in best}


def main():
    program = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ARCHIVES
    work = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-unar-"))
    campaign = work / "campaign.toml"
    text = CAMPAIGN.read_text(encoding="utf-8")
    campaign.write_text(text.replace("\n[naming]", f"\npasswords = {json.dumps(PASSWORDS)}\n\n[naming]", 1), encoding="utf-8")
    files = [p for p in sorted(folder.iterdir()) if p.is_file() and p.suffix != ".exp" and not LATER_VOLUME.search(p.name)]
    # Each in a folder of its own, that none is taken for another's volume.
    for i, path in enumerate(files):
        (work / f"in/{i:03}").mkdir(parents=True)
        shutil.copy(path, work / f"in/{i:03}" / path.name)
    shenbao(program, "run", work / "in", "--campaign", campaign, "--out", work / "out", "--quiet")
    sums, names, codes = (collections.defaultdict(set) for _ in range(3))
    for record in records(work / "out"):
        package = record["submission"]["package"]
        sums[package] |= {f["sha256"] for f in record["files"] if f["sha256"]}
        names[package] |= {f["entry"] for f in record["files"]}
        codes[package] |= {f["code"] for f in record["findings"] if f["code"].startswith(("archive", "limit", "document.crash"))}
    asked = whole = entries = read = 0
    for path in files:
        wanted = read_by_unar(path)
        if not wanted:
            continue
        missing = [name for name, digest in wanted.items() if digest not in sums[path.name]]
        other = [name for name in wanted if name not in names[path.name] and name not in missing]
        asked, whole = asked + 1, whole + (not missing)
        entries, read = entries + len(wanted), read + len(wanted) - len(missing)
        if missing:
            print(f"{path.name}: not read {missing[:4]} ({len(missing)} of {len(wanted)}): {sorted(codes[path.name])}", flush=True)
        if other:
            print(f"{path.name}: other names for {other[:4]}", flush=True)
    print(f"archives of which unar reads something: {asked}; of them read whole: {whole}; entries: {read} of {entries}")
    shutil.rmtree(work)
    sys.exit(0 if whole == asked else 1)


main()
