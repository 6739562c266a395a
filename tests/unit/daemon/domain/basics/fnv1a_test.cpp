#include "daemon/domain/basics/fnv1a.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

// The published vectors of FNV-1a, 64 bits.
TEST(Fnv1a, IsThePublishedFunction)
{
    EXPECT_EQ(Fnv1a().value(), 0xcbf29ce484222325U);
    EXPECT_EQ(Fnv1a().add("a").value(), 0xaf63dc4c8601ec8cU);
    EXPECT_EQ(Fnv1a().add("foobar").value(), 0x85944171f73967e8U);
}

TEST(Fnv1a, AMarkTellsWhereAFieldEnds)
{
    EXPECT_NE(Fnv1a().add("ab").mark(256).add("c").value(), Fnv1a().add("a").mark(256).add("bc").value());
}

}  // namespace
}  // namespace bwsync
