# SPDX-License-Identifier: Apache-2.0
"""Simulations of generated accelerators, several in one: streams that are fed, memory behind AXI4 masters, and a host that
writes registers and reads them again and again. What comes out is compared by the tests; it need not make sense."""
import json
import os
import pathlib
import re
import shutil

import folders
import top_description

MODELS = pathlib.Path(__file__).resolve().parent / "shell_models.v"
CYCLES = 2500
FRAMES = 8  # of a job of a DMA channel


def sources(folder):
    return [folder / "rtl" / name for name in (folder / "rtl" / "files.f").read_text().split()]


def stream_parts(number, buses, connections, feed):
    """Feeds an input with pseudo-random beats (or nothing), prints what an output gives."""
    parts = []
    for bus, ports in buses.items():
        width = {port.logical: port.width for port in ports}.get("TDATA")
        name = f"{bus}_{number}"
        if width is None:
            continue
        connections += [f".{bus}_{signal}({name}_{signal})" for signal in ("tdata", "tvalid", "tready", "tlast")]
        if top_description.is_master(ports):
            parts.append(f"""
  wire [{width - 1}:0] {name}_tdata;
  wire {name}_tvalid, {name}_tlast;
  wire {name}_tready = 1'b1;
  always @(posedge clk) if (resetn && {name}_tvalid) $display("top{number} %0d {bus} %h %b", cycle, {name}_tdata, {name}_tlast);""")
        else:
            parts.append(f"""
  reg [63:0] {name}_state = 64'h123456789abcdef;
  wire [{width - 1}:0] {name}_tdata = {{{(width + 63) // 64}{{{name}_state}}}};
  wire {name}_tready;
  wire {name}_tvalid = {"resetn" if feed else "1'b0"}, {name}_tlast = 1'b0;
  always @(posedge clk) if (resetn && {name}_tready)
    {name}_state <= {{{name}_state[62:0], {name}_state[63] ^ {name}_state[60]}};""")
    return parts


def memory_parts(number, buses, connections):
    """Memory behind each master; prints what is written."""
    parts = []
    for bus, ports in buses.items():
        logical = {port.logical: port for port in ports}
        if "ARLEN" not in logical and "AWLEN" not in logical:
            continue
        name = f"{bus}_{number}"
        data = logical.get("RDATA") or logical["WDATA"]
        connections += [f".{port.name}({name}_{port.logical})" for port in ports if port.logical not in ("RRESP", "BRESP")]
        connections += [f".{port.name}(2'd0)" for port in ports if port.logical in ("RRESP", "BRESP")]
        parts += [f"\n  wire [{port.width - 1}:0] {name}_{port.logical};" for port in ports]
        signals = (["ARADDR", "ARLEN", "ARVALID", "ARREADY", "RDATA", "RLAST", "RVALID", "RREADY"] if "ARLEN" in logical else
                   ["AWADDR", "AWVALID", "AWREADY", "WDATA", "WLAST", "WVALID", "WREADY", "BVALID", "BREADY"])
        wiring = ", ".join(f".{signal.lower()}({name}_{signal})" for signal in signals)
        if "ARLEN" in logical:
            parts.append(f"\n  model_source #(.BITS({data.width})) u_{name} (.clk(clk), .resetn(resetn), {wiring});")
        else:
            parts.append(f"""
  wire {name}_written;
  wire [63:0] {name}_to;
  wire [{data.width - 1}:0] {name}_word;
  model_sink #(.BITS({data.width})) u_{name} (.clk(clk), .resetn(resetn), {wiring},
    .written({name}_written), .written_address({name}_to), .written_data({name}_word));
  always @(posedge clk) if (resetn && {name}_written) $display("top{number} %0d {bus} %h %h", cycle, {name}_word, {name}_to);""")
    return parts


def host_part(number, ports, connections, writes, reads):
    """A host that writes (address, value), then reads addresses and prints what it gets, round and round."""
    connections += [f".{port.name}(host_{number}_{port.logical})" for port in ports if port.logical not in ("AWPROT", "ARPROT", "WSTRB")]
    connections += [f".{port.name}({{{port.width}{{1'b{int(port.logical == 'WSTRB')}}}}})"
                    for port in ports if port.logical in ("AWPROT", "ARPROT", "WSTRB")]
    writes = [f"48'h{address:04x}{value:08x}" for address, value in writes]
    reads = [f"16'h{address:04x}" for address in reads]
    signals = ["AWADDR", "AWVALID", "AWREADY", "WDATA", "WVALID", "WREADY", "BRESP", "BVALID",
               "ARADDR", "ARVALID", "ARREADY", "RDATA", "RRESP", "RVALID"]
    wiring = ", ".join(f".{signal.lower()}(host_{number}_{signal})" for signal in signals)
    connections.append(f".interrupt(interrupt_{number})")
    return "".join(f"\n  wire [{port.width - 1}:0] host_{number}_{port.logical};" for port in ports) + f"""
  wire interrupt_{number}, read_{number}, failed_{number};
  assign host_{number}_BREADY = 1'b1, host_{number}_RREADY = 1'b1;
  wire [15:0] place_{number};
  wire [31:0] value_{number};
  model_host #(.WRITE_COUNT({len(writes)}), .WRITES({{{', '.join(reversed(writes))}}}),
    .READ_COUNT({len(reads)}), .READS({{{', '.join(reversed(reads))}}})) u_host_{number} (.clk(clk), .resetn(resetn), {wiring},
    .read(read_{number}), .read_address(place_{number}), .read_data(value_{number}), .failed(failed_{number}));
  always @(posedge clk) if (resetn) begin
    if (read_{number}) $display("top{number} %0d register %h %h", cycle, value_{number}, place_{number});
    if (failed_{number}) $display("top{number} %0d failed x", cycle);
  end"""


