#!/usr/bin/env python3
"""The provincial track: province_test.py PROGRAM [--update]. Cities hand in a folder each: a letter, the table of their
applicants, and what the applicants wrote. Everything is invented."""

import json
import os
import pathlib
import shutil
import sys
import tempfile
import zipfile

import office_files
from program import ROOT, check, essence, figures, finish, records, shenbao

CAMPAIGN = ROOT / "config/campaigns/quality-benchmark-2021-province.toml"
GOLDEN = ROOT / "tests/whole/province.golden.jsonl"

FIRMS = {
    "滨湾试验仪器仪表有限公司": ("91370100DEM007179P", "计量检测数据的自动采集", (812.5, 903.2, 1020.7)),
    "德陵比方新能源材料有限公司": ("91370100DEM00754X9", "正极材料批次稳定性控制", (455.0, -32.8, 610.4)),
    "菏泽湖样张印务有限公司": ("91370100DEM0079103", "印刷色差的数字化管理", (120.6, 131.0, 140.9)),
    "枣岭设想建材集团有限公司": ("91370100DEM008286C", "水泥熟料质量的前馈控制", (2210.0, 2304.4, 2508.1)),
    "威岬范例海洋装备股份有限公司": ("91370100DEM0086573", "海上装备防腐质量管理", (908.2, 977.6, 1003.3)),
}


def application(path, company, city):
    code, title, profit = FIRMS[company]
    office_files.docx(path, [
        "质量标杆典型经验申报材料", [["企业名称", company], ["统一社会信用代码", code], ["标杆名称", title], ["推荐单位", city + "工业和信息化局"]],
        "一、企业概况", company + "位于" + city + "，近三年经营情况如下。单位：万元。",
        [["年份", "2018年", "2019年", "2020年"], ["利润总额（万元）"] + ["%.2f" % p for p in profit]],
        "二、典型经验的实施过程", f"围绕{title}，企业建立了分级管理制度，{company}的各车间据此改进。", "三、主要成效", "一次合格率由百分之九十三提高到百分之九十八。", "四、推广价值"])


def letter(path, city, companies):
    office_files.docx(path, [city + "工业和信息化局关于推荐2021年全省质量标杆的函", "省工业和信息化厅：", "经审核，现推荐" + "、".join(companies) + "申报。",
                             [["推荐单位", city + "工业和信息化局"]]])


def statistics(path, city, companies):
    rows = [["2021年全省质量标杆申报企业统计表"], ["推荐单位：" + city + "工业和信息化局"], [],
            ["序号", "企 业 名 称", "统一社会信用代码", "标杆名称", "推荐单位", "联系人", "联系电话"]]
    for place, company in enumerate(companies, 1):
        code, title, _ = FIRMS[company]
        rows.append([str(place), company, code, title, city + "工业和信息化局", "某某", "0531-5550%04d" % (4000 + place)])
    office_files.xlsx(path, rows + [[], ["注：企业名称与公章一致。"]], title_columns=7)


def hand_in(folder):
    """One city with three (one at a loss, one packed), one whose table lists another than sent in and misses one that did, one enterprise that reports by itself."""
    firms = list(FIRMS)
    for city, own, listed in (("滨湾市", firms[:3], firms[:3]), ("枣岭市", firms[3:4], firms[3:4] + ["汶川河畔示范造纸有限公司"])):
        (folder / city).mkdir(parents=True)
        FIRMS.setdefault("汶川河畔示范造纸有限公司", ("91370100DEM0049551", "浆料波动的统计过程控制", (1, 2, 3)))
        letter(folder / city / "推荐文件.docx", city, listed)
        statistics(folder / city / "申报企业统计表.xlsx", city, listed)
        for company in own:
            place = folder / city / company
            place.mkdir()
            application(place / "申报材料.docx", company, city)
    FIRMS["测谷未列家具有限公司"] = ("91370100DEM009859U", "板材甲醛释放量的过程管理", (66.1, 71.9, 80.2))
    (folder / "枣岭市/测谷未列家具有限公司").mkdir()
    application(folder / "枣岭市/测谷未列家具有限公司/申报材料.docx", "测谷未列家具有限公司", "枣岭市")
    packed = folder / "滨湾市" / firms[2]
    with zipfile.ZipFile(folder / "滨湾市" / (firms[2] + ".zip"), "w") as out:
        out.write(packed / "申报材料.docx", "申报材料.docx")
    shutil.rmtree(packed)
    direct = folder / firms[4]
    direct.mkdir()
    application(direct / "申报材料.docx", firms[4], "威岬市")


