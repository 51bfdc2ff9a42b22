#!/usr/bin/python3
"""Makes form.doc and form.rtf: an invented application form, written with python-docx and converted by LibreOffice.

Everything in it is invented. Run it here, and check in what it makes; the tests compare with FORM below.
"""
import io
import os
import subprocess

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

here = os.path.dirname(os.path.abspath(__file__))
document = Document()
section = document.sections[0]
section.header.paragraphs[0].text = "页眉：样例市示范项目"
section.footer.paragraphs[0].text = "页脚：第三批"
document.add_paragraph("示范项目申报表")
table = document.add_table(rows=5, cols=4)
table.style = "Table Grid"
cells = table.cell
cells(0, 0).text, cells(0, 2).text, cells(0, 3).text = "企业名称", "申报编号", "2099001"
cells(0, 1).text = "样例精密仪器有限公司"
cells(1, 0).merge(cells(1, 3)).text = "企业基本情况（跨四列）"
cells(2, 0).merge(cells(4, 0)).text = "利润总额\n（万元）"
cells(2, 1).text, cells(2, 2).text, cells(2, 3).text = "2018年", "2019年", "2020年"
cells(3, 1).text, cells(3, 2).text, cells(3, 3).text = "152.70", "-3.25", "88.00"
cells(4, 1).merge(cells(4, 3)).text = "单位负责人意见"
document.add_paragraph("表后段落，含“引号”与Ａ全角。")
outer = document.add_table(rows=1, cols=2)
outer.style = "Table Grid"
outer.cell(0, 0).text = "外层左"
inner = outer.cell(0, 1).add_table(rows=2, cols=2)
for row in range(2):
    for column in range(2):
        inner.cell(row, column).text = f"内{row}{column}"
document.add_paragraph("第一项", style="List Number")
document.add_paragraph("第二项", style="List Number")
paragraph = document.add_paragraph("域结果：")
for kind, text in (("begin", None), (None, " PAGE "), ("separate", None), ("shown", "7"), ("end", None)):
    run = paragraph.add_run()
    if kind is None:
        code = OxmlElement("w:instrText")
        code.text = text
        run._r.append(code)
    elif kind == "shown":
        run.text = text
    else:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
picture = io.BytesIO()
Image.new("RGB", (8, 8), (200, 30, 30)).save(picture, "PNG")
picture.seek(0)
document.add_picture(picture)
document.add_paragraph("末段。")
path = os.path.join(here, "form.docx")
document.save(path)
for kind in ("doc", "rtf"):
    subprocess.run(["soffice", "-env:UserInstallation=file:///tmp/lo-fixtures", "--headless", "--convert-to", kind,
                    "--outdir", here, path], check=True, stdout=subprocess.DEVNULL, timeout=120)
