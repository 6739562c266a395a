#include "tests/lab/webex/model/codes.hpp"

#include <algorithm>
#include <iterator>

namespace bwsync::lab::webex {
namespace {

constexpr ErrorCode kCodes[] = {
    {1001, 400, false, "A mandatory parameter was not specified."},
    {1002, 400, false, "A parameter is outside the bounds of its size."},
    {1003, 400, false, "A parameter is not correctly formatted."},
    {1004, 400, false, "The query parameter is invalid."},
    {1005, 400, false, "The HTTP request message is bad or invalid."},
    {2001, 404, false, "The subscriber could not be found."},
    {2002, 409, true, "The subscriber pre-exists in another Webex organization."},
    {2003, 404, false, "The subscriber update is not allowed: the user cannot be found."},
    {2004, 409, false, "The subscriber is unexpectedly associated with a different Webex organization."},
    {2005, 400, false, "The package type is not supported."},
    {2006, 403, false, "Insufficient privileges to perform the operation on this subscriber."},
    {2007, 404, false, "The BroadWorks enterprise is not mapped to a Webex organization."},
    {2008, 400, false, "A provision or update request for the same subscriber is already being processed."},
    {2009, 409, true, "A subscriber with this BroadWorks user ID already exists in the cluster."},
    {2010, 409, true, "The email is already used by another BroadWorks subscriber."},
    {2011, 409, true, "The customer organization has no full administrator."},
    {2012, 409, false, "The subscriber is already entitled to Webex Calling."},
    {2013, 404, false, "The provisioning ID maps to none of the customer templates."},
    {2014, 400, false, "The provisioning ID does not match that of the enterprise."},
    {2015, 409, false, "The enterprise ID conflicts with a service provider or enterprise of the cluster."},
    {2016, 409, false, "Customer and partner are in different regions."},
    {2017, 409, false, "Automatic provisioning into the existing Webex organization is forbidden."},
    {2018, 409, false, "The organization is managed by a different partner."},
    {2019, 409, false, "The email domain is claimed by another organization."},
    {2020, 409, false, "The update is not allowed in the subscriber's current status."},
    {2023, 400, false, "The requested billing period is invalid."},
    {2024, 404, false, "The billing report could not be found."},
    {2025, 409, false, "The billing report is being generated."},
    {2026, 409, false, "A billing report for this period already exists."},
    {2027, 409, false, "The migration of the user is pending."},
    {2028, 400, false, "The billing period is not in the format YYYY-MM."},
    {2029, 403, false, "Access to billing reports is forbidden."},
    {2030, 503, false, "The billing reports server is busy, try again later."},
    {2031, 400, false, "The value of sortBy is invalid."},
    {2034, 403, false, "The organization is not yet fully provisioned."},
    {2039, 404, false, "The workspace could not be found."},
    {2040, 409, false, "The workspace name is already in use."},
    {2042, 403, false, "Access to the requested feature is not permitted."},
    {2043, 403, true, "The partner organization has no BroadWorks cluster."},
    {2045, 409, true, "The subscriber is already onboarded with a package."},
    {2046, 400, true, "The precheck does not support the hybrid flow."},
    {2047, 409, false, "The customer must not be changed through the wholesale API."},
    {2048, 409, false, "An incompatible calling package is already assigned."},
    {2540, 409, true, "The primary email does not match that of the customer."},
    {2544, 400, false, "Simultaneous addition and removal is not allowed."},
    {2552, 409, false, "The customer is a Webex for Wholesale customer."},
    {2560, 503, false, "Required Webex Calling provisioning services are unavailable."},
    {2571, 503, false, "The license could not be removed."},
    {2587, 409, true, "The user was unexpectedly removed during provisioning."},
    {3001, 400, false, "The organization does not have the required licenses."},
    {4001, 0, true, "The service provider email of the template is no longer that of an administrator."},
    {5001, 500, true, "Internal server error."},
    {5002, 400, true, "The identity provider of the partner is invalid."},
    {5003, 404, false, "The provisioning ID was not found."},
    {5004, 400, true, "The request is invalid and cannot be processed."},
    {6001, 0, true, "The directory synchronization was aborted."},
    {6002, 429, false, "Another directory synchronization is in progress, try again later."},
    {6003, 0, true, "The BroadWorks cluster could not be reached."},
    {6004, 400, false, "Directory synchronization is not enabled for the enterprise."},
    {6005, 409, false, "Hybrid directory synchronization is already enabled for the enterprise."},
    {6006, 404, false, "The enterprise does not exist in the partner organization."},
    {6007, 409, false, "Directory synchronization cannot be disabled while it runs."},
    {6013, 0, true, "The enterprise has no provisioned user."},
    {6014, 400, false, "The user to be synchronized has neither number nor extension."},
    {6015, 405, false, "The primary key of the customer was revoked or deleted."},
};

}  // namespace

const ErrorCode* find_code(int code)
{
    const auto found =
        std::find_if(std::begin(kCodes), std::end(kCodes), [code](const ErrorCode& row) { return row.code == code; });
    return found == std::end(kCodes) ? nullptr : found;
}

std::string code_text(int code)
{
    const ErrorCode* known = find_code(code);
    return known ? known->text : "Error " + std::to_string(code);
}

}  // namespace bwsync::lab::webex
