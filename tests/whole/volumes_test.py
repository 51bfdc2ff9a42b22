#!/usr/bin/env python3
"""Volumes of one archive that came in several mails: one package, and every mail with a record of its own.

    volumes_test.py PROGRAM
"""

import email.message
import email.utils
import hashlib
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

from program import ROOT, check, figures, finish, records, run

ARCHIVES = pathlib.Path(os.environ.get("SHENBAO_CORPUS", ROOT.parent / "shared/corpus")) / "archives"
NAME = "2021901+测试分卷有限公司"
SENDER = "applicant@example.com"


def noise(size, seed):
    return random.Random(seed).randbytes(size)


def mail(number, files, sender=SENDER, subject=NAME, text="见附件。"):
    message = email.message.EmailMessage()
    message["From"] = sender
    message["To"] = "office@example.com"
    message["Subject"] = subject
    message["Date"] = email.utils.format_datetime(email.utils.datetime.datetime(2021, 6, 10, 9, number, tzinfo=email.utils.datetime.timezone.utc))
    message["Message-ID"] = f"<{number}@example.com>"
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def mailbox(path, mails):
    with open(path, "wb") as out:
        for one in mails:
            out.write(b"From applicant@example.com Thu Jun 10 09:00:00 2021\n" + one.replace(b"\nFrom ", b"\n>From ") + b"\n\n")
    return path


class Volumes:
    """The same files in every kind of volumes that can be made here."""

    def __init__(self, folder):
        self.folder = folder
        self.content = {"说明.txt": noise(40_000, 1), "申报材料.txt": noise(70_000, 2), "证明材料.txt": noise(60_000, 3)}
        for name, content in self.content.items():
            (folder / name).write_bytes(content)
        self.sums = {hashlib.sha256(c).hexdigest() for c in self.content.values()}

    def _made(self, command, *patterns):
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
        found = sorted(p for pattern in patterns for p in self.folder.glob(pattern))
        made = [(p.name, p.read_bytes()) for p in found]
        for path in found:
            path.unlink()
        return made

    def sevenzip(self):
        return self._made(["7z", "a", "-v40k", NAME + ".7z", *self.content], NAME + ".7z.*")

    def cut_zip(self):
        return self._made(["7z", "a", "-tzip", "-v40k", NAME + ".zip", *self.content], NAME + ".zip.*")

    def locked_sevenzip(self, password):
        return self._made(["7z", "a", "-p" + password, "-mhe=on", "-v40k", NAME + ".7z", *self.content], NAME + ".7z.*")

    def solid_rar(self, size):
        """RAR 4 (technote.txt of RAR 4.2), stored and solid: the members of one such archive are one stream."""
        def header(kind, flags, body):
            head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
            return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

        def member(name, content, at, piece):
            last = at + len(piece) == len(content)
            flags = 0x8000 | (0x01 if at else 0) | (0 if last else 0x02) | (0x10 if name != next(iter(self.content)) else 0)
            encoded = name.encode("gb18030")
            body = struct.pack("<IIBIIBBHI", len(piece), len(content), 2, zlib.crc32(content if last else piece), 0, 29, 0x30,
                               len(encoded), 0x20) + encoded
            return header(0x74, flags, body) + piece

        begin, volumes, open_volume = b"Rar!\x1a\x07\x00", [], b""

        def front():
            return begin + header(0x73, 0x0001 | 0x0008 | 0x0010 | (0 if volumes else 0x0100), bytes(6))

        def close(goes_on):
            volumes.append(open_volume + header(0x7B, 0x4008 | goes_on, struct.pack("<H", len(volumes))))

        open_volume = front()
        for name, content in self.content.items():
            at = 0
            while at < len(content):
                piece = content[at:at + max(size - len(open_volume), 1)]
                open_volume += member(name, content, at, piece)
                at += len(piece)
                if len(open_volume) >= size:
                    close(1)
                    open_volume = front()
        close(0)
        return [(f"{NAME}.part{n}.rar", volume) for n, volume in enumerate(volumes, 1)]

    def split_zip(self):
        return self._made(["zip", "-q", "-s", "64k", NAME + ".zip", *self.content], NAME + ".z[0-9]*", NAME + ".zip")


def sums_of(record):
    """Of the files that came out whole: noise is no document, and so no file ends `ok`."""
    cut = {f["where"]["entry"] for f in record["findings"] if f["code"].startswith("archive.") and (f.get("where") or {}).get("entry")}
    return {f["sha256"] for f in record["files"] if f["sha256"] and f["entry"] not in cut}


def codes(record):
    return [f["code"] for f in record["findings"]]


def judged(program, folder, mails):
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    result = run(program, mailbox(folder / "inbox.mbox", mails), out)
    check(result.returncode == 0, "the run ends well")
    check(figures(out)["bytes_in"] == figures(out)["bytes_accounted"], "every byte is accounted for")
    by_id = {r["submission"]["message_id"]: r for r in records(out)}
    check(len(by_id) == len(mails), "every mail has a record")
    again = (out / "records.jsonl").read_bytes()
    run(program, folder / "inbox.mbox", out)
    check(figures(out)["facts_read"] == 0 and (out / "records.jsonl").read_bytes() == again, "a second run reads nothing and changes nothing")
    return [by_id[f"<{i}@example.com>"] for i in range(len(mails))]


