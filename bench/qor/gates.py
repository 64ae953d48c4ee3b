# SPDX-License-Identifier: Apache-2.0
"""Simulates a mapped netlist beside its RTL: same stimuli, every output compared in every cycle (the data of a stream
in every cycle in which it is valid).

The RTL is the portable form (no macro FR_PRIMITIVES), the netlist uses Yosys's own models of the cells and ours of the
block RAMs. A bit that is unknown in the RTL may be anything in the netlist; whatever the netlist leaves open (an
`x` in an INIT) gets a random value first.
"""

import random
import re

import dsp_model
from bram_models import all_models
from synth import ToolError, run, yosys_data

BEATS = 1000         # at least so many transfers on one stream (cycles, where there is none) ...
BEATS_EACH = 16      # ... and so many on every stream
MAX_CYCLES = 3_000_000
MODEL_PREFIX = "model_"
VERDICT = re.compile(r"AGREED after (\d+) cycles, (\d+) beats")


class Mismatch(Exception):
    """The netlist does something other than the RTL."""


def settled_netlist(text, seed):
    """The netlist with our block RAM models, and with random values for what its INITs leave open."""
    source = random.Random(seed)
    text = re.sub(r"^(\s*)(RAMB(?:18|36)E[12]) ", rf"\1{MODEL_PREFIX}\2 ", text, flags=re.M)

    def fill(match):
        base, digits = match.group(2), match.group(3)
        top = 1 if base == "b" else 15
        return match.group(1) + "".join(f"{source.randint(0, top):x}" if c in "xz?" else c for c in digits.lower())

    # A hexadecimal digit is x where all its bits are; Yosys writes binary where only some are.
    return re.sub(r"(\.INIT\w*\(\d+'([bh]))([0-9a-fA-FxzXZ?]+)", fill, text)


def declare(name, width, kind):
    return f"  {kind} [{width - 1}:0] {name};\n"


