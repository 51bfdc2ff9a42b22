"""A browser under test: headless Chromium, driven over the W3C WebDriver protocol with the standard library alone."""

import base64
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
SKIPPED = 77  # what CTest takes for a skipped test


def skip(why):
    print("skipped:", why)
    sys.exit(SKIPPED)


class Browser:
    """Use as a context; the browser and its driver end with it."""

    def __init__(self):
        driver = shutil.which("chromedriver")
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if not driver or not chromium:
            skip("chromium or chromedriver is not installed")
        self.profile = tempfile.mkdtemp(prefix="report-browser-")
        self.process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.session = None
        try:
            self._begin(chromium)
        except BaseException:
            self._end()
            raise

    def _begin(self, chromium):
        self.base = "http://127.0.0.1:%d" % self._port()
        # A pipe instead of a port, and no shared memory: both may be missing in a bare root.
        flags = ["--headless", "--no-sandbox", "--remote-debugging-pipe", "--disable-dev-shm-usage", "--disable-gpu",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--user-data-dir=" + self.profile]
        wanted = {"browserName": "chrome", "goog:loggingPrefs": {"browser": "ALL"},
                  "goog:chromeOptions": {"binary": chromium, "args": flags}}
        answer = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = "/session/" + answer["sessionId"]

    def _port(self):
        for line in self.process.stdout:
            found = re.search(r"successfully on port (\d+)", line)
            if found:
                return int(found.group(1))
        skip("chromedriver does not start")

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with DIRECTLY.open(request, timeout=240) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._end()

    def _end(self):
        try:
            if self.session:
                self._call("DELETE", self.session)
        except (OSError, RuntimeError):
            pass
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, address):
        self._call("POST", self.session + "/url", {"url": address})

    def run(self, script, *args):
        """The value of `script`, the body of a function in the page."""
        return self._call("POST", self.session + "/execute/sync", {"script": script, "args": list(args)})

    def wait(self, condition, seconds=20):
        """Until the expression is true in the page."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.run("return !!(" + condition + ")"):
                return
            time.sleep(0.05)
        raise AssertionError("never came true: " + condition)

    def click(self, selector):
        found = self._call("POST", self.session + "/element", {"using": "css selector", "value": selector})
        element = next(iter(found.values()))
        self._call("POST", "%s/element/%s/click" % (self.session, element), {})

    def keys(self, text):
        """Keys pressed wherever the focus is."""
        actions = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._call("POST", self.session + "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def width(self, columns, rows=900):
        self.command("Emulation.setDeviceMetricsOverride",
                     {"width": columns, "height": rows, "deviceScaleFactor": 1, "mobile": columns < 600})

    def command(self, name, params):
        return self._call("POST", self.session + "/goog/cdp/execute", {"cmd": name, "params": params})

    def screenshot(self, path):
        with open(path, "wb") as out:
            out.write(base64.b64decode(self._call("GET", self.session + "/screenshot")))

    def pdf(self):
        return base64.b64decode(self._call("POST", self.session + "/print", {"background": True}))

    def complaints(self):
        """What the console said at level warning or above since the last call."""
        lines = self._call("POST", self.session + "/se/log", {"type": "browser"})
        return [line["message"] for line in lines if line["level"] in ("SEVERE", "WARNING")]
