// Walks a document by a Section, fills the fields and reports what does not fit. Knows nothing of single keys.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "daemon/config/reading/section.hpp"
#include "daemon/config/schema/kind.hpp"

namespace bwsync::config {

// The places of everything that was read, for the checks that look at several keys together.
class Places final {
public:
    void put(const Where& where) { places_[where.path] = where; }
    bool has(const std::string& path) const { return places_.count(path) != 0; }
    // Of the value, or where it is absent of the nearest section around it.
    Place value(const std::string& path) const;

private:
    std::map<std::string, Where> places_;
};

class Reader final {
public:
    Reader(Report& report, std::filesystem::path folder) : report_(report), folder_(std::move(folder)) {}

    void read_section(const Section& section, const TreeNode& node, const Where& where);

    // Calls each(entry, where) for the entries of a list; false, with a fault, when the node is none.
    template <class Each>
    bool read_list(const TreeNode& node, const Where& where, const std::string& expected, Each each)
    {
        if (node.kind != TreeNode::Kind::kList) return wrong_type(node, where, expected);
        std::size_t index = 0;
        for (const NodePointer& item : node.items) {
            const Where here{where.path + "[" + std::to_string(index++) + "]", item->place, item->place};
            places_.put(here);
            each(*item, here);
        }
        return true;
    }

    template <class T>
    bool read_value(const Kind<T>& kind, const TreeNode& node, const Where& where, T& out)
    {
        const std::optional<Text> text = text_of(node, where, kind.type);
        if (!text) return false;
        std::optional<Problem> problem = kind.take(*text, out);
        if (!problem) return true;
        if (problem->found.empty()) problem->found = shown(*text);
        if (problem->expected.empty()) problem->expected = kind.type;
        fault(where, *problem);
        return false;
    }

    void fault(const Where& where, const Problem& problem) { report_.fault(where.value, where.path, problem); }
    const Places& places() const { return places_; }

    // Reports what the node is instead of what was expected. Always false.
    bool wrong_type(const TreeNode& node, const Where& where, const std::string& expected);

private:
    std::optional<Text> text_of(const TreeNode& node, const Where& where, const std::string& expected);
    std::optional<Text> follow(const TreeNode& node, const Where& where);
    void read_entry(const Key& key, const Entry& entry, const std::string& path);
    void report_unknown(const Section& section, const Entry& entry, const std::string& path);
    static std::string shown(const Text& text);

    Report& report_;
    std::filesystem::path folder_;
    Places places_;
};

}  // namespace bwsync::config
