#!/usr/bin/env python3
"""Small files of the formats that no folder of samples holds, as seeds for mutate.

    seeds.py FOLDER
"""

import io
import pathlib
import sys
import tarfile
import zipfile

PAGE = """<html><head><meta charset="{}"><title>申报</title></head><body><h1>申报材料</h1><table><tr><td rowspan=2>项目</td>
<td colspan=2>一</td></tr><tr><td>二</td><td>三</td></tr></table><p>联系人：张三&nbsp;电话</p><!-- c --><ul><li>甲<li>乙</ul></body></html>"""
WEB_ARCHIVE = b"""MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body>=E7=94=B3=E6=8A=A5<img src=3D"a.png"></body></html>\r\n--b\r
Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: a.png\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"""
TYPES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def relation(kind, target):
    return f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{RELATION}{kind}" Target="{target}"/></Relationships>'


SLIDES = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                           f'<Override PartName="/ppt/presentation.xml" ContentType="{TYPES}"/></Types>',
    "_rels/.rels": relation("officeDocument", "ppt/presentation.xml"),
    "ppt/presentation.xml": '<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>',
    "ppt/_rels/presentation.xml.rels": relation("slide", "slides/slide1.xml"),
    "ppt/slides/slide1.xml": '<p:sld xmlns:p="p" xmlns:a="a"><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>申报</a:t></a:r></a:p>'
                             "</p:txBody></p:sp></p:spTree></p:cSld></p:sld>",
}


def tar(form):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name in ("申报材料.txt", "目录/承诺书.doc", "a" * 90 + ".txt"):
            content = (name * 20).encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def slides():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in SLIDES.items():
            package.writestr(name, content)
    return out.getvalue()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "utf8.html": PAGE.format("utf-8").encode(), "gbk.htm": PAGE.format("gbk").encode("gbk"),
        "utf16.doc": PAGE.format("utf-16").encode("utf-16"), "web.mht": WEB_ARCHIVE, "slides.pptx": slides(),
        "ustar.tar": tar(tarfile.USTAR_FORMAT), "pax.tar": tar(tarfile.PAX_FORMAT), "gnu.tar": tar(tarfile.GNU_FORMAT),
        "mails.pst": b"!BDN" + bytes(4) + b"SM" + bytes([23, 0, 19, 0]) + bytes(600),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


main()
