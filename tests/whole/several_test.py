#!/usr/bin/env python3
"""The packages of several applicants that came together: a submission each, with all that belongs to one.

    several_test.py PROGRAM
"""

import email
import email.policy
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import office_files
from program import CAMPAIGN, check, digest_of_outputs, figures, finish, records, run, shenbao
from small_box import mail, package, zipped

FIRMS = {"2021101": "滨湾试验仪器仪表有限公司", "2021102": "德陵比方新能源材料有限公司", "2021103": "菏泽湖样张印务有限公司",
         "2021104": "枣岭设想建材集团有限公司", "2021105": "威岬范例海洋装备股份有限公司", "2021106": "汶川河畔示范造纸有限公司",
         "2021107": "沂岸设例食品有限公司", "2021108": "泉陌演示纺织有限公司", "2021109": "云谷例证机床有限公司"}


def packed(number, *more):
    return f"{number}+{FIRMS[number]}.zip", package(FIRMS[number], *more)


def table(folder):
    path = folder / "申报企业统计表.xlsx"
    office_files.xlsx(path, [["申报企业统计表"], ["序号", "申报编号", "企业名称"]] +
                      [[str(i), number, FIRMS[number]] for i, number in enumerate(("2021101", "2021102", "2021103"), 1)], title_columns=3)
    return path.name, path.read_bytes()


def box(folder):
    folders = zipped([(f"枣岭市/{n}+{FIRMS[n]}/{name}", content) for n in ("2021106", "2021107")
                      for name, content in (("申报材料.docx", package(FIRMS[n])), ("其他.zip", zipped([("说明.txt", FIRMS[n].encode())])))])
    return b"".join([
        mail(1, "滨湾市推荐的三家企业", [packed("2021101"), packed("2021102"), packed("2021103"), table(folder)]),
        mail(2, "德陵市申报材料", [("德陵市.zip", zipped([packed("2021104"), packed("2021105"), ("说明.txt", "共两家。".encode())]))]),
        mail(3, "枣岭市申报材料", [("枣岭市.zip", folders)]),
        mail(4, "2021108+" + FIRMS["2021108"], [packed("2021108"), ("证明材料.zip", zipped([("1234567专利.txt", b"x" * 3000)]))]),
        mail(5, "2021109+" + FIRMS["2021109"], [packed("2021109"), ("2021109+" + FIRMS["2021109"] + "补充材料.zip", zipped([("补充.txt", b"more")]))]),
        mail(6, "滨湾市补报", [packed("2021102", ("补充.txt", b"again")), packed("2021103")], hour=11),
    ])


def codes(record):
    return [f["code"] for f in record["findings"]]


def divided(out):
    found = records(out)
    ids = [r["submission"]["id"] for r in found]
    check(len(set(ids)) == len(ids), "every submission has an id of its own")
    check(figures(out)["bytes_in"] == figures(out)["bytes_accounted"], "every byte is accounted for")
    own = [r for r in found if r["applicant"]["number"]]
    check(sorted({r["applicant"]["number"] for r in own}) == sorted(FIRMS), "every applicant has a record")
    check(all(r["applicant"]["company"] == FIRMS[r["applicant"]["number"]] for r in own), "in its own name")
    check(not any("naming.subject" in codes(r) for r in own), "no subject of several is held against one")
    one = {r["applicant"]["number"]: r for r in own}
    check(one["2021101"]["submission"]["package"] == packed("2021101")[0], "a package is named as it was sent")
    check(sorted(f["entry"] for f in one["2021101"]["files"]) == ["申报材料.docx", "说明.txt"], "and holds its own files only")
    check(one["2021104"]["submission"]["package"] == packed("2021104")[0], "so does one out of a bundle")
    folder = one["2021106"]
    check(folder["submission"]["package"] == "2021106+" + FIRMS["2021106"], "a folder of a bundle stands for a package")
    check({"申报材料.docx", "其他.zip", "其他.zip!/说明.txt"} <= {f["entry"] for f in folder["files"]}, "with the files in it")
    beside = [r for r in found if not r["applicant"]["number"]]
    check(sorted(f["entry"] for r in beside for f in r["files"]) == ["申报企业统计表.xlsx", "说明.txt"], "what is no one's has a record of its own")
    check(all(not r["submission"]["package"] and r["verdict"] == "complete" for r in beside), "and nothing is asked of it")
    for number in ("2021108", "2021109"):
        check(sum(r["applicant"]["number"] == number for r in found) == 1 and "mail.several_packages" not in codes(one[number]), "archives of one applicant are one submission")
    check(one["2021108"]["submission"]["package"] == packed("2021108")[0], "and the one named as packages are is the package, not the largest")
    again = [r for r in own if r["applicant"]["number"] == "2021102"]
    check([bool(r["submission"]["supersedes"]) for r in again] == [False, True], "a later package of one of them replaces it")
    check("resubmission.superseded" in codes(again[0]) and "resubmission.superseded" not in codes(one["2021101"]), "and none of the others'")


def drafts(out):
    letter = email.message_from_bytes((out / "drafts" / f"2021105+{FIRMS['2021105']}.eml").read_bytes(), policy=email.policy.default)
    check(letter["To"] == "sender2@example.com" and letter["In-Reply-To"] == "<2@example.com>", "each has a draft to the mail's sender")
    check(FIRMS["2021105"] in letter.get_content() and FIRMS["2021104"] not in letter.get_content(), "that speaks of this one alone")
    check((out / "notices" / f"2021104+{FIRMS['2021104']}.txt").exists(), "and a notice")


def decided(program, out):
    shenbao(program, "decide", out, "2021104", "material.missing", "accept", "--note", "纸质件已收到")
    shenbao(program, "recheck", out, "--campaign", CAMPAIGN)
    marked = {r["applicant"]["number"] for r in records(out) if any(f.get("decision") for f in r["findings"])}
    check(marked == {"2021104"}, "a decision is on one applicant of a mail")


def only_one(program, source, folder):
    out = folder / "only"
    run(program, source, out, "--only", "2021102")
    numbers = [r["applicant"]["number"] for r in records(out)]
    check(numbers.count("2021102") == 2 and "2021105" not in numbers, "one applicant's are taken in alone")
    run(program, source, out)
    return digest_of_outputs(out)


def killed(program, source, folder):
    out, ended = folder / "killed", False
    for tenths in range(1, 200):
        process = subprocess.Popen([program, "run", source, "--campaign", CAMPAIGN, "--out", out, "--quiet"], stderr=subprocess.DEVNULL)
        try:
            ended = process.wait(timeout=0.1 * tenths) == 0
            break
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            time.sleep(0.05)
    check(ended, "a run that was killed again and again ends")
    return digest_of_outputs(out)


def main():
    program = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-several-"))
    source, out = folder / "inbox.mbox", folder / "out"
    source.write_bytes(box(folder))
    result = run(program, source, out)
    check(result.returncode == 0, "the run ends well " + result.stderr[-300:])
    divided(out)
    drafts(out)
    whole = digest_of_outputs(out)
    run(program, source, out)
    check(figures(out)["facts_read"] == 0 and digest_of_outputs(out) == whole, "a second run reads nothing and changes nothing")
    check(run(program, source, folder / "four", "--jobs", "4").returncode == 0 and digest_of_outputs(folder / "four") == whole, "nor do more workers")
    check(killed(program, source, folder) == whole, "nor a run in pieces")
    check(only_one(program, source, folder) == whole, "nor one that took one applicant in first")
    check(shenbao(program, "verify", out).returncode == 0, "the folder's sums hold")
    decided(program, out)
    shutil.rmtree(folder)
    finish()


main()
