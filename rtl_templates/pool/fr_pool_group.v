// SPDX-License-Identifier: Apache-2.0
// fr_pool_group: tells the first and the last of GROUPS steps. Submodule of fr_pool.
//
// Latency     : first and final_group belong to the step that comes next.
// Throughput  : 1 step a cycle.
// Backpressure: holds while step is low.
// Reset       : synchronous, active high, to the first step.
`default_nettype none

module fr_pool_group #(
    parameter integer GROUPS = 4  // >= 1
) (
    input  wire clk,
    input  wire rst,
    input  wire step,
    output wire first,
    output wire final_group
);
  generate
    if (GROUPS > 1) begin : g_count
      localparam integer GB = $clog2(GROUPS);
      localparam integer LAST_INT = GROUPS - 1;
      localparam [GB-1:0] LAST = LAST_INT[GB-1:0];
      reg [GB-1:0] group_q;
      assign first = (group_q == {GB{1'b0}});
      assign final_group = (group_q == LAST);
      always @(posedge clk) begin
        if (rst) group_q <= {GB{1'b0}};
        else if (step) group_q <= final_group ? {GB{1'b0}} : group_q + 1'b1;
      end
    end else begin : g_one
      assign first = 1'b1;
      assign final_group = 1'b1;
      wire unused_ok = &{1'b0, clk, rst, step};
    end
  endgenerate
endmodule

`default_nettype wire
