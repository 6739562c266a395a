// Every program that makes HTTP calls prepares the process first, as main does.
#include <gtest/gtest.h>

#include "adapters/http/process.hpp"

namespace {

class HttpEnvironment final : public testing::Environment {
public:
    void SetUp() override { bwsync::prepare_http(2); }
};

const testing::Environment* const kEnvironment = testing::AddGlobalTestEnvironment(new HttpEnvironment);

}  // namespace
