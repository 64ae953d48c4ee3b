// SPDX-License-Identifier: Apache-2.0
#include "emit/registers.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

namespace finn {
namespace {

TEST(Registers, DocumentAndVerilogFollowTheMap) {
  const std::string command = std::string("python3 \"") + FINN_SOURCE_DIR + "/scripts/make_registers_doc\" --check";
  EXPECT_EQ(std::system(command.c_str()), 0) << "run scripts/make_registers_doc";
}

TEST(Registers, AddressesAndBitsDoNotOverlap) {
  std::set<std::pair<std::string_view, std::int64_t>> addresses;
  for (const Register& one : register_map()) {
    EXPECT_EQ(one.offset % 4, 0) << one.name;
    EXPECT_TRUE(addresses.insert({one.block, one.offset}).second) << one.name;
    if (one.block != kControlBlock.name) {
      EXPECT_LT(one.offset, kPortBlock.stride) << one.name;
    }
    std::uint64_t used = 0;
    for (const RegisterField& field : one.fields) {
      const std::uint64_t mask = ((std::uint64_t{1} << field.bits) - 1) << field.low;
      EXPECT_EQ(used & mask, 0U) << one.name << "." << field.name;
      EXPECT_LE(field.low + field.bits, 32) << one.name << "." << field.name;
      used |= mask;
    }
  }
  EXPECT_LE(kPortBlock.base + kMostPorts * kPortBlock.stride, kChannelBlock.base);
  EXPECT_LE(kChannelBlock.base + kMostPorts * kChannelBlock.stride, kParameterBlock.base);
  EXPECT_LE(kParameterBlock.base + kPortBlock.stride, kParameterWindow);
  EXPECT_EQ(kParameterWindow + 4 * kParameterWindowWords, std::int64_t{1} << kControlAddressBits);
}

TEST(Registers, BlocksAreThereWhereTheyAreNeeded) {
  EXPECT_FALSE(registers_json({.axilite = true}, false).at("blocks").contains("channel"));
  EXPECT_TRUE(registers_json({.dma = true}, false).at("blocks").contains("channel"));
  EXPECT_FALSE(registers_json({.dma = true}, false).at("blocks").contains("parameters"));
  EXPECT_TRUE(registers_json({.axilite = true}, true).at("blocks").contains("parameters"));
}

TEST(Registers, TheMapHasAVersion) {
  for (const Register& one : register_map())
    if (one.name == "MAP_VERSION") {
      EXPECT_EQ(one.reset, std::uint32_t{kRegisterMapVersion});
    }
}

std::vector<BusInterface> shell_of(std::initializer_list<BusKind> ports) {
  std::vector<BusInterface> all{{"s_axi_control", BusKind::kLiteSlave, {}, 16}};
  int number = 0;
  for (const BusKind kind : ports) {
    all.push_back({"p" + std::to_string(number), kind, {}, 0, number});
    ++number;
  }
  return all;
}

TEST(Registers, EveryPortAndChannelHasItsBlock) {
  EXPECT_TRUE(placed_registers({}, false).empty());
  std::map<std::string, PlacedRegister> placed;
  for (const PlacedRegister& one : placed_registers(shell_of({BusKind::kReadMaster, BusKind::kWriteMaster}), true))
    EXPECT_TRUE(placed.emplace(one.name, one).second) << one.name;
  EXPECT_EQ(placed.at("STATUS").address, 0x44);
  EXPECT_EQ(placed.at("NAME_7").address, 0x3c);
  EXPECT_EQ(placed.at("PORT1_BEATS").address, 0x1044);
  EXPECT_EQ(placed.at("PORT1_BEATS").doc, "p1: beats that passed");
  EXPECT_EQ(placed.at("CHANNEL1_STATUS").address, 0x4050);
  EXPECT_EQ(placed.at("PARAMETERS_WORDS").address, kParameterBlock.base);
  EXPECT_EQ(placed.at("PARAMETERS_WINDOW").address, kParameterWindow);
  EXPECT_EQ(placed.at("PARAMETERS_WINDOW").words, kParameterWindowWords);
  for (const PlacedRegister& one : placed_registers(shell_of({BusKind::kStreamSlave, BusKind::kStreamMaster}), false))
    EXPECT_EQ(one.name.find("CHANNEL") & one.name.find("PARAMETERS"), std::string::npos) << one.name;
}

}  // namespace
}  // namespace finn
