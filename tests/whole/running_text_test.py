#!/usr/bin/env python3
"""Long paragraphs of scans: of a letter their middle is left unread and counted; of a text that is compared with others', and where
somebody asks for it, every line is read. running_text_test.py PROGRAM"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from program import CAMPAIGN, ROOT, check, figures, finish, records, run
from small_box import application, mail, zipped

PAGES = ROOT / "tests/extractors/ocr/data"


def box():
    letter, text = "2021301+甲市样例有限公司", "2021302+乙市样例有限公司"
    return (mail(1, letter, [(letter + ".zip", zipped([("承诺书.png", (PAGES / "long_letter.png").read_bytes()), ("申报材料.docx", application("甲市样例有限公司"))]))])
            + mail(2, text, [(text + ".zip", zipped([("申报材料.png", (PAGES / "long_text.png").read_bytes())]))]))


def main():
    program = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-running-"))
    (folder / "inbox.mbox").write_bytes(box())
    check(run(program, folder / "inbox.mbox", folder / "out").returncode == 0, "the run ends well")
    unread = {r["applicant"]["number"]: {f["entry"]: f.get("unread_lines", 0) for f in r["files"]} for r in records(folder / "out")}
    check(unread["2021301"]["承诺书.png"] == 3, "three lines of the letter are left unread, and counted")
    check(unread["2021302"]["申报材料.png"] == 0, "the text that others' are compared with is read through")
    seconds = figures(folder / "out")["seconds"]
    check(seconds["recognise all"] > 0, "for that the page was read again")
    before = (folder / "out/records.jsonl").read_bytes()
    subprocess.run([program, "recheck", folder / "out", "--campaign", CAMPAIGN, "--quiet"], stdout=subprocess.DEVNULL, check=True)
    check((folder / "out/records.jsonl").read_bytes() == before, "judging again gives the same bytes")
    said = subprocess.run([program, "extract", PAGES / "long_letter.png"], stdout=subprocess.PIPE, check=True).stdout.decode()
    check("逐台检查" in said.replace(" ", "") and "……" not in said, "who asks for a file's text gets all of it")
    whole = run(program, folder / "inbox.mbox", folder / "all", "--ocr", "all")
    check(whole.returncode == 0 and all("unread_lines" not in f for r in records(folder / "all") for f in r["files"]), "nothing is left with --ocr all")
    shutil.rmtree(folder)
    finish()


if __name__ == "__main__":
    main()
