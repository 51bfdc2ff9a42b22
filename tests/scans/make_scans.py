#!/usr/bin/python3
"""Makes scans with known truth: stamped forms and letters as pictures, and as a mailbox export with packages.

    make_scans.py OUT [--seed N] [--count N] [--fonts FOLDER]...

Independent of samples/ and of any other set: fonts, layouts, scanners and seals of its own. Needs Debian's python3-pil,
python3-numpy, python3-docx, python3-openpyxl, p7zip-full and the fonts that it names when they are missing (installed, or
unpacked below a folder given with --fonts). The same seed and versions give the same bytes.

    OUT/scans/NN-form.jpg|tif, NN-letter.jpg|tif, truth.json     pictures
    OUT/mailbox/mailbox.mbox, roster.xlsx, truth.json            mails with ZIP and 7z packages
    OUT/look/NN.jpg                                              small pictures to look at

To measure, with BUILD a build folder of targets shenbao and read_pages:

    tests/scans/measure.py BUILD/tests/read_pages OUT/scans OUT/scans/truth.json             fields, from pictures alone
    BUILD/shenbao run OUT/mailbox/mailbox.mbox --campaign config/campaigns/quality-benchmark-2021-national.toml --out RUN
    tests/fields_truth/measure.py RUN/records.jsonl OUT/mailbox/truth.json --all             fields and defects, whole run
    tests/scans/seals.py RUN/records.jsonl OUT/mailbox/truth.json                            seals
"""
import argparse
import base64
import io
import json
import random
import subprocess
import tempfile
import zipfile
from pathlib import Path

import docx
import openpyxl
from PIL import Image

import drawn
import invented
import spoil
import stamps

# What is stamped on the form, by turns. The letter is stamped "own" where nothing else is said.
KINDS = ["own", "over_text", "other", "faint", "cut", "two", "none", "logo", "oval", "square", "own", "authority", "letterhead",
         "own_and_square", "other", "over_name", "annotation", "worn", "none", "own"]
COLOURLESS = ("gray200", "gray3", "bilevel200", "bilevel300")


