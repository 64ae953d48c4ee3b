// SPDX-License-Identifier: Apache-2.0
// fr_channel_registers: start, address and frames come 1 cycle after their write, byte by byte as the strobes say; an answer
// comes 1 cycle after its address.
`default_nettype none

module prove_channel_registers #(
    parameter integer BASE = 16448
) (
    input wire        clk,
    input wire        rst,
    input wire        wr,
    input wire [13:0] wr_word,
    input wire [31:0] wr_data,
    input wire [3:0]  wr_strb,
    input wire [13:0] rd_word,
    input wire        busy,
    input wire        done,
    input wire [1:0]  error,
    input wire [63:0] error_address,
    input wire [31:0] frames_done
);

  localparam [15:0] BASE_C = BASE;
  localparam [13:0] FIRST = BASE_C[15:2];

  wire [31:0] rd_data, frames;
  wire [63:0] address;
  wire        start, was_reset;

  fr_channel_registers #(
      .BASE(BASE)
  ) dut (
      .clk(clk),
      .rst(rst),
      .wr(wr),
      .wr_word(wr_word),
      .wr_data(wr_data),
      .wr_strb(wr_strb),
      .rd_word(rd_word),
      .rd_data(rd_data),
      .start(start),
      .address(address),
      .frames(frames),
      .busy(busy),
      .done(done),
      .error(error),
      .error_address(error_address),
      .frames_done(frames_done)
  );
  reset_first u_reset (
      .clk(clk),
      .rst(rst),
      .was_reset(was_reset)
  );

  // The words as they must be, and what was there in the cycle before.
  reg [95:0]  words_q;
  reg         start_q, known_q = 1'b0;
  reg [13:0]  word_q;
  reg [223:0] registers_q;
  integer i;
  always @(posedge clk) begin
    for (i = 0; i < 12; i = i + 1)
      if (rst) words_q[8*i+:8] <= 8'd0;
      else if (wr && wr_word == FIRST + i / 4 && wr_strb[i%4]) words_q[8*i+:8] <= wr_data[8*(i%4)+:8];
    start_q     <= !rst && wr && wr_word == FIRST + 3 && wr_strb[0] && wr_data[0];
    known_q     <= 1'b1;
    word_q      <= rd_word;
    registers_q <= {error_address, frames_done, 26'd0, error, 1'b0, |error, done, busy, frames, address};
  end

  always @(*) begin
    if (known_q) begin
      assert (start == start_q);
      assert ({frames, address} == words_q);
      case (word_q)
        FIRST:     assert (rd_data == registers_q[31:0]);
        FIRST + 1: assert (rd_data == registers_q[63:32]);
        FIRST + 2: assert (rd_data == registers_q[95:64]);
        FIRST + 4: assert (rd_data == registers_q[127:96]);
        FIRST + 5: assert (rd_data == registers_q[159:128]);
        FIRST + 6: assert (rd_data == registers_q[191:160]);
        FIRST + 7: assert (rd_data == registers_q[223:192]);
        default:   assert (rd_data == 32'd0);
      endcase
    end
  end
  always @(posedge clk) cover (!rst && start && address == 64'h1234567890abcdef);

endmodule

`default_nettype wire
