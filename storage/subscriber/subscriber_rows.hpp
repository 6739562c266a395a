// SubscriberRow and what belongs to it, to and from the tables. Internal to storage/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/subscriber/subscriber.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

// Columns of `subscribers s` in the order in which subscriber_row() reads them.
inline constexpr const char* kRowColumns =
    "s.id, s.wakes, s.bridge, s.user_key, s.user_id, s.service_provider_id, s.group_id, s.state, s.reason, s.detail, "
    "s.is_absent, s.wanted, "
    "s.webex_id, s.sent_time_zone, s.sent_language, to_ms(s.removal_first_at), to_ms(s.removal_last_at), "
    "s.removal_confirmations, "
    "s.removal_proof, s.approval, s.removal_approval, s.update_approval, to_ms(s.removal_decided_at), "
    "to_ms(s.update_decided_at), "
    "s.attempts, s.unheeded, s.last_code, to_ms(s.due_at), to_ms(s.dirty_since), to_ms(s.changed_at), s.person_id, "
    "s.erases_person, "
    "to_ms(s.reminded_at), s.workspace, s.workspace_order";
constexpr int kRowColumnCount = 35;
SubscriberRow subscriber_row(const pqxx::row& row);

// Writes rows back by id. A row that something else made due meanwhile (its count of wakings differs) keeps its earlier
// due time, its key, and what operators ordered.
void write_rows(Transaction& transaction, const std::string& bridge, const std::vector<SubscriberRow>& rows);

}  // namespace bwsync
