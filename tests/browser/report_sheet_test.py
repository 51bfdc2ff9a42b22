"""The workbook as a spreadsheet program reads it: report_sheet_test.py REPORT_FIXTURE"""

import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "whole"))

import spreadsheet  # noqa: E402
from webdriver import skip  # noqa: E402

SHEETS = ["概览", "申报单位", "问题清单", "材料", "名册核对"]


def main():
    if not spreadsheet.installed():
        skip("LibreOffice Calc is not installed")
    with tempfile.TemporaryDirectory(prefix="report-sheet-") as name:
        folder = pathlib.Path(name)
        subprocess.run([sys.argv[1], "60", str(folder)], check=True)
        with zipfile.ZipFile(folder / "report.xlsx") as parts:
            for part in parts.namelist():
                assert not re.search(rb"<f[ >]", parts.read(part)), "a formula in " + part
        sheets = spreadsheet.shown(folder / "report.xlsx", SHEETS)

    rows = sheets["申报单位"]
    head = rows[0]
    assert head[:3] == ["编号", "申报单位", "结论"]
    assert len(rows) > 60
    by_number = {row[0]: row for row in rows[1:]}
    assert by_number["2021014"][head.index("主题")].startswith("=HYPERLINK("), "text, not a link of the sender's"
    profit = by_number["2021003"][head.index("利润总额 2018年（万元）")]
    assert re.fullmatch(r"[\d,]+\.\d\d", profit), profit
    assert any("（待核）" in row[head.index("手机")] for row in rows[1:])
    assert {row[2] for row in rows[1:]} >= {"齐全", "需补正", "待核", "无法处理"}
    told = {name: head.index(name) for name in ("统一社会信用代码", "手机", "到件时间", "材料包", "与前一件相比")}
    for row in rows[1:]:
        code, mobile = row[told["统一社会信用代码"]], row[told["手机"]].replace("（待核）", "")
        assert code == "" or re.fullmatch(r"9137\d{6}MA3C\d{4}", code), "a code stays text: " + code
        assert mobile == "" or re.fullmatch(r"1\d{10}", mobile), "a telephone number stays text: " + mobile
        assert re.fullmatch(r"2021-\d\d-\d\d \d\d:\d\d", row[told["到件时间"]]), row
        assert row[told["材料包"]] == "" or row[told["材料包"]].startswith(row[0]), row
    for name, lines in sheets.items():
        wrong = [cell for row in lines for cell in row if "�" in cell or cell.startswith(("Err:", "#REF", "#NAME", "#VALUE"))]
        assert not wrong, (name, wrong)
    assert any("未盖章：推荐表" in row for row in sheets["问题清单"])
    assert any("缺" in row for row in sheets["材料"])
    assert ["尚未报送", "2021901", "菏泽天成食品有限公司"] in [row[:3] for row in sheets["名册核对"]]
    assert any(row[:1] == ["需补正"] for row in sheets["概览"])
    print("good:", ", ".join("%s %d" % (name, len(rows)) for name, rows in sheets.items()))


if __name__ == "__main__":
    main()
