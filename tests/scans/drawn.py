"""Sheets before they are printed: forms with rules of many kinds and without any, letters. Lengths in millimetres, type in points."""
from PIL import Image, ImageDraw, ImageFont

YEARS = ("2018", "2019", "2020")
PLEDGE = ("自愿申报2021年全国质量标杆，现郑重承诺：所提交的推荐表、申报材料和证明材料真实、合法、有效，不涉及国家秘密和商业秘密；"
          "近三年未发生重大质量、安全、环保等事故，无违法违规和失信行为。如有不实，愿承担相应责任。")

# name: (file, index in the collection, the Debian package)
FACES = {
    "song": ("NotoSerifCJK-Regular.ttc", 2, "fonts-noto-cjk"), "song-bold": ("NotoSerifCJK-Bold.ttc", 2, "fonts-noto-cjk"),
    "hei": ("NotoSansCJK-Regular.ttc", 2, "fonts-noto-cjk"), "hei-bold": ("NotoSansCJK-Bold.ttc", 2, "fonts-noto-cjk"),
    "wqy": ("wqy-zenhei.ttc", 0, "fonts-wqy-zenhei"), "micro": ("wqy-microhei.ttc", 0, "fonts-wqy-microhei"),
    "ming": ("uming.ttc", 0, "fonts-arphic-uming"), "kai": ("ukai.ttc", 0, "fonts-arphic-ukai"),
    "gbsong": ("gbsn00lp.ttf", 0, "fonts-arphic-gbsn00lp"), "gbkai": ("gkai00mp.ttf", 0, "fonts-arphic-gkai00mp"),
    "wenkai": ("LXGWWenKai-Regular.ttf", 0, "fonts-lxgw-wenkai"),
}
# Faces of labels and of values: one for both, or mixed.
COMBINATIONS = [("song", "song"), ("hei", "song"), ("hei-bold", "kai"), ("kai", "kai"), ("gbsong", "gbsong"), ("micro", "gbkai"),
                ("song-bold", "micro"), ("wqy", "ming"), ("song", "wenkai"), ("ming", "hei")]


class Faces:
    """Finds the files of fonts below the folders given, and keeps what it opened."""

    def __init__(self, folders):
        self.files = {path.name: path for folder in folders for path in sorted(folder.rglob("*.tt[cf]"))}
        self.opened = {}
        absent = sorted({package for file, _, package in FACES.values() if file not in self.files})
        if absent:
            raise SystemExit("fonts are missing: apt-get install " + " ".join(absent))

    def get(self, name, size):
        file, index, _ = FACES[name]
        return self.opened.setdefault((name, size), ImageFont.truetype(str(self.files[file]), size, index=index))


def pieces(words):
    """What a line may be broken between: single Chinese characters, whole runs of Latin letters and figures."""
    out = []
    for c in words:
        if out and c.isascii() and not c.isspace() and out[-1][-1].isascii() and not out[-1][-1].isspace():
            out[-1] += c
        else:
            out.append(c)
    return out


def wrap(words, font, width):
    lines, line = [], ""
    for piece in pieces(words):
        while font.getlength(piece) > width:
            cut = next((i for i in range(len(piece), 0, -1) if font.getlength(line + piece[:i]) <= width), 0)
            lines.append(line + piece[:cut])
            line, piece = "", piece[cut:] if cut or line == "" else piece
        if piece == "\n" or (font.getlength(line + piece) > width and piece not in "，。、；：）”"):
            lines.append(line)
            line = ""
        line += piece if piece != "\n" else ""
    return lines + [line]


