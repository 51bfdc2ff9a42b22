#pragma once
// Values in tables: beside or under their labels, in the label's own cell, and series under or beside their years.

#include "stages/fields/ink.h"
#include "stages/fields/label_book.h"

#include <functional>

namespace shenbao::fields_detail {

// Told of every place where a field's value stands; `ink` lacks what the caller knows: entry, slot, witness.
using InkSink = std::function<void(std::size_t field, Ink ink)>;

// Walks one table, tables within its cells included. `unit` is what a note above the table names ("单位：万元").
void walk_table(const Table& table, const Campaign& campaign, const LabelBook& labels, const std::string& unit,
                const InkSink& found);

} // namespace shenbao::fields_detail
