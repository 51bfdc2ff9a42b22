"""What the tests of the whole program share: running it, reading what it leaves, and the essence of a record."""

import hashlib
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CAMPAIGN = ROOT / "config/campaigns/quality-benchmark-2021-national.toml"
SKIPPED = 77

failures = []


def check(holds, what):
    print(("  ok    " if holds else "  FAIL  ") + what, flush=True)
    if not holds:
        failures.append(what)


def finish():
    passed = "all held" if not failures else f"{len(failures)} did not hold"
    print(passed)
    sys.exit(1 if failures else 0)


def shenbao(program, *words, **options):
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True, **options)


def run(program, source, out, *words):
    return shenbao(program, "run", source, "--campaign", CAMPAIGN, "--out", out, *words)


def records(out):
    return [json.loads(line) for line in open(pathlib.Path(out) / "records.jsonl", encoding="utf-8")]


def figures(out):
    return json.load(open(pathlib.Path(out) / "run.json", encoding="utf-8"))


def digest_of_outputs(out):
    """One sum over everything a run leaves for people: run.json tells of the run, the ledger is no document."""
    total = hashlib.sha256()
    files = [p for p in pathlib.Path(out).rglob("*") if p.is_file()]
    for path in sorted(files):
        name = str(path.relative_to(out))
        if name.startswith(("ledger.db", ".lease", ".running", "run.json", "blobs")):
            continue
        total.update(name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def essence(record):
    """What a golden record holds: everything judged, and nothing that another processor's rounding would change."""
    return {
        "package": record["submission"]["package"],
        "subject": record["submission"]["subject"],
        "received": record["submission"]["received"],
        "supersedes": bool(record["submission"]["supersedes"]),
        "applicant": record["applicant"],
        "verdict": record["verdict"],
        "findings": [
            {k: v for k, v in {"code": f["code"], "severity": f["severity"], "slot": f.get("slot"),
                               "field": f.get("field"), "entry": (f.get("where") or {}).get("entry")}.items() if v}
            for f in record["findings"]
        ],
        "materials": [
            {"slot": m["slot"], "entry": m["entry"], "format": m["format"], "seal": (m.get("seal") or {}).get("state")}
            for m in record["materials"]
        ],
        "fields": {name: field["value"] for name, field in record["fields"].items() if field["status"] != "uncertain"},
        "files": [{"entry": f["entry"], "outcome": f["outcome"], "format": f["format"]} for f in record["files"]],
    }
