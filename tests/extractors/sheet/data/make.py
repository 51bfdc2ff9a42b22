#!/usr/bin/python3
"""Makes roster.xlsx and roster.xls: an invented roster, written with openpyxl and converted by LibreOffice."""
import datetime
import os
import subprocess
import tempfile

from openpyxl import Workbook

here = os.path.dirname(os.path.abspath(__file__))
book = Workbook()
sheet = book.active
sheet.title = "申报名单"
sheet.append(["样例市申报名单"])
sheet.append(["编号", "企业名称", "利润（万元）", "日期"])
sheet.append(["2099001", "样例精密仪器有限公司", 1152.7, datetime.date(2021, 6, 10)])
sheet.append([2099002, "示例新材料有限公司", -3.25, datetime.date(2021, 6, 16)])
sheet.append([None, None, "=C3+C4", "=C5>0"])
sheet.merge_cells("A1:D1")
sheet.merge_cells("A4:A5")
for row in range(3, 6):
    sheet.cell(row, 3).number_format = "#,##0.00"
for row in (3, 4):
    sheet.cell(row, 4).number_format = "yyyy\"年\"m\"月\"d\"日\""
book.create_sheet("说明")["A1"] = "本表内容均为虚构。"
with tempfile.TemporaryDirectory() as raw:
    path = os.path.join(raw, "roster.xlsx")
    book.save(path)
    for kind in ("xls", "xlsx"):  # LibreOffice works the formulas out
        subprocess.run(["soffice", "-env:UserInstallation=file:///tmp/lo-fixtures", "--headless", "--convert-to", kind,
                        "--outdir", here, path], check=True, stdout=subprocess.DEVNULL, timeout=120)
