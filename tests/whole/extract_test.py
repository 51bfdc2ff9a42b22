#!/usr/bin/env python3
"""What `shenbao extract` prints of a document besides its text, and what becomes of the files within documents.

    extract_test.py PROGRAM
"""

import json
import os
import pathlib
import sys
import tempfile
import zipfile

import office_files
from program import CAMPAIGN, ROOT, check, finish, shenbao

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DELETED, HIDDEN, COMMENTS = "【修订中删除的文字】", "【设为隐藏、不显示的文字】", "【批注】"


def revised_docx(path):
    body = ('<w:p><w:r><w:t>利润总额为</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>三百万元</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="a"><w:r><w:t>五百万元</w:t></w:r></w:ins>'
            '<w:r><w:rPr><w:vanish/></w:rPr><w:t>按年报填</w:t></w:r></w:p>')
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        file.writestr("word/_rels/document.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                      '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" '
                      'Target="comments.xml"/></Relationships>')
        file.writestr("word/comments.xml", f'<w:comments {W}><w:comment w:id="0"><w:p><w:r><w:t>请核实</w:t></w:r></w:p></w:comment></w:comments>')


def revised_rtf(path):
    def words(text):
        return "".join(f"\\u{ord(c)}?" for c in text)
    path.write_text("{\\rtf1\\ansi " + words("利润总额为") + "{\\deleted " + words("三百万元") + "}" + words("五百万元") + "{\\v " + words("按年报填") + "}" +
                    "{\\*\\annotation " + words("请核实") + "}\\par}", encoding="ascii")


def printed(program, path):
    text = shenbao(program, "extract", path).stdout
    body, _, rest = text.partition("\n" + DELETED + "\n")
    deleted, _, rest = rest.partition("\n" + HIDDEN + "\n")
    hidden, _, comments = rest.partition("\n" + COMMENTS + "\n")
    return body.strip(), deleted.strip(), hidden.strip(), comments.strip()


def apart(program, folder):
    for ending, write in (("docx", revised_docx), ("rtf", revised_rtf)):
        path = folder / f"a.{ending}"
        write(path)
        check(printed(program, path) == ("利润总额为五百万元", "三百万元", "按年报填", "请核实"),
              f"{ending}: what was deleted, hidden and commented stands apart from the text")
    revised = pathlib.Path(os.environ.get("SHENBAO_CORPUS", ROOT.parent / "shared/corpus")) / "doc/poi-Bug52032_3.doc"
    if revised.exists():
        body, deleted, *_ = printed(program, revised)
        check(body and deleted, "doc: so do they there")
    plain = folder / "plain.docx"
    office_files.docx(plain, ["没有修订"])
    text = shenbao(program, "extract", plain).stdout
    check("没有修订" in text and "【" not in text, "where there is neither, there is no heading")


def within(program, folder):
    inner, outer, package = folder / "inner.docx", folder / "申报材料.docx", folder / "2021037+某某有限公司.zip"
    figures = folder / "figures.xlsx"
    office_files.xlsx(figures, [["年份", "产值"], ["2020", "3"]])
    office_files.docx(inner, ["承诺书", "我单位郑重承诺所报材料真实。"])
    office_files.docx(outer, ["典型经验", "主要成效"])
    with zipfile.ZipFile(outer, "a") as file:
        file.write(inner, "word/embeddings/承诺书.docx")
        file.write(figures, "word/embeddings/Microsoft_Excel_Sheet1.xlsx")
        file.writestr("word/media/image1.png", b"\x89PNG\r\n\x1a\n")
    with zipfile.ZipFile(package, "w") as file:
        file.write(outer, outer.name)
    done = shenbao(program, "check", package, "--campaign", CAMPAIGN, "--json")
    record = json.loads(done.stdout.splitlines()[0])
    entries = {file["entry"]: file["outcome"] for file in record["files"]}
    check(set(entries) == {"申报材料.docx", "申报材料.docx!/承诺书.docx", "申报材料.docx!/Microsoft_Excel_Sheet1.xlsx"} and
          set(entries.values()) == {"ok"}, "documents within a document are read as files")
    check({m["entry"] for m in record["materials"] if m["slot"] == "commitment"} == {"申报材料.docx!/承诺书.docx"}, "and fill their slots")
    check(not any(f["code"] == "material.extra" for f in record["findings"]), "the figures of a chart are not too many")


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        apart(program, pathlib.Path(folder))
        within(program, pathlib.Path(folder))
    finish()


main()
