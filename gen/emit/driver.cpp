// SPDX-License-Identifier: Apache-2.0
#include "emit/driver.h"

#include <algorithm>
#include <array>

#include "emit/files.h"
#include "emit/interface.h"
#include "emit/names.h"
#include "emit/parameters_json.h"
#include "emit/registers.h"
#include "hw/parameters.h"
#include "import/port_writer.h"

namespace finn {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kDriverVersion = 1;

/// A port of the top as the host sees it.
struct HostPort {
  std::string name;
  const TensorInfo* tensor;
  DataType type;
  std::int64_t beat_elements;
  std::int64_t beats;
  std::int64_t beat_bytes;
};

std::vector<HostPort> host_ports(const Design& design, bool is_input) {
  const Network& network = design.network;
  const HwGraph& graph = design.graph;
  std::vector<TensorId> tensors;
  for (const GraphInput& input : network.inputs)
    if (is_input) tensors.push_back(input.tensor);
  for (const GraphOutput& output : network.outputs)
    if (!is_input) tensors.push_back(output.tensor);
  const std::vector<std::string> names = is_input ? input_port_names(network) : output_port_names(network);
  std::vector<HostPort> ports;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const PortRef end{kNone, static_cast<int>(i)};
    const StreamId id = is_input ? graph.stream_from(end) : graph.stream_into(end);
    const Stream& stream = graph.streams.at(static_cast<std::size_t>(id));
    ports.push_back({names[i], &network.tensors.at(static_cast<std::size_t>(tensors[i])), stream.type.type,
                     stream.source_lanes, stream.beats(), beat_bytes(stream)});
  }
  return ports;
}

Json port_json(const HostPort& port, const Json& end) {
  Json out{{"port", port.name},
           {"name", port.tensor->name},
           {"type", port.type.name()},
           {"shape", port.tensor->shape},
           {"elements_per_beat", port.beat_elements},
           {"beat_bytes", port.beat_bytes},
           {"beats_per_frame", port.beats},
           {"frame_bytes", port.beat_bytes * port.beats}};
  for (const char* key : {"scale", "bias", "host"})
    if (end.contains(key)) out[key] = end[key];
  return out;
}

const char* code_name(DataType type) {
  switch (type.base()) {
    case DataType::Base::kBipolar:
      return "FR_BIPOLAR";
    case DataType::Base::kTernary:
      return "FR_TERNARY";
    case DataType::Base::kInt:
      return "FR_SIGNED";
    case DataType::Base::kBinary:
    case DataType::Base::kUInt:
      break;
  }
  return "FR_UNSIGNED";
}

/// What people and compilers leave in the source folder is not the driver's.
bool is_source(const fs::path& file) {
  static const std::array<const char*, 4> extensions{".c", ".h", ".py", ".toml"};
  return file.filename() == "Makefile" ||
         std::find(extensions.begin(), extensions.end(), file.extension()) != extensions.end();
}

}  // namespace

std::string driver_json(const Design& design, const Platform& platform, double clock_mhz, const Shell& shell,
                        std::uint64_t build) {
  Json json{{"format", "finn-rtlgen-driver"}, {"version", kDriverVersion},
            {"network", design.network.name}, {"top", design.graph.name},
            {"platform", platform.name},      {"part", platform.part},
            {"clock_mhz", clock_mhz},         {"ii_cycles", design.predicted.interval()},
            {"inputs", Json::array()},        {"outputs", Json::array()}};
  const std::vector<HostPort> inputs = host_ports(design, true);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    json["inputs"].push_back(port_json(inputs[i], input_json(design.network, design.network.inputs[i])));
  const std::vector<HostPort> outputs = host_ports(design, false);
  for (std::size_t i = 0; i < outputs.size(); ++i)
    json["outputs"].push_back(port_json(outputs[i], output_json(design.network, design.network.outputs[i])));
  if (shell.any()) {
    const Json parameters = parameters_json(design.graph, design.network);
    json["dma"] = shell.dma;
    if (shell.dma) json["memory_bits"] = shell.memory_bits;
    json["build"] = fmt::format("{:016x}", build);
    std::int64_t block = 0;
    for (const char* side : {"inputs", "outputs"})
      for (Json& port : json[side]) port["register_block"] = block++;
    for (const BusInterface& bus : bus_interfaces(design.graph, design.network, shell)) {
      if (bus.graph_port < 0) continue;
      const bool is_input = bus.kind == BusKind::kStreamSlave || bus.kind == BusKind::kReadMaster;
      json[is_input ? "inputs" : "outputs"][static_cast<std::size_t>(bus.graph_port)]["bus"] = bus.name;
    }
    if (!parameters.is_null()) json["parameters"] = parameters;
    json["registers"] = registers_json(shell, !parameters.is_null());
  }
  return json.dump(2) + "\n";
}

