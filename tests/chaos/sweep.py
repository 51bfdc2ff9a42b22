"""What the sweeps share: a small run with the fault library before it, what it must leave, and a count of what held."""

import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/whole"))

from program import CAMPAIGN, digest_of_outputs, figures  # noqa: E402
from small_box import small_box  # noqa: E402

PAGE = ROOT / "tests/extractors/ocr/data/letter.png"


class Sweep:
    def __init__(self, program, faults, page=False):
        self.program, self.faults = os.path.abspath(program), os.path.abspath(faults)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-sweep-"))
        self.mailbox = self.folder / "inbox.mbox"
        self.mailbox.write_bytes(small_box(PAGE.read_bytes() if page else None))
        self.out = self.folder / "out"
        self.held, self.tried, self.broken = 0, 0, []
        self.counts = {}
        result = self.run({"FAULT_COUNTS": str(self.folder / "counts")})
        assert result.returncode == 0, result.stderr
        for line in (self.folder / "counts").read_text().splitlines():
            kind, number = line.split()
            self.counts[kind] = int(number)
        self.expected = digest_of_outputs(self.out)
        self.facts = figures(self.out)["facts_read"]

    def command(self, *words):
        return [self.program, "run", str(self.mailbox), "--campaign", str(CAMPAIGN), "--out", str(self.out), "--jobs", "1", *words]

    def run(self, fault=None, timeout=120):
        environment = dict(os.environ)
        if fault:
            environment.update(fault, LD_PRELOAD=self.faults)
        return subprocess.run(self.command(), capture_output=True, text=True, env=environment, timeout=timeout)

    def fresh(self):
        shutil.rmtree(self.out, ignore_errors=True)

    def committed(self):
        """Facts that the ledger holds, whoever died over it."""
        try:
            with sqlite3.connect(self.out / "ledger.db") as ledger:
                return ledger.execute("SELECT count(*) FROM fact").fetchone()[0]
        except sqlite3.Error:
            return 0

    def leftovers(self):
        return [str(p.relative_to(self.out)) for p in self.out.rglob("*")
                if p.suffix in (".part", ".new") or p.name == ".running" or (p.parent.name == "blobs" and p.is_file())]

    def judge(self, what, faults):
        """`faults`: what did not hold, in words; none is well."""
        self.tried += 1
        if faults:
            self.broken.append(what)
            print(f"  FAIL  {what}: {'; '.join(faults)}", flush=True)
        else:
            self.held += 1

    def next_run_faults(self):
        """The next run, undisturbed: it ends well, leaves the same bytes and reads nothing again that was committed."""
        known = self.committed()
        result = self.run()
        faults = []
        if result.returncode != 0:
            faults.append(f"the next run ends with {result.returncode}: {result.stderr[-300:]}")
        elif digest_of_outputs(self.out) != self.expected:
            faults.append("the next run leaves other bytes")
        elif figures(self.out)["facts_read"] > self.facts - known:
            faults.append(f"{known} of {self.facts} facts were there, {figures(self.out)['facts_read']} read again")
        if self.leftovers():
            faults.append("left over: " + " ".join(self.leftovers()))
        return faults

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def some(count, most):
    """1…count, or `most` of them: both ends and some in between, others every night."""
    if not most or count <= most:
        return list(range(1, count + 1))
    return sorted({1, count} | set(random.sample(range(1, count + 1), max(most - 2, 0))))
