#include "daemon/domain/webex_codes/code_appearance.hpp"

#include <algorithm>
#include <vector>

#include "daemon/domain/preview/precheck_codes.hpp"

namespace bwsync {

namespace {

// Sorted by code, as webex_codes; a unit test holds the two together.
constexpr std::array<CodeAppearance, 119> kAppearances = {{
    {1001, {400, 0}, false},   {1002, {400, 0}, false}, {1003, {400, 0}, false},   {1004, {400, 0}, false},
    {1005, {400, 0}, false},   {2001, {404, 0}, false}, {2002, {409, 0}, true},    {2003, {404, 0}, false},
    {2004, {409, 0}, false},   {2005, {400, 0}, false}, {2006, {403, 0}, false},   {2007, {404, 0}, false},
    {2008, {400, 0}, false},   {2009, {409, 0}, true},  {2010, {409, 0}, true},    {2011, {409, 0}, true},
    {2012, {409, 0}, false},   {2013, {404, 0}, false}, {2014, {400, 0}, false},   {2015, {409, 0}, false},
    {2016, {409, 0}, false},   {2017, {409, 0}, false}, {2018, {409, 0}, false},   {2019, {409, 0}, false},
    {2020, {409, 0}, false},   {2023, {400, 0}, false}, {2024, {404, 0}, false},   {2025, {409, 0}, false},
    {2026, {409, 0}, false},   {2027, {409, 0}, false}, {2028, {400, 0}, false},   {2029, {403, 0}, false},
    {2030, {503, 0}, false},   {2031, {400, 0}, false}, {2032, {0, 0}, false},     {2033, {0, 0}, false},
    {2034, {403, 0}, false},   {2039, {404, 0}, false}, {2040, {409, 0}, false},   {2042, {403, 0}, false},
    {2043, {403, 0}, true},    {2045, {409, 0}, true},  {2046, {400, 0}, true},    {2047, {409, 404}, false},
    {2048, {409, 0}, false},   {2501, {404, 0}, false}, {2502, {409, 0}, false},   {2503, {409, 0}, false},
    {2504, {409, 0}, true},    {2505, {409, 0}, true},  {2506, {409, 0}, true},    {2507, {409, 0}, true},
    {2508, {400, 0}, true},    {2509, {400, 0}, false}, {2510, {400, 0}, false},   {2511, {400, 0}, false},
    {2512, {400, 0}, false},   {2513, {409, 0}, false}, {2514, {409, 0}, false},   {2515, {400, 0}, false},
    {2516, {400, 0}, false},   {2517, {400, 0}, true},  {2518, {400, 0}, true},    {2519, {400, 0}, true},
    {2520, {409, 0}, false},   {2521, {400, 0}, false}, {2522, {400, 0}, true},    {2523, {409, 0}, true},
    {2524, {400, 0}, false},   {2528, {400, 0}, false}, {2529, {400, 0}, false},   {2530, {400, 0}, false},
    {2531, {400, 0}, false},   {2532, {400, 0}, false}, {2533, {400, 0}, false},   {2534, {400, 0}, false},
    {2535, {400, 0}, false},   {2536, {400, 0}, false}, {2539, {400, 0}, true},    {2540, {409, 0}, true},
    {2541, {404, 0}, true},    {2544, {400, 0}, false}, {2546, {400, 0}, false},   {2547, {400, 0}, false},
    {2548, {400, 0}, false},   {2549, {400, 0}, false}, {2550, {400, 0}, false},   {2551, {400, 0}, false},
    {2552, {409, 404}, false}, {2553, {400, 0}, false}, {2560, {503, 0}, false},   {2561, {400, 0}, false},
    {2571, {503, 0}, false},   {2573, {409, 0}, true},  {2574, {409, 0}, true},    {2575, {409, 0}, true},
    {2576, {400, 0}, true},    {2577, {400, 0}, true},  {2578, {400, 0}, false},   {2579, {400, 0}, false},
    {2584, {400, 0}, true},    {2587, {409, 0}, true},  {2591, {400, 0}, true},    {3001, {400, 0}, false},
    {4001, {0, 0}, true},      {5001, {500, 0}, true},  {5002, {400, 0}, true},    {5003, {404, 0}, false},
    {5004, {400, 0}, true},    {6001, {0, 0}, false},   {6002, {503, 429}, false}, {6003, {0, 0}, false},
    {6004, {400, 0}, false},   {6005, {409, 0}, false}, {6006, {404, 0}, false},   {6007, {409, 0}, false},
    {6013, {0, 0}, false},     {6014, {400, 0}, false}, {6015, {405, 0}, false},
}};

bool is_one_of(int code, std::initializer_list<int> codes)
{
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

const CodeAppearance* code_appearance(int code)
{
    const auto found = std::find_if(kAppearances.begin(), kAppearances.end(),
                                    [code](const CodeAppearance& entry) { return entry.code == code; });
    return found == kAppearances.end() ? nullptr : &*found;
}

std::string_view guide_section(int code)
{
    if (precheck_code(code) != nullptr)
        return "Provisioning Precheck API Info Codes; Using the Provisioning Precheck API";
    if (code_appearance(code) == nullptr) return {};
    if (code == 2006) return "API Error Codes; Managing your customer organizations";
    if (is_one_of(code, {2007, 2014, 2015})) return "API Error Codes; Implementation Notes, Enterprise ID";
    if (is_one_of(code, {2043, 2045, 2046, 2540})) return "API Error Codes; Using the Provisioning Precheck API";
    if (is_one_of(code, {2008, 2020, 2034, 4001})) return "API Error Codes; Asynchronous Provisioning Model";
    if (code >= 2023 && code <= 2031 && code != 2027) return "API Error Codes; Billing Reports APIs";
    if (code >= 6001) return "API Error Codes; Implementation Notes, Organization Deletion (directory synchronization)";
    return "API Error Codes";
}

}  // namespace bwsync
