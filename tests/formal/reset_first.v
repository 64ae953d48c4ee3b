// SPDX-License-Identifier: Apache-2.0
// Time starts with a cycle of reset; resets may come again at any time.
`default_nettype none

module reset_first (
    input  wire clk,
    input  wire rst,
    output reg  was_reset  // the cycle before was a reset
);

  reg started_q = 1'b0;
  initial was_reset = 1'b0;
  always @(posedge clk) begin
    started_q <= 1'b1;
    was_reset <= rst;
  end
  always @(*) if (!started_q) assume (rst);

endmodule

`default_nettype wire
