#include "adapters/phone/libphonenumber.hpp"

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

namespace bwsync {

namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t kLengthMax = 64;
constexpr const char* kUnknownRegion = "ZZ";

std::string digits_of(std::string_view text)
{
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

std::string trimmed(const std::string& text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool looks_like_number(const std::string& text)
{
    return !text.empty() && text.size() <= kLengthMax &&
           text.find_first_not_of("0123456789+-(). /") == std::string::npos;
}

// The region whose rules hold for a country code; "" when there is none.
std::string region_of(const std::string& country_code)
{
    int code = 0;
    const auto parsed = std::from_chars(country_code.data(), country_code.data() + country_code.size(), code);
    if (parsed.ec != std::errc()) return {};
    std::string region;
    PhoneNumberUtil::GetInstance()->GetRegionCodeForCountryCode(code, &region);
    return region == kUnknownRegion ? std::string() : region;
}

struct Candidate {
    Candidate(std::string t, std::string r) : text(std::move(t)), region(std::move(r)) {}
    std::string text;
    std::string region;
};

// The ways to read the number, the likeliest first.
std::vector<Candidate> readings(const std::string& number, const std::string& country_code,
                                const std::string& national_prefix, const std::string& region)
{
    if (number.front() == '+') return {{number, kUnknownRegion}};
    const std::string code = digits_of(country_code);
    const std::string code_region = region_of(code);
    if (code_region.empty()) return {{number, region}};
    std::vector<Candidate> all;
    const std::string digits = digits_of(number);
    const std::string prefix = digits_of(national_prefix);
    if (!prefix.empty() && digits.size() > prefix.size() && digits.compare(0, prefix.size(), prefix) == 0) {
        all.emplace_back("+" + code + digits.substr(prefix.size()), kUnknownRegion);
    }
    if (!prefix.empty()) all.emplace_back("+" + code + digits, kUnknownRegion);
    all.emplace_back(number, code_region);  // takes off the national prefix that the region uses
    return all;
}

}  // namespace

std::optional<std::string> LibPhoneNumbers::e164(const std::string& number, const std::string& country_code,
                                                 const std::string& national_prefix, const std::string& region) const
{
    const std::string text = trimmed(number);
    if (!looks_like_number(text)) return std::nullopt;
    const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
    std::optional<std::string> possible;
    for (const Candidate& candidate : readings(text, country_code, national_prefix, region)) {
        PhoneNumber parsed;
        const auto outcome = library.Parse(candidate.text, candidate.region, &parsed);
        if (outcome != PhoneNumberUtil::NO_PARSING_ERROR) continue;
        if (library.IsPossibleNumberWithReason(parsed) != PhoneNumberUtil::IS_POSSIBLE) continue;
        std::string formatted;
        library.Format(parsed, PhoneNumberUtil::E164, &formatted);
        if (library.IsValidNumber(parsed)) return formatted;  // beats an earlier one that is only possible
        if (!possible) possible = formatted;
    }
    return possible;
}

}  // namespace bwsync
