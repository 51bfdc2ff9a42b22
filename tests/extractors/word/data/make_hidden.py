#!/usr/bin/python3
"""Makes hidden.docx, hidden.doc and hidden.rtf: text that is hidden by a run, a style, a style based on it, and shown in spite of one.

Written with python-docx and converted by LibreOffice; everything in it is invented.
"""
import os
import subprocess

from docx import Document
from docx.enum.style import WD_STYLE_TYPE

here = os.path.dirname(os.path.abspath(__file__))
document = Document()
hint = document.styles.add_style("Hint", WD_STYLE_TYPE.PARAGRAPH)
hint.font.hidden = True
example = document.styles.add_style("Example", WD_STYLE_TYPE.PARAGRAPH)
example.base_style = hint
aside = document.styles.add_style("Aside", WD_STYLE_TYPE.CHARACTER)
aside.font.hidden = True

name = document.add_paragraph("企业名称：样例公司")
name.add_run("（请填写全称）").font.hidden = True
document.add_paragraph("填写说明：本栏不超过一百字。", style=hint)
document.add_paragraph(style=hint).add_run("说明中可见的词").font.hidden = False
document.add_paragraph("例：提升三成。", style=example)
body = document.add_paragraph("正文")
body.add_run("字符样式隐藏", style=aside)
body.add_run("结尾。")
table = document.add_table(rows=1, cols=2)
table.cell(0, 0).text = "主要业绩"
cell = table.cell(0, 1)
cell.paragraphs[0].style = hint
cell.paragraphs[0].add_run("表中的例子")
cell.add_paragraph("提升五成")
document.add_paragraph("末段。")
path = os.path.join(here, "hidden.docx")
document.save(path)
for kind in ("doc", "rtf"):
    subprocess.run(["soffice", "-env:UserInstallation=file:///tmp/lo-fixtures", "--headless", "--convert-to", kind,
                    "--outdir", here, path], check=True, stdout=subprocess.DEVNULL, timeout=120)
