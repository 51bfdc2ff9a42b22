#!/usr/bin/env python3
"""A stamped sheet that two applicants handed in, saved again and smaller; and the same letter of another company, which is no
copy of it. same_sheet_test.py PROGRAM"""

import os
import pathlib
import shutil
import sys
import tempfile

from program import ROOT, check, finish, records, run
from small_box import application, mail, zipped

SHEETS = ROOT / "tests/whole/sheets"
FIRMS = {"2021201": ("滨湾试验仪器仪表有限公司", "own.jpg"), "2021202": ("菏泽湖样张印务有限公司", "again.jpg"),
         "2021203": ("德陵比方新能源材料有限公司", "other.jpg")}


def box():
    mails = []
    for place, (number, (company, sheet)) in enumerate(FIRMS.items(), 1):
        name = f"{number}+{company}"
        mails.append(mail(place, name, [(name + ".zip", zipped([("承诺书.jpg", (SHEETS / sheet).read_bytes()), ("申报材料.docx", application(company))]))]))
    return b"".join(mails)


def main():
    program = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-sheet-"))
    (folder / "inbox.mbox").write_bytes(box())
    result = run(program, folder / "inbox.mbox", folder / "out")
    check(result.returncode == 0, "the run ends well " + result.stderr[-200:])
    copies = {r["applicant"]["number"]: [f for f in r["findings"] if f["code"] == "duplicate.content"] for r in records(folder / "out")}
    for number, other in (("2021201", "2021202"), ("2021202", "2021201")):
        found = copies[number]
        check(len(found) == 1 and found[0].get("slot") == "commitment" and found[0]["where"]["page"] == 1, f"{number}: its sheet is another's")
        check(found and FIRMS[other][0] in found[0]["message"], "whose, is said")
    check(copies["2021203"] == [], "the same letter of another company is no copy")
    shutil.rmtree(folder)
    finish()


main()
