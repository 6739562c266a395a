// Texts, names and paths.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "daemon/config/reading/files.hpp"
#include "daemon/config/schema/countries.hpp"
#include "daemon/config/schema/encoding.hpp"
#include "daemon/config/schema/kinds.hpp"
#include "daemon/domain/enterprise/site_time_zones.hpp"

namespace bwsync::config {

namespace {

constexpr std::size_t kCertificateBytesMax = std::size_t{4} * 1024 * 1024;
constexpr std::size_t kZoneBytesMax = std::size_t{1024} * 1024;

bool has_control(const std::string& value)
{
    return std::any_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

bool consists_of(const std::string& value, std::string_view allowed)
{
    return value.find_first_not_of(allowed) == std::string::npos;
}

std::string yaml_text(const std::string& value)
{
    std::string out = "\"";
    for (const char c : value) out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    return out + "\"";
}

// A one-line text that also passes `check`, which says what is wrong or nothing.
Kind<std::string> checked_text(std::string type, std::function<std::optional<Problem>(const std::string&)> check)
{
    Kind<std::string> kind;
    kind.type = std::move(type);
    kind.take = [check = std::move(check)](const Text& text, std::string& out) -> std::optional<Problem> {
        out = text.value;
        if (has_control(text.value)) return Problem{"", "one line without control characters", ""};
        if (!is_utf8(text.value)) return Problem{"", "UTF-8 text", ""};  // only from elsewhere
        return check(text.value);
    };
    kind.show = [](const std::string& value) { return yaml_text(value); };
    return kind;
}

Kind<std::string> path_kind(std::string type, bool is_read_now)
{
    Kind<std::string> kind;
    kind.type = std::move(type);
    kind.take = [is_read_now](const Text& text, std::string& out) -> std::optional<Problem> {
        if (has_control(text.value)) return Problem{"", "a path on one line", ""};
        if (text.value.empty() && !is_read_now) return Problem{};
        out = text.value.empty() ? "" : (text.folder / text.value).lexically_normal().string();
        if (out.empty() || !is_read_now) return std::nullopt;
        const FileText content = read_file(out, kCertificateBytesMax, FileKind::kRegular);
        if (content.text) return std::nullopt;
        return Problem{"file " + out + ", which cannot be read: " + content.trouble, "",
                       "create it and let the user of the daemon read it"};
    };
    kind.show = [](const std::string& value) { return yaml_text(value); };
    return kind;
}

constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz0123456789-";
constexpr std::string_view kMixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

bool is_locale(const std::string& value)
{
    const auto lower = [&](std::size_t at) { return value[at] >= 'a' && value[at] <= 'z'; };
    if (value.size() != 2 && value.size() != 5) return false;
    if (!lower(0) || !lower(1)) return false;
    return value.size() == 2 || (value[2] == '_' && is_country(value.substr(3)));
}

// The zone files are the only list of names there is; TZDIR is where the C library looks first (tzset(3)).
bool is_time_zone(const std::string& name)
{
    const bool plain = consists_of(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");
    if (name.empty() || !plain || name.front() == '/') return false;
    const char* folder = std::getenv("TZDIR");
    const std::filesystem::path path = std::filesystem::path(folder ? folder : "/usr/share/zoneinfo") / name;
    const FileText zone = read_file(path.string(), kZoneBytesMax, FileKind::kRegular);
    return zone.text && zone.text->rfind("TZif", 0) == 0;
}

}  // namespace

Kind<std::string> text()
{
    return checked_text("text", [](const std::string& value) -> std::optional<Problem> {
        if (value.empty()) return Problem{"", "text that is not empty", ""};
        return std::nullopt;
    });
}

Kind<std::string> optional_text()
{
    return checked_text("text, may be empty", [](const std::string&) { return std::nullopt; });
}

Kind<std::string> glob()
{
    return checked_text("text with * for anything", [](const std::string& value) -> std::optional<Problem> {
        if (value.empty()) return Problem{"", "", "write \"*\" or remove the key to match all"};
        return std::nullopt;
    });
}

Kind<std::string> cluster_name()
{
    return checked_text("name of 1 to 32 characters a-z 0-9 -", [](const std::string& value) -> std::optional<Problem> {
        if (value.empty() || value.size() > 32 || !consists_of(value, kLower)) return Problem{};
        return std::nullopt;
    });
}

Kind<std::string> entity_name()
{
    return checked_text("name of 1 to 64 characters A-Z a-z 0-9 . _ -",
                        [](const std::string& value) -> std::optional<Problem> {
                            if (value.empty() || value.size() > 64 || !consists_of(value, kMixed)) return Problem{};
                            return std::nullopt;
                        });
}

Kind<std::string> reference_to(const std::string& what)
{
    return checked_text("name of " + what, [](const std::string& value) -> std::optional<Problem> {
        if (value.empty()) return Problem{};
        return std::nullopt;
    });
}

Kind<std::string> scope_name()
{
    return checked_text("OAuth scope", [](const std::string& value) -> std::optional<Problem> {
        // RFC 6749 section 3.3.
        const bool good = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
            return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
        });
        if (!good) return Problem{"", "", "one scope per entry, for example spark-admin:people_read"};
        return std::nullopt;
    });
}

Kind<std::string> country()
{
    return checked_text("country code of ISO 3166, two capital letters",
                        [](const std::string& value) -> std::optional<Problem> {
                            if (is_country(value)) return std::nullopt;
                            const SiteTimeZones* named = site_country(value);
                            if (named == nullptr) return Problem{"", "", "for example US, DE or GB"};
                            return Problem{"", "", "did you mean " + std::string(named->code) + "?"};
                        });
}

Kind<std::string> locale()
{
    return checked_text("language or language_COUNTRY", [](const std::string& value) -> std::optional<Problem> {
        if (!is_locale(value)) return Problem{"", "", "for example en or en_US"};
        return std::nullopt;
    });
}

Kind<std::string> time_zone()
{
    return checked_text("IANA time zone name", [](const std::string& value) -> std::optional<Problem> {
        if (is_time_zone(value)) return std::nullopt;
        return Problem{"", "", "for example Europe/Berlin or UTC; the machine needs its zone files (tzdata)"};
    });
}

Kind<std::string> folder()
{
    return path_kind("path of a folder", false);
}

Kind<std::string> optional_readable_file()
{
    return path_kind("path of a readable file, may be empty", true);
}

}  // namespace bwsync::config
