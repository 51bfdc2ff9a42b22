"""What printing, scanners and telephones do to a sheet."""
import io

import numpy
from PIL import Image, ImageFilter, TiffImagePlugin

TiffImagePlugin.STRIP_SIZE = 1 << 30  # a page is one strip, as a PDF holds it

# name: resolution the sheet is drawn at
PROFILES = {"color200": 200, "color150": 150, "color300": 300, "gray200": 200, "gray3": 200, "bilevel200": 200, "bilevel300": 300,
            "sideways": 200, "sideways270": 200, "upside": 200, "skewed": 200, "photo": 300, "photo_dim": 250, "noisy": 200, "faint": 200}


def grain(pixels, noise, strength, coarse=2, colour=False):
    height, width = pixels.shape[:2]
    layers = []
    for _ in range(3 if colour and pixels.ndim == 3 else 1):
        field = noise.normal(0, strength, (height // coarse + 1, width // coarse + 1)).astype("float32")
        layers.append(numpy.asarray(Image.fromarray(field).resize((width, height), Image.BILINEAR)))
    field = layers[0] if pixels.ndim == 2 else numpy.stack(layers * (3 // len(layers)), axis=-1)
    return pixels + field


def as_image(pixels):
    return Image.fromarray(pixels.clip(0, 255).astype("uint8"))


def flatbed(page, noise, tilt=0.0, blur=0.6, strength=1.6, paper=(248, 247, 243), lift=0.0):
    """`lift`: how far black ink is lightened, as a tired printer does."""
    page = page.rotate(tilt, resample=Image.BICUBIC, fillcolor=(255, 255, 255)).filter(ImageFilter.GaussianBlur(blur))
    pixels = numpy.asarray(page).astype("float32")
    pixels = (pixels + (255 - pixels) * lift) / 255 * numpy.array(paper, "float32")
    shade = numpy.linspace(0.98, 1.0, page.width)[None, :, None] * numpy.linspace(1.0, 0.985, page.height)[:, None, None]
    return as_image(grain(pixels * shade, noise, strength, colour=True))


def perspective(source, target):
    rows = []
    for (sx, sy), (tx, ty) in zip(source, target):
        rows.append([tx, ty, 1, 0, 0, 0, -sx * tx, -sx * ty])
        rows.append([0, 0, 0, tx, ty, 1, -sy * tx, -sy * ty])
    return numpy.linalg.solve(numpy.array(rows, float), numpy.array(source, float).reshape(8))


def photographed(page, rng, noise, dim):
    """From a slant, on a desk, the light from one side, a shadow across."""
    width, height = (2400, 3200) if not dim else (1920, 2560)
    jitter = lambda: rng.uniform(0.03, 0.1)
    seen = [(width * jitter(), height * jitter()), (width * (1 - jitter()), height * jitter()),
            (width * (1 - jitter()), height * (1 - jitter())), (width * jitter(), height * (1 - jitter()))]
    coefficients = perspective([(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)], seen)
    desk = numpy.full((height, width, 3), rng.choice(((108, 88, 70), (60, 62, 66), (150, 120, 90), (90, 100, 110))), "float32")
    desk = as_image(grain(desk, noise, 8, 16))
    cover = Image.new("L", page.size, 255).transform((width, height), Image.PERSPECTIVE, coefficients, Image.BICUBIC)
    desk.paste(page.transform((width, height), Image.PERSPECTIVE, coefficients, Image.BICUBIC), (0, 0), cover)
    across, down = numpy.linspace(0, 1, width)[None, :], numpy.linspace(0, 1, height)[:, None]
    low = 0.5 if dim else 0.68
    light = (1 - (1 - low) * (across if rng.random() < 0.5 else 1 - across)) * (1 - 0.12 * down)
    edge = rng.uniform(0.3, 0.7)
    light = light * (1 - 0.22 / (1 + numpy.exp((across + 0.4 * down - edge) * 18)))
    pixels = numpy.asarray(desk).astype("float32") * light[..., None] * numpy.array((1.0, 0.96, 0.88) if dim else (1.0, 0.98, 0.95), "float32")
    picture = as_image(pixels).filter(ImageFilter.GaussianBlur(1.1 if dim else 0.9))
    return as_image(grain(numpy.asarray(picture).astype("float32"), noise, 5 if dim else 3, colour=True))


def bilevel(page, noise, tilt):
    """Cut at a level of its own for every stretch of paper, as copiers do; red ink stays partly."""
    grey = numpy.asarray(flatbed(page, noise, tilt, 0.7, 3).convert("L")).astype("float32")
    around = numpy.asarray(as_image(grey).filter(ImageFilter.BoxBlur(40))).astype("float32")
    return as_image((grey > numpy.minimum(around * 0.86, 205)) * 255.0).convert("1")


def scanned(page, profile, rng):
    """The picture of a sheet under a profile, and the quality it is kept in as JPEG (None: CCITT)."""
    noise = numpy.random.default_rng(rng.getrandbits(32))
    tilt = rng.uniform(-0.6, 0.6)
    if profile.startswith("photo"):
        return photographed(page, rng, noise, profile == "photo_dim"), 82
    if profile.startswith("bilevel"):
        return bilevel(page, noise, tilt), None
    if profile == "skewed":
        return flatbed(page, noise, rng.choice((-1, 1)) * rng.uniform(1.8, 4.5)), 75
    if profile == "noisy":
        return flatbed(page, noise, tilt, 0.9, 7), 32
    if profile == "faint":
        return flatbed(page, noise, tilt, 0.7, 2.5, lift=rng.uniform(0.45, 0.62)), 70
    picture = flatbed(page, noise, tilt)
    if profile == "gray200":
        picture = picture.convert("L")
    if profile == "gray3":
        picture = picture.convert("L").convert("RGB")
    turns = {"sideways": 90, "upside": 180, "sideways270": 270}.get(profile, 0)
    return (picture.rotate(turns, expand=True) if turns else picture), 72


def jpeg(picture, quality, dpi):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def tiff(picture, dpi):
    out = io.BytesIO()
    picture.save(out, "TIFF", compression="group4", dpi=(dpi, dpi), tiffinfo={278: picture.height})
    return out.getvalue()


def ccitt(picture):
    """The one strip of a group 4 TIFF, for a PDF."""
    with Image.open(io.BytesIO(tiff(picture, 200))) as kept:
        at, size = kept.tag_v2[273][0], kept.tag_v2[279][0]
        black_is_zero = kept.tag_v2[262] == 1
    return tiff(picture, 200)[at:at + size], black_is_zero


def pdf(pictures, dpi, stamp=None):
    """A PDF with one picture a page, as scanners write it: (picture, quality). `stamp`: a PNG-like RGBA picture put on
    the last page as an annotation, as (picture, box in shares of the page)."""
    objects, kids = [b"<< /Type /Catalog /Pages 2 0 R >>", b""], []
    for n, (picture, quality) in enumerate(pictures):
        if quality is None:
            data, black_is_zero = ccitt(picture)
            how = f"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {picture.width} " \
                  f"/Rows {picture.height} /BlackIs1 {'true' if black_is_zero else 'false'} >>"
        else:
            data = jpeg(picture, quality, dpi)
            how = f"/ColorSpace /{'DeviceGray' if picture.mode == 'L' else 'DeviceRGB'} /BitsPerComponent 8 /Filter /DCTDecode"
        wide, high = picture.width * 72 / dpi, picture.height * 72 / dpi
        page = len(objects) + 1
        kids.append(f"{page} 0 R")
        marks = f"/Annots [{page + 3} 0 R]" if stamp and n == len(pictures) - 1 else ""
        draw = f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /Im0 Do Q".encode()
        objects += [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide:.2f} {high:.2f}] /Contents {page + 1} 0 R {marks} "
                    f"/Resources << /XObject << /Im0 {page + 2} 0 R >> >> >>".encode(),
                    b"<< /Length %d >>\nstream\n" % len(draw) + draw + b"\nendstream",
                    f"<< /Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} {how} /Length {len(data)} >>\nstream\n".encode()
                    + data + b"\nendstream"]
        if marks:
            objects += annotation(stamp, page + 3, wide, high)
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return assembled(objects)


def annotation(stamp, first, wide, high):
    picture, (left, top, right, bottom) = stamp
    rect = f"{left * wide:.1f} {(1 - bottom) * high:.1f} {right * wide:.1f} {(1 - top) * high:.1f}"
    w, h = (right - left) * wide, (bottom - top) * high
    draw = f"q {w:.2f} 0 0 {h:.2f} 0 0 cm /Im0 Do Q".encode()
    size = f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /BitsPerComponent 8"
    rgb, alpha = picture.convert("RGB").tobytes(), picture.getchannel("A").tobytes()
    return [f"<< /Type /Annot /Subtype /Stamp /Rect [{rect}] /F 4 /AP << /N {first + 1} 0 R >> >>".encode(),
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 {w:.2f} {h:.2f}] /Resources << /XObject << /Im0 {first + 2} 0 R >> >> "
            f"/Length {len(draw)} >>\nstream\n".encode() + draw + b"\nendstream",
            f"<< {size} /ColorSpace /DeviceRGB /SMask {first + 3} 0 R /Length {len(rgb)} >>\nstream\n".encode() + rgb + b"\nendstream",
            f"<< {size} /ColorSpace /DeviceGray /Length {len(alpha)} >>\nstream\n".encode() + alpha + b"\nendstream"]


def assembled(objects):
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
