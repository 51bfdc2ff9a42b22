#!/usr/bin/python3
"""Makes samples/mailbox.mbox, roster.xlsx and README.md. Run by hand, with Debian's python3-pil, python3-numpy,
python3-docx, python3-reportlab, python3-openpyxl, fonts-noto-cjk, fonts-wqy-zenhei, fonts-arphic-uming and LibreOffice
(for one Word 97 file). The same versions of these give the same bytes.

Everything is invented: companies, people, codes, telephone numbers, figures. The credit codes have right check digits
(GB 32100-2015), except where a wrong one is what a mail shows.
"""
import base64
import io
import random
import re
import subprocess
import sys
import tempfile
import urllib.parse
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy
import openpyxl

import papers
import rar5_store
import scan
import zip_store

HERE = Path(__file__).resolve().parent
CHINA = timezone(timedelta(hours=8))
OFFICE = "zlbg@example.org"

# number, company, legal, contact, what is improved
APPLICANTS = [
    ("2021031", "齐州示例轴承有限公司", "张示例", "王试用", "轴承套圈磨削过程的零缺陷控制"),
    ("2021032", "济水样板数控机床股份有限公司", "李样板", "赵例文", "数控机床可靠性增长管理"),
    ("2021033", "泰阳演示纺织集团有限公司", "陈演示", "周假设", "纺纱全流程质量追溯"),
    ("2021034", "东岭虚构化工有限责任公司", "杨虚构", "吴举例", "连续生产装置的预防性质量管理"),
    ("2021035", "蓬海样例食品有限公司", "黄样例", "徐试写", "从田头到餐桌的风险分级管控"),
    ("2021036", "汶川河畔示范造纸有限公司", "孙示范", "马例证", "浆料波动的统计过程控制"),
    ("2021037", "鲁岳假想重工股份有限公司", "朱假想", "胡模拟", "大型铸件一次合格率提升"),
    ("2021038", "胶河试样橡胶科技有限公司", "郭试样", "林范例", "混炼胶质量一致性管理"),
    ("2021039", "沂源例证医疗器械有限公司", "何例证", "高样本", "无菌产品放行的双人复核"),
    ("2021040", "临水模拟电子元件有限公司", "罗模拟", "郑比方", "贴片工序的在线检测与反馈"),
    ("2021041", "聊原范本农业机械有限公司", "梁范本", "谢设想", "收获机械整机早期故障治理"),
    ("2021042", "滨湾试验仪器仪表有限公司", "宋试验", "唐例句", "计量检测数据的自动采集"),
    ("2021043", "德陵比方新能源材料有限公司", "许比方", "韩样品", "正极材料批次稳定性控制"),
    ("2021044", "菏泽湖样张印务有限公司", "冯样张", "邓试稿", "印刷色差的数字化管理"),
    ("2021045", "枣岭设想建材集团有限公司", "曹设想", "彭例图", "水泥熟料质量的前馈控制"),
    ("2021046", "威岬范例海洋装备股份有限公司", "曾范例", "萧虚拟", "海上装备防腐质量管理"),
    ("2021047", "莱城样本冶金制品有限公司", "田样本", "董示意", "线材表面缺陷的源头治理"),
    ("2021048", "日照台演练港机有限公司", "袁演练", "潘假定", "港口机械焊接质量分级管理"),
    ("2021049", "潍水虚拟软件技术有限公司", "于虚拟", "蒋试题", "工业软件交付质量的度量"),
    ("2021050", "淄河例图陶瓷股份有限公司", "余例图", "蔡样式", "窑炉温度曲线的质量优化"),
    ("2021051", "章丘山示意阀门有限公司", "杜示意", "叶模型", "阀门密封试验的防错管理"),
    ("2021052", "曲水试稿文具制造有限公司", "程试稿", "苏例题", "小批量多品种的首件确认"),
]
TOWNS = ["齐州市示例区样板路", "济水市演示区范例街", "泰阳市试验区模拟大道", "蓬海市虚构区样例路"]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(serial):
    """A unified social credit code with right check digits: 91, a region, and an organisation code DEM…"""
    organisation = f"DEM{serial:05d}"
    values = [ord(c) - 48 if c.isdigit() else ord(c) - 55 for c in organisation]
    check = (11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2))) % 11) % 11
    code = "91370100" + organisation + ("X" if check == 10 else str(check))
    total = sum(ALPHABET.index(c) * w for c, w in
                zip(code, (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)))
    return code + ALPHABET[(31 - total % 31) % 31]


