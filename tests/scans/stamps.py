"""Seals as they are stamped, and red things that are none. Everything returns a mask: 255 where there is ink."""
import math

import numpy
from PIL import Image, ImageDraw

REDS = [(205, 35, 45), (190, 25, 35), (222, 60, 70), (214, 52, 36), (176, 30, 48)]


def star(draw, x, y, radius):
    points = []
    for i in range(10):
        length, angle = radius if i % 2 == 0 else radius * 0.382, -math.pi / 2 + i * math.pi / 5
        points.append((x + length * math.cos(angle), y + length * math.sin(angle)))
    draw.polygon(points, fill=255)


def glyph(faces, face, character, size, narrow, turn):
    tile = Image.new("L", (size * 2, size * 2), 0)
    ImageDraw.Draw(tile).text((size, size), character, 255, faces.get(face, size), anchor="mm")
    tile = tile.resize((max(1, int(tile.width * narrow)), tile.height), Image.LANCZOS)
    return tile.rotate(-math.degrees(turn), resample=Image.BICUBIC, expand=True)


def along(mask, faces, face, words, rx, ry, size, span, narrow=0.85, upside=False):
    """Words along an ellipse round the middle, by equal steps of arc; `span` in degrees."""
    angles = numpy.linspace(-math.radians(span) / 2, math.radians(span) / 2, 721)
    x, y = rx * numpy.sin(angles), -ry * numpy.cos(angles)
    length = numpy.concatenate([[0], numpy.cumsum(numpy.hypot(numpy.diff(x), numpy.diff(y)))])
    for i, character in enumerate(words if not upside else words[::-1]):
        at = numpy.interp(length[-1] * i / max(1, len(words) - 1), length, angles)
        gx, gy = rx * math.sin(at), -ry * math.cos(at)
        normal = math.atan2(gx / (rx * rx), -gy / (ry * ry))
        if upside:
            gy, normal = -gy, -normal
        tile = glyph(faces, face, character, size, narrow, normal)
        mask.paste(255, (int(mask.width / 2 + gx - tile.width / 2), int(mask.height / 2 + gy - tile.height / 2)), tile)


def round_seal(faces, name, px, rng, face="song-bold", kind=""):
    """GA 241: a ring, the name along it, a star; sometimes a code below or a kind of seal across."""
    mask = Image.new("L", (px, px), 0)
    draw = ImageDraw.Draw(mask)
    edge = rng.uniform(0.022, 0.032)
    draw.ellipse((3, 3, px - 4, px - 4), outline=255, width=int(px * edge))
    if rng.random() < 0.15:
        draw.ellipse((int(px * 0.045), int(px * 0.045), int(px * 0.955), int(px * 0.955)), outline=255, width=max(1, int(px * 0.008)))
    star(draw, px / 2, px * (0.5 if not kind else 0.47), px * rng.uniform(0.13, 0.16))
    n = len(name)
    size = int(px * min(0.14, 2 * math.pi * 0.37 * 0.75 / n * 1.15))
    along(mask, faces, face, name, px * 0.375, px * 0.375, size, min(275, 21.5 * (n - 1)), rng.uniform(0.72, 0.92))
    if kind:
        draw.text((px / 2, px * 0.74), kind, 255, faces.get(face, int(px * 0.085)), anchor="mm")
    elif rng.random() < 0.4 and n < 17:
        along(mask, faces, "hei", "37" + "".join(str(rng.randint(0, 9)) for _ in range(11)), px * 0.42, px * 0.42, int(px * 0.05), 62, 1, True)
    return mask


