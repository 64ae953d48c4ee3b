// SPDX-License-Identifier: Apache-2.0
// fr_port_counters: watches a stream and counts, for the registers of its port (docs/registers.md): frames, beats, cycles in
// which a beat waits (valid, not ready) and cycles in which the port waits for one (ready, not valid), and of an input
// the beats with an early or a missing tlast.
//
// Latency     : rd_data 1 cycle after rd_word; a count 1 cycle after its event.
// Throughput  : a beat and an access a cycle.
// Backpressure: none; the stream is only watched.
// Reset       : synchronous, active high; sync_rst begins a frame anew and keeps the counts, clear sets them to 0.
`default_nettype none

module fr_port_counters #(
    parameter integer BASE = 4096,    // address of the port's block, a multiple of 64, < 65536
    parameter integer BEATS = 4,      // of a frame, >= 1
    parameter integer BEAT_BYTES = 1, // >= 1
    parameter integer CHECK_LAST = 0  // 1: count wrong tlasts
) (
    input  wire        clk,
    input  wire        rst,
    input  wire        sync_rst,
    input  wire        clear,
    input  wire        axis_tvalid,
    input  wire        axis_tready,
    input  wire        axis_tlast,
    input  wire [13:0] rd_word,
    output wire [31:0] rd_data,    // 0 for an address of others
    output wire        last_error  // one cycle
);

  generate
    if (BASE < 0 || BASE >= 65536 || BASE % 64 != 0) begin : g_check_base
      fr_illegal_BASE u_stop ();
    end
    if (BEATS < 1) begin : g_check_beats
      fr_illegal_BEATS u_stop ();
    end
    if (BEAT_BYTES < 1) begin : g_check_beat_bytes
      fr_illegal_BEAT_BYTES u_stop ();
    end
    if (CHECK_LAST != 0 && CHECK_LAST != 1) begin : g_check_check_last
      fr_illegal_CHECK_LAST u_stop ();
    end
  endgenerate

  localparam [5:0] A_FRAMES = 6'h00;
  localparam [5:0] A_BEATS = 6'h04;
  localparam [5:0] A_STALLS = 6'h08;
  localparam [5:0] A_STARVES = 6'h0c;
  localparam [5:0] A_LAST_EARLY = 6'h10;
  localparam [5:0] A_LAST_MISSING = 6'h14;
  localparam [5:0] A_BEAT_BYTES = 6'h18;
  localparam [5:0] A_FRAME_BEATS = 6'h1c;
  localparam [15:0] BASE_C = BASE[15:0];
  localparam [31:0] BEATS_C = BEATS;
  localparam [31:0] BEAT_BYTES_C = BEAT_BYTES;

  wire take = axis_tvalid && axis_tready;
  wire final_beat;
  generate
    if (BEATS == 1) begin : g_one
      assign final_beat = 1'b1;
      wire unused_one = &{1'b0, sync_rst};
    end else begin : g_count
      localparam integer CW = $clog2(BEATS);
      localparam integer TOP_I = BEATS - 1;
      localparam [CW-1:0] TOP = TOP_I[CW-1:0];
      reg [CW-1:0] left_q;
      assign final_beat = left_q == {CW{1'b0}};
      always @(posedge clk) begin
        if (rst || sync_rst) left_q <= TOP;
        else if (take) left_q <= final_beat ? TOP : left_q - 1'b1;
      end
    end
  endgenerate

  reg [31:0] frames_q, beats_q, stalls_q, starves_q;
  always @(posedge clk) begin
    if (rst || clear) begin
      frames_q  <= 32'd0;
      beats_q   <= 32'd0;
      stalls_q  <= 32'd0;
      starves_q <= 32'd0;
    end else begin
      if (take && final_beat) frames_q <= frames_q + 1'b1;
      if (take) beats_q <= beats_q + 1'b1;
      if (axis_tvalid && !axis_tready) stalls_q <= stalls_q + 1'b1;
      if (axis_tready && !axis_tvalid) starves_q <= starves_q + 1'b1;
    end
  end

  wire [31:0] early, missing;
  generate
    if (CHECK_LAST != 0) begin : g_last
      reg [31:0] early_q, missing_q;
      wire       is_early = take && axis_tlast && !final_beat;
      wire       is_missing = take && !axis_tlast && final_beat;
      always @(posedge clk) begin
        if (rst || clear) begin
          early_q   <= 32'd0;
          missing_q <= 32'd0;
        end else begin
          if (is_early) early_q <= early_q + 1'b1;
          if (is_missing) missing_q <= missing_q + 1'b1;
        end
      end
      assign early      = early_q;
      assign missing    = missing_q;
      assign last_error = is_early || is_missing;
    end else begin : g_no_last
      assign early      = 32'd0;
      assign missing    = 32'd0;
      assign last_error = 1'b0;
      wire unused_last = &{1'b0, axis_tlast};
    end
  endgenerate

  reg [31:0] value, rd_data_q;
  always @(*) begin
    value = 32'd0;
    if (rd_word[13:4] == BASE_C[15:6])
      case (rd_word[3:0])
        A_FRAMES[5:2]:       value = frames_q;
        A_BEATS[5:2]:        value = beats_q;
        A_STALLS[5:2]:       value = stalls_q;
        A_STARVES[5:2]:      value = starves_q;
        A_LAST_EARLY[5:2]:   value = early;
        A_LAST_MISSING[5:2]: value = missing;
        A_BEAT_BYTES[5:2]:   value = BEAT_BYTES_C;
        A_FRAME_BEATS[5:2]:  value = BEATS_C;
        default:             value = 32'd0;
      endcase
  end
  always @(posedge clk) rd_data_q <= value;
  assign rd_data = rd_data_q;

endmodule

`default_nettype wire
