#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An IP's folder elsewhere, and several IPs in one project.

Each folder is copied to another place and read there by Verilator (lint), Icarus and Yosys, in the plain form and in
the form of vivado/src with models of the device's primitives. Two networks, and two versions of a network under
different names, run side by side in one simulation of Icarus and one of Verilator, and each gives what it gives alone:
with streams, with registers and with DMA channels.
The same name twice is refused by the simulators, since modules are called alike.
"""
import json
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import folders
from bench import simulate, sources

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PRIMITIVES = ROOT / "verif" / "primitives" / "fr_primitives.v"
SHELLS = (folders.STREAMS, folders.REGISTERS, folders.DMA)
FURTHER = (folders.STREAMS, folders.DMA)  # DMA channels have registers, too
NAMES = dict(zip(SHELLS, ("streams", "registers", "dma")))


def synthesis_sources(folder):
    """As component.xml has them."""
    text = (folder / "component.xml").read_text()
    text = text[text.index("<spirit:name>xilinx_anylanguagesynthesis_view_fileset"):]
    return [folder / name for name in re.findall(r"<spirit:name>(\S+\.v)<", text[:text.index("</spirit:fileSet>")])]


def read_by_all(folder, work):
    top, rtl = folder.name, folder / "rtl"
    folders.must(["verilator", "--lint-only", "-Wall", "--top-module", top, "-f", "files.f"], cwd=rtl)
    folders.must(["iverilog", "-g2005", "-Wall", "-s", top, "-o", work / "plain.vvp", "-f", "files.f"], cwd=rtl)
    reading = "".join(f"read_verilog -defer {path.name}; " for path in sources(folder))
    folders.must(["yosys", "-q", "-p", f"{reading} hierarchy -check -top {top}; check -assert"], cwd=rtl)
    device = [path.relative_to(folder) for path in synthesis_sources(folder)]
    folders.must(["iverilog", "-g2005", "-s", top, "-o", work / "device.vvp", PRIMITIVES, *device], cwd=folder)
    instances = "".join(f"read_verilog -defer {path}; " for path in device)
    folders.must(["yosys", "-q", "-p", "read_verilog -lib +/xilinx/cells_sim.v; " + instances +
                  f"hierarchy -check -top {top}"], cwd=folder)


def renamed(network, name, work):
    """A copy of a network's folder under another name."""
    shutil.copytree(network.parent, work / name)
    file = work / name / "net.json"
    content = json.loads(file.read_text())
    content["name"] = name
    file.write_text(json.dumps(content))
    return file


def side_by_side(options, label, tops, alone):
    """All of them in one simulation: each gives what it gives alone, which is simulated by Icarus if it was not yet."""
    tool, shells = label
    for folder in tops:
        if folder not in alone:
            alone.update(simulate([folder], options.work / "alone" / str(len(alone)), "icarus"))
    together = simulate(tops, options.work / tool / shells, tool)
    for folder in tops:
        if together[folder] != alone[folder]:
            differing = [pair for pair in zip(together[folder], alone[folder]) if pair[0] != pair[1]]
            folders.fail(f"{tool}: {folder.name} gives something else beside the others: {differing[:3]}")
    print(f"{tool}: {' and '.join(folder.name for folder in tops)} side by side ({shells})")


def main():
    options = folders.arguments(__doc__)
    copies = {}
    for network in options.networks:
        for shell in SHELLS if not options.brief and network in options.networks[:2] else FURTHER:
            copies[network, shell] = generated_copy(options, network, *shell)
    if options.brief:
        return
    first, second = options.networks[:2]
    other_version = renamed(first, f"{first.parent.name}_v2", options.work)
    versions = {shell: folders.generate(options, other_version, "--target-fps", "400000", *shell) for shell in SHELLS}
    alone = {}
    for shell in SHELLS:
        tops = [copies[first, shell], copies[second, shell], versions[shell]]
        side_by_side(options, ("icarus", NAMES[shell]), tops, alone)
        if alone[tops[0]] == alone[tops[2]]:
            folders.fail("the versions are alike")
    mixed = [copies[first, folders.REGISTERS], copies[second, folders.DMA], versions[folders.DMA]]
    side_by_side(options, ("verilator", "mixed"), mixed, alone)
    same = folders.generate(options, first, "--target-fps", "400000")
    one = copies[first, folders.STREAMS]
    refused = folders.run(["iverilog", "-g2005", "-o", options.work / "same.vvp", *sources(one), *sources(same)])
    if refused.returncode == 0 or f"{one.name}" not in refused.stderr:
        folders.fail(f"the same name twice: {refused.stderr}")
    print("the same name twice: refused")


def generated_copy(options, network, *shell):
    """Generated, copied to another place, read there; the place it was generated in is gone by then."""
    folder = folders.generate(options, network, "--platform", "pynq_z2", *shell)
    place = options.work / "elsewhere" / NAMES[shell] / folder.name
    shutil.copytree(folder, place)
    shutil.rmtree(folder)
    read_by_all(place, options.work)
    print(f"{folder.name} ({NAMES[shell]}): read elsewhere by Verilator, Icarus and Yosys")
    return place


main()
