#!/usr/bin/env python3
"""The coordinator's memory by the number of submissions: mailboxes of tiny packages, made on the spot, and the peak in each.

    many_submissions.py PROGRAM [--few N] [--many N]      1000 and 4000 unless told

The few are enough to fill what is bounded: the ledger's page cache above all, of two megabytes.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "whole"))

from program import check, figures, finish, run  # noqa: E402
from small_box import mail, package  # noqa: E402

A_SUBMISSION = 1 << 10  # bytes that one more submission may cost


def write_mailbox(path, count):
    with open(path, "wb") as out:
        for number in range(count):
            name = f"{2021000 + number}+第{number}样例有限公司"
            out.write(mail(number, name, [(name + ".zip", package(f"第{number}样例有限公司"))]))


def measured(program, folder, count):
    mailbox, began = folder / "inbox.mbox", time.monotonic()
    write_mailbox(mailbox, count)
    result = run(program, mailbox, folder / "out", "--jobs", "2", "--quiet")
    told = figures(folder / "out")
    print(f"{told['submissions']} submissions, {time.monotonic() - began:.0f} s: coordinator "
          f"{told['coordinator_memory'] / 2**20:.1f} MiB, the reports' process {told.get('report_memory', 0) / 2**20:.1f} MiB", flush=True)
    check(result.returncode == 0 and told["submissions"] == count, "every mail is taken in")
    shutil.rmtree(folder / "out")
    return told["coordinator_memory"], told.get("report_memory", 0)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("--few", type=int, default=1000)
    words.add_argument("--many", type=int, default=4000)
    given = words.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-many-"))
    try:
        program = os.path.abspath(given.program)
        few, many = measured(program, folder, given.few), measured(program, folder, given.many)
        more = [(m - f) / (given.many - given.few) for f, m in zip(few, many)]
        check(more[0] < A_SUBMISSION, f"{more[0] / 1024:.1f} KiB for one submission more, {more[1] / 1024:.1f} in the reports' process")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    finish()


main()
