#!/usr/bin/env python3
"""Measures a run against a mailbox with known truth.

    measure.py OUT/records.jsonl MAILBOX/truth.json [--all]

Prints how the fields were read, by field and by scan profile (exact / uncertain / wrong and not marked so / missing),
how often each status and confidence is right, how many of the right values are marked uncertain and how many findings say so, the
errors by code and how many of them a defect explains, then for each mail the codes its defects should give that are not there, and
errors that no defect explains. Ends with 1 where a value is wrong without saying so or a defect was missed. `--all` also lists values
that are uncertain and wrong.
"""
import argparse
import collections
import json
import sys
import unicodedata

FIELDS = ["company", "uscc", "number", "address", "contact", "legal", "phone", "mobile", "email", "title", "revenue", "profit"]
YEARS = ["2018", "2019", "2020"]

# defect -> codes of which one must be there, as (code, slot or field)
EXPECTED = {
    "missing_form": [("material.missing", "recommendation_form")],
    "missing_pledge": [("material.missing", "commitment")],
    "missing_body": [("material.missing", "application")],
    "unstamped_form": [("material.unstamped", "recommendation_form")],
    "seal_other_company": [("material.stamp_owner", "recommendation_form")],
    "body_as_pdf": [("material.format", "application")],
    "bad_separator": [("naming.separator", None)],
    "short_company": [("naming.company_incomplete", None)],
    "wrong_number": [("naming.number", None)],
    "subject_mismatch": [("naming.subject", None)],
    "zip_not_rar": [("naming.container", None)],
    "gbk_zip": [("naming.container", None), ("naming.encoding", None)],
    "late": [("timing.late", None)],
    "loss_year": [("eligibility.loss", None)],
    "uscc_bad": [("field.invalid", "uscc")],
    "company_conflict": [("consistency.company", None)],
    "truncated_archive": [("archive.truncated|archive.damaged", None)],
    "nested_archive": [],
    "legacy_doc": [],
}
# codes of errors that a defect may bring along
BROUGHT = {
    "truncated_archive": ["material.missing", "archive.", "document.", "field."],
    "company_conflict": ["material.stamp_owner", "naming.company_mismatch", "consistency."],
    "missing_form": ["field.missing", "naming."],
    "short_company": ["naming."],
    "wrong_number": ["naming.", "consistency.number"],
    "body_as_pdf": ["document."],
}


def plain(text):
    return "".join(unicodedata.normalize("NFKC", text or "").split()).lower()


def amount(text):
    text = (text or "").replace(",", "")
    try:
        return round(float(text), 4)
    except ValueError:
        return text


def judge(field, truth, record):
    """exact, uncertain, wrong or missing; and whether the value is right, whatever its status."""
    found = record.get("fields", {}).get(field)
    if not found:
        return "missing", False, ""
    value = found["value"]
    if field in ("revenue", "profit"):
        value = value if isinstance(value, dict) else {}
        right = [amount(value.get(y)) for y in YEARS] == [amount(t) for t in truth]
        shown = " ".join(value.get(y, "-") for y in YEARS)
    else:
        right = plain(value) == plain(truth)
        shown = value
    if found["status"] == "uncertain":
        return "uncertain", right, shown
    return ("exact" if right else "wrong"), right, shown


def match(records, truths):
    """Records by the mail's truth: by the package's name."""
    by_package = {r["submission"]["package"]: r for r in records}
    for truth in truths:
        yield truth, by_package.get(truth["package"])


def table(title, counts):
    print(f"\n{title:<14}{'exact':>8}{'uncert.':>9}{'(right)':>9}{'wrong':>7}{'missing':>9}{'of':>6}")
    total = collections.Counter()
    for key, c in counts.items():
        total.update(c)
        row(key, c)
    row("all", total)
    return total


def row(key, c):
    n = c["exact"] + c["uncertain"] + c["wrong"] + c["missing"]
    print(f"{key:<14}{c['exact']:>8}{c['uncertain']:>9}{c['uncertain_right']:>9}{c['wrong']:>7}{c['missing']:>9}{n:>6}"
          f"   {100 * (c['exact'] + c['uncertain_right']) / max(n, 1):6.1f} % right, {100 * c['wrong'] / max(n, 1):.2f} % wrong")


def confidence_band(confidence):
    steps = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01]
    low, high = next(b for b in zip(steps, steps[1:]) if confidence < b[1])
    return f"{low:.2f} to {min(high, 1):.2f}"


