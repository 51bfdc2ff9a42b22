#!/usr/bin/env python3
"""Draws the sheets of same_sheet_test.py: own.jpg, the same saved again smaller (again.jpg), and the same letter of another
company, as another scan of another sheet (other.jpg). Everything is invented. Run with Debian's Python: /usr/bin/python3 make.py"""

import io
import pathlib
import sys

import numpy
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "samples"))

from scan import WIDTH, Sheet, jpeg, put_seal, scanned, seal  # noqa: E402

WORDS = ("本单位自愿申报2021年全国质量标杆，郑重承诺所提交的全部申报材料真实、准确、完整，不存在弄虚作假、侵犯他人知识产权等行为，"
         "近三年未发生重大质量、安全、环境事故。如有不实，愿意承担由此产生的一切法律责任。本承诺书自签字盖章之日起生效。")


def letter(company, person, angle, rng):
    sheet = Sheet("song")
    sheet.text(WIDTH // 2, 220, "承 诺 书", size=60, anchor="ma")
    sheet.paragraph(180, 420, 1300, "　　" + WORDS, size=38, leading=1.9)
    sheet.text(640, 1500, "承诺单位（盖章）：" + company, size=36)
    sheet.text(640, 1600, "法定代表人：" + person, size=36)
    sheet.text(640, 1700, "2021年6月8日", size=36)
    put_seal(sheet.image, seal(company, rng, angle=angle), 930, 1560)
    return sheet.image


def smaller(image, share):
    return image.resize((round(image.width * share), round(image.height * share)), Image.LANCZOS)


def main():
    rng = numpy.random.default_rng(11)
    own = smaller(scanned(letter("滨湾试验仪器仪表有限公司", "周试用", 4, rng), rng), 0.6)
    other = smaller(scanned(letter("德陵比方新能源材料有限公司", "吴样板", 4, rng), rng), 0.6)
    first = jpeg(own, 60)
    (HERE / "own.jpg").write_bytes(first)
    (HERE / "again.jpg").write_bytes(jpeg(smaller(Image.open(io.BytesIO(first)).convert("RGB"), 0.8), 45))
    (HERE / "other.jpg").write_bytes(jpeg(other, 60))


main()
