// SPDX-License-Identifier: Apache-2.0
// Packs tensors into the beats of a stream and writes the bench's vector files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/bench_description.h"
#include "ir/tensor.h"

namespace finn {

/// The bytes of one frame: beat after beat, each in whole bytes, element 0 in the lowest bits, zeros above.
/// Element i has channel i mod channels; its code is that of (value - b) / a. Throws Defect if a value has no code.
void pack_frame(const BenchStream& stream, const Tensor& tensor, std::string& bytes);

/// A whole vector file (see verif/harness/vectors.h for the layout).
std::string vector_file(const BenchStream& stream, const std::vector<const Tensor*>& frames);

/// Value of a code of `element` (counted in the frame).
std::int64_t decode_element(const BenchStream& stream, std::int64_t element, std::uint64_t code);

/// Writes a file beside its place and renames it, so that nobody sees half of it. Throws
/// std::filesystem::filesystem_error if it cannot.
void replace_file(const std::filesystem::path& file, const std::string& bytes);

}  // namespace finn
