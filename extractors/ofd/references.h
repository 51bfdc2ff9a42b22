#pragma once
// What a signature protects: digests of the files in the package (GB/T 33190, 18.2.2).

#include "extractors/ofd/package.h"
#include "extractors/ofd/xml.h"

namespace shenbao::ofd {

// False where a protected file is missing or its digest is another; digests of unknown methods say nothing.
bool references_hold(Package& package, const std::string& signature_path, const Element& references);

} // namespace shenbao::ofd
