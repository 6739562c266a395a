#include "tests/lab/broadworks/model/user_text.hpp"

#include <string_view>
#include <vector>

#include "tests/lab/broadworks/model/user_fields.hpp"

namespace bwsync::lab {
namespace {

class UserText final {
public:
    explicit UserText(const User& user)
    {
        text("userId", user.user_id);
        text("serviceProviderId", user.provider->id);
        text("groupId", user.group->group_id);
        raw("isEnterprise", user.provider->is_enterprise ? "true" : "false");
        text("firstName", user.first_name);
        text("lastName", user.last_name);
        text("phoneNumber", table_number(user));
        text("countryCode", user.country_code);
        text("extension", user.extension);
        text("mobilePhoneNumber", user.mobile_phone_number);
        text("emailAddress", user.email_address);
        text("language", user.language);
        text("timeZone", user.time_zone);
        for (const auto& [name, value] : user.more) text(name, value);
        list("alternateUserIds", user.alternate_user_ids);
        std::vector<std::string_view> names;
        for (const PackId pack : user.packs) names.emplace_back(user.provider->packs.at(pack).name);
        list("servicePacks", names);
        list("services", user.services);
        list("effectiveServices", Model::effective_services(user));
        raw("isActive", user.imp_active ? "true" : "false");
        out_ += '}';
    }
    const std::string& json_text() const { return out_; }

private:
    void quote(std::string_view value)
    {
        out_ += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\') out_ += '\\';
            if (static_cast<unsigned char>(c) >= 0x20) out_ += c;
        }
        out_ += '"';
    }
    void key(std::string_view name)
    {
        out_ += out_.empty() ? '{' : ',';
        quote(name);
        out_ += ':';
    }
    void raw(std::string_view name, std::string_view value)
    {
        key(name);
        out_ += value;
    }
    void text(std::string_view name, std::string_view value)
    {
        key(name);
        quote(value);
    }
    template <class List>
    void list(std::string_view name, const List& values)
    {
        key(name);
        char separator = '[';
        for (const auto& value : values) {
            out_ += separator;
            quote(value);
            separator = ',';
        }
        if (separator == '[') out_ += '[';
        out_ += ']';
    }

    std::string out_;
};

}  // namespace

std::string user_as_json(const User& user)
{
    return UserText(user).json_text();
}

}  // namespace bwsync::lab
