"""Writes RAR 5 archives whose members are stored, not compressed: all that samples need, and no licence is in the way.

The format is described in RARLAB's technote.txt: every header is a CRC-32 over what follows it, its own length, its type
and its flags; whole numbers are "vint", seven bits a byte, lowest first.
"""
import struct
import zlib

SIGNATURE = b"Rar!\x1a\x07\x01\x00"
MAIN, FILE, END = 1, 2, 5
HAS_DATA = 0x0002  # header flag: a data area follows
IS_FOLDER, HAS_TIME, HAS_CRC = 0x0001, 0x0002, 0x0004  # file flags


def vint(number):
    out = bytearray()
    while True:
        byte = number & 0x7F
        number >>= 7
        out.append(byte | (0x80 if number else 0))
        if not number:
            return bytes(out)


def header(kind, flags, body):
    content = vint(kind) + vint(flags) + body
    sized = vint(len(content)) + content
    return struct.pack("<I", zlib.crc32(sized)) + sized


def member(name, data, time):
    encoded = name.encode("utf-8")
    body = vint(len(data)) + vint(HAS_TIME | HAS_CRC) + vint(len(data)) + vint(0x20)
    body += struct.pack("<II", time, zlib.crc32(data))
    body += vint(0) + vint(0) + vint(len(encoded)) + encoded  # method 0: stored; written on Windows
    return header(FILE, HAS_DATA, body) + data


def archive(members, time):
    """The bytes of an archive of (name, bytes) pairs, all of one time (seconds since 1970)."""
    out = SIGNATURE + header(MAIN, 0, vint(0))
    for name, data in members:
        out += member(name, data, time)
    return out + header(END, 0, vint(0))
