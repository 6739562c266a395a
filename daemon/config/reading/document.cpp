#include "daemon/config/reading/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "daemon/config/schema/encoding.hpp"

namespace bwsync::config {

namespace {

using YAML::anchor_t;

// Thrown out of the parser when there is no sense in reading on; parse_document() makes it a fault.
struct Refused {
    Place place;
    Problem problem;
};

// YAML's own string tags say nothing new; the quotes around a scalar arrive as "!".
bool is_known_tag(const std::string& tag)
{
    return tag.empty() || tag == "?" || tag == "!" || tag == "tag:yaml.org,2002:str" ||
           tag == "tag:yaml.org,2002:map" || tag == "tag:yaml.org,2002:seq";
}

// The library takes the end of the file for the end of a quoted scalar, so a forgotten quote is found here.
bool is_closed(std::string_view text, std::size_t start)
{
    if (start >= text.size() || (text[start] != '"' && text[start] != '\'')) return true;
    const char quote = text[start];
    for (std::size_t at = start + 1; at < text.size(); ++at) {
        if (quote == '"' && text[at] == '\\') {
            ++at;
        } else if (text[at] == quote) {
            const bool doubled = quote == '\'' && at + 1 < text.size() && text[at + 1] == quote;
            if (!doubled) return true;
            ++at;
        }
    }
    return false;
}

class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(std::string_view text, Report& report) : text_(text), lines_(text), report_(report) {}

    NodePointer root() const { return root_; }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (documents_++ > 0)
            throw Refused{place(mark), {"a second document", "one document", "remove the line --- and what follows"}};
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, anchor_t anchor) override
    {
        add(remember(leaf(TreeNode::Kind::kNull, place(mark)), anchor));
    }

    void OnAlias(const YAML::Mark& mark, anchor_t anchor) override
    {
        const auto named = anchors_.find(anchor);
        if (named == anchors_.end())
            throw Refused{place(mark), {"an alias inside its own anchor", "a value", "write the value out"}};
        NodePointer node = named->second;
        if (node->kind == TreeNode::Kind::kScalar) {
            auto copy = std::make_shared<TreeNode>(*node);
            copy->place = place(mark);
            node = copy;
        }
        add(std::move(node));
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, anchor_t anchor, const std::string& value) override
    {
        const Place here = place(mark);
        check_tag(here, tag);
        if (tag == "!" && !is_closed(text_, static_cast<std::size_t>(mark.pos)))
            throw Refused{here, {"a quote that is never closed", "the closing quote", "close it"}};
        auto node = leaf(TreeNode::Kind::kScalar, here);
        node->text = value;
        node->quoted = tag == "!";
        add(remember(std::move(node), anchor));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override
    {
        open(TreeNode::Kind::kList, place(mark), tag, anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override
    {
        open(TreeNode::Kind::kMapping, place(mark), tag, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        std::shared_ptr<TreeNode> node;
        anchor_t anchor = 0;
        bool has_key = false;  // of a mapping: the next value belongs to key
        bool key_is_usable = false;
        Entry entry;
    };

    Place place(const YAML::Mark& mark) const { return lines_.place(mark.line, mark.column); }

    static std::shared_ptr<TreeNode> leaf(TreeNode::Kind kind, Place place)
    {
        auto node = std::make_shared<TreeNode>();
        node->kind = kind;
        node->place = place;
        return node;
    }

    NodePointer remember(NodePointer node, anchor_t anchor)
    {
        if (anchor != 0) anchors_[anchor] = node;
        return node;
    }

    void check_tag(Place here, const std::string& tag)
    {
        if (!is_known_tag(tag))
            report_.fault(here, "", {"the tag " + in_quotes(tag), "a value without a tag", "remove it"});
    }

    void open(TreeNode::Kind kind, Place here, const std::string& tag, anchor_t anchor)
    {
        check_tag(here, tag);
        if (open_.size() >= static_cast<std::size_t>(kDocumentDepthMax))
            throw Refused{here,
                          {"more than " + std::to_string(kDocumentDepthMax) + " levels", "fewer", "nest less deeply"}};
        Open next;
        next.node = leaf(kind, here);
        next.anchor = anchor;
        open_.push_back(std::move(next));
    }

    void close()
    {
        Open done = std::move(open_.back());
        open_.pop_back();
        merge(*done.node);
        add(remember(std::move(done.node), done.anchor));
    }

    void add(NodePointer value)
    {
        if (open_.empty()) {
            root_ = std::move(value);
            return;
        }
        Open& parent = open_.back();
        parent.node->weight += value->weight;
        if (parent.node->weight > kDocumentNodesMax)
            throw Refused{value->place,
                          {"more than " + std::to_string(kDocumentNodesMax) + " values", "fewer",
                           "aliases count each time they are used"}};
        if (parent.node->kind == TreeNode::Kind::kList) {
            parent.node->items.push_back(std::move(value));
        } else if (!parent.has_key) {
            take_key(parent, *value);
        } else {
            parent.has_key = false;
            parent.entry.value = std::move(value);
            if (parent.key_is_usable) parent.node->entries.push_back(std::move(parent.entry));
        }
    }

    void take_key(Open& parent, const TreeNode& key)
    {
        parent.has_key = true;
        parent.key_is_usable = key.kind == TreeNode::Kind::kScalar;
        parent.entry = Entry{key.text, key.place, nullptr};
        if (!parent.key_is_usable)
            report_.fault(key.place, "", {"a key that is not a word", "a word as key", "write key: value"});
    }

    // `<<: *anchor`: the keys of the anchor's mapping that the mapping does not have itself.
    void merge(TreeNode& node)
    {
        std::vector<Entry> own;
        std::vector<Entry> merged;
        std::set<std::string> present;
        for (Entry& entry : node.entries) {
            if (entry.key == "<<" && entry.value->kind == TreeNode::Kind::kMapping) {
                merged.insert(merged.end(), entry.value->entries.begin(), entry.value->entries.end());
            } else {
                present.insert(entry.key);
                own.push_back(std::move(entry));
            }
        }
        for (Entry& entry : merged) {
            if (present.insert(entry.key).second) own.push_back(std::move(entry));
        }
        node.entries = std::move(own);
    }

    std::string_view text_;
    Lines lines_;
    Report& report_;
    int documents_ = 0;
    std::vector<Open> open_;
    std::map<anchor_t, NodePointer> anchors_;
    NodePointer root_;
};

}  // namespace

NodePointer parse_document(const std::string& whole, Report& report)
{
    if (whole.size() > kDocumentBytesMax) {
        report.fault({}, "",
                     {"more than 1 MiB", "a configuration of at most 1 MiB", "check that this is the right file"});
        return nullptr;
    }
    std::string text(without_bom(whole));
    if (text.empty() || text.back() != '\n')
        text += '\n';  // without it the library finds the end of a scalar too early
    if (!check_encoding(text, report)) return nullptr;
    const bool has_tabs = !check_tabs(text, report);

    TreeBuilder builder(text, report);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Refused& refused) {
        report.fault(refused.place, "", refused.problem);
        return nullptr;
    } catch (const YAML::Exception& error) {
        // A tab explains the error better than what the parser made of it.
        const Place place = Lines(text).place(error.mark.line, error.mark.column);
        if (!has_tabs) report.fault(place, "", {"a YAML error: " + error.msg, "valid YAML", "correct the syntax here"});
        return nullptr;
    }
    return builder.root() ? builder.root() : std::make_shared<const TreeNode>();
}

}  // namespace bwsync::config
