#include "tests/lab/webex/api/json_text.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace bwsync::lab::webex {
namespace {

TEST(WebexJsonText, EveryCharacterComesBackThroughAParser)
{
    std::string text;
    for (int c = 0; c < 128; ++c) text += static_cast<char>(c);
    text += "Zo\xc3\xab";
    std::string out;
    append_json_string(out, text);
    EXPECT_EQ(nlohmann::json::parse(out).get<std::string>(), text);
}

TEST(WebexJsonText, AnObjectLeavesOutWhatIsEmptyWhenAsked)
{
    std::string out;
    {
        ObjectText object(out);
        object.text_if_any("a", "");
        object.text("b", "");
        object.raw("c", "12");
        object.text_if_any("d", "x");
    }
    EXPECT_EQ(out, R"({"b":"","c":12,"d":"x"})");
    out.clear();
    {
        const ObjectText nothing(out);
    }
    EXPECT_EQ(out, "{}");
}

}  // namespace
}  // namespace bwsync::lab::webex
