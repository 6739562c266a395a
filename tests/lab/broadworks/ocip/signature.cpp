#include "tests/lab/broadworks/ocip/signature.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <map>
#include <stdexcept>

#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {

struct Signature::Particle {
    enum class Kind { kElement, kSequence, kChoice } kind = Kind::kSequence;
    std::string name, type;
    std::size_t at_least = 1, at_most = 1;
    bool nillable = false;
    Release since = Release::kR21;
    std::vector<Particle> parts;
};

namespace {

using Particle = Signature::Particle;
using Problem = std::optional<std::string>;

class Reader final {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Particle sequence()
    {
        Particle result;
        for (skip(); !done() && peek() != ')' && peek() != '|'; skip()) result.parts.push_back(item());
        return result;
    }
    bool done() const { return at_ == text_.size(); }

private:
    char peek() const { return text_[at_]; }
    void skip()
    {
        while (!done() && (peek() == ' ' || peek() == '\n')) ++at_;
    }
    bool take(char c)
    {
        if (done() || peek() != c) return false;
        ++at_;
        return true;
    }
    std::string word()
    {
        const std::size_t start = at_;
        while (!done() && std::isalnum(static_cast<unsigned char>(peek()))) ++at_;
        return std::string(text_.substr(start, at_ - start));
    }
    void suffix(Particle& part)
    {
        constexpr std::size_t kUnbounded = std::numeric_limits<std::size_t>::max();
        if (take('?')) {
            part.at_least = 0;
        } else if (take('+')) {
            part.at_most = kUnbounded;
        } else if (take('*')) {
            const std::string limit = word();
            part.at_least = 0;
            part.at_most = limit.empty() ? kUnbounded : std::stoul(limit);
        }
        part.nillable = take('!');
        if (!take('@')) return;
        const std::string release = word();
        part.since = release == "R22" ? Release::kR22 : release == "R24" ? Release::kR24 : Release::kR25;
    }
    Particle item()
    {
        Particle part;
        if (take('(')) {
            part.kind = Particle::Kind::kChoice;
            do {
                part.parts.push_back(sequence());
            } while (take('|'));
            if (!take(')')) throw std::logic_error("signature: ')' expected in " + std::string(text_));
        } else {
            part.kind = Particle::Kind::kElement;
            part.name = word();
            if (part.name.empty() || !take(':'))
                throw std::logic_error("signature: name:Type in " + std::string(text_));
            part.type = word();
        }
        suffix(part);
        return part;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

const std::map<std::string, std::string, std::less<>>& complex_types()
{
    static const std::map<std::string, std::string, std::less<>> kTypes{
        {"Search", "mode:Mode value:T161 isCaseInsensitive:B"},
        {"ExactProvider", "serviceProviderId:T30"},
        {"Paging", "responseStartIndex:I responsePageSize:I2000"},
        {"SortBy", "isAscending:B isCaseSensitive:B"},
        {"UserSort",
         "(sortByUserId:SortBy | sortByUserLastName:SortBy | sortByUserFirstName:SortBy | sortByDn:SortBy |"
         " sortByDepartmentName:SortBy | sortByEmailAddress:SortBy | sortByExtension:SortBy)"},
        {"GroupSort", "(sortByGroupId:SortBy | sortByGroupName:SortBy)"},
        {"Address",
         "addressLine1:T80?! addressLine2:T80?! city:T50?! stateOrProvince:T50?! stateOrProvinceDisplayName:T50?"
         " zipOrPostalCode:T50?! country:T50?!"},
        {"Alternate", "alternateUserId:T161 description:T80?"},
        {"AlternateList", "alternateUserId:Alternate*4"},
    };
    return kTypes;
}

const Signature& complex_type(const std::string& name)
{
    static std::map<std::string, Signature> parsed;
    const auto known = parsed.find(name);
    if (known != parsed.end()) return known->second;
    const auto text = complex_types().find(name);
    if (text == complex_types().end()) throw std::logic_error("signature: no type " + name);
    return parsed.emplace(name, Signature(text->second)).first->second;
}

bool is_boolean(std::string_view value)
{
    return value == "true" || value == "false" || value == "1" || value == "0";
}

Problem check_integer(const std::string& name, const std::string& value, std::string_view limit)
{
    long long number = 0, most = std::numeric_limits<int>::max();
    if (!limit.empty()) std::from_chars(limit.data(), limit.data() + limit.size(), most);
    const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (failed == std::errc() && end == value.data() + value.size() && number >= 1 && number <= most) return {};
    return "Invalid value '" + value + "' of element " + name;
}

Problem check_simple(const pugi::xml_node& node, const std::string& type, bool may_be_empty)
{
    const std::string name = node.name(), value = trimmed(node.child_value());
    for (const pugi::xml_node& child : node.children()) {
        if (child.type() == pugi::node_element) return "Element " + name + " has element children";
    }
    if (type == "B") return is_boolean(value) ? Problem() : "Invalid value '" + value + "' of element " + name;
    if (type.front() == 'I') return check_integer(name, value, std::string_view(type).substr(1));
    if (type == "Mode") {
        if (value == "Starts With" || value == "Contains" || value == "Equal To") return {};
        return "Invalid value '" + value + "' of element " + name;
    }
    const std::size_t length = characters(value);
    if (length > std::stoul(type.substr(1)) || (length == 0 && !may_be_empty)) {
        return "Length of element " + name + " is out of range";
    }
    return {};
}

bool is_simple(const std::string& type)
{
    const bool numbered = type.size() > 1 && std::all_of(type.begin() + 1, type.end(), [](char c) {
                              return std::isdigit(static_cast<unsigned char>(c));
                          });
    return type == "B" || type == "I" || type == "Mode" || ((type.front() == 'T' || type.front() == 'I') && numbered);
}

bool is_nil(const pugi::xml_node& node)
{
    for (const pugi::xml_attribute& attribute : node.attributes()) {
        const std::string_view name = attribute.name();
        const std::size_t colon = name.find(':');
        if (colon != std::string_view::npos && name.substr(colon + 1) == "nil") {
            return std::strcmp(attribute.value(), "true") == 0 || std::strcmp(attribute.value(), "1") == 0;
        }
    }
    return false;
}

Problem check_element(const pugi::xml_node& node, const Particle& part, Release release)
{
    const pugi::xml_attribute ns = node.attribute("xmlns");
    if (ns && *ns.value() != '\0') return "Element " + part.name + "@" + ns.value() + " is not expected";
    if (is_nil(node)) {
        if (!part.nillable) return "Element " + part.name + " is not nillable";
        return node.first_child() ? "Element " + part.name + " is nil and has content" : Problem();
    }
    if (part.type == "Any") return {};
    if (is_simple(part.type)) return check_simple(node, part.type, part.nillable);
    return complex_type(part.type).check(node, release);
}

bool starts(const Particle& part, std::string_view name, Release release)
{
    if (part.since > release) return false;
    if (part.kind == Particle::Kind::kElement) return part.name == name;
    for (const Particle& inner : part.parts) {
        if (starts(inner, name, release)) return true;
        if (part.kind == Particle::Kind::kSequence && inner.at_least > 0 && inner.since <= release) return false;
    }
    return false;
}

class Matcher final {
public:
    Matcher(const pugi::xml_node& parent, Release release) : parent_(parent.name()), release_(release)
    {
        for (const pugi::xml_node& child : parent.children()) {
            if (child.type() == pugi::node_element) children_.push_back(child);
        }
    }

    Problem run(const Particle& root)
    {
        if (Problem problem = match(root)) return problem;
        if (at_ == children_.size()) return {};
        return "Element " + std::string(children_[at_].name()) + " is not expected here";
    }

private:
    bool here(const Particle& part) const
    {
        return at_ < children_.size() && starts(part, children_[at_].name(), release_);
    }
    std::string found() const { return at_ < children_.size() ? children_[at_].name() : "the end"; }

    Problem match(const Particle& part)
    {
        if (part.since > release_) return {};
        if (part.kind == Particle::Kind::kElement) return match_element(part);
        if (part.kind == Particle::Kind::kSequence) return match_parts(part);
        for (const Particle& alternative : part.parts) {
            if (here(alternative)) return match_parts(alternative);
        }
        if (part.at_least == 0) return {};
        return "None of a choice is there; found " + found();
    }
    Problem match_parts(const Particle& sequence)
    {
        for (const Particle& part : sequence.parts) {
            if (Problem problem = match(part)) return problem;
        }
        return {};
    }
    Problem match_element(const Particle& part)
    {
        std::size_t count = 0;
        for (; count < part.at_most && here(part); ++count, ++at_) {
            if (Problem problem = check_element(children_[at_], part, release_)) return problem;
        }
        if (count < part.at_least) return "Element " + part.name + " is expected; found " + found();
        return {};
    }

    std::string parent_;
    Release release_;
    std::vector<pugi::xml_node> children_;
    std::size_t at_ = 0;
};

}  // namespace

Signature::Signature(std::string_view text)
{
    Reader reader(text);
    root_ = std::make_unique<Particle>(reader.sequence());
    if (!reader.done()) throw std::logic_error("signature: left over in " + std::string(text));
}

Signature::~Signature() = default;
Signature::Signature(Signature&&) noexcept = default;
Signature& Signature::operator=(Signature&&) noexcept = default;

std::optional<std::string> Signature::check(const pugi::xml_node& element, Release release) const
{
    for (const pugi::xml_node& child : element.children()) {
        const bool text = child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata;
        if (text && !trimmed(child.value()).empty()) return "Text between elements of " + std::string(element.name());
    }
    return Matcher(element, release).run(*root_);
}

}  // namespace bwsync::lab
