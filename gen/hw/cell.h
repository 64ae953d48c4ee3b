// SPDX-License-Identifier: Apache-2.0
// A cell is what hardware is made of. Everything about one stands in gen/cells/<name>/ and rtl_templates/<name>/.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hw/actor.h"
#include "hw/cost.h"
#include "hw/params.h"
#include "hw/recipe.h"
#include "hw/stream.h"

namespace finn {

/// A memory beside a cell that the cell only reads: it drives <port>_en and <port>_addr and gets <port>_data one
/// enabled cycle later; emission instantiates arrays for it. Addresses are max(1, clog2(depth)) bits.
struct Memory {
  std::string port;                ///< "w", "t", ...
  int width = 1;                   ///< bits of a word
  std::vector<BitWord> words;      ///< as many as the memory is deep
  std::string ram_style = "auto";  ///< auto, block, distributed
  /// A port may have several lanes with an address each: lane i owns slice i of <port>_addr and <port>_data.
  int lane = 0;
  int lanes = 1;
  bool writable = false;  ///< the host may rewrite it (hw/parameters.h), so that no logic may rely on the contents
  std::vector<MemoryPart> parts = {};  ///< of a writable one: what the host writes into it; what no part covers is 0
};

struct RtlParam {
  std::string name;
  std::variant<std::int64_t, std::string> value;
};

/// A module that the generator wrote because its shape of logic cannot be a parameter.
struct RtlSource {
  std::string module;  ///< library name; equal names mean equal texts
  std::string text;    ///< the whole file, which holds this module alone
};

/// How a cell is instantiated. The Verilog module has ports clk, rst, for each input stream
/// <input>_tdata/_tvalid/_tready/_tlast, for each output stream the same, and for each memory
/// <port>_en/_addr/_data.
struct RtlBinding {
  std::string module;              ///< library name, e.g. "fr_mvu"
  std::vector<std::string> files;  ///< relative to rtl_templates/, with those of submodules
  std::vector<RtlSource> sources;  ///< generated modules
  std::vector<RtlParam> params;    ///< every parameter of the module's header, in its order
  std::vector<std::string> inputs{"s_axis"};
  std::vector<std::string> outputs{"m_axis"};
  std::vector<std::string> memories;  ///< port names; contents are in the node. Others of the node became logic.
};

/// A configuration for the contract tests.
struct CellExample {
  std::string name;
  Params params;
  std::vector<Memory> memories = {};  ///< where the module depends on their contents
};

struct Cell {
  std::string_view name;  ///< == its folder's name
  std::string_view doc;   ///< one line
  /// The number and the names of ports depend on the parameters alone.
  RtlBinding (*rtl)(const Params&, const std::vector<Memory>&);
  std::unique_ptr<Actor> (*actor)(const Params&);
  /// Compute cycles of one frame under continuous flow.
  std::int64_t (*cycles)(const Params&);
  /// What cell_cost() (cells/cost.h) makes an estimate of. The memories are those of the node, and decide only about
  /// what their contents become logic of; without them random contents stand for these. Takes microseconds, a module
  /// of the generator's own excepted when it is asked for the first time.
  CostTerms (*cost)(const Params&, const std::vector<Memory>&, Family);
  /// True: every <input>_tready comes from registers alone, so that the ready path ends here.
  bool cuts_ready;
  std::vector<CellExample> (*examples)();
  /// The parameter that only says how much the cell buffers, which a pass may raise; empty if there is none.
  std::string_view depth_param = {};
  /// The next larger depth that is worth having; null: twice as much.
  std::int64_t (*next_depth)(const Params&) = nullptr;
};

/// All cells, sorted by name (a table that CMake makes from the folders of gen/cells).
const std::vector<const Cell*>& all_cells();

}  // namespace finn
