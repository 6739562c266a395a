// Documents of the feed for tests and benchmarks, in the shape a server writes them. All names are invented.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bwsync::feed_documents {

inline constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n";

// One command of a request: "UserDeleteRequest", "<userId>ana@example.com</userId>".
inline std::string command(std::string_view name, std::string_view children)
{
    std::string out = "<command xsi:type=\"";
    out.append(name).append("\" xmlns=\"\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    return out.append(children).append("</command>");
}

// The OCI-P document inside a report; `commands` as command() makes them.
inline std::string request(std::string_view commands)
{
    std::string out = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><BroadsoftDocument protocol=\"OCI\" xmlns=\"C\">";
    return out.append("<userId xmlns=\"\">admin</userId>").append(commands).append("</BroadsoftDocument>");
}

// A report with its request as it is written between <request> and </request>.
inline std::string report(std::string_view request_markup, std::string_view id = "write257")
{
    std::string out = "<command xsi:type=\"OCIReportingReportNotification\"><id>";
    out.append(id).append("</id><userId>admin</userId><loginType>System</loginType><request>");
    return out.append(request_markup).append("</request></command>");
}

inline std::string cdata(std::string_view text)
{
    return "<![CDATA[" + std::string(text) + "]]>";
}

// A whole document; `notifications` as report() makes them.
inline std::string document(std::string_view notifications)
{
    std::string out(kDeclaration);
    out.append("<BroadsoftOCIReportingDocument protocol=\"OCIReporting\" ");
    out.append("xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    return out.append(notifications).append("</BroadsoftOCIReportingDocument>\n");
}

// The most frequent kind: one report with one command in CDATA.
inline std::string document_of(std::string_view name, std::string_view children, std::string_view id = "write257")
{
    return document(report(cdata(request(command(name, children))), id));
}

inline std::string user_delete(std::string_view user)
{
    return document_of("UserDeleteRequest", "<userId>" + std::string(user) + "</userId>");
}

// What one save of the portal's profile page sends.
inline std::string profile_saved(std::string_view user)
{
    const std::string id(user);
    return document_of(
        "UserModifyRequest17sp4",
        "<userId>" + id +
            "</userId><lastName>Example</lastName><firstName>Ana</firstName>"
            "<callingLineIdLastName>Example</callingLineIdLastName><callingLineIdFirstName>Ana</callingLineIdFirstName>"
            "<nameDialingName xsi:nil=\"true\"/><department xsi:type=\"GroupDepartmentKey\" xsi:nil=\"true\"/>"
            "<language>English</language><timeZone>Europe/Madrid</timeZone><title xsi:nil=\"true\"/>"
            "<pagerPhoneNumber xsi:nil=\"true\"/><mobilePhoneNumber>+34600000000</mobilePhoneNumber>"
            "<emailAddress>" +
            id +
            "</emailAddress><yahooId xsi:nil=\"true\"/><addressLocation xsi:nil=\"true\"/><address>"
            "<addressLine1>Calle Mayor 1</addressLine1><addressLine2 xsi:nil=\"true\"/><city>Madrid</city>"
            "<stateOrProvince "
            "xsi:nil=\"true\"/><zipOrPostalCode>28013</zipOrPostalCode><country>Spain</country></address>");
}

// The addresses page: number, extension, endpoint.
inline std::string addresses_saved(std::string_view user)
{
    const std::string id(user);
    return document_of(
        "UserModifyRequest22",
        "<userId>" + id +
            "</userId><phoneNumber>910000001</phoneNumber><extension>7777</extension>"
            "<sipAliasList xsi:nil=\"true\"/><endpoint><accessDeviceEndpoint><accessDevice>"
            "<deviceLevel>Group</deviceLevel><deviceName>desk-7777</deviceName></accessDevice><linePort>" +
            id + "</linePort><contactList xsi:nil=\"true\"/></accessDeviceEndpoint></endpoint>");
}

inline std::string user_added(std::string_view user)
{
    return document_of("UserAddRequest17sp4",
                       "<serviceProviderId>EXAMPLE-SP</serviceProviderId><groupId>madrid</groupId><userId>" +
                           std::string(user) +
                           "</userId><lastName>Example</lastName><firstName>Ana</firstName>"
                           "<callingLineIdLastName>Example</callingLineIdLastName>"
                           "<callingLineIdFirstName>Ana</callingLineIdFirstName><password>s3cret-pw</password>"
                           "<language>English</language><timeZone>Europe/Madrid</timeZone><address/>");
}

inline std::string trunk_group_added(std::string_view pilot)
{
    std::string children =
        "<serviceProviderId>EXAMPLE-SP</serviceProviderId><groupId>madrid</groupId><name>trunk-1</"
        "name><pilotUser><userId>" +
        std::string(pilot) +
        "</userId><lastName>pilot</lastName><firstName>pilot</firstName><password>s3cret-pw</password>"
        "<language>English</language><timeZone>Europe/Madrid</timeZone><department xsi:type=\"GroupDepartmentKey\">"
        "<serviceProviderId>EXAMPLE-SP</serviceProviderId><groupId>madrid</groupId><name>sales</name></department>"
        "</pilotUser>";
    for (const char* name : {"maxActiveCalls", "capacityExceededTrapInitialCalls", "capacityExceededTrapOffsetCalls",
                             "invitationTimeout", "continuousOptionsSendingIntervalSeconds", "failureThresholdCounter",
                             "successThresholdCounter", "inviteFailureThresholdCounter"}) {
        children += std::string("<") + name + ">6</" + name + ">";
    }
    for (const char* name : {"enableBursting", "requireAuthentication", "allowTerminationToTrunkGroupIdentity",
                             "allowTerminationToDtgIdentity", "includeTrunkGroupIdentity", "includeDtgIdentity",
                             "includeTrunkGroupIdentityForNetworkCalls", "includeOtgIdentityForNetworkCalls",
                             "enableNetworkAddressIdentity", "allowUnscreenedCalls", "allowUnscreenedEmergencyCalls",
                             "routeToPeeringDomain", "prefixEnabled", "statefulReroutingEnabled",
                             "sendContinuousOptionsMessage", "useSystemCallingLineAssertedIdentityPolicy",
                             "useSystemCLIDSourceForScreenedCallsPolicy", "useSystemUserLookupPolicy"}) {
        children += std::string("<") + name + ">false</" + name + ">";
    }
    return document_of("GroupTrunkGroupAddInstanceRequest21", children);
}

inline std::string forwarding_saved(std::string_view user)
{
    return document_of("UserCallForwardingAlwaysModifyRequest",
                       "<userId>" + std::string(user) +
                           "</userId><isActive>true</isActive><forwardToPhoneNumber>910000002</forwardToPhoneNumber>"
                           "<isRingSplashActive>false</isRingSplashActive>");
}

inline std::string server_status()
{
    return document("<command xsi:type=\"OCIReportingServerStatusNotification\"><id>write258</id></command>");
}

// A day's mix, in proportions like those of a portal with some bulk provisioning.
inline std::vector<std::string> mixed(std::size_t count)
{
    std::vector<std::string> documents;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string user = "user" + std::to_string(i) + "@madrid.example.com";
        switch (i % 10) {
            case 0:
            case 1:
            case 2:
                documents.push_back(profile_saved(user));
                break;
            case 3:
            case 4:
                documents.push_back(addresses_saved(user));
                break;
            case 5:
            case 6:
                documents.push_back(forwarding_saved(user));
                break;
            case 7:
                documents.push_back(user_added(user));
                break;
            case 8:
                documents.push_back(trunk_group_added(user));
                break;
            default:
                documents.push_back(user_delete(user));
        }
    }
    return documents;
}

}  // namespace bwsync::feed_documents
