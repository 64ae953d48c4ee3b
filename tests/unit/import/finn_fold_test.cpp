// SPDX-License-Identifier: Apache-2.0
// Foldings in FINN's form. The files here have the form of those of finn-examples (build/*/folding_config).
#include "import/finn_fold.h"

#include <gtest/gtest.h>

#include "import/net_reader.h"
#include "support/program.h"

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

/// Networks of a chain of layers, all with 2-bit activations.
class Chain {
 public:
  Chain(std::string name, const Shape& input) {
    net_ = {{"format", "finn-rtlgen-net"}, {"version", 1}, {"name", std::move(name)}};
    net_["inputs"] = Json::array({{{"name", "x"}, {"shape", input}, {"type", "UINT2"}}});
    net_["layers"] = Json::array();
  }

  Chain& conv(const std::string& name, std::int64_t outputs, std::int64_t inputs, std::int64_t kernel,
              std::int64_t group = 1) {
    Json layer = weighted(name, "conv", {outputs, inputs, kernel, kernel});
    layer["group"] = group;
    return add(std::move(layer));
  }
  Chain& fc(const std::string& name, std::int64_t outputs, std::int64_t inputs) {
    return add(weighted(name, "fc", {outputs, inputs}));
  }
  Chain& act(const std::string& name) {
    return add({{"name", name},
                {"kind", "threshold"},
                {"type", "UINT2"},
                {"thresholds", {{"type", "INT8"}, {"shape", {1, 3}}, {"data", {-1, 0, 2}}}}});
  }
  Chain& pool(const std::string& name) {
    return add({{"name", name}, {"kind", "maxpool"}, {"kernel", {2, 2}}, {"stride", {2, 2}}});
  }

  Network network() const {
    Json net = net_;
    net["outputs"] = Json::array({{{"name", last_}}});
    Diagnostics diagnostics;
    std::optional<Network> network = parse_network(net.dump(), "net.json", ".", diagnostics);
    if (!network) throw Defect(diagnostics.text());
    return std::move(*network);
  }

 private:
  static Json weighted(const std::string& name, const char* kind, const Shape& shape) {
    std::vector<std::int64_t> data(static_cast<std::size_t>(element_count(shape)));
    for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<std::int64_t>(i % 3) - 1;
    return {{"name", name}, {"kind", kind}, {"weights", {{"type", "INT2"}, {"shape", shape}, {"data", data}}}};
  }
  Chain& add(Json layer) {
    layer["inputs"] = Json::array({last_});
    last_ = layer.at("name").get<std::string>() + "_out";
    layer["outputs"] = Json::array({last_});
    net_["layers"].push_back(std::move(layer));
    return *this;
  }

  Json net_;
  std::string last_ = "x";
};

/// Six convolutions in three blocks and three fully connected layers, as CNV has them.
Network cnv() {
  return Chain("cnv", {20, 20, 3})
      .conv("conv0", 8, 3, 3)
      .act("act0")
      .conv("conv1", 8, 8, 3)
      .act("act1")
      .pool("pool1")
      .conv("conv2", 16, 8, 3)
      .act("act2")
      .conv("conv3", 16, 16, 3)
      .act("act3")
      .pool("pool3")
      .fc("fc4", 8, 64)
      .act("act4")
      .fc("fc5", 10, 8)
      .network();
}

Network tfc() {
  return Chain("tfc", {49}).fc("fc0", 16, 49).act("act0").fc("fc1", 16, 16).act("act1").fc("fc2", 10, 16).network();
}

/// A depthwise convolution and a pointwise one after each other, as MobileNet has them.
Network mobilenet() {
  return Chain("mobile", {6, 6, 2})
      .conv("conv0", 4, 2, 1)
      .act("act0")
      .conv("depthwise", 4, 1, 3, 4)
      .act("act1")
      .conv("pointwise", 8, 4, 1)
      .act("act2")
      .network();
}

/// Diagnostics of reading a folding into a network; the network changes.
class FinnFolding : public testing::Test {
 protected:
  FinnFolding() : folder_(testing::UnitTest::GetInstance()->current_test_info()->name()) {}

  bool read(const std::string& text, Network& network) {
    const auto file = folder_ / "folding_config.json";
    test::write_text(file, text);
    diagnostics_ = {};
    return read_fold_file(file, network, diagnostics_);
  }
  std::vector<std::string> warnings() const {
    std::vector<std::string> messages;
    for (const Diagnostic& diagnostic : diagnostics_.all()) {
      EXPECT_EQ(diagnostic.severity, Severity::kWarning) << diagnostic.message;
      EXPECT_EQ(diagnostic.code, Code::FR2158);
      EXPECT_GT(diagnostic.where.line, 0);
      messages.push_back(diagnostic.message);
    }
    return messages;
  }
  bool warned_of(const std::string& piece) const {
    for (const std::string& message : warnings())
      if (message.find(piece) != std::string::npos) return true;
    return false;
  }

