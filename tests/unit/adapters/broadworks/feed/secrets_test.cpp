// Nothing of a request but its identity elements may leave the decoder: not in a record, not in a key, not in an error.
#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "adapters/broadworks/feed/reader.hpp"
#include "daemon/domain/feed/feed_commands.hpp"
#include "tests/unit/adapters/broadworks/feed/documents.hpp"

namespace bwsync::feed {
namespace {

using namespace feed_documents;

constexpr std::string_view kSecret = "s3cr3t-X9";

std::string everything(const FeedEvent& event)
{
    std::string out = event.record.command + "\n" + event.record.write_id + "\n" + event.record.actor + "\n" +
                      event.record.login_type + "\n";
    for (const auto& [name, value] : event.record.identities) out += name + "=" + value + "\n";
    for (const auto& key : event.classification.keys)
        out += key.service_provider_id + key.group_id + key.user_id + "\n";
    for (const auto& rename : event.classification.renames) out += rename.from + rename.to + "\n";
    return out;
}

// Everything the core can get to see of these bytes.
std::string outputs_of(std::string_view bytes)
{
    Reader reader(1 << 20);
    std::memcpy(reader.prepare(bytes.size()).data(), bytes.data(), bytes.size());
    reader.commit(bytes.size());
    std::string out;
    while (const auto step = reader.next()) {
        if (const auto* gap = std::get_if<FeedGap>(&*step)) {
            out += gap->detail + "\n";
        } else {
            for (const auto& event : std::get<FeedBatch>(*step).events) out += everything(event);
        }
    }
    return out;
}

void expect_no_secret(const std::string& bytes)
{
    EXPECT_NE(bytes.find(kSecret), std::string::npos) << "nothing was planted";
    const std::string out = outputs_of(bytes);
    EXPECT_EQ(out.find(kSecret), std::string::npos) << bytes;
}

// Children in which a secret, or what is nobody's business, may stand.
std::string planted()
{
    const std::string secret(kSecret);
    std::string out;
    for (const char* name : {"password", "newPassword", "oldPassword", "passcode", "newPasscode", "signedPassword",
                             "provisioningPassword", "sipAuthenticationPassword", "sharedSecret", "authorizationCode",
                             "phoneNumber", "emailAddress", "mobilePhoneNumber", "lastName", "unheardOf"}) {
        out.append("<").append(name).append(">").append(secret).append("</").append(name).append(">");
    }
    out += "<deep><er><password>" + secret + "</password></er></deep><note a=\"" + secret + "\"/>";
    out += "<x><![CDATA[" + secret + "]]]]><![CDATA[></x><!-- " + secret + " --><?hint " + secret + "?>";
    return out;
}

TEST(SecretsTest, NoCommandOfTheTableLetsAnythingButIdentitiesOut)
{
    for (const auto& known : feed_commands()) expect_no_secret(document_of(known.base, planted()));
}

TEST(SecretsTest, NeitherDoUnknownCommandsOrNotifications)
{
    expect_no_secret(document_of("UserHologramModifyRequest", planted()));
    for (const char* kind : {"OCIReportingServerStatusNotification", "OCIReportingReportPublicIdentityNotification",
                             "OCIReportingHologramNotification"}) {
        std::string children = planted();
        for (std::size_t at = 0; (at = children.find("]]]]><![CDATA[>", at)) != std::string::npos;)
            children.replace(at, 15, "]]>");
        expect_no_secret(document("<command xsi:type=\"" + std::string(kind) + "\">" + children + "</command>"));
    }
}

TEST(SecretsTest, ErrorsNeverQuoteTheStream)
{
    const std::string secret(kSecret);
    expect_no_secret(secret + document("<command/>"));
    expect_no_secret("<" + secret + ">" + user_delete("a@example.com"));
    expect_no_secret(document("<command " + secret + "=\"1\"/>"));
    expect_no_secret(document(report(cdata(request(command(secret + " with spaces", ""))))));
    expect_no_secret(
        document(report(cdata(request("<command xsi:type=\"UserDeleteRequest\"><userId>" + secret + "</command>")))));
    expect_no_secret(document_of("UserDeleteRequest", "<userId>" + secret + "&" + secret + ";</userId>"));
    expect_no_secret(document_of("UserDeleteRequest", "<userId>" + std::string(600, 'x') + secret + "</userId>"));
    expect_no_secret(document_of("UserDeleteRequest", "<userId><password>" + secret + "</password></userId>"));
    expect_no_secret("<?xml version=\"1.0\" encoding=\"" + secret + "\"?>" + document("").substr(kDeclaration.size()));
}

// Whatever bytes are changed around it, a password between its tags stays inside.
TEST(SecretsTest, DamageDoesNotLetAPasswordOut)
{
    const std::string whole = document_of("UserAddRequest22",
                                          "<serviceProviderId>sp</serviceProviderId><groupId>g</groupId>"
                                          "<userId>ana@example.com</userId>" +
                                              planted());
    std::mt19937 random(7);
    const std::string bytes = "<>/!?[]&;\"'= -ax\n\x80";
    for (int round = 0; round < 20'000; ++round) {
        std::string damaged = whole;
        for (int i = 0; i < 3; ++i) {
            const auto at = std::uniform_int_distribution<std::size_t>(0, damaged.size() - 1)(random);
            damaged[at] = bytes[random() % bytes.size()];
        }
        ASSERT_EQ(outputs_of(damaged).find(kSecret), std::string::npos) << damaged;
    }
}

}  // namespace
}  // namespace bwsync::feed
