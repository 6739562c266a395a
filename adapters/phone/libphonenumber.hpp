// The PhoneNumbers port by libphonenumber. Any thread; about 40 microseconds per number, the first call 10 ms.
#pragma once

#include "daemon/ports/phone.hpp"

namespace bwsync {

class LibPhoneNumbers final : public PhoneNumbers {
public:
    // A country code that no country has counts as none. Letters make no number: a vanity number or a remark in a
    // free-text field must not be dialled.
    [[nodiscard]] std::optional<std::string> e164(const std::string& number, const std::string& country_code,
                                                  const std::string& national_prefix,
                                                  const std::string& region) const override;
};

}  // namespace bwsync
