"""What the staff's desk needs of a folder that a run of the samples left: desk.check_all(PROGRAM, OUT), called by samples_test.py."""

import email
import email.policy
import json
import pathlib
import shutil
import sqlite3

from program import CAMPAIGN, ROOT, check, digest_of_outputs, figures, records, run, shenbao
from workbook import check_workbook

MAILBOX = ROOT / "samples/mailbox.mbox"
ROSTER = ["--roster", str(ROOT / "samples/roster.xlsx")]


def reconciled(out):
    roster = figures(out)["roster"]
    return [sorted(n["number"] for n in roster[kind]) for kind in ("absent", "unknown")]


def rosters(program, out):
    """The same rows under awkward heads, in four formats, say the same."""
    before = reconciled(out)
    for path in sorted((ROOT / "tests/whole/rosters").iterdir()):
        result = shenbao(program, "recheck", out, "--campaign", CAMPAIGN, "--roster", path)
        check(result.returncode == 0 and reconciled(out) == before, f"{path.name} is read: absent and unknown {reconciled(out)}")
    shenbao(program, "recheck", out, "--campaign", CAMPAIGN, *ROSTER)


def found_roster(program, out, folder):
    """No roster given, but a city mailed its table: it is read as one, and the city is nobody's submission."""
    folder.mkdir()
    before = reconciled(out)
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "city@example.com", "zlbg@example.org", "申报企业统计表"
    message["Date"], message["Message-ID"] = "Fri, 11 Jun 2021 17:00:00 +0800", "<table@example.com>"
    message.set_content("附件为我市申报企业统计表，请查收。")
    message.add_attachment((ROOT / "tests/whole/rosters/roster.xls").read_bytes(), "application", "vnd.ms-excel", filename="附件3 申报企业统计表.xls")
    (folder / "table.eml").write_bytes(bytes(message))
    shutil.copy(MAILBOX, folder / "mailbox.mbox")
    result = run(program, folder, out)
    check(result.returncode == 0 and reconciled(out) == before, "a table found in a mail is the roster: %s" % reconciled(out))
    city = next(r for r in records(out) if r["submission"]["message_id"] == "<table@example.com>")
    check(city["verdict"] == "complete" and [f["code"] for f in city["findings"]] == ["roster.found"], "and its mail is nobody's submission")
    run(program, MAILBOX, out, *ROSTER)


def drafts(program, out):
    """Every notice has a draft that a mail program opens; GMime reads it as Python does."""
    by_number = {r["applicant"]["number"]: r for r in records(out) if not any(f["code"] == "resubmission.superseded" for f in r["findings"])}
    found = sorted((out / "drafts").iterdir())
    check({p.stem for p in (out / "notices").iterdir()} <= {p.stem for p in found}, f"{len(found)} drafts, one for each notice at least")
    good = bool(found)
    for path in found:
        draft = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        sent = by_number[path.stem.split("+")[0]]["submission"]
        notice = out / "notices" / (path.stem + ".txt")
        good = good and not draft.defects and draft["In-Reply-To"] == sent["message_id"] and draft["To"].addresses[0].addr_spec == sent["from"]
        good = good and (not notice.exists() or draft.get_content().replace("\r\n", "\n") == notice.read_text(encoding="utf-8-sig"))
    check(good, "they answer the mail they are about, with the notice's words")
    read = json.loads(shenbao(program, "extract", found[0], "--format", "json").stdout)
    check(draft_subject(found[0]) in json.dumps(read, ensure_ascii=False), "and GMime reads the subject")
    stale = out / "drafts/2021999+某某.eml"
    stale.write_text("x", encoding="utf-8")
    check(shenbao(program, "verify", out).returncode == 1, "a draft that is not due is noticed")
    shenbao(program, "report", out)
    check(not stale.exists() and shenbao(program, "verify", out).returncode == 0, "and goes with the next report")


def draft_subject(path):
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)["Subject"]


def decision_on(out, number, code):
    return [f.get("decision") for r in records(out) if r["applicant"]["number"] == number for f in r["findings"] if f["code"] == code and f.get("decision")]


