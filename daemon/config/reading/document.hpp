// YAML text as a tree in which every value and key knows its place. The only user of the YAML library.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/reading/report.hpp"

namespace bwsync::config {

constexpr std::size_t kDocumentBytesMax = std::size_t{1024} * 1024;
constexpr int kDocumentDepthMax = 32;
constexpr std::size_t kDocumentNodesMax = 100'000;  // counted with every alias written out

struct TreeNode;
using NodePointer = std::shared_ptr<const TreeNode>;  // shared: an alias is another owner of what its anchor names

struct Entry {
    std::string key;
    Place place;
    NodePointer value;
};

struct TreeNode {
    enum class Kind { kNull, kScalar, kList, kMapping };
    Kind kind = Kind::kNull;
    Place place;
    std::string text;     // of a scalar
    bool quoted = false;  // a scalar in quotes or as a block
    std::vector<NodePointer> items;
    std::vector<Entry> entries;  // as written: a key may be there twice
    std::size_t weight = 1;      // nodes in it, aliases written out
};

// The one document of the whole text, or nullptr when it could not be read; then, and for what is wrong but can be read
// past, the report has faults. An empty text is a null node.
NodePointer parse_document(const std::string& whole, Report& report);

}  // namespace bwsync::config
