// SPDX-License-Identifier: Apache-2.0
#include "emit/interface.h"

#include <gtest/gtest.h>

#include <map>

#include "passes/compile.h"
#include "support/net_builder.h"

namespace finn::test {
namespace {

std::vector<std::string> names_of(const std::vector<BusInterface>& interfaces) {
  std::vector<std::string> names;
  for (const BusInterface& interface : interfaces) names.push_back(interface.name);
  return names;
}

std::vector<BusInterface> interfaces_of(const NetBuilder& builder, const Shell& shell) {
  const Network network = builder.network();
  Diagnostics diagnostics;
  return bus_interfaces(build_graph(network, fold_network(network, {}, diagnostics)), network, shell);
}

TEST(Interface, StreamsAreWholeBytes) {
  const auto interfaces = interfaces_of(NetBuilder().input({3}, "UINT3").fc(2, "INT2"), {});
  EXPECT_EQ(names_of(interfaces), (std::vector<std::string>{"aclk", "aresetn", "s_axis", "m_axis"}));
  for (const BusInterface& interface : interfaces)
    for (const BusPort& port : interface.ports)
      if (port.logical == "TDATA") {
        EXPECT_EQ(port.width % 8, 0) << port.name;
      }
  EXPECT_TRUE(interfaces[2].ports.front().is_input);
  EXPECT_FALSE(interfaces[3].ports.front().is_input);
}

TEST(Interface, MemoryTakesThePlaceOfStreams) {
  NetBuilder builder;
  builder.input({4}, "UINT3").fc(2, "INT2").output().from("x").fc(3, "INT2");
  const auto interfaces = interfaces_of(builder, {.dma = true, .memory_bits = 128});
  const auto names = names_of(interfaces);
  ASSERT_EQ(names.size(), 7u);
  EXPECT_EQ(names[2], "interrupt");
  EXPECT_EQ(names[3], "s_axi_control");
  EXPECT_EQ(names[4], "m_axi_in");
  EXPECT_EQ(names[5].rfind("m_axi_out_", 0), 0u);
  EXPECT_NE(names[5], names[6]);
  for (const BusPort& port : interfaces[4].ports) {
    if (port.logical == "RDATA") {
      EXPECT_EQ(port.width, 128);
      EXPECT_TRUE(port.is_input);
    }
    if (port.logical == "ARVALID") {
      EXPECT_FALSE(port.is_input);
    }
  }
}

TEST(Interface, ClockNamesAllBuses) {
  const auto interfaces = interfaces_of(NetBuilder().input({3}, "UINT3").fc(2, "INT2"), {.axilite = true});
  const std::string text = port_list_text(interfaces);
  EXPECT_NE(text.find("ASSOCIATED_BUSIF s_axi_control:s_axis:m_axis, ASSOCIATED_RESET aresetn"), std::string::npos)
      << text;
  EXPECT_NE(text.find("XIL_INTERFACENAME s_axi_control, PROTOCOL AXI4LITE, DATA_WIDTH 32, ADDR_WIDTH 16, "),
            std::string::npos);
  EXPECT_NE(text.find("output wire interrupt"), std::string::npos);
  EXPECT_NE(text.find("input  wire [15:0] s_axi_control_awaddr"), std::string::npos);
}

TEST(Interface, MastersSayWhatTheInterconnectMustCarry) {
  const auto interfaces =
      interfaces_of(NetBuilder().input({3}, "UINT3").fc(2, "INT2"), {.dma = true, .memory_bits = 32});
  const std::map<std::string, std::string> read(interfaces[4].parameters.begin(), interfaces[4].parameters.end());
  EXPECT_EQ(read.at("READ_WRITE_MODE"), "READ_ONLY");
  EXPECT_EQ(read.at("DATA_WIDTH"), "32");
  EXPECT_EQ(read.at("ADDR_WIDTH"), "64");
  EXPECT_EQ(read.at("MAX_BURST_LENGTH"), "64");
  EXPECT_EQ(read.at("NUM_READ_OUTSTANDING"), "4");
  EXPECT_EQ(read.count("FREQ_HZ"), 0u);
}

}  // namespace
}  // namespace finn::test
