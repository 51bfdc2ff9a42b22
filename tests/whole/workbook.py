"""The workbook held against the records it was made from, cell by cell, as a spreadsheet program shows it."""

import re
import tomllib
import zipfile
from datetime import datetime, timedelta, timezone

import spreadsheet
from program import CAMPAIGN, ROOT, check, figures, records

SHEETS = ["概览", "申报单位", "问题清单", "材料", "名册核对"]
WORDS = tomllib.loads((ROOT / "config/messages/report.toml").read_text(encoding="utf-8"))
SEVERITIES = ("error", "warning", "info")


def words_of(template, args):
    """"{name}" is filled in; what stands in [ ] goes where one of its arguments has no value."""
    def filled(text):
        return re.sub(r"\{(\w+)\}", lambda m: args.get(m[1], ""), text)

    def optional(part):
        return filled(part[1]) if all(args.get(name) for name in re.findall(r"\{(\w+)\}", part[1])) else ""
    return filled(re.sub(r"\[([^\]]*)\]", optional, template))


def line(text):
    return " ".join((text or "").split())


class Book:
    """What the cells ought to say."""

    def __init__(self, out):
        self.campaign = tomllib.loads(CAMPAIGN.read_text(encoding="utf-8"))
        self.records, self.roster = records(out), figures(out)["roster"]

    def slot(self, slot):
        return next((m["title"] for m in self.campaign["material"] if m["slot"] == slot), slot or "")

    def field(self, field):
        return next((f["labels"][0] for f in self.campaign["field"] if f["id"] == field), field or "")

    def verdict(self, record):
        return WORDS["verdict"][record["verdict"]] + (WORDS["sheet"]["superseded_mark"] if replaced(record) else "")

    def by_code(self, kind, f):
        code = f["code"]
        template = WORDS[kind].get(code) or WORDS[kind].get(code.split(".")[0] + ".*", "")
        field = f.get("field") or (code[12:] if code.startswith("consistency.") else "")
        where = f.get("where") or {}
        return words_of(template, {**f.get("args", {}), "slot": self.slot(f.get("slot")), "field": self.field(field),
                                   "entry": where.get("entry", ""), "evidence": f.get("evidence", "")}) or (code if kind == "title" else "")

    def problems(self, record):
        titles = []
        for severity in SEVERITIES[:2]:
            titles += [line(self.by_code("title", f)) for f in record["findings"] if f["severity"] == severity and not f.get("decision")]
        return "；".join(dict.fromkeys(titles))

    def columns(self):
        for f in self.campaign["field"]:
            if f["type"] == "money_series" and f.get("years"):
                for year in f["years"]:
                    yield f, str(year)
            elif f["type"] not in ("uscc", "number"):
                yield f, ""

    def value(self, record, field, year):
        found = record["fields"].get(field["id"], {})
        value = found.get("value", "")
        if year:
            value = value.get(year, "") if isinstance(value, dict) else ""
        if not value or isinstance(value, dict):
            return ""
        if field["type"] in ("money", "money_series"):
            return float(value)
        return line(value) + (WORDS["sheet"]["uncertain_format"] if found["status"] == "uncertain" else "")

    def submission(self, record):
        s = record["submission"]
        open_ones = [f["severity"] for f in record["findings"] if not f.get("decision")]
        return [record["applicant"]["number"], line(record["applicant"]["company"]), self.verdict(record), str(open_ones.count("error")),
                str(open_ones.count("warning")), self.problems(record), None, local(s["received"]), record["applicant"]["uscc"],
                line(s["from"]), line(s["subject"]), line(s["package"]), None, s["id"]] + [self.value(record, *c) for c in self.columns()]

    def findings(self):
        for record in self.records:
            for f in record["findings"]:
                where, decision = f.get("where") or {}, f.get("decision") or f.get("outdated_decision")
                yield [line(record["applicant"]["number"]) or WORDS["ui"]["no_number"], line(record["applicant"]["company"]), self.verdict(record),
                       WORDS["severity"][f["severity"]], self.by_code("title", f), f["message"],
                       "" if f["severity"] == "info" else self.by_code("mend", f), self.slot(f.get("slot")), self.field(f.get("field")),
                       line(where.get("entry")), str(where.get("page") or ""), f.get("evidence", ""),
                       None if decision else "", f["code"]]

    def materials(self, record):
        row = [line(record["applicant"]["number"]) or WORDS["ui"]["no_number"], line(record["applicant"]["company"]), self.verdict(record)]
        for asked in self.campaign["material"]:
            found = [m for m in record["materials"] if m["slot"] == asked["slot"]]
            stamped = [m for m in found if (m.get("seal") or {}).get("state") == "present"]
            if not found:
                row.append(WORDS["ui"]["missing" if asked.get("required") else "not_given"])
                continue
            best = stamped[-1] if stamped else found[0]
            seal = (best.get("seal") or {}).get("state", "not_asked")
            row.append(best["format"].upper() + ("" if seal == "not_asked" else "，" + WORDS["seal"][seal]))
        return row

    def roster_rows(self):
        for kind in ("absent", "unknown"):
            for name in self.roster[kind]:
                yield [WORDS["report"]["roster_" + kind], name["number"], name["company"], name.get("note", ""), name.get("by", "")]


