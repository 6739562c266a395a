#include "daemon/admin/http/http_target.hpp"

#include <gtest/gtest.h>

#include <cstdio>

namespace bwsync {
namespace {

TEST(HttpTarget, TakesPathAndQueryApart)
{
    const auto target = parse_target("/a/b%2Fc/?x=1&y=a+b%2B&empty&&z=%C3%BC");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, (std::vector<std::string>{"a", "b/c", ""}));
    EXPECT_EQ(target->query,
              (std::multimap<std::string, std::string>{{"x", "1"}, {"y", "a b+"}, {"empty", ""}, {"z", "\xc3\xbc"}}));
    EXPECT_TRUE(parse_target("/")->path.empty());
    EXPECT_EQ(parse_target("/a+b")->path.front(), "a+b");
}

TEST(HttpTarget, RefusesWhatIsNoCleanPath)
{
    for (const char* text :
         {"", "*", "http://x/", "a", "/%", "/%2", "/%zz", "/%00", "/%0a", "/%ff", "/?q=%c0%80", "/?%=1"}) {
        EXPECT_FALSE(parse_target(text)) << text;
    }
}

TEST(HttpTarget, DecodesEveryEscapedCharacter)
{
    std::string every;
    std::string escaped;
    for (int c = ' '; c < 0x7f; ++c) {
        char text[4];
        std::snprintf(text, sizeof text, "%%%02x", static_cast<unsigned>(c));
        every += static_cast<char>(c);
        escaped += text;
    }
    const auto target = parse_target("/" + escaped + "?q=" + escaped);
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path.front(), every);
    EXPECT_EQ(target->query.find("q")->second, every);
}

TEST(Utf8, TellsValidFromBroken)
{
    for (const char* text : {"", "abc", "\xc3\xbc", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf"})
        EXPECT_TRUE(is_valid_utf8(text));
    for (const char* text : {"\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                             "\xf8\x88\x80\x80\x80", "a\xff"}) {
        EXPECT_FALSE(is_valid_utf8(text));
    }
}

}  // namespace
}  // namespace bwsync