def stamp_on(sheet, faces, a, kind, rng):
    """Stamps a sheet in its colours. Returns what stands on it: {"state", "owner", "shape", "box", "kind"}."""
    k = sheet.px(1)
    x, y = sheet.spot[0] + rng.randint(-6, 6) * k, sheet.spot[1] + rng.randint(-5, 5) * k
    colour, face = rng.choice(stamps.REDS), rng.choice(("song-bold", "song", "ming", "gbsong"))
    truth = {"state": "present", "owner": a["company"], "shape": "round", "kind": kind, "box": None}

    def seal(name, at_x, at_y, size=rng.choice((40, 42, 42, 45)), strength=rng.uniform(0.12, 0.4), alpha=0.92, made=stamps.round_seal, **more):
        mask = made(faces, name, sheet.px(size) * 2, rng, face=more.pop("face", face), **more)
        mask = mask.rotate(rng.uniform(-25, 25), resample=Image.BICUBIC, expand=made is not stamps.round_seal)
        mask = mask.resize((mask.width // 2, mask.height // 2), Image.LANCZOS)
        return stamps.put(sheet.image, stamps.worn(mask, rng, strength), at_x, at_y, colour, alpha)

    if kind in ("none", "logo", "letterhead", "annotation"):
        truth.update(state="absent", owner="", shape="")
        if kind in ("logo", "letterhead"):
            mask = stamps.logo(faces, sheet.px(rng.uniform(12, 22)), rng)
            stamps.put(sheet.image, stamps.worn(mask, rng, 0), sheet.px(rng.uniform(26, 40)), sheet.px(18), colour, 1)
        if kind == "letterhead":
            sheet.draw.text((sheet.px(115), sheet.px(9)), a["company"], colour, sheet.font(17, face="song-bold"), anchor="ma")
            sheet.draw.line((sheet.px(20), sheet.px(20), sheet.px(190), sheet.px(20)), colour, max(2, sheet.px(0.6)))
        return truth
    if kind == "other":
        truth["owner"] = a["stranger"]
    if kind == "authority":
        truth["owner"] = a["authority"]
    if kind == "over_text":
        y -= sheet.px(38)
    if kind == "over_name":
        x, y = sheet.px(rng.uniform(110, 150)), sheet.px(rng.uniform(60, 75))
    if kind == "cut":
        x = sheet.image.width - sheet.px(rng.uniform(-2, 8))
    if kind == "oval":
        truth["shape"] = "oval"
        truth["box"] = seal(a["company"], x, y, 45, made=stamps.oval_seal)
    elif kind == "square":
        truth["shape"] = "square"
        truth["box"] = seal(a["company"], x, y, 30, made=stamps.square_seal, face="kai")
    else:
        faint = {"faint": dict(alpha=rng.uniform(0.28, 0.4)), "worn": dict(strength=1.0, alpha=0.85)}.get(kind, {})
        truth["box"] = seal(truth["owner"], x, y, **faint)
    if kind == "two":
        seal(a["authority"], x - sheet.px(rng.uniform(48, 60)), y + sheet.px(rng.uniform(-4, 4)))
    if kind == "own_and_square":
        seal(a["legal"] + "之印", x - sheet.px(38), y + sheet.px(4), 20, made=stamps.square_seal, face="kai")
    return truth


def annotated(faces, a, sheet, rng):
    """A seal to be put on a page as an annotation: RGBA picture, box."""
    mask = stamps.round_seal(faces, a["company"], 480, rng)
    picture = Image.new("RGBA", mask.size, stamps.REDS[0] + (0,))
    picture.putalpha(mask)
    w, h = sheet.px(42) / sheet.image.width, sheet.px(42) / sheet.image.height
    x, y = sheet.spot[0] / sheet.image.width, sheet.spot[1] / sheet.image.height
    return picture, (x - w / 2, y - h / 2, x + w / 2, y + h / 2)


def application(a, with_table):
    document = docx.Document()
    document.add_heading(a["title"] + "典型经验", 0)
    document.add_paragraph(a["company"])
    for section in ("一、企业概况", "二、实施过程", "三、主要成效", "四、推广价值"):
        document.add_heading(section, 1)
        document.add_paragraph(a["intro"])
    if with_table:
        table = document.add_table(3, 4, style="Table Grid")
        rows = [["指标（万元）"] + [year + "年" for year in drawn.YEARS]] + \
               [[name] + [invented.money(v) for v in a[key]] for name, key in (("营业收入", "revenue"), ("利润总额", "profit"))]
        for row, values in zip(table.rows, rows):
            for cell, value in zip(row.cells, values):
                cell.text = value
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():  # without the time of saving
            target.writestr(zipfile.ZipInfo(name, (2021, 6, 1, 0, 0, 0)), source.read(name) if name != "docProps/core.xml" else
                            b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp='
                            b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>', zipfile.ZIP_DEFLATED)
    return out.getvalue()


def packed(files, container):
    if container == "zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, data in files:
                archive.writestr(zipfile.ZipInfo(name, (2021, 6, 8, 9, 0, 0)), data)
        return out.getvalue()
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files:
            (Path(folder) / name).write_bytes(data)
        subprocess.run(["7z", "a", "-mtm=off", "-mx1", "-bd", "out.7z"] + [name for name, _ in files], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return (Path(folder) / "out.7z").read_bytes()


def mail(a, package, data, day):
    word = lambda text: f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="
    title = package.rsplit(".", 1)[0]
    return (f"From sender@example.com Tue Jun  {day} 09:00:00 2021\n"
            f"Received: from mail.example.com by mx.example.org; Tue, {day:02d} Jun 2021 09:00:41 +0800\nFrom: {a['email']}\nTo: zlbg@example.org\n"
            f"Subject: {word(title)}\nDate: Tue, {day:02d} Jun 2021 09:00:00 +0800\nMessage-ID: <{a['number']}@example.com>\nMIME-Version: 1.0\n"
            f"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n"
            f"Content-Disposition: attachment; filename=\"{word(package)}\"\n\n").encode() + base64.encodebytes(data) + b"\n"


def one(index, seed, faces, out):
    """One applicant: pictures written, and (truth of the pictures, truth of the mail, mail)."""
    rng = random.Random(f"{seed}/{index}")
    a = invented.applicant(rng, index)
    profile = list(spoil.PROFILES)[(index * 7 + index // 15) % len(spoil.PROFILES)]
    kind = KINDS[(index * 3 + index // 20) % len(KINDS)]
    dpi = spoil.PROFILES[profile]
    style = drawn.style_of(rng, dpi, rng.randrange(1000))
    a["form_company"], defects = a["company"], ["zip_not_rar"]
    if index % 9 == 4:
        a["uscc"] = invented.wrong_code(rng, a["uscc"])
        defects.append("uscc_bad")
    form, letter = drawn.form(faces, a, style, rng), drawn.letter(faces, a, style)
    seals = {"form": stamp_on(form, faces, a, kind, rng), "letter": stamp_on(letter, faces, a, "own", rng)}
    pictures = {"form": spoil.scanned(form.image, profile, rng), "letter": spoil.scanned(letter.image, profile, rng)}
    note = annotated(faces, a, form, rng) if kind == "annotation" and not profile.startswith(("photo", "side", "up")) else None
    if note:
        seals["form"].update(state="present", owner=a["company"], shape="round", box=[round(v, 4) for v in note[1]])
    files = []
    for name, (picture, quality) in pictures.items():
        ending = "tif" if quality is None else "jpg"
        data = spoil.tiff(picture, dpi) if quality is None else spoil.jpeg(picture, quality, dpi)
        (out / "scans" / f"{index:02d}-{name}.{ending}").write_bytes(data)
        title = {"form": "附件1 推荐表", "letter": "承诺书"}[name]
        as_picture = profile.startswith("photo") or (index % 5 == 3 and not (note and name == "form"))
        files.append((f"{title}.{ending}", data) if as_picture else
                     (f"{title}.pdf", spoil.pdf([(picture, quality)], dpi, note if name == "form" else None)))
    form_small = pictures["form"][0].convert("RGB")
    form_small.thumbnail((700, 900))
    form_small.save(out / "look" / f"{index:02d}.jpg", quality=70)
    files.append((f"申报材料-{a['company']}.docx", application(a, index % 2 == 0)))
    container = "7z" if index % 4 == 1 else "zip"
    package = f"{a['number']}+{a['company']}.{container}"
    if kind in ("none", "logo", "letterhead") or (kind == "annotation" and not note):
        defects.append("unstamped_form")
    if kind == "other":
        defects.append("seal_other_company")
    about = {key: a[key] for key in ("company", "uscc", "number", "address", "contact", "legal", "phone", "mobile", "email", "title")}
    about.update(profile=profile, layout=f"{style['rules']}/{style['arrangement']}/{style['series']}", faces="+".join(style["faces"]), seals=seals)
    printed = drawn.amounts(a, style["unit"])
    on_paper = dict(about, revenue=printed[0], profit=printed[1], unit=style["unit"])
    in_mail = dict(about, revenue=[invented.money(v) for v in a["revenue"]], profit=[invented.money(v) for v in a["profit"]], package=package,
                   subject=package.rsplit(".", 1)[0], defects=defects, files=[name for name, _ in files])
    return on_paper, in_mail, mail(a, package, packed(files, container), 7 + index % 3)


def roster(truths):
    book = openpyxl.Workbook()
    book.active.append(["序号", "申报编号", "企业名称", "统一社会信用代码", "标杆名称", "联系人"])
    for i, a in enumerate(truths, 1):
        book.active.append([i, a["number"], a["company"], a["uscc"] if "uscc_bad" not in a["defects"] else "", a["title"], a["contact"]])
    return book


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=45, help="at most 100")
    parser.add_argument("--fonts", type=Path, action="append", default=[])
    args = parser.parse_args()
    faces = drawn.Faces([Path("/usr/share/fonts")] + args.fonts)
    for folder in ("scans", "mailbox", "look"):
        (args.out / folder).mkdir(parents=True, exist_ok=True)
    made = [one(i, args.seed, faces, args.out) for i in range(min(100, args.count))]
    (args.out / "scans/truth.json").write_text(json.dumps([m[0] for m in made], ensure_ascii=False, indent=1))
    (args.out / "mailbox/truth.json").write_text(json.dumps([m[1] for m in made], ensure_ascii=False, indent=1))
    (args.out / "mailbox/mailbox.mbox").write_bytes(b"".join(m[2] for m in made))
    roster([m[1] for m in made]).save(args.out / "mailbox/roster.xlsx")


if __name__ == "__main__":
    main()
