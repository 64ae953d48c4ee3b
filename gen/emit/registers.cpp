// SPDX-License-Identifier: Apache-2.0
#include "emit/registers.h"

#include <fmt/format.h>

#include <cctype>

#include "emit/names.h"

namespace finn {
namespace {

/// The register that a line of registers.def is about; its own line stands above.
Register& found(std::vector<Register>& registers, std::string_view block, std::string_view name) {
  for (Register& one : registers)
    if (one.block == block && one.name == name) return one;
  throw Defect(fmt::format("registers.def: no register {} of {}", name, block));
}

/// "Control", "Id" of "control", "ID"; "FramesDone" of "FRAMES_DONE".
std::string camel(std::string_view text) {
  std::string out;
  bool upper = true;
  for (const char c : text) {
    if (c == '_') {
      upper = true;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += static_cast<char>(upper ? std::toupper(byte) : std::tolower(byte));
    upper = false;
  }
  return out;
}

}  // namespace

const std::vector<Register>& register_map() {
  static const std::vector<Register> map = [] {
    std::vector<Register> all;
#define FINN_REGISTER(block, name, offset, access, doc) all.push_back({#block, #name, offset, #access, doc, {}, 1, {}});
#define FINN_FIELD(block, in, name, low, bits, doc) found(all, #block, #in).fields.push_back({#name, low, bits, doc});
#define FINN_WORDS(block, in, count) found(all, #block, #in).words = count;
#define FINN_RESET(block, in, value) found(all, #block, #in).reset = value;
#include "emit/registers.def"
#undef FINN_REGISTER
#undef FINN_FIELD
#undef FINN_WORDS
#undef FINN_RESET
    return all;
  }();
  return map;
}

bool has_block(const RegisterBlock& block, const Shell& shell, bool parameters) {
  if (block.name == kChannelBlock.name) return shell.dma;
  return block.name != kParameterBlock.name || parameters;
}

std::vector<PlacedRegister> placed_registers(const std::vector<BusInterface>& interfaces, bool parameters) {
  std::vector<const BusInterface*> ports;
  Shell shell;
  for (const BusInterface& interface : interfaces) {
    shell.axilite |= interface.kind == BusKind::kLiteSlave;
    shell.dma |= interface.kind == BusKind::kReadMaster || interface.kind == BusKind::kWriteMaster;
    if (interface.graph_port >= 0) ports.push_back(&interface);
  }
  std::vector<PlacedRegister> placed;
  if (!shell.axilite) return placed;
  for (const RegisterBlock& block : kRegisterBlocks) {
    if (!has_block(block, shell, parameters)) continue;
    const bool is_one = block.stride == 0;
    for (std::size_t i = 0; i < (is_one ? 1 : ports.size()); ++i)
      for (const Register& row : register_map()) {
        if (row.block != block.name) continue;
        std::string name(row.name), doc(row.doc);
        if (block.name != kControlBlock.name)
          name = upper_case(block.name) + (is_one ? "" : std::to_string(i)) + "_" + name;
        if (!is_one) doc = ports[i]->name + ": " + doc;
        const std::int64_t address = block.base + block.stride * static_cast<std::int64_t>(i) + row.offset;
        if (row.words == 1 || row.words > kMostWordsApart) {
          placed.push_back({name, address, row.words, doc, &row});
          continue;
        }
        for (std::int64_t word = 0; word < row.words; ++word)
          placed.push_back({fmt::format("{}_{}", name, word), address + 4 * word, 1, doc, &row});
      }
  }
  if (parameters) {
    static const Register window{kParameterBlock.name,
                                 "WINDOW",
                                 kParameterWindow - kParameterBlock.base,
                                 "wo",
                                 "words of the page of parameters",
                                 {},
                                 kParameterWindowWords,
                                 {}};
    placed.push_back({"PARAMETERS_WINDOW", kParameterWindow, window.words, std::string(window.doc), &window});
  }
  return placed;
}

nlohmann::ordered_json registers_json(const Shell& shell, bool parameters) {
  using Json = nlohmann::ordered_json;
  Json json{
      {"version", kRegisterMapVersion}, {"size", std::int64_t{1} << kControlAddressBits}, {"blocks", Json::object()}};
  for (const RegisterBlock& block : kRegisterBlocks) {
    if (!has_block(block, shell, parameters)) continue;
    Json& out = json["blocks"][std::string(block.name)];
    out = {{"base", block.base}, {"stride", block.stride}, {"registers", Json::object()}};
    for (const Register& one : register_map()) {
      if (one.block != block.name) continue;
      Json& row = out["registers"][std::string(one.name)];
      row = {{"offset", one.offset}, {"access", one.access}};
      for (const RegisterField& field : one.fields)
        row["fields"][std::string(field.name)] = {{"low", field.low}, {"bits", field.bits}};
    }
  }
  return json;
}

std::string registers_header() {
  std::string text =
      "// The registers' addresses, for the bench.\n#pragma once\n\n#include <cstdint>\n\nnamespace bench {\n\n";
  for (const RegisterBlock& block : kRegisterBlocks) {
    text += fmt::format("constexpr std::uint32_t k{0}Base = 0x{1:x};\nconstexpr std::uint32_t k{0}Stride = 0x{2:x};\n",
                        camel(block.name), block.base, block.stride);
    for (const Register& one : register_map()) {
      if (one.block != block.name) continue;
      text += fmt::format("constexpr std::uint32_t k{}{} = 0x{:x};\n", camel(block.name), camel(one.name), one.offset);
      for (const RegisterField& field : one.fields)
        text += fmt::format("constexpr std::uint32_t k{}{}{} = 0x{:x};\n", camel(block.name), camel(one.name),
                            camel(field.name), ((std::uint64_t{1} << field.bits) - 1) << field.low);
    }
  }
  return text + "\n}  // namespace bench\n";
}

}  // namespace finn