def decisions(program, out):
    """A decision survives a run, a recheck and readers of a new version."""
    number, code = "2021036", "material.unstamped"
    check(shenbao(program, "decide", out, number, code, "accept", "--note", "纸质件已核").returncode == 0, "a decision is taken down")
    shenbao(program, "recheck", out, "--campaign", CAMPAIGN)
    check(len(decision_on(out, number, code)) == 1, "it stands after a recheck")
    with sqlite3.connect(out / "ledger.db") as ledger:
        ledger.execute("UPDATE fact SET readers = 'older ' || readers WHERE json NOT LIKE '%\"recognised\":true%'")
    run(program, MAILBOX, out, *ROSTER)
    check(figures(out)["facts_read"] > 0 and len(decision_on(out, number, code)) == 1, "and after everything was read by a newer version")
    with sqlite3.connect(out / "ledger.db") as ledger:
        ledger.execute("DELETE FROM fact WHERE readers LIKE 'older %'")
        ledger.execute("UPDATE decision SET evidence = 'another file' WHERE number = ?", (number,))
    result = shenbao(program, "recheck", out, "--campaign", CAMPAIGN)
    outdated = [f for r in records(out) if r["applicant"]["number"] == number for f in r["findings"] if f.get("outdated_decision")]
    check(len(outdated) == 1 and not decision_on(out, number, code), "one whose evidence has changed counts no more")
    check("裁定的依据已变" in result.stdout and number in result.stdout, "and is listed")
    check("需补正" in result.stdout and "→" in result.stdout, "beside whose verdict changed by it")
    with sqlite3.connect(out / "ledger.db") as ledger:
        ledger.execute("DELETE FROM decision WHERE number = ?", (number,))
    shenbao(program, "recheck", out, "--campaign", CAMPAIGN)


def resubmission(out):
    later = next(r for r in records(out) if r["applicant"]["number"] == "2021035" and r["submission"]["supersedes"])
    revision = later.get("revision", {})
    check(revision.get("materials", {}).get("added") == ["commitment"], "a resubmission says what it added")
    check("material.missing commitment" in revision.get("findings", {}).get("mended", []), "and what it mended")


def only(program, out, folder):
    """One applicant's submissions are read, and nothing else that is new; what is known stays as it is."""
    result = run(program, MAILBOX, folder, "--only", "2021035")
    found = [r["applicant"]["number"] for r in records(folder) if r["files"]]
    check(result.returncode == 0 and found == ["2021035", "2021035"], f"only one applicant's: {found}")
    check(figures(folder)["left"] >= 20 and figures(folder)["bytes_in"] == figures(folder)["bytes_accounted"], "the rest is left, and counted")
    before = digest_of_outputs(out)
    result = run(program, MAILBOX, out, "--only", "2021035", *ROSTER)
    check(result.returncode == 0 and figures(out)["left"] == 0 and digest_of_outputs(out) == before, "where all is known it changes nothing")


def logged(program, out):
    result = shenbao(program, "run", MAILBOX, "--campaign", CAMPAIGN, "--out", out, "--log-json", *ROSTER)
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    check(lines and all({"time", "level", "message"} <= set(line) for line in lines), f"the log as JSON, {len(lines)} lines")


def cleaned(program, out):
    left = out / "blobs/left-by-a-killed-run"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"x" * 100)
    check("left-by-a-killed-run" in shenbao(program, "clean", out).stdout and left.exists(), "what was left behind is shown")
    check(shenbao(program, "clean", out, "--yes").returncode == 0 and not left.exists(), "and removed when told to")
    check(shenbao(program, "verify", out).returncode == 0, "and nothing else")


def check_all(program, out, folder):
    resubmission(out)
    check_workbook(out)
    drafts(program, out)
    rosters(program, out)
    found_roster(program, out, folder / "city")
    decisions(program, out)
    only(program, out, folder / "only")
    logged(program, out)
    cleaned(program, out)
