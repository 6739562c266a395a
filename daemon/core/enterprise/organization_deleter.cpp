#include "daemon/core/enterprise/organization_deleter.hpp"

#include <algorithm>

namespace bwsync {

namespace {

constexpr int kNotFound = 404;
constexpr int kNoSuchEnterprise = 6006;
constexpr int kRemovedAtOnce = 20;
constexpr Millis kRemovingFor{2'000};
// More than any way through next_deletion(): look, list, remove; look, look at the synchronisation, switch it off.
constexpr int kDeletionOrdersAtOnce = 6;

bool is_not_found(const WebexFailure& failure)
{
    return failure.kind == WebexFailure::Kind::kAnswered && failure.http_status == kNotFound;
}

// A list that was not narrowed to the organisation must cost nobody else a thing.
bool are_all_of(const std::vector<WebexPerson>& people, const std::string& organization_id)
{
    return std::all_of(people.begin(), people.end(),
                       [&](const WebexPerson& person) { return person.organization_id == organization_id; });
}

}  // namespace

Task<ProcedureMove> OrganizationDeleter::advance(Procedure procedure, bool may_write, std::stop_token stop)
{
    DeletionSight sight;
    sight.may_write = may_write;
    for (int i = 0; i < kDeletionOrdersAtOnce; ++i) {
        DeletionNext next = next_deletion(procedure, sight, ports_.clock.now(), pace_);
        if (next.order == DeletionOrder::kMove) co_return std::move(next.move);
        sight.failed = next.order;
        co_await carry_out(next.order, procedure, sight, stop);
    }
    co_return stay(std::move(procedure), pace_.poll);
}

Task<> OrganizationDeleter::carry_out(DeletionOrder order, const Procedure& procedure, DeletionSight& sight,
                                      std::stop_token stop)
{
    switch (order) {
        case DeletionOrder::kLookAtOrganization:
            return look_at_organization(procedure, sight, stop);
        case DeletionOrder::kLookAtPeople:
            return look_at_people(procedure, sight, stop);
        case DeletionOrder::kRemoveThem:
            return remove_people(procedure, sight, stop);
        case DeletionOrder::kLookAtSync:
            return look_at_sync(procedure, sight, stop);
        case DeletionOrder::kDisableSync:
            return disable_sync(procedure, sight, stop);
        case DeletionOrder::kRemoveOrganization:
        case DeletionOrder::kMove:
            break;
    }
    return remove_organization(procedure, sight, stop);
}

Task<> OrganizationDeleter::look_at_organization(const Procedure& procedure, DeletionSight& sight, std::stop_token stop)
{
    const WebexResult<Answered<WebexOrganization>> shown =
        co_await ports_.organizations.get(procedure.fact("organization"), stop);
    if (shown) {
        sight.is_organization_there = true;
        sight.organization_name = shown->value.display_name;
    } else if (is_not_found(shown.error())) {
        sight.is_organization_there = false;
    } else {
        sight.failure = shown.error();
    }
}

Task<> OrganizationDeleter::look_at_people(const Procedure& procedure, DeletionSight& sight, std::stop_token stop)
{
    PersonFilter filter;
    filter.organization_id = procedure.fact("organization");
    std::string next;
    std::vector<WebexPerson> found;
    do {
        WebexResult<PersonPage> page = co_await ports_.people.list(filter, next, stop);
        if (!page) {
            sight.failure = page.error();
            co_return;
        }
        found = std::move(page->items);
        next = page->next;
    } while (found.empty() && !next.empty() && !stop.stop_requested());
    if (!are_all_of(found, filter.organization_id)) {
        WebexFailure failure;
        failure.what = "Webex lists people of another organisation; nobody is removed";
        sight.failure = failure;
        co_return;
    }
    sight.people = std::move(found);
}

Task<> OrganizationDeleter::remove_people(const Procedure& procedure, DeletionSight& sight, std::stop_token stop)
{
    const Instant until = ports_.clock.now() + kRemovingFor;
    for (const WebexPerson& person : *sight.people) {
        const bool is_enough = sight.removed >= kRemovedAtOnce || ports_.clock.now() >= until;
        if (stop.stop_requested() || is_enough) break;
        const WebexResult<Done> removed =
            co_await ports_.people.remove(person.id, procedure.fact("organization"), stop);
        if (!removed && !is_not_found(removed.error())) {
            sight.failure = removed.error();
            sight.failed_about = person.id;
            co_return;
        }
        if (removed) ++sight.removed;
    }
    sight.were_removed = true;
}

Task<> OrganizationDeleter::look_at_sync(const Procedure& procedure, DeletionSight& sight, std::stop_token stop)
{
    const WebexResult<Answered<DirectorySync>> shown =
        co_await ports_.enterprises.sync_status(procedure.fact("enterprise"), procedure.fact("organization"), stop);
    if (shown) {
        sight.sync.emplace(shown->value);
    } else if (shown.error().code == kNoSuchEnterprise) {
        sight.sync.emplace(std::nullopt);
    } else {
        sight.failure = shown.error();
    }
}

Task<> OrganizationDeleter::disable_sync(const Procedure& procedure, DeletionSight& sight, std::stop_token stop)
{
    const WebexResult<Answered<DirectorySync>> sent = co_await ports_.enterprises.enable_sync(
        procedure.fact("enterprise"), procedure.fact("organization"), false, stop);
    if (sent) {
        sight.is_disable_sent = true;
    } else {
        sight.failure = sent.error();
    }
}

Task<> OrganizationDeleter::remove_organization(const Procedure& procedure, DeletionSight& sight, std::stop_token stop)
{
    const WebexResult<Done> sent = co_await ports_.organizations.remove(procedure.fact("organization"), stop);
    // Gone between the look and the order: the next look says so.
    const bool is_done = sent || is_not_found(sent.error());
    if (is_done) {
        sight.is_removal_sent = true;
    } else {
        sight.failure = sent.error();
    }
}

}  // namespace bwsync
