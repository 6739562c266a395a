// The promise to call Webex in memory: storage/subscriber/intents by other means.
#pragma once

#include "daemon/ports/store/intent_store.hpp"
#include "tests/support/memory_store/tables.hpp"

namespace bwsync::test::memory {

Result<std::int64_t> open_intent(Tables& tables, std::int64_t epoch, const SubscriberRow& row, const OpenIntent& intent,
                                 const std::optional<Enterprise>& bootstrap);
void close_intent(Tables& tables, const ClosedIntent& closed);
void note_attempt(Tables& tables, std::int64_t intent, const std::string& detail, const CallTrace& trace);
std::int64_t wake_open_intents(Tables& tables, std::int64_t epoch, const std::string& bridge);

}  // namespace bwsync::test::memory
