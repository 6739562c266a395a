#include "daemon/domain/subscriber/diff.hpp"

#include "daemon/domain/basics/text.hpp"

namespace bwsync {

namespace {

void set_if_different(std::optional<std::string>& field, const std::string& wanted, const std::string& observed)
{
    if (wanted != observed) field = wanted;
}

// Numbers and extension: compared by digits, given as wanted; empty takes the number away.
void set_number(std::optional<std::string>& field, const std::string& wanted, const std::string& observed)
{
    if (number_key(wanted) != number_key(observed)) field = wanted;
}

bool adds(const std::optional<std::string>& field, const std::string& observed)
{
    return field && !field->empty() && observed.empty();
}

bool removes(const std::optional<std::string>& field)
{
    return field && field->empty();
}

void keep_possible(UpdateRequest& update, const ProvisionRequest& wanted, const WebexSubscriber& observed)
{
    const bool has_addition = adds(update.primary_phone_number, observed.primary_phone_number) ||
                              adds(update.mobile_phone_number, observed.mobile_phone_number) ||
                              adds(update.extension, observed.extension);
    const bool keeps_neither = wanted.primary_phone_number.empty() && wanted.extension.empty();
    if (removes(update.primary_phone_number) && (has_addition || keeps_neither)) update.primary_phone_number.reset();
    if (removes(update.mobile_phone_number) && has_addition) update.mobile_phone_number.reset();
    if (removes(update.extension) && (has_addition || keeps_neither)) update.extension.reset();
}

bool has_number(const WebexSubscriber& observed)
{
    return !observed.primary_phone_number.empty() || !observed.extension.empty();
}

}  // namespace

SubscriberDiff difference(const ProvisionRequest& wanted, const WebexSubscriber& observed,
                          const std::string& sent_time_zone, bool has_trusted_email)
{
    SubscriberDiff diff;
    if (lower_case(wanted.user_id) != lower_case(observed.user_id)) diff.update.user_id = wanted.user_id;
    set_if_different(diff.update.first_name, wanted.first_name, observed.first_name);
    set_if_different(diff.update.last_name, wanted.last_name, observed.last_name);
    set_if_different(diff.update.package, wanted.package, observed.package);
    set_number(diff.update.primary_phone_number, wanted.primary_phone_number, observed.primary_phone_number);
    set_number(diff.update.mobile_phone_number, wanted.mobile_phone_number, observed.mobile_phone_number);
    set_number(diff.update.extension, wanted.extension, observed.extension);
    const bool knows_time_zone = !sent_time_zone.empty() && !wanted.time_zone.empty();
    if (knows_time_zone && wanted.time_zone != sent_time_zone) diff.update.time_zone = wanted.time_zone;
    keep_possible(diff.update, wanted, observed);
    diff.keeps_last_number = wanted.primary_phone_number.empty() && wanted.extension.empty() && has_number(observed);

    const bool differs_by_email =
        has_trusted_email && !observed.email.empty() && lower_case(wanted.email) != lower_case(observed.email);
    if (differs_by_email) diff.destructive.emplace_back("email");
    if (wanted.sp_enterprise_id != observed.sp_enterprise_id) diff.destructive.emplace_back("enterprise");
    // Webex may leave the field out of an answer: unknown is not different.
    const bool knows_provisioning_id = !observed.provisioning_id.empty();
    if (knows_provisioning_id && wanted.provisioning_id != observed.provisioning_id)
        diff.destructive.emplace_back("provisioning_id");
    return diff;
}

}  // namespace bwsync
