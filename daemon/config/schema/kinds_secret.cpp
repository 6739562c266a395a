// Secrets. No fault of theirs shows any part of the value.
#include <algorithm>

#include "daemon/config/schema/base64.hpp"
#include "daemon/config/schema/dsn.hpp"
#include "daemon/config/schema/kinds.hpp"

namespace bwsync::config {

namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr const char* kElsewhere = "{file: PATH}, {env: NAME} or {credential: NAME}";

bool is_one_line(const std::string& value)
{
    return std::none_of(value.begin(), value.end(), [](char c) { return c == '\n' || c == '\r' || c == '\0'; });
}

std::string origin_of(const Text& text)
{
    return text.literal ? "a literal value" : text.origin;
}

// What holds for every secret but where it may stand.
std::optional<Problem> content_problem(const Text& text)
{
    if (text.value.empty())
        return Problem{text.literal ? "an empty value" : text.origin + ", which is empty", "a value",
                       "put the secret in"};
    if (!is_one_line(text.value)) return Problem{origin_of(text) + ", which has several lines", "one line", ""};
    return std::nullopt;
}

std::optional<Problem> literal_problem(const Text& text)
{
    if (!text.literal) return std::nullopt;
    return Problem{"a literal value", kElsewhere, "move the secret out of the configuration, into a file for example"};
}

std::string never_shown(const Secret&)
{
    return "";
}

}  // namespace

Kind<Secret> secret()
{
    Kind<Secret> kind;
    kind.type = "secret";
    kind.take = [](const Text& text, Secret& out) -> std::optional<Problem> {
        if (auto problem = literal_problem(text)) return problem;
        if (auto problem = content_problem(text)) return problem;
        out = Secret(text.value);
        return std::nullopt;
    };
    kind.show = never_shown;
    return kind;
}

Kind<Secret> dsn()
{
    Kind<Secret> kind;
    kind.type = "libpq connection string or URI";
    kind.take = [](const Text& text, Secret& out) -> std::optional<Problem> {
        if (auto problem = content_problem(text)) return problem;
        const DsnFindings findings = examine_dsn(text.value);
        if (text.literal && findings.has_password)
            return Problem{"a literal value with a password", kElsewhere,
                           "move the whole dsn out of the configuration, or give the password by passfile"};
        if (!findings.trouble.empty())
            return Problem{origin_of(text) + " with " + findings.trouble, "",
                           "for example: host=/run/postgresql dbname=bwsync user=bwsync"};
        out = Secret(text.value);
        return std::nullopt;
    };
    kind.show = never_shown;
    return kind;
}

Kind<Secret> encryption_key()
{
    Kind<Secret> kind;
    kind.type = "secret: 32 bytes as base64";
    kind.take = [](const Text& text, Secret& out) -> std::optional<Problem> {
        if (auto problem = literal_problem(text)) return problem;
        if (auto problem = content_problem(text)) return problem;
        const std::optional<std::string> bytes = decode_base64(text.value);
        const std::string remedy = "make one with: openssl rand -base64 32";
        if (!bytes) return Problem{text.origin + ", which is not base64", "32 bytes as base64", remedy};
        if (bytes->size() != kKeyBytes)
            return Problem{text.origin + ", which is base64 of " + std::to_string(bytes->size()) + " bytes",
                           "32 bytes as base64", remedy};
        out = Secret(*bytes);
        return std::nullopt;
    };
    kind.show = never_shown;
    return kind;
}

}  // namespace bwsync::config
