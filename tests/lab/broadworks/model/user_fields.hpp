// The fields of a user by their OCI element names: how they are set, written in profiles and reported on the feed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/config.hpp"
#include "tests/lab/broadworks/model/model.hpp"
#include "tests/lab/broadworks/ocip/xml_writer.hpp"

namespace bwsync::lab {

// Element name -> new text, or nothing to erase it.
using FieldChanges = std::map<std::string, std::optional<std::string>>;

// Refuses unknown names, erasing what the schema has as required, and texts longer than the schema allows. All or
// nothing. A phoneNumber may be national digits, "+CC-number" (which sets countryCode too) or "+CCnumber" when it
// starts with the user's country code.
Model::Refusal set_fields(User& user, const FieldChanges& changes);

// "+1-2212221101", or "" without a number.
std::string table_number(const User& user);

// phoneNumber as a profile has it.
std::string profile_number(const User& user, NumberForm form);

// The children of UserModifyRequest* after userId, in the order of the schema: only what changes names.
std::string modify_body(const User& user, const FieldChanges& changes);

// The children of UserAddRequest* from serviceProviderId on. password: as typed, or altered; "" leaves it out.
std::string add_body(const User& user, const std::string& password, Release release);

void write_address(XmlWriter& out, const User& user);
void write_department(XmlWriter& out, const User& user);

}  // namespace bwsync::lab
