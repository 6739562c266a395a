// How a key is bound to its field: a value, a list of values, a section, a list of sections, a table. Each struct of
// the configuration has a function describe(struct&) that returns its Section; they are found by overload where these
// are used.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemon/config/reading/reader.hpp"

namespace bwsync::config {

struct ListRule {
    std::size_t min = 0;
    bool no_two_alike = false;
};

template <class T>
Key required(std::string name, T& out, Kind<T> kind, std::string meaning)
{
    Key key;
    key.name = std::move(name);
    key.required = true;
    key.type = kind.type;
    key.meaning = std::move(meaning);
    key.read = [&out, kind](Reader& reader, const TreeNode& node, const Where& where) {
        reader.read_value(kind, node, where, out);
    };
    return key;
}

template <class T>
Key optional(std::string name, T& out, Kind<T> kind, std::string meaning)
{
    Key key = required(std::move(name), out, kind, std::move(meaning));
    key.required = false;
    key.default_value = kind.show(out);
    return key;
}

// Reports a list that is too short, and entries that are there already.
template <class T, class Same>
void check_list(Reader& reader, const std::vector<T>& values, ListRule rule, const Where& where, Same same)
{
    if (values.size() < rule.min) reader.fault(where, {"an empty list", "at least one entry", ""});
    if (!rule.no_two_alike) return;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto first = std::find_if(values.begin(), values.end(), [&](const T& v) { return same(v, values[i]); });
        const auto at = static_cast<std::size_t>(first - values.begin());
        if (at == i) continue;
        const std::string path = where.path + "[" + std::to_string(i) + "]";
        const Place place = reader.places().value(path);
        reader.fault({path, place, place},
                     {"the same as entry " + std::to_string(at), "entries that differ", "remove one"});
    }
}

// A list of single values. With rule.min above zero and no default in the field, the key is required.
template <class T>
Key list(std::string name, std::vector<T>& out, Kind<T> kind, ListRule rule, std::string meaning)
{
    Key key;
    key.name = std::move(name);
    key.required = rule.min > 0 && out.empty();
    key.type = "list of " + kind.type;
    key.meaning = std::move(meaning);
    for (const T& value : out) key.default_value += (key.default_value.empty() ? "" : ", ") + kind.show(value);
    if (!key.required) key.default_value = "[" + key.default_value + "]";
    key.read = [&out, kind, rule, type = key.type](Reader& reader, const TreeNode& node, const Where& where) {
        std::vector<T> values;
        bool all_good = true;
        const bool is_list = reader.read_list(node, where, type, [&](const TreeNode& item, const Where& here) {
            all_good = reader.read_value(kind, item, here, values.emplace_back()) && all_good;
        });
        if (is_list && all_good) check_list(reader, values, rule, where, std::equal_to<T>());
        out = std::move(values);
    };
    return key;
}

// A section whose keys are given. It is required when one of them is.
inline Key group(std::string name, Section section, std::string meaning)
{
    Key key;
    key.name = std::move(name);
    key.required = std::any_of(section.begin(), section.end(), [](const Key& k) { return k.required; });
    key.type = "section";
    key.meaning = std::move(meaning);
    key.read = [section](Reader& reader, const TreeNode& node, const Where& where) {
        reader.read_section(section, node, where);
    };
    key.list_below = [section = std::move(section)](const std::string& path, std::vector<SchemaKey>& list) {
        list_keys(section, path, list);
    };
    return key;
}

// What the entries of a list of sections are: how each begins, its keys, how many there must be.
template <class S>
struct Entries {
    S fresh;
    Section (*describe)(S&);
    std::size_t min = 0;
};

// A list of sections. With entries.min above zero and no default in the field, the key is required.
template <class S>
Key sections(std::string name, std::vector<S>& out, Entries<S> entries, std::string meaning)
{
    Key key;
    key.name = std::move(name);
    key.required = entries.min > 0 && out.empty();
    key.type = "list of sections";
    key.default_value = key.required ? "" : out.empty() ? "[]" : "[{}]";  // {}: an entry of defaults
    key.meaning = std::move(meaning);
    key.read = [&out, entries, type = key.type](Reader& reader, const TreeNode& node, const Where& where) {
        out.clear();
        const bool is_list = reader.read_list(node, where, type, [&](const TreeNode& item, const Where& here) {
            S& element = out.emplace_back(entries.fresh);
            reader.read_section(entries.describe(element), item, here);
        });
        if (is_list && out.size() < entries.min) reader.fault(where, {"an empty list", "at least one entry", ""});
    };
    key.list_below = [entries](const std::string& path, std::vector<SchemaKey>& list) {
        S element = entries.fresh;
        list_keys(entries.describe(element), path + "[]", list);
    };
    return key;
}

// Words of the operator's own, each with a value.
inline Key table(std::string name, std::map<std::string, std::string>& out, Kind<std::string> kind, std::string meaning)
{
    Key key;
    key.name = std::move(name);
    key.type = "table of text: " + kind.type;
    key.meaning = std::move(meaning);
    for (const auto& [word, value] : out)
        key.default_value += (key.default_value.empty() ? "" : ", ") + word + ": " + kind.show(value);
    key.default_value = "{" + key.default_value + "}";
    key.read = [&out, kind](Reader& reader, const TreeNode& node, const Where& where) {
        out.clear();
        Section words;
        for (const Entry& entry : node.entries) {
            words.push_back(required(entry.key, out[entry.key], kind, ""));
        }
        reader.read_section(words, node, where);
    };
    return key;
}

}  // namespace bwsync::config
