// SPDX-License-Identifier: Apache-2.0
// Vivado's reports read back.
#include "emit/vivado/measured.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace finn {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kHead =
    "| Tool Version : Vivado v.2023.2 (lin64) Build 4029153\n"
    "| Command      : report_utilization -file utilization.rpt\n"
    "| Design       : tiny\n"
    "| Device       : {}\n"
    "| Design State : Routed\n";

/// A 7-series device: four columns of numbers, footnotes, half a block RAM tile.
std::string series7() {
  return fmt::format(fmt::runtime(kHead), "xc7z020clg400-1") + R"(
1. Slice Logic
+----------------------------+------+-------+-----------+-------+
|          Site Type         | Used | Fixed | Available | Util% |
+----------------------------+------+-------+-----------+-------+
| Slice LUTs*                | 1200 |     0 |     53200 |  2.26 |
|   LUT as Logic             | 1100 |     0 |     53200 |  2.07 |
|   LUT as Memory            |  100 |     0 |     17400 |  0.57 |
| Slice Registers            | 2000 |     0 |    106400 |  1.88 |
+----------------------------+------+-------+-----------+-------+
| Block RAM Tile    |  2.5 |     0 |       140 |  1.79 |
| DSPs      |    0 |     0 |       220 |  0.00 |
)";
}

/// UltraScale+: other names, one more column, UltraRAM.
std::string ultrascale() {
  return fmt::format(fmt::runtime(kHead), "xczu3eg-sbva484-1-e") + R"(
| CLB LUTs                   | 900 |     0 |          0 |     70560 |  1.28 |
| CLB Registers              | 800 |     0 |          0 |    141120 |  0.57 |
| Block RAM Tile |    0 |     0 |          0 |       216 |  0.00 |
| URAM           |    3 |     0 |          0 |         8 | 37.50 |
| DSPs           |    4 |     0 |          0 |       360 |  1.11 |
)";
}

std::string timing(const std::string& row) {
  return "| Design Timing Summary\n| ---------------------\n\n"
         "    WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)      THS(ns)\n"
         "    -------      -------  ---------------------  -------------------      -------      -------\n" +
         row + "\n";
}

class MeasuredReports : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("finn-measured-{}", ::getpid());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::optional<Measured> read(const std::string& utilization, const std::string& summary) {
    if (!utilization.empty()) std::ofstream(folder_ / "utilization.rpt") << utilization;
    if (!summary.empty()) std::ofstream(folder_ / "timing_summary.rpt") << summary;
    return read_measured(folder_, diagnostics_);
  }
  std::vector<Code> codes() const {
    std::vector<Code> all;
    for (const Diagnostic& one : diagnostics_.all()) all.push_back(one.code);
    return all;
  }

  fs::path folder_;
  Diagnostics diagnostics_;
};

const std::string kMet = timing("      2.479        0.000                      0       723        0.022        0.000");

TEST_F(MeasuredReports, SevenSeries) {
  const auto measured = read(series7(), kMet);
  ASSERT_TRUE(measured) << diagnostics_.text();
  EXPECT_EQ(measured->design, "tiny");
  EXPECT_EQ(measured->device, "xc7z020clg400-1");
  EXPECT_EQ(measured->state, "Routed");
  EXPECT_EQ(measured->lut, 1200);
  EXPECT_EQ(measured->ff, 2000);
  EXPECT_EQ(measured->bram36, 2.5);
  EXPECT_EQ(measured->uram, 0);
  EXPECT_EQ(measured->dsp, 0);
  EXPECT_EQ(measured->wns_ns, 2.479);
  EXPECT_EQ(measured->whs_ns, 0.022);
}

TEST_F(MeasuredReports, UltraScale) {
  const auto measured = read(ultrascale(), timing("  -0.500  -5.0  5  200  0.010  0.0"));
  ASSERT_TRUE(measured) << diagnostics_.text();
  EXPECT_EQ(measured->lut, 900);
  EXPECT_EQ(measured->ff, 800);
  EXPECT_EQ(measured->uram, 3);
  EXPECT_EQ(measured->dsp, 4);
  EXPECT_EQ(measured->wns_ns, -0.5);
}

TEST_F(MeasuredReports, ErrorsAreRelativeToWhatWasMeasured) {
  const auto measured = read(series7(), kMet);
  ASSERT_TRUE(measured);
  const Json report{{"clock_mhz", 100},
                    {"total", {{"lut", 1500}, {"ff", 1000}, {"bram36", 2.5}, {"uram", 0}, {"dsp", 0}}}};
  const Json json = measured_json(*measured, report);
  EXPECT_DOUBLE_EQ(json.at("/lut/error"_json_pointer).get<double>(), 0.25);
  EXPECT_DOUBLE_EQ(json.at("/ff/error"_json_pointer).get<double>(), -0.5);
  EXPECT_DOUBLE_EQ(json.at("/bram36/error"_json_pointer).get<double>(), 0);
  EXPECT_TRUE(json.at("/dsp/error"_json_pointer).is_null());
  EXPECT_NEAR(json.at("fmax_mhz").get<double>(), 1000 / (10 - 2.479), 1e-9);
  const std::string table = measured_table(json);
  EXPECT_NE(table.find("+25.0 %"), std::string::npos) << table;
  EXPECT_NE(table.find("-50.0 %"), std::string::npos) << table;
  EXPECT_NE(table.find("the clock is met"), std::string::npos) << table;
}

TEST_F(MeasuredReports, MissedClock) {
  const auto measured = read(series7(), timing("  -2.500  -5.0  5  200  0.010  0.0"));
  ASSERT_TRUE(measured);
  const Json report{{"clock_mhz", 100}, {"total", {{"lut", 1}, {"ff", 1}, {"bram36", 0}, {"uram", 0}, {"dsp", 0}}}};
  const Json json = measured_json(*measured, report);
  EXPECT_DOUBLE_EQ(json.at("fmax_mhz").get<double>(), 80);
  EXPECT_NE(measured_table(json).find("the clock is missed; 80.0 MHz"), std::string::npos);
}

TEST_F(MeasuredReports, BothAreMissing) {
  EXPECT_FALSE(read("", ""));
  EXPECT_EQ(codes(), (std::vector<Code>{Code::FR5203, Code::FR5203}));
}

TEST_F(MeasuredReports, AllThatIsNotUnderstoodInOneRun) {
  std::string utilization = series7();
  utilization.replace(utilization.find("Slice LUTs"), 10, "Cells     ");
  utilization.replace(utilization.find("2000"), 4, "lots");
  utilization.replace(utilization.find("| Device"), 8, "| Thing ");
  EXPECT_FALSE(read(utilization, timing("         NA           NA                     NA      NA     NA    NA")));
  EXPECT_EQ(codes(), std::vector<Code>(4, Code::FR5204)) << diagnostics_.text();
  EXPECT_NE(diagnostics_.text().find("got \"lots\""), std::string::npos) << diagnostics_.text();
  EXPECT_NE(diagnostics_.text().find("was the clock constrained?"), std::string::npos);
}

TEST_F(MeasuredReports, NoSummary) {
  EXPECT_FALSE(read(series7(), "Timing report of something else\n"));
  EXPECT_EQ(codes(), std::vector<Code>{Code::FR5204});
}

}  // namespace
}  // namespace finn
