// Subscribers of a bridge in memory: storage/subscriber by other means.
#pragma once

#include <map>

#include "daemon/ports/store/subscriber_store.hpp"
#include "tests/support/memory_store/tables.hpp"

namespace bwsync::test::memory {

std::vector<Subject> due_subscribers(Tables& tables, const BridgeRef& bridge, const std::vector<std::int64_t>& busy,
                                     int limit);
std::vector<Subject> read_subjects(const Tables& tables, const SubjectQuery& query);
std::optional<Instant> next_due(const Tables& tables, const std::string& bridge);

// Writes a row back by its id. One that something else made due meanwhile (its count of wakings differs) keeps its
// earlier due time, its key, and what operators ordered.
void write_row(Tables& tables, const SubscriberRow& row);
// How many are woken.
std::int64_t wake_if(Tables& tables, const std::string& bridge, const std::function<bool(const SubscriberRow&)>& is);
bool wake_on_new_policy(Tables& tables, const std::string& bridge, const std::string& fingerprint);
std::optional<EmailHolder> email_holder(const Tables& tables, const std::string& bridge, std::int64_t row,
                                        const std::string& email);

}  // namespace bwsync::test::memory
