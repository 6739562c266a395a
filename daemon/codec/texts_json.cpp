#include "daemon/codec/texts_json.hpp"

#include "daemon/codec/json_text.hpp"

namespace bwsync {

std::string texts_to_json(const std::map<std::string, std::string>& texts)
{
    return json_text(nlohmann::json(texts));
}

std::map<std::string, std::string> texts_from_json(const std::string& text)
{
    std::map<std::string, std::string> texts;
    const nlohmann::json parsed = nlohmann::json::parse(text, nullptr, false);
    if (!parsed.is_object()) return texts;
    for (const auto& [name, value] : parsed.items()) {
        if (value.is_string()) texts.emplace(name, value.get<std::string>());
    }
    return texts;
}

}  // namespace bwsync
