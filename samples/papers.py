"""The papers an applicant hands in: 推荐表, 承诺书, 申报材料, 证明材料."""
import io
import random
import zipfile
from datetime import datetime

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

import scan

YEARS = ("2018", "2019", "2020")
SENTENCES = [
    "公司把用户现场反馈的每一条意见都登记在册，由质量部牵头在三个工作日内给出原因和对策，并在月度例会上逐条销号。",
    "车间为每道关键工序编制了看得懂、用得上的作业指导书，班组长每天开工前与组员一起核对一遍。",
    "检验数据由量具直接传入系统，不再手抄，工序能力指数低于一点三三时自动提示停线检查。",
    "供应商按交付质量分为四级，连续两个季度处于末级的暂停供货，并由公司派人到现场帮助整改。",
    "新产品在试制前先做失效分析，把以往产品出过的问题列成清单，逐项说明这一次为什么不会再出。",
    "公司每年安排不少于四十学时的质量培训，考核不合格的员工不得独立上岗。",
    "通过两年的推行，产品一次交验合格率稳步提高，用户退货逐年下降，内部损失成本占比明显降低。",
    "上述做法不依赖昂贵的设备，中小企业花费不多即可照做，已有三家同行来厂学习并在本单位推行。",
    "质量目标逐级分解到部门、班组和个人，完成情况每月张榜，与绩效工资挂钩。",
    "公司鼓励一线员工提出改进建议，凡被采纳的当月兑现奖励，全年收到建议人均三条以上。",
]
PLEDGE = ("本单位自愿申报2021年全国质量标杆，郑重承诺：所提交的推荐表、申报材料和证明材料真实、合法、有效，不涉及国家秘密"
          "和商业秘密；近三年在质量、安全、环保、诚信等方面无违法行为和不良记录。如有不实，愿承担相应责任。")


