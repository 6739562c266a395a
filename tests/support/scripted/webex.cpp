// Subscribers, people and workspaces.
#include "tests/support/scripted/webex.hpp"

namespace bwsync::test {

namespace {

// A trace as every answer has one.
template <class T>
Answered<T> answered(T value, int http_status = 200)
{
    return Answered<T>(std::move(value), CallTrace{"track", http_status});
}

template <class T>
WebexResult<Answered<T>> with_trace(WebexResult<T> result, int http_status = 200)
{
    if (!result) return result.error();
    return answered(std::move(*result), http_status);
}

WebexFailure no_such(int code)
{
    return WebexWorld::refusal(404, code, "there is none");
}

}  // namespace

WebexFailure WebexLine::failure_of(const Error& error)
{
    WebexFailure failure;
    failure.what = error.what;
    if (error.retry_after) failure.retry_after = *error.retry_after;
    switch (error.kind) {
        case ErrorKind::kRetry:
            failure.kind = WebexFailure::Kind::kNotSent;
            return failure;
        case ErrorKind::kUnknownOutcome:
            failure.kind = WebexFailure::Kind::kUnknownOutcome;
            return failure;
        case ErrorKind::kUnauthorized:
            failure.kind = WebexFailure::Kind::kNoGrant;
            return failure;
        case ErrorKind::kCancelled:
            failure.kind = WebexFailure::Kind::kCancelled;
            return failure;
        case ErrorKind::kRateLimited:
            failure.http_status = 429;
            return failure;
        case ErrorKind::kNotFound:
            failure.http_status = 404;
            return failure;
        case ErrorKind::kConflict:
        case ErrorKind::kRejected:
            break;
    }
    failure.http_status = 503;
    return failure;
}

Task<WebexResult<SubscriberPage>> ScriptedSubscribers::list(SubscriberFilter filter, std::string next, std::stop_token)
{
    return line_.call<SubscriberPage>(
        "list", [=, world = &line_.world()]() -> WebexResult<SubscriberPage> { return world->list(filter, next); });
}

Task<WebexResult<Answered<WebexSubscriber>>> ScriptedSubscribers::get(std::string id, std::stop_token)
{
    using Got = Answered<WebexSubscriber>;
    return line_.call<Got>("get", [=, world = &line_.world()] { return with_trace(world->get(id)); });
}

Task<WebexResult<Answered<WebexSubscriber>>> ScriptedSubscribers::provision(ProvisionRequest request, std::stop_token)
{
    using Got = Answered<WebexSubscriber>;
    return line_.call<Got>("provision",
                           [=, world = &line_.world()] { return with_trace(world->provision(request), 201); });
}

Task<WebexResult<Answered<WebexSubscriber>>> ScriptedSubscribers::update(std::string id, UpdateRequest request,
                                                                         std::stop_token)
{
    using Got = Answered<WebexSubscriber>;
    return line_.call<Got>("update", [=, world = &line_.world()] { return with_trace(world->update(id, request)); });
}

Task<WebexResult<Answered<std::monostate>>> ScriptedSubscribers::remove(std::string id, std::stop_token)
{
    using Got = Answered<std::monostate>;
    return line_.call<Got>("remove", [=, world = &line_.world()] { return with_trace(world->remove(id), 204); });
}

Task<WebexResult<Answered<PrecheckReport>>> ScriptedSubscribers::precheck(ProvisionRequest, std::stop_token)
{
    using Got = Answered<PrecheckReport>;
    return line_.call<Got>("precheck", [codes = precheck_codes]() -> WebexResult<Got> {
        PrecheckReport report;
        report.info_codes = codes;
        return answered(report);
    });
}

Task<WebexResult<Answered<PrecheckReport>>> ScriptedSubscribers::campaign_precheck(ProvisionRequest request,
                                                                                   std::stop_token stop)
{
    return precheck(std::move(request), std::move(stop));
}

Task<WebexResult<Answered<PrecheckReport>>> ScriptedSubscribers::precheck_email(EmailPrecheck, std::stop_token stop)
{
    return precheck(ProvisionRequest(), std::move(stop));
}

Task<WebexResult<Answered<std::monostate>>> ScriptedSubscribers::consent_move(std::string id, std::stop_token)
{
    using Got = Answered<std::monostate>;
    return line_.call<Got>("consent_move", [=, world = &line_.world()]() -> WebexResult<Got> {
        if (!world->subscribers.contains(id)) return no_such(2001);
        return answered(std::monostate());
    });
}

Task<WebexResult<PersonPage>> ScriptedPeople::list(PersonFilter filter, std::string, std::stop_token)
{
    return line_.call<PersonPage>("list_people", [=, world = &line_.world()]() -> WebexResult<PersonPage> {
        PersonPage page;
        for (const auto& [id, person] : world->people) {
            if (person.organization_id == filter.organization_id) page.items.push_back(person);
        }
        return page;
    });
}

Task<WebexResult<Answered<WebexPerson>>> ScriptedPeople::get(std::string id, std::string, std::stop_token)
{
    using Got = Answered<WebexPerson>;
    return line_.call<Got>("get_person", [=, world = &line_.world()]() -> WebexResult<Got> {
        const auto found = world->people.find(id);
        if (found == world->people.end()) return no_such(0);
        return answered(found->second);
    });
}

Task<WebexResult<Answered<WebexPerson>>> ScriptedPeople::update(std::string id, std::string, PersonChange change,
                                                                std::stop_token)
{
    using Got = Answered<WebexPerson>;
    return line_.call<Got>("update_person", [=, world = &line_.world()]() -> WebexResult<Got> {
        WebexPerson& person = world->people[id];
        person.id = id;
        if (change.email) person.emails = {*change.email};
        for (auto& [webex_id, shown] : world->subscribers) {
            if (shown.person_id == id && change.email) shown.email = *change.email;
        }
        return answered(person);
    });
}

Task<WebexResult<Answered<std::monostate>>> ScriptedPeople::remove(std::string id, std::string, std::stop_token)
{
    using Got = Answered<std::monostate>;
    return line_.call<Got>("remove_person", [=, world = &line_.world()]() -> WebexResult<Got> {
        if (world->people.erase(id) == 0) return no_such(0);
        return answered(std::monostate(), 204);
    });
}

Task<WebexResult<Answered<WebexWorkspace>>> ScriptedWorkspaces::provision(WorkspaceRequest request, std::stop_token)
{
    using Got = Answered<WebexWorkspace>;
    return line_.call<Got>("provision_workspace", [=, world = &line_.world()]() -> WebexResult<Got> {
        for (const auto& [id, known] : world->workspaces) {
            if (known.display_name == request.display_name) return WebexWorld::refusal(409, 2040, "the name is in use");
        }
        WebexWorkspace made;
        made.id = world->next_id("room");
        made.provisioning_id = request.provisioning_id;
        made.user_id = request.user_id;
        made.sp_enterprise_id = request.sp_enterprise_id;
        made.display_name = request.display_name;
        made.primary_phone_number = request.primary_phone_number;
        made.extension = request.extension;
        world->workspaces[made.id] = made;
        return answered(made, 201);
    });
}

Task<WebexResult<Answered<WebexWorkspace>>> ScriptedWorkspaces::update(std::string id, WorkspaceUpdate change,
                                                                       std::stop_token)
{
    using Got = Answered<WebexWorkspace>;
    return line_.call<Got>("update_workspace", [=, world = &line_.world()]() -> WebexResult<Got> {
        const auto found = world->workspaces.find(id);
        if (found == world->workspaces.end()) return no_such(2039);
        if (change.user_id) found->second.user_id = *change.user_id;
        if (change.primary_phone_number) found->second.primary_phone_number = *change.primary_phone_number;
        if (change.extension) found->second.extension = *change.extension;
        return answered(found->second);
    });
}

Task<WebexResult<Answered<std::monostate>>> ScriptedWorkspaces::remove(std::string id, std::stop_token)
{
    using Got = Answered<std::monostate>;
    return line_.call<Got>("remove_workspace", [=, world = &line_.world()]() -> WebexResult<Got> {
        if (world->workspaces.erase(id) == 0) return no_such(2039);
        return answered(std::monostate(), 204);
    });
}

}  // namespace bwsync::test
