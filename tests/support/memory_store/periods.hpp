// How subscribers stood in Webex over time, in memory: what the triggers of storage/schema/0007_billing.sql write.
#pragma once

#include "tests/support/memory_store/tables.hpp"

namespace bwsync::test::memory {

void note_appeared(Tables& tables, const std::string& partner, const WebexSubscriber& shown);
void note_changed(Tables& tables, const std::string& partner, const MirrorRow& before, const WebexSubscriber& after);
void note_gone(Tables& tables, const std::string& partner, const MirrorRow& before);

// As BillingStore::list_periods gives them.
std::string periods_page(const Tables& tables, const std::string& partner, const std::string& cursor, int limit);

}  // namespace bwsync::test::memory
