#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""finn-rtlgen report: the table alone, with Vivado's reports, with broken ones, as JSON."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import folders

UTILIZATION = """| Design       : {name}
| Device       : xc7z020clg400-1
| Design State : Routed
| Slice LUTs                 | 1000 |     0 |     53200 |  1.88 |
| Slice Registers            | 2000 |     0 |    106400 |  1.88 |
| Block RAM Tile    |    0 |     0 |       140 |  0.00 |
| DSPs      |    0 |     0 |       220 |  0.00 |
"""
TIMING = """| Design Timing Summary
    WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)
    -------      -------  ---------------------  -------------------      -------
      2.000        0.000                      0                  723        0.022
"""


def main():
    options = folders.arguments(__doc__)
    folder = folders.generate(options, options.networks[0])
    report = [options.program, "report", folder]

    def expect(code, text, *more):
        result = folders.run([*report, *more])
        if result.returncode != code or text not in result.stdout + result.stderr:
            folders.fail(f"report {more}: {result.returncode}, expected {code} and \"{text}\":\n"
                         f"{result.stdout}{result.stderr}")
        return result

    plain = expect(0, "interval").stdout
    if "Vivado" in plain or "vivado" in json.loads(expect(0, "{", "--json").stdout):
        folders.fail("figures of Vivado out of nowhere")
    expect(1, "FR5203", "--vivado")
    reports = folder / "vivado" / "reports"
    reports.mkdir()
    if expect(1, "FR5203").stderr.count("FR5203") != 2:
        folders.fail("not both of the missing reports are named")
    (reports / "utilization.rpt").write_text(UTILIZATION.format(name=folder.name))
    (reports / "timing_summary.rpt").write_text(TIMING)
    table = expect(0, "the clock is met; 125.0 MHz").stdout
    if not table.startswith(plain):
        folders.fail("the table has changed")
    whole = json.loads(expect(0, "{", "--json", "--vivado").stdout)
    estimate = whole["total"]["lut"]
    if whole["vivado"]["lut"] != {"estimate": estimate, "measured": 1000, "error": (estimate - 1000) / 1000}:
        folders.fail(f"LUTs: {whole['vivado']['lut']}")
    (reports / "utilization.rpt").write_text("nothing of the kind\n")
    expect(1, "FR5204")
    (folder / "report" / "report.json").write_text("{")
    expect(1, "FR5201")
    (folder / "report" / "report.json").unlink()
    expect(1, "FR5201")
    print(table)


main()
