#include "tests/lab/broadworks/model/user_fields.hpp"

#include <algorithm>
#include <cctype>

#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {
namespace {

struct Field {
    std::string_view name;
    std::size_t longest;           // characters, by the schema
    std::string User::*member;     // or null: kept in User::more
    bool required = false;         // cannot be erased
    std::string_view inside = {};  // the element that holds it in requests and answers
    bool in_add = true;            // UserAddRequest* has it
};

// In the order of UserModifyRequest22 and UserAddRequest22V2, which agree for what is here.
const Field kFields[] = {
    {"lastName", 30, &User::last_name, true},
    {"firstName", 30, &User::first_name, true},
    {"callingLineIdLastName", 30, nullptr},
    {"callingLineIdFirstName", 30, nullptr},
    {"nameDialingName", 62, nullptr},
    {"hiraganaLastName", 30, nullptr},
    {"hiraganaFirstName", 30, nullptr},
    {"phoneNumber", 23, &User::phone_number},
    {"extension", 20, &User::extension},
    {"callingLineIdPhoneNumber", 23, nullptr},
    {"department", 50, nullptr},
    {"language", 40, &User::language, true},
    {"timeZone", 127, &User::time_zone, true},
    {"title", 50, nullptr},
    {"pagerPhoneNumber", 30, nullptr},
    {"mobilePhoneNumber", 30, &User::mobile_phone_number},
    {"emailAddress", 80, &User::email_address},
    {"yahooId", 127, nullptr},
    {"addressLocation", 80, nullptr},
    {"addressLine1", 80, nullptr, false, "address"},
    {"addressLine2", 80, nullptr, false, "address"},
    {"city", 50, nullptr, false, "address"},
    {"stateOrProvince", 50, nullptr, false, "address"},
    {"zipOrPostalCode", 50, nullptr, false, "address"},
    {"country", 50, nullptr, false, "address"},
    {"networkClassOfService", 40, nullptr},
    {"impId", 196, nullptr, false, {}, false},
    {"userExternalId", 36, nullptr, false, {}, false},
    {"userPersonId", 82, nullptr, false, {}, false},
};
// Set by the lab's drivers only; no request of a user's profile carries them.
const Field kUnreported[] = {
    {"countryCode", 3, &User::country_code, true},
    {"nationalPrefix", 3, nullptr},
    {"isPlace", 5, nullptr},
    {"deviceName", 40, nullptr},
    {"linePort", 161, nullptr},
    {"locationDialingCode", 15, nullptr},
};

const Field* find_field(std::string_view name)
{
    for (const Field& field : kFields) {
        if (field.name == name) return &field;
    }
    for (const Field& field : kUnreported) {
        if (field.name == name) return &field;
    }
    return nullptr;
}

Model::Refusal check(const std::string& name, const std::optional<std::string>& value)
{
    const Field* const field = find_field(name);
    if (!field) return validation_error("a user has no field " + name);
    const bool empty = !value || value->empty();
    if (field->required && empty) return validation_error("Element " + name + " is required");
    if (value && characters(*value) > field->longest) {
        return validation_error("Length of element " + name + " is out of range");
    }
    return std::nullopt;
}

struct Number {
    std::string country_code, national;
};

// Nothing when the text is no number, or has another country code than it should.
std::optional<Number> read_number(std::string value, std::string country_code)
{
    if (value.starts_with('+')) {
        const std::size_t dash = value.find('-');
        if (dash != std::string::npos) {
            country_code = value.substr(1, dash - 1);
            value.erase(0, dash + 1);
        } else if (value.compare(1, country_code.size(), country_code) == 0) {
            value.erase(0, 1 + country_code.size());
        }
    }
    std::erase_if(value, [](char c) { return c == '-' || c == ' '; });
    const bool digits = std::all_of(value.begin(), value.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!digits) return std::nullopt;
    return Number{std::move(country_code), std::move(value)};
}

const std::string& value_of(const User& user, const Field& field)
{
    return field.member ? user.*field.member : user.extra(std::string(field.name));
}

void write_change(XmlWriter& out, const User& user, const Field& field, std::string_view element)
{
    const std::string& value = value_of(user, field);
    if (value.empty() && field.name == "department") {
        out.raw("<department xsi:type=\"GroupDepartmentKey\" xsi:nil=\"true\"/>");
    } else if (value.empty()) {
        out.raw("<" + std::string(element) + " xsi:nil=\"true\"/>");
    } else if (field.name == "department") {
        write_department(out, user);
    } else {
        out.element(element, value);
    }
}

}  // namespace

