// SPDX-License-Identifier: Apache-2.0
// fr_control: the registers of the whole accelerator (docs/registers.md): identity, control, status, interrupts, frame and
// cycle counters, and the order of a soft reset: no new transfers, wait for those under way, reset the core, go on.
//
// Latency     : rd_data 1 cycle after rd; a write acts in the cycle after wr. A soft reset holds the core for 4 cycles.
// Throughput  : an access a cycle.
// Backpressure: none.
// Reset       : synchronous, active high. core_rst contains rst.
`default_nettype none

module fr_control #(
    parameter [31:0]  GENERATOR = 32'd0,   // version: major, minor, patch from bit 16, 8, 0
    parameter [63:0]  BUILD = 64'd0,       // hash of the network and the sources
    parameter [255:0] NAME = 256'd0,       // of the network, first character lowest, zeros behind it
    parameter integer INPUTS = 1,          // of the core, 1..255
    parameter integer OUTPUTS = 1,         // of the core, 1..255
    parameter integer DMA = 0,             // 1: memory-mapped masters instead of streams
    parameter integer PARAMETERS = 0,      // 1: the host may rewrite some
    parameter integer MEMORY_BITS = 0      // of a master's data; 0 without
) (
    input  wire        clk,
    input  wire        rst,
    input  wire        wr,
    input  wire [13:0] wr_word,
    input  wire [31:0] wr_data,
    input  wire [3:0]  wr_strb,
    input  wire        rd,
    input  wire [13:0] rd_word,
    output wire [31:0] rd_data,       // 0 for an address of others
    input  wire        frame_in,      // a frame was taken whole by all inputs
    input  wire        frame_out,     // a frame left all outputs
    input  wire        idle,          // no frame in the core
    input  wire        at_rest,       // no frame has begun that an input still waits for
    input  wire        busy,          // a DMA channel works
    input  wire        channel_done,  // a DMA channel ended its job
    input  wire        channel_error, // ... with an error
    input  wire        last_error,    // an input's tlast was early or missing
    input  wire        quiet,         // no transaction under way
    output wire        hold,          // begin no new frames
    output wire        clear,         // one cycle: clear the counters
    output wire        flush,         // start nothing, end what is under way
    output wire        core_rst,      // of the core and what is in step with it
    output wire        irq
);

  generate
    if (INPUTS < 1 || INPUTS > 255) begin : g_check_inputs
      fr_illegal_INPUTS u_stop ();
    end
    if (OUTPUTS < 1 || OUTPUTS > 255) begin : g_check_outputs
      fr_illegal_OUTPUTS u_stop ();
    end
    if (DMA != 0 && DMA != 1) begin : g_check_dma
      fr_illegal_DMA u_stop ();
    end
    if (PARAMETERS != 0 && PARAMETERS != 1) begin : g_check_parameters
      fr_illegal_PARAMETERS u_stop ();
    end
    if (MEMORY_BITS < 0 || MEMORY_BITS > 1024) begin : g_check_memory_bits
      fr_illegal_MEMORY_BITS u_stop ();
    end
  endgenerate

  localparam [15:0] A_ID = 16'h0000;
  localparam [15:0] A_MAP_VERSION = 16'h0004;
  localparam [15:0] A_GENERATOR = 16'h0008;
  localparam [15:0] A_CAPABILITIES = 16'h000c;
  localparam [15:0] A_BUILD_LO = 16'h0010;
  localparam [15:0] A_BUILD_HI = 16'h0014;
  localparam [15:0] A_MEMORY_BITS = 16'h0018;
  localparam [15:0] A_NAME = 16'h0020;
  localparam [15:0] A_CONTROL = 16'h0040;
  localparam [15:0] A_STATUS = 16'h0044;
  localparam [15:0] A_IRQ_STATUS = 16'h0048;
  localparam [15:0] A_IRQ_ENABLE = 16'h004c;
  localparam [15:0] A_FRAMES_IN = 16'h0050;
  localparam [15:0] A_FRAMES_OUT = 16'h0054;
  localparam [15:0] A_CYCLES_LO = 16'h0058;
  localparam [15:0] A_CYCLES_HI = 16'h005c;

  localparam [31:0] ID = 32'h41435246;  // "FRCA"
  localparam [31:0] MAP_VERSION = 32'd1;
  localparam integer IRQS = 7;

  // The lowest byte alone has bits that can be written.
  wire write = wr && wr_strb[0];
  wire write_control = write && wr_word == A_CONTROL[15:2];

  reg clear_q, enable_q, hold_q;
  always @(posedge clk) begin
    if (rst) begin
      clear_q  <= 1'b0;
      enable_q <= 1'b0;
      hold_q   <= 1'b0;
    end else begin
      clear_q <= write_control && wr_data[0];
      if (write_control) enable_q <= wr_data[2];
      if (write_control) hold_q <= wr_data[3];
    end
  end
  assign clear = clear_q;
  assign hold  = hold_q;

  // Soft reset.
  reg       reset_q, core_rst_q;
  reg [1:0] count_q;
  wire      reset_end = core_rst_q && count_q == 2'd3;
  always @(posedge clk) begin
    if (rst) begin
      reset_q    <= 1'b0;
      core_rst_q <= 1'b0;
      count_q    <= 2'd0;
    end else begin
      if (reset_end) reset_q <= 1'b0;
      else if (write_control && wr_data[1]) reset_q <= 1'b1;
      core_rst_q <= reset_q && !reset_end && (quiet || core_rst_q);
      count_q    <= core_rst_q ? count_q + 1'b1 : 2'd0;
    end
  end
  assign flush    = reset_q;
  assign core_rst = rst || core_rst_q;

  // Interrupts: the event sets, a written one clears.
  wire       held = hold_q && at_rest;
  reg        busy_q, held_q;
  wire [IRQS-1:0] event_now = {reset_end, last_error, held && !held_q, frame_out, channel_error, channel_done,
                               busy_q && !busy};
  wire [IRQS-1:0] cleared = (write && wr_word == A_IRQ_STATUS[15:2]) ? wr_data[IRQS-1:0] : {IRQS{1'b0}};
  reg  [IRQS-1:0] irq_status_q, irq_enable_q;
  reg             irq_q;
  always @(posedge clk) begin
    if (rst) begin
      busy_q       <= 1'b0;
      held_q       <= 1'b0;
      irq_status_q <= {IRQS{1'b0}};
      irq_enable_q <= {IRQS{1'b0}};
      irq_q  <= 1'b0;
    end else begin
      busy_q       <= busy;
      held_q       <= held;
      irq_status_q <= (irq_status_q & ~cleared) | event_now;
      if (write && wr_word == A_IRQ_ENABLE[15:2]) irq_enable_q <= wr_data[IRQS-1:0];
      irq_q <= enable_q && |(irq_status_q & irq_enable_q);
    end
  end
  assign irq = irq_q;

  // Counters. Reading the cycles' low half keeps the high one for the next read.
  reg [31:0] frames_in_q, frames_out_q, cycles_hi_q;
  reg [63:0] cycles_q;
  always @(posedge clk) begin
    if (rst || clear_q) begin
      frames_in_q  <= 32'd0;
      frames_out_q <= 32'd0;
      cycles_q     <= 64'd0;
    end else begin
      if (frame_in) frames_in_q <= frames_in_q + 1'b1;
      if (frame_out) frames_out_q <= frames_out_q + 1'b1;
      cycles_q <= cycles_q + 1'b1;
    end
    if (rst) cycles_hi_q <= 32'd0;
    else if (rd && rd_word == A_CYCLES_LO[15:2]) cycles_hi_q <= cycles_q[63:32];
  end

  localparam [7:0] INPUTS_C = INPUTS[7:0];
  localparam [7:0] OUTPUTS_C = OUTPUTS[7:0];
  localparam [31:0] MEMORY_BITS_C = MEMORY_BITS;
  localparam [0:0] DMA_C = DMA[0];
  localparam [0:0] PARAMETERS_C = PARAMETERS[0];
  reg [31:0] value, rd_data_q;
  always @(*) begin
    case (rd_word)
      A_ID[15:2]:           value = ID;
      A_MAP_VERSION[15:2]:  value = MAP_VERSION;
      A_GENERATOR[15:2]:    value = GENERATOR;
      A_CAPABILITIES[15:2]: value = {14'd0, PARAMETERS_C, DMA_C, OUTPUTS_C, INPUTS_C};
      A_BUILD_LO[15:2]:     value = BUILD[31:0];
      A_BUILD_HI[15:2]:     value = BUILD[63:32];
      A_MEMORY_BITS[15:2]:  value = MEMORY_BITS_C;
      A_CONTROL[15:2]:      value = {28'd0, hold_q, enable_q, reset_q, 1'b0};
      A_STATUS[15:2]:       value = {28'd0, reset_q, busy, held, idle};
      A_IRQ_STATUS[15:2]:   value = {{(32 - IRQS) {1'b0}}, irq_status_q};
      A_IRQ_ENABLE[15:2]:   value = {{(32 - IRQS) {1'b0}}, irq_enable_q};
      A_FRAMES_IN[15:2]:    value = frames_in_q;
      A_FRAMES_OUT[15:2]:   value = frames_out_q;
      A_CYCLES_LO[15:2]:    value = cycles_q[31:0];
      A_CYCLES_HI[15:2]:    value = cycles_hi_q;
      default: begin
        value = 32'd0;
        if (rd_word[13:3] == A_NAME[15:5]) value = NAME[32*rd_word[2:0]+:32];
      end
    endcase
  end
  always @(posedge clk) rd_data_q <= value;
  assign rd_data = rd_data_q;

  wire unused_ok = &{1'b0, wr_data[31:IRQS], wr_strb[3:1]};

endmodule

`default_nettype wire
