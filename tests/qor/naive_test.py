#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The naive modules do what ours do: the same output beats for the same input beats, memories included.

    naive_test.py QOR_DESIGNS WORK_FOLDER
"""

import json
import pathlib
import subprocess
import sys

from synth import run

ROWS = ["thr_n1_pe4", "thr_n2_pe4", "thr_n4_pe64", "mvtu_w1a1", "mvtu_w2a2", "mvtu_w4a4", "swu_c", "swu_d", "swu_e", "swu_f"]
BEATS = 600


def naive_device(units):
    """The naive logic and its memories as one module with the ports of the emitted top."""
    logic = units[0]
    source, sink = logic["streams"]
    text = (f"module naive_top (input wire aclk, input wire aresetn,\n"
            f"    input wire [{source['width'] - 1}:0] s_axis_tdata, input wire s_axis_tvalid, s_axis_tlast,\n"
            f"    output wire s_axis_tready,\n    output wire [{sink['width'] - 1}:0] m_axis_tdata,\n"
            f"    output wire m_axis_tvalid, m_axis_tlast, input wire m_axis_tready);\n")
    text += "".join(f"  wire [{signal['width'] - 1}:0] {signal['name']};\n" for signal in logic["signals"])
    pins = "".join(f", .{ours}_{part}({axis}_{part})" for ours, axis in (("s0", "s_axis"), ("m0", "m_axis"))
                   for part in ("tdata", "tvalid", "tready", "tlast"))
    pins += "".join(f", .{signal['name']}({signal['name']})" for signal in logic["signals"])
    text += f"  {logic['top']} u_logic (.clk(aclk), .rst(!aresetn){pins});\n"
    ports = [signal["name"].removesuffix("_en") for signal in logic["signals"] if signal["name"].endswith("_en")]
    for port, unit in zip(ports, units[1:]):
        text += (f"  {unit['top']} u_{port} (.clk(aclk), .en({port}_en), .addr({port}_addr), "
                 f".data({port}_data));\n")
    return text + "endmodule\n"


def bench(top, in_width, out_width):
    """Prints the beats that a module gives for a fixed sequence of input beats."""
    words = (in_width + 31) // 32
    return f"""`timescale 1ns / 1ps
module naive_bench;
  reg clk = 0, rst = 1, in_valid = 0, in_last = 0, out_ready = 0;
  reg [{32 * words - 1}:0] data = 0;
  wire in_ready, out_valid, out_last;
  wire [{out_width - 1}:0] out;
  integer cycle, beats = 0, data_seed = 7, stall_seed = 9, k;
  {top} u_dut (.aclk(clk), .aresetn(!rst), .s_axis_tdata(data[{in_width - 1}:0]), .s_axis_tvalid(in_valid),
    .s_axis_tready(in_ready), .s_axis_tlast(in_last), .m_axis_tdata(out), .m_axis_tvalid(out_valid),
    .m_axis_tready(out_ready), .m_axis_tlast(out_last));
  initial
    for (cycle = 0; beats < {BEATS} && cycle < 400000; cycle = cycle + 1) begin
      rst = cycle < 4;
      out_ready = $random(stall_seed);
      if (!rst && !in_valid) begin
        in_valid = 1;
        for (k = 0; k < {words}; k = k + 1) data[32*k+:32] = $random(data_seed);
        in_last = $random(data_seed);
      end
      #4;
      if (!rst && out_valid && out_ready) begin
        $display("BEAT %b %b", out_last, out);
        beats = beats + 1;
      end
      k = in_valid && in_ready && !rst;
      #1 clk = 1;
      #5 clk = 0;
      if (k) in_valid = 0;
    end
endmodule
"""


def output_beats(name, top, files, streams, folder):
    source, sink = streams
    (folder / f"{name}_bench.v").write_text(bench(top, source["width"], sink["width"]), encoding="utf-8")
    run(["iverilog", "-g2005-sv", "-o", f"{name}.vvp", "-s", "naive_bench", *files, f"{name}_bench.v"], folder)
    lines = run(["vvp", "-n", f"{name}.vvp"], folder).splitlines()
    return [line for line in lines if line.startswith("BEAT")]


def both(design, folder):
    """Output beats of the emitted hardware and of the naive one. The emitted top has whole bytes, which the bench's
    wires cut."""
    streams = design["naive"][0]["streams"]
    emitted = design["emitted"]
    ours = output_beats("ours", emitted["top"], emitted["files"], streams, folder)
    (folder / "naive_top.v").write_text(naive_device(design["naive"]), encoding="utf-8")
    files = sorted({file for unit in design["naive"] for file in unit["files"]}) + ["naive_top.v"]
    return ours, output_beats("naive", "naive_top", files, streams, folder)


def main():
    program, work = sys.argv[1], pathlib.Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    work = work.resolve()
    subprocess.run([program, work, *ROWS], check=True)
    failures = 0
    for row in ROWS:
        design = json.loads((work / row / "design.json").read_text(encoding="utf-8"))
        ours, naive = both(design, work / row)
        same = ours == naive and len(ours) == BEATS and not any("x" in line for line in ours)
        print(f"{row}: {len(ours)} and {len(naive)} beats, {'equal' if same else 'DIFFERENT'}", flush=True)
        if not same:
            failures += 1
            print("\n".join(f"  {i}: {a} | {b}" for i, (a, b) in enumerate(zip(ours, naive)) if a != b)[:600])
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
