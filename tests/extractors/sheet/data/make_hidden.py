#!/usr/bin/python3
"""Makes hidden.xlsx and hidden.xls: a sheet, a hidden one and one hidden from the user's menus, converted by LibreOffice."""
import os
import subprocess
import tempfile

from openpyxl import Workbook

here = os.path.dirname(os.path.abspath(__file__))
book = Workbook()
book.active.title = "填报"
book.active["A1"] = "制造业"
for title, state, word in (("选项", "hidden", "建筑业"), ("代码", "veryHidden", "C01")):
    sheet = book.create_sheet(title)
    sheet["A1"] = word
    sheet.sheet_state = state
book.save(os.path.join(here, "hidden.xlsx"))
subprocess.run(["soffice", "-env:UserInstallation=file:///tmp/lo-fixtures", "--headless", "--convert-to", "xls",
                "--outdir", here, os.path.join(here, "hidden.xlsx")], check=True, stdout=subprocess.DEVNULL, timeout=120)
