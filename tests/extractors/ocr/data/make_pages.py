#!/usr/bin/python3
"""Draws the pages that the tests of the picture readers read. All names and numbers are invented.

    make_pages.py OCR_DATA_FOLDER SEAL_DATA_FOLDER
"""
import math
import sys

from PIL import Image, ImageDraw, ImageFont

SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
BOLD = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
RED = (214, 40, 44)


def font(size, path=SERIF):
    return ImageFont.truetype(path, size, index=2)


def cell(draw, box, text):
    draw.rectangle(box, outline=(30, 30, 30), width=2)
    draw.text((box[0] + 14, box[1] + 12), text, font=font(29), fill=(30, 30, 30))


def form():
    page = Image.new("RGB", (1240, 900), (250, 250, 248))
    draw = ImageDraw.Draw(page)
    draw.text((420, 60), "设备登记表", font=font(48), fill=(20, 20, 20))
    x, y = [100, 360, 680, 880, 1140], [160, 230, 300, 370, 600]
    cell(draw, (x[0], y[0], x[1], y[1]), "单位名称")
    cell(draw, (x[1], y[0], x[4], y[1]), "青禾市云岭机床制造有限公司")
    cell(draw, (x[0], y[1], x[1], y[2]), "登记编号")
    cell(draw, (x[1], y[1], x[2], y[2]), "3056871")
    cell(draw, (x[2], y[1], x[3], y[2]), "联系电话")
    cell(draw, (x[3], y[1], x[4], y[2]), "0399-5562718")
    cell(draw, (x[0], y[2], x[1], y[4]), "备注")
    cell(draw, (x[1], y[2], x[2], y[3]), "金额（万元）")
    cell(draw, (x[2], y[2], x[4], y[3]), "12,480.56")
    cell(draw, (x[1], y[3], x[4], y[4]), "设备完好，同意登记。")
    return page


def letter():
    page = Image.new("RGB", (1240, 800), (250, 250, 248))
    draw = ImageDraw.Draw(page)
    draw.text((500, 80), "情况说明", font=font(52), fill=(20, 20, 20))
    for i, line in enumerate(["　　本单位的设备均在规定的期限内完成了检验，检验结果真实", "有效，没有发生安全事故。", "　　特此说明。"]):
        draw.text((150, 220 + 56 * i), line, font=font(34), fill=(30, 30, 30))
    draw.text((700, 480), "2020年3月18日", font=font(34), fill=(30, 30, 30))
    return page


def paragraph(title, lines, code=""):
    """A paragraph of six lines, the last of them short."""
    page = Image.new("L", (1240, 900), 250)
    draw = ImageDraw.Draw(page)
    draw.text((620 - 26 * len(title), 60), title, font=font(52), fill=20)
    draw.text((150, 150), code, font=font(34), fill=30)
    for i, line in enumerate(lines):
        draw.text((150, 220 + 56 * i), line, font=font(34), fill=30)
    draw.text((700, 680), "2020年3月18日", font=font(34), fill=30)
    return page


def long_letter():
    return paragraph("承诺书", ["　　青禾市云岭机床制造有限公司郑重承诺：本单位的设备均在规", "定的期限内完成了检验，没有发生安全事故。本单位每年都组织",
                             "职工学习安全生产的规定，对车间里的机床逐台检查，查出的问", "题当天登记，三天之内整改完毕，并由专人复查后签字。仓库和",
                             "配电室另有值班制度，夜间每两个小时巡视一次，并留有记录。", "以上情况属实，愿承担相应责任。"],
                     "统一社会信用代码：91350100M000100Y43")


def long_text():
    return paragraph("质量追溯管理典型经验", ["　　近年来车间推行质量追溯，每一道工序都有记录，每一台机床", "都有档案。操作人员开工之前先核对图纸和工装，加工过程当中",
                                    "按规定的次数测量尺寸，把结果写进卡片。检验人员收到零件以", "后先看卡片，再用量具复核，不合格的零件当场隔离，并由技术",
                                    "人员分析原因。每个月底汇总一次，把反复出现的问题列为课题，", "由班组认领。"])


