"""ZIP archives as applicants' programs write them: names in GBK without saying so, and the old encryption.

Written by hand because Python's zipfile can do neither. Times are fixed, so that the same members give the same bytes.
"""
import struct
import zlib

TIME, DATE = 9 << 11, (2021 - 1980) << 9 | 6 << 5 | 8  # 2021-06-08 09:00
UTF8, ENCRYPTED = 0x0800, 0x0001


class ZipCrypto:
    """Traditional PKWARE encryption (APPNOTE 6.1)."""

    TABLE = [zlib.crc32(bytes([i]), 0xFFFFFFFF) ^ 0xFFFFFFFF for i in range(256)]

    def __init__(self, password):
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self.update(byte)

    @staticmethod
    def crc(key, byte):
        return (key >> 8) ^ ZipCrypto.TABLE[(key ^ byte) & 0xFF]

    def update(self, byte):
        a, b, c = self.keys
        a = self.crc(a, byte)
        b = ((b + (a & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self.keys = [a, b, self.crc(c, b >> 24)]

    def encrypt(self, data):
        out = bytearray()
        for byte in data:
            temp = (self.keys[2] | 2) & 0xFFFF
            out.append(byte ^ ((temp * (temp ^ 1)) >> 8 & 0xFF))
            self.update(byte)
        return bytes(out)


def archive(members, encoding="utf-8", password=None):
    """The bytes of an archive of (name, bytes) pairs; only UTF-8 names are marked as such."""
    out, directory = b"", b""
    for name, data in members:
        encoded = name.encode(encoding)
        flags = (UTF8 if encoding == "utf-8" else 0) | (ENCRYPTED if password else 0)
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
        method = 8 if len(packed) < len(data) else 0
        packed = packed if method else data
        crc = zlib.crc32(data)
        if password:
            packed = ZipCrypto(password).encrypt(bytes(range(11)) + bytes([crc >> 24]) + packed)
        common = struct.pack("<HHHHHIIIHH", 20, flags, method, TIME, DATE, crc, len(packed), len(data), len(encoded), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0x20, len(out)) + encoded
        out += b"PK\x03\x04" + common + encoded + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(out), 0)
    return out + directory + b"PK\x05\x06" + end
