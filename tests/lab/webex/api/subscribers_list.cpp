// List and get of subscribers. Look-ups by user id, e-mail, person or enterprise use the indexes; a page without
// further filters is cut out directly, so that walking 100,000 subscribers costs 1,000 short pages.
#include <algorithm>

#include "tests/lab/webex/api/subscribers_api.hpp"
#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {

struct SubscribersApi::Filter {
    std::optional<std::string> user_id, person_id, email, provisioning_id, sp_enterprise_id;
    std::vector<Status> statuses;
    std::optional<std::int64_t> changed_after, created_after;
    std::optional<bool> self_activated;

    bool is_plain() const
    {
        return !user_id && !person_id && !email && !provisioning_id && statuses.empty() && !changed_after &&
               !created_after && !self_activated;
    }
    // Times are strict: a change at exactly the watermark is not shown again.
    bool fits(const Subscriber& one, const World& world) const
    {
        if (changed_after && one.status_ms <= *changed_after) return false;
        if (created_after && one.created_ms <= *created_after) return false;
        if (self_activated && one.self_activated != *self_activated) return false;
        if (!statuses.empty() && std::find(statuses.begin(), statuses.end(), one.status) == statuses.end())
            return false;
        if (provisioning_id && one.provisioning_id != *provisioning_id) return false;
        if (sp_enterprise_id && one.sp_enterprise_id != *sp_enterprise_id) return false;
        if (person_id && one.person_id != *person_id) return false;
        if (user_id && world.key(one.user_id) != world.key(*user_id)) return false;
        return !email || world.key(one.email) == world.key(*email);
    }
};

namespace {

std::optional<Problem> bad_parameter(const char* name)
{
    return problem(1004, name, std::string("The query parameter ") + name + " is invalid.");
}

// "error,provisioned": false when one of them is no status.
bool parse_statuses(const std::string& text, std::vector<Status>& out)
{
    std::size_t start = 0;
    while (start <= text.size()) {
        const auto end = std::min(text.find(',', start), text.size());
        const auto status = parse_status(text.substr(start, end - start));
        if (!status) return false;
        out.push_back(*status);
        start = end + 1;
    }
    return true;
}

}  // namespace

std::optional<Problem> SubscribersApi::parse_filter(const Query& query, Filter& filter) const
{
    filter.user_id = parameter(query, "userId");
    filter.person_id = parameter(query, "personId");
    filter.email = parameter(query, "email");
    filter.provisioning_id = parameter(query, "provisioningId");
    filter.sp_enterprise_id = parameter(query, "spEnterpriseId");
    if (const auto text = parameter(query, "status")) {
        if (!parse_statuses(*text, filter.statuses)) return bad_parameter("status");
    }
    if (const auto text = parameter(query, "lastStatusChange")) {
        filter.changed_after = parse_time(*text);
        if (!filter.changed_after) return bad_parameter("lastStatusChange");
    }
    if (const auto text = parameter(query, "after")) {
        filter.created_after = parse_time(*text);
        if (!filter.created_after) return bad_parameter("after");
    }
    if (const auto text = parameter(query, "selfActivated")) {
        if (*text != "true" && *text != "false") return bad_parameter("selfActivated");
        filter.self_activated = *text == "true";
    }
    return std::nullopt;
}

// The smallest known set that holds all that fit: owned here, or (through all) one of the world's lists.
std::vector<const Subscriber*> SubscribersApi::candidates(const Filter& filter,
                                                          const std::vector<Subscriber*>*& all) const
{
    World& world = partner_.world;
    std::vector<const Subscriber*> found;
    all = nullptr;
    if (filter.user_id) {
        for (const Subscriber* one : world.with_user_id(*filter.user_id)) found.push_back(one);
    } else if (filter.email) {
        if (const Subscriber* one = world.with_email(*filter.email)) found.push_back(one);
    } else if (filter.person_id) {
        if (const Subscriber* one = world.with_person(*filter.person_id)) found.push_back(one);
    } else if (filter.sp_enterprise_id) {
        std::vector<const Customer*> fitting;
        for (const auto& customer : world.customers()) {
            if (customer->sp_enterprise_id == *filter.sp_enterprise_id) fitting.push_back(customer.get());
        }
        if (fitting.size() == 1) all = &fitting.front()->members;
        if (fitting.size() > 1) all = &world.subscribers();  // the same name in two clusters: filtered below
    } else {
        all = &world.subscribers();
    }
    return found;
}

Outcome SubscribersApi::list(const Exchange& call)
{
    Filter filter;
    Page page;
    if (auto bad = parse_filter(call.request.query, filter)) return refuse(*bad);
    if (auto bad = parse_page(call.request.query, 50, 100, partner_.config.switches, page)) return refuse(*bad);
    const std::vector<Subscriber*>* all = nullptr;
    std::vector<const Subscriber*> chosen = candidates(filter, all);
    const bool by_id = partner_.config.switches.list_order == WebexSwitches::Order::kId;
    if (by_id) {
        if (all) chosen.assign(all->begin(), all->end());
        all = nullptr;
        std::sort(chosen.begin(), chosen.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    }
    const std::size_t total = all ? all->size() : chosen.size();
    const auto at = [&](std::size_t i) { return all ? (*all)[i] : chosen[i]; };
    // A plain filter fits everything in an enterprise's own list, so the offset is a place in it.
    const bool direct = filter.is_plain() && (!filter.sp_enterprise_id || all != &partner_.world.subscribers());
    std::size_t skip = direct ? 0 : page.offset;
    std::string items;
    std::size_t shown = 0;
    bool more = false;
    for (std::size_t i = direct ? page.offset : 0; i < total && !more; ++i) {
        const Subscriber& one = *at(i);
        if (!direct && !filter.fits(one, partner_.world)) continue;
        if (skip > 0) {
            --skip;
        } else if (shown == page.max) {
            more = true;
        } else {
            if (shown++ > 0) items += ',';
            append_subscriber(items, one, call.view);
        }
    }
    if (call.empty_page) {
        more = true;
        items.clear();
    }
    Outcome outcome = done_text(200, "{\"items\":[" + items + "]}");
    const std::string link =
        link_header(call, partner_.base_url + "/broadworks/subscribers", page, more, partner_.config.switches);
    if (!link.empty()) outcome.headers.emplace_back("Link", link);
    return outcome;
}

Outcome SubscribersApi::get(const Exchange& call)
{
    const Subscriber* found = partner_.world.find(call.id);
    if (!found) return refuse(2001);
    return done_text(200, subscriber_text(*found, call.view));
}

}  // namespace bwsync::lab::webex
