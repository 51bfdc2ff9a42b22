#!/usr/bin/python3
"""make_rosters.py: writes tests/whole/rosters, the roster of the samples as offices make theirs, in four formats. The old
binary formats are LibreOffice's; the rows are those of samples/roster.xlsx, in other orders and under other heads."""

import pathlib
import subprocess
import tempfile

import docx
import openpyxl
from openpyxl.styles import Alignment

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "rosters"
NOTE = "备注：1．企业名称须与公章一致，如“某某有限公司”不得写作“某某公司”。2．联系电话请填写手机号码。"


def applicants():
    """(number, company, credit code, contact) of the samples' roster."""
    sheet = openpyxl.load_workbook(HERE.parents[1] / "samples/roster.xlsx").active
    rows, head = [], None
    for row in sheet.iter_rows(values_only=True):
        words = ["" if value is None else str(value).strip() for value in row]
        if "申报编号" in words:
            head = words
        elif head and words[head.index("申报编号")].isdigit():
            get = lambda *names: next((words[head.index(n)] for n in names if n in head), "")
            rows.append((get("申报编号"), get("企业名称", "单位名称", "申报单位"), get("统一社会信用代码"), get("联系人")))
    assert rows, "the samples' roster has no rows"
    return rows


def spreadsheet(path, rows):
    """Numbers as numbers, a head of two lines with merged cells, columns in another order, an instruction sheet first."""
    book = openpyxl.Workbook()
    hints = book.active
    hints.title = "填表说明"
    hints["A1"] = "请各市于截止前报送，企业名称、申报编号不得空缺。"
    sheet = book.create_sheet("附件3")
    sheet["A1"] = "2021年全国质量标杆申报企业统计表"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "推荐单位（盖章）：某某省工业和信息化厅"
    sheet.merge_cells("A2:F2")
    for cell, words in {"A4": "序\n号", "B4": "企业基本信息", "D4": "申报\n编号", "E4": "联系方式", "B5": "企 业 名 称", "C5": "统一社会信用代码",
                        "E5": "联 系 人", "F5": "手机"}.items():
        sheet[cell] = words
        sheet[cell].alignment = Alignment(wrap_text=True)
    for merged in ("A4:A5", "B4:C4", "D4:D5", "E4:F4"):
        sheet.merge_cells(merged)
    at = 6
    for place, (number, company, code, contact) in enumerate(rows, 1):
        if place == 9:
            at += 1  # an empty line in between
        for column, value in enumerate((place, company, code, int(number), contact), 1):
            sheet.cell(at, column, value)
        at += 1
    sheet.cell(at + 1, 1, NOTE)
    sheet.merge_cells(start_row=at + 1, start_column=1, end_row=at + 2, end_column=6)
    book.save(path)


def document(path, rows):
    """A table of Word: a title row over all columns, a head row after it, spaces in names, the note as its last row."""
    paper = docx.Document()
    paper.add_paragraph("附件3")
    paper.add_paragraph("2021年全国质量标杆申报企业统计表")
    table = paper.add_table(rows=2, cols=4)
    table.style = "Table Grid"
    title = table.rows[0].cells
    title[0].merge(title[3]).text = "填报单位：某某市工业和信息化局　　填报时间：2021年6月"
    for cell, words in zip(table.rows[1].cells, ("申报单位\n（全称）", "统一社会信用代码", "序号", "申 报 编 号")):
        cell.text = words
    for place, (number, company, code, _) in enumerate(rows, 1):
        spaced = company[:2] + "　" + company[2:] if place % 5 == 0 else company
        for cell, words in zip(table.add_row().cells, (spaced, code, str(place), number)):
            cell.text = words
    last = table.add_row().cells
    last[0].merge(last[3]).text = NOTE
    paper.add_paragraph("联系人：某某　　联系电话：0531-00000000")
    paper.save(path)


def convert(path, to):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["soffice", "-env:UserInstallation=file://" + profile, "--headless", "--convert-to", to, "--outdir", str(OUT), str(path)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    OUT.mkdir(exist_ok=True)
    rows = applicants()
    spreadsheet(OUT / "roster.xlsx", rows)
    document(OUT / "roster.docx", rows)
    convert(OUT / "roster.xlsx", "xls")
    convert(OUT / "roster.docx", "doc")


if __name__ == "__main__":
    main()
