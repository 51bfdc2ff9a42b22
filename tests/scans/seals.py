#!/usr/bin/env python3
"""Measures what a run says of seals against what was stamped.

    seals.py OUT/records.jsonl MAILBOX/truth.json [--list]

The truth is that of make_scans.py ("seals" by paper), or that of a mailbox which names its defects only: then every form and
letter bears the applicant's seal but where a defect says otherwise. Prints by scan profile and by kind of seal:

    state   right, unclear (the record says so), or wrong
    owner   of what was seen as a seal: right (the owner's name, or another company's named as such), unclear (said, or not
            read), or wrong: another's accepted as the applicant's own, or the applicant accused though the seal is its own
"""
import argparse
import collections
import json
import sys
import unicodedata

SLOTS = {"form": "recommendation_form", "letter": "commitment"}


def plain(text):
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def stamped(truth):
    """What was stamped on each paper: {"form": {"state", "owner", "kind"}, …}."""
    if "seals" in truth:
        return truth["seals"]
    out, defects = {}, truth["defects"]
    if "missing_form" not in defects:
        state = "absent" if "unstamped_form" in defects else "present"
        other = "seal_other_company" in defects
        out["form"] = {"state": state, "owner": "?" if other else truth["company"], "kind": "none" if state == "absent" else "other" if other else "own"}
    if "missing_pledge" not in defects and "company_conflict" not in defects:
        out["letter"] = {"state": "present", "owner": truth["company"], "kind": "own"}
    return out


def judge(seal, truth, findings, company):
    """(state, owner) as right, unclear or wrong; the owner "-" where there is none."""
    state = "unclear" if seal["state"] == "unclear" else "right" if seal["state"] == truth["state"] else "wrong"
    if truth["state"] == "absent" or seal["state"] == "absent":
        return state, "-"
    accused, unclear = "material.stamp_owner" in findings, "material.stamp_unclear" in findings
    named = plain(seal.get("owner")) == plain(company)
    if truth["owner"] == company:
        return state, "wrong" if accused else "right" if named else "unclear"
    if truth["kind"] == "authority":  # who recommends may stamp: nobody is accused of it
        return state, "wrong" if accused or named else "right" if plain(seal.get("owner")) == plain(truth["owner"]) else "unclear"
    return state, "right" if accused else "wrong" if named and not unclear else "unclear"


def row(key, c):
    print(f"{key:<22}{c['n']:>4} |{c['state right']:>7}{c['state unclear']:>9}{c['state wrong']:>7} |"
          f"{c['owner right']:>7}{c['owner unclear']:>9}{c['owner wrong']:>7}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("records")
    parser.add_argument("truth")
    parser.add_argument("--list", action="store_true", help="also every seal that was not read right")
    args = parser.parse_args()
    by_package = {r["submission"]["package"]: r for r in map(json.loads, open(args.records, encoding="utf-8"))}
    tables = {"profile": collections.defaultdict(collections.Counter), "kind": collections.defaultdict(collections.Counter)}
    remarks, total = [], collections.Counter()
    for entry in json.load(open(args.truth, encoding="utf-8")):
        record = by_package.get(entry["package"])
        for paper, truth in stamped(entry).items():
            slot = SLOTS[paper]
            seals = [m["seal"] for m in record["materials"] if m["slot"] == slot and m.get("seal")] if record else []
            if not seals:
                remarks.append(f"{entry['number']} {entry['profile']} {paper}: no material in the slot")
                total["n"] += 1
                total["no material"] += 1
                continue
            findings = {f["code"] for f in record["findings"] if f.get("slot") == slot}
            state, owner = judge(seals[0], truth, findings, entry["company"])
            for counter in (tables["profile"][entry["profile"]], tables["kind"][f"{paper} {truth['kind']}"], total):
                counter.update({"n": 1, "state " + state: 1, "owner " + owner: 1})
            if "right" != state or owner in ("wrong", "unclear"):
                remarks.append(f"{entry['number']} {entry['profile']:<11}{paper:<7}{truth['kind']:<15} state {state:<8}owner {owner:<8} "
                               f"{seals[0]['state']} {seals[0].get('confidence', 0):.2f} {seals[0].get('owner', '')} | {truth['owner']}  "
                               + " ".join(sorted(f for f in findings if "stamp" in f)))
    for title, table in tables.items():
        print(f"\n{title:<22}{'of':>4} |{'state':>7}{'unclear':>9}{'wrong':>7} |{'owner':>7}{'unclear':>9}{'wrong':>7}")
        for key in sorted(table):
            row(key, table[key])
    row("all", total)
    if args.list:
        print("\n" + "\n".join(remarks))
    return 1 if total["state wrong"] or total["owner wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
