#include "daemon/domain/basics/names.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

enum class Color { kRed, kBlue };
constexpr auto table_of(Color)
{
    return table<Name<Color>>({{Color::kRed, "red"}, {Color::kBlue, "blue"}});
}

TEST(Names, AreReadBothWays)
{
    EXPECT_EQ(name_of(Color::kBlue), "blue");
    EXPECT_EQ(named<Color>("red"), Color::kRed);
    EXPECT_FALSE(named<Color>("green"));
    EXPECT_FALSE(named<Color>(""));
}

// table() stands on it: a value past the last enumerator is none, so a row for the last one cannot be missing.
TEST(Names, TheCompilerTellsEnumeratorsFromOtherValues)
{
    EXPECT_TRUE(is_enumerator<Color::kRed>());
    EXPECT_TRUE(is_enumerator<Color::kBlue>());
    EXPECT_FALSE(is_enumerator<static_cast<Color>(2)>());
}

}  // namespace
}  // namespace bwsync
