#include "daemon/ctl/commands/precheck_results.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace bwsync::ctl {

namespace {

constexpr std::array<const char*, 14> kColumns = {
    "bridge",      "userId",       "email",  "customerEmail", "spEnterpriseId", "result", "codes",
    "personMoves", "primaryMoves", "reason", "organization",  "meaning",        "remedy", "trackingId"};

std::vector<std::string> header()
{
    return std::vector<std::string>(kColumns.begin(), kColumns.end());
}

std::string codes_text(const Json& codes)
{
    std::string text;
    for (const Json& code : codes) text += (text.empty() ? "" : " ") + std::to_string(code.get<int>());
    return text;
}

std::vector<int> codes_from(const std::string& text)
{
    std::vector<int> codes;
    int code = 0;
    bool has_digit = false;
    for (const char c : text + " ") {
        if (c >= '0' && c <= '9' && code < 1'000'000) {
            code = code * 10 + (c - '0');
            has_digit = true;
        } else if (has_digit) {
            codes.push_back(code);
            code = 0;
            has_digit = false;
        }
    }
    return codes;
}

std::string text_in(const Json& item, const char* name)
{
    const auto found = item.find(name);
    return found != item.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string csv_row(const Json& item)
{
    std::vector<std::string> fields;
    for (const char* column : kColumns) {
        const bool is_codes = std::strcmp(column, "codes") == 0;
        fields.push_back(is_codes ? codes_text(item["codes"]) : text_in(item, column));
    }
    return csv_line(fields);
}

bool is_json_name(const std::string& path)
{
    for (const char* end : {".json", ".jsonl", ".ndjson"}) {
        if (path.ends_with(end)) return true;
    }
    return false;
}

// A file without a complete line is ours when it is the beginning of what we write first: what is torn is cut off.
bool is_foreign(const std::string& text, bool is_json)
{
    if (text.find('\n') != std::string::npos) return false;
    const std::string first = is_json ? std::string("{\"bridge\":") : csv_line(header());
    return !first.starts_with(text) && !(is_json && text.starts_with(first));
}

Failure file_failure(const std::string& path)
{
    return Failure{path + ": " + std::strerror(errno), kFailed};
}

Outcome<std::string> contents(int file, const std::string& path)
{
    std::string text;
    std::array<char, 65536> buffer{};
    for (;;) {
        const ssize_t read = ::read(file, buffer.data(), buffer.size());
        if (read < 0 && errno == EINTR) continue;
        if (read < 0) return file_failure(path);
        if (read == 0) return text;
        text.append(buffer.data(), static_cast<std::size_t>(read));
    }
}

}  // namespace

PrecheckResults::~PrecheckResults()
{
    if (file_ >= 0) ::close(file_);
}

Outcome<> PrecheckResults::open(const std::string& path, const std::string& bridge)
{
    path_ = path;
    bridge_ = bridge;
    if (path.empty()) return std::monostate();
    is_json_ = is_json_name(path);
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (file_ < 0) return file_failure(path);
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0)
        return Failure{path + ": another run is writing it; wait for it, or end it", kFailed};
    Outcome<std::string> text = contents(file_, path);
    if (!text) return text.error();
    if (is_foreign(*text, is_json_)) return refuse(1);
    const std::size_t complete = text->rfind('\n') == std::string::npos ? 0 : text->rfind('\n') + 1;
    const bool is_torn = complete < text->size();
    text->resize(complete);
    Outcome<> taken = take_over(*text);
    if (!taken) return taken;
    if (is_torn && ::ftruncate(file_, static_cast<off_t>(complete)) != 0) return file_failure(path);
    if (text->empty() && !is_json_) return write(csv_line(header()));
    return std::monostate();
}

Outcome<> PrecheckResults::refuse(std::size_t line) const
{
    return Failure{path_ + ":" + std::to_string(line) +
                       ": no result of bwsyncctl precheck: name another file with --output, or move this one away",
                   kFailed};
}

