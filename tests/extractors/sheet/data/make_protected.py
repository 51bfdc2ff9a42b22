#!/usr/bin/python3
"""Encrypts roster.xlsx: with the password that all programs know as Office 2003, 2007 and 2010 do it, and with another one.

LibreOffice writes the first two (python3-uno), npm's officecrypto-tool the last:

    npm install officecrypto-tool && make_protected.py
"""
import os
import subprocess
import time

import uno
from com.sun.star.beans import NamedValue, PropertyValue

here = os.path.dirname(os.path.abspath(__file__))
EVERYONES, OTHER = "VelvetSweatshop", "secret"
ROSTER = os.path.join(here, "roster.xlsx")


def with_libreoffice(files):
    office = subprocess.Popen(["soffice", "--headless", "--norestore", "-env:UserInstallation=file:///tmp/lo-fixtures",
                               "--accept=socket,host=localhost,port=2002;urp;"], stdout=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(60):
        try:
            context = resolver.resolve("uno:socket,host=localhost,port=2002;urp;StarOffice.ComponentContext")
            break
        except Exception:
            time.sleep(0.5)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    book = desktop.loadComponentFromURL("file://" + ROSTER, "_blank", 0, (PropertyValue("Hidden", 0, True, 0),))
    for name, password in files:
        if name.endswith(".xls"):
            how = (PropertyValue("FilterName", 0, "MS Excel 97", 0), PropertyValue("Password", 0, password, 0))
        else:
            data = uno.Any("[]com.sun.star.beans.NamedValue", (NamedValue("OOXPassword", password), NamedValue("CryptoType", "Standard")))
            how = (PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0), PropertyValue("EncryptionData", 0, data, 0))
        book.storeToURL("file://" + os.path.join(here, name), how)
    book.close(True)
    office.terminate()
    office.wait(20)


def with_node(files):
    for name, password in files:
        subprocess.run(["node", "-e", "const fs = require('fs'), [from, to, password] = process.argv.slice(1);"
                        "fs.writeFileSync(to, require('officecrypto-tool').encrypt(fs.readFileSync(from), {password}));",
                        ROSTER, os.path.join(here, name), password], check=True)


with_libreoffice([("protected_rc4.xls", EVERYONES), ("protected_standard.xlsx", EVERYONES), ("password.xls", OTHER)])
with_node([("protected_agile.xlsx", EVERYONES), ("password.xlsx", OTHER)])