def form_sheet(a, face="song", layout=0):
    """The recommendation form of applicant `a`, before it is stamped. Returns the page and where the seal belongs."""
    sheet = scan.Sheet(face)
    x, width = 150, scan.WIDTH - 300
    if layout == 1:
        sheet.text(x, 120, "附件1", 32)
    sheet.text(scan.WIDTH // 2, 190, "2021年全国质量标杆推荐表", 52, "hei-bold" if layout else "song-bold", "ma")
    y, row, label = 300, 92, 304
    half = width // 2

    def full(title, words, height=row):
        nonlocal y
        sheet.cell(x, y, label, height, title, centred=True)
        sheet.cell(x + label, y, width - label, height, words)
        y += height

    def pair(left, right, height=row):
        nonlocal y
        for i, (title, words) in enumerate((left, right)):
            at = x + i * half
            wide = label if i == 0 else 210
            sheet.cell(at, y, wide, height, title, centred=True)
            sheet.cell(at + wide, y, half - wide, height, words)
        y += height

    full("申报单位" if layout == 2 else "企业名称", a["form_company"])
    if layout == 2:
        full("申报编号", a["number"])
        full("统一社会信用代码", a["uscc"])
    else:
        full("统一社会信用代码", a["uscc"])
        pair(("申报编号", a["number"]), ("法定代表人", a["legal"]))
    full("通讯地址", a["address"])
    if layout == 2:
        pair(("法定代表人", a["legal"]), ("联系人", a["contact"]))
        pair(("联系电话", a["phone"]), ("手机", a["mobile"]))
        full("电子邮箱", a["email"])
    else:
        pair(("联系人", a["contact"]), ("联系电话", a["phone"]))
        pair(("手机", a["mobile"]), ("电子邮箱", a["email"]))
    full("标杆名称" if layout else "经验名称", a["title"])
    money_table(sheet, x, y, width, a, label)
    y += 3 * 76
    sheet.cell(x, y, label, 330, "主要内容", centred=True)
    sheet.cell(x + label, y, width - label, 330, "    " + a["summary"], 30, top=True)
    y += 330
    sheet.cell(x, y, label, 440, "推荐单位意见", centred=True)
    sheet.cell(x + label, y, width - label, 440, "    同意推荐。", top=True)
    sheet.text(x + width - 520, y + 270, "（盖章）", 34)
    sheet.text(x + width - 520, y + 340, a["signed"], 34)
    if layout == 1:
        sheet.text(x, y + 480, "注：本表一式两份，营业收入和利润总额按审计报告填写。", 28)
    return sheet.image, (x + width - 640, y + 120)


def money_table(sheet, x, y, width, a, label):
    column = (width - label) // 3
    for i, (title, values) in enumerate((("指标（万元）", [year + "年" for year in YEARS]), ("营业收入", a["revenue"]),
                                         ("利润总额", a["profit"]))):
        sheet.cell(x, y + 76 * i, label, 76, title, centred=True)
        for j, value in enumerate(values):
            wide = column if j < 2 else width - label - 2 * column
            sheet.cell(x + label + j * column, y + 76 * i, wide, 76, value, centred=True)


def pledge_sheet(a, face="song"):
    sheet = scan.Sheet(face)
    sheet.text(scan.WIDTH // 2, 260, "承诺书", 60, "song-bold", "ma")
    y = sheet.paragraph(200, 420, scan.WIDTH - 400, f"    {a['pledge_company']}（统一社会信用代码：{a['uscc']}）" + PLEDGE, 36, 1.8)
    sheet.text(700, y + 120, f"申报单位（盖章）：{a['pledge_company']}", 36)
    sheet.text(700, y + 210, f"法定代表人（签字）：{a['legal']}", 36)
    sheet.text(700, y + 300, a["signed"], 36)
    return sheet.image, (930, y + 40)


def form_pdf(a, stamp):
    """A form that was never printed: text as text, and the picture of a seal put on it."""
    pdfmetrics.registerFont(TTFont("zh", scan.FONTS["wqy"][0], subfontIndex=0))
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.setFont("zh", 18)
    page.drawCentredString(A4[0] / 2, 770, "2021年全国质量标杆推荐表")
    y = 720
    rows = [("企业名称", a["form_company"]), ("统一社会信用代码", a["uscc"]), ("申报编号", a["number"]), ("通讯地址", a["address"]),
            ("法定代表人", a["legal"]), ("联系人", a["contact"]), ("联系电话", a["phone"]), ("手机", a["mobile"]),
            ("电子邮箱", a["email"]), ("标杆名称", a["title"])]
    page.setFont("zh", 11)
    for title, words in rows:
        page.rect(55, y, 120, 26)
        page.rect(175, y, 365, 26)
        page.drawString(62, y + 9, title)
        page.drawString(182, y + 9, words)
        y -= 26
    for title, values in (("指标（万元）", [year + "年" for year in YEARS]), ("营业收入", a["revenue"]), ("利润总额", a["profit"])):
        page.rect(55, y, 120, 26)
        page.drawString(62, y + 9, title)
        for j, value in enumerate(values):
            page.rect(175 + j * 365 / 3, y, 365 / 3, 26)
            page.drawCentredString(175 + (j + 0.5) * 365 / 3, y + 9, value)
        y -= 26
    page.rect(55, y - 134, 485, 160)
    page.drawString(62, y + 9, "推荐单位意见：同意推荐。")
    page.drawString(380, y - 90, "（盖章）")
    page.drawString(380, y - 112, a["signed"])
    page.drawImage(ImageReader(stamp), 350, y - 138, 119, 119, mask="auto")
    page.showPage()
    page.save()
    return out.getvalue()


def paragraphs(a, count):
    rng = random.Random(a["number"] + "text")
    return ["".join(rng.sample(SENTENCES, 3)) for _ in range(count)]


SECTIONS = ("一、企业概况", "二、典型经验的内涵和做法", "三、实施过程", "四、主要成效", "五、推广价值")


def application_pdf(a):
    """The application as PDF where Word is asked for."""
    pdfmetrics.registerFont(TTFont("zh", scan.FONTS["wqy"][0], subfontIndex=0))
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.setFont("zh", 16)
    page.drawCentredString(A4[0] / 2, 780, a["title"] + "典型经验")
    page.setFont("zh", 11)
    page.drawCentredString(A4[0] / 2, 755, a["company"])
    y = 725
    face = scan.font("wqy", 11)
    for section, words in zip(SECTIONS, paragraphs(a, len(SECTIONS))):
        for line in [section] + scan.wrap("    " + words, face, 470):
            page.drawString(62, y, line)
            y -= 18
    page.showPage()
    page.save()
    return out.getvalue()


def word_bytes(document):
    """The document without the time of writing, so that the same text gives the same bytes."""
    moment = datetime(2021, 6, 7, 9, 0, 0)
    document.core_properties.created = document.core_properties.modified = moment
    document.core_properties.author = document.core_properties.last_modified_by = ""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name.endswith(UNUSED):
                continue
            data = source.read(name)
            for part in UNUSED:
                data = without_mention(data, part.encode()) if name.endswith((".rels", "[Content_Types].xml")) else data
            target.writestr(zipfile.ZipInfo(name, (2021, 6, 7, 9, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


# Parts of python-docx's template that no reader needs, and that are larger than the text.
UNUSED = ("thumbnail.jpeg", "stylesWithEffects.xml")


def without_mention(xml, part):
    place = xml.find(part)
    return xml if place < 0 else xml[:xml.rfind(b"<", 0, place)] + xml[xml.find(b"/>", place) + 2:]


def new_word():
    document = docx.Document()
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    style = document.styles["Normal"]
    style.font.name = "宋体"
    style.font.size = Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    return document


def application_docx(a):
    document = new_word()
    document.add_heading(a["title"] + "典型经验", 0)
    document.add_paragraph(a["company"])
    for i, (section, words) in enumerate(zip(SECTIONS, paragraphs(a, len(SECTIONS)))):
        document.add_heading(section, 1)
        document.add_paragraph("　　" + words)
        if i == 3:
            table = document.add_table(3, 4, style="Table Grid")
            for row, values in zip(table.rows, (["指标"] + [year + "年" for year in YEARS],
                                                ["营业收入（万元）"] + a["revenue"], ["利润总额（万元）"] + a["profit"])):
                for cell, value in zip(row.cells, values):
                    cell.text = value
    return word_bytes(document)


def proof_docx(a):
    document = new_word()
    document.add_heading("证明材料", 0)
    document.add_paragraph(a["company"])
    for i, name in enumerate(("营业执照复印件", "质量管理体系认证证书", "近三年审计报告摘要", "所获荣誉"), 1):
        document.add_paragraph(f"{i}. {name}")
    return word_bytes(document)
