"""Packages that mean harm, made here: each a name, the codes one of which must be found, and the bytes."""

import io
import random
import struct
import subprocess
import tarfile
import tempfile
import zipfile
import zlib
import gzip
import pathlib


def _zip(entries, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as packed:
        for name, content in entries:
            packed.writestr(zipfile.ZipInfo(name) if isinstance(name, str) else name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _directory(records, offset):
    """A central directory of (name, place of the local header, crc, packed, size), and its end, ZIP64 where needed."""
    out = bytearray()
    for name, place, crc, packed, size in records:
        out += b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 0, crc, packed, size, len(name), 0, 0, 0, 0, 0, place) + name
    size, count = len(out), len(records)
    if count > 0xFFFF:
        out += b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, offset)
        out += b"PK\x06\x07" + struct.pack("<IQI", 0, offset + size, 1)
    few = min(count, 0xFFFF)
    return bytes(out) + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, few, few, size, offset, 0)


def _local(name, data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    crc = zlib.crc32(data)
    return b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, crc, len(packed), len(data), len(name), 0) + name + packed, crc, len(packed)


def traversal():
    names = ["../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\boot.ini", "\\\\server\\share\\x", "a/../../b",
             "CON", "aux.txt", "推荐表\u202efdp.exe", "x\u200by", "new\nline", "a/./b", ".", "....//x", "same.txt", "SAME.TXT"]
    return _zip([(name, b"x") for name in names])


def ratio():
    return _zip([("zeros.bin", bytes(300 << 20))])


def entries(count):
    local, crc, packed = _local(b"a", b"")
    records = [(b"%d" % i, 0, crc, packed, 0) for i in range(count)]
    return _zip([("inner.zip", local + _directory(records, len(local)))])


def overlap():
    local, crc, packed = _local(b"a", bytes(50 << 20))
    return local + _directory([(b"%03d" % i, 0, crc, packed, 50 << 20) for i in range(200)], len(local))


def nesting():
    inner = b"core"
    for depth in range(40):
        inner = _zip([(f"{depth}.zip", inner)])
    return inner


def wide_nesting():
    """Bombs of the 42.zip kind: every layer holds the next one many times."""
    inner = _zip([("0.bin", bytes(8 << 20))])
    for _ in range(5):
        inner = _zip([(f"{i}.zip", inner) for i in range(16)])
    return inner


def gzip_bomb():
    return gzip.compress(gzip.compress(bytes(200 << 20), 9), 9)


def links():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, kind, target in (("a", tarfile.SYMTYPE, "/etc/passwd"), ("b", tarfile.LNKTYPE, "../../etc/shadow"), ("c", tarfile.CHRTYPE, ""), ("d", tarfile.FIFOTYPE, "")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            packed.addfile(info)
        info = tarfile.TarInfo("a/passwd")
        info.size = 4
        packed.addfile(info, io.BytesIO(b"root"))
    return out.getvalue()


def encrypted(kind):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "申报材料.txt").write_bytes(b"secret" * 100)
        subprocess.run(["7z", "a", "-pnobody-knows", f"-t{kind}", "x", "申报材料.txt"] + (["-mhe=on"] if kind == "7z" else []), cwd=path, check=True, stdout=subprocess.DEVNULL)
        return next(path.glob("x*")).read_bytes()


def truncated():
    return _zip([("a.txt", random.Random(1).randbytes(50_000)), ("b.txt", random.Random(2).randbytes(50_000))])[:60_000]


def rubbish(head):
    return head + random.Random(3).randbytes(20_000)


def laughs():
    """A Word document whose XML grows without end."""
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{entities}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>'
    types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    return _zip([("申报材料.docx", _zip([("[Content_Types].xml", types), ("word/document.xml", xml)]))])


def huge_picture():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b"")
    return _zip([("推荐表.png", picture)])


def packages(archives, many):
    """(name's ending, content, codes). `archives`: a folder of real killers, which may be absent. `many`: how many entries are many."""
    made = [
        (".zip", traversal(), {"archive.unsafe_name"}),
        (".zip", ratio(), {"limit.ratio"}),
        (".zip", entries(many), {"limit.entries", "archive.damaged"}),
        (".zip", overlap(), {"archive.damaged"}),
        (".zip", nesting(), {"limit.depth"}),
        (".zip", wide_nesting(), {"limit.bytes", "limit.entries", "limit.depth"}),
        (".tgz", gzip_bomb(), {"limit.ratio", "limit.bytes"}),
        (".tar", links(), {"archive.unsafe_name"}),
        (".zip", encrypted("zip"), {"archive.encrypted"}),
        (".7z", encrypted("7z"), {"archive.encrypted"}),
        (".zip", truncated(), {"archive.truncated"}),
        (".rar", rubbish(b"Rar!\x1a\x07\x01\x00"), {"archive.damaged", "archive.truncated", "archive.empty"}),
        (".7z", rubbish(b"7z\xbc\xaf\x27\x1c"), {"archive.damaged", "archive.truncated"}),
        (".zip", laughs(), {"document.damaged", "document.unsupported", "document.empty", "limit.bytes", "document.memory", "document.timeout"}),
        (".zip", huge_picture(), {"limit.pixels", "document.damaged"}),
    ]
    for name in ("libarchive-test_read_format_rar5_data_ready_pointer_leak.rar", "libarchive-test_read_format_rar5_dirdata.rar",
                 "libarchive-test_read_filter_gzip_recursive.gz", "rarfile-rar5-evil-symlink-traversal.rar",
                 "libarchive-test_read_format_zip_bz2_hang.zip", "libarchive-test_read_format_7zip_entries_oom.7z"):
        if (archives / name).exists():
            made.append((pathlib.Path(name).suffix, (archives / name).read_bytes(), set()))
    return made