def calibration(kept):
    """`kept`: status, confidence and whether it is right, of every field that was found."""
    for title, key in (("status", lambda k: k[0]), ("confidence", lambda k: confidence_band(k[1]))):
        print(f"\n{title:<14}{'values':>8}{'right':>8}")
        for name in sorted({key(k) for k in kept}):
            right = [k[2] for k in kept if key(k) == name]
            print(f"{name:<14}{len(right):>8}{100 * sum(right) / len(right):>7.1f} %")


def expected(truth):
    """(code, slot or field) of each of which one is to be there. That a scan without colours bears no seal cannot be told."""
    colourless = truth.get("profile", "").startswith(("gray", "bilevel"))
    for defect in truth["defects"]:
        for code, about in EXPECTED.get(defect, []):
            yield (code + "|material.stamp_unclear" if colourless and code == "material.unstamped" else code), about


def has(record, code, about):
    codes = code.split("|")
    return any(f["code"] in codes and about in (None, f.get("slot"), f.get("field")) for f in record["findings"])


def defects(truth, record):
    """Codes that are missing; errors that nothing explains."""
    wanted = list(expected(truth))
    missed = [f"{code} {about or ''}".strip() for code, about in wanted if not has(record, code, about)]
    brought = [prefix for d in truth["defects"] for prefix in BROUGHT.get(d, [])]
    surplus = []
    for f in record["findings"]:
        explained = any(f["code"] in code.split("|") and about in (None, f.get("slot"), f.get("field")) for code, about in wanted)
        if f["severity"] == "error" and not explained and not any(f["code"].startswith(p) for p in brought):
            surplus.append(f"{f['code']} {f.get('slot') or f.get('field') or ''} [{f.get('evidence', '')[:40]}]")
    return missed, surplus


def errors_by_code(judged):
    """`judged`: (record, errors that nothing explains)."""
    all_of, surplus = collections.Counter(), collections.Counter()
    for record, unexplained in judged:
        all_of.update(f["code"] for f in record["findings"] if f["severity"] == "error")
        surplus.update(s.split()[0] for s in unexplained)
    print(f"\n{'errors':<28}{'all':>5}{'unexplained':>13}")
    for code in sorted(all_of):
        print(f"{code:<28}{all_of[code]:>5}{surplus[code]:>13}")


def doubts(kept, judged):
    right = [k for k in kept if k[2]]
    marked = sum(k[0] == "uncertain" for k in right)
    asked = sum(f["code"] == "field.uncertain" for record, _ in judged for f in record["findings"])
    print(f"\nright and marked uncertain: {marked} of {len(right)} ({100 * marked / max(1, len(right)):.1f} %); "
          f"findings field.uncertain: {asked} in {len(judged)} mails")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("records")
    parser.add_argument("truth")
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    records = [json.loads(line) for line in open(args.records, encoding="utf-8")]
    truths = json.load(open(args.truth, encoding="utf-8"))

    by_field = collections.OrderedDict((f, collections.Counter()) for f in FIELDS)
    by_profile = collections.defaultdict(collections.Counter)
    remarks, kept, judged, missed_total, surplus_total = [], [], [], 0, 0
    for truth, record in match(records, truths):
        if record is None:
            remarks.append(f"{truth['number']}: no record")
            missed_total += 1
            continue
        for field in FIELDS:
            if field not in truth or ("missing_form" in truth["defects"] and field not in ("company", "uscc", "revenue", "profit")):
                continue
            verdict, right, shown = judge(field, truth[field], record)
            for counter in (by_field[field], by_profile[truth["profile"]]):
                counter[verdict] += 1
                counter["uncertain_right"] += verdict == "uncertain" and right
            if verdict != "missing":
                kept.append((record["fields"][field]["status"], record["fields"][field].get("confidence", 0), right))
            if verdict in ("wrong", "missing") or (args.all and not right):
                status = record.get("fields", {}).get(field, {}).get("status", "")
                remarks.append(f"{truth['number']} {truth['profile']:<9} {field:<8} {verdict} {status}: {shown} | {truth[field]}")
        missed, surplus = defects(truth, record)
        judged.append((record, surplus))
        missed_total += len(missed)
        surplus_total += len(surplus)
        for m in missed:
            remarks.append(f"{truth['number']} {truth['profile']:<9} MISSED  {m}")
        for s in surplus:
            remarks.append(f"{truth['number']} {truth['profile']:<9} SURPLUS {s}")

    total = table("field", by_field)
    table("profile", dict(sorted(by_profile.items())))
    calibration(kept)
    doubts(kept, judged)
    errors_by_code(judged)
    print(f"\ndefects missed: {missed_total}, errors that nothing explains: {surplus_total}\n")
    print("\n".join(remarks))
    return 1 if total["wrong"] or missed_total else 0


if __name__ == "__main__":
    sys.exit(main())
