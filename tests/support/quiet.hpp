// Ports that say nothing and hold nothing back, for tests that look at something else.
#pragma once

#include "daemon/ports/liveness.hpp"
#include "daemon/ports/phone.hpp"

namespace bwsync::test {

class QuietLiveness final : public Liveness {
public:
    void beat(std::string_view) override {}
    void rest(std::string_view) override {}
};

// Numbers are taken to be E.164 already.
class PlainPhone final : public PhoneNumbers {
public:
    [[nodiscard]] std::optional<std::string> e164(const std::string& number, const std::string&, const std::string&,
                                                  const std::string&) const override
    {
        return number;
    }
};

}  // namespace bwsync::test
