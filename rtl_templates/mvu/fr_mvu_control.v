// SPDX-License-Identifier: Apache-2.0
// fr_mvu_control: everything of a matrix-vector unit but its arithmetic: input ring, folds, pipeline and handshakes.
//
// With SF = MW/SIMD synapse folds and NF = MH/PE neuron folds, output beat nf of a vector is due when SF column folds of
// neuron fold nf were added up. The weights stand outside: word w_addr of the weight memory must meet the activations
// `a` one step later. The arithmetic stands outside too: it moves on with `step`, gives the dot product of `a` and that
// word after DOT_LATENCY steps to a sum that takes it with `add`, and starts anew where `first`. The sums are the
// output data.
//
// Latency     : 3 + DOT_LATENCY cycles from the last input beat of a vector to its first output beat, if the unit waited
//               for that beat; the vector's other output beats follow SF cycles apart.
// Throughput  : NF*SF cycles a vector, the next vector without a bubble. Input is taken ahead into a ring of 2*SF
//               words (2 if NF = 1); a word can be used in the cycle after its transfer and is freed when the last
//               neuron fold has read it.
// Backpressure: s_axis_tready comes from registers alone (ring not full). The arithmetic pipeline stands still while an
//               output beat waits.
// Reset       : synchronous, active high; data registers are not reset.
`default_nettype none

module fr_mvu_control #(
    parameter integer MW          = 4,  // columns of the matrix, a multiple of SIMD
    parameter integer MH          = 4,  // rows of the matrix, a multiple of PE
    parameter integer PE          = 2,  // rows at once
    parameter integer SIMD        = 2,  // columns at once: elements of an input beat
    parameter integer A_WIDTH     = 2,  // bits of an input element
    parameter integer DOT_LATENCY = 1   // registered stages from a to the sums, >= 1
) (
    input  wire                                                               clk,
    input  wire                                                               rst,
    input  wire [SIMD*A_WIDTH-1:0]                                            s_axis_tdata,
    input  wire                                                               s_axis_tvalid,
    output wire                                                               s_axis_tready,
    input  wire                                                               s_axis_tlast,
    output wire                                                               m_axis_tvalid,
    input  wire                                                               m_axis_tready,
    output wire                                                               m_axis_tlast,
    output wire [((MW/SIMD*(MH/PE) > 1) ? $clog2(MW/SIMD*(MH/PE)) : 1) - 1:0] w_addr,
    output wire                                                               step,
    output wire                                                               add,
    output wire                                                               first,
    output wire [SIMD*A_WIDTH-1:0]                                            a
);
  localparam integer SF = MW / SIMD;
  localparam integer NF = MH / PE;
  localparam integer SFB = (SF > 1) ? $clog2(SF) : 1;             // bits of a column fold
  localparam integer WAB = (SF * NF > 1) ? $clog2(SF * NF) : 1;   // bits of a weight address
  // The ring has two halves of SF words, at word 0 and at word 2^SFB, so that addresses are {half, column fold}.
  // For NF = 1 and for SF = 1 a half is one word.
  localparam integer SPLIT = (NF > 1 && SF > 1) ? 1 : 0;
  localparam integer PTR = (SPLIT != 0) ? 1 + SFB : 1;
  localparam integer RING = (SPLIT != 0) ? (1 << SFB) + SF : 2;
  localparam integer DL = DOT_LATENCY;

  generate
    if (PE < 1 || MH < 1 || MH % PE != 0) begin : g_check_pe
      fr_illegal_PE_must_divide_MH u_stop ();
    end
    if (SIMD < 1 || MW < 1 || MW % SIMD != 0) begin : g_check_simd
      fr_illegal_SIMD_must_divide_MW u_stop ();
    end
    if (DOT_LATENCY < 1) begin : g_check_latency
      fr_illegal_DOT_LATENCY u_stop ();
    end
  endgenerate

  // The pipeline moves as a whole unless an output beat waits.
  reg  valid_q;
  wire en = m_axis_tready || !valid_q;

  // ------------------------------------------------------------------------------------------ folds
  reg  [WAB-1:0] waddr_q;       // neuron fold * SF + column fold
  wire           sf_last;       // last column fold
  wire           replay;        // neuron fold > 0: all words of the vector are in the ring
  wire           nf_last;       // last neuron fold: words leave the ring
  wire           word_ready;    // the word at the read pointer has been written
  wire           go = en && (word_ready || replay);
  wire           vector_end = sf_last && nf_last;

  always @(posedge clk) begin
    if (rst) waddr_q <= {WAB{1'b0}};
    else if (go) waddr_q <= vector_end ? {WAB{1'b0}} : waddr_q + 1'b1;
  end

  assign w_addr = waddr_q;

  // ------------------------------------------------------------------------------------------ ring control
  // rptr: next word to read. wptr: next word to write. Both wrap, so full_q tells a full ring from an empty one.
  wire [PTR-1:0] rptr;
  wire [PTR-1:0] wptr;
  wire [PTR-1:0] wptr_next;
  wire [PTR-1:0] fptr;          // oldest word that is still needed
  reg            full_q;
  reg            rhalf_q;
  reg            whalf_q;
  reg  [1:0]     tlast_q;       // tlast of the last word of each half
  wire           put = s_axis_tvalid && !full_q;
  wire           leave = go && nf_last;
  wire           put_last;      // this word ends a half
  wire           go_last = (NF > 1) ? vector_end : 1'b1;

  assign s_axis_tready = !full_q;
  // Words of the current vector are all kept during neuron fold 0, so equal pointers mean "nothing new" or "full".
  assign word_ready = full_q || (rptr != wptr);

  always @(posedge clk) begin
    if (rst) begin
      full_q  <= 1'b0;
      rhalf_q <= 1'b0;
      whalf_q <= 1'b0;
    end else begin
      if (put && !leave) full_q <= (wptr_next == fptr);
      else if (leave && !put) full_q <= 1'b0;
      if (put && put_last) whalf_q <= !whalf_q;
      if (go && go_last) rhalf_q <= !rhalf_q;
    end
    if (put && put_last) tlast_q[whalf_q] <= s_axis_tlast;
  end

  generate
    if (SF > 1) begin : g_sf
      localparam integer SfLastInt = SF - 1;
      localparam [SFB-1:0] SfLast = SfLastInt[SFB-1:0];
      reg [SFB-1:0] rsf_q;
      assign sf_last = (rsf_q == SfLast);
      always @(posedge clk) begin
        if (rst) rsf_q <= {SFB{1'b0}};
        else if (go) rsf_q <= sf_last ? {SFB{1'b0}} : rsf_q + 1'b1;
      end
      if (NF > 1) begin : g_write
        reg [SFB-1:0] wsf_q;
        wire [SFB-1:0] wsf_next = put_last ? {SFB{1'b0}} : wsf_q + 1'b1;
        assign put_last = (wsf_q == SfLast);
        always @(posedge clk) begin
          if (rst) wsf_q <= {SFB{1'b0}};
          else if (put) wsf_q <= wsf_next;
        end
        assign rptr = {rhalf_q, rsf_q};
        assign wptr = {whalf_q, wsf_q};
        assign wptr_next = {whalf_q ^ put_last, wsf_next};
        assign fptr = {rhalf_q, nf_last ? rsf_q : {SFB{1'b0}}};
      end
    end else begin : g_one_sf
      assign sf_last = 1'b1;
    end

    if (SPLIT == 0) begin : g_two_words
      assign put_last = 1'b1;
      assign rptr = rhalf_q;
      assign wptr = whalf_q;
      assign wptr_next = !whalf_q;
      assign fptr = rhalf_q;
    end

    if (NF > 1) begin : g_nf
      localparam integer LastBeginInt = (NF - 1) * SF - 1;  // the word before the last neuron fold
      localparam [WAB-1:0] LastBegin = LastBeginInt[WAB-1:0];
      reg replay_q;
      reg nf_last_q;
      always @(posedge clk) begin
        if (rst) begin
          replay_q  <= 1'b0;
          nf_last_q <= 1'b0;
        end else if (go && sf_last) begin
          replay_q  <= !nf_last_q;
          nf_last_q <= (waddr_q == LastBegin);
        end
      end
      assign replay  = replay_q;
      assign nf_last = nf_last_q;
    end else begin : g_one_nf
      assign replay  = 1'b0;
      assign nf_last = 1'b1;
    end
  endgenerate

  // ------------------------------------------------------------------------------------------ ring memory
  reg [SIMD*A_WIDTH-1:0] a1_q;
  generate
    if (RING > 64 && RING * SIMD * A_WIDTH > 6144) begin : g_block
      (* ram_style = "block" *)
      reg [SIMD*A_WIDTH-1:0] ring[0:RING-1];
      always @(posedge clk) begin
        if (put) ring[wptr] <= s_axis_tdata;
        if (en) a1_q <= ring[rptr];
      end
    end else begin : g_distributed
      (* ram_style = "distributed" *)
      reg [SIMD*A_WIDTH-1:0] ring[0:RING-1];
      always @(posedge clk) begin
        if (put) ring[wptr] <= s_axis_tdata;
        if (en) a1_q <= ring[rptr];
      end
    end
  endgenerate

  // ------------------------------------------------------------------------------------------ pipeline control
  reg [DL:0] v_q;      // a column fold is in this stage
  reg [DL:0] sf_q;     // it is the last one of its neuron fold
  reg [DL:0] t_q;      // it ends the frame
  reg        fresh_q;  // the next column fold starts a new sum
  reg        last_q;
  always @(posedge clk) begin
    if (rst) begin
      v_q     <= {(DL + 1) {1'b0}};
      fresh_q <= 1'b1;
      valid_q <= 1'b0;
    end else if (en) begin
      v_q     <= {v_q[DL-1:0], go};
      if (v_q[DL]) fresh_q <= sf_q[DL];
      valid_q <= v_q[DL] && sf_q[DL];
    end
    if (en) begin
      sf_q   <= {sf_q[DL-1:0], sf_last};
      t_q    <= {t_q[DL-1:0], nf_last && tlast_q[rhalf_q]};
      last_q <= t_q[DL];
    end
  end
  assign m_axis_tvalid = valid_q;
  assign m_axis_tlast  = last_q;

  assign step   = en;
  assign add    = en && v_q[DL];
  assign first  = fresh_q;
  assign a      = a1_q;
endmodule

`default_nettype wire