def wrong_code(code):
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 7) % 31]


def money(value):
    return f"{value:,.2f}"


def applicant(i):
    number, company, legal, contact, title = APPLICANTS[i]
    rng = random.Random(number)
    revenue = [rng.uniform(8000, 90000)]
    revenue += [revenue[0] * rng.uniform(1.02, 1.2)]
    revenue += [revenue[1] * rng.uniform(1.02, 1.2)]
    return {"number": number, "company": company, "form_company": company, "pledge_company": company, "legal": legal,
            "contact": contact, "title": title, "uscc": credit_code(310 + 37 * i), "address": f"{TOWNS[i % 4]}{rng.randint(1, 299)}号",
            "phone": f"0531-5550{rng.randint(1000, 9999)}", "mobile": f"1380000{rng.randint(1000, 9999)}",
            "email": f"bg{rng.randint(100, 999)}@example.com", "revenue": [money(v) for v in revenue],
            "profit": [money(v * rng.uniform(0.04, 0.12)) for v in revenue],
            "summary": "".join(rng.sample(papers.SENTENCES, 2)), "signed": f"2021年6月{rng.randint(3, 9)}日"}


def grain(a, what):
    return numpy.random.default_rng(int(a["number"]) * 10 + what)


def form_page(a, layout=0, face="song", stamped=True, owner=None):
    page, place = papers.form_sheet(a, face, layout)
    if stamped:
        rng = grain(a, 1)
        stamp = scan.seal(owner or a["company"], rng, angle=float(rng.uniform(-12, 12)))
        scan.put_seal(page, stamp, place[0] + int(rng.integers(-40, 40)), place[1] + int(rng.integers(-25, 25)))
    return page


def pledge_page(a, face="song", owner=None):
    page, place = papers.pledge_sheet(a, face)
    rng = grain(a, 2)
    scan.put_seal(page, scan.seal(owner or a["company"], rng, angle=float(rng.uniform(-12, 12))), *place)
    return page


def form_scan(a, quality=55, **options):
    look = {key: options.pop(key) for key in ("grey", "turned", "tilt") if key in options}
    return scan.scan_pdf([scan.scanned(form_page(a, **options), grain(a, 3), **look)], quality)


def pledge_scan(a, **options):
    return scan.scan_pdf([scan.scanned(pledge_page(a, **options), grain(a, 4), tilt=-0.3)], 50, progressive=True)


def papers_of(a, form=None, pledge=None, application=None, without=()):
    """The usual four files."""
    files = [("附件1 推荐表（盖章扫描件）.pdf", form or form_scan(a)), ("承诺书.pdf", pledge or pledge_scan(a)),
             (f"申报材料-{a['company']}.docx", application or papers.application_docx(a)),
             ("证明材料.docx", papers.proof_docx(a))]
    return [file for file in files if not any(word in file[0] for word in without)]


def in_folder(a, files):
    return [(f"{a['number']}+{a['company']}/{name}", data) for name, data in files]


def rar(a, files):
    return rar5_store.archive(in_folder(a, files), int(datetime(2021, 6, 8, 9, tzinfo=CHINA).timestamp()))


