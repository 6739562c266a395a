#include "daemon/domain/preview/precheck_codes.hpp"

#include <algorithm>
#include <array>

namespace bwsync {

namespace {

using enum AccountMove;
using enum TargetOrganization;

constexpr std::string_view kNothing = "Nothing but the new service.";
constexpr std::string_view kMoved =
    "The existing Webex account moves into the customer's organization without a question.";
constexpr std::string_view kAsked =
    "A mail asks for consent to move the existing Webex account; the service begins after the answer.";
constexpr std::string_view kAttached = "The service is added to the Webex account in use.";
constexpr std::string_view kPrimaryFirst = "Provision the primary.";

constexpr std::array<PrecheckCode, 17> kPrecheckCodes = {{
    {100, false, kNone, kNone, kUnsaid, "provisioning will succeed", "", kNothing},
    {101, true, kNone, kNone, kUnsaid, "will succeed once the primary is provisioned", kPrimaryFirst, kNothing},
    {102, false, kByItself, kNone, kNew, "the person's free account moves by itself into a new organization", "",
     kMoved},
    {103, false, kByItself, kNone, kExisting, "the person's free account moves by itself to the primary's organization",
     "", kMoved},
    {104, false, kWithConsent, kNone, kExisting,
     "the person's free account moves to the primary's organization after consent", "", kAsked},
    {105, true, kByItself, kNone, kUnsaid,
     "after the primary, the person's free account moves by itself to the primary's organization", kPrimaryFirst,
     kMoved},
    {106, true, kWithConsent, kNone, kUnsaid,
     "after the primary, the person's free account moves to the primary's organization after consent", kPrimaryFirst,
     kAsked},
    {107, false, kNone, kNone, kExisting, "the customer has an organization: the package is attached to it", "",
     kAttached},
    {108, true, kByItself, kByItself, kNew,
     "both the primary's and the person's free accounts move by themselves into a "
     "new organization",
     kPrimaryFirst, kMoved},
    {109, true, kWithConsent, kByItself, kNew,
     "the primary's free account moves by itself into a new organization, the person's follows after consent",
     kPrimaryFirst, kAsked},
    {110, true, kNone, kNone, kExisting,
     "the primary has an organization: the package is attached to it, and the person is added", kPrimaryFirst,
     kNothing},
    {111, true, kNone, kByItself, kNew,
     "the primary's free account moves by itself into a new organization, and the person is added", kPrimaryFirst,
     kNothing},
    {112, true, kNone, kNone, kExisting,
     "primary and person are in the same organization: the package is attached to both", kPrimaryFirst, kAttached},
    {113, true, kByItself, kNone, kExisting,
     "the primary has an organization, and the person's free account moves there by itself", kPrimaryFirst, kMoved},
    {114, true, kWithConsent, kNone, kExisting,
     "the primary has an organization, and the person's free account moves there after consent", kPrimaryFirst, kAsked},
    {115, false, kNone, kNone, kExisting, "the person is in the organization already: the package is attached", "",
     kAttached},
    {116, false, kNone, kNone, kExisting, "the primary's customer has an organization: the package is attached to it",
     "", kNothing},
}};

}  // namespace

std::span<const PrecheckCode> precheck_codes()
{
    return kPrecheckCodes;
}

const PrecheckCode* precheck_code(int code)
{
    const auto found = std::find_if(kPrecheckCodes.begin(), kPrecheckCodes.end(),
                                    [code](const PrecheckCode& entry) { return entry.code == code; });
    return found == kPrecheckCodes.end() ? nullptr : &*found;
}

}  // namespace bwsync