class Sheet:
    def __init__(self, faces, pair, dpi, size=10.5, ink=(25, 25, 30)):
        self.faces, self.pair, self.dpi, self.size, self.ink = faces, pair, dpi, size, ink
        self.image = Image.new("RGB", (self.px(210), self.px(297)), (255, 255, 255))
        self.draw = ImageDraw.Draw(self.image)
        self.edges = set()
        self.spot = None  # where a seal belongs: middle, in pixels

    def px(self, mm):
        return round(mm * self.dpi / 25.4)

    def font(self, size=None, value=False, face=None):
        return self.faces.get(face or self.pair[value], round((size or self.size) * self.dpi / 72))

    def text(self, x, y, words, size=None, value=False, face=None, anchor="la"):
        self.draw.text((self.px(x), self.px(y)), words, self.ink, self.font(size, value, face), anchor=anchor)

    def paragraph(self, x, y, width, words, size=None, leading=1.6):
        font = self.font(size, True)
        step = (size or self.size) * leading * 25.4 / 72
        for line in wrap(words, font, self.px(width)):
            self.draw.text((self.px(x), self.px(y)), line, self.ink, font)
            y += step
        return y

    def height_of(self, words, width, value):
        return len(wrap(words, self.font(None, value), self.px(width - 3))) * self.size * 1.35 * 25.4 / 72 + 3.4

    def cell(self, x, y, width, height, words, value=False, centred=False, top=False):
        left, up, right, down = self.px(x), self.px(y), self.px(x + width), self.px(y + height)
        self.edges |= {(left, up, right, up), (left, down, right, down), (left, up, left, down), (right, up, right, down)}
        font = self.font(None, value)
        lines = wrap(words, font, right - left - self.px(3)) if words else []
        step = self.px(self.size * 1.35 * 25.4 / 72)
        at = up + self.px(1.8) if top else up + (down - up - step * len(lines)) // 2 + step // 8
        for line in lines:
            self.draw.text((left + ((right - left - font.getlength(line)) / 2 if centred else self.px(1.5)), at), line, self.ink, font)
            at += step

    def rule(self, kind, rng):
        """Draws the rules of all cells: thin, thick, double, faint, broken."""
        wide = max(1, self.px(0.5 if kind == "thick" else 0.2))
        colour = {"faint": (178, 178, 180), "none": None}.get(kind, self.ink)
        if not colour or not self.edges:
            return
        outer = (min(e[0] for e in self.edges), min(e[1] for e in self.edges), max(e[2] for e in self.edges), max(e[3] for e in self.edges))
        for edge in sorted(self.edges):
            for part in broken(edge, rng) if kind == "broken" else [edge]:
                self.draw.line(part, colour, wide)
        if kind == "double":
            grown = self.px(0.8)
            self.draw.rectangle((outer[0] - grown, outer[1] - grown, outer[2] + grown, outer[3] + grown), outline=colour, width=max(2, wide))


def broken(edge, rng):
    """A rule as a worn print shows it: with gaps."""
    out, at = [], 0.0
    while at < 1:
        end = min(1.0, at + rng.uniform(0.1, 0.6))
        x0, y0, x1, y1 = edge
        out.append((x0 + (x1 - x0) * at, y0 + (y1 - y0) * at, x0 + (x1 - x0) * end, y0 + (y1 - y0) * end))
        at = end + rng.uniform(0.004, 0.03)
    return out


def amounts(a, unit):
    """The series as they are printed, in 万元 or 元."""
    factor = 10000 if unit == "元" else 1
    return [[f"{v * factor:,.2f}" for v in a[key]] for key in ("revenue", "profit")]


def pairs_of(a, style):
    names = style["names"]
    return {key: (names[key], a[key if key != "company" else "form_company"]) for key in
            ("company", "uscc", "number", "address", "legal", "contact", "phone", "mobile", "email", "title")}


NAMES = {"company": ["企业名称", "单位名称", "申报单位", "企业全称"], "uscc": ["统一社会信用代码", "社会信用代码", "统一社会\n信用代码"],
         "number": ["申报编号", "编号"], "address": ["通讯地址", "通信地址", "详细地址", "单位地址"], "legal": ["法定代表人", "法人代表"],
         "contact": ["联系人", "联系人姓名"], "phone": ["联系电话", "固定电话", "办公电话"], "mobile": ["手机", "手机号码", "移动电话"],
         "email": ["电子邮箱", "邮箱", "E-mail"], "title": ["标杆名称", "经验名称", "典型经验名称"]}
# Rows of a ruled form: keys side by side.
ARRANGEMENTS = {
    "single": [["company"], ["uscc"], ["number"], ["address"], ["legal"], ["contact"], ["phone"], ["mobile"], ["email"], ["title"]],
    "double": [["company", "number"], ["uscc"], ["address"], ["legal", "contact"], ["phone", "mobile"], ["email"], ["title"]],
    "triple": [["company"], ["uscc", "number"], ["address"], ["legal", "contact", "number2"], ["phone", "mobile"], ["email"], ["title"]],
    "grouped": [["company"], ["uscc"], ["number", "legal"], ["address"], ["contact", "mobile"], ["phone", "email"], ["title"]],
}


