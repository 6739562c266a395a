#include "tests/lab/broadworks/switches.hpp"

#include <charconv>
#include <limits>
#include <utility>

#include "tests/lab/webex/switches.hpp"

namespace bwsync::lab {
namespace {

using Config = BroadworksConfig;

template <class Enum>
bool choose(Enum& target, const std::string& value, std::initializer_list<std::pair<const char*, Enum>> choices)
{
    for (const auto& [name, one] : choices) {
        if (value == name) {
            target = one;
            return true;
        }
    }
    return false;
}

bool choose(bool& target, const std::string& value, const char* when_false = "false", const char* when_true = "true")
{
    return choose<bool>(target, value, {{when_false, false}, {when_true, true}});
}

template <class Number>
bool number(Number& target, const std::string& value, unsigned long long least, unsigned long long most)
{
    unsigned long long parsed = 0;
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (failed != std::errc() || end != value.data() + value.size() || parsed < least || parsed > most) return false;
    target = static_cast<Number>(parsed);
    return true;
}

bool duration(std::chrono::milliseconds& target, const std::string& value)
{
    const auto parsed = value == "0" ? std::chrono::milliseconds(0) : parse_duration(value);
    if (parsed) target = *parsed;
    return parsed.has_value();
}

bool list(std::vector<std::string>& target, const std::string& value)
{
    target.clear();
    for (std::size_t start = 0; start < value.size();) {
        const std::size_t end = std::min(value.find(',', start), value.size());
        if (end > start) target.push_back(value.substr(start, end - start));
        start = end + 1;
    }
    return true;
}

constexpr unsigned long long kIntMax = std::numeric_limits<int>::max();
constexpr unsigned long long kSizeMax = 1ULL << 40;

struct Switch {
    BroadworksSwitchDescription about;
    bool (*set)(Config&, const std::string&);
};

const Switch kSwitches[] = {
    {{"encoding", "iso-8859-1 | utf-8", "iso-8859-1", "encoding of OCI-P answers"},
     [](Config& c, const std::string& v) {
         return choose<WireEncoding>(c.ocip_switches.encoding, v,
                                     {{"iso-8859-1", WireEncoding::kLatin1}, {"utf-8", WireEncoding::kUtf8}});
     }},
    {{"pipelining", "accept | refuse", "accept", "a second document before the answer to the first: refuse closes"},
     [](Config& c, const std::string& v) { return choose(c.ocip_switches.refuse_pipelining, v, "accept", "refuse"); }},
    {{"plain_text_login", "accept | refuse", "accept", "a plain password on the port without TLS; refused: 4962"},
     [](Config& c, const std::string& v) {
         return choose(c.ocip_switches.refuse_plain_text_login, v, "accept", "refuse");
     }},
    {{"digest_login", "accept | refuse", "accept", "refuse: every digest login answers 4962, as after a new hashing"},
     [](Config& c, const std::string& v) {
         return choose<DigestLogin>(c.ocip_switches.digest_login, v,
                                    {{"accept", DigestLogin::kAllow}, {"refuse", DigestLogin::kRefuse}});
     }},
    {{"columns", "schema | shuffled | extra", "schema", "table columns: in order, in another order, one more in front"},
     [](Config& c, const std::string& v) {
         return choose<OcipColumns>(
             c.ocip_switches.columns, v,
             {{"schema", OcipColumns::kSchema}, {"shuffled", OcipColumns::kShuffled}, {"extra", OcipColumns::kExtra}});
     }},
    {{"size_limit", "truncate | error", "truncate", "what happens when responseSizeLimit is reached"},
     [](Config& c, const std::string& v) {
         return choose<SizeLimit>(c.ocip_switches.size_limit, v,
                                  {{"truncate", SizeLimit::kTruncate}, {"error", SizeLimit::kError}});
     }},
    {{"validation", "command | document", "command",
      "one bad command: 6004 for it, or one 6004 for the whole document"},
     [](Config& c, const std::string& v) {
         return choose<ValidationScope>(
             c.ocip_switches.validation, v,
             {{"command", ValidationScope::kCommand}, {"document", ValidationScope::kDocument}});
     }},
    {{"profile_numbers", "national | e164", "national", "phoneNumber in UserGetResponse*"},
     [](Config& c, const std::string& v) {
         return choose<NumberForm>(c.ocip_switches.profile_numbers, v,
                                   {{"national", NumberForm::kNational}, {"e164", NumberForm::kE164}});
     }},
    {{"imp_unassigned", "inactive | error", "inactive", "UserIntegratedIMPGet for a user without the service"},
     [](Config& c, const std::string& v) {
         return choose<ImpUnassigned>(c.ocip_switches.imp_unassigned, v,
                                      {{"inactive", ImpUnassigned::kInactive}, {"error", ImpUnassigned::kError}});
     }},
    {{"pack_services_as_assigned", "true | false", "false",
      "userServicesAssignmentTable says true for a service held only through a pack"},
     [](Config& c, const std::string& v) { return choose(c.ocip_switches.pack_services_as_assigned, v); }},
    {{"holders_by_service_include_packs", "true | false", "false",
      "GroupGetUserServiceAssignedUserList by serviceName lists who holds it only through a pack"},
     [](Config& c, const std::string& v) { return choose(c.ocip_switches.holders_by_service_include_packs, v); }},
    {{"is_enterprise_as_boolean", "true | false", "false",
      "ServiceProviderGet says isEnterprise=false instead of useCustomRoutingProfile"},
     [](Config& c, const std::string& v) { return choose(c.ocip_switches.is_enterprise_as_boolean, v); }},
    {{"logout_answered", "true | false", "false", "a logout gets a SuccessResponse before the connection closes"},
     [](Config& c, const std::string& v) { return choose(c.ocip_switches.logout_answered, v); }},
    {{"lock_after", "0..1000", "0", "failed logins that lock an account; 0: never"},
     [](Config& c, const std::string& v) { return number(c.ocip_switches.lock_after, v, 0, 1000); }},
    {{"password_expires_days", "0..2147483647", "2147483647", "passwordExpiresDays of the login answer"},
     [](Config& c, const std::string& v) { return number(c.ocip_switches.password_expires_days, v, 0, kIntMax); }},
    {{"idle_timeout", "duration", "0", "OCI-P closes a connection without a request for so long; 0: never"},
     [](Config& c, const std::string& v) { return duration(c.ocip_switches.idle_timeout, v); }},
    {{"connections_max", "number", "0", "OCI-P connections at a time, further ones are closed; 0: no limit"},
     [](Config& c, const std::string& v) { return number(c.ocip_switches.connections_max, v, 0, kIntMax); }},
    {{"document_max", "bytes", "16777216", "a larger OCI-P request ends the connection"},
     [](Config& c, const std::string& v) { return number(c.ocip_switches.document_max, v, 1000, kSizeMax); }},
    {{"list_rows_max", "number", "0", "hard cap of the server on the rows of any table; 0: none"},
     [](Config& c, const std::string& v) { return number(c.ocip_switches.list_rows_max, v, 0, kSizeMax); }},

    {{"queue", "none | bounded | unbounded", "none", "feed events while nobody reads"},
     [](Config& c, const std::string& v) {
         return choose<FeedQueue>(
             c.feed.queue, v,
             {{"none", FeedQueue::kNone}, {"bounded", FeedQueue::kBounded}, {"unbounded", FeedQueue::kUnbounded}});
     }},
    {{"queue_limit", "number", "1000", "of a bounded queue; the oldest go first"},
     [](Config& c, const std::string& v) { return number(c.feed.queue_limit, v, 1, kSizeMax); }},
    {{"slow_reader", "queue | drop | disconnect", "queue", "a reader that does not keep up"},
     [](Config& c, const std::string& v) {
         return choose<SlowReader>(
             c.feed.slow_reader, v,
             {{"queue", SlowReader::kQueue}, {"drop", SlowReader::kDrop}, {"disconnect", SlowReader::kDisconnect}});
     }},
    {{"slow_reader_limit", "number", "10000", "documents held for one reader before drop or disconnect act"},
     [](Config& c, const std::string& v) { return number(c.feed.slow_reader_limit, v, 1, kSizeMax); }},
    {{"report_failed", "true | false", "false", "refused OCI-P writes are reported too"},
     [](Config& c, const std::string& v) { return choose(c.feed.report_failed, v); }},
    {{"secondary", "none | own | all", "all", "what the second and further application servers report"},
     [](Config& c, const std::string& v) {
         return choose<SecondaryReports>(
             c.feed.secondary, v,
             {{"none", SecondaryReports::kNothing}, {"own", SecondaryReports::kOwn}, {"all", SecondaryReports::kAll}});
     }},
    {{"filter", "off | white | black", "off", "restrictMessages: filter_prefixes pass, or are held back"},
     [](Config& c, const std::string& v) {
         return choose<FeedFilter>(
             c.feed.filter, v,
             {{"off", FeedFilter::kOff}, {"white", FeedFilter::kWhiteList}, {"black", FeedFilter::kBlackList}});
     }},
    {{"filter_prefixes", "list", "", "prefixes of command names"},
     [](Config& c, const std::string& v) { return list(c.feed.filter_prefixes, v); }},
    {{"ping", "true | false", "true", "status notifications on a timer (set at the start)"},
     [](Config& c, const std::string& v) { return choose(c.feed.ping, v); }},
    {{"ping_interval", "duration", "30s", "between two status notifications, real time"},
     [](Config& c, const std::string& v) { return duration(c.feed.ping_interval, v); }},
    {{"ping_children", "none | id | user-id | both", "none", "children of a status notification"},
     [](Config& c, const std::string& v) {
         return choose<PingChildren>(c.feed.ping_children, v,
                                     {{"none", PingChildren::kNone},
                                      {"id", PingChildren::kId},
                                      {"user-id", PingChildren::kUserId},
                                      {"both", PingChildren::kBoth}});
     }},
    {{"duplicate_after_reconnect", "number", "0", "so many of the last documents come again on a new connection"},
     [](Config& c, const std::string& v) { return number(c.feed.duplicate_after_reconnect, v, 0, 100000); }},
    {{"id_reset_on_reconnect", "true | false", "false", "write1 again for each new connection"},
     [](Config& c, const std::string& v) { return choose(c.feed.id_reset_on_reconnect, v); }},
    {{"first_id", "number", "1", "of write<N> (set at the start)"},
     [](Config& c, const std::string& v) { return number(c.feed.first_id, v, 0, 1ULL << 60); }},
    {{"alter_passwords", "true | false", "false", "passwords in reported requests are altered"},
     [](Config& c, const std::string& v) { return choose(c.feed.alter_passwords, v); }},
    {{"altered_password", "text", "********", "what an altered password looks like"},
     [](Config& c, const std::string& v) {
         c.feed.altered_password = v;
         return true;
     }},
    {{"public_identity", "true | false", "false", "a public identity notification follows in the same document"},
     [](Config& c, const std::string& v) { return choose(c.feed.public_identity, v); }},
    {{"feed_encoding", "iso-8859-1 | utf-8", "iso-8859-1", "encoding of feed documents, inner and outer"},
     [](Config& c, const std::string& v) {
         return choose<WireEncoding>(c.feed.encoding, v,
                                     {{"iso-8859-1", WireEncoding::kLatin1}, {"utf-8", WireEncoding::kUtf8}});
     }},
    {{"inner_commands", "1..15", "1", "requests of one write in one inner document"},
     [](Config& c, const std::string& v) { return number(c.feed.inner_commands, v, 1, 15); }},
    {{"commands_per_document", "1..1000", "1", "notifications of one write in one outer document"},
     [](Config& c, const std::string& v) { return number(c.feed.commands_per_document, v, 1, 1000); }},
    {{"pretty_print", "true | false", "false", "line breaks between elements and inside start tags"},
     [](Config& c, const std::string& v) { return choose(c.feed.pretty_print, v); }},
    {{"space_before_inner", "true | false", "false", "white space before the inner XML declaration"},
     [](Config& c, const std::string& v) { return choose(c.feed.space_before_inner, v); }},
    {{"write_bytes", "bytes", "0", "at most so many bytes of the feed per write; 0: as they come"},
     [](Config& c, const std::string& v) { return number(c.feed.write_bytes, v, 0, kSizeMax); }},
    {{"pad_bytes", "bytes", "0", "every notification is padded by so many bytes (64 KiB events and more)"},
     [](Config& c, const std::string& v) { return number(c.feed.pad_bytes, v, 0, 1ULL << 28); }},
    {{"acl", "list", "", "addresses that may read the feed; empty: all"},
     [](Config& c, const std::string& v) { return list(c.feed.acl, v); }},
    {{"actor", "text", "admin", "who makes the control API's changes"},
     [](Config& c, const std::string& v) {
         c.feed.actor = v;
         return !v.empty();
     }},
    {{"actor_login_type", "text", "System", "loginType of the control API's changes"},
     [](Config& c, const std::string& v) {
         c.feed.actor_login_type = v;
         return !v.empty();
     }},
};

}  // namespace

std::optional<std::string> set_broadworks_switch(BroadworksConfig& config, std::string_view name,
                                                 const std::string& value)
{
    for (const Switch& one : kSwitches) {
        if (one.about.name != name) continue;
        if (one.set(config, value)) return std::nullopt;
        return "'" + value + "' is not a value of " + std::string(name) + ": " + std::string(one.about.values);
    }
    return "there is no switch '" + std::string(name) + "'";
}

std::vector<BroadworksSwitchDescription> broadworks_switch_descriptions()
{
    std::vector<BroadworksSwitchDescription> all;
    for (const Switch& one : kSwitches) all.push_back(one.about);
    return all;
}

}  // namespace bwsync::lab
