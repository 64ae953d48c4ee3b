// SPDX-License-Identifier: Apache-2.0
// What the fuzzers and the replay of their corpus call. Each reads one input and aborts if the reader breaks a promise;
// what is accepted or rejected does not matter.
#pragma once

#include <string_view>

namespace finn::test {

/// The bytes of an ONNX file.
void fuzz_onnx(std::string_view bytes);
/// The text of a net.json.
void fuzz_net(std::string_view text);

}  // namespace finn::test