def usual_program(folder):
    """Starts the channels, if any, and reads all registers in the order of their addresses: (writes, reads)."""
    address = {name: int(properties["address_offset"], 16) for name, properties, _ in top_description.registers_of(folder)
               if properties["access"] != "write-only"}
    writes = []
    driver = json.loads((folder / "driver" / "accelerator.json").read_text())
    if driver["dma"]:
        block = driver["registers"]["blocks"]["channel"]
        for channel in range(len(driver["inputs"] + driver["outputs"])):
            for register, value in (("ADDRESS_LO", (channel + 1) << 16), ("FRAMES", FRAMES), ("START", 1)):
                writes.append((block["base"] + channel * block["stride"] + block["registers"][register]["offset"], value))
    else:
        writes.append((address["IRQ_ENABLE"], 8))
    return writes, sorted(address.values())


def bench(tops, program, feed, cycles):
    """Verilog that runs each top and prints what it gives."""
    parts = []
    for number, folder in enumerate(tops):
        buses = top_description.buses_of(top_description.read_ports(folder / "rtl" / f"{folder.name}.v", folder.name))
        connections = [".aclk(clk)", ".aresetn(resetn)"]
        parts += stream_parts(number, buses, connections, feed) + memory_parts(number, buses, connections)
        if "s_axi_control" in buses:
            parts.append(host_part(number, buses["s_axi_control"], connections, *program(folder)))
        parts.append(f"\n  {folder.name} u_{number} (\n    " + ",\n    ".join(connections) + ");")
    return f"""`default_nettype wire
`timescale 1ns / 1ps
module bench;
  reg clk = 0, resetn = 0;
  integer cycle = 0;
  always #5 clk = !clk;
  always @(posedge clk) begin
    cycle <= cycle + 1;
    resetn <= cycle >= 5;
    if (cycle == {cycles}) $finish;
  end{"".join(parts)}
endmodule
"""


def simulate(tops, work, tool, program=usual_program, feed=True, cycles=CYCLES):
    """Sorted lines that each top prints: cycle, interface or "register", value, last or address. `program`: writes and
    reads of the host of a folder; `feed`: whether streams get anything."""
    work.mkdir(parents=True)
    (work / "bench.v").write_text(bench(tops, program, feed, cycles))
    for folder in tops:
        for memory in (folder / "rtl").glob("*.mem"):
            # Named by content: what is called alike is alike.
            if (work / memory.name).exists() and (work / memory.name).read_text() != memory.read_text():
                folders.fail(f"two memory files {memory.name}")
            shutil.copy(memory, work)
    files = [work / "bench.v", MODELS] + [path for folder in tops for path in sources(folder)]
    if tool == "icarus":
        folders.must(["iverilog", "-g2005", "-s", "bench", "-o", work / "bench.vvp", *files])
        result = folders.must(["vvp", "-n", work / "bench.vvp"], cwd=work)
    else:
        folders.must(["verilator", "--binary", "--timing", "-Wno-fatal", "-O0", "--top-module", "bench", "--Mdir",
                      work / "obj", *files], cwd=work, env={**os.environ, "OBJCACHE": shutil.which("ccache") or ""})
        result = folders.must([work / "obj" / "Vbench"], cwd=work)
    lines = {folder: [] for folder in tops}
    for line in result.stdout.splitlines():
        match = re.match(r"top(\d+) (.*)", line)
        if match:
            lines[tops[int(match.group(1))]].append(match.group(2))
    for folder, printed in lines.items():
        given = [line.split() for line in printed if " register " not in line]
        if feed and (len(given) < 10 or any("x" in line[2] for line in given)):
            folders.fail(f"{tool}: {folder.name} gave {len(given)} beats: {given[:3]}")
    # What comes in one cycle is printed in any order.
    return {folder: sorted(printed) for folder, printed in lines.items()}
