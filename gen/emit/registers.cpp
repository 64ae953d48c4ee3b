// SPDX-License-Identifier: Apache-2.0
#include "emit/registers.h"

#include <fmt/format.h>

#include <cctype>

namespace finn {
namespace {

struct FieldRow {
  std::string_view block;
  std::string_view in;
  RegisterField field;
};

const std::vector<FieldRow>& field_rows() {
  static const std::vector<FieldRow> rows{
#define FINN_REGISTER(block, name, offset, access, doc)
#define FINN_FIELD(block, in, name, low, bits, doc) {#block, #in, {#name, low, bits, doc}},
#include "emit/registers.def"
#undef FINN_REGISTER
#undef FINN_FIELD
  };
  return rows;
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
    std::vector<Register> registers{
#define FINN_REGISTER(block, name, offset, access, doc) {#block, #name, offset, #access, doc, {}},
#define FINN_FIELD(block, in, name, low, bits, doc)
#include "emit/registers.def"
#undef FINN_REGISTER
#undef FINN_FIELD
    };
    for (Register& one : registers)
      for (const FieldRow& row : field_rows())
        if (row.block == one.block && row.in == one.name) one.fields.push_back(row.field);
    return registers;
  }();
  return map;
}

bool has_block(const RegisterBlock& block, const Shell& shell, bool parameters) {
  if (block.name == kChannelBlock.name) return shell.dma;
  return block.name != kParameterBlock.name || parameters;
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
