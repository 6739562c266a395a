// Decisions and rows written out as text, every field of them: what the golden net hashes and shows.
#pragma once

#include <string>

#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/domain/subscriber/failure.hpp"

namespace bwsync::testing_data {

std::string written_out(const SubscriberRow& row);
std::string written_out(const Decision& decision);
std::string written_out(const Aftermath& aftermath);

}  // namespace bwsync::testing_data
