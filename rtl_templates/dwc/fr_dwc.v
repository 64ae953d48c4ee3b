// SPDX-License-Identifier: Apache-2.0
// fr_dwc: width converter. Takes IN units a beat and gives OUT units a beat in the same order, for any IN and OUT. A frame
// is a whole number of beats on both sides; its tlast moves with its last unit.
//
// Latency     : ceil(OUT / IN) cycles from the first input beat to the first output beat.
// Throughput  : the slower side moves in every cycle: max(beats in, beats out) cycles a frame.
// Backpressure: s_axis_tready and m_axis_tvalid come from registers alone; holds IN + OUT - 1 + min(IN, OUT) units.
// Reset       : synchronous, active high, empties the converter; data registers are not reset.
`default_nettype none

module fr_dwc #(
    parameter integer WIDTH = 8,  // bits of a unit, >= 1
    parameter integer IN = 1,     // units of an input beat, >= 1
    parameter integer OUT = 4     // units of an output beat, >= 1; smallest if IN and OUT have no common divisor
) (
    input  wire                 clk,
    input  wire                 rst,
    input  wire [IN*WIDTH-1:0]  s_axis_tdata,
    input  wire                 s_axis_tvalid,
    output wire                 s_axis_tready,
    input  wire                 s_axis_tlast,
    output wire [OUT*WIDTH-1:0] m_axis_tdata,
    output wire                 m_axis_tvalid,
    input  wire                 m_axis_tready,
    output wire                 m_axis_tlast
`ifdef FORMAL
    ,
    output wire [7:0] f_count,  // units held
    output wire [(IN+OUT-1+(IN<OUT?IN:OUT))*WIDTH-1:0] f_units,
    output wire [(IN+OUT-1+(IN<OUT?IN:OUT))/OUT-1:0]   f_last
`endif
);

  localparam integer TOP = OUT - 1 + ((IN < OUT) ? IN : OUT);  // most units held at which a beat still fits
  localparam integer CAP = IN + TOP;                           // units that fit
  localparam integer BEATS = CAP / OUT;                        // whole output beats that fit
  localparam integer CW = $clog2(CAP + 1);
  localparam [CW-1:0] TOP_C = TOP[CW-1:0];
  localparam [CW-1:0] IN_C = IN[CW-1:0];
  localparam [CW-1:0] OUT_C = OUT[CW-1:0];

  generate
    if (WIDTH < 1) begin : g_check_width
      fr_illegal_WIDTH u_stop ();
    end
    if (IN < 1) begin : g_check_in
      fr_illegal_IN u_stop ();
    end
    if (OUT < 1) begin : g_check_out
      fr_illegal_OUT u_stop ();
    end
  endgenerate

  reg [CW-1:0]        count_q;  // units held
  reg [CAP*WIDTH-1:0] units_q;  // the oldest unit lowest; unit 0 is always the first of an output beat
  reg [BEATS-1:0]     last_q;   // this output beat ends a frame

  wire push = s_axis_tvalid && s_axis_tready;
  wire pop = m_axis_tvalid && m_axis_tready;
  wire [CW-1:0] left = pop ? count_q - OUT_C : count_q;  // units that stay; where the next input beat goes

  assign s_axis_tready = count_q <= TOP_C;
  assign m_axis_tvalid = count_q >= OUT_C;
  assign m_axis_tdata  = units_q[OUT*WIDTH-1:0];
  assign m_axis_tlast  = last_q[0];

  always @(posedge clk) begin
    if (rst) count_q <= {CW{1'b0}};
    else count_q <= push ? left + IN_C : left;
  end

  // A place behind the units that stay holds nothing: it takes the input whether there is a beat or not.
  genvar u;
  generate
    for (u = 0; u < CAP; u = u + 1) begin : g_unit
      localparam [CW-1:0] U = u[CW-1:0];
      localparam integer NEAREST = (u < IN) ? u : IN - 1;     // unit of the input for the fewest units held
      localparam integer FIRST = u - NEAREST;                 // units held then
      localparam integer FINAL = (u < TOP) ? u : TOP;         // and for the most
      wire [WIDTH-1:0] kept;
      if (u + OUT < CAP) begin : g_shift
        assign kept = pop ? units_q[(u+OUT)*WIDTH+:WIDTH] : units_q[u*WIDTH+:WIDTH];
      end else begin : g_hold
        assign kept = units_q[u*WIDTH+:WIDTH];
      end
      reg [WIDTH-1:0] taken;
      integer         at;
      always @(*) begin
        taken = s_axis_tdata[NEAREST*WIDTH+:WIDTH];
        for (at = FIRST + 1; at <= FINAL; at = at + 1)
          if (left == at[CW-1:0]) taken = s_axis_tdata[(u-at)*WIDTH+:WIDTH];
      end
      always @(posedge clk) units_q[u*WIDTH+:WIDTH] <= (left > U) ? kept : taken;
    end

    // Input and output beats end together where a frame ends: only a beat that fills output beat e exactly can end it.
    for (u = 0; u < BEATS; u = u + 1) begin : g_last
      localparam integer END = (u + 1) * OUT;
      localparam integer START = END - IN;
      localparam [CW-1:0] END_C = END[CW-1:0];
      localparam [CW-1:0] START_C = START[CW-1:0];
      wire kept;
      if (u + 1 < BEATS) begin : g_shift
        assign kept = pop ? last_q[u+1] : last_q[u];
      end else begin : g_hold
        assign kept = last_q[u];
      end
      if (START >= 0 && START <= TOP) begin : g_take
        always @(posedge clk) last_q[u] <= (left >= END_C) ? kept : s_axis_tlast && left == START_C;
      end else begin : g_keep
        always @(posedge clk) last_q[u] <= (left >= END_C) && kept;
      end
    end
  endgenerate

`ifdef FORMAL
  assign f_count = {{(8 - CW) {1'b0}}, count_q};
  assign f_units = units_q;
  assign f_last = last_q;
`endif

endmodule

`default_nettype wire
