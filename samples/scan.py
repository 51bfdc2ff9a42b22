"""Paper: a page drawn with Pillow, a seal put on it, and what printing, scanning or a telephone does to both."""
import io
import math

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

DPI = 200
WIDTH, HEIGHT = 1654, 2339  # A4 at 200 dpi
FONTS = {
    "song": ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    "song-bold": ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", 2),
    "hei": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    "hei-bold": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2),
    "wqy": ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    "ming": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
}
INK = (28, 28, 32)
SEAL_RED = (205, 38, 44)


def font(name, size):
    path, index = FONTS[name]
    return ImageFont.truetype(path, size, index=index)


def wrap(text, face, width):
    """Lines of at most `width` pixels; Chinese breaks anywhere, but no line begins with a closing mark."""
    lines, line = [], ""
    for character in text:
        if character == "\n" or (face.getlength(line + character) > width and character not in "，。、；：）》”"):
            lines.append(line)
            line = ""
        if character != "\n":
            line += character
    return lines + [line]


class Sheet:
    """A page being written."""

    def __init__(self, face, width=WIDTH, height=HEIGHT):
        self.image = Image.new("RGB", (width, height), (255, 255, 255))
        self.draw = ImageDraw.Draw(self.image)
        self.face = face

    def text(self, x, y, words, size=34, face=None, anchor="la"):
        self.draw.text((x, y), words, INK, font(face or self.face, size), anchor=anchor)

    def paragraph(self, x, y, width, words, size=34, leading=1.6):
        face = font(self.face, size)
        for line in wrap(words, face, width):
            self.draw.text((x, y), line, INK, face)
            y += int(size * leading)
        return y

    def cell(self, x, y, width, height, words, size=32, centred=False, top=False):
        self.draw.rectangle((x, y, x + width, y + height), outline=INK, width=2)
        face = font(self.face, size)
        lines = wrap(words, face, width - 28)
        step = int(size * 1.35)
        line_y = y + 18 if top else y + (height - step * len(lines)) // 2
        for line in lines:
            line_x = x + (width - face.getlength(line)) / 2 if centred else x + 14
            self.draw.text((line_x, line_y), line, INK, face)
            line_y += step


def star(draw, centre, radius, colour):
    points = []
    for i in range(10):
        angle = -math.pi / 2 + i * math.pi / 5
        length = radius if i % 2 == 0 else radius * 0.382
        points.append((centre + length * math.cos(angle), centre + length * math.sin(angle)))
    draw.polygon(points, fill=colour)


