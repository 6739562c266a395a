// Texts by name as a JSON object.
#pragma once

#include <map>
#include <string>

namespace bwsync {

std::string texts_to_json(const std::map<std::string, std::string>& texts);
// What is no text is left out.
std::map<std::string, std::string> texts_from_json(const std::string& text);

}  // namespace bwsync
