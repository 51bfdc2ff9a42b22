#!/usr/bin/env python3
"""Writes tests/fuzz/seeds/pdf: small files, each with one thing that a PDF can hold, for the fuzz target to start from.

    tests/fuzz/make_pdf_seeds.py

All content is invented. Small, because a mutation then hits what matters, and thousands of them can be read in a minute.
"""

import pathlib
import struct
import zlib

OUT = pathlib.Path(__file__).parent / "seeds" / "pdf"


def stream(words, data):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (words, len(data), data)


def deflated(words, data):
    return stream(words + b" /Filter /FlateDecode", zlib.compress(data, 9))


class File:
    """Objects by number, and how they are written down."""

    def __init__(self, version=b"1.7"):
        self.version, self.objects = version, {}

    def add(self, body, number=None):
        number = number or len(self.objects) + 1
        self.objects[number] = body
        return number

    def page_tree(self, pages, catalog=b""):
        """Objects 1 and 2; `pages` are the bodies of the page objects without their parent."""
        kids = [self.add(b"<< /Type /Page /Parent 2 0 R %s >>" % page) for page in pages]
        self.objects[1] = b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog
        self.objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))

    def body(self, numbers):
        out, places = bytearray(b"%%PDF-%s\n" % self.version), {}
        for number in numbers:
            places[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, self.objects[number])
        return out, places

    def with_table(self):
        out, places = self.body(sorted(self.objects))
        start, size = len(out), max(self.objects) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        for number in range(1, size):
            out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
        return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))

    def with_streams(self):
        """What is no stream goes into an object stream, and the table is a stream, too (ISO 32000-1, 7.5.7 and 7.5.8)."""
        packed = [n for n in sorted(self.objects) if b"stream\n" not in self.objects[n]]
        head, bodies = [], bytearray()
        for number in packed:
            head.append(b"%d %d" % (number, len(bodies)))
            bodies += self.objects[number] + b" "
        first = b" ".join(head) + b" "
        holder = self.add(deflated(b"/Type /ObjStm /N %d /First %d" % (len(packed), len(first)), first + bytes(bodies)), max(self.objects) + 1)
        out, places = self.body([n for n in sorted(self.objects) if n not in packed])
        table = max(self.objects) + 1
        places[table] = len(out)
        rows = bytearray()
        for number in range(table + 1):
            if number in packed:
                rows += bytes([2]) + holder.to_bytes(2, "big") + bytes([packed.index(number)])
            else:
                rows += bytes([1 if number in places else 0]) + places.get(number, 0).to_bytes(2, "big") + bytes([0])
        body = deflated(b"/Type /XRef /Size %d /W [1 2 1] /Root 1 0 R" % (table + 1), bytes(rows))
        out += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, body, places[table])
        return bytes(out)


BOX = b"/MediaBox [0 0 200 200]"
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def file_of(content, resources=b"", page=BOX, extra=(), catalog=b"", writer=File.with_table, fonts=b""):
    """One page. Object 3 is its content, 4 a font, from 5 on `extra`, the page last."""
    file = File()
    file.add(b"", 1), file.add(b"", 2), file.add(stream(b"", content)), file.add(HELVETICA)
    for body in extra:
        file.add(body)
    file.page_tree([b"%s /Contents 3 0 R /Resources << /Font << /F 4 0 R %s >> %s >>" % (page, fonts, resources)], catalog)
    return writer(file)


def table():
    rules = b"".join(b"20 %d m 180 %d l S %d 20 m %d 180 l S\n" % (y, y, y, y) for y in (20, 60, 100, 140, 180))
    words = b"".join(b"BT /F 9 Tf %d %d Td (%d) Tj ET\n" % (25 + 40 * x, 30 + 40 * y, 10 * x + y) for x in range(4) for y in range(4))
    return file_of(b"0.5 w\n" + rules + words)


