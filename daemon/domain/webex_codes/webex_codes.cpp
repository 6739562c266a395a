#include "daemon/domain/webex_codes/webex_codes.hpp"

#include <algorithm>
#include <array>

namespace bwsync {

namespace {

// Sorted by code; a static_assert below keeps it so. It is one table and long for that reason.
constexpr std::array<WebexCode, 119> kCodes = {{
    {1001, "a required field is missing", CodeAction::kPark, BlastScope::kSubscriber, RetryRule::kNever,
     CodeOwner::kOperator,
     "Fill the field that the answer names in BroadWorks, or correct the mapping; a trusted-email template needs an "
     "e-mail address."},
    {1002, "a field is too long or too short", CodeAction::kPark, BlastScope::kSubscriber, RetryRule::kNever,
     CodeOwner::kOperator, "Shorten or correct the field that the answer names in BroadWorks."},
    {1003, "a field is not in the expected form", CodeAction::kPark, BlastScope::kSubscriber, RetryRule::kNever,
     CodeOwner::kOperator,
     "Correct the field that the answer names in BroadWorks: often an e-mail address, a number or a time zone."},
    {1004, "a query parameter was not accepted", CodeAction::kPark, BlastScope::kRequest, RetryRule::kNever,
     CodeOwner::kCisco, "Nothing in the data is wrong; report it with the tracking id."},
    {1005, "the request itself was not accepted", CodeAction::kPark, BlastScope::kRequest, RetryRule::kNever,
     CodeOwner::kCisco, "Nothing in the data is wrong; report it with the tracking id."},
    {2001, "no subscriber with this id", CodeAction::kLookAndAdopt, BlastScope::kSubscriber, RetryRule::kOnce,
     CodeOwner::kNobody, "The subscriber is gone or was made anew: it is looked up by its user id."},
    {2002, "the e-mail address belongs to another Webex organization", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Use another e-mail address, or have the account released or moved by the other organization's administrator."},
    {2003, "the Webex user behind the subscriber is missing", CodeAction::kLookAndAdopt, BlastScope::kSubscriber,
     RetryRule::kOnce, CodeOwner::kPartnerAdmin,
     "Look the subscriber up; where only the user was deleted, remove and provision the subscriber again."},
    {2004, "the user has moved to another Webex organization", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Another organization claimed the user: have it release the user, or take the subscriber out of scope."},
    {2005, "the package is not offered by this template", CodeAction::kPark, BlastScope::kTemplate, RetryRule::kNever,
     CodeOwner::kPartnerAdmin,
     "Order the package for the existing organization, or map these users to a package it has."},
    {2006, "not enough rights over this customer", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kOnce,
     CodeOwner::kPartnerAdmin,
     "Access to a customer is lent for a time: it is renewed by reading the organization. If it persists, sign in as a "
     "partner full administrator."},
    {2007, "the enterprise has no Webex organization and the template makes none", CodeAction::kPark,
     BlastScope::kEnterprise, RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Attach the enterprise to its organization in Partner Hub, or let the template create organizations."},
    {2008, "a request for this subscriber is still being worked on", CodeAction::kWait, BlastScope::kSubscriber,
     RetryRule::kDoubling, CodeOwner::kNobody, "Nothing to do: the state is read again."},
    {2009, "the user id already exists in this cluster", CodeAction::kLookAndAdopt, BlastScope::kSubscriber,
     RetryRule::kOnce, CodeOwner::kNobody, "The subscriber is looked up by its user id and adopted when it is ours."},
    {2010, "another subscriber uses this e-mail address", CodeAction::kLookAndAdopt, BlastScope::kSubscriber,
     RetryRule::kOnce, CodeOwner::kOperator,
     "Find the other subscriber with this address; give one of the two another address."},
    {2011, "the organization has no full administrator", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kDoubling, CodeOwner::kPartnerAdmin,
     "Wait for the first subscriber of the enterprise, or appoint a full administrator in Control Hub."},
    {2012, "the user already has Webex Calling", CodeAction::kPark, BlastScope::kSubscriber, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Take the Webex Calling licence from the user, or take the subscriber out of scope."},
    {2013, "no template has this provisioning id", CodeAction::kPark, BlastScope::kTemplate, RetryRule::kNever,
     CodeOwner::kOperator,
     "Copy the provisioning id of the customer template from Partner Hub into the configuration."},
    {2014, "the enterprise was provisioned with another provisioning id", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kOperator, "Give the enterprise the provisioning id its first subscribers had."},
    {2015, "the enterprise id clashes with another one of the cluster", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kOperator,
     "One name is used as an enterprise and as a service provider, or with another provisioning: find the earlier "
     "subscriber and correct it."},
    {2016, "customer and partner are in different regions", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Use an address or an organization of the partner's region."},
    {2017, "an existing organization must not be provisioned into by itself", CodeAction::kPark,
     BlastScope::kEnterprise, RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Attach the existing organization to the partner in Partner Hub, or use an address outside its domain."},
    {2018, "the organization belongs to another partner", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Have the other partner give the organization up, or take the enterprise out of scope."},
    {2019, "the e-mail domain is claimed by another organization", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Use an address of another domain, or have the domain released by the organization that claimed it."},
    {2020, "the subscriber's present status allows no change", CodeAction::kWait, BlastScope::kSubscriber,
     RetryRule::kDoubling, CodeOwner::kNobody, "Nothing to do: the change is sent when the status allows it."},
    {2023, "the billing period asked for is not valid", CodeAction::kPark, BlastScope::kRequest, RetryRule::kNever,
     CodeOwner::kOperator, "Ask for a month that is over, written YYYY-MM."},
    {2024, "no such billing report", CodeAction::kLookAndAdopt, BlastScope::kRequest, RetryRule::kOnce,
     CodeOwner::kNobody, "List the reports again: it was deleted or has expired."},
    {2025, "the billing report is still being made", CodeAction::kWait, BlastScope::kRequest, RetryRule::kDoubling,
     CodeOwner::kNobody, "Nothing to do: the report is read again."},
    {2026, "a report for this period exists", CodeAction::kLookAndAdopt, BlastScope::kRequest, RetryRule::kOnce,
     CodeOwner::kNobody, "The existing report is used; delete it first to have a new one."},
    {2027, "the user has not yet agreed to move to the new organization", CodeAction::kWaitForPerson,
     BlastScope::kSubscriber, RetryRule::kSlow, CodeOwner::kPerson,
     "The user must answer the consent mail; it can be sent again."},
    {2028, "the billing period is not written as expected", CodeAction::kPark, BlastScope::kRequest, RetryRule::kNever,
     CodeOwner::kOperator, "Write the period YYYY-MM."},
    {2029, "billing reports are not allowed for this account", CodeAction::kPark, BlastScope::kPartner,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Sign in as a partner administrator with the billing scopes."},
    {2030, "the report service is busy", CodeAction::kRetry, BlastScope::kPlatform, RetryRule::kBackOff,
     CodeOwner::kNobody, "Nothing to do: it is tried again."},
    {2031, "the sort key is not known", CodeAction::kPark, BlastScope::kRequest, RetryRule::kNever, CodeOwner::kCisco,
     "Sort by id, status or billingPeriod."},
    {2032, "the user is not in the organization's synchronized directory", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Add the user to the customer's directory, then provision again."},
    {2033, "the user's details differ from the synchronized directory", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Make names and address in BroadWorks and in the customer's directory the same."},
    {2034, "the organization is not ready yet", CodeAction::kWait, BlastScope::kEnterprise, RetryRule::kDoubling,
     CodeOwner::kNobody, "Nothing to do: the first subscriber of the enterprise is still being provisioned."},
    {2039, "no such workspace", CodeAction::kLookAndAdopt, BlastScope::kRequest, RetryRule::kOnce, CodeOwner::kNobody,
     "List the workspaces again."},
    {2040, "the workspace name is taken", CodeAction::kPark, BlastScope::kRequest, RetryRule::kNever,
     CodeOwner::kOperator, "Choose another name for the workspace."},
    {2042, "a feature is not switched on for this partner", CodeAction::kPark, BlastScope::kPartner, RetryRule::kNever,
     CodeOwner::kCisco, "Ask Cisco to enable the feature for the partner organization."},
    {2043, "the partner has no BroadWorks cluster", CodeAction::kPark, BlastScope::kPartner, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Add the BroadWorks cluster in Partner Hub."},
    {2045, "precheck: the user is already provisioned", CodeAction::kLookAndAdopt, BlastScope::kSubscriber,
     RetryRule::kOnce, CodeOwner::kNobody, "The subscriber is looked up and adopted when it is ours."},
    {2046, "precheck: this kind of customer cannot be checked", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kOperator, "Provision without precheck; the check does not cover hybrid customers."},
    {2047, "the customer is a Webex for BroadWorks customer, not a Wholesale one", CodeAction::kPark,
     BlastScope::kEnterprise, RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Use the BroadWorks calls for this customer."},
    {2048, "the user has a calling package that does not go with this one", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Remove the other calling package from the user in Control Hub."},
    {2501, "Wholesale: the organization is not one of this partner's", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Check the customer's organization in Partner Hub."},
    {2502, "Wholesale: the customer is being changed", CodeAction::kWait, BlastScope::kEnterprise, RetryRule::kDoubling,
     CodeOwner::kNobody, "Nothing to do: it is tried again when the change is through."},
    {2503, "Wholesale: the customer exists under another external id", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Use the external id under which the customer was made."},
    {2504, "Wholesale: the customer is not ready", CodeAction::kWait, BlastScope::kEnterprise, RetryRule::kDoubling,
     CodeOwner::kNobody, "Nothing to do: it is tried again when the customer is provisioned."},
    {2505, "Wholesale: e-mail address and user id belong to different people", CodeAction::kPark,
     BlastScope::kSubscriber, RetryRule::kNever, CodeOwner::kOperator,
     "Correct the e-mail address or the user id in BroadWorks."},
    {2506, "Wholesale: the customer does not have this package", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Add the package to the customer, or map its users to one it has."},
    {2507, "Wholesale: the user is already provisioned", CodeAction::kLookAndAdopt, BlastScope::kSubscriber,
     RetryRule::kOnce, CodeOwner::kNobody, "The subscriber is looked up and adopted when it is ours."},
    {2508, "Wholesale: the BroadWorks user id is missing", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kCisco, "Nothing in the data is wrong; report it with the tracking id."},
    {2509, "Wholesale: the billing dates are not valid", CodeAction::kPark, BlastScope::kRequest, RetryRule::kNever,
     CodeOwner::kOperator, "Correct first and last day of the period."},
    {2510, "Wholesale: the sort key of the report list is not known", CodeAction::kPark, BlastScope::kRequest,
     RetryRule::kNever, CodeOwner::kCisco, "Report it with the tracking id."},
    {2511, "Wholesale: the report status is not known", CodeAction::kPark, BlastScope::kRequest, RetryRule::kNever,
     CodeOwner::kCisco, "Report it with the tracking id."},
    {2512, "Wholesale: the report type is not known", CodeAction::kPark, BlastScope::kRequest, RetryRule::kNever,
     CodeOwner::kCisco, "Report it with the tracking id."},
    {2513, "Wholesale: the customer still has workspaces", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kOperator, "Remove the customer's workspaces first."},
    {2514, "Wholesale: the customer still has users", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kOperator, "Remove the customer's users first."},
    {2515, "Wholesale: the partner is not entitled", CodeAction::kPark, BlastScope::kPartner, RetryRule::kNever,
     CodeOwner::kCisco, "Have the partner organization entitled for the package."},
    {2516, "Wholesale: the partner has no subscription", CodeAction::kPark, BlastScope::kPartner, RetryRule::kNever,
     CodeOwner::kCisco, "Order the subscription for the package."},
    {2517, "Wholesale: the location is not one of this customer's", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Choose a location of the customer."},
    {2518, "Wholesale: no location could be chosen by itself", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Name the location, or give the customer a default one."},
    {2519, "Wholesale: the template names no subscription", CodeAction::kPark, BlastScope::kTemplate, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Enter the subscription in the customer template."},
    {2520, "Wholesale: the package is still assigned to somebody", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kOperator, "Take the package from users and workspaces first."},
    {2521, "Wholesale: the customer's address is not valid", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Correct the customer's address."},
    {2522, "Wholesale: the phone number is not one of this customer's", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kOperator, "Correct the number, or add it to the customer."},
    {2523, "Wholesale: the extension is not valid or taken", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kOperator, "Give the user another extension."},
    {2524, "Wholesale: the template names no PSTN provider", CodeAction::kPark, BlastScope::kTemplate,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Enter the PSTN provider in the customer template."},
    {2528, "Wholesale: the country code is not valid", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Correct the country of the calling attributes."},
    {2529, "Wholesale: the state or province does not go with the country", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Correct state or province."},
    {2530, "Wholesale: state or province is missing", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Enter state or province."},
    {2531, "Wholesale: the postal code is missing", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Enter the postal code."},
    {2532, "Wholesale: the time zone does not go with the country", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Correct the time zone of the calling attributes."},
    {2533, "Wholesale: the language is not valid", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Correct the language of the calling attributes."},
    {2534, "Wholesale: the partner's subscription id is not valid", CodeAction::kPark, BlastScope::kTemplate,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Correct the subscription id in the customer template."},
    {2535, "Wholesale: the BroadWorks id is in use by the template's users", CodeAction::kPark, BlastScope::kTemplate,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Keep the id, or make another template."},
    {2536, "Wholesale: the package's state allows no change", CodeAction::kWait, BlastScope::kSubscriber,
     RetryRule::kDoubling, CodeOwner::kNobody, "Nothing to do: it is tried again."},
    {2539, "Wholesale: the country is not served", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kCisco, "Ask Cisco whether the country can be served."},
    {2540, "precheck: the customer is known under another primary e-mail address", CodeAction::kPark,
     BlastScope::kEnterprise, RetryRule::kNever, CodeOwner::kOperator,
     "Check with the address of a user the enterprise already has."},
    {2541, "Wholesale: no such customer", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Check the customer in Partner Hub."},
    {2544, "packages cannot be added and removed in one change", CodeAction::kSplit, BlastScope::kSubscriber,
     RetryRule::kOnce, CodeOwner::kNobody, "Nothing to do: the change is sent in two steps."},
    {2546, "Wholesale: address check failed for the country", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Correct the country of the customer's address."},
    {2547, "Wholesale: address check failed for the postal code", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Correct the postal code of the customer's address."},
    {2548, "Wholesale: the address lacks a required part", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Complete the customer's address."},
    {2549, "Wholesale: the address was not accepted", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Correct the customer's address."},
    {2550, "Wholesale: address check failed for the city", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Correct the city of the customer's address."},
    {2551, "Wholesale: address check failed for state or province", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Correct state or province of the customer's address."},
    {2552, "the customer is a Wholesale customer", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kPartnerAdmin,
     "Take the enterprise out of scope: the BroadWorks calls do not serve Wholesale customers."},
    {2553, "Wholesale: the extension is reserved", CodeAction::kPark, BlastScope::kSubscriber, RetryRule::kNever,
     CodeOwner::kOperator, "Give the user an extension that is no emergency or repair number."},
    {2560, "Webex Calling provisioning is down", CodeAction::kRetry, BlastScope::kPlatform, RetryRule::kBackOff,
     CodeOwner::kNobody, "Nothing to do: it is tried again. status.webex.com shows maintenance."},
    {2561, "Wholesale: the subscription has no active licence", CodeAction::kPark, BlastScope::kTemplate,
     RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Activate the subscription's licences, or name another subscription in the template."},
    {2571, "Wholesale: the licence could not be taken back", CodeAction::kRetry, BlastScope::kSubscriber,
     RetryRule::kBackOff, CodeOwner::kNobody, "Nothing to do: it is tried again."},
    {2573, "Wholesale: the number is used by a user or location", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kOperator, "Free the number or give the user another one."},
    {2574, "Wholesale: the extension is used by another user", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kOperator, "Give the user another extension."},
    {2575, "Wholesale: the number is already assigned", CodeAction::kPark, BlastScope::kSubscriber, RetryRule::kNever,
     CodeOwner::kOperator, "Free the number or give the user another one."},
    {2576, "Wholesale: the extension is not valid", CodeAction::kPark, BlastScope::kSubscriber, RetryRule::kNever,
     CodeOwner::kOperator, "Correct the extension."},
    {2577, "Wholesale: a toll-free number cannot be assigned", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kOperator, "Give the user an ordinary number."},
    {2578, "Wholesale: the organization id is missing for an existing customer", CodeAction::kPark,
     BlastScope::kEnterprise, RetryRule::kNever, CodeOwner::kPartnerAdmin, "Name the customer's organization."},
    {2579, "Wholesale: a value of the customer change is not valid", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Correct the value that the answer names."},
    {2584, "Wholesale: calling behaviour and template do not agree", CodeAction::kPark, BlastScope::kSubscriber,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Choose a calling behaviour template that fits the user."},
    {2587, "the user was removed while being provisioned", CodeAction::kRetry, BlastScope::kSubscriber,
     RetryRule::kDoubling, CodeOwner::kNobody, "Nothing to do: it is provisioned again later, after a look."},
    {2591, "Wholesale: the customer is not on the single licence model", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Move the customer to the single licence model, or choose another package."},
    {3001, "the organization lacks the licences for this package", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Order the licences for the customer's organization, or map its users to another package."},
    {4001, "the service provider's e-mail address in the template has no administrator any more", CodeAction::kPark,
     BlastScope::kTemplate, RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Enter the address of a present partner administrator in the customer template."},
    {5001, "Webex failed internally", CodeAction::kRetry, BlastScope::kPlatform, RetryRule::kBackOff, CodeOwner::kCisco,
     "It is tried again; if it persists, open a support case and quote the internal code."},
    {5002, "the template's identity provider id is not valid", CodeAction::kPark, BlastScope::kTemplate,
     RetryRule::kNever, CodeOwner::kPartnerAdmin,
     "Correct the partner's identity provider entity id in the customer template."},
    {5003, "the provisioning id was not found", CodeAction::kPark, BlastScope::kTemplate, RetryRule::kNever,
     CodeOwner::kOperator,
     "Copy the provisioning id of the customer template from Partner Hub into the configuration."},
    {5004, "Webex could not work with this request", CodeAction::kPark, BlastScope::kSubscriber, RetryRule::kNever,
     CodeOwner::kOperator,
     "Check the subscriber's data and the customer template; if both are right, open a support case."},
    {6001, "the directory synchronization was aborted", CodeAction::kRetry, BlastScope::kEnterprise,
     RetryRule::kBackOff, CodeOwner::kNobody, "Start the synchronization again later."},
    {6002, "another directory synchronization of the cluster is running", CodeAction::kWait, BlastScope::kCluster,
     RetryRule::kDoubling, CodeOwner::kNobody, "Nothing to do: one at a time is allowed per cluster."},
    {6003, "Webex cannot reach the BroadWorks cluster", CodeAction::kPark, BlastScope::kCluster, RetryRule::kNever,
     CodeOwner::kPartnerAdmin, "Test the cluster's connection settings in Partner Hub."},
    {6004, "directory synchronization is off for the enterprise", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kOperator, "Switch it on for the enterprise first."},
    {6005, "hybrid directory synchronization is already on", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "Choose one of the two kinds of synchronization."},
    {6006, "no such enterprise", CodeAction::kLookAndAdopt, BlastScope::kEnterprise, RetryRule::kOnce,
     CodeOwner::kNobody, "List the enterprises again."},
    {6007, "directory synchronization cannot be switched off while it runs", CodeAction::kWait, BlastScope::kEnterprise,
     RetryRule::kDoubling, CodeOwner::kNobody, "Nothing to do: it is tried again when the run is over."},
    {6013, "the enterprise has no provisioned user", CodeAction::kPark, BlastScope::kEnterprise, RetryRule::kNever,
     CodeOwner::kOperator, "Provision the first subscriber of the enterprise."},
    {6014, "the user has neither number nor extension", CodeAction::kPark, BlastScope::kSubscriber, RetryRule::kNever,
     CodeOwner::kOperator, "Give the user a number or an extension in BroadWorks."},
    {6015, "the customer's encryption key was revoked or deleted", CodeAction::kPark, BlastScope::kEnterprise,
     RetryRule::kNever, CodeOwner::kPartnerAdmin, "The customer's administrator must restore the key."},
}};

constexpr bool is_sorted_table()
{
    for (std::size_t i = 1; i < kCodes.size(); ++i) {
        if (kCodes[i - 1].code >= kCodes[i].code) return false;
    }
    return true;
}
static_assert(is_sorted_table());

constexpr WebexCode kUnknown = {
    0,
    "Webex refused with a code we do not know",
    CodeAction::kPark,
    BlastScope::kSubscriber,
    RetryRule::kNever,
    CodeOwner::kOperator,
    "Read Webex's own text; retry by hand once the cause is gone, or open a support case with the tracking id."};

// For answers without a known code, by HTTP status. They carry code 0.
constexpr WebexCode kTokenRefused = {
    0,
    "Webex refused the access token",
    CodeAction::kRefreshGrant,
    BlastScope::kPartner,
    RetryRule::kOnce,
    CodeOwner::kNobody,
    "The token is renewed by itself; when that fails, import a new refresh token or sign in again."};
constexpr WebexCode kForbidden = {
    0,
    "Webex grants no right to this",
    CodeAction::kStopPartner,
    BlastScope::kPartner,
    RetryRule::kNever,
    CodeOwner::kPartnerAdmin,
    "Sign in as a partner full administrator and grant every scope that the integration asks for."};
constexpr WebexCode kNotThere = {0,
                                 "Webex does not know this object",
                                 CodeAction::kLookAndAdopt,
                                 BlastScope::kSubscriber,
                                 RetryRule::kOnce,
                                 CodeOwner::kNobody,
                                 "The subscriber is looked up by its user id."};
constexpr WebexCode kConflict = {0,
                                 "Webex reports a conflict without saying which",
                                 CodeAction::kLookAndAdopt,
                                 BlastScope::kSubscriber,
                                 RetryRule::kOnce,
                                 CodeOwner::kNobody,
                                 "The subscriber is looked up by its user id."};
constexpr WebexCode kBusy = {0,
                             "Webex asks to wait",
                             CodeAction::kWait,
                             BlastScope::kPartner,
                             RetryRule::kDoubling,
                             CodeOwner::kNobody,
                             "Nothing to do: calls go on when the time that Webex named is over."};
constexpr WebexCode kIll = {0,
                            "Webex is not working at the moment",
                            CodeAction::kRetry,
                            BlastScope::kPlatform,
                            RetryRule::kBackOff,
                            CodeOwner::kNobody,
                            "Nothing to do: it is tried again. status.webex.com shows incidents."};
constexpr WebexCode kRedirected = {0,
                                   "the address answers with a redirect, which is never followed",
                                   CodeAction::kRetry,
                                   BlastScope::kPartner,
                                   RetryRule::kBackOff,
                                   CodeOwner::kOperator,
                                   "Check base_url, and whether a proxy answers in the place of Webex."};
constexpr WebexCode kAlreadyGone = {2001,
                                    "the subscriber is already gone",
                                    CodeAction::kDone,
                                    BlastScope::kSubscriber,
                                    RetryRule::kNever,
                                    CodeOwner::kNobody,
                                    "Nothing to do."};

const WebexCode* find(int code)
{
    const auto* found = std::lower_bound(kCodes.begin(), kCodes.end(), code,
                                         [](const WebexCode& entry, int wanted) { return entry.code < wanted; });
    return found != kCodes.end() && found->code == code ? found : nullptr;
}

const WebexCode& by_status(int http_status)
{
    switch (http_status) {
        case 401:
            return kTokenRefused;
        case 403:
            return kForbidden;
        case 404:
        case 410:
            return kNotThere;
        case 409:
            return kConflict;
        case 408:
        case 423:
        case 425:
        case 429:
            return kBusy;
        default:
            break;
    }
    if (http_status >= 500) return kIll;
    if (http_status >= 300 && http_status < 400) return kRedirected;
    return kUnknown;
}

}  // namespace

std::span<const WebexCode> webex_codes()
{
    return kCodes;
}

const WebexCode& webex_code(int code)
{
    const WebexCode* found = find(code);
    return found != nullptr ? *found : kUnknown;
}

const WebexCode& webex_code_for(WebexCall call, int http_status, int code)
{
    if (code == 2001 && call == WebexCall::kRemove) return kAlreadyGone;
    const WebexCode* found = find(code);
    if (found != nullptr) return *found;
    // A code that the guide does not list parks, whatever the status; only an answer without any code is read by its
    // status.
    if (code != 0 && http_status < 500 && http_status != 401 && http_status != 429) return kUnknown;
    return by_status(http_status);
}

}  // namespace bwsync
