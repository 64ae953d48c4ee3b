// SPDX-License-Identifier: Apache-2.0
#include "import/net_reader.h"

#include <gtest/gtest.h>

#include "import/net_writer.h"
#include "import/npy.h"
#include "kinds/kind.h"
#include "support/program.h"

namespace finn {
namespace {

// The example of the format's description.
constexpr const char* kTiny = R"({
  "format": "finn-rtlgen-net", "version": 1, "name": "tiny",
  "inputs":  [{"name": "x", "shape": [4, 4, 2], "type": "UINT4",
    "host": {"quantizer": {"scale": 0.5, "zero_point": 1, "rounding": "floor", "range": [0, 14]}, "permutation": [1, 2, 0]}}],
  "outputs": [{"name": "y", "scale": [0.5, 0.25, 1e-3], "bias": -0.1, "host": {"final_operator": "topk", "top_k": 2}},
              {"name": "h0", "host": {"permutation": [2, 0, 1]}}],
  "layers": [
    {"name": "act0", "kind": "threshold", "inputs": ["c0"], "outputs": ["h0"], "type": "BIPOLAR",
     "thresholds": {"type": "INT6", "shape": [2, 1], "data": [3, -2]}, "flip": [true, false]},
    {"name": "conv0", "kind": "conv", "inputs": ["x"], "outputs": ["c0"],
     "weights": {"type": "TERNARY", "shape": [2, 2, 1, 1], "data": [[[[1]], [[0]]], [[[-1]], [[1]]]]},
     "stride": [1, 1], "pad": [0, 0, 0, 0], "dilation": [1, 1], "group": 1},
    {"name": "pool0", "kind": "maxpool", "inputs": ["h0"], "outputs": ["p0"], "kernel": [2, 2], "stride": [2, 2]},
    {"name": "fc1", "kind": "fc", "inputs": ["p0"], "outputs": ["y"], "runtime": true,
     "weights": {"type": "BIPOLAR", "shape": [3, 8], "data": [1,1,1,1,1,1,1,1, -1,-1,-1,-1,1,1,1,1, 1,-1,1,-1,1,-1,1,-1]}}
  ],
  "fold": {"conv0": {"pe": 2, "simd": 1}, "fc1": {"pe": 1, "simd": 4, "style": "lut", "ram_style": "block", "pad": true}}
})";

Network tiny() {
  Diagnostics diagnostics;
  auto network = parse_network(kTiny, "tiny.json", {}, diagnostics);
  if (!network) throw std::runtime_error(diagnostics.text());
  return std::move(*network);
}

const TensorInfo& tensor(const Network& network, const std::string& name) {
  for (const TensorInfo& info : network.tensors)
    if (info.name == name) return info;
  throw std::runtime_error("no tensor " + name);
}

TEST(net_reader, names_become_ids) {
  const Network net = tiny();
  ASSERT_EQ(net.layers.size(), 4u);
  ASSERT_EQ(net.tensors.size(), 5u);
  EXPECT_EQ(net.tensors[0].name, "x");
  EXPECT_EQ(net.layers[0].name, "act0");
  EXPECT_EQ(net.layers[0].kind, find_kind("threshold"));
  EXPECT_EQ(tensor(net, "c0").producer, 1);
  EXPECT_EQ(tensor(net, "c0").consumers, std::vector<LayerId>{0});
  EXPECT_EQ(tensor(net, "h0").consumers, std::vector<LayerId>{2});
  EXPECT_EQ(tensor(net, "x").producer, kNone);
  EXPECT_TRUE(net.layers[3].runtime);
  EXPECT_FALSE(net.layers[1].runtime);
}

TEST(net_reader, shapes_types_and_ranges) {
  const Network net = tiny();
  EXPECT_EQ(tensor(net, "c0").shape, (Shape{4, 4, 2}));
  EXPECT_EQ(tensor(net, "c0").range, (Range{-15, 15}));
  EXPECT_EQ(tensor(net, "h0").type, DataType::bipolar());
  EXPECT_EQ(tensor(net, "p0").shape, (Shape{2, 2, 2}));
  EXPECT_EQ(tensor(net, "y").shape, Shape{3});
  EXPECT_EQ(tensor(net, "y").range, (Range{-8, 8}));
}

