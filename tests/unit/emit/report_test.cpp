// SPDX-License-Identifier: Apache-2.0
// report.json's keys about flow and roofs, and the page that is made of it.
#include "emit/report.h"

#include <gtest/gtest.h>

#include "emit/html/page.h"
#include "emit/html/text.h"
#include "emit/peak_ops.h"
#include "import/net_reader.h"

namespace finn {
namespace {

using Json = nlohmann::ordered_json;

// A convolution around which a skip goes: 6 x 6 pixels, 3 x 3 window, padded, so that the skip needs a buffer.
constexpr const char* kNet = R"({"format": "finn-rtlgen-net", "version": 1, "name": "skip",
 "inputs": [{"name": "x", "shape": [6, 6, 1], "type": "UINT3"}], "outputs": [{"name": "y"}],
 "layers": [
  {"name": "first", "kind": "conv", "inputs": ["x"], "outputs": ["a"],
   "weights": {"type": "INT2", "shape": [2, 1, 1, 1], "data": [1, -1]}},
  {"name": "act", "kind": "threshold", "inputs": ["a"], "outputs": ["h"], "type": "UINT2",
   "thresholds": {"type": "INT4", "shape": [1, 3], "data": [1, 2, 3]}},
  {"name": "second", "kind": "conv", "inputs": ["h"], "outputs": ["b"], "pad": [1, 1, 1, 1],
   "weights": {"type": "BIPOLAR", "shape": [2, 2, 3, 3], "data": [
    1, 1, 1, -1, 1, 1, 1, -1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}},
  {"name": "sum", "kind": "add", "inputs": ["b", "h"], "outputs": ["y"]}]})";

Platform board() {
  Platform platform;
  platform.name = "<board> & \"co\"";
  platform.part = "part";
  platform.family = Family::kXc7;
  platform.lut = 20000;
  platform.ff = 40000;
  platform.bram36 = 10;
  platform.dsp = 40;
  platform.clock_mhz = 100;
  platform.bandwidth = 2;
  return platform;
}

Json report(const Platform& platform = board()) {
  Diagnostics diagnostics;
  std::optional<Network> network = parse_network(kNet, "net.json", ".", diagnostics);
  if (!network) throw Defect(diagnostics.text());
  const std::optional<Design> design = compile(std::move(*network), {}, diagnostics);
  if (!design) throw Defect(diagnostics.text());
  return report_json(*design, platform, platform.clock_mhz);
}

TEST(Report, SaysWhatFlowsBetweenLayers) {
  const Json json = report();
  const Json& layers = json.at("layers");
  EXPECT_EQ(layers[0].at("inputs"), Json::parse(R"([{"tensor": "x", "from": null}])"));
  EXPECT_EQ(layers[3].at("inputs"),
            Json::parse(R"([{"tensor": "b", "from": "second"}, {"tensor": "h", "from": "act"}])"));
  EXPECT_EQ(layers[1].at("outputs"), Json::parse(R"([{"tensor": "h", "type": "UINT2", "shape": [6, 6, 2]}])"));
  EXPECT_EQ(json.at("outputs")[0].at("from"), "sum");
  EXPECT_EQ(json.at("inputs")[0].at("from"), nullptr);
  EXPECT_EQ(layers[2].at("weights"), "BIPOLAR");
  EXPECT_FALSE(layers[1].contains("weights"));
  EXPECT_EQ(layers[2].at("ops"), 2 * 36 * 2 * 18);
}

TEST(Report, SaysBetweenWhichLayersABufferStands) {
  const Json json = report();
  ASSERT_EQ(json.at("fifos").size(), 1u);
  const Json& fifo = json.at("fifos")[0];
  EXPECT_EQ(fifo.at("from"), "act");
  EXPECT_EQ(fifo.at("to"), "sum");
  EXPECT_EQ(fifo.at("bits"), fifo.at("depth").get<int>() * fifo.at("width").get<int>());
  EXPECT_EQ(fifo.at("bits"), json.at("fifo_bits").at("total"));
}

TEST(Report, RoofIsTheHarmonicMeanOfThePeaksAndTheMemory) {
  const Json json = report();
  const Json& roofline = json.at("roofline");
  const PeakOps first = peak_ops(board(), DataType::sint(2), DataType::uint(3), 100);
  const PeakOps second = peak_ops(board(), DataType::bipolar(), DataType::uint(2), 100);
  const double first_ops = 2 * 36 * 2 * 1;
  const double second_ops = 2 * 36 * 2 * 18;
  ASSERT_EQ(roofline.at("precisions").size(), 2u);
  EXPECT_EQ(roofline.at("precisions")[1].at("dsp_tops"), nullptr);
  EXPECT_DOUBLE_EQ(roofline.at("compute_tops").get<double>(),
                   (first_ops + second_ops) / (first_ops / first.tops() + second_ops / second.tops()));
  std::int64_t bytes = 0;
  for (const char* side : {"inputs", "outputs"}) {
    const Json& port = json.at(side)[0];
    bytes += port.at("beats_per_frame").get<std::int64_t>() * port.at("tdata_bits").get<std::int64_t>() / 8;
  }
  EXPECT_EQ(roofline.at("bytes_per_frame"), bytes);
  const double intensity = json.at("ops_per_frame").get<double>() / static_cast<double>(bytes);
  EXPECT_DOUBLE_EQ(roofline.at("memory_tops").get<double>(), 2e9 * intensity / 1e12);
  EXPECT_EQ(roofline.at("bound"), "memory");
  EXPECT_EQ(roofline.at("roof_tops"), roofline.at("memory_tops"));
}

TEST(Report, WithoutMemoryComputingIsTheRoof) {
  Platform platform = board();
  platform.bandwidth = 0;
  const Json json = report(platform);
  EXPECT_EQ(json.at("roofline").at("memory_tops"), nullptr);
  EXPECT_EQ(json.at("roofline").at("bound"), "compute");
  EXPECT_EQ(json.at("roofline").at("roof_tops"), json.at("roofline").at("compute_tops"));
  EXPECT_NE(report_html(json).find("class=\"roofline\""), std::string::npos);
}

TEST(ReportPage, EscapesNamesAndIsTheSameEveryTime) {
  const Json json = report();
  const std::string page = report_html(json);
  EXPECT_EQ(page.find("<board>"), std::string::npos);
  EXPECT_NE(page.find("&lt;board&gt; &amp; &quot;co&quot;"), std::string::npos);
  EXPECT_EQ(page, report_html(json));
  EXPECT_EQ(page.find("<script"), std::string::npos);
}

TEST(ReportPage, NamesAVerificationAndItsFailure) {
  const Json json = report();
  EXPECT_NE(report_html(json).find("not verified yet"), std::string::npos);
  Json verification{{"ok", true}, {"frames", 64}, {"mismatches", 0}, {"ii_cycles", 77}, {"latency_cycles", nullptr}};
  const std::string good = report_html(json, verification);
  EXPECT_NE(good.find("<span data-verify=\"frames\">64</span>"), std::string::npos);
  EXPECT_NE(good.find("status good"), std::string::npos);
  verification["ok"] = false;
  EXPECT_NE(report_html(json, verification).find("verification failed"), std::string::npos);
}

TEST(ReportPage, WritesNumbersAsPeopleReadThem) {
  EXPECT_EQ(html::integer_text(7), "7");
  EXPECT_EQ(html::integer_text(-1234567), "-1\u202F234\u202F567");
  EXPECT_EQ(html::integer_text(-123456), "-123\u202F456");
  EXPECT_EQ(html::real_text(520833.333), "520\u202F833");
  EXPECT_EQ(html::real_text(0.0246667), "0.02467");
  EXPECT_EQ(html::value_text(Json::parse("[32, 32, 3]")), "32\u00D732\u00D73");
  EXPECT_EQ(html::value_text(Json()), "\u2013");
  EXPECT_EQ(html::percent_text(1, 3), "33.3 %");
  EXPECT_EQ(html::percent_text(5, 0), "\u2013");
  EXPECT_EQ(html::shorten("abcdefghij", 5), "ab\u2026ij");
  EXPECT_EQ(html::shorten("\u00E4\u00F6\u00FC", 3), "\u00E4\u00F6\u00FC");
}

}  // namespace
}  // namespace finn
