// SPDX-License-Identifier: Apache-2.0
// fr_channel_registers: the registers of a DMA channel (docs/registers.md): where a job's image is, how many frames it has,
// start, and what became of it.
//
// Latency     : rd_data 1 cycle after rd_word; start 1 cycle after its write.
// Throughput  : an access a cycle.
// Backpressure: none.
// Reset       : synchronous, active high.
`default_nettype none

module fr_channel_registers #(
    parameter integer BASE = 16384  // address of the channel's block, a multiple of 64, < 65536
) (
    input  wire        clk,
    input  wire        rst,
    input  wire        wr,
    input  wire [13:0] wr_word,
    input  wire [31:0] wr_data,
    input  wire [3:0]  wr_strb,
    input  wire [13:0] rd_word,
    output wire [31:0] rd_data,        // 0 for an address of others
    output wire        start,          // one cycle
    output wire [63:0] address,
    output wire [31:0] frames,
    input  wire        busy,
    input  wire        done,
    input  wire [1:0]  error,
    input  wire [63:0] error_address,
    input  wire [31:0] frames_done
);

  generate
    if (BASE < 0 || BASE >= 65536 || BASE % 64 != 0) begin : g_check_base
      fr_illegal_BASE u_stop ();
    end
  endgenerate

  localparam [5:0] A_ADDRESS_LO = 6'h00;
  localparam [5:0] A_ADDRESS_HI = 6'h04;
  localparam [5:0] A_FRAMES = 6'h08;
  localparam [5:0] A_START = 6'h0c;
  localparam [5:0] A_STATUS = 6'h10;
  localparam [5:0] A_FRAMES_DONE = 6'h14;
  localparam [5:0] A_ERROR_LO = 6'h18;
  localparam [5:0] A_ERROR_HI = 6'h1c;
  localparam [15:0] BASE_C = BASE[15:0];

  wire        mine = wr && wr_word[13:4] == BASE_C[15:6];
  reg  [95:0] words_q;  // {frames, address}
  reg         start_q;
  genvar b;
  generate
    for (b = 0; b < 12; b = b + 1) begin : g_byte
      localparam integer WORD_I = b / 4;
      localparam [3:0] WORD = WORD_I[3:0];
      always @(posedge clk) begin
        if (rst) words_q[8*b+:8] <= 8'd0;
        else if (mine && wr_word[3:0] == WORD && wr_strb[b%4]) words_q[8*b+:8] <= wr_data[8*(b%4)+:8];
      end
    end
  endgenerate
  always @(posedge clk) begin
    if (rst) start_q <= 1'b0;
    else start_q <= mine && wr_word[3:0] == A_START[5:2] && wr_strb[0] && wr_data[0];
  end
  assign start = start_q;
  assign {frames, address} = words_q;

  reg [31:0] value, rd_data_q;
  always @(*) begin
    value = 32'd0;
    if (rd_word[13:4] == BASE_C[15:6])
      case (rd_word[3:0])
        A_ADDRESS_LO[5:2]:  value = address[31:0];
        A_ADDRESS_HI[5:2]:  value = address[63:32];
        A_FRAMES[5:2]:      value = frames;
        A_STATUS[5:2]:      value = {26'd0, error, 1'b0, error != 2'd0, done, busy};
        A_FRAMES_DONE[5:2]: value = frames_done;
        A_ERROR_LO[5:2]:    value = error_address[31:0];
        A_ERROR_HI[5:2]:    value = error_address[63:32];
        default:            value = 32'd0;
      endcase
  end
  always @(posedge clk) rd_data_q <= value;
  assign rd_data = rd_data_q;

endmodule

`default_nettype wire