def oval_seal(faces, name, px, rng, face="song-bold", kind="业务专用章"):
    high = int(px * rng.uniform(0.64, 0.74))
    mask = Image.new("L", (px, high), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((3, 3, px - 4, high - 4), outline=255, width=max(2, int(px * 0.022)))
    along(mask, faces, face, name, px * 0.39, high * 0.36, int(px * min(0.11, 1.5 / len(name))), 225, 0.8)
    draw.text((px / 2, high * 0.58), kind, 255, faces.get(face, int(px * 0.075)), anchor="mm")
    return mask


def square_seal(faces, name, px, rng, face="kai"):
    """Two or more columns from the right, as a person's or an old firm's seal has them."""
    mask = Image.new("L", (px, px), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((2, 2, px - 3, px - 3), outline=255, width=max(2, int(px * 0.035)))
    columns = 2 if len(name) <= 6 else 3 if len(name) <= 12 else 4
    down = math.ceil(len(name) / columns)
    wide, high = px * 0.86 / columns, px * 0.86 / down
    size = int(min(wide, high) * 0.95)
    for i, character in enumerate(name):
        draw.text((px * 0.93 - wide * (i // down + 0.5), px * 0.07 + high * (i % down + 0.5)), character, 255, faces.get(face, size), anchor="mm")
    return mask


def logo(faces, px, rng):
    """What stands in a letterhead: a disc, a ring with a letter, bars, a badge."""
    mask = Image.new("L", (px, px), 0)
    draw = ImageDraw.Draw(mask)
    kind = rng.randrange(4)
    if kind == 0:
        draw.ellipse((2, 2, px - 3, px - 3), fill=255)
        draw.text((px / 2, px / 2), rng.choice("鑫瑞盛华"), 0, faces.get("hei-bold", int(px * 0.55)), anchor="mm")
    elif kind == 1:
        draw.ellipse((2, 2, px - 3, px - 3), outline=255, width=int(px * 0.09))
        draw.text((px / 2, px / 2), rng.choice(("XR", "HT", "QM")), 255, faces.get("hei-bold", int(px * 0.36)), anchor="mm")
    elif kind == 2:
        for i in range(3):
            draw.polygon([(px * (0.1 + 0.28 * i), px * 0.9), (px * (0.3 + 0.28 * i), px * 0.1), (px * (0.4 + 0.28 * i), px * 0.1), (px * (0.2 + 0.28 * i), px * 0.9)], fill=255)
    else:
        draw.ellipse((2, 2, px - 3, px - 3), outline=255, width=int(px * 0.04))
        star(draw, px / 2, px / 2, px * 0.3)
    return mask


def worn(mask, rng, strength, press=0.0):
    """The share of ink that came off on the paper, 0 to 1: uneven, and less on one side."""
    noise = numpy.random.default_rng(rng.getrandbits(32))
    coarse = noise.random((9, 9)) * 0.6 + noise.random((9, 9)) * 0.4
    patches = numpy.asarray(Image.fromarray((coarse * 255).astype("uint8")).resize(mask.size, Image.BICUBIC)).astype(float) / 255
    fine = noise.random((max(2, mask.height // 2), max(2, mask.width // 2)))
    fine = numpy.asarray(Image.fromarray((fine * 255).astype("uint8")).resize(mask.size, Image.BILINEAR)).astype(float) / 255
    slope = numpy.linspace(1, 1 - press, mask.width)[None, :]
    return numpy.asarray(mask).astype(float) / 255 * (1 - strength * (0.6 * patches + 0.4 * fine)) * slope


def put(sheet, ink, x, y, colour, alpha=0.92):
    """Stamps on an RGB picture with the middle at x, y. What is printed shows through. Returns the box as shares of the
    sheet, or None where nothing fell on it."""
    left, top = int(x - ink.shape[1] / 2), int(y - ink.shape[0] / 2)
    l, t, r, b = max(0, left), max(0, top), min(sheet.width, left + ink.shape[1]), min(sheet.height, top + ink.shape[0])
    if l >= r or t >= b:
        return None
    under = numpy.asarray(sheet.crop((l, t, r, b))).astype(float)
    a = ink[t - top:b - top, l - left:r - left, None] * alpha
    mixed = under * (1 - a) + under / 255 * numpy.array(colour, float) * a
    sheet.paste(Image.fromarray(mixed.clip(0, 255).astype("uint8")), (l, t))
    return [round(v, 4) for v in (l / sheet.width, t / sheet.height, r / sheet.width, b / sheet.height)]
