#include "adapters/webex/families/people.hpp"

#include "adapters/webex/families/family_calls.hpp"
#include "adapters/webex/wire/people_wire.hpp"

namespace bwsync {

Task<WebexResult<PersonPage>> People::list(PersonFilter filter, std::string next, std::stop_token stop)
{
    HttpRequest request = people_list_request(channel_.base_path(), filter);
    CustomerCall call("person_list", Lane::kRead, std::move(request), filter.organization_id);
    co_return co_await page_call<PersonPage>(channel_, access_, std::move(call), std::move(next), &parse_people, stop);
}

Task<WebexResult<Answered<WebexPerson>>> People::get(std::string id, std::string organization_id, std::stop_token stop)
{
    HttpRequest request = person_get_request(channel_.base_path(), id);
    CustomerCall call("person_get", Lane::kRead, std::move(request), std::move(organization_id));
    co_return co_await object_call(access_, std::move(call), &parse_person, stop);
}

Task<WebexResult<Answered<WebexPerson>>> People::update(std::string id, std::string organization_id,
                                                        PersonChange change, std::stop_token stop)
{
    HttpRequest reading = person_get_request(channel_.base_path(), id);
    CustomerCall read("person_get", Lane::kWrite, std::move(reading), organization_id);
    const WebexResult<HttpAnswer> current = co_await access_.call(std::move(read), stop);
    if (!current) co_return current.error();
    auto person = parse_person(current->body);
    if (!person) co_return unreadable(*current);
    std::optional<HttpRequest> writing = person_update_request(channel_.base_path(), id, current->body, change);
    if (!writing) co_return Answered<WebexPerson>(std::move(*person), trace_of(*current));
    CustomerCall write("person_update", Lane::kWrite, std::move(*writing), std::move(organization_id));
    co_return co_await object_call(access_, std::move(write), &parse_person, stop);
}

Task<WebexResult<Done>> People::remove(std::string id, std::string organization_id, std::stop_token stop)
{
    HttpRequest request = person_remove_request(channel_.base_path(), id);
    CustomerCall call("person_remove", Lane::kWrite, std::move(request), std::move(organization_id));
    call.is_removal_of_young = true;
    co_return co_await done_call(access_, std::move(call), stop);
}

}  // namespace bwsync
