// Phone numbers in E.164, as the core sees them.
#pragma once

#include <optional>
#include <string>

namespace bwsync {

class PhoneNumbers {
public:
    virtual ~PhoneNumbers() = default;
    // "+12405551212", or nullopt when the text is no possible number. `country_code` (digits) wins over `region` (ISO
    // 3166, the configuration's default_region) for a number without one; a national prefix is taken off.
    [[nodiscard]] virtual std::optional<std::string> e164(const std::string& number, const std::string& country_code,
                                                          const std::string& national_prefix,
                                                          const std::string& region) const = 0;
};

}  // namespace bwsync
