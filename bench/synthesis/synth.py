# SPDX-License-Identifier: Apache-2.0
"""Synthesis of one unit with Yosys."""

import pathlib
import shutil
import subprocess

from netlist import NetlistError, count, read_netlist

FAMILIES = ("xc7", "xcup")
MACROS = {"xc7": "-DFR_PRIMITIVES", "xcup": "-DFR_PRIMITIVES -DFR_CARRY8"}
# Errors of Yosys 0.23's maps that give wrong netlists (the gate check finds them): file, text, correct text.
MAP_ERRORS = [
    # 72 is meant: the upper parity bits that are written to a 72 bits wide block RAM get lost.
    ("brams_*_map.v", "PORT_W_WIDTH == 71", "PORT_W_WIDTH == 72"),
    # The clock enable of every shift register gets lost. E is 1 where there is none.
    ("cells_map.v", "assign CE = 1'b1;", "assign CE = E;"),
]
TIMEOUT = 3600  # seconds a run


class ToolError(Exception):
    """A program that the bench calls failed."""


def run(command, folder, timeout=TIMEOUT):
    """Standard output and error of a command, which must succeed."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise ToolError(f"{command[0]} took more than {timeout} s in {folder}") from None
    except FileNotFoundError:
        raise ToolError(f"{command[0]} is not installed (scripts/setup does that)") from None
    if done.returncode != 0:
        raise ToolError(f"{' '.join(map(str, command))} failed in {folder}:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout + done.stderr


def yosys_version():
    return run(["yosys", "-V"], ".").split("(")[0].strip()


def yosys_data():
    """The folder with Yosys's own cell models, beside its program."""
    program = shutil.which("yosys")
    if program is None:
        raise ToolError("yosys is not installed (scripts/setup does that)")
    folder = pathlib.Path(program).resolve().parent.parent / "share" / "yosys"
    if not (folder / "xilinx" / "cells_sim.v").is_file():
        raise ToolError(f"{folder} has no xilinx/cells_sim.v")
    return folder


def corrected_yosys(work):
    """The program to call: Yosys itself, or a copy of it with corrected maps (see MAP_ERRORS) below `work`.

    Yosys takes its data from beside its own program, so a copy of both with the errors mended is all that is needed.
    """
    data = yosys_data() / "xilinx"
    wrong = [(file.name, bad, good) for pattern, bad, good in MAP_ERRORS for file in sorted(data.glob(pattern))
             if bad in file.read_text(encoding="utf-8")]
    if not wrong:
        return "yosys"
    program = work / "yosys" / "bin" / "yosys"
    if not program.exists():
        installed = pathlib.Path(shutil.which("yosys")).resolve()
        share = work / "yosys" / "share" / "yosys"
        shutil.rmtree(work / "yosys", ignore_errors=True)
        shutil.copytree(data.parent, share)
        for name, bad, good in wrong:
            file = share / "xilinx" / name
            file.write_text(file.read_text(encoding="utf-8").replace(bad, good), encoding="utf-8")
        program.parent.mkdir()
        for tool in installed.parent.glob("yosys-abc*"):
            (program.parent / tool.name).symlink_to(tool)
        shutil.copy(installed, program)
    return str(program)


def flow(unit, family, options, json_file, verilog_file):
    """The Yosys script. -defer: memory files are read where the parameters are known."""
    top = unit["top"]
    return "; ".join([
        "read_verilog -lib +/xilinx/cells_sim.v",
        f"read_verilog -defer {MACROS[family]} " + " ".join(unit["files"]),
        f"hierarchy -check -top {top}",
        f"synth_xilinx -family {family} -flatten -noiopad -noclkbuf {' '.join(options)} -top {top}",
        "opt_clean",
        f"rename {top} {top}_gate",
        f"write_json {json_file}",
        "splitnets",  # simulators handle single nets faster than bits of wide ones
        f"write_verilog -noattr {verilog_file}",
    ])


def synthesise_once(yosys, unit, folder, family, options):
    """One run: {counts, gate: the mapped netlist's file, options}."""
    stem = "".join([unit["top"], ".", family, *options])
    json_file, verilog_file = f"{stem}.json", f"{stem}.gate.v"
    output = run([yosys, "-p", flow(unit, family, options, json_file, verilog_file)], folder)
    implicit = [line for line in output.splitlines() if "implicitly declared" in line]
    if implicit:
        raise ToolError(f"Yosys made up a wire in {folder}/{unit['top']}.v: {implicit[0]}")
    counts = count(read_netlist(folder / json_file, unit["top"] + "_gate"))
    (folder / json_file).unlink()
    return {"counts": counts, "gate": folder / verilog_file, "options": options}


def synthesise(yosys, unit, folder, family):
    """The best netlist of a unit.

    Memories never see abc9. Logic is mapped by abc and by abc9, fewer LUTs win; where the winner keeps delays in LUTs
    (SRL), it is mapped once more with flip-flops in their place.
    """
    results, errors = [], []

    def attempt(options):
        try:
            results.append(synthesise_once(yosys, unit, folder, family, options))
        except (ToolError, NetlistError) as error:
            errors.append(error)

    attempt([])
    if unit["kind"] == "logic":
        attempt(["-abc9"])
    if not results:
        raise errors[0]
    best = min(results, key=lambda result: price(result["counts"]))
    if best["counts"]["lutram"]:
        attempt([*best["options"], "-nosrl"])
    return min(results, key=lambda result: price(result["counts"]))


def price(counts):
    """What "better" means between two netlists of one unit."""
    return (counts["bram18"], counts["dsp"], counts["lut_packed"] + counts["lutram"], counts["levels"], counts["ff"])