std::string driver_header(const Design& design, const Shell& shell, std::uint64_t build) {
  const std::string guard = upper_case(design.graph.name) + "_PORTS_H";
  std::string out = fmt::format(
      "/* The ports of the accelerator \"{0}\", for fr_pack and fr_unpack. Made by finn-rtlgen. */\n"
      "#ifndef {1}\n#define {1}\n\n{2}#include \"fr_pack.h\"\n",
      design.graph.name, guard, shell.any() ? "#include \"fr_accel.h\"\n" : "");
  for (const bool is_input : {true, false})
    for (const HostPort& port : host_ports(design, is_input))
      out += fmt::format(
          "\n/* {} \"{}\" {} {}: {} bytes a beat, {} bytes a frame */\n"
          "FR_PORT {}_{} = {{{}, {}, {}, {}}};\n",
          is_input ? "input" : "output", port.tensor->name, shape_text(port.tensor->shape), port.type.name(),
          port.beat_bytes, port.beat_bytes * port.beats, design.graph.name, port.name, code_name(port.type),
          port.type.bits(), port.beat_elements, port.beats);
  if (shell.any())
    out += fmt::format(
        "\n/* network, build, inputs, outputs, DMA, bits of a memory word, words of parameters */\n"
        "FR_ACCELERATOR {}_accelerator = {{\"{}\", 0x{:016x}u, {}, {}, {}, {}, {}}};\n",
        design.graph.name, design.network.name, build, design.graph.input_count, design.graph.output_count,
        shell.dma ? 1 : 0, shell.dma ? shell.memory_bits : 0, parameter_map(design.graph).words);
  return out + "\n#endif\n";
}

std::string driver_registers() {
  std::string out = fmt::format(
      "/* The registers of docs/registers.md: offsets, and masks of fields. Made by finn-rtlgen. */\n"
      "#ifndef FR_REGISTERS_H\n#define FR_REGISTERS_H\n\n#define FR_REGISTERS_VERSION {}u\n"
      "#define FR_REGISTERS_SIZE 0x{:x}u\n",
      kRegisterMapVersion, std::int64_t{1} << kControlAddressBits);
  for (const RegisterBlock& block : kRegisterBlocks) {
    const std::string name = upper_case(block.name);
    out +=
        fmt::format("\n#define FR_{0}_BASE 0x{1:x}u\n#define FR_{0}_STRIDE 0x{2:x}u\n", name, block.base, block.stride);
    for (const Register& one : register_map()) {
      if (one.block != block.name) continue;
      out += fmt::format("#define FR_{}_{} 0x{:x}u\n", name, one.name, one.offset);
      for (const RegisterField& field : one.fields)
        out += fmt::format("#define FR_{}_{}_{} 0x{:x}u\n", name, one.name, field.name,
                           ((std::uint64_t{1} << field.bits) - 1) << field.low);
    }
  }
  out += fmt::format("\n#define FR_PARAMETERS_WINDOW 0x{:x}u\n#define FR_PARAMETERS_PAGE_WORDS {}u\n", kParameterWindow,
                     kParameterWindowWords);
  return out + "\n#endif\n";
}

std::vector<LibraryFile> driver_library(const fs::path& folder) {
  std::vector<LibraryFile> files;
  for (const char* part : {"c", "python"})
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder / part))
      if (entry.is_regular_file() && is_source(entry.path()))
        files.push_back({entry.path().lexically_relative(folder).generic_string(), read_text(entry.path())});
  std::sort(files.begin(), files.end(), [](const LibraryFile& a, const LibraryFile& b) { return a.name < b.name; });
  return files;
}

}  // namespace finn
