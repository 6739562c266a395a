#include "adapters/broadworks/ocip/request.hpp"

#include <gtest/gtest.h>

namespace bwsync::ocip {
namespace {

TEST(OcipRequest, ADocumentCarriesSessionEchoesAndEmptyNamespaces)
{
    const std::vector<Command> commands{Command("UserGetRequest22V6", {Element("userId", "u@example.com")}),
                                        Command("SystemSoftwareVersionGetRequest")};
    EXPECT_EQ(write_document("S1", commands, {"1", "2"}),
              "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"
              "<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
              "<sessionId xmlns=\"\">S1</sessionId>"
              "<command xsi:type=\"UserGetRequest22V6\" xmlns=\"\" echo=\"1\"><userId>u@example.com</userId></command>"
              "<command xsi:type=\"SystemSoftwareVersionGetRequest\" xmlns=\"\" echo=\"2\"></command>"
              "</BroadsoftDocument>\n");
}

TEST(OcipRequest, ChildrenKeepTheirOrderAndTheirTextIsEscaped)
{
    const std::vector<Command> commands{
        Command("UserGetListInGroupRequest",
                {Element("serviceProviderId", "A&B"), Element("GroupId", "K\xC3\xB8ge \xE2\x82\xAC")})};
    const std::string written = write_document("s", commands, {"e"});
    EXPECT_NE(written.find("<serviceProviderId>A&amp;B</serviceProviderId><GroupId>K\xF8ge &#8364;</GroupId>"),
              std::string::npos)
        << written;
}

}  // namespace
}  // namespace bwsync::ocip
