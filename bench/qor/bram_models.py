# SPDX-License-Identifier: Apache-2.0
"""Simulation models of the block RAMs, which Yosys's xilinx/cells_sim.v has only as empty boxes.

They cover what Yosys 0.23 emits: true and simple dual port, every width, byte writes, no output register, no cascade
and no ECC. Anything else stops the simulation. A port that reads what the other one writes in the same cycle gets
unknown bits, unless the writer is in READ_FIRST mode: as the data sheet has it.
"""

# Port and direction by generation: (E1's name, E2's name).
NAMES = {
    "DOA": ("DOADO", "DOUTADOUT"), "DOPA": ("DOPADOP", "DOUTPADOUTP"),
    "DOB": ("DOBDO", "DOUTBDOUT"), "DOPB": ("DOPBDOP", "DOUTPBDOUTP"),
    "DIA": ("DIADI", "DINADIN"), "DIPA": ("DIPADIP", "DINPADINP"),
    "DIB": ("DIBDI", "DINBDIN"), "DIPB": ("DIPBDIP", "DINPBDINP"),
}

TEMPLATE = """
module @PREFIX@RAMB@SIZE@E@GEN@ (
    output reg [@DW@-1:0] @DOA@, output reg [@DW@/8-1:0] @DOPA@,
    output reg [@DW@-1:0] @DOB@, output reg [@DW@/8-1:0] @DOPB@,
    input wire [@DW@-1:0] @DIA@, input wire [@DW@/8-1:0] @DIPA@,
    input wire [@DW@-1:0] @DIB@, input wire [@DW@/8-1:0] @DIPB@,
    input wire CLKARDCLK, CLKBWRCLK, ENARDEN, ENBWREN, REGCEAREGCE, REGCEB,
    input wire RSTRAMARSTRAM, RSTRAMB, RSTREGARSTREG, RSTREGB,
    input wire [@DW@/8-1:0] WEA, input wire [@DW@/4-1:0] WEBWE,
    input wire [@PINS@-1:0] ADDRARDADDR, ADDRBWRADDR@EXTRA_PORTS@
);
  parameter WRITE_MODE_A = "WRITE_FIRST", WRITE_MODE_B = "WRITE_FIRST", RAM_MODE = "TDP";
  parameter RAM_EXTENSION_A = "NONE", RAM_EXTENSION_B = "NONE";
  parameter integer READ_WIDTH_A = 0, READ_WIDTH_B = 0, WRITE_WIDTH_A = 0, WRITE_WIDTH_B = 0;
  parameter integer DOA_REG = 0, DOB_REG = 0;
  parameter [@DW@*9/8-1:0] INIT_A = 0, INIT_B = 0, SRVAL_A = 0, SRVAL_B = 0;
  parameter IS_CLKARDCLK_INVERTED = 0, IS_CLKBWRCLK_INVERTED = 0, IS_ENARDEN_INVERTED = 0, IS_ENBWREN_INVERTED = 0;
  parameter IS_RSTRAMARSTRAM_INVERTED = 0, IS_RSTRAMB_INVERTED = 0;
  parameter IS_RSTREGARSTREG_INVERTED = 0, IS_RSTREGB_INVERTED = 0;
@INIT_PARAMETERS@
  localparam integer WIDE = @DW@ * 9 / 4;  // both halves of a port together

  reg [7:0] data[0:@BYTES@-1];
  reg parity[0:@BYTES@-1];
  integer i;
  initial begin
    if (RAM_EXTENSION_A != "NONE" || RAM_EXTENSION_B != "NONE" || DOA_REG != 0 || DOB_REG != 0 ||
        IS_CLKARDCLK_INVERTED != 0 || IS_CLKBWRCLK_INVERTED != 0) begin
      $display("MISMATCH: a block RAM in a mode that has no model");
      $finish;
    end
    begin : fill
      reg [@BYTES@*8-1:0] all_data;
      reg [@BYTES@-1:0] all_parity;
      all_data = {@INIT_LIST@};
      all_parity = {@INITP_LIST@};
      for (i = 0; i < @BYTES@; i = i + 1) begin
        data[i] = all_data[8*i+:8];
        parity[i] = all_parity[i];
      end
    end
    {@DOPA@, @DOA@} = INIT_A;
    {@DOPB@, @DOB@} = INIT_B;
  end

  function integer bits(input integer width);  // data bits of a port
    bits = (width >= 9) ? width / 9 * 8 : width;
  endfunction
  // First byte of an access of so many data bits; ADDR counts bits.
  function integer first(input [@AB@-1:0] addr, input integer width);
    first = (bits(width) < 8) ? addr / 8 : addr / bits(width) * bits(width) / 8;
  endfunction
  function integer bytes(input integer width);
    bytes = (bits(width) < 8) ? 1 : bits(width) / 8;
  endfunction
  function integer low_bit(input [@AB@-1:0] addr, input integer width);
    low_bit = (bits(width) < 8) ? addr % 8 / bits(width) * bits(width) : 0;
  endfunction

  wire write_a = ENARDEN && WRITE_WIDTH_A != 0 && |WEA;
  wire write_b = ENBWREN && WRITE_WIDTH_B != 0 && |WEBWE;
  wire [@DW@*2-1:0] in_a = {@DIB@, @DIA@};
  wire [@DW@/4-1:0] inp_a = {@DIPB@, @DIPA@};
  wire [@DW@*2-1:0] in_b = (WRITE_WIDTH_B == WIDE) ? {@DIB@, @DIA@} : {{@DW@{1'b0}}, @DIB@};
  wire [@DW@/4-1:0] inp_b = (WRITE_WIDTH_B == WIDE) ? {@DIPB@, @DIPA@} : {{@DW@/8{1'b0}}, @DIPB@};

@TASKS@
  always @(posedge CLKARDCLK)
    if (ENARDEN) begin
      if (READ_WIDTH_A != 0) begin
        read_a(ADDRARDADDR[@AB@-1:0], READ_WIDTH_A, write_b && WRITE_MODE_B != "READ_FIRST", ADDRBWRADDR[@AB@-1:0],
             WRITE_WIDTH_B);
        if (RSTRAMARSTRAM) begin
          {@DOPA@, @DOA@} <= SRVAL_A;
          if (READ_WIDTH_A == WIDE) {@DOPB@, @DOB@} <= SRVAL_B;
        end else if (!write_a || WRITE_MODE_A == "READ_FIRST") begin
          @DOA@ <= out_a[@DW@-1:0];
          @DOPA@ <= outp_a[@DW@/8-1:0];
          if (READ_WIDTH_A == WIDE) begin
            @DOB@ <= out_a[@DW@*2-1:@DW@];
            @DOPB@ <= outp_a[@DW@/4-1:@DW@/8];
          end
        end else if (WRITE_MODE_A == "WRITE_FIRST") begin
          @DOA@ <= @DIA@;
          @DOPA@ <= @DIPA@;
        end
      end
      if (write_a) store_a(ADDRARDADDR[@AB@-1:0], WRITE_WIDTH_A, in_a, inp_a, WEA);
    end
  always @(posedge CLKBWRCLK)
    if (ENBWREN) begin
      if (READ_WIDTH_B != 0) begin
        read_b(ADDRBWRADDR[@AB@-1:0], READ_WIDTH_B, write_a && WRITE_MODE_A != "READ_FIRST", ADDRARDADDR[@AB@-1:0],
             WRITE_WIDTH_A);
        if (RSTRAMB) {@DOPB@, @DOB@} <= SRVAL_B;
        else if (!write_b || WRITE_MODE_B == "READ_FIRST") begin
          @DOB@ <= out_b[@DW@-1:0];
          @DOPB@ <= outp_b[@DW@/8-1:0];
        end else if (WRITE_MODE_B == "WRITE_FIRST") begin
          @DOB@ <= @DIB@;
          @DOPB@ <= @DIPB@;
        end
      end
      if (write_b) store_b(ADDRBWRADDR[@AB@-1:0], WRITE_WIDTH_B, in_b, inp_b, WEBWE);
    end
endmodule
"""


