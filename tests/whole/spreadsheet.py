"""A workbook as a spreadsheet program shows it: LibreOffice's, where it is installed."""

import csv
import pathlib
import shutil
import subprocess
import tempfile


def installed():
    """The part of LibreOffice that opens workbooks is a package of its own."""
    found = shutil.which("soffice")
    return bool(found) and (pathlib.Path(found).resolve().parent / "libsclo.so").exists()


def shown(workbook, sheets):
    """Every one of these sheets as rows of shown text."""
    with tempfile.TemporaryDirectory(prefix="workbook-") as name:
        folder = pathlib.Path(name)
        # Token 12: every sheet into a file of its own.
        subprocess.run(["soffice", "-env:UserInstallation=" + (folder / "profile").as_uri(), "--headless", "--convert-to",
                        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", str(folder), str(workbook)],
                       check=True, timeout=240, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return {sheet: list(csv.reader(open(folder / f"{workbook.stem}-{sheet}.csv", encoding="utf-8", newline=""))) for sheet in sheets}