def ruled(sheet, a, style, rng):
    rows = pairs_of(a, style)
    rows["number2"] = ("企业规模", rng.choice(("大型", "中型", "小型")))
    x, y, width, label = style["left"], style["top"], 210 - 2 * style["left"], style["label"]
    group = 9 if style["arrangement"] == "grouped" else 0
    begin = y
    for at, keys in enumerate(ARRANGEMENTS[style["arrangement"]]):
        if group and at == 4:
            sheet.cell(x, begin, group, y - begin, "企业基本信息", centred=True)
            begin = y
        share = (width - group) / len(keys)
        narrow = min(label, share * (0.46 if len(keys) == 2 else 0.5)) if len(keys) > 1 else label
        high = max([style["row"]] + [max(sheet.height_of(rows[k][0], narrow, False), sheet.height_of(rows[k][1], share - narrow, True)) for k in keys])
        for i, key in enumerate(keys):
            sheet.cell(x + group + i * share, y, narrow, high, rows[key][0], centred=style["centred"])
            sheet.cell(x + group + i * share + narrow, y, share - narrow, high, rows[key][1], True, top=style["cell_top"])
        y += high
    if group:
        sheet.cell(x, begin, group, y - begin, "联系方式", centred=True)
    y = series(sheet, a, style, x, y, width)
    high = max(24, sheet.height_of("    " + a["intro"], width - label, True))
    sheet.cell(x, y, label, high, "主要内容", centred=style["centred"])
    sheet.cell(x + label, y, width - label, high, "    " + a["intro"], True, top=True)
    y += high
    high = min(52, max(34, 285 - y))
    sheet.cell(x, y, label, high, "推荐单位\n意见" if label < 28 else "推荐单位意见", centred=style["centred"])
    sheet.cell(x + label, y, width - label, high, "同意推荐。", True, top=True)
    right = x + width - 52
    sheet.text(right, y + high - 15, "（盖章）", value=True)
    sheet.text(right - 4, y + high - 8, a["signed"], value=True)
    sheet.spot = (sheet.px(right + 8), sheet.px(y + high - 15))
    sheet.rule(style["rules"], rng)


def series(sheet, a, style, x, y, width):
    kind, unit, label, row = style["series"], style["unit"], style["label"], max(7.5, style["row"] * 0.8)
    revenue, profit = amounts(a, unit)
    named = f"（{unit}）"
    if kind == "columns":  # unit in the head, years in columns
        lines = [["指标" + named] + [year + "年" for year in YEARS], ["营业收入"] + revenue, ["利润总额"] + profit]
    elif kind == "labels":  # unit in the label
        lines = [["年度"] + list(YEARS), ["营业收入" + named] + revenue, ["利润总额" + named] + profit]
    elif kind == "rows":  # years down
        lines = [["年度", "营业收入" + named, "利润总额" + named]] + [[year + "年", r, p] for year, r, p in zip(YEARS, revenue, profit)]
    else:  # one cell holds all years
        for name, values in (("营业收入", revenue), ("利润总额", profit)):
            words = "；".join(f"{year}年：{value}" for year, value in zip(YEARS, values))
            high = max(style["row"], sheet.height_of(words, width - label, True), sheet.height_of(name + named, label, False))
            sheet.cell(x, y, label, high, name + named, centred=style["centred"])
            sheet.cell(x + label, y, width - label, high, words, True)
            y += high
        return y
    for i, line in enumerate(lines):
        high = max([row] + [sheet.height_of(words, label if j == 0 else (width - label) / (len(line) - 1), False) for j, words in enumerate(line)])
        for j, words in enumerate(line):
            column = (width - label) / (len(line) - 1)
            sheet.cell(x if j == 0 else x + label + (j - 1) * column, y, label if j == 0 else column, high, words, i > 0 and j > 0, centred=True)
        y += high
    return y