  test::TemporaryFolder folder_;
  Diagnostics diagnostics_;
};

const LayerFold& fold_of(const Network& network, const std::string& name) {
  for (const Layer& layer : network.layers)
    if (layer.name == name) return layer.fold;
  throw Defect("no layer " + name);
}

void expect_fold(const Network& network, const std::string& name, std::optional<std::int64_t> pe,
                 std::optional<std::int64_t> simd) {
  EXPECT_EQ(fold_of(network, name).pe, pe) << name;
  EXPECT_EQ(fold_of(network, name).simd, simd) << name;
}

TEST_F(FinnFolding, OfCnvIsMatchedByNumber) {
  Network network = cnv();
  // The order in the file does not matter, only the numbers.
  EXPECT_TRUE(read(R"({
    "Defaults": {},
    "Thresholding_Batch_0": {"PE": 1, "ram_style": "distributed"},
    "ConvolutionInputGenerator_0": {"SIMD": 3, "ram_style": "distributed"},
    "MatrixVectorActivation_1": {"PE": 8, "SIMD": 4, "ram_style": "auto"},
    "MatrixVectorActivation_0": {"PE": 4, "SIMD": 3, "ram_style": "auto"},
    "ConvolutionInputGenerator_1": {"SIMD": 4, "ram_style": "distributed"},
    "MatrixVectorActivation_2": {"PE": 16, "SIMD": 8, "ram_style": "block"},
    "MatrixVectorActivation_3": {"PE": 2, "SIMD": 16, "ram_style": "distributed", "resType": "lut"},
    "MatrixVectorActivation_4": {"PE": 1, "SIMD": 4, "mem_mode": "decoupled"},
    "MatrixVectorActivation_5": {"PE": 5, "SIMD": 1, "mem_mode": "decoupled"},
    "LabelSelect_Batch_0": {"PE": 1}})",
                   network))
      << diagnostics_.text();
  expect_fold(network, "conv0", 4, 3);
  expect_fold(network, "conv1", 8, 4);
  expect_fold(network, "conv2", 16, 8);
  expect_fold(network, "conv3", 2, 16);
  expect_fold(network, "fc4", 1, 4);
  expect_fold(network, "fc5", 5, 1);
  expect_fold(network, "act0", std::nullopt, std::nullopt);
  EXPECT_EQ(fold_of(network, "conv2").ram_style, "block");
  EXPECT_EQ(fold_of(network, "conv3").ram_style, "distributed");
  EXPECT_EQ(fold_of(network, "conv3").style, "lut");
  EXPECT_EQ(warnings().size(), 4u) << diagnostics_.text();
  EXPECT_TRUE(warned_of("\"Thresholding_Batch_0\" quantizes the network's input"));
  EXPECT_TRUE(warned_of("nodes ConvolutionInputGenerator have no folding of their own here and are ignored (2 times)"));
  EXPECT_TRUE(warned_of("\"mem_mode\" has no counterpart here and is ignored (2 times)"));
  EXPECT_TRUE(warned_of("nodes LabelSelect_Batch"));
}

TEST_F(FinnFolding, OfTfcInNewerNames) {
  Network network = tfc();
  EXPECT_TRUE(read(R"({
    "Defaults": {},
    "Thresholding_hls_0": {"PE": 49, "ram_style": "distributed"},
    "MVAU_hls_0": {"PE": 16, "SIMD": 49, "ram_style": "block"},
    "MVAU_hls_1": {"PE": 8, "SIMD": 8, "ram_style": "auto"},
    "MVAU_hls_2": {"PE": 10, "SIMD": 8, "ram_style": "distributed"}})",
                   network))
      << diagnostics_.text();
  expect_fold(network, "fc0", 16, 49);
  expect_fold(network, "fc1", 8, 8);
  expect_fold(network, "fc2", 10, 8);
  EXPECT_EQ(warnings().size(), 1u);
}

TEST_F(FinnFolding, OfOlderNames) {
  Network network = tfc();
  EXPECT_TRUE(
      read(R"({"StreamingFCLayer_Batch_0": {"PE": 2, "SIMD": 7}, "StreamingFCLayer_Batch_1": {"PE": 4, "SIMD": 4},
                       "StreamingFCLayer_Batch_2": {"PE": 1, "SIMD": 16}})",
           network))
      << diagnostics_.text();
  expect_fold(network, "fc0", 2, 7);
  expect_fold(network, "fc2", 1, 16);
  EXPECT_TRUE(warnings().empty());
}