def noise(width):
    return "{" + ", ".join(["$urandom"] * ((width + 31) // 32)) + "}"


class Bench:
    """Text of the testbench of a unit."""

    def __init__(self, unit):
        self.unit = unit
        self.declarations = ""
        self.drive = ""      # before the clock edge
        self.fire = ""       # which streams move at the next edge
        self.compare = ""
        self.clocked = ""    # at the clock edge
        self.enough = []     # all these counters must be high enough
        self.known = []      # all these flags must have been seen
        self.pins = [("clk", "clk", "clk")]
        if unit["reset"]:
            self.pins.append(("rst", "rst", "rst"))
        for stream in unit["streams"]:
            self.stream(stream["name"], stream["width"], stream["dir"] == "in")
        widths = {signal["name"]: signal["width"] for signal in unit["signals"]}
        memories = [name.removesuffix("_en") for name in widths if name.endswith("_en")] if unit["streams"] else []
        for memory in memories:
            self.memory(memory, widths[f"{memory}_addr"], widths[f"{memory}_data"])
        in_memories = {f"{memory}_{part}" for memory in memories for part in ("en", "addr", "data")}
        for signal in unit["signals"]:
            if signal["name"] not in in_memories:
                self.signal(signal["name"], signal["width"], signal["dir"] == "in")

    def driven(self, name, width):
        self.declarations += declare(name, width, "reg")
        self.pins.append((name, name, name))

    def observed(self, name, width, only_if="1"):
        """Compares an output, in cycles in which `only_if` holds."""
        self.declarations += declare(f"{name}_r", width, "wire") + declare(f"{name}_g", width, "wire")
        self.declarations += declare(f"{name}_seen", width, "reg")
        self.pins.append((name, f"{name}_r", f"{name}_g"))
        self.compare += (
            f"      if ({only_if}) begin\n"
            f"        {name}_seen = {name}_seen | known_{name}({name}_r);\n"
            f"        if ({name}_r !== {name}_g)\n"
            f"          for (i = 0; i < {width}; i = i + 1)\n"
            f"            if ({name}_r[i] !== 1'bx && {name}_r[i] !== {name}_g[i]) differ(\"{name}\", i);\n"
            f"      end\n")
        self.declarations += (
            f"  function [{width - 1}:0] known_{name}(input [{width - 1}:0] value);\n    integer b;\n"
            f"    if ((^value) !== 1'bx) known_{name} = {{{width}{{1'b1}}}};\n"
            f"    else for (b = 0; b < {width}; b = b + 1) known_{name}[b] = value[b] !== 1'bx;\n  endfunction\n")
        self.known.append(f"&{name}_seen")

    def stream(self, name, width, is_input):
        self.declarations += f"  integer {name}_beats;\n  reg {name}_fires;\n"
        self.enough.append(f"{name}_beats >= {BEATS_EACH}")
        if is_input:
            for part, bits in (("tdata", width), ("tvalid", 1), ("tlast", 1)):
                self.driven(f"{name}_{part}", bits)
            self.observed(f"{name}_tready", 1)
            self.drive += (
                f"      if (rst || !{name}_tvalid || {name}_fires) begin\n"
                f"        {name}_tvalid = !rst && chance(valid_quarters);\n"
                f"        {name}_tdata = {noise(width)};\n        {name}_tlast = $urandom;\n      end\n")
            self.fire += f"      {name}_fires = !rst && {name}_tvalid && {name}_tready_r === 1'b1;\n"
        else:
            self.observed(f"{name}_tvalid", 1)
            for part, bits in (("tdata", width), ("tlast", 1)):
                self.observed(f"{name}_{part}", bits, f"{name}_tvalid_r !== 1'b0")
            self.driven(f"{name}_tready", 1)
            self.drive += f"      {name}_tready = chance(ready_quarters);\n"
            self.fire += f"      {name}_fires = !rst && {name}_tvalid_r === 1'b1 && {name}_tready;\n"
        self.fire += f"      if ({name}_fires) {name}_beats = {name}_beats + 1;\n"

    def memory(self, name, addr_width, data_width):
        """A memory of random contents beside each side. Addresses are compared by what comes of them in the streams:
        where no beat is under way, the portable form and the netlist may ask for different words."""
        for side in "rg":
            for part, width, kind in (("en", 1, "wire"), ("addr", addr_width, "wire"), ("data", data_width, "reg")):
                self.declarations += declare(f"{name}_{part}_{side}", width, kind)
            self.clocked += (f"    if ({name}_en_{side}) {name}_data_{side} <= "
                             f"{name}_word({name}_addr_{side} ^ {random.Random(name).getrandbits(30)});\n")
        for part in ("en", "addr", "data"):
            self.pins.append((f"{name}_{part}", f"{name}_{part}_r", f"{name}_{part}_g"))
        chunks = (data_width + 31) // 32
        folded = " ^ ".join(f"(addr >> {shift})" for shift in range(0, addr_width, 29))
        self.declarations += (
            f"  function [{data_width - 1}:0] {name}_word(input [{addr_width - 1}:0] addr);\n"
            f"    integer k;\n    reg [31:0] h;\n    reg [{32 * chunks - 1}:0] all;\n    begin\n"
            f"      h = {folded};\n"
            f"      for (k = 0; k < {chunks}; k = k + 1) begin\n"
            f"        h = (h ^ (h >> 15)) * 32'h2c1b3c6d + 32'h9e3779b9;\n"
            f"        h = (h ^ (h >> 12)) * 32'h297a2d39;\n"
            f"        all[32*k+:32] = h ^ (h >> 15);\n      end\n"
            f"      {name}_word = all;\n    end\n  endfunction\n")

    def signal(self, name, width, is_input):
        if not is_input:
            self.observed(name, width)
            return
        self.driven(name, width)
        prefix = name.removesuffix("addr")
        if name == prefix + "addr" and self.unit["kind"] == "memory":  # every word once, then at random
            words = 1 << width
            self.drive += (f"      {name} = (cycle < {words}) ? cycle : $urandom;\n"
                           f"      {prefix}en = cycle < {words} || chance(3);\n")
            self.enough.append(f"cycle >= {words + BEATS}")
        elif name == "en" and self.unit["kind"] == "logic":
            self.drive += "      en = chance(3);\n"
        elif not (name.endswith("en") and self.unit["kind"] == "memory"):
            self.drive += f"      {name} = {noise(width)};\n"

    def instance(self, module, side):
        return f"  {module} u_{side} (" + ", ".join(
            f".{name}({rtl if side == 'r' else gate})" for name, rtl, gate in self.pins) + ");\n"

    def text(self):
        names = [stream["name"] for stream in self.unit["streams"]]
        start = "".join(f"    {name}_beats = 0;\n    {name}_fires = 0;\n" for name in names)
        start += "".join(f"    {flag.removeprefix('&')} = 0;\n" for flag in self.known)
        start += "".join(f"    {name}_tvalid = 0;\n" for name in names if self.is_input(name))
        busiest = " || ".join(f"{name}_beats >= {BEATS}" for name in names) or f"cycle >= {2 * BEATS}"
        enough = " && ".join([*self.enough, f"({busiest})"])
        beats = " + ".join(f"{name}_beats" for name in names) or "cycle"
        return f"""`timescale 1ns / 1ps
module qor_bench;
  reg clk, rst;
  integer cycle, i, errors, valid_quarters, ready_quarters;
{self.declarations}
{self.instance(self.unit["top"], "r")}{self.instance(self.unit["top"] + "_gate", "g")}
  always @(posedge clk) begin
{self.clocked}  end
  function chance(input integer quarters);
    chance = ($urandom & 3) < quarters;
  endfunction
  task differ(input [64*8-1:0] name, input integer bit_number);
    begin
      errors = errors + 1;
      if (errors <= 5) $display("MISMATCH: %0s[%0d] in cycle %0d", name, bit_number, cycle);
      if (errors == 5) $finish;
    end
  endtask
  initial begin
    clk = 0;
    errors = 0;
{start}
    for (cycle = 0; cycle < {MAX_CYCLES} && !({enough}); cycle = cycle + 1) begin
      rst = cycle < 4 || cycle == 700 || cycle == 701;
      if (cycle % 64 == 0) begin  // one side stalls often, seldom or never
        valid_quarters = 1 + ($urandom & 3);
        ready_quarters = 1 + ($urandom & 3);
      end
{self.drive}      #4;
{self.fire}      if (cycle >= 4) begin
{self.compare}      end
      #1 clk = 1;
      #5 clk = 0;
    end
    if (errors != 0) $display("MISMATCH: %0d bits", errors);
    else if (!({enough})) $display("MISMATCH: too few beats in %0d cycles", cycle);
    else if (!({' && '.join(self.known)})) $display("MISMATCH: an output was never known");
    else $display("AGREED after %0d cycles, %0d beats", cycle, {beats});
    $finish;
  end
endmodule
"""

    def is_input(self, name):
        return any(stream["name"] == name and stream["dir"] == "in" for stream in self.unit["streams"])


def check(unit, folder, gate_file):
    """{cycles, beats} of a simulation in which netlist and RTL agreed. Raises Mismatch otherwise."""
    stem = gate_file.name.removesuffix(".gate.v")
    files = {
        f"{stem}.settled.v": settled_netlist(gate_file.read_text(encoding="utf-8"), 1),
        f"{stem}.bench.v": Bench(unit).text(),
        "block_ram_models.v": all_models(MODEL_PREFIX),
    }
    if "DSP48E2" in files[f"{stem}.settled.v"]:
        files["dsp48e2_model.v"] = dsp_model.MODEL
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    program = f"{stem}.vvp"
    run(["iverilog", "-g2005-sv", "-o", program, "-s", "qor_bench", *unit["files"], *files,
         yosys_data() / "xilinx" / "cells_sim.v"], folder)
    output = run(["vvp", "-n", program], folder)
    (folder / program).unlink()
    agreed = VERDICT.search(output)
    if not agreed or "MISMATCH" in output:
        raise Mismatch(f"{unit['top']}: " + "; ".join(re.findall(r"MISMATCH: .*", output) or [output[-500:]]))
    return {"cycles": int(agreed.group(1)), "beats": int(agreed.group(2))}


__all__ = ["Mismatch", "ToolError", "check", "settled_netlist"]
