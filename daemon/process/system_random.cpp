#include "daemon/process/system_random.hpp"

namespace bwsync {

SystemRandom::SystemRandom()
{
    std::random_device source;
    std::seed_seq seed{source(), source(), source(), source()};
    engine_.seed(seed);
}

double SystemRandom::unit()
{
    // 53 bits: every value is a double below 1.
    return static_cast<double>(engine_() >> 11U) * 0x1.0p-53;
}

}  // namespace bwsync