TEST(net_reader, ports_and_host) {
  const Network net = tiny();
  const HostInput& in = net.inputs.at(0).host;
  ASSERT_TRUE(in.quantizer.has_value());
  EXPECT_EQ(in.quantizer->scale, 0.5);
  EXPECT_EQ(in.quantizer->zero_point, 1);
  EXPECT_EQ(in.quantizer->rounding, "floor");
  EXPECT_EQ(in.quantizer->range, (Range{0, 14}));
  EXPECT_EQ(in.permutation, (std::vector<std::int64_t>{1, 2, 0}));
  // Integers fed directly may use the whole type, whatever the quantizer gives.
  EXPECT_EQ(tensor(net, "x").range, (Range{0, 15}));
  EXPECT_EQ(net.outputs.at(0).scale, (std::vector<double>{0.5, 0.25, 1e-3}));
  EXPECT_EQ(net.outputs.at(0).bias, std::vector<double>{-0.1});
  EXPECT_EQ(net.outputs.at(0).host.final_operator, "topk");
  EXPECT_EQ(net.outputs.at(0).host.top_k, 2);
  EXPECT_EQ(net.outputs.at(1).scale, std::vector<double>{1.0});
  EXPECT_EQ(net.outputs.at(1).host.permutation, (std::vector<std::int64_t>{2, 0, 1}));
}

TEST(net_reader, folds) {
  const Network net = tiny();
  EXPECT_EQ(net.layers[1].fold.pe, 2);
  EXPECT_EQ(net.layers[1].fold.simd, 1);
  EXPECT_EQ(net.layers[3].fold.style, "lut");
  EXPECT_EQ(net.layers[3].fold.ram_style, "block");
  EXPECT_TRUE(net.layers[3].fold.pad);
  EXPECT_FALSE(net.layers[0].fold.pe.has_value());
}

TEST(net_reader, late_diagnostics_find_their_line) {
  const Network net = tiny();
  const Location where = net.at(net.layers[0], "/thresholds/shape");
  EXPECT_EQ(where.file, "tiny.json");
  EXPECT_EQ(where.line, 9);
  EXPECT_EQ(where.pointer, "/layers/0/thresholds/shape");
  EXPECT_EQ(net.at(net.layers[0]).pointer, "/layers/0");
}

TEST(net_reader, one_input_feeds_several_layers) {
  Diagnostics diagnostics;
  const auto net = parse_network(R"({"format": "finn-rtlgen-net", "version": 1, "name": "two",
    "inputs": [{"name": "x", "shape": [2], "type": "INT4"}], "outputs": [{"name": "a"}, {"name": "b"}],
    "layers": [{"name": "f", "kind": "fc", "inputs": ["x"], "outputs": ["a"],
                "weights": {"type": "INT2", "shape": [1, 2], "data": [1, 1]}},
               {"name": "g", "kind": "fc", "inputs": ["x"], "outputs": ["b"],
                "weights": {"type": "INT2", "shape": [1, 2], "data": [-1, 1]}}]})",
                                 "fork.json", {}, diagnostics);
  ASSERT_TRUE(net.has_value()) << diagnostics.text();
  EXPECT_EQ(net->tensors[0].consumers, (std::vector<LayerId>{0, 1}));
}