TEST_F(FinnFolding, DepthwiseConvolutionsAreVectorUnits) {
  Network network = mobilenet();
  EXPECT_TRUE(read(R"({
    "MatrixVectorActivation_0": {"PE": 4, "SIMD": 1, "resType": "dsp"},
    "Vector_Vector_Activate_Batch_0": {"PE": 2, "resType": "dsp"},
    "MatrixVectorActivation_1": {"PE": 8, "SIMD": 2, "ram_style": "ultra", "runtime_writeable_weights": 1}})",
                   network))
      << diagnostics_.text();
  expect_fold(network, "conv0", 4, 1);
  expect_fold(network, "depthwise", 2, 1);
  expect_fold(network, "pointwise", 8, 2);
  EXPECT_EQ(fold_of(network, "conv0").style, "dsp");
  EXPECT_EQ(fold_of(network, "depthwise").style, "auto") << "DSPs cannot serve there";
  EXPECT_EQ(fold_of(network, "pointwise").ram_style, "auto");
  EXPECT_TRUE(warned_of("\"resType\" \"dsp\" is not possible"));
  EXPECT_TRUE(warned_of("\"ram_style\" \"ultra\" cannot hold constants"));
  EXPECT_TRUE(warned_of("\"runtime_writeable_weights\""));
}

TEST_F(FinnFolding, ThresholdsOfTheirOwnAreMatchedWhereThereAreAsMany) {
  Network network = mobilenet();
  EXPECT_TRUE(
      read(R"({"Thresholding_rtl_0": {"PE": 4}, "Thresholding_rtl_1": {"PE": 2}, "Thresholding_rtl_2": {"PE": 8}})",
           network))
      << diagnostics_.text();
  expect_fold(network, "act0", 4, std::nullopt);
  expect_fold(network, "act1", 2, std::nullopt);
  expect_fold(network, "act2", 8, std::nullopt);
  EXPECT_TRUE(warnings().empty());
  // With the quantizer of the input, which FINN counts first.
  network = mobilenet();
  EXPECT_TRUE(
      read(R"({"Thresholding_rtl_0": {"PE": 1}, "Thresholding_rtl_1": {"PE": 4}, "Thresholding_rtl_2": {"PE": 2},
                       "Thresholding_rtl_3": {"PE": 8}})",
           network))
      << diagnostics_.text();
  expect_fold(network, "act0", 4, std::nullopt);
  expect_fold(network, "act2", 8, std::nullopt);
  EXPECT_TRUE(warned_of("\"Thresholding_rtl_0\" quantizes the network's input"));
}

TEST_F(FinnFolding, VariantsOfAnOperatorAreMatchedByTheirPlace) {
  Network network = tfc();
  EXPECT_TRUE(
      read("{\"MVAU_hls_0\": {\"PE\": 2, \"SIMD\": 7},\n \"MVAU_rtl_0\": {\"PE\": 4, \"SIMD\": 4},\n"
           " \"MVAU_hls_1\": {\"PE\": 1, \"SIMD\": 16}}",
           network))
      << diagnostics_.text();
  expect_fold(network, "fc0", 2, 7);
  expect_fold(network, "fc1", 4, 4);
  expect_fold(network, "fc2", 1, 16);
}

TEST_F(FinnFolding, DefaultsServeWhereANodeSaysNothing) {
  Network network = tfc();
  EXPECT_TRUE(read(R"({
    "Defaults": {"PE": [2, ["MVAU_hls"]], "ram_style": ["block", ["all"]], "SIMD": [4, ["VVAU_hls"]]},
    "MVAU_hls_0": {"SIMD": 7}, "MVAU_hls_1": {"PE": 4}, "MVAU_hls_2": {"ram_style": "auto"}})",
                   network))
      << diagnostics_.text();
  expect_fold(network, "fc0", 2, 7);
  expect_fold(network, "fc1", 4, std::nullopt);
  expect_fold(network, "fc2", 2, std::nullopt);
  EXPECT_EQ(fold_of(network, "fc0").ram_style, "block");
  EXPECT_EQ(fold_of(network, "fc2").ram_style, "auto");
}

TEST_F(FinnFolding, AnotherNumberOfNodesIsAnError) {
  Network network = tfc();
  EXPECT_FALSE(read("{\"MVAU_hls_0\": {\"PE\": 2},\n \"MVAU_hls_1\": {\"PE\": 4}}", network));
  EXPECT_NE(diagnostics_.text().find("folding_config.json:2:2: error FR2157: FINN's folding has 2 matrix-vector nodes "
                                     "up to this one, the network has 3 such layers"),
            std::string::npos)
      << diagnostics_.text();
  expect_fold(network, "fc0", std::nullopt, std::nullopt);
}

TEST_F(FinnFolding, OurOwnFormIsNotTakenForFinns) {
  Network network = tfc();
  EXPECT_TRUE(read(R"({"fc0": {"pe": 2, "simd": 7}})", network)) << diagnostics_.text();
  expect_fold(network, "fc0", 2, 7);
  EXPECT_TRUE(read(R"({"fold": {"fc0": {"pe": 4}}})", network)) << diagnostics_.text();
  expect_fold(network, "fc0", 4, std::nullopt);
}

}  // namespace
}  // namespace finn
