#include "adapters/broadworks/feed/decode.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/broadworks/feed/identity.hpp"
#include "adapters/broadworks/feed/request.hpp"
#include "tests/unit/adapters/broadworks/feed/documents.hpp"

namespace bwsync::feed {
namespace {

using namespace feed_documents;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using Kind = FeedRecord::Kind;

struct Decoded {
    std::vector<FeedRecord> records;
    std::string error;  // empty: none
};

Decoded decoded(std::string_view document)
{
    Decoder decoder;
    Decoded result;
    if (const char* error = decoder.decode(document, result.records)) result.error = error;
    return result;
}

// The only record of a document that must be good.
FeedRecord only(std::string_view document)
{
    const Decoded result = decoded(document);
    EXPECT_EQ(result.error, "") << document;
    EXPECT_EQ(result.records.size(), 1U) << document;
    return result.records.empty() ? FeedRecord() : result.records[0];
}

std::string error_of(std::string_view document)
{
    return decoded(document).error;
}

void replace(std::string& text, std::string_view from, std::string_view to)
{
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    replace(text, from, to);
    return text;
}

TEST(DecodeTest, AReportGivesItsCommandIdActorAndIdentities)
{
    const FeedRecord record = only(user_added("ana@example.com"));
    EXPECT_EQ(record.kind, Kind::kRequest);
    EXPECT_EQ(record.command, "UserAddRequest17sp4");
    EXPECT_EQ(record.write_id, "write257");
    EXPECT_EQ(record.actor, "admin");
    EXPECT_EQ(record.login_type, "System");
    EXPECT_THAT(record.identities, ElementsAre(Pair("serviceProviderId", "EXAMPLE-SP"), Pair("groupId", "madrid"),
                                               Pair("userId", "ana@example.com")));
}

TEST(DecodeTest, PagesOfThePortalNameTheirUser)
{
    for (const auto& document : {profile_saved("ana@example.com"), addresses_saved("ana@example.com")}) {
        EXPECT_THAT(only(document).identities, ElementsAre(Pair("userId", "ana@example.com")));
    }
}

TEST(DecodeTest, APilotIsReadFromInsideAndADepartmentIsNot)
{
    EXPECT_THAT(only(trunk_group_added("pilot@example.com")).identities,
                ElementsAre(Pair("serviceProviderId", "EXAMPLE-SP"), Pair("groupId", "madrid"),
                            Pair("userId", "pilot@example.com")));
    const std::string moved =
        document_of("UserModifyRequest22",
                    "<userId>a@example.com</userId><department xsi:type=\"GroupDepartmentKey\"><serviceProviderId>"
                    "OTHER</serviceProviderId><groupId>paris</groupId><name>x</name></department>"
                    "<endpoint><userId>inner@example.com</userId></endpoint>");
    EXPECT_THAT(only(moved).identities, ElementsAre(Pair("userId", "a@example.com")));
}

TEST(DecodeTest, ATrunkGroupKeyIsReadFromInside)
{
    EXPECT_THAT(
        only(document_of("GroupTrunkGroupModifyInstanceRequest20sp1",
                         "<trunkGroupKey><serviceProviderId>sp</serviceProviderId><groupId>madrid</groupId>"
                         "<name>t</name></trunkGroupKey><newName>u</newName><pilotUserId>p@example.com</pilotUserId>"))
            .identities,
        ElementsAre(Pair("serviceProviderId", "sp"), Pair("groupId", "madrid"), Pair("pilotUserId", "p@example.com")));
}

TEST(DecodeTest, AnUnknownCommandGivesWhatItNamesAtAnyDepth)
{
    EXPECT_THAT(
        only(document_of("UserHologramModifyRequest30",
                         "<who><userId>a@example.com</userId><deeper><groupId>g</groupId></deeper></who><password>pw"
                         "</password><userId>b@example.com</userId>"))
            .identities,
        ElementsAre(Pair("userId", "a@example.com"), Pair("groupId", "g"), Pair("userId", "b@example.com")));
}

TEST(DecodeTest, NilAndEmptyIdentitiesAreLeftOut)
{
    EXPECT_THAT(only(document_of("UserConsolidatedModifyRequest22",
                                 "<userId>a@example.com</userId><newUserId xsi:nil=\"true\"/>"))
                    .identities,
                ElementsAre(Pair("userId", "a@example.com")));
    EXPECT_THAT(only(document_of("UserConsolidatedModifyRequest22",
                                 "<userId>a@example.com</userId><newUserId> \n </newUserId>"))
                    .identities,
                ElementsAre(Pair("userId", "a@example.com")));
    EXPECT_THAT(only(document_of("UserDeleteRequest", "")).identities, IsEmpty());
    EXPECT_THAT(only(replaced(user_delete("a"), "><userId>a</userId></command>", "/>")).identities, IsEmpty());
}

TEST(DecodeTest, SeveralCommandsOfARequestAndOfADocumentComeInOrder)
{
    const std::string two =
        command("UserDeleteRequest", "<userId>a</userId>") + command("GroupDeleteRequest", "<groupId>g</groupId>");
    const Decoded result = decoded(document(report(cdata(request(two)), "write1") +
                                            report(cdata(request(command("UserModifyRequest22", ""))), "write2")));
    EXPECT_EQ(result.error, "");
    ASSERT_EQ(result.records.size(), 3U);
    EXPECT_EQ(result.records[0].command, "UserDeleteRequest");
    EXPECT_EQ(result.records[0].write_id, "write1");
    EXPECT_EQ(result.records[1].command, "GroupDeleteRequest");
    EXPECT_EQ(result.records[1].write_id, "write1");
    EXPECT_EQ(result.records[1].actor, "admin");
    EXPECT_EQ(result.records[2].write_id, "write2");
}

TEST(DecodeTest, APublicIdentityBesideAReportIsItsOwnRecord)
{
    const std::string both = document(
        report(cdata(request(command("UserModifyRequest22", "<userId>a@example.com</userId>")))) +
        "<command "
        "xsi:type=\"OCIReportingReportPublicIdentityNotification\"><modifiedUser><userId>a@example.com</userId>"
        "<addedSipURI>sip:a@example.com</addedSipURI></modifiedUser><modifiedUser><userId>b@example.com</userId></"
        "modifiedUser>"
        "</command>");
    const Decoded result = decoded(both);
    EXPECT_EQ(result.error, "");
    ASSERT_EQ(result.records.size(), 2U);
    EXPECT_EQ(result.records[1].kind, Kind::kPublicIdentity);
    EXPECT_THAT(result.records[1].identities,
                ElementsAre(Pair("userId", "a@example.com"), Pair("userId", "b@example.com")));
}

TEST(DecodeTest, AServerStatusNeedsNothingInside)
{
    EXPECT_EQ(only(server_status()).kind, Kind::kServerStatus);
    for (const char* inside : {"", "<userId>admin</userId>", "<status><deep>x</deep></status>"}) {
        const FeedRecord record = only(document("<command xsi:type=\"OCIReportingServerStatusNotification\">" +
                                                std::string(inside) + "</command>"));
        EXPECT_EQ(record.kind, Kind::kServerStatus);
        EXPECT_EQ(record.command, "");
        EXPECT_THAT(record.identities, IsEmpty());
    }
    EXPECT_EQ(only(document("<command xsi:type=\"OCIReportingServerStatusNotification\"/>")).kind, Kind::kServerStatus);
}

TEST(DecodeTest, AnUnknownKindIsNamedAndSkipped)
{
    const FeedRecord record =
        only(document("<command xsi:type=\"OCIReportingHologramNotification\"><id>write9</id><request>" +
                      cdata("anything <at all") + "</request><x><userId>u</userId></x></command>"));
    EXPECT_EQ(record.kind, Kind::kUnknownKind);
    EXPECT_EQ(record.command, "OCIReportingHologramNotification");
    EXPECT_EQ(record.write_id, "write9");
    EXPECT_THAT(record.identities, IsEmpty());
}

TEST(DecodeTest, PrettyPrintedDocumentsReadLikeThoseOnOneLine)
{
    std::string pretty = user_added("ana@example.com");
    for (std::size_t at = 0; (at = pretty.find("><", at)) != std::string::npos; at += 4)
        pretty.replace(at, 2, ">\r\n\t<");
    replace(pretty, "<request>\r\n\t<![CDATA[", "<request>\n\t<![CDATA[\n   ");
    replace(pretty, "]]>\r\n", "\n]]>  \n");
    for (std::size_t at = 0; (at = pretty.find(" xmlns", at)) != std::string::npos; at += 3)
        pretty.replace(at, 1, "\r\n\t");
    EXPECT_EQ(only(pretty).identities, only(user_added("ana@example.com")).identities);
}

TEST(DecodeTest, ARequestMayBeEscapedSplitOrMixed)
{
    const std::string text = request(command("UserDeleteRequest", "<userId>a]]&gt;b &amp; caf&#233;</userId>"));
    std::string escaped;
    for (const char c : text) {
        if (c == '<') escaped += "&lt;";
        if (c == '&') escaped += "&amp;";
        if (c == '"') escaped += "&#x22;";
        if (c != '<' && c != '&' && c != '"') escaped += c;
    }
    const auto half = text.size() / 2;
    for (const std::string& markup :
         {cdata(text), escaped, " \n" + cdata(text) + "\n ", cdata(text.substr(0, half)) + cdata(text.substr(half)),
          cdata(text.substr(0, 10)) + "<!-- between -->" + cdata(text.substr(10)), cdata("") + cdata(text),
          cdata(text) + cdata("")}) {
        EXPECT_THAT(only(document(report(markup))).identities, ElementsAre(Pair("userId", "a]]>b & café"))) << markup;
    }
}

TEST(DecodeTest, AnInnerCdataSectionArrivesSplitAtItsEnd)
{
    std::string text = request(command("UserDeleteRequest", "<userId><![CDATA[a&b@example.com]]></userId>"));
    for (std::size_t at = 0; (at = text.find("]]>", at)) != std::string::npos; at += 15)
        text.replace(at, 3, "]]]]><![CDATA[>");
    EXPECT_THAT(only(document(report(cdata(text)))).identities, ElementsAre(Pair("userId", "a&b@example.com")));
}

TEST(DecodeTest, TheDeclaredEncodingIsHonoured)
{
    const std::string latin = user_delete("m\xFCller@example.com");
    EXPECT_THAT(only(latin).identities, ElementsAre(Pair("userId", "müller@example.com")));
    EXPECT_THAT(only(replaced(latin, "ISO-8859-1", "windows-1252")).identities,
                ElementsAre(Pair("userId", "müller@example.com")));
    const std::string utf8 = replaced(user_delete("müller@example.com"), "ISO-8859-1", "UTF-8");
    EXPECT_THAT(only(utf8).identities, ElementsAre(Pair("userId", "müller@example.com")))
        << "the bytes are those of the document around the request";
    const std::string bare = latin.substr(kDeclaration.size());
    EXPECT_THAT(only(bare).identities, ElementsAre(Pair("userId", "müller@example.com")))
        << "without a declaration outside, the request's own counts";
    EXPECT_THAT(only("\xEF\xBB\xBF" + utf8).identities, ElementsAre(Pair("userId", "müller@example.com")));
    // Put together from pieces, the request is in UTF-8 whatever it declares.
    const std::string split = replaced(latin, "<userId>m", "<userId>]]><![CDATA[m");
    EXPECT_THAT(only(split).identities, ElementsAre(Pair("userId", "müller@example.com")));
}

TEST(DecodeTest, AnEncodingNobodyKnowsOrBytesThatAreNotOfItAreDamage)
{
    EXPECT_EQ(error_of(replaced(user_delete("a"), "ISO-8859-1", "UTF-16")), "an encoding that is not known");
    EXPECT_EQ(error_of(replaced(user_delete("a"), "ISO-8859-1", "")), "") << "an empty name is none";
    std::string inner_only = user_delete("a").substr(kDeclaration.size());
    EXPECT_EQ(error_of(replaced(inner_only, "ISO-8859-1", "KOI8-R")), "an encoding that is not known");
    EXPECT_EQ(error_of(replaced(user_delete("m\xFCller"), "ISO-8859-1", "UTF-8")),
              "an identity that is no text of the declared encoding");
    EXPECT_EQ(error_of(user_delete("a&unknown;b")), "an identity that is no text of the declared encoding");
    EXPECT_EQ(error_of(user_delete("a&#0;b")), "an identity that is no text of the declared encoding");
}

TEST(DecodeTest, ValuesAreTokens)
{
    EXPECT_THAT(only(user_delete("\n  ana \t lopez@example.com ")).identities,
                ElementsAre(Pair("userId", "ana lopez@example.com")));
    EXPECT_THAT(only(user_delete("a<!-- c -->b")).identities, ElementsAre(Pair("userId", "ab")));
    EXPECT_THAT(only(user_delete("&quot;a&quot; &lt;b&gt;")).identities, ElementsAre(Pair("userId", "\"a\" <b>")));
}

TEST(DecodeTest, PrefixesAndAttributeOrderDoNotMatter)
{
    const std::string prefixed =
        "<?xml version='1.0' encoding='ISO-8859-1'?><r:BroadsoftOCIReportingDocument xmlns:i='http://www.w3.org/2001/"
        "XMLSchema-instance' xmlns:r='urn:x' protocol='OCIReporting'><r:command "
        "i:type='r:OCIReportingReportNotification'>"
        "<r:request><![CDATA[<c:BroadsoftDocument xmlns:c='C' protocol='OCI'><c:command xmlns='' type='Error' "
        "xmlns:q='http://www.w3.org/2001/XMLSchema-instance' other:type='Wrong' q:type='c:UserDeleteRequest'>"
        "<c:userId>a</c:userId></c:command></c:BroadsoftDocument>]]></r:request><r:id>write5</r:id></r:command>"
        "</r:BroadsoftOCIReportingDocument>";
    const FeedRecord record = only(prefixed);
    EXPECT_EQ(record.command, "UserDeleteRequest");
    EXPECT_EQ(record.write_id, "write5") << "the id may come after the request";
    EXPECT_THAT(record.identities, ElementsAre(Pair("userId", "a")));
}

TEST(DecodeTest, TheCustomaryPrefixDoesWithoutABinding)
{
    const std::string unbound =
        "<BroadsoftOCIReportingDocument><command xsi:type=\"OCIReportingReportNotification\"><request>"
        "<![CDATA[<BroadsoftDocument><command xsi:type=\"UserDeleteRequest\"><userId>a</userId>"
        "</command></BroadsoftDocument>]]></request></command></BroadsoftOCIReportingDocument>";
    EXPECT_EQ(only(unbound).command, "UserDeleteRequest");
}

TEST(DecodeTest, MissingHeadChildrenAreNoDamage)
{
    std::string bare = user_delete("a");
    replace(bare, "<id>write257</id><userId>admin</userId><loginType>System</loginType>", "");
    const FeedRecord record = only(bare);
    EXPECT_EQ(record.write_id + record.actor + record.login_type, "");
    EXPECT_EQ(record.command, "UserDeleteRequest");
}

TEST(DecodeTest, WhatCannotBeReadSaysWhyAndKeepsWhatWasReadBefore)
{
    const std::string good = report(cdata(request(command("UserDeleteRequest", "<userId>a</userId>"))));
    const auto after_good = [&](const std::string& bad) { return document(good + bad); };
    const std::vector<std::pair<std::string, std::string>> cases = {
        {after_good(report("")), "an empty request"},
        {after_good(report(cdata(" "))), "the document ends too early"},
        {after_good(report("<BroadsoftDocument/>")), "a request that holds elements instead of text"},
        {after_good(report(cdata("<Other/>"))), "a request that is no OCI document"},
        {after_good(report(cdata(request("")))), "a request without a command"},
        {after_good(report(cdata("<BroadsoftDocument><command/></BroadsoftDocument>"))), "a command without a type"},
        {after_good(report(cdata(request(command("User Delete", ""))))), "a command without a type"},
        {after_good(report(cdata(request("<command xsi:type=\"UserDeleteRequest\">")))),
         "an end tag does not match its start tag"},
        {after_good(report(cdata(request(command("UserDeleteRequest", "<userId><b/></userId>"))))),
         "an identity holds other elements"},
        {after_good(report(cdata("<!DOCTYPE x [<!ENTITY e 'x'>]>" + request("")))),
         "a document type or another declaration, which is not allowed"},
        {after_good("<command xsi:type=\"OCIReportingReportNotification\"><id>write1</id></command>"),
         "a report without a request"},
        {after_good("<command><id>write1</id></command>"), "a notification without a type"},
        {after_good(report(cdata("<?xml version=\"1.0\"?>" + request("")))), "a declaration inside the document"},
        {after_good(report("&nope;")), "a request that is no text of the declared encoding"},
    };
    for (const auto& [text, why] : cases) {
        const Decoded result = decoded(text);
        EXPECT_EQ(result.error, why) << text;
        ASSERT_EQ(result.records.size(), 1U) << text;
        EXPECT_EQ(result.records[0].write_id, "write257");
    }
    EXPECT_EQ(error_of(document("")), "a document without a command");
    EXPECT_EQ(error_of("<Other/>"), "a document that is not one of the feed");
    EXPECT_EQ(error_of(document(good) + "x"), "text outside the root element");
    EXPECT_NE(error_of(""), "");
}

TEST(DecodeTest, RecordsBeforeTheDamageInsideOneRequestKeepTheirHead)
{
    const Decoded result =
        decoded(document(report(cdata(request(command("UserDeleteRequest", "<userId>a</userId>") + "<command/>")))));
    EXPECT_EQ(result.error, "a command without a type");
    ASSERT_EQ(result.records.size(), 1U);
    EXPECT_EQ(result.records[0].write_id, "write257");
}

TEST(DecodeTest, LengthsCountsAndDepthHaveLimits)
{
    EXPECT_EQ(error_of(user_delete(std::string(kIdentityLengthMax, 'x'))), "");
    EXPECT_EQ(error_of(user_delete(std::string(kIdentityLengthMax + 1, 'x'))), "an identity is too long");
    EXPECT_EQ(error_of(user_delete(std::string(100'000, ' '))), "an identity is too long");
    std::string many;
    for (std::size_t i = 0; i <= kIdentitiesMax; ++i) many += "<userId>u" + std::to_string(i) + "</userId>";
    EXPECT_EQ(error_of(document_of("UserHologramRequest", many)), "a command names too many");
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "<x>";
    EXPECT_EQ(error_of(document_of("UserDeleteRequest", deep)), "elements are nested too deep");
    std::string commands;
    for (std::size_t i = 0; i <= kCommandsMax; ++i) commands += command("UserDeleteRequest", "<userId>a</userId>");
    const Decoded result = decoded(document(report(cdata(request(commands)))));
    EXPECT_EQ(result.error, "a document has too many commands");
    EXPECT_EQ(result.records.size(), kCommandsMax);
}

TEST(DecodeTest, EveryTruncationOfADocumentIsDamage)
{
    const std::string whole = user_added("ana@example.com");
    const auto last = whole.rfind('>');
    for (std::size_t size = 0; size <= last; ++size) {
        ASSERT_NE(error_of(std::string_view(whole).substr(0, size)), "") << size;
    }
}

}  // namespace
}  // namespace bwsync::feed
