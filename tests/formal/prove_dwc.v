// SPDX-License-Identifier: Apache-2.0
// fr_dwc keeps every unit, in order; moves whenever it has a beat or room for one; tlast moves with its unit.
`default_nettype none

module prove_dwc #(
    parameter integer WIDTH = 2,
    parameter integer IN = 1,
    parameter integer OUT = 4
) (
    input wire                clk,
    input wire                rst,
    input wire [IN*WIDTH-1:0] s_data,
    input wire                s_valid,
    input wire                s_last,
    input wire                m_ready
);

  localparam integer MIN = (IN < OUT) ? IN : OUT;
  localparam integer CAP = IN + OUT - 1 + MIN;
  localparam integer BEATS = CAP / OUT;
  localparam integer EW = WIDTH + 1;  // an element is a unit and whether it is the last of a frame

  wire                 s_ready, m_valid, m_last;
  wire [OUT*WIDTH-1:0] m_data;
  wire [7:0]           count, ahead, level;
  wire                 watching, seen, was_reset;
  wire [EW-1:0]        value;
  wire [CAP*WIDTH-1:0] units;
  wire [BEATS-1:0]     lasts;

  fr_dwc #(
      .WIDTH(WIDTH),
      .IN(IN),
      .OUT(OUT)
  ) dut (
      .clk(clk),
      .rst(rst),
      .s_axis_tdata(s_data),
      .s_axis_tvalid(s_valid),
      .s_axis_tready(s_ready),
      .s_axis_tlast(s_last),
      .m_axis_tdata(m_data),
      .m_axis_tvalid(m_valid),
      .m_axis_tready(m_ready),
      .m_axis_tlast(m_last),
      .f_count(level),
      .f_units(units),
      .f_last(lasts)
  );
  reset_first u_reset (
      .clk(clk),
      .rst(rst),
      .was_reset(was_reset)
  );
  stream_rules #(
      .WIDTH(IN * WIDTH + 1),
      .ASSUME(1)
  ) u_source (
      .clk(clk),
      .rst(rst),
      .valid(s_valid),
      .ready(s_ready),
      .beat({s_last, s_data})
  );
  stream_rules #(
      .WIDTH(OUT * WIDTH + 1)
  ) u_sink (
      .clk(clk),
      .rst(rst),
      .valid(m_valid),
      .ready(m_ready),
      .beat({m_last, m_data})
  );

  // Output beats start where frames start, so the units inside tell how far the output beat under way is filled:
  // a frame may end only where it is full.
  reg     full_beats;
  integer k;
  always @(*) begin
    full_beats = 1'b0;
    for (k = 1; k * OUT <= CAP; k = k + 1) if (count + IN[7:0] == k * OUT) full_beats = 1'b1;
  end
  always @(*) if (s_valid && s_ready && s_last) assume (full_beats);

  wire [IN*EW-1:0] taken;
  genvar i;
  generate
    for (i = 0; i < IN; i = i + 1) begin : g_taken
      assign taken[i*EW+:EW] = {s_last && i == IN - 1, s_data[i*WIDTH+:WIDTH]};
    end
  endgenerate
  watch_element #(
      .WIDTH(EW),
      .IN(IN),
      .OUT(OUT)
  ) u_watch (
      .clk(clk),
      .rst(rst),
      .take(s_valid && s_ready),
      .give(m_valid && m_ready),
      .taken(taken),
      .count(count),
      .watching(watching),
      .seen(seen),
      .ahead(ahead),
      .value(value)
  );

  wire             last = value[WIDTH];
  wire [WIDTH-1:0] unit = value[WIDTH-1:0];
  always @(*) begin
    if (!rst) begin
      assert (s_ready == (count <= CAP - IN));
      assert (m_valid == (count >= OUT));
      if (was_reset) assert (!m_valid);
      if (watching && m_valid && ahead == OUT - 1) assert (m_last == last);
      // What induction must know: how the count is stored.
      assert (count <= CAP && count == level);
    end
  end
  generate
    for (i = 0; i < CAP; i = i + 1) begin : g_place
      always @(*) begin
        if (!rst && watching && ahead == i) begin
          if (i < OUT && m_valid) assert (m_data[(i%OUT)*WIDTH+:WIDTH] == unit);
          // And how the watched unit is stored.
          assert (units[i*WIDTH+:WIDTH] == unit);
          if ((i + 1) % OUT == 0) assert (lasts[((i+1)/OUT-1)%BEATS] == last);
          else assert (!last);
        end
      end
    end
  endgenerate
  always @(posedge clk) cover (!rst && seen && last && count > CAP - IN);

endmodule

`default_nettype wire
