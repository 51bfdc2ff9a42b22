#!/usr/bin/env python3
"""The coordinator's memory does not grow with the mailbox: a small one and one of several gigabytes, made on the spot and
removed again, and the peak of the coordinator in each.

    large_mailbox.py PROGRAM [--megabytes N] [--folder DIR]      N: 5200 unless told; DIR: where there is room
"""

import argparse
import base64
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "whole"))

from program import check, figures, finish, run  # noqa: E402

NOISE = os.urandom(20 << 20)


def package(number):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("说明.txt", f"第{number}份申报的说明")
        archive.writestr("影像.bin", NOISE[number * 4099:] + NOISE[:number * 4099])
    return packed.getvalue()


def write_mailbox(path, megabytes):
    with open(path, "wb") as out:
        number = 0
        while out.tell() < megabytes << 20:
            number += 1
            name = base64.b64encode(f"{2021000 + number}+样例{number}有限公司.zip".encode()).decode()
            out.write(f"From a@example.com Tue Jun  8 09:00:00 2021\nFrom: a@example.com\nSubject: {number}\n"
                      f"Date: Tue, 08 Jun 2021 09:00:00 +0800\nMessage-ID: <{number}@example.com>\nMIME-Version: 1.0\n"
                      f"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/zip\n"
                      f'Content-Disposition: attachment; filename="=?UTF-8?B?{name}?="\nContent-Transfer-Encoding: base64\n\n'.encode())
            out.write(subprocess.run(["base64"], input=package(number), stdout=subprocess.PIPE, check=True).stdout)
            out.write(b"--b--\n\n")


def measured(program, folder, megabytes):
    mailbox = folder / "inbox.mbox"
    write_mailbox(mailbox, megabytes)
    size, began = mailbox.stat().st_size, time.monotonic()
    result = run(program, mailbox, folder / "out", "--jobs", "2", "--quiet")
    told = figures(folder / "out")
    print(f"{size / 2**20:.0f} MiB, {told['submissions']} submissions, {time.monotonic() - began:.0f} s: "
          f"coordinator {told['coordinator_memory'] / 2**20:.1f} MiB", flush=True)
    check(result.returncode == 0 and told["bytes_in"] == told["bytes_accounted"] == size, "every byte accounted for")
    shutil.rmtree(folder / "out")
    mailbox.unlink()
    return told["coordinator_memory"]


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("--megabytes", type=int, default=5200)
    words.add_argument("--folder")
    given = words.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-large-", dir=given.folder))
    try:
        program = os.path.abspath(given.program)
        small = measured(program, folder, 50)
        large = measured(program, folder, given.megabytes)
        check(large < small * 1.25 + (4 << 20), f"{given.megabytes // 50} times the mailbox, the same memory")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    finish()


main()
