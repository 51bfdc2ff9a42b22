#!/usr/bin/env python3
"""The nightly run on a mailbox with known truth, where there is one: every defect is named, nothing else is an error."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from program import ROOT, SKIPPED, check, figures, finish, records, run

MAILBOX = pathlib.Path(os.environ.get("SHENBAO_MAILBOX", ROOT.parent / "shared/mailbox"))


def main():
    if not (MAILBOX / "mailbox.mbox").exists():
        print("skipped: outside material is absent (see tests/README.md)")
        sys.exit(SKIPPED)
    out = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-mailbox-"))
    result = run(os.path.abspath(sys.argv[1]), MAILBOX / "mailbox.mbox", out, "--roster", MAILBOX / "roster.xlsx")
    check(result.returncode == 0, "the run ends well")
    measured = subprocess.run([sys.executable, ROOT / "tests/fields_truth/measure.py", out / "records.jsonl", MAILBOX / "truth.json"],
                              capture_output=True, text=True)
    print(measured.stdout)
    check("defects missed: 0," in measured.stdout, "every defect is named")
    extra = int(measured.stdout.split("nothing explains: ")[1].split()[0])
    check(extra <= 1, "at most one error is not there")
    check(figures(out)["bytes_in"] == figures(out)["bytes_accounted"], "every byte is accounted for")
    check(len(figures(out)["roster"]["absent"]) == 1, "the one who sent nothing is named")
    shutil.rmtree(out)
    finish()


main()
