// The emulated system's state: service providers, their packs, groups and users, indexed the ways OCI asks for
// them. All text is UTF-8. User ids compare without case; other ids exactly.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bwsync::lab {

// Why the system refuses a command: code 0 has no number in its text, as not every error's number is known.
struct OciError {
    int code = 0;
    std::string text;
    std::string detail;
    bool warning = false;

    std::string summary() const;
};

struct ServicePack {
    std::string name;
    std::set<std::string> services;
    std::size_t holders = 0;
};
using PackId = std::uint32_t;  // stable when a pack is renamed

struct Group;
struct ServiceProvider;

struct User {
    std::string user_id;
    ServiceProvider* provider = nullptr;
    Group* group = nullptr;
    std::string first_name, last_name;
    std::string phone_number;  // national digits, without country code and national prefix
    std::string country_code;  // digits
    std::string extension;
    std::string mobile_phone_number;
    std::string email_address;
    std::string language, time_zone;
    std::vector<std::string> alternate_user_ids;
    std::vector<PackId> packs;       // sorted
    std::set<std::string> services;  // assigned on their own
    bool imp_active = true;          // of the service Integrated IMP, when there is one
    bool phone_number_activated = true;
    std::map<std::string, std::string> more;  // by OCI element name: department, title, impId, addressLine1, ...

    // The text of an element of UserGetResponse*, "" when it has none.
    const std::string& extra(const std::string& element) const;
    bool holds(PackId pack) const;
};

struct Group {
    std::string group_id;
    ServiceProvider* provider = nullptr;
    std::string name, time_zone, external_id;
    std::map<std::string, User*> users;  // by lower-cased user id
    std::set<PackId> packs;              // authorised
    std::set<std::string> services;      // authorised on their own
    std::map<PackId, std::size_t> assigned;
    struct {
        bool use_service_provider_setting = true;
        std::string service_domain, provisioning_url, provisioning_user_id;
    } imp;
};

struct MigrationTask {
    std::string name;
    std::int64_t start_ms = 0;
    std::string status = "Pending";
    std::size_t errors = 0, processed = 0, total = 0;
};

struct ServiceProvider {
    std::string id, name, external_id, reseller_id;
    bool is_enterprise = false;
    std::map<std::string, Group> groups;
    std::map<PackId, ServicePack> packs;
    std::vector<MigrationTask> tasks;
    struct {
        std::string service_domain, provisioning_url, provisioning_user_id;
        bool use_system_messaging_server = true;
    } imp;

    std::optional<PackId> find_pack(std::string_view pack_name) const;
};

inline constexpr std::string_view kIntegratedImp = "Integrated IMP";

// Every change keeps the indexes; what it refuses changes nothing. Pointers stay valid until the thing is deleted.
class Model final {
public:
    using Refusal = std::optional<OciError>;

    ServiceProvider* find_provider(std::string_view id);
    Group* find_group(std::string_view provider, std::string_view group);
    // By user id or alternate user id, without case; an id without a domain means the default domain.
    User* find_user(std::string_view id);
    std::map<std::string, ServiceProvider>& providers() { return providers_; }
    std::size_t user_count() const { return users_.size(); }

    Refusal add_provider(ServiceProvider provider);
    Refusal delete_provider(std::string_view id);
    Refusal add_group(std::string_view provider, Group group);
    Refusal delete_group(std::string_view provider, std::string_view group);

    Refusal add_pack(ServiceProvider& provider, const std::string& name, std::set<std::string> services);
    Refusal rename_pack(ServiceProvider& provider, PackId pack, const std::string& new_name);
    void delete_pack(ServiceProvider& provider, PackId pack);

    // user.provider and user.group are set by the call; its packs and services must be empty.
    Refusal add_user(std::string_view provider, std::string_view group, User user);
    void delete_user(User& user);
    Refusal rename_user(User& user, const std::string& new_id);
    Refusal move_user(User& user, std::string_view new_group);
    Refusal set_alternate_ids(User& user, std::vector<std::string> ids);

    void assign_pack(User& user, PackId pack);  // and authorises it to the group
    bool unassign_pack(User& user, PackId pack);
    void assign_service(User& user, const std::string& service);
    bool unassign_service(User& user, const std::string& service);

    // Everything the user has, directly or through packs.
    static std::set<std::string> effective_services(const User& user);
    static bool has_service(const User& user, std::string_view service);

    void set_default_domain(std::string domain) { default_domain_ = std::move(domain); }
    const std::string& default_domain() const { return default_domain_; }

    struct {
        std::string service_domain = "im.example.com", service_port = "5222", bosh_url;
    } system_imp;

private:
    std::string key(std::string_view user_id) const;

    std::string default_domain_ = "example.com";
    PackId last_pack_ = 0;
    std::map<std::string, ServiceProvider> providers_;
    std::unordered_map<std::string, std::unique_ptr<User>> users_;  // by lower-cased user id
    std::unordered_map<std::string, User*> aliases_;                // by lower-cased alternate user id
};

// 4008, 4152 and the refusals whose numbers no public record has.
OciError user_not_found(std::string_view user_id);
OciError group_not_found(std::string_view provider, std::string_view group);
OciError provider_not_found(std::string_view provider);
OciError pack_not_found(std::string_view pack);
OciError validation_error(std::string detail);

}  // namespace bwsync::lab