def codes(record):
    return sorted(f["code"] + (" " + f["slot"] if f.get("slot") else "") for f in record["findings"] if f["severity"] != "info")


def judged(program, source, out, campaign):
    return shenbao(program, "run", source, "--campaign", campaign, "--out", out)


def compare_with_golden(out):
    found = [json.dumps(essence(r), ensure_ascii=False, sort_keys=True) for r in records(out)]
    if "--update" in sys.argv:
        GOLDEN.write_text("\n".join(found) + "\n", encoding="utf-8")
    expected = GOLDEN.read_text(encoding="utf-8").splitlines()
    check(len(found) == len(expected), f"{len(expected)} records")
    for old, new in zip(expected, found):
        if old != new:
            print("    golden: " + old + "\n    found:  " + new)
        check(old == new, "golden record of " + (json.loads(old)["applicant"]["company"] or "a cover"))


def main():
    program = os.path.abspath(sys.argv[1])
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shenbao-province-"))
    hand_in(folder / "in")
    out = folder / "out"
    result = judged(program, folder / "in", out, CAMPAIGN)
    check(result.returncode == 0, "the cities' folders are taken in " + result.stderr[-300:])
    compare_with_golden(out)
    by_company = {r["applicant"]["company"]: r for r in records(out)}
    covers = [r for r in records(out) if not r["applicant"]["company"]]
    check(len(by_company) == 7 and len(covers) == 2, "six applicants, and two covers that are none")
    check(all(set(codes(r)) <= {"material.stamp_unclear recommendation_document"} for r in covers), "nothing is asked of a cover but its seal")
    check("eligibility.loss" in codes(by_company["德陵比方新能源材料有限公司"]), "a loss in one of three years is named")
    check("material.missing statistics_table" in codes(by_company["威岬范例海洋装备股份有限公司"]), "who reports by itself has to list itself")
    check(all("material.missing statistics_table" not in codes(by_company[c]) for c in list(FIRMS)[:4]), "who is listed has not")
    roster = figures(out)["roster"]
    check([(n["company"], n["by"]) for n in roster["absent"]] == [("汶川河畔示范造纸有限公司", "枣岭市工业和信息化局")], "who is listed and sent nothing is named, with its city")
    check([c for c, r in by_company.items() if "roster.unknown" in codes(r)] == ["测谷未列家具有限公司"], "who is not on its own city's table is told so")
    notes = {n["company"]: n.get("note", "") for n in roster["unknown"]}
    check("尚未收到" in notes.get("威岬范例海洋装备股份有限公司", ""), "whose city has sent no table is listed and not accused")

    winners = folder / "winners.txt"
    winners.write_text("# 往年全省质量标杆\n" + "\n".join(c for c in FIRMS if not c.startswith("枣岭")) + "\n", encoding="utf-8")
    rules = folder / "rules.toml"
    text = CAMPAIGN.read_text(encoding="utf-8")
    rules.write_text(text.replace("[eligibility]\n", '[eligibility]\nlisted = { file = "winners.txt" }\nquota = { each = 2, by = "recommender" }\n'), encoding="utf-8")
    result = judged(program, folder / "in", out, rules)
    check(result.returncode == 0 and figures(out)["facts_read"] == 0, "other rules, nothing read again " + result.stderr[-300:])
    by_company = {r["applicant"]["company"]: r for r in records(out)}
    over = [c for c, r in by_company.items() if "eligibility.quota" in codes(r)]
    check(len(over) == 1 and over[0] in list(FIRMS)[:3], "one more than the city may recommend: %s" % over)
    check([c for c, r in by_company.items() if "eligibility.not_listed" in codes(r)] == ["枣岭设想建材集团有限公司"], "who never won is not listed")
    shutil.rmtree(folder)
    finish()


if __name__ == "__main__":
    main()