# A set for each port: a simulator may run the tasks of two ports that have the same clock in turns.
PORT_TASKS = """  // What port @P@ reads; x where the other port writes those bytes in this cycle and promises nothing.
  reg [@DW@*2-1:0] out_@P@;
  reg [@DW@/4-1:0] outp_@P@;
  task read_@P@(input [@AB@-1:0] addr, input integer width, input other_writes, input [@AB@-1:0] other_addr,
            input integer other_width);
    integer k, at;
    begin
      out_@P@ = 0;
      outp_@P@ = 0;
      for (k = 0; k < bytes(width); k = k + 1) begin
        at = first(addr, width) + k;
        out_@P@[8*k+:8] = data[at] >> low_bit(addr, width);
        outp_@P@[k] = parity[at];
        if (other_writes && at >= first(other_addr, other_width) &&
            at < first(other_addr, other_width) + bytes(other_width)) begin
          out_@P@[8*k+:8] = 8'hxx;
          outp_@P@[k] = 1'bx;
        end
      end
    end
  endtask
  task store_@P@(input [@AB@-1:0] addr, input integer width, input [@DW@*2-1:0] in, input [@DW@/4-1:0] inp,
             input [@DW@/4-1:0] enable);
    integer k, at, b;
    begin
      for (k = 0; k < bytes(width); k = k + 1) begin
        at = first(addr, width) + k;
        if (enable[k]) begin
          if (bits(width) < 8) begin
            for (b = 0; b < bits(width); b = b + 1) data[at][low_bit(addr, width)+b] <= in[b];
          end else begin
            data[at] <= in[8*k+:8];
            if (width >= 9) parity[at] <= inp[k];
          end
        end
      end
    end
  endtask
"""


def model(size, generation, prefix):
    """Verilog of RAMB18E1, RAMB36E1, RAMB18E2 or RAMB36E2, with a prefix before its name."""
    slices, parity_slices = size // 18 * 64, size // 18 * 8
    address_bits = 14 if size == 18 else 15
    pins = address_bits + (generation == 1 and size == 36)
    parameters = "".join(f"  parameter [255:0] INIT_{i:02X} = 0;\n" for i in range(slices))
    parameters += "".join(f"  parameter [255:0] INITP_{i:02X} = 0;\n" for i in range(parity_slices))
    values = {
        "PREFIX": prefix, "SIZE": size, "GEN": generation, "DW": size // 18 * 16, "AB": address_bits, "PINS": pins,
        "BYTES": size // 18 * 2048, "INIT_PARAMETERS": parameters,
        "EXTRA_PORTS": "" if generation == 1 else ", input wire ADDRENA, ADDRENB, SLEEP",
        "INIT_LIST": ", ".join(f"INIT_{i:02X}" for i in reversed(range(slices))),
        "INITP_LIST": ", ".join(f"INITP_{i:02X}" for i in reversed(range(parity_slices))),
        **{name: names[generation - 1] for name, names in NAMES.items()},
    }
    tasks = "\n".join(PORT_TASKS.replace("@P@", port) for port in "ab")
    text = TEMPLATE.replace("@TASKS@", tasks)
    for key, value in values.items():
        text = text.replace(f"@{key}@", str(value))
    return text


def all_models(prefix):
    return "`default_nettype wire\n" + "".join(model(size, gen, prefix) for size in (18, 36) for gen in (1, 2))