Model::Refusal set_fields(User& user, const FieldChanges& changes)
{
    for (const auto& [name, value] : changes) {
        if (Model::Refusal refusal = check(name, value)) return refusal;
    }
    const auto code = changes.find("countryCode");
    const auto number = changes.find("phoneNumber");
    std::string country_code = code != changes.end() ? *code->second : user.country_code;
    if (number != changes.end()) {
        const auto read = read_number(number->second.value_or(""), country_code);
        if (!read) return validation_error("Invalid value of element phoneNumber");
        country_code = read->country_code;
        user.phone_number = read->national;
    }
    for (const auto& [name, value] : changes) {
        const Field& field = *find_field(name);
        if (name == "phoneNumber" || name == "countryCode") continue;
        if (field.member) {
            user.*field.member = value.value_or("");
        } else if (value && !value->empty()) {
            user.more[name] = *value;
        } else {
            user.more.erase(name);
        }
    }
    user.country_code = country_code;
    return std::nullopt;
}

std::string table_number(const User& user)
{
    return user.phone_number.empty() ? "" : "+" + user.country_code + "-" + user.phone_number;
}

std::string profile_number(const User& user, NumberForm form)
{
    if (user.phone_number.empty() || form == NumberForm::kNational) return user.phone_number;
    return "+" + user.country_code + user.phone_number;
}

std::string modify_body(const User& user, const FieldChanges& changes)
{
    XmlWriter out(WireEncoding::kUtf8);
    out.element("userId", user.user_id);
    bool in_address = false;
    for (const Field& field : kFields) {
        if (!changes.count(std::string(field.name))) continue;
        const bool inside = !field.inside.empty();
        if (inside != in_address) inside ? out.open("address") : out.close("address");
        in_address = inside;
        std::string_view element = field.name;
        if (element == "userExternalId") element = "newUserExternalId";
        if (element == "userPersonId") element = "newUserPersonId";
        write_change(out, user, field, element);
    }
    if (in_address) out.close("address");
    return out.take();
}

std::string add_body(const User& user, const std::string& password, Release release)
{
    XmlWriter out(WireEncoding::kUtf8);
    out.element("serviceProviderId", user.provider->id);
    out.element("groupId", user.group->group_id);
    out.element("userId", user.user_id);
    for (const Field& field : kFields) {
        if (!field.in_add || !field.inside.empty()) continue;
        if (field.name == "department") {
            out.optional("password", password);
            write_department(out, user);
        } else if (field.name == "callingLineIdLastName" || field.name == "callingLineIdFirstName") {
            const std::string& own = value_of(user, field);
            const std::string& name = field.name == "callingLineIdLastName" ? user.last_name : user.first_name;
            out.element(field.name, own.empty() ? name : own);
        } else if (field.name == "networkClassOfService") {
            write_address(out, user);
            out.optional(field.name, value_of(user, field));
        } else {
            out.optional(field.name, value_of(user, field));
        }
    }
    if (release == Release::kR21) return out.take();
    for (const std::string& alternate : user.alternate_user_ids) {
        out.open("alternateUserId");
        out.element("alternateUserId", alternate);
        out.close("alternateUserId");
    }
    return out.take();
}

void write_address(XmlWriter& out, const User& user)
{
    XmlWriter inner(out.encoding());
    for (const Field& field : kFields) {
        if (field.inside != "address") continue;
        inner.optional(field.name, value_of(user, field));
        if (field.name == "stateOrProvince") inner.optional("stateOrProvinceDisplayName", value_of(user, field));
    }
    const std::string children = inner.take();
    out.raw(children.empty() ? "<address/>" : "<address>" + children + "</address>");
}

void write_department(XmlWriter& out, const User& user)
{
    const std::string& name = user.extra("department");
    if (name.empty()) return;
    out.open("department", " xsi:type=\"GroupDepartmentKey\"");
    out.element("serviceProviderId", user.provider->id);
    out.element("groupId", user.group->group_id);
    out.element("name", name);
    out.close("department");
}

}  // namespace bwsync::lab
