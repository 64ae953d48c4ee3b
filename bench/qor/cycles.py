# SPDX-License-Identifier: Apache-2.0
"""Cycles a frame of a sliding window's RTL, source always valid and sink always ready, in Icarus."""

import re

from synth import ToolError, run

FRAMES = 6


def applies(design):
    return "actor_cycles" in design["facts"]


def interval(design, folder):
    """Between the last beats of the last two of FRAMES frames. The cycle model must have said the same."""
    unit = design["ours"][0]
    source, sink = unit["streams"]
    bench = f"""`timescale 1ns / 1ps
module interval_bench;
  reg clk = 0, rst = 1;
  integer cycle = 0, frames = 0, last_end = 0;
  wire ready, valid, last;
  {unit['top']} u_dut (.clk(clk), .rst(rst),
    .{source['name']}_tdata({source['width']}'d0), .{source['name']}_tvalid(!rst), .{source['name']}_tready(ready),
    .{source['name']}_tlast(1'b0),
    .{sink['name']}_tdata(), .{sink['name']}_tvalid(valid), .{sink['name']}_tready(1'b1), .{sink['name']}_tlast(last));
  initial
    while (frames < {FRAMES}) begin
      #4;
      if (!rst && valid && last) begin
        frames = frames + 1;
        if (frames == {FRAMES}) $display("INTERVAL %0d", cycle - last_end);
        last_end = cycle;
      end
      cycle = cycle + 1;
      #1 clk = 1;
      #5 clk = 0;
      if (cycle == 4) rst = 0;
    end
endmodule
"""
    (folder / "interval_bench.v").write_text(bench, encoding="utf-8")
    run(["iverilog", "-g2005-sv", "-o", "interval.vvp", "-s", "interval_bench", *unit["files"], "interval_bench.v"],
        folder)
    found = re.search(r"INTERVAL (\d+)", run(["vvp", "-n", "interval.vvp"], folder))
    cycles = int(found.group(1)) if found else -1
    if cycles != design["facts"]["actor_cycles"]:
        raise ToolError(f"{design['name']}: the RTL takes {cycles} cycles a frame, the cycle model says "
                        f"{design['facts']['actor_cycles']}")
    return cycles
