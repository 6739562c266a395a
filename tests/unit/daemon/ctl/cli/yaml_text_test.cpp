#include "daemon/ctl/cli/yaml_text.hpp"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

namespace bwsync::ctl {
namespace {

using Json = nlohmann::ordered_json;

TEST(YamlText, ReadsAsAPersonWouldWriteIt)
{
    const Json value = Json::parse(
        R"({"items":[{"userId":"u@x","count":3,"ok":true,"none":null,"list":["a","b"],"empty":[]}],"next":null})");
    EXPECT_EQ(yaml_text(value),
              "items:\n"
              "  - userId: u@x\n"
              "    count: 3\n"
              "    ok: true\n"
              "    none: null\n"
              "    list:\n"
              "      - a\n"
              "      - b\n"
              "    empty: []\n"
              "next: null\n");
}

TEST(YamlText, QuotesWhatWouldBeTakenForSomethingElse)
{
    for (const char* text : {"yes",       "NO",
                             "on",        "null",
                             "true",      "1",
                             "1e3",       "2026-11-23T09:30:00Z",
                             "",          " a",
                             "a: b",      "a #b",
                             "-",         "+12405551212",
                             "a\nb",      "\"",
                             "~",         "y",
                             "a\xc3\xbc", "*",
                             "&a",        "0x1f",
                             "1:30"}) {
        const YAML::Node node = YAML::Load(yaml_text(Json{{"key", text}}));
        EXPECT_EQ(node["key"].as<std::string>(), text);
        EXPECT_NE(yaml_text(Json{{"key", text}}).find("key: \""), std::string::npos) << text;
    }
}

TEST(YamlText, WritesScalarsAndEmptyValues)
{
    EXPECT_EQ(yaml_text(Json("abc")), "abc\n");
    EXPECT_EQ(yaml_text(Json::object()), "{}\n");
    EXPECT_EQ(yaml_text(Json::parse("[[1,2],[]]")), "- - 1\n  - 2\n- []\n");
}

}  // namespace
}  // namespace bwsync::ctl
