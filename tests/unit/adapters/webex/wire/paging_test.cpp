#include "adapters/webex/wire/paging.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

const Url kOrigin = *parse_url("https://webexapis.com/v1");
const std::string kFirst = "/v1/broadworks/subscribers?max=100&spEnterpriseId=SP1%2BAcme&lastStatusChange=1571";

TEST(Url, OnlyWebexIsOfWebex)
{
    for (const char* url :
         {"https://webexapis.com/v1", "https://WEBEXAPIS.com:443/v1", "https://api.ciscospark.com/v1"})
        EXPECT_TRUE(is_of_webex(url)) << url;
    for (const char* url : {"http://127.0.0.1:8080/v1", "https://webexapis.com.example.net/v1",
                            "https://notwebexapis.com/v1", "https://[::1]:1/v1", "nonsense"})
        EXPECT_FALSE(is_of_webex(url)) << url;
}

PageCursor first()
{
    PageCursor cursor;
    cursor.target = kFirst;
    return cursor;
}

std::string next_of(const std::string& link)
{
    const auto next = next_page(kOrigin, first(), link);
    return next ? next->target : "refused";
}

const std::string kExpected =
    "/v1/broadworks/subscribers?offset=100&max=100&spEnterpriseId=SP1%2BAcme&lastStatusChange=1571";

TEST(PagingTest, EndsWhereThereIsNoNextLink)
{
    EXPECT_EQ(next_of(""), "");
    EXPECT_EQ(next_of("<https://webexapis.com/v1/x>; rel=\"prev\""), "");
    EXPECT_EQ(next_of("<https://webexapis.com/v1/x>; title=\"rel=next, rel=next\"; rel=first"), "");
    EXPECT_EQ(next_of("garbage"), "");
    EXPECT_EQ(next_of("<https://webexapis.com/v1/x"), "");
}

TEST(PagingTest, FindsTheNextLinkAmongOthers)
{
    const std::string next = "<https://webexapis.com" + kExpected + ">";
    const std::string other = "<https://webexapis.com/v1/a,b;c>";
    EXPECT_EQ(next_of(next + "; rel=\"next\""), kExpected);
    EXPECT_EQ(next_of(other + "; rel=\"first\", " + next + ";rel=next"), kExpected);
    EXPECT_EQ(next_of(next + "; title=\"x, \\\" y\"; REL=\"last NEXT\", " + other + "; rel=prev"), kExpected);
}

TEST(PagingTest, PutsLostFiltersBackAndKeepsOurOwn)
{
    const std::string base = "<https://webexapis.com/v1/broadworks/subscribers";
    EXPECT_EQ(next_of(base + "?offset=100&max=100>; rel=next"), kExpected);
    EXPECT_EQ(next_of(base + "?offset=100&max=100&spEnterpriseId=SP1+Acme&lastStatusChange=99>; rel=next"), kExpected);
}

TEST(PagingTest, DropsAMaxThatIsNoNumber)
{
    const std::string link = "<https://webexapis.com/v1/broadworks/subscribers?offset=100&max=null>; rel=next";
    EXPECT_EQ(next_of(link),
              "/v1/broadworks/subscribers?offset=100&max=100&spEnterpriseId=SP1%2BAcme&lastStatusChange=1571");
    const std::string smaller = "<https://webexapis.com/v1/broadworks/subscribers?offset=50&max=50>; rel=next";
    EXPECT_EQ(next_of(smaller),
              "/v1/broadworks/subscribers?offset=50&max=50&spEnterpriseId=SP1%2BAcme&lastStatusChange=1571");
}

TEST(PagingTest, ResolvesRelativeLinks)
{
    EXPECT_EQ(next_of("<" + kExpected + ">; rel=next"), kExpected);
    EXPECT_EQ(next_of("<?offset=100&max=100>; rel=next"), kExpected);
    EXPECT_EQ(next_of("<subscribers?offset=100&max=100>; rel=next"), kExpected);
    EXPECT_EQ(next_of("<//webexapis.com" + kExpected + ">; rel=next"), kExpected);
    EXPECT_EQ(next_of("<HTTPS://WebexAPIs.com:443" + kExpected + "#x>; rel=next"), kExpected);
}

TEST(PagingTest, RefusesAnotherHost)
{
    for (const std::string url :
         {"https://evil.example/v1/x?offset=1", "//evil.example/x", "https://webexapis.com:444/x",
          "https://webexapis.com@evil.example/x", "https://webexapis.com.evil.example/x", "ftp://x/y",
          "javascript:alert(1)", "https:"}) {
        EXPECT_EQ(next_of("<" + url + ">; rel=next"), "refused") << url;
    }
}

TEST(PagingTest, NoticesCirclesOfAnyLength)
{
    for (const int length : {1, 2, 3, 7, 20}) {
        PageCursor current = first();
        bool is_refused = false;
        int pages = 0;
        for (; pages < 200 && !is_refused; ++pages) {
            // Three pages lead into the circle.
            const int place = pages < 3 ? pages + 1 : 100 + (pages - 3) % length;
            const std::string link =
                "</v1/broadworks/subscribers?max=100&offset=" + std::to_string(place) + ">; rel=next";
            auto next = next_page(kOrigin, current, link);
            is_refused = !next;
            if (next) current = *page_cursor(to_text(*next));
        }
        EXPECT_TRUE(is_refused) << length;
        EXPECT_LT(pages, 100) << length;
    }
}

TEST(PagingTest, WalksALongListWithoutSeeingACircle)
{
    PageCursor current = first();
    for (int page = 1; page <= 10'000; ++page) {
        const std::string link = "</v1/broadworks/subscribers?offset=" + std::to_string(page * 100) + ">; rel=next";
        auto next = next_page(kOrigin, current, link);
        ASSERT_TRUE(next) << page;
        current = *page_cursor(to_text(*next));
    }
    EXPECT_EQ(current.page, 10'000);
}

TEST(PagingTest, RefusesAPlaceItDidNotMake)
{
    for (const std::string text : {"", "x", "1:2", "0:1:/x", "1:2:x", "-1:2:/x", "https://evil.example/"}) {
        EXPECT_FALSE(page_cursor(text)) << text;
    }
    EXPECT_TRUE(page_cursor("1:2:/x"));
}

}  // namespace
}  // namespace bwsync
