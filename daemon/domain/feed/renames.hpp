// Renames as the feed reports them, in order: chains and swaps are one movement.
#pragma once

#include <string>
#include <vector>

#include "daemon/domain/feed/feed_event.hpp"

namespace bwsync {

// Where everybody ends: one Rename per id that does not end where it began. a->b, b->c gives a->c; a->b, b->a gives
// nothing; a->t, b->a, t->b gives a->b and b->a. Ids are compared as given: pass keys in lower case.
std::vector<Rename> final_renames(const std::vector<Rename>& in_order);

// The hints that share an id, directly or through others, with `key`; in order.
std::vector<Rename> chain_of(const std::vector<Rename>& in_order, const std::string& key);

}  // namespace bwsync