def chinese():
    encoded = b"BT /C 10 Tf 20 150 Td <%s> Tj 0 -20 Td <%s> Tj ET" % ("申报单位全称".encode("utf-16-be").hex().encode(), b"4E004E8C")
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    descendant = (b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /W [1 [500 600] 20 30 700] "
                  b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>")
    cmap = (b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
            b"1 beginbfrange <4E00> <4E8C> <4E00> endbfrange 1 beginbfchar <7533> <7533> endbfchar endcmap")
    return file_of(encoded, fonts=b"/C 5 0 R", extra=[font, descendant, stream(b"", cmap)])


def picture(words, data, matrix=b"180 0 0 180 10 10", page=BOX, more=()):
    return file_of(b"q %s cm /I Do Q" % matrix, b"/XObject << /I 5 0 R >>", page, [stream(b"/Type /XObject /Subtype /Image " + words, data), *more])


def form():
    text = (b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (company) /TU (name) /V (Example) /Rect [20 150 120 170] /DA (/F 9 Tf) >>")
    choice = b"<< /Type /Annot /Subtype /Widget /FT /Ch /T (kind) /Opt [(a) [(b) (bee)]] /V [(b)] /I [1] /Rect [20 120 120 140] /DA (/F 9 Tf) >>"
    box = (b"<< /Type /Annot /Subtype /Widget /FT /Btn /T (agreed) /V /On /AS /On /Rect [20 90 30 100] "
           b"/AP << /N << /On 8 0 R /Off 8 0 R >> >> >>")
    look = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 10 10]", b"0 0 10 10 re f")
    return file_of(b"BT /F 9 Tf 20 180 Td (Form) Tj ET", page=BOX + b" /Annots [5 0 R 6 0 R 7 0 R]", extra=[text, choice, box, look],
                   catalog=b"/AcroForm << /Fields [5 0 R 6 0 R 7 0 R] /DR << /Font << /F 4 0 R >> >> >>")


def stamp():
    annotation = b"<< /Type /Annot /Subtype /Stamp /Contents (seal) /Rect [60 60 140 140] /AP << /N 6 0 R >> >>"
    note = b"<< /Type /Annot /Subtype /Text /Contents <FEFF6CE8> /Rect [10 10 20 20] >>"
    look = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 80 80]", b"1 0 0 RG 4 w 40 4 m 60 4 76 20 76 40 c 76 60 60 76 40 76 c 20 76 4 60 4 40 c s")
    return file_of(b"BT /F 9 Tf 20 180 Td (Stamped) Tj ET", page=BOX + b" /Annots [5 0 R 7 0 R]", extra=[annotation, look, note])


def attachment():
    inner = stream(b"/Type /EmbeddedFile /Params << /Size 5 >>", b"hello")
    spec = b"<< /Type /Filespec /F (a/b.txt) /UF <FEFF9644 4EF6> /EF << /F 5 0 R >> >>"
    note = b"<< /Type /Annot /Subtype /FileAttachment /FS 6 0 R /Rect [10 10 20 20] >>"
    return file_of(b"BT /F 9 Tf 20 180 Td (With a file) Tj ET", page=BOX + b" /Annots [7 0 R]", extra=[inner, spec, note],
                   catalog=b"/Names << /EmbeddedFiles << /Names [(b.txt) 6 0 R] >> >>")


def signed():
    signature = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 300 340 900] /M (D:20210610091200+08'00') /Contents <3006020101300106> >>"
    field = b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (seal) /V 5 0 R /Rect [60 60 140 140] /AP << /N 7 0 R >> >>"
    look = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 80 80]", b"1 0 0 rg 10 10 60 60 re f")
    return file_of(b"BT /F 9 Tf 20 180 Td (Signed) Tj ET", page=BOX + b" /Annots [6 0 R]", extra=[signature, field, look],
                   catalog=b"/AcroForm << /Fields [6 0 R] /SigFlags 3 >>")


def masked():
    mask = stream(b"/Type /XObject /Subtype /Image /Width 4 /Height 4 /BitsPerComponent 8 /ColorSpace /DeviceGray", bytes(range(0, 256, 16)))
    return picture(b"/Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceRGB /SMask 6 0 R", bytes(12), b"80 0 0 80 60 60", more=[mask])


