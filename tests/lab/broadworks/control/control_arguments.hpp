// The JSON object of a control request, read strictly: a missing, misspelt or mistyped key is an error that says so.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace bwsync::lab {

// What a driver did wrong; the control API answers 400 with the text.
class BadRequest final : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Arguments final {
public:
    // Throws BadRequest when the text is no JSON object.
    static Arguments parse(const std::string& text);
    explicit Arguments(nlohmann::json object);

    bool has(const std::string& key);
    std::string text(const std::string& key);  // required
    std::string text(const std::string& key, const std::string& otherwise);
    bool flag(const std::string& key, bool otherwise);
    long long number(const std::string& key, long long otherwise, long long least, long long most);
    std::chrono::milliseconds duration(const std::string& key, std::chrono::milliseconds otherwise);
    std::vector<std::string> texts(const std::string& key);  // empty when missing
    std::vector<Arguments> objects(const std::string& key);  // empty when missing
    std::optional<Arguments> object(const std::string& key);
    const nlohmann::json& value(const std::string& key);  // null when missing

    // All keys that are left, for objects with open keys.
    std::vector<std::string> rest();

    // Throws BadRequest for a key nobody asked for.
    void finish() const;

private:
    const nlohmann::json* find(const std::string& key);

    nlohmann::json object_;
    std::set<std::string> used_;
};

}  // namespace bwsync::lab
