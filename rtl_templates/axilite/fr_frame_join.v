// SPDX-License-Identifier: Apache-2.0
// fr_frame_join: counts what happens at several ports and says when it has happened at all of them: `all` comes once for
// each event that every port has had.
//
// Latency     : 1 cycle from the last port's event to `all`.
// Throughput  : an event a port and cycle.
// Backpressure: none; a port may be 65535 events ahead of another.
// Reset       : synchronous, active high.
`default_nettype none

module fr_frame_join #(
    parameter integer PORTS = 1  // >= 1
) (
    input  wire             clk,
    input  wire             rst,
    input  wire [PORTS-1:0] happened,
    output wire [PORTS-1:0] ahead,  // the port has had an event that is not yet counted in `all`
    output wire             all
);

  generate
    if (PORTS < 1) begin : g_check_ports
      fr_illegal_PORTS u_stop ();
    end
  endgenerate

  assign all = &ahead;
  genvar p;
  generate
    for (p = 0; p < PORTS; p = p + 1) begin : g_port
      reg [15:0] count_q;
      assign ahead[p] = count_q != 16'd0;
      always @(posedge clk) begin
        if (rst) count_q <= 16'd0;
        else if (happened[p] && !all) count_q <= count_q + 1'b1;
        else if (!happened[p] && all) count_q <= count_q - 1'b1;
      end
    end
  endgenerate

endmodule

`default_nettype wire