def shapes():
    content = (b"/P cs /S scn 10 10 50 50 re f* q 70 10 50 50 re W n /Sh sh Q "
               b"q /G gs 1 0 0 rg 130 10 50 50 re B Q 0.2 w [3 2] 0 d 10 100 m 60 150 120 50 180 100 c S "
               b"BT 3 Tr /F 9 Tf 10 180 Td (hidden) Tj 0 Tr 7 Ts (seen) ' [(ap) -250 (art)] TJ ET BI /W 2 /H 2 /CS /G /BPC 8 ID abcd EI")
    tile = stream(b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] /XStep 4 /YStep 4 /Resources << >>", b"1 0 0 rg 0 0 2 2 re f")
    shading = b"<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 50 50] /Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1 >> >>"
    return file_of(content, b"/ColorSpace << /P /Pattern >> /Pattern << /S 5 0 R >> /Shading << /Sh 6 0 R >> "
                            b"/ExtGState << /G << /ca 0.5 /CA 0.5 /BM /Multiply >> >>", extra=[tile, shading])


def nested():
    inner = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Matrix [0.5 0 0 0.5 10 10] /Group << /S /Transparency >> "
                   b"/Resources << /Font << /F 4 0 R >> >>", b"BT /F 20 Tf 10 50 Td (inner) Tj ET")
    return file_of(b"q /X Do Q 1 0 0 1 50 50 cm /X Do", b"/XObject << /X 5 0 R >>", extra=[inner])


def fax():
    """Ten rows of 8 white, 16 black and 8 white pixels: the first in horizontal mode, each further one like the one above (ITU-T T.6)."""
    bits = "001" + "10011" + "0000010111" + "1" + 9 * "111" + 2 * "000000000001"
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def jbig2():
    """The same as a generic region coded that way (ITU-T T.88, 7.4.6)."""
    def segment(number, kind, data):
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    page_information, immediate_region, coded_as_fax = 48, 38, 1
    return (segment(0, page_information, struct.pack(">IIIIBH", 32, 10, 0, 0, 0, 0)) +
            segment(1, immediate_region, struct.pack(">IIIIBB", 32, 10, 0, 0, 0, coded_as_fax) + fax()))


def stripes():
    return zlib.compress(b"".join(bytes([0xF0 if y // 8 % 2 else 0x0F] * 12) for y in range(96)), 9)


SEEDS = {
    "text": lambda: file_of(b"BT /F 12 Tf 20 150 Td (Some words) Tj 0 -20 Td (and some more) Tj ET"),
    "chinese": chinese,
    "table": table,
    "form": form,
    "stamp": stamp,
    "attachment": attachment,
    "signed": signed,
    "bilevel": lambda: picture(b"/Width 96 /Height 96 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /FlateDecode", stripes()),
    "fax": lambda: picture(b"/Width 32 /Height 10 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode "
                           b"/DecodeParms << /K -1 /Columns 32 /Rows 10 >>", fax()),
    "jbig2": lambda: picture(b"/Width 32 /Height 10 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode", jbig2()),
    "indexed": lambda: picture(b"/Width 4 /Height 2 /BitsPerComponent 4 /ColorSpace [/Indexed /DeviceRGB 3 <ff0000ffffff00ff000000ff>]", bytes([0x12, 0x30, 0x30, 0x12])),
    "masked": masked,
    "stencil": lambda: picture(b"/Width 8 /Height 8 /ImageMask true /BitsPerComponent 1 /Decode [1 0]", bytes.fromhex("183c7effff7e3c18")),
    "rotated": lambda: picture(b"/Width 4 /Height 4 /BitsPerComponent 8 /ColorSpace /DeviceGray", bytes(range(0, 256, 16)),
                               b"0 200 -200 0 200 0", BOX + b" /Rotate 270 /CropBox [0 0 200 200]"),
    "shapes": shapes,
    "nested": nested,
    "streams": lambda: file_of(b"BT /F 12 Tf 20 150 Td (Packed) Tj ET", writer=File.with_streams),
    "cut_off": lambda: file_of(b"BT /F 12 Tf 20 150 Td (Cut off) Tj ET")[:-90],
}

OUT.mkdir(parents=True, exist_ok=True)
for name, made in SEEDS.items():
    (OUT / f"{name}.pdf").write_bytes(made())
