// What one emulated BroadWorks cluster is: its release, listeners, administrators, and the switches for everything
// the public record leaves open. Plain values; tests/lab/config.cpp reads them from YAML under the same names.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bwsync::lab {

// In order of age: a command of a release is known to every later one.
enum class Release { kR21, kR22, kR24, kR25 };

enum class OcipColumns { kSchema, kShuffled, kExtra };
enum class SizeLimit { kTruncate, kError };
enum class ValidationScope { kCommand, kDocument };
enum class DigestLogin { kAllow, kRefuse };
enum class NumberForm { kNational, kE164 };
enum class ImpUnassigned { kInactive, kError };
enum class FeedQueue { kNone, kBounded, kUnbounded };
enum class SlowReader { kQueue, kDrop, kDisconnect };
enum class SecondaryReports { kNothing, kOwn, kAll };
enum class FeedFilter { kOff, kWhiteList, kBlackList };
enum class PingChildren { kNone, kId, kUserId, kBoth };
enum class WireEncoding { kLatin1, kUtf8 };

struct OcipSwitches {
    WireEncoding encoding = WireEncoding::kLatin1;            // of the answers; UTF-8 declares UTF-8
    bool refuse_pipelining = false;                           // a second document before the answer: close
    bool refuse_plain_text_login = false;                     // plain password on the port without TLS: 4962
    DigestLogin digest_login = DigestLogin::kAllow;           // refuse: as after a change of password hashing
    OcipColumns columns = OcipColumns::kSchema;               // order and number of table columns
    SizeLimit size_limit = SizeLimit::kTruncate;              // what responseSizeLimit does when reached
    ValidationScope validation = ValidationScope::kCommand;   // 6004 for the command or for the document
    NumberForm profile_numbers = NumberForm::kNational;       // phoneNumber of UserGetResponse*
    ImpUnassigned imp_unassigned = ImpUnassigned::kInactive;  // UserIntegratedIMPGet without the service
    bool pack_services_as_assigned = false;                   // userServicesAssignmentTable counts packs
    bool holders_by_service_include_packs = false;            // ...AssignedUserList by serviceName counts packs
    bool is_enterprise_as_boolean = false;                    // isEnterprise=false instead of the choice's other
    bool logout_answered = false;                             // else the connection closes without an answer
    int lock_after = 0;                                       // failed logins until an account is locked; 0: never
    int password_expires_days = 2147483647;                   // as recorded for "never"
    std::chrono::milliseconds idle_timeout{0};                // OCS closes an idle connection; 0: never
    std::size_t connections_max = 0;                          // further ones are closed at once; 0: no limit
    std::size_t document_max = 16 * 1024 * 1024;              // larger requests: closed
    std::size_t list_rows_max = 0;                            // hard cap of the server on any list; 0: none
};

struct FeedSwitches {
    FeedQueue queue = FeedQueue::kNone;  // what happens to events while nobody reads
    std::size_t queue_limit = 1000;      // of kBounded; the oldest go first
    SlowReader slow_reader = SlowReader::kQueue;
    std::size_t slow_reader_limit = 10'000;  // documents held for one client before kDrop / kDisconnect act
    bool report_failed = false;              // a refused OCI-P write is reported too
    SecondaryReports secondary = SecondaryReports::kAll;
    FeedFilter filter = FeedFilter::kOff;
    std::vector<std::string> filter_prefixes;
    bool ping = true;
    std::chrono::milliseconds ping_interval{30'000};  // real time
    PingChildren ping_children = PingChildren::kNone;
    int duplicate_after_reconnect = 0;   // the last n documents come again on a new connection
    bool id_reset_on_reconnect = false;  // write1 again for every new connection
    std::uint64_t first_id = 1;          // of write<N>
    bool alter_passwords = false;
    std::string altered_password = "********";
    bool public_identity = false;  // second command of the document when a number or id changed
    WireEncoding encoding = WireEncoding::kLatin1;
    int inner_commands = 1;           // 1 to 15: requests of one bulk write in one inner document
    int commands_per_document = 1;    // notifications in one outer document, for bulk writes
    bool pretty_print = false;        // line breaks and indentation, also inside start tags
    bool space_before_inner = false;  // white space before the inner declaration
    std::size_t write_bytes = 0;      // at most so many bytes per write; 0: as they come
    std::size_t pad_bytes = 0;        // every event document is padded to at least this size
    std::vector<std::string> acl;     // addresses that may read; empty: all
    std::string actor = "admin";
    std::string actor_login_type = "System";
};

struct BroadworksAdmin {
    std::string user;
    std::string password;
    std::string type = "System";   // a LoginType22 value
    std::string service_provider;  // for "Service Provider" and below
};

struct BroadworksConfig {
    std::string name = "east";
    Release release = Release::kR24;
    std::string version_text;  // empty: "21", "22", "24" or "25"
    std::string default_domain = "example.com";
    std::string default_country_code = "1";
    struct {
        std::string listen = "127.0.0.1:0";  // empty: none
        std::string tls_listen;              // empty: none
        std::string cert_file;
        std::string key_file;
        std::string client_ca_file;  // clients must show a certificate of this CA
    } ocip;
    struct FeedListener {
        std::string listen = "127.0.0.1:0";
        std::string cert_file;  // both: TLS on the feed's port
        std::string key_file;
    };
    std::vector<FeedListener> ocir{FeedListener{}};
    std::vector<BroadworksAdmin> users;
    OcipSwitches ocip_switches;
    FeedSwitches feed;
    std::uint64_t seed = 1;
};

}  // namespace bwsync::lab