def replaced(record):
    return any(f["code"] in ("resubmission.superseded", "resubmission.out_of_time") for f in record["findings"])


def local(received):
    if not received:
        return ""
    return datetime.fromisoformat(received).astimezone(timezone(timedelta(hours=8))).strftime("%Y-%m-%d %H:%M")


def is_meant(cell, want):
    """An amount is a number, however it is shown."""
    if isinstance(want, float):
        number = cell.replace(",", "").replace(WORDS["sheet"]["uncertain_format"], "")
        return re.fullmatch(r"-?\d+(\.\d+)?", number) is not None and float(number) == want
    return cell == want


def differing(expected, rows):
    """The first cell that is not as meant; None in `expected` is not looked at."""
    if len(expected) != len(rows):
        return f"{len(rows)} rows, {len(expected)} expected"
    for at, (wanted, row) in enumerate(zip(expected, rows), 2):
        row = row + [""] * (len(wanted) - len(row))
        for column, (want, cell) in enumerate(zip(wanted, row)):
            if want is not None and not is_meant(cell, want):
                return f"row {at}, column {column + 1}: {cell!r}, {want!r} expected"
    return None


def check_workbook(out):
    if not spreadsheet.installed():
        return print("  skipped: LibreOffice Calc is not installed")
    with zipfile.ZipFile(out / "report.xlsx") as parts:
        check(not any(re.search(rb"<f[ >]", parts.read(p)) for p in parts.namelist()), "the workbook holds no formula")
    sheets, book = spreadsheet.shown(out / "report.xlsx", SHEETS), Book(out)
    expected = {"申报单位": [book.submission(r) for r in book.records], "问题清单": list(book.findings()),
                "材料": [book.materials(r) for r in book.records]}
    for name, rows in expected.items():
        wrong = differing(rows, sheets[name][1:])
        check(wrong is None, f"sheet {name}: {sum(len(r) for r in rows)} cells as the records have them" + (f" ({wrong})" if wrong else ""))
    names = list(book.roster_rows())
    wrong = differing(names, sheets["名册核对"][1:len(names) + 1])
    check(wrong is None, f"sheet 名册核对: {len(names)} names as the run told them" + (f" ({wrong})" if wrong else ""))
    standing = [r["verdict"] for r in book.records if not replaced(r)]
    told = {row[0]: row[1] for row in sheets["概览"] if len(row) > 1}
    check(all(told[WORDS["verdict"][v]] == str(standing.count(v)) for v in WORDS["verdict"]), "sheet 概览: the verdicts as they are")
