#pragma once
// Properties of a node of an Outlook data file ([MS-PST] 2.3): a heap in the node's blocks, a tree of records in the
// heap, and values in the record, the heap, or a node below.

#include "extractors/mail/mapi.h"
#include "extractors/mail/pst_nodes.h"

namespace shenbao::mail {

// What can be read of them; none for a node that holds other things.
MapiProperties pst_properties(PstFile& file, const PstNode& node);

// The node below that an attached message is in; 0 where there is none.
std::uint32_t embedded_node(const MapiProperties& attachment);

} // namespace shenbao::mail