Outcome<> PrecheckResults::take_over(const std::string& text)
{
    return is_json_ ? take_json(text) : take_csv(text);
}

Outcome<> PrecheckResults::take_csv(const std::string& text)
{
    const CsvText csv = read_csv(text);
    if (!csv.faults.empty()) return refuse(csv.faults.front().line);
    for (const CsvRecord& record : csv.records) {
        const bool is_header = &record == &csv.records.front();
        if (is_header && record.fields != header()) return refuse(record.line);
        if (is_header) continue;
        if (record.fields.size() != kColumns.size()) return refuse(record.line);
        Json item;
        for (std::size_t i = 0; i < kColumns.size(); ++i) item[kColumns[i]] = record.fields[i];
        item["codes"] = codes_from(text_in(item, "codes"));
        Outcome<> taken = take(item, record.line);
        if (!taken) return taken;
    }
    return std::monostate();
}

Outcome<> PrecheckResults::take_json(const std::string& text)
{
    std::size_t line = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        ++line;
        const std::size_t end = text.find('\n', begin);
        const Json item = Json::parse(text.substr(begin, end - begin), nullptr, false);
        if (!item.is_object() || !item.contains("codes") || !item["codes"].is_array()) return refuse(line);
        Outcome<> taken = take(item, line);
        if (!taken) return taken;
        begin = end + 1;
    }
    return std::monostate();
}

Outcome<> PrecheckResults::take(const Json& item, std::size_t line)
{
    const std::string bridge = text_in(item, "bridge");
    const bool is_result = precheck_result(text_in(item, "result")) != PrecheckResult::kUnanswered;
    if (bridge.empty() || !is_result) return refuse(line);
    if (bridge != bridge_) {
        return Failure{path_ + ":" + std::to_string(line) + ": a result of bridge " + bridge +
                           ": name another file with --output for bridge " + bridge_,
                       kFailed};
    }
    remember(item);
    return std::monostate();
}

void PrecheckResults::remember(const Json& item)
{
    PrecheckRow row;
    row.user_id = text_in(item, "userId");
    row.email = text_in(item, "email");
    row.customer_email = text_in(item, "customerEmail");
    const bool is_new = keys_.insert(row.key()).second;
    if (!is_new) return;
    PrecheckedRow checked;
    checked.name = row.email.empty() ? row.user_id : row.email;
    const std::string enterprise = text_in(item, "spEnterpriseId");
    checked.primary = row.customer_email;
    if (checked.primary.empty() && !enterprise.empty()) checked.primary = "first subscriber of " + enterprise;
    checked.result = precheck_result(text_in(item, "result"));
    for (const Json& code : item["codes"]) checked.codes.push_back(code.is_number_integer() ? code.get<int>() : 0);
    checked.reason = text_in(item, "reason");
    checked.meaning = text_in(item, "meaning");
    rows_.push_back(std::move(checked));
}

Outcome<> PrecheckResults::add(const std::vector<Json>& items)
{
    std::string text;
    for (const Json& answer : items) {
        Json item;
        item["bridge"] = bridge_;
        item.update(answer);
        text += is_json_ ? item.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n' : csv_row(item);
        remember(item);
        if (path_.empty()) added_.push_back(std::move(item));
    }
    return path_.empty() ? Outcome<>(std::monostate()) : write(text);
}

Outcome<> PrecheckResults::write(const std::string& text)
{
    for (std::size_t written = 0; written < text.size();) {
        const ssize_t n = ::write(file_, text.data() + written, text.size() - written);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return file_failure(path_);
        written += static_cast<std::size_t>(n);
    }
    // A batch was paid for with calls to Webex: it survives the machine too.
    if (::fdatasync(file_) != 0 && errno != EINVAL && errno != EROFS) return file_failure(path_);
    return std::monostate();
}

}  // namespace bwsync::ctl