def joined(program, folder, volumes, sums, what, order=None):
    order = order or range(len(volumes))
    found = judged(program, folder, [mail(i, [volumes[v]]) for i, v in enumerate(order)])
    homes = [r for r in found if r["submission"]["package"]]
    check(len(homes) == 1 and homes[0]["submission"]["package"] == volumes[0][0], what + ": one package, named as its first volume")
    home = homes[0]
    check(sums_of(home) == sums, "with every file in it")
    check("archive.volume_missing" not in codes(home) and "archive.damaged" not in codes(home), "and nothing missing")
    check(home["submission"]["received"] == max(r["submission"]["received"] for r in found), "received when the last volume was")
    others = [r for r in found if r is not home]
    check(all(codes(r) == ["resubmission.superseded"] for r in others), "the other mails say where their volume went")
    check(all(r["applicant"] == home["applicant"] for r in found), "and are the same applicant's")


def missing(program, folder, volumes, left_out, kept, what):
    found = judged(program, folder, [mail(i, [v]) for i, v in enumerate(v for n, v in enumerate(volumes) if n != left_out)])
    home = next(r for r in found if r["submission"]["package"])
    named = [f for f in home["findings"] if f["code"] == "archive.volume_missing" and not (f.get("where") or {}).get("entry")]
    check(len(named) == 1 and named[0]["evidence"] == str(left_out + 1), f"{what}: volume {left_out + 1} is named as missing")
    check(str(left_out + 1) in named[0]["message"], "to the staff too")
    check(sums_of(home) == kept, "what is whole without it is kept")
    check(all("mail.no_package" not in codes(r) for r in found), "and no mail is said to be empty")


def second_reader(program, folder, volumes):
    """What the first reader of archives refuses, unar is shown volume by volume."""
    if not shutil.which("unar"):
        print("  skipped: no unar")
        return
    joined(program, folder, volumes.solid_rar(45_000), volumes.sums, "solid RAR 3")
    pieces = volumes.locked_sevenzip("lock-2021")
    found = judged(program, folder, [mail(i, [piece], text="解压密码：lock-2021" if i == 1 else "见附件。") for i, piece in enumerate(pieces)])
    home = next(r for r in found if r["submission"]["package"])
    check(sums_of(home) == volumes.sums, "7z in pieces, locked, its password in one of the mails: every file")
    check("lock-2021" not in (folder / "out/records.jsonl").read_text(encoding="utf-8"), "and the password nowhere")


def real_rars(program, folder):
    """RAR volumes cannot be made here: those of other projects, where they are."""
    sets = {"RAR 5, new names": ("rarfile-rar5-vols.part{}.rar", (1, 2, 3)), "RAR 3, new names": ("rarfile-rar3-vols.part{}.rar", (1, 2, 3))}
    for what, (pattern, numbers) in sets.items():
        paths = [ARCHIVES / pattern.format(n) for n in numbers]
        if not all(p.exists() for p in paths):
            print("  skipped: " + what)
            continue
        volumes = [(f"{NAME}.part{n}.rar", p.read_bytes()) for n, p in zip(numbers, paths)]
        whole = judged(program, folder, [mail(0, volumes)])[0]
        joined(program, folder, volumes, sums_of(whole), what, order=(1, 2, 0))
        check(len(sums_of(whole)) == 2, "two files of them")
        # The smaller of the two lies whole in the last volume.
        small = next(f["sha256"] for f in whole["files"] if f["entry"].endswith("smallfile.txt"))
        missing(program, folder, volumes, 1, {small}, what)
    old = [ARCHIVES / f"rarfile-rar3-old.{e}" for e in ("rar", "r00", "r01")]
    if all(p.exists() for p in old):
        volumes = [(NAME + p.suffix, p.read_bytes()) for p in old]
        whole = judged(program, folder, [mail(0, volumes)])[0]
        joined(program, folder, volumes, sums_of(whole), "RAR 3, old names")


def main():
    program = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-volumes-"))
    (folder / "files").mkdir()
    volumes = Volumes(folder / "files")
    small, long = (hashlib.sha256(volumes.content[name]).hexdigest() for name in ("说明.txt", "申报材料.txt"))
    pieces = volumes.sevenzip()
    joined(program, folder, pieces, volumes.sums, "7z in pieces", order=[*range(2, len(pieces)), 0, 1])
    missing(program, folder, pieces, 1, set(), "7z in pieces")
    pieces = volumes.cut_zip()
    joined(program, folder, pieces, volumes.sums, "ZIP in pieces")
    missing(program, folder, pieces, 2, {long}, "ZIP in pieces")  # 7z packs by name
    pieces = volumes.split_zip()
    joined(program, folder, pieces, volumes.sums, "split ZIP")
    missing(program, folder, pieces, 1, {small}, "split ZIP")
    second_reader(program, folder, volumes)
    real_rars(program, folder)
    shutil.rmtree(folder)
    finish()


main()