def to_word97(data):
    """A Word 97 file, by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "application.docx"
        source.write_bytes(data)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "doc",
                        "--outdir", folder, str(source)], check=True, stdout=subprocess.DEVNULL)
        return (Path(folder) / "application.doc").read_bytes()


# --- mails ------------------------------------------------------------------------------------------------------------

def word(text, charset="utf-8"):
    """One RFC 2047 encoded word of any length, as many clients write it."""
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def cut_words(text, charset, size):
    """Encoded words of `size` bytes each, which may end inside a character."""
    data = text.encode(charset)
    pieces = [data[i:i + size] for i in range(0, len(data), size)]
    return "\r\n ".join(f"=?{charset}?B?{base64.b64encode(piece).decode()}?=" for piece in pieces)


def rfc2231(name):
    out, line = "", "utf-8''"
    number = 0
    for character in name:
        if len(line) > 60:
            out += f";\r\n filename*{number}*={line}"
            number, line = number + 1, ""
        line += urllib.parse.quote(character)
    return out + f";\r\n filename*{number}*={line}"


def encoded(data):
    return base64.encodebytes(data).decode().replace("\n", "\r\n")


class Message:
    """A mail as bytes. Written by hand, so that it holds what real clients write and Python's library would not."""

    def __init__(self, a, sent, subject, received=True):
        self.a, self.sent = a, sent
        stamp = sent.strftime("%a, %d %b %Y %H:%M:%S +0800")
        later = (sent + timedelta(seconds=41)).strftime("%a, %d %b %Y %H:%M:%S +0800 (CST)")
        self.head = f"Received: from mail.example.com (unknown [192.0.2.{int(a['number']) % 200 + 1}])\r\n" \
                    f"\tby mx.example.org with SMTP id {a['number']}; {later}\r\n" if received else ""
        self.head += f"From: {word(a['contact'])} <{a['email']}>\r\nTo: {OFFICE}\r\n"
        self.head = self.head.encode() + b"Subject: " + (subject if isinstance(subject, bytes) else subject.encode())
        self.head += f"\r\nDate: {stamp}\r\nMessage-ID: <{a['number']}.{sent.strftime('%d%H%M')}@example.com>\r\n" \
                     "MIME-Version: 1.0\r\n".encode()
        self.boundary = f"=_{a['number']}_{sent.strftime('%d%H%M')}"
        self.parts = []

    def text(self, words, charset="utf-8", kind="plain"):
        self.parts.append(f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                          .encode() + encoded(words.encode(charset)).encode())
        return self

    def file(self, name, data, style="2231"):
        if style == "2231":
            disposition = "attachment" + rfc2231(name)
        else:
            disposition = f'attachment; filename="{word(name, style)}"'
        self.parts.append((f"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
                           f"Content-Disposition: {disposition}\r\n\r\n" + encoded(data)).encode())
        return self

    def forwarded(self, message):
        self.parts.append(b"Content-Type: message/rfc822\r\n\r\n" + message.bytes())
        return self

    def bytes(self):
        if len(self.parts) == 1:
            return self.head + self.parts[0]
        head = self.head + f'Content-Type: multipart/mixed; boundary="{self.boundary}"\r\n\r\n'.encode()
        mark = f"--{self.boundary}".encode()
        return head + b"".join(mark + b"\r\n" + part + b"\r\n" for part in self.parts) + mark + b"--\r\n"


def letter(a):
    return f"您好：\n　　现报送{a['company']}质量标杆申报材料，请查收。\n联系人：{a['contact']}　{a['mobile']}\n"


def day(day_of_june, hour=9, minute=30):
    return datetime(2021, 6, day_of_june, hour, minute, tzinfo=CHINA)


def package_mail(a, sent, package, data, subject=None, charset="utf-8", **options):
    title = subject if subject is not None else package.rsplit(".", 1)[0]
    style = "2231" if charset == "utf-8" else charset
    return Message(a, sent, title if isinstance(title, bytes) else word(title, charset), **options).text(
        letter(a)).file(package, data, style)


CLOUD = """<div>您好，材料较大，请从附件下载。</div>
<div id="divNeteaseBigAttach" style="border:1px solid #ccc">
<div><b>从网易163邮箱发来的超大附件</b></div>
<div><a href="https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT&amp;file=SAMPLE0001">{name}</a></div>
<div>(80.96M, 2021年6月25日 0:49 到期)</div>
<div><a href="https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT&amp;file=SAMPLE0001">下载</a></div>
</div>
"""


def photographed_pdf(a):
    return scan.scan_pdf([scan.photographed(form_page(a, face="hei"), grain(a, 3))], 50)


