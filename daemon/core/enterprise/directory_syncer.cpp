#include "daemon/core/enterprise/directory_syncer.hpp"

namespace bwsync {

namespace {

// A look, an order, and what becomes of it.
constexpr int kSyncOrdersAtOnce = 4;

void take(const WebexResult<Answered<DirectorySync>>& answer, SyncOrder order, SyncSight& sight)
{
    if (!answer) {
        sight.failure = answer.error();
    } else if (order == SyncOrder::kLook) {
        sight.sync = answer->value;
    } else {
        // Its answer is a short form of the status: the whole is looked at next time.
        sight.is_sent = true;
    }
}

}  // namespace

Task<ProcedureMove> DirectorySyncer::advance(Procedure procedure, bool may_write, std::stop_token stop)
{
    SyncSight sight;
    sight.may_write = may_write;
    for (int i = 0; i < kSyncOrdersAtOnce; ++i) {
        SyncNext next = next_sync(procedure, sight, ports_.clock.now(), pace_);
        if (next.order == SyncOrder::kMove) co_return std::move(next.move);
        sight.failed = next.order;
        co_await carry_out(next.order, procedure, sight, stop);
    }
    co_return stay(std::move(procedure), pace_.poll);
}

Task<> DirectorySyncer::carry_out(SyncOrder order, const Procedure& procedure, SyncSight& sight, std::stop_token stop)
{
    const std::string id = procedure.fact("enterprise");
    const std::string organization = procedure.fact("organization");
    if (order == SyncOrder::kAskForUser) {
        co_await ask_for_user(procedure, sight, stop);
    } else if (order == SyncOrder::kLook) {
        const WebexResult<Answered<DirectorySync>> answer =
            co_await ports_.enterprises.sync_status(id, organization, stop);
        take(answer, order, sight);
    } else if (order == SyncOrder::kTrigger) {
        const WebexResult<Answered<DirectorySync>> answer =
            co_await ports_.enterprises.trigger_sync(id, organization, stop);
        take(answer, order, sight);
    } else {
        const bool is_on = order == SyncOrder::kSwitchOn;
        const WebexResult<Answered<DirectorySync>> answer =
            co_await ports_.enterprises.enable_sync(id, organization, is_on, stop);
        take(answer, order, sight);
    }
}

Task<> DirectorySyncer::ask_for_user(const Procedure& procedure, SyncSight& sight, std::stop_token stop)
{
    const WebexResult<Answered<ExternalUser>> answer = co_await ports_.enterprises.sync_user(
        procedure.fact("enterprise"), procedure.fact("organization"), procedure.fact("userId"), stop);
    if (answer) {
        sight.user = answer->value;
    } else {
        sight.failure = answer.error();
    }
}

}  // namespace bwsync