def seal(company, rng, diameter=330, angle=0.0, face="song-bold", worn=0.22):
    """A round company seal (GA 241: 42 mm, the name along the ring, a star) as a red picture with transparency."""
    scale = 2
    size = diameter * scale
    mask = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((6, 6, size - 7, size - 7), outline=255, width=size // 42)
    star(draw, size / 2, size * 0.145, 255)
    glyphs = font(face, int(size * (0.138 if len(company) <= 11 else 0.122 if len(company) <= 13 else 0.104)))
    span = min(math.radians(250), math.radians(23) * (len(company) - 1))
    ring = size * 0.37
    for i, character in enumerate(company):
        turn = -span / 2 + span * i / max(1, len(company) - 1)
        glyph = Image.new("L", (size // 5, size // 5), 0)
        ImageDraw.Draw(glyph).text((size // 10, size // 10), character, 255, glyphs, anchor="mm")
        glyph = glyph.resize((int(glyph.width * 0.9), int(glyph.height * 1.06)))  # seals write tall and narrow
        glyph = glyph.rotate(-math.degrees(turn), resample=Image.BICUBIC, expand=True)
        x = size / 2 + ring * math.sin(turn) - glyph.width / 2
        y = size / 2 - ring * math.cos(turn) - glyph.height / 2
        mask.paste(255, (int(x), int(y)), glyph)
    mask = mask.rotate(angle, resample=Image.BICUBIC).resize((diameter, diameter), Image.LANCZOS)
    patches = Image.fromarray((rng.random((diameter // 6, diameter // 6)) * 255).astype("uint8"))
    patches = numpy.asarray(patches.resize((diameter, diameter), Image.BICUBIC)).astype(float) / 255
    ink = numpy.asarray(mask).astype(float) * (1 - worn * patches)
    stamp = Image.new("RGBA", (diameter, diameter), SEAL_RED + (0,))
    stamp.putalpha(Image.fromarray(ink.clip(0, 255).astype("uint8")))
    return stamp


def put_seal(page, stamp, x, y):
    """Ink on paper darkens: what is printed shows through the seal."""
    box = (x, y, x + stamp.width, y + stamp.height)
    under = numpy.asarray(page.crop(box)).astype(float)
    alpha = numpy.asarray(stamp.getchannel("A")).astype(float)[..., None] / 255
    red = numpy.array(SEAL_RED, float)
    mixed = under * (1 - alpha) + (under / 255 * red) * alpha
    page.paste(Image.fromarray(mixed.clip(0, 255).astype("uint8")), (x, y))


def noise(image, rng, strength):
    """Grain of a scanner: a little coarser than a pixel, the same in all colours."""
    height, width = image.height, image.width
    grain = rng.normal(0, strength, (height // 2 + 1, width // 2 + 1))
    grain = numpy.asarray(Image.fromarray(grain.astype("float32")).resize((width, height), Image.BILINEAR))
    pixels = numpy.asarray(image).astype("float32") + (grain[..., None] if image.mode == "RGB" else grain)
    return Image.fromarray(pixels.clip(0, 255).astype("uint8"))


def scanned(page, rng, grey=False, turned=0, tilt=0.4):
    """As a flatbed scanner sees it: a little askew, soft, off-white; or grey; or turned by quarter circles."""
    paper = (247, 246, 243)
    page = page.rotate(tilt, resample=Image.BICUBIC, fillcolor=(255, 255, 255))
    page = page.filter(ImageFilter.GaussianBlur(0.7))
    pixels = numpy.asarray(page).astype(float) / 255 * numpy.array(paper, float)
    shade = numpy.linspace(0.985, 1.0, page.width)[None, :, None] * numpy.linspace(1.0, 0.985, page.height)[:, None, None]
    page = Image.fromarray((pixels * shade).clip(0, 255).astype("uint8"))
    if grey:
        page = page.convert("L")
    page = noise(page, rng, 1.0)
    return page.rotate(90 * turned, expand=True) if turned else page


def perspective(source, target):
    """Coefficients for Image.transform: where each pixel of the target comes from."""
    rows = []
    for (sx, sy), (tx, ty) in zip(source, target):
        rows.append([tx, ty, 1, 0, 0, 0, -sx * tx, -sx * ty])
        rows.append([0, 0, 0, tx, ty, 1, -sy * tx, -sy * ty])
    return numpy.linalg.solve(numpy.array(rows, float), numpy.array(source, float).reshape(8))


def photographed(page, rng, width=1500, height=2000):
    """As a telephone sees it: from a slant, on a desk, with light from one side."""
    corners = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    seen = [(118, 96), (width - 92, 70), (width - 48, height - 84), (60, height - 120)]
    coefficients = perspective(corners, seen)
    desk = Image.new("RGB", (width, height), (112, 92, 74))
    paper = page.transform((width, height), Image.PERSPECTIVE, coefficients, Image.BICUBIC)
    cover = Image.new("L", page.size, 255).transform((width, height), Image.PERSPECTIVE, coefficients, Image.BICUBIC)
    desk.paste(paper, (0, 0), cover)
    light = numpy.linspace(1.0, 0.72, width)[None, :] * numpy.linspace(0.96, 0.88, height)[:, None]
    warm = numpy.array([1.0, 0.97, 0.9])
    pixels = numpy.asarray(desk).astype(float) * light[..., None] * warm
    desk = Image.fromarray(pixels.clip(0, 255).astype("uint8")).filter(ImageFilter.GaussianBlur(0.8))
    return noise(desk, rng, 2.5)


def jpeg(image, quality=55, progressive=False):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, dpi=(DPI, DPI), optimize=True, progressive=progressive)
    return out.getvalue()


def pdf_of_scans(pictures):
    """A PDF with one JPEG a page, as scanners write it. `pictures`: (jpeg bytes, width, height, colour space)."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for data, width, height, space in pictures:
        page = len(objects) + 1
        kids.append(f"{page} 0 R")
        box = f"[0 0 {width * 72 / DPI:.2f} {height * 72 / DPI:.2f}]"
        draw = f"q {width * 72 / DPI:.2f} 0 0 {height * 72 / DPI:.2f} 0 0 cm /Im0 Do Q".encode()
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {page + 1} 0 R "
                       f"/Resources << /XObject << /Im0 {page + 2} 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n" % len(draw) + draw + b"\nendstream")
        objects.append(f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /{space} "
                       f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(data)} >>\nstream\n".encode() + data +
                       b"\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


def scan_pdf(images, quality=55, progressive=False):
    return pdf_of_scans([(jpeg(image, quality, progressive), image.width, image.height,
                          "DeviceGray" if image.mode == "L" else "DeviceRGB") for image in images])
