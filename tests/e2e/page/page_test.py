# SPDX-License-Identifier: Apache-2.0
"""report.html and explore.html in a browser: they show something, in light and dark, and their numbers are those of
report.json and explore.json.

Usage: page_test.py PROGRAM BROWSER FOLDER NETWORK...   (exit code 77: there is no browser)
"""
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys

import png

# Window, and the picture's size relative to it.
WIDTH, HEIGHT, SCALE = 1280, 2200, 0.5
SKIPPED = 77
# Relative error of a real number shown with four digits.
ROUNDING = 0.0005001


class Page(html.parser.HTMLParser):
    """Texts of the elements with data-key or data-verify, and what the page would load."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.texts = {"data-key": {}, "data-verify": {}}
        self.loads = []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.loads += [f"{tag} {name}={values[name]}" for name in ("src", "href", "srcset", "data") if name in values]
        if tag in ("script", "link", "iframe", "object", "img"):
            self.loads.append(tag)
        if tag in ("meta", "br", "wbr", "hr", "img", "link", "input"):
            return
        keys = [(kind, values[kind]) for kind in self.texts if kind in values]
        for kind, key in keys:
            self.texts[kind].setdefault(key, []).append("")
        self.open.append((tag, keys))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        for _, keys in self.open:
            for kind, key in keys:
                self.texts[kind][key][-1] += data


def values_of(value, pointer=""):
    """(pointer, value) of all numbers; a list of numbers is one value."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from values_of(member, f"{pointer}/{key}")
    elif isinstance(value, list) and value and all(isinstance(item, int) for item in value):
        yield pointer, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from values_of(item, f"{pointer}/{index}")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield pointer, value


def find(report, pointer):
    for part in pointer.split("/")[1:]:
        report = report[int(part)] if isinstance(report, list) else report[part]
    return report


def shows(text, value):
    """Is `text` how the page writes the value?"""
    text = text.replace("\u202f", "")
    if value is None:
        return text == "\u2013"
    if isinstance(value, list):
        return text == "\u00d7".join(str(item) for item in value)
    if isinstance(value, str):
        return text == value
    if isinstance(value, int):
        return text == str(value)
    return abs(float(text) - value) <= ROUNDING * abs(value) or (abs(value) >= 1e4 and abs(float(text) - value) <= 0.5)


def check_numbers(dom, report):
    page = Page()
    page.feed(dom)
    problems = [f"the page loads something: {load}" for load in page.loads]
    if re.search(r"url\((?!&quot;#|\"?#)|@import|https?:", dom):
        problems.append("the page names an outside resource")
    shown = page.texts["data-key"]
    for pointer, value in values_of(report):
        if pointer not in shown:
            problems.append(f"{pointer} = {value} is not on the page")
    for pointer, texts in shown.items():
        try:
            value = find(report, pointer)
        except (KeyError, IndexError, ValueError):
            problems.append(f"the page shows {pointer}, which the JSON file does not have")
            continue
        problems += [f"{pointer} is {value}, the page shows {text!r}" for text in texts if not shows(text, value)]
    return problems, len(shown), page.texts["data-verify"]


def check_picture(path, dark):
    """Is there something to see, in the right colours, down to the end of the page?"""
    width, height, rows = png.read_png(path)
    problems = [] if (width, height) == (WIDTH * SCALE, HEIGHT * SCALE) else [f"{path}: {width} x {height} pixels"]
    light = [[sum(pixel) / 3 for pixel in row[::4]] for row in rows[::4]]
    mean = sum(map(sum, light)) / sum(map(len, light))
    colours = len({pixel for row in rows[::4] for pixel in row[::4]})
    if (mean > 80) if dark else (mean < 200):
        problems.append(f"{path}: mean brightness {mean:.0f} is not that of a {'dark' if dark else 'light'} page")
    if colours < 50:
        problems.append(f"{path}: {colours} colours only: nothing is drawn")
    for part in range(4):  # of the upper half, which every network fills
        strip = rows[part * height // 8:(part + 1) * height // 8:3]
        if len({pixel for row in strip for pixel in row[::3]}) < 8:
            problems.append(f"{path}: part {part} is blank")
    return problems


class Browser:
    def __init__(self, program, profile):
        self.command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
                        f"--user-data-dir={profile}", f"--window-size={WIDTH},{HEIGHT}"]

    def run(self, page, *options):
        return subprocess.run([*self.command, *options, page.resolve().as_uri()], check=True, timeout=120,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              encoding="utf-8").stdout

    def picture(self, page, path, dark):
        path.unlink(missing_ok=True)
        self.run(page, f"--blink-settings=preferredColorScheme={0 if dark else 1}",
                 f"--force-device-scale-factor={SCALE}", f"--screenshot={path}")


def check_network(program, browser, folder, network):
    run = subprocess.run([program, network, "-o", folder], check=True, stdout=subprocess.PIPE, encoding="utf-8")
    accelerator = pathlib.Path(run.stdout.strip().splitlines()[-1].removeprefix("written to "))
    report = json.loads((accelerator / "report" / "report.json").read_text())
    page = accelerator / "report" / "report.html"
    problems, shown, verified = check_numbers(browser.run(page, "--dump-dom"), report)
    if verified:
        problems.append("the page speaks of a verification that was not done")
    problems += check_pictures(browser, page, folder / accelerator.name)
    print(f"{accelerator.name}: {shown} values, {len(problems)} problems")
    return accelerator, problems


def check_pictures(browser, page, name):
    problems = []
    for dark in (False, True):
        picture = pathlib.Path(f"{name}-{'dark' if dark else 'light'}.png")
        browser.picture(page, picture, dark)
        problems += check_picture(picture, dark)
    return problems


def check_exploration(program, browser, folder, network):
    """Two platforms, a what-if and a target that is missed."""
    subprocess.run([program, "explore", network, "--platform", "pynq_z1", "--platform", "zcu104", "--weights", "4",
                    "--points", "6", "--target-fps", "50000", "--target-fps", "90000000", "--exact",
                    "-o", folder / "explored"], check=True, stdout=subprocess.DEVNULL)
    page = folder / "explored" / "explore.html"
    exploration = json.loads(page.with_suffix(".json").read_text())
    problems, shown, _ = check_numbers(browser.run(page, "--dump-dom"), exploration)
    problems += check_pictures(browser, page, folder / "explored")
    print(f"exploration: {shown} values, {len(problems)} problems")
    return problems


def check_verified(program, browser, accelerator):
    """After `verify` the page says so."""
    subprocess.run([program, "verify", accelerator, "--frames", "2", "--stall", "0", "--quiet"], check=True,
                   stdout=subprocess.DEVNULL)
    report, verification = (json.loads((accelerator / "report" / name).read_text())
                            for name in ("report.json", "verify.json"))
    problems, _, verified = check_numbers(browser.run(accelerator / "report" / "report.html", "--dump-dom"), report)
    for key in ("frames", "mismatches", "ii_cycles", "latency_cycles"):
        if not all(shows(text, verification[key]) for text in verified.get(key, ["nothing"])):
            problems.append(f"verify.json: {key} is {verification[key]}, the page shows {verified.get(key)}")
    return problems


def main(program, browser_program, folder, networks):
    if not shutil.which(browser_program):
        print("page_test: there is no chromium here (scripts/setup installs it): skipped")
        return SKIPPED
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    browser = Browser(browser_program, folder / "profile")
    problems = []
    for network in networks:
        accelerator, found = check_network(program, browser, folder, network)
        problems += found
    problems += check_verified(program, browser, accelerator)
    problems += check_exploration(program, browser, folder, networks[-1])
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]))