def unruled():
    """A form of labels, colons and values on one line each; two on the second."""
    page = Image.new("RGB", (1240, 700), (250, 250, 248))
    draw = ImageDraw.Draw(page)
    draw.text((420, 60), "设备登记表", font=font(48), fill=(20, 20, 20))
    for i, line in enumerate(["单位名称：青禾市云岭机床制造有限公司", "登记编号：3056871　　　　　　　联系电话：0399-5562718",
                              "统一社会信用代码：91350100M000100Y43", "电子邮箱：yunling.jc@example.cn"]):
        draw.text((150, 180 + 70 * i), line, font=font(32), fill=(30, 30, 30))
    return page


def certificate():
    """A page of Roman letters, as proofs from abroad are."""
    page = Image.new("L", (1240, 900), 250)
    draw = ImageDraw.Draw(page)
    draw.text((380, 60), "Certificate of Conformity", font=font(44), fill=20)
    for i, line in enumerate(["This is to certify that the quality management system of the", "Example Machinery Company has been assessed and found to be",
                              "in accordance with the requirements of the standard for the", "design, development and production of precision instruments.",
                              "The validity of this document depends on yearly surveillance", "by the body that has issued it; a copy without the signature",
                              "below and the printed number does not have any legal effect.", "Further clarifications regarding the scope may be obtained by",
                              "consulting the organisation named above."]):
        draw.text((110, 180 + 52 * i), line, font=font(32), fill=30)
    return page


def ring(page, cx, cy, r, name, colour, ry=None, size=46):
    """A seal: a ring, a star, a name along the ring with its gap at the bottom."""
    ry = ry or r
    draw = ImageDraw.Draw(page)
    draw.ellipse((cx - r, cy - ry, cx + r, cy + ry), outline=colour, width=max(5, r // 26))
    points = []
    for i in range(10):
        a, d = -math.pi / 2 + i * math.pi / 5, r * (0.3 if i % 2 == 0 else 0.12)
        points.append((cx + d * math.cos(a), cy + d * math.sin(a)))
    draw.polygon(points, fill=colour)
    sweep = 270
    for i, c in enumerate(name):
        angle = -sweep / 2 + sweep * i / (len(name) - 1)
        glyph = Image.new("L", (size + 24, size + 24), 0)
        ImageDraw.Draw(glyph).text((12, 4), c, font=font(size, BOLD), fill=255)
        glyph = glyph.rotate(-angle, resample=Image.BICUBIC)
        a = math.radians(angle)
        gx, gy = cx + (r * 0.77) * math.sin(a), cy - (ry * 0.77) * math.cos(a)
        page.paste(colour, (int(gx - glyph.width / 2), int(gy - glyph.height / 2)), glyph)


def stamped(colour=RED, oval=False, mode="RGB"):
    page = letter()
    ring(page, 800, 500, 170, "青禾市云岭机床制造有限公司", colour, ry=120 if oval else None, size=44 if not oval else 34)
    return page.convert(mode)


def letterhead():
    page = letter()
    draw = ImageDraw.Draw(page)
    draw.text((300, 8), "青禾市登记处文件", font=font(72, BOLD), fill=RED)
    draw.rectangle((120, 130, 1120, 136), fill=RED)
    draw.ellipse((120, 10, 220, 110), fill=RED)  # a logo
    return page


def main():
    ocr, seal = sys.argv[1:3]
    form().convert("L").quantize(16).save(f"{ocr}/form.png", optimize=True)
    form().rotate(180).convert("L").quantize(16).save(f"{ocr}/form_upside_down.png", optimize=True)
    form().rotate(90, expand=True).convert("L").quantize(16).save(f"{ocr}/form_sideways.png", optimize=True)
    unruled().convert("L").quantize(16).save(f"{ocr}/unruled.png", optimize=True)
    letter().convert("L").quantize(16).save(f"{ocr}/letter.png", optimize=True)
    long_letter().quantize(8).save(f"{ocr}/long_letter.png", optimize=True)
    long_text().quantize(8).save(f"{ocr}/long_text.png", optimize=True)
    for turned, name in ((0, ""), (90, "_sideways"), (180, "_upside_down"), (270, "_other_side")):
        certificate().rotate(turned, expand=True).quantize(8).save(f"{ocr}/roman{name}.png", optimize=True)
    stamped().quantize(32).save(f"{seal}/round.png", optimize=True)
    stamped(oval=True).quantize(32).save(f"{seal}/oval.png", optimize=True)
    stamped(colour=(110, 110, 110), mode="L").quantize(16).save(f"{seal}/grey.png", optimize=True)
    letterhead().quantize(32).save(f"{seal}/letterhead.png", optimize=True)


if __name__ == "__main__":
    main()
