#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the estimates of shells (report.json "shell") with synthesis in Yosys: generates accelerators with registers and
DMA channels of several widths and numbers of ports, synthesises each top with its core left out, and prints a table.
Exit code 1: an estimate of LUTs or flip-flops is further from synthesis than LIMIT, or block RAM is not exact.

    bench/fit/shells.py [--family xc7|xcup|both] [--only NAME...] [--json FILE] [--jobs N] [--build DIR] [--work DIR]

Shells that have not changed since an earlier run in the same working folder are not synthesised again.
"""

import argparse
import concurrent.futures
import json
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "synthesis"))

from batch import unit_key  # noqa: E402
from netlist import Netlist, NetlistError, count  # noqa: E402
from synth import FAMILIES, MACROS, ToolError, corrected_yosys, run  # noqa: E402

LIMIT = 10.0  # per cent
PLATFORMS = {"xc7": "pynq_z1", "xcup": "zcu104"}
RESOURCES = ("lut", "ff")


def network(name, columns, rows, pe, simd, activation, weight):
    """A fully connected layer: beats of simd activations in, of pe sums out."""
    data = [i % 3 - 1 for i in range(columns * rows)]
    if weight == "BIPOLAR":
        data = [value or 1 for value in data]
    return {"format": "finn-rtlgen-net", "version": 1, "name": name,
            "inputs": [{"name": "x", "shape": [columns], "type": activation}], "outputs": [{"name": "y"}],
            "layers": [{"name": "fc", "kind": "fc", "inputs": ["x"], "outputs": ["y"],
                        "weights": {"type": weight, "shape": [rows, columns], "data": data}}],
            "fold": {"fc": {"pe": pe, "simd": simd}}}


def two_ports(name, lanes):
    """Two inputs, and two outputs of which one needs both."""
    return {"format": "finn-rtlgen-net", "version": 1, "name": name,
            "inputs": [{"name": "a", "shape": [3, 3, 8], "type": "INT8"},
                       {"name": "b", "shape": [3, 3, 8], "type": "UINT5"}],
            "outputs": [{"name": "s"}, {"name": "y"}],
            "layers": [{"name": "sum", "kind": "add", "inputs": ["a", "b"], "outputs": ["s"]},
                       {"name": "fc", "kind": "fc", "inputs": ["s"], "outputs": ["y"],
                        "weights": {"type": "TERNARY", "shape": [4, 72], "data": [i % 3 - 1 for i in range(288)]}}],
            "fold": {"sum": {"pe": lanes}, "fc": {"pe": 2, "simd": 2}}}


def rewritable(net):
    """The same, with weights that the host rewrites."""
    net["layers"][0]["runtime"] = True
    return net


NETWORKS = {
    "bytes": network("bytes", 64, 16, 1, 8, "BIPOLAR", "BIPOLAR"),      # beats of 1 and 1 bytes
    "narrow": network("narrow", 72, 16, 2, 6, "UINT4", "INT4"),         # 3 and 4
    "wide": network("wide", 784, 64, 16, 49, "UINT8", "INT2"),          # 49 and 36
    "words": network("words", 1024, 64, 16, 32, "INT8", "INT8"),        # 32 and 42
    "rewritten": rewritable(network("rewritten", 72, 16, 2, 6, "UINT4", "INT4")),
    "two_ports": two_ports("two_ports", 2),                             # 2, 2 and 3, 4
}
AXILITE = ("--axilite",)
CASES = [("bytes", AXILITE), ("wide", AXILITE), ("two_ports", AXILITE), ("rewritten", AXILITE)]
CASES += [(name, ("--dma", "--dma-bits", bits)) for name, widths in
          (("bytes", ("64",)), ("narrow", ("32", "64", "128", "512")), ("wide", ("64", "128")), ("words", ("64", "256")),
           ("two_ports", ("32", "64"))) for bits in widths]


def case_name(name, options):
    return f"{name}_{'axilite' if options == AXILITE else 'dma' + options[2]}"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", choices=[*FAMILIES, "both"], default="both")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="only these shells")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the counts")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "dev", metavar="DIR",
                        help="CMake build folder, with finn-rtlgen")
    parser.add_argument("--work", type=pathlib.Path, metavar="DIR", help="working folder (BUILD/shells)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="programs at a time")
    return parser.parse_args()


def generate(program, name, options, family, folder):
    """Makes the accelerator; (folder of its Verilog, its shell's estimate)."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "net.json").write_text(json.dumps(NETWORKS[name]), encoding="utf-8")
    run([program, "net.json", "-o", "out", "--platform", PLATFORMS[family], *options], folder)
    made = folder / "out" / name
    return made / "rtl", json.loads((made / "report" / "report.json").read_text(encoding="utf-8"))["shell"]


def leave_out_core(rtl, core):
    """Puts a module without contents in the place of the core: (the shell's files, the core's)."""
    text = (rtl / f"{core}.v").read_text(encoding="utf-8")
    header = re.search(r"^module .*?^\);\n", text, flags=re.MULTILINE | re.DOTALL).group(0)
    (rtl / "core_box.v").write_text(f"(* blackbox *)\n{header}endmodule\n", encoding="utf-8")
    files = [file for file in (rtl / "files.f").read_text(encoding="utf-8").split() if file != f"{core}.v"]
    return [*files, "core_box.v"]


def counts_of(yosys, rtl, top, core, files, family, options):
    run([yosys, "-p", "; ".join([
        "read_verilog -lib +/xilinx/cells_sim.v",
        f"read_verilog -defer {MACROS[family]} {' '.join(files)}",
        f"hierarchy -check -top {top}",
        f"synth_xilinx -family {family} -flatten -noiopad -noclkbuf {' '.join(options)} -top {top}",
        "opt_clean",
        "write_json shell.json"])], rtl)
    module = json.loads((rtl / "shell.json").read_text(encoding="utf-8"))["modules"][top]
    module["cells"] = {name: cell for name, cell in module["cells"].items() if cell["type"] != core}
    return count(Netlist(module))


def synthesise(yosys, rtl, top, core, family, kept):
    """Counts of the shell, by the mapper that takes fewer LUTs: abc, or abc9."""
    files = leave_out_core(rtl, core)
    known = kept / f"{unit_key({'files': files, 'top': top}, rtl, family)}.json"
    if known.is_file():
        return json.loads(known.read_text(encoding="utf-8"))
    runs = [counts_of(yosys, rtl, top, core, files, family, options) for options in ([], ["-abc9"])]
    best = min(runs, key=lambda counts: counts["lut"] + counts["lutram"])
    known.write_text(json.dumps(best), encoding="utf-8")
    return best


def error(row, resource):
    actual = row["actual"][resource]
    return 100 * (row["estimate"][resource] - actual) / actual


def table(rows):
    text = (f"{'shell':18} {'family':6} {'LUT':>6} {'of it RAM':>9} {'estimate':>8} {'error':>8} "
            f"{'FF':>6} {'estimate':>8} {'error':>8} {'BRAM18':>6}\n")
    for row in rows:
        actual, estimate = row["actual"], row["estimate"]
        text += (f"{row['shell']:18} {row['family']:6} {actual['lut']:6} {actual['lutram']:9} {estimate['lut']:8.0f} "
                 f"{error(row, 'lut'):+6.1f} % {actual['ff']:6} {estimate['ff']:8.0f} {error(row, 'ff'):+6.1f} % "
                 f"{actual['bram18']:6}\n")
    return text


def main():
    options = arguments()
    work = (options.work or options.build / "shells").resolve()
    kept = work / "kept"
    kept.mkdir(parents=True, exist_ok=True)
    program = options.build.resolve() / "gen" / "finn-rtlgen"
    cases = [case for case in CASES if not options.only or case_name(*case) in options.only]
    if not cases or len(cases) < len(options.only):
        raise ToolError(f"shells are {', '.join(case_name(*case) for case in CASES)}")
    yosys = corrected_yosys(work)

    def one(job):
        family, (name, shell) = job
        rtl, estimate = generate(program, name, shell, family, work / f"{case_name(name, shell)}_{family}")
        actual = synthesise(yosys, rtl, name, estimate["core"], family, kept)
        actual["lut"] += actual["lutram"]
        return {"shell": case_name(name, shell), "family": family, "actual": actual,
                "estimate": {"lut": estimate["lut"], "ff": estimate["ff"], "bram18": 2 * estimate["bram36"]}}

    families = FAMILIES if options.family == "both" else [options.family]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        rows = list(pool.map(one, [(family, case) for family in families for case in cases]))
    print(table(rows), end="")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    wrong = [row for row in rows if any(abs(error(row, resource)) > LIMIT for resource in RESOURCES) or
             row["actual"]["bram18"] != row["estimate"]["bram18"]]
    for row in wrong:
        print(f"{row['shell']} on {row['family']}: the estimate is more than {LIMIT:g} % off", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ToolError, NetlistError) as failure:
        print(f"shells.py: {failure}", file=sys.stderr)
        sys.exit(2)
