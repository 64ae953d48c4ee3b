// SPDX-License-Identifier: Apache-2.0
#include "emit/names.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace finn {
namespace {

bool is_keyword(const std::string& name) {
  // Verilog-2005 and SystemVerilog words that a layer name may well be, plus what the top itself uses.
  static const std::set<std::string> words = {
      "always",     "and",      "assign",     "automatic",   "begin",     "bit",         "buf",      "byte",
      "case",       "casex",    "casez",      "cell",        "chandle",   "class",       "clocking", "config",
      "const",      "context",  "cover",      "deassign",    "default",   "defparam",    "design",   "disable",
      "do",         "edge",     "else",       "end",         "endcase",   "endmodule",   "enum",     "event",
      "export",     "expect",   "extends",    "extern",      "final",     "first_match", "for",      "force",
      "forever",    "fork",     "function",   "generate",    "genvar",    "global",      "highz0",   "if",
      "iff",        "import",   "include",    "initial",     "inout",     "input",       "inside",   "instance",
      "int",        "integer",  "interface",  "join",        "large",     "let",         "library",  "local",
      "localparam", "logic",    "longint",    "macromodule", "matches",   "medium",      "modport",  "module",
      "nand",       "negedge",  "new",        "nor",         "not",       "null",        "or",       "output",
      "package",    "packed",   "parameter",  "posedge",     "primitive", "priority",    "program",  "property",
      "protected",  "pull0",    "pure",       "rand",        "real",      "realtime",    "ref",      "reg",
      "release",    "repeat",   "restrict",   "return",      "rst",       "scalared",    "sequence", "shortint",
      "shortreal",  "signed",   "small",      "solve",       "specify",   "static",      "string",   "strong",
      "strong0",    "strong1",  "struct",     "super",       "supply0",   "supply1",     "table",    "tagged",
      "task",       "this",     "throughout", "time",        "timeunit",  "tran",        "tri",      "type",
      "typedef",    "union",    "unique",     "unsigned",    "until",     "untyped",     "use",      "uwire",
      "var",        "vectored", "virtual",    "void",        "wait",      "wand",        "weak",     "while",
      "wildcard",   "wire",     "with",       "within",      "wor",       "xnor",        "xor",      "aclk",
      "aresetn",    "clk"};
  return words.count(name) != 0;
}

std::vector<std::string> port_names(std::string_view prefix, const std::vector<std::string>& tensors) {
  if (tensors.size() == 1) return {std::string(prefix)};
  std::vector<std::string> names;
  for (const std::string& tensor : tensors) names.push_back(fmt::format("{}_{}", prefix, legal_name(tensor, {})));
  // Tensor names differ, but their legal forms may not.
  for (std::size_t i = 0; i < names.size(); ++i)
    names[i] = legal_name(names[i], {names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i)});
  return names;
}

}  // namespace

std::string module_name(std::string_view library_name, std::string_view ip) {
  return fmt::format("{}_{}", library_name, ip);
}

std::string legal_name(std::string_view text, const std::vector<std::string>& taken) {
  std::string name;
  for (const char c : text) name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ? c : '_';
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) name.insert(0, "n");
  const auto is_taken = [&](const std::string& candidate) {
    return is_keyword(candidate) || std::find(taken.begin(), taken.end(), candidate) != taken.end();
  };
  if (!is_taken(name)) return name;
  for (int number = 1;; ++number)
    if (std::string candidate = fmt::format("{}_{}", name, number); !is_taken(candidate)) return candidate;
}

std::string upper_case(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return capitals;
}

std::vector<std::string> input_port_names(const Network& network) {
  std::vector<std::string> tensors;
  for (const GraphInput& input : network.inputs)
    tensors.push_back(network.tensors[static_cast<std::size_t>(input.tensor)].name);
  return port_names("s_axis", tensors);
}

std::vector<std::string> output_port_names(const Network& network) {
  std::vector<std::string> tensors;
  for (const GraphOutput& output : network.outputs)
    tensors.push_back(network.tensors[static_cast<std::size_t>(output.tensor)].name);
  return port_names("m_axis", tensors);
}

}  // namespace finn