def mails():
    """(what it shows, Message), in the order in which they arrived."""
    everyone = [applicant(i) for i in range(len(APPLICANTS))]
    by = {a["number"]: a for a in everyone}

    def named(a, ending="rar"):
        return f"{a['number']}+{a['company']}.{ending}"

    a = by["2021031"]
    yield "齐全。RAR；文件名按 RFC 2231 编码", package_mail(a, day(8), named(a), rar(a, papers_of(a)))

    a = by["2021032"]
    files = papers_of(a, form_scan(a, layout=1, face="ming"), pledge_scan(a, face="ming"))
    files[1] = ("扫描件0001.pdf", files[1][1])
    subject = cut_words(f"{a['number']}+{a['company']}", "gbk", 21).encode()
    yield ("齐全。主题和文件名为 GBK 编码，主题的编码词断在汉字中间；承诺书名为“扫描件0001.pdf”，只能从内容认出",
           package_mail(a, day(8, 10), named(a), rar(a, files), subject, "gbk"))

    a = by["2021033"]
    yield ("ZIP 而不是 RAR", package_mail(a, day(8, 11), named(a, "zip"), zip_store.archive(in_folder(a, papers_of(
        a, form_scan(a, layout=2, face="hei"))))))

    a = by["2021034"]
    yield ("ZIP，内部文件名为 GBK 且未标明", package_mail(a, day(8, 15), named(a, "zip"), zip_store.archive(
        in_folder(a, papers_of(a)), "gbk"), charset="gbk"))

    a = by["2021035"]
    yield "缺承诺书", package_mail(a, day(9), named(a), rar(a, papers_of(a, form_scan(a, layout=1), without=["承诺"])))

    a = by["2021036"]
    yield "推荐表未盖章", package_mail(a, day(9, 10), named(a), rar(a, papers_of(a, form_scan(a, stamped=False))))

    a = by["2021037"]
    yield ("推荐表上盖的是另一单位的章", package_mail(a, day(9, 11), named(a), rar(a, papers_of(
        a, form_scan(a, layout=2, owner="黄岭例句机械有限公司")))))

    a = by["2021038"]
    files = papers_of(a)
    files[2] = (f"申报材料-{a['company']}.pdf", papers.application_pdf(a))
    yield "申报材料是 PDF 而不是 Word", package_mail(a, day(9, 14), named(a), rar(a, files))

    a = by["2021039"]
    yield ("分隔符写成下划线；推荐表扫描时横放", package_mail(a, day(9, 16), f"{a['number']}_{a['company']}.rar",
                                               rar(a, papers_of(a, form_scan(a, turned=1)))))

    a = by["2021040"]
    yield "包名只写了企业简称", package_mail(a, day(10), f"{a['number']}+临水模拟电子.rar", rar(a, papers_of(a)))

    a = by["2021041"]
    yield "包名中的申报编号少一位", package_mail(a, day(10, 10), f"202141+{a['company']}.rar", rar(a, papers_of(a, form_scan(a, layout=1))))

    a = by["2021043"]
    a["profit"][1] = "-318.40"
    yield "2019 年亏损", package_mail(a, day(10, 11), named(a), rar(a, papers_of(a)))

    a = by["2021044"]
    good, a["uscc"] = a["uscc"], wrong_code(a["uscc"])
    yield "推荐表和承诺书上的统一社会信用代码校验位不对", package_mail(a, day(10, 15), named(a), rar(a, papers_of(a, form_scan(a, face="wqy"))))
    a["uscc"] = good

    a = by["2021045"]
    a["pledge_company"] = "枣岭设想水泥有限公司"
    yield ("承诺书上的单位与推荐表不同", package_mail(a, day(11), named(a), rar(a, papers_of(
        a, pledge=pledge_scan(a, owner="枣岭设想水泥有限公司")))))

    a = by["2021046"]
    files = papers_of(a)
    inner = zip_store.archive([files[1], (f"申报材料-{a['company']}.doc", to_word97(files[2][1]))])
    yield ("RAR 中还有 ZIP；申报材料为 Word 97 的 .doc", package_mail(a, day(11, 9), named(a), rar(
        a, [files[0], ("其他材料.zip", inner), files[3]])))

    a = by["2021047"]
    small = [("申报材料.docx", papers.application_docx(a)), ("证明材料.docx", papers.proof_docx(a))]
    yield "压缩包设有密码", package_mail(a, day(11, 11), named(a, "zip"), zip_store.archive(in_folder(a, small), password=b"2021"))

    a = by["2021048"]
    whole = rar(a, papers_of(a, form_scan(a, layout=2)))
    yield "压缩包不完整（上传中断）", package_mail(a, day(11, 15), named(a), whole[:len(whole) * 3 // 4])

    question = dict(by["2021050"], number="0000000", contact="陈问询", email="wen@example.cn")
    yield ("没有附件，只是询问；正文中有以 From 开头的一行", Message(question, day(11, 16), word("请问申报编号从哪里查")).text(
        "老师您好：\n请问申报编号从哪里查？附件里的推荐表要不要法人签字？\n\nFrom now on 我们用这个邮箱联系，谢谢！\n"))

    a = by["2021049"]
    yield ("材料放在网易超大附件里，邮件中只有链接", Message(a, day(12), word(f"{a['number']}+{a['company']}")).text(
        CLOUD.format(name=named(a)), kind="html"))

    a = by["2021050"]
    inner = package_mail(a, day(12, 10), named(a), rar(a, papers_of(a, photographed_pdf(a))))
    city = dict(a, contact="市局转发", email="gxj@example.cn")
    yield ("推荐表是手机拍的照片；由他人转发，包在转发的邮件里", Message(city, day(12, 11), word(f"{a['number']}+{a['company']}")).text(
        "转发企业材料，请查收。\n").forwarded(inner))

    a = by["2021051"]
    stamp = io.BytesIO()
    scan.seal(a["company"], grain(a, 1), 280).save(stamp, "PNG")
    stamp.seek(0)
    yield ("推荐表是电子版 PDF，章是贴上去的图片；主题为未编码的 GBK 字节", package_mail(
        a, day(12, 15), named(a), rar(a, papers_of(a, papers.form_pdf(a, stamp))), named(a)[:-4].encode("gbk")))

    a = by["2021052"]
    files = papers_of(a)
    files[0] = ("推荐表.jpg", scan.jpeg(scan.scanned(form_page(a, layout=1, face="hei"), grain(a, 3)), 55))
    yield "推荐表是 JPG 图片", package_mail(a, day(13), named(a), rar(a, files))

    a = by["2021035"]
    yield "补正后重报（同一编号，后到的为准）", package_mail(a, day(14), named(a), rar(a, papers_of(a, form_scan(a, layout=1))))

    a = by["2021042"]
    yield "逾期（6 月 17 日）；推荐表为灰度扫描，章的颜色看不出", package_mail(a, day(17, 8), named(a), rar(a, papers_of(a, form_scan(a, grey=True))))


def mailbox(messages):
    out = b""
    for message in messages:
        lines = message.bytes().replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
        out += f"From {message.a['email']} {message.sent.strftime('%a %b %d %H:%M:%S %Y')}\n".encode()
        out += b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines) + b"\n\n"
    return out


def roster():
    """All applicants, one who sent nothing, and one missing (2021052): it must be reported as unknown."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "统计表"
    sheet.append(["2021年全国质量标杆申报企业统计表"])
    sheet.append(["序号", "申报编号", "企业名称", "统一社会信用代码", "标杆名称", "联系人", "联系电话"])
    rows = [applicant(i) for i in range(len(APPLICANTS))]
    silent = dict(rows[0], number="2021053", company="乐陵州未报样品有限公司", uscc=credit_code(9999), contact="任未报", title="尚未报送")
    for i, a in enumerate([a for a in rows if a["number"] != "2021052"] + [silent], 1):
        sheet.append([i, a["number"], a["company"], a["uscc"], a["title"], a["contact"], a["mobile"]])
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the time of saving over what it was given
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2021-06-01T00:00:00Z", data)
            target.writestr(zipfile.ZipInfo(name, (2021, 6, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


README = """# 示例邮箱

`mailbox.mbox` 是一份不大的邮箱导出，`roster.xlsx` 是对应的统计表，用来看程序做什么，也用来做整体测试。企业、人名、代码、电话和数字全部虚构；
扫描件由程序画成再“打印、盖章、扫描”。由 `make_samples.py` 生成：

    /usr/bin/python3 samples/make_samples.py

试运行：

    shenbao run samples/mailbox.mbox --campaign config/campaigns/quality-benchmark-2021-national.toml \\
        --roster samples/roster.xlsx --out out

| # | 时间 | 编号 | 说明 |
| --- | --- | --- | --- |
{rows}

统计表中有一家未报送（2021053），另有一家（2021052）报送了材料却不在表中。
"""


def main():
    made = list(mails())
    rows = "\n".join(f"| {i} | {m.sent.strftime('%m-%d %H:%M')} | {m.a['number'].replace('0000000', '—')} | {what} |" for i, (what, m) in enumerate(made, 1))
    (HERE / "mailbox.mbox").write_bytes(mailbox([m for _, m in made]))
    (HERE / "roster.xlsx").write_bytes(roster())
    (HERE / "README.md").write_text(README.format(rows=rows), encoding="utf-8")
    print(len(made), "mails,", (HERE / "mailbox.mbox").stat().st_size, "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
