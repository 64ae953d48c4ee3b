#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An IP's folder elsewhere, and several IPs in one project.

Each folder is copied to another place and read there by Verilator (lint), Icarus and Yosys, in the plain form and in
the form of vivado/src with models of the device's primitives. Two networks, and two versions of a network under
different names, run side by side in one simulation of Icarus and one of Verilator, and each gives what it gives alone.
The same name twice is refused by the simulators, since modules are called alike.
"""
import json
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import folders
import top_description

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PRIMITIVES = ROOT / "verif" / "primitives" / "fr_primitives.v"
CYCLES = 2500


def sources(folder):
    return [folder / "rtl" / name for name in (folder / "rtl" / "files.f").read_text().split()]


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


def bench(tops):
    """Verilog that feeds each top with pseudo-random beats and prints what it gives."""
    parts = []
    for number, folder in enumerate(tops):
        ports = {port.name: port for port in top_description.read_ports(folder / "rtl" / f"{folder.name}.v", folder.name)}
        width_in, width_out = ports["s_axis_tdata"].width, ports["m_axis_tdata"].width
        parts.append(f"""
  reg [63:0] state_{number} = 64'h123456789abcdef;
  wire [{width_in + 63}:0] data_{number} = {{{(width_in + 127) // 64}{{state_{number}}}}};
  wire ready_{number}, valid_{number}, last_{number};
  wire [{width_out - 1}:0] out_{number};
  {folder.name} u_{number} (
    .aclk(clk), .aresetn(resetn),
    .s_axis_tdata(data_{number}[{width_in - 1}:0]), .s_axis_tvalid(resetn), .s_axis_tready(ready_{number}),
    .s_axis_tlast(1'b0), .m_axis_tdata(out_{number}), .m_axis_tvalid(valid_{number}), .m_axis_tready(1'b1),
    .m_axis_tlast(last_{number}));
  always @(posedge clk) if (resetn) begin
    if (ready_{number}) state_{number} <= {{state_{number}[62:0], state_{number}[63] ^ state_{number}[60]}};
    if (valid_{number}) $display("{folder.name} %0d %h %b", cycle, out_{number}, last_{number});
  end""")
    return f"""`default_nettype wire
`timescale 1ns / 1ps
module bench;
  reg clk = 0, resetn = 0;
  integer cycle = 0;
  always #5 clk = !clk;
  always @(posedge clk) begin
    cycle <= cycle + 1;
    resetn <= cycle >= 5;
    if (cycle == {CYCLES}) $finish;
  end{"".join(parts)}
endmodule
"""


def simulate(tops, work, tool):
    """Lines that each top prints."""
    work.mkdir(parents=True)
    (work / "bench.v").write_text(bench(tops))
    for folder in tops:
        for memory in (folder / "rtl").glob("*.mem"):
            # Named by content: what is called alike is alike.
            if (work / memory.name).exists() and (work / memory.name).read_text() != memory.read_text():
                folders.fail(f"two memory files {memory.name}")
            shutil.copy(memory, work)
    files = [work / "bench.v"] + [path for folder in tops for path in sources(folder)]
    if tool == "icarus":
        folders.must(["iverilog", "-g2005", "-s", "bench", "-o", work / "bench.vvp", *files])
        result = folders.must(["vvp", "-n", work / "bench.vvp"], cwd=work)
    else:
        folders.must(["verilator", "--binary", "--timing", "-Wno-fatal", "-O0", "--top-module", "bench", "--Mdir",
                      work / "obj", *files], cwd=work)
        result = folders.must([work / "obj" / "Vbench"], cwd=work)
    lines = {folder.name: [] for folder in tops}
    for line in result.stdout.splitlines():
        if line.split(" ")[0] in lines:
            lines[line.split(" ")[0]].append(line)
    for name, printed in lines.items():
        if len(printed) < 10 or any("x" in line.split()[2] for line in printed):
            folders.fail(f"{tool}: {name} gave {len(printed)} beats: {printed[:3]}")
    return lines


def renamed(network, name, work):
    """A copy of a network's folder under another name."""
    shutil.copytree(network.parent, work / name)
    file = work / name / "net.json"
    content = json.loads(file.read_text())
    content["name"] = name
    file.write_text(json.dumps(content))
    return file


def main():
    options = folders.arguments(__doc__)
    one, other = [generated_copy(options, network) for network in options.networks[:2]]
    for network in options.networks[2:]:
        generated_copy(options, network)
    version = folders.generate(options, renamed(options.networks[0], one.name + "_v2", options.work), "--target-fps",
                               "400000")
    same = folders.generate(options, options.networks[0], "--target-fps", "400000")
    alone = {}
    for folder in (one, other, version):
        alone.update(simulate([folder], options.work / "alone" / folder.name, "icarus"))
    if alone[one.name] == [line.replace(version.name, one.name) for line in alone[version.name]]:
        folders.fail("the versions are alike")
    for tool in ("icarus", "verilator"):
        for tops in ([one, other], [one, version]) if tool == "icarus" else ([one, other, version],):
            together = simulate(tops, options.work / tool / "_".join(folder.name for folder in tops), tool)
            for folder in tops:
                if together[folder.name] != alone[folder.name]:
                    folders.fail(f"{tool}: {folder.name} gives something else beside the others")
            print(f"{tool}: {' and '.join(folder.name for folder in tops)} side by side")
    refused = folders.run(["iverilog", "-g2005", "-o", options.work / "same.vvp", *sources(one), *sources(same)])
    if refused.returncode == 0 or f"{one.name}" not in refused.stderr:
        folders.fail(f"the same name twice: {refused.stderr}")
    print("the same name twice: refused")


def generated_copy(options, network):
    """Generated, copied to another place, read there; the place it was generated in is gone by then."""
    folder = folders.generate(options, network, "--platform", "pynq_z2")
    place = options.work / "elsewhere" / folder.name
    shutil.copytree(folder, place)
    shutil.rmtree(folder)
    read_by_all(place, options.work)
    print(f"{folder.name}: read elsewhere by Verilator, Icarus and Yosys")
    return place


main()