TEST(net_reader, fold_file_replaces_the_named_layers) {
  const test::TemporaryFolder folder("fold_file");
  Network net = tiny();
  test::write_text(folder / "fold.json", R"({"fc1": {"pe": 3}})");
  Diagnostics diagnostics;
  ASSERT_TRUE(read_fold_file(folder / "fold.json", net, diagnostics)) << diagnostics.text();
  EXPECT_EQ(net.layers[3].fold.pe, 3);
  EXPECT_FALSE(net.layers[3].fold.simd.has_value());
  EXPECT_EQ(net.layers[3].fold.style, "auto");
  EXPECT_EQ(net.layers[1].fold.pe, 2);
  test::write_text(folder / "net.json", kTiny);
  ASSERT_TRUE(read_fold_file(folder / "net.json", net, diagnostics)) << diagnostics.text();
  EXPECT_EQ(net.layers[3].fold.style, "lut");
}

TEST(net_reader, bad_fold_file_changes_nothing_of_its_layer) {
  const test::TemporaryFolder folder("fold_file_bad");
  Network net = tiny();
  test::write_text(folder / "fold.json", R"({"fold": {"fc1": {"pe": 1, "simd": 3}}})");
  Diagnostics diagnostics;
  EXPECT_FALSE(read_fold_file(folder / "fold.json", net, diagnostics));
  EXPECT_EQ(net.layers[3].fold.simd, 4);
}

TEST(net_reader, pool_fold_over_taps_wants_all_channels) {
  Network net = tiny();
  const test::TemporaryFolder folder("fold_pool");
  Diagnostics diagnostics;
  test::write_text(folder / "good.json", R"({"pool0": {"pe": 2, "simd": 4}})");
  EXPECT_TRUE(read_fold_file(folder / "good.json", net, diagnostics)) << diagnostics.text();
  test::write_text(folder / "bad.json", R"({"pool0": {"pe": 1, "simd": 4}})");
  EXPECT_FALSE(read_fold_file(folder / "bad.json", net, diagnostics));
  EXPECT_EQ(diagnostics.all().at(0).code, Code::FR2153);
}

TEST(net_writer, reading_back_gives_the_same_bytes) {
  const Network net = tiny();
  const test::TemporaryFolder folder("net_writer");
  write_network(net, folder / "made" / "here");
  Diagnostics diagnostics;
  const auto again = read_network(folder / "made" / "here" / "net.json", diagnostics);
  ASSERT_TRUE(again.has_value()) << diagnostics.text();
  EXPECT_EQ(network_files(*again), network_files(net));
  EXPECT_EQ(again->layers[0].attrs.flags("flip"), (std::vector<bool>{true, false}));
  EXPECT_EQ(again->layers[1].attrs.tensor("weights").data, net.layers[1].attrs.tensor("weights").data);
  for (std::size_t i = 0; i < net.tensors.size(); ++i) {
    EXPECT_EQ(again->tensors[i].name, net.tensors[i].name);
    EXPECT_EQ(again->tensors[i].shape, net.tensors[i].shape);
    EXPECT_EQ(again->tensors[i].type, net.tensors[i].type);
    EXPECT_EQ(again->tensors[i].range, net.tensors[i].range);
  }
}

TEST(net_writer, large_tensors_become_files) {
  Network net = tiny();
  auto weights = std::make_shared<Tensor>(DataType::sint(9), Shape{13, 5});
  weights->data[64] = -256;
  net.layers[3].attrs.set("weights", std::shared_ptr<const Tensor>(weights));
  const auto files = network_files(net);
  ASSERT_EQ(files.count("fc1_weights.npy"), 1u);
  EXPECT_EQ(files.size(), 2u);
  Diagnostics diagnostics;
  const auto array = parse_npy(files.at("fc1_weights.npy"), "fc1_weights.npy", {}, diagnostics);
  ASSERT_TRUE(array.has_value());
  EXPECT_EQ(array->integers, weights->data);
  EXPECT_EQ(array->dtype, "<i2");
}

TEST(net_writer, failure_is_a_filesystem_error) {
  const test::TemporaryFolder folder("net_writer_bad");
  test::write_text(folder / "taken", "a file");
  EXPECT_THROW(write_network(tiny(), folder / "taken"), std::filesystem::filesystem_error);
}

}  // namespace
}  // namespace finn