def unruled(sheet, a, style, rng):
    """`企业名称：…` line by line, the value underlined or not; the series as a small table or in words."""
    rows, y, x = pairs_of(a, style), style["top"], style["left"] + 4
    step = style["row"] + 1
    arrangement = ARRANGEMENTS["double" if style["arrangement"] in ("double", "triple") else "single"]
    for keys in arrangement:
        for i, key in enumerate(keys):
            name, value = rows[key][0].replace("\n", "") + "：", rows[key][1]
            at = x + i * (194 - 2 * style["left"]) / len(keys)
            room = (194 - 2 * style["left"]) / len(keys) - 2
            begin = sheet.font().getlength(name) / sheet.px(1)
            sheet.text(at, y, name)
            lines = wrap(value, sheet.font(None, True), sheet.px(room - begin - 1))
            for n, line in enumerate(lines):
                sheet.text(at + begin, y + n * 6, line, value=True)
            if style["underlined"]:
                under = y + len(lines) * 6 - 1.2
                sheet.draw.line((sheet.px(at + begin), sheet.px(under), sheet.px(at + room), sheet.px(under)), sheet.ink, 1)
        y += max(step, max(len(wrap(rows[k][1], sheet.font(None, True), sheet.px(150 / len(keys)))) for k in keys) * 6 + 2)
    if style["series"] == "inline":
        for name, values in zip(("营业收入", "利润总额"), amounts(a, style["unit"])):
            sheet.text(x, y, f"{name}（{style['unit']}）：" + "  ".join(f"{year}年{value}" for year, value in zip(YEARS, values)))
            y += step
    else:
        y = series(sheet, a, style, x, y, 202 - 2 * x) + 4
        sheet.rule(style["rules"] if style["rules"] != "none" else "thin", rng)
    y = sheet.paragraph(x, y, 202 - 2 * x, "主要内容：" + a["intro"])
    y = max(y + 14, 215)
    sheet.text(x, y, "推荐单位意见：同意推荐。")
    sheet.text(128, y + 14, "（盖章）")
    sheet.text(124, y + 22, a["signed"], value=True)
    sheet.spot = (sheet.px(140), sheet.px(y + 15))


def form(faces, a, style, rng):
    """The recommendation form of applicant `a`; `style` says how it looks."""
    sheet = Sheet(faces, style["faces"], style["dpi"], style["size"])
    if style["top"] > 40:
        sheet.text(style["left"], 14, "附件1", 12)
    sheet.text(105, style["top"] - 18, style["heading"], 18, face="hei-bold" if style["heading_bold"] else "song-bold", anchor="ma")
    (unruled if style["rules"] == "none" else ruled)(sheet, a, style, rng)
    return sheet


def letter(faces, a, style):
    sheet = Sheet(faces, style["faces"], style["dpi"], 14)
    sheet.text(105, 34, rng_heading(style), 22, face="song-bold", anchor="ma")
    words = f"    {a['company']}（统一社会信用代码：{a['uscc']}）" if style["series"] != "rows" else f"    本单位{a['company']}"
    y = sheet.paragraph(28, 56, 154, words + PLEDGE, 14, 1.75)
    sheet.text(88, y + 16, f"承诺单位（盖章）：" if style["series"] == "rows" else "单位名称（公章）：")
    y = sheet.paragraph(88, y + 25, 96, a["company"])
    sheet.text(88, y + 4, f"法定代表人（签字）：{a['legal']}")
    sheet.text(110, y + 14, a["signed"], value=True)
    sheet.spot = (sheet.px(132), sheet.px(y + 2))
    return sheet


def rng_heading(style):
    return "承 诺 书" if style["series"] in ("rows", "inline") else "承诺书"


def style_of(rng, dpi, index):
    series_kind = ("columns", "labels", "rows", "inline")[index % 4]
    rules = ("thin", "thin", "thick", "double", "faint", "broken", "none")[index % 7]
    return {"dpi": dpi, "faces": COMBINATIONS[index % len(COMBINATIONS)], "names": {k: rng.choice(v) for k, v in NAMES.items()},
            "arrangement": list(ARRANGEMENTS)[(index // 2) % 4], "series": series_kind, "unit": "元" if index % 11 == 5 else "万元", "rules": rules,
            "left": rng.uniform(16, 26), "top": rng.choice((38, 46)), "label": rng.uniform(26, 44), "row": rng.uniform(8.5, 12.5),
            "size": rng.choice((10.5, 11, 12)), "centred": rng.random() < 0.6, "cell_top": rng.random() < 0.25, "underlined": rng.random() < 0.6,
            "heading": rng.choice(("2021年全国质量标杆推荐表", "全国质量标杆推荐表（2021年）", "2021年全国质量标杆申报推荐表")),
            "heading_bold": rng.random() < 0.5}
