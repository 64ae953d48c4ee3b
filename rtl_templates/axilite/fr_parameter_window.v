// SPDX-License-Identifier: Apache-2.0
// fr_parameter_window: the registers and the window through which the host rewrites parameters (docs/registers.md). What is
// written while a frame could see it is refused. Once something was written the hold stays until the core, which has
// read ahead, was reset behind it.
//
// Latency     : write 1 cycle after wr; rd_data 1 cycle after rd_word. The hold ends 4 cycles after the host's, in which
//               the core is reset, if something was written.
// Throughput  : an access a cycle.
// Backpressure: none.
// Reset       : synchronous, active high; what was written stays.
`default_nettype none

module fr_parameter_window #(
    parameter integer BASE = 28672,  // address of the registers' block, a multiple of 64, < 65536
    parameter integer WORDS = 1,     // of all parameters
    parameter integer ADDRESS = 1    // bits of a word's address, 1..31
) (
    input  wire               clk,
    input  wire               rst,
    input  wire               wr,
    input  wire [13:0]        wr_word,
    input  wire [31:0]        wr_data,
    input  wire [3:0]         wr_strb,
    input  wire [13:0]        rd_word,
    output wire [31:0]        rd_data,  // 0 for an address of others
    input  wire               hold,     // the host's
    input  wire               at_rest,  // no frame has begun that an input still waits for
    input  wire               idle,     // no frame in the core
    output wire               keep,     // begin no new frames
    output wire               refresh,  // reset of the core alone
    output wire               write,    // one cycle
    output wire [ADDRESS-1:0] write_addr,
    output wire [31:0]        write_data
`ifdef FORMAL
    ,
    output wire [1:0]         f_count,  // cycles of the reset so far
    output wire [18:0]        f_page,
    output wire               f_dirty
`endif
);

  localparam [15:0] TO_WINDOW = 16'h1000;  // from BASE
  localparam [15:0] BASE_C = BASE[15:0];
  localparam [15:0] WINDOW_C = BASE_C + TO_WINDOW;  // the upper half of all addresses

  generate
    if (BASE < 0 || BASE >= 65536 || BASE % 64 != 0) begin : g_check_base
      fr_illegal_BASE u_stop ();
    end
    if (ADDRESS < 1 || ADDRESS > 31) begin : g_check_address
      fr_illegal_ADDRESS u_stop ();
    end
    if (WINDOW_C != 16'h8000) begin : g_check_window
      fr_illegal_BASE u_stop ();
    end
    if (WORDS < 1) begin : g_check_words
      fr_illegal_WORDS u_stop ();
    end
  endgenerate

  localparam [5:0] A_WORDS = 6'h00;
  localparam [5:0] A_PAGE = 6'h04;
  localparam [5:0] A_STATUS = 6'h08;
  localparam [31:0] WORDS_C = WORDS;
  // A page is what the window at 0x8000 shows: 8192 words.
  localparam integer PAGE = 19;

  wire            mine = wr && wr_word[13:4] == BASE_C[15:6];
  wire            into = wr && wr_word[13] == WINDOW_C[15];
  reg  [PAGE-1:0] page_q;
  wire [31:0]     page = {{(32 - PAGE) {1'b0}}, page_q};
  wire [31:0]     word = {page_q, wr_word[12:0]};
  wire            good = hold && at_rest && idle && (&wr_strb) && word < WORDS_C;
  wire            refuse = into && !good;

  reg               write_q, refused_q, dirty_q;
  reg [ADDRESS-1:0] addr_q;
  reg [31:0]        data_q;
  reg [1:0]         count_q;
  assign refresh = dirty_q && !hold;
  assign keep    = hold || dirty_q;

  always @(posedge clk) begin
    if (rst) begin
      page_q    <= {PAGE{1'b0}};
      write_q   <= 1'b0;
      refused_q <= 1'b0;
      dirty_q   <= 1'b0;
      count_q   <= 2'd0;
    end else begin
      if (mine && wr_word[3:0] == A_PAGE[5:2] && (&wr_strb)) page_q <= wr_data[PAGE-1:0];
      write_q <= into && good;
      if (refuse) refused_q <= 1'b1;
      else if (mine && wr_word[3:0] == A_STATUS[5:2] && wr_strb[0] && wr_data[0]) refused_q <= 1'b0;
      if (into && good) dirty_q <= 1'b1;
      else if (refresh && count_q == 2'd3) dirty_q <= 1'b0;
      count_q <= refresh ? count_q + 1'b1 : 2'd0;
    end
    addr_q <= word[ADDRESS-1:0];
    data_q <= wr_data;
  end
`ifdef FORMAL
  assign f_count = count_q;
  assign f_page  = page_q;
  assign f_dirty = dirty_q;
`endif
  assign write      = write_q;
  assign write_addr = addr_q;
  assign write_data = data_q;

  reg [31:0] value, rd_data_q;
  always @(*) begin
    value = 32'd0;
    if (rd_word[13:4] == BASE_C[15:6])
      case (rd_word[3:0])
        A_WORDS[5:2]:  value = WORDS_C;
        A_PAGE[5:2]:   value = page;
        A_STATUS[5:2]: value = {30'd0, dirty_q, refused_q};
        default:       value = 32'd0;
      endcase
  end
  always @(posedge clk) rd_data_q <= value;
  assign rd_data = rd_data_q;

endmodule

`default_nettype wire
