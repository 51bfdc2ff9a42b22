#!/usr/bin/env python3
"""Writes tests/fuzz/seeds/image: the smallest files of the kinds that Leptonica does not read, for the fuzz target to start from.

    tests/fuzz/make_image_seeds.py
"""

import gzip
import pathlib
import struct

OUT = pathlib.Path(__file__).parent / "seeds" / "image"
WIDTH, HEIGHT = 12, 6


def dib(height=HEIGHT):
    """A bitmap of 24 bits: its head, and its rows."""
    head = struct.pack("<IiiHHIIiiII", 40, WIDTH, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return head, bytes(range(WIDTH * 3)) * abs(height)


def emf(*records):
    head = struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + bytes(44)
    return head + b"".join(records) + struct.pack("<IIIII", 14, 20, 0, 0, 20)


def stretched(top, height=HEIGHT):
    head, rows = dib(height)
    body = struct.pack("<16xI I 16x IIII II II", 0, top, 80, len(head), 80 + len(head), len(rows), 0, 0xCC0020, WIDTH, abs(height))
    return struct.pack("<II", 81, 8 + len(body) + len(head) + len(rows)) + body + head + rows


def plus(data, total=0):
    data = (struct.pack("<I", total) if total else b"") + data
    record = struct.pack("<HHII", 0x4008, 0x8500 if total else 0x0500, 12 + len(data), len(data)) + data
    return struct.pack("<III", 70, 16 + len(record), 4 + len(record)) + b"EMF+" + record


def plus_bitmap():
    head = struct.pack("<IIIIIII", 0xDBC01002, 1, WIDTH, HEIGHT, WIDTH * 3, 0x00021808, 0)
    return head + bytes(WIDTH * 3 * HEIGHT)


def wmf(function, fixed):
    head, rows = dib()
    body = struct.pack("<H", function) + bytes(fixed) + head + rows
    record = struct.pack("<I", (4 + len(body)) // 2) + body
    return struct.pack("<I18x", 0x9AC6CDD7) + struct.pack("<HHH12x", 1, 9, 0x0300) + record + struct.pack("<IH", 3, 0)


def bmp(bits, packing, rows, behind_head=b""):
    """A BMP file whose rows Leptonica does not read."""
    head = struct.pack("<IiiHHIIiiII", 40, 5, 3, 1, bits, packing, 0, 0, 0, 3, 0) + behind_head
    return struct.pack("<2sIII", b"BM", 14 + len(head) + len(rows), 0, 14 + len(head)) + head + rows


def jb2(with_head):
    def segment(number, kind, data):
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    # Ten rows of 8 white, 16 black and 8 white pixels, coded as a fax.
    bits = "001" + "10011" + "0000010111" + "1" + 9 * "111" + 2 * "000000000001"
    coded = int(bits.ljust(72, "0"), 2).to_bytes(9, "big")
    segments = (segment(0, 48, struct.pack(">IIIIBH", 32, 10, 0, 0, 0, 0)) +
                segment(1, 38, struct.pack(">IIIIBB", 32, 10, 0, 0, 0, 1) + coded) + segment(2, 49, b""))
    return b"\x97JB2\r\n\x1a\n\x01" + struct.pack(">I", 1) + segments + segment(3, 51, b"") if with_head else segments


whole = plus_bitmap()
palette = bytes.fromhex("ffffff00 00000000 0000c800")
SEEDS = {
    "one.emf": emf(stretched(0)),
    "strips.emf": emf(stretched(0), stretched(HEIGHT, -HEIGHT)),
    "plus.emf": emf(plus(whole)),
    "plus_pieces.emf": emf(plus(whole[:60], len(whole)), plus(whole[60:], len(whole))),
    "stretch.wmf": wmf(0x0B41, 20),
    "device.wmf": wmf(0x0D33, 18),
    "one.emz": gzip.compress(emf(stretched(0)), mtime=0),
    "runs8.bmp": bmp(8, 1, bytes.fromhex("0502 0000 0005010001020100 0000 00020200 0201 0001"), palette),
    "runs4.bmp": bmp(4, 2, bytes.fromhex("0522 0000 000510121000 0000 00020200 0211 0001"), palette),
    "fields.bmp": bmp(16, 3, bytes(36), struct.pack("<III", 0xF800, 0x07E0, 0x001F)),
    "headed.jb2": jb2(True),
    "bare.jb2": jb2(False),
}
OUT.mkdir(parents=True, exist_ok=True)
for name, content in SEEDS.items():
    (OUT / name).write_bytes(content)
