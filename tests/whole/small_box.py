"""A mailbox that runs in a moment: a package with a Word document, one with a package within, a damaged one, a mail
without any. For sweeps that run it many hundred times."""

import base64
import io
import zipfile

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>')
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>')


def zipped(entries):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name, (2021, 6, 8, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def docx(*paragraphs):
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    return zipped([("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", DOCUMENT.format(body))])


def mail(number, subject, attachments, hour=9):
    head = (f"From sender@example.com Tue Jun  8 {hour:02}:{number % 60:02}:00 2021\nFrom: sender{number}@example.com\n"
            f"Subject: =?UTF-8?B?{base64.b64encode(subject.encode()).decode()}?=\n"
            f"Date: Tue, 08 Jun 2021 {hour:02}:{number % 60:02}:00 +0800\nMessage-ID: <{number}@example.com>\nMIME-Version: 1.0\n")
    if not attachments:
        return (head + "Content-Type: text/plain; charset=utf-8\n\n" + f"第{number}封，只有几句话。\n\n").encode()
    parts = []
    for name, content in attachments:
        encoded = base64.encodebytes(content).decode()
        shown = base64.b64encode(name.encode()).decode()
        parts.append(f'--b\nContent-Type: application/octet-stream; name="=?UTF-8?B?{shown}?="\nContent-Transfer-Encoding: base64\n'
                     f'Content-Disposition: attachment; filename="=?UTF-8?B?{shown}?="\n\n{encoded}')
    return (head + "Content-Type: multipart/mixed; boundary=b\n\n" + "".join(parts) + "--b--\n\n").encode()


def application(company):
    return docx(f"企业名称：{company}", "一、典型经验", "主要成效：利润总额（万元）2018年 120.5，2019年 130，2020年 141.25")


def package(company, *more):
    return zipped([("申报材料.docx", application(company)), ("说明.txt", f"{company}的说明".encode()), *more])


def small_box(page=None):
    """`page`: the bytes of a picture of a page, which is recognised."""
    first, second, third = "甲市样例有限公司", "乙市样例有限公司", "丙市样例有限公司"
    scan = [("推荐表.png", page)] if page else []
    mails = [
        mail(1, f"2021037+{first}", [(f"2021037+{first}.zip", package(first, *scan))]),
        mail(2, f"2021038+{second}", [(f"2021038+{second}.zip", package(second, ("其他.zip", zipped([("承诺书.docx", docx("承诺书", "本单位郑重承诺"))]))))]),
        mail(3, f"2021039+{third}", [(f"2021039+{third}.zip", package(third)[:-200])]),
        mail(4, "请问何时截止", []),
    ]
    return b"".join(mails)
