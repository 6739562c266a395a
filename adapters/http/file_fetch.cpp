#include "adapters/http/file_fetch.hpp"

#include "adapters/http/content_range.hpp"
#include "daemon/runtime/offload.hpp"

namespace bwsync {

namespace {

constexpr int kRedirectsMax = 5;
constexpr int kTriesMax = 3;     // of one piece
constexpr int kRestartsMax = 2;  // the file at the other end changes under our hands

std::string header_of(const HttpAnswer& answer, const char* name)
{
    const auto found = answer.headers.find(name);
    return found == answer.headers.end() ? "" : found->second;
}

// What tells one version of the file from another.
std::string tag_of(const HttpAnswer& answer)
{
    const std::string etag = header_of(answer, "etag");
    return etag.empty() ? header_of(answer, "last-modified") : etag;
}

// A weak validator says "about the same": no ground for joining bytes (RFC 9110 section 13.1.5).
bool can_be_sent(const std::string& tag)
{
    return !tag.empty() && !tag.starts_with("W/");
}

Error rejected(std::string text)
{
    return Error(ErrorKind::kRejected, std::move(text));
}

Error refusal(int status)
{
    const std::string text = "the download host answered HTTP " + std::to_string(status);
    if (status == 401 || status == 403) return Error(ErrorKind::kUnauthorized, text + ": the link has expired");
    if (status == 404 || status == 410) return Error(ErrorKind::kNotFound, text);
    if (status == 408 || status == 425 || status == 429 || status >= 500) return Error(ErrorKind::kRetry, text);
    return rejected(text);
}

bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

// One fetch on its way.
struct HttpFileFetch::Transfer {
    explicit Transfer(FetchOrder o) : order(std::move(o)), file(order.path) {}
    FetchOrder order;
    PartFile file;
    std::unique_ptr<HttpClient> client;
    Url url;
    std::string tag;  // of the version that is in the file; empty: not known
    std::uint64_t done = 0;
    std::uint64_t resumed = 0;
    int redirects = 0;
    int restarts = 0;
    bool is_complete = false;
};

HttpFileFetch::HttpFileFetch(FileFetchSettings settings, Clock& clock) : settings_(std::move(settings)), clock_(clock)
{
}

HttpFileFetch::~HttpFileFetch()
{
    disk_.join();
}

Result<> HttpFileFetch::connect(Transfer& transfer, const std::string& url) const
{
    const auto parsed = parse_url(url);
    if (!parsed) return rejected("the download has no usable address");
    const bool is_downgrade = transfer.client && transfer.url.scheme == "https" && parsed->scheme == "http";
    if (is_downgrade) return rejected("the download leads from https to http");
    HttpSettings http;
    http.origin = parsed->origin();
    http.ca_file = settings_.ca_file;
    http.timeout = settings_.timeout;
    http.answer_bytes_max = std::max(settings_.whole_bytes_max, settings_.piece_bytes);
    http.in_flight_max = 1;
    Result<std::unique_ptr<HttpClient>> client = HttpClient::make(std::move(http));
    if (!client) return rejected("the download: " + client.error().what);
    transfer.client = std::move(*client);
    transfer.url = *parsed;
    return std::monostate();
}

Result<> HttpFileFetch::follow(Transfer& transfer, const HttpAnswer& answer) const
{
    if (++transfer.redirects > kRedirectsMax) return rejected("the download is redirected without end");
    std::string location = header_of(answer, "location");
    if (location.starts_with("//")) location = transfer.url.scheme + ":" + location;
    if (location.starts_with('/')) location = transfer.url.origin() + location;
    return connect(transfer, location);
}

// The answer to a request for the next bytes, whatever it says; broken ones are asked for again.
Task<Result<HttpAnswer>> HttpFileFetch::piece(std::shared_ptr<Transfer> transfer, std::stop_token stop)
{
    HttpRequest request;
    request.target = transfer->url.target;
    const std::uint64_t last = transfer->done + settings_.piece_bytes - 1;
    request.headers["Range"] = "bytes=" + std::to_string(transfer->done) + "-" + std::to_string(last);
    if (transfer->done > 0 && can_be_sent(transfer->tag)) request.headers["If-Range"] = transfer->tag;
    Error broken(ErrorKind::kRetry, "the download broke off");
    for (int tries = 0; tries < kTriesMax; ++tries) {
        if (tries > 0) (void)co_await clock_.sleep_for(settings_.pause, stop);
        HttpOutcome outcome = co_await transfer->client->send(request, stop);
        if (outcome) co_return std::move(*outcome);
        if (stop.stop_requested()) co_return Error(ErrorKind::kCancelled, "stopping");
        if (outcome.error().is_too_long)
            co_return rejected("the file is larger than allowed, and does not come in pieces");
        broken.what = "the download broke off: " + outcome.error().what;
    }
    co_return broken;
}

Task<Result<>> HttpFileFetch::write(std::shared_ptr<Transfer> transfer, std::string bytes)
{
    auto body = [transfer, bytes = std::move(bytes)] { return transfer->file.append(transfer->done, bytes); };
    co_return co_await offload(disk_, std::move(body));
}

Task<Result<>> HttpFileFetch::restart(std::shared_ptr<Transfer> transfer, std::string tag)
{
    transfer->done = 0;
    transfer->resumed = 0;
    transfer->tag = tag;
    auto body = [transfer, tag = can_be_sent(tag) ? tag : std::string()] { return transfer->file.restart(tag); };
    co_return co_await offload(disk_, std::move(body));
}

Task<Result<>> HttpFileFetch::take_range(std::shared_ptr<Transfer> transfer, HttpAnswer answer)
{
    const auto range = parse_content_range(header_of(answer, "content-range"));
    const std::uint64_t size = answer.body.size();
    const bool fits =
        range && range->first && *range->first == transfer->done && range->last - *range->first + 1 == size;
    if (!fits) co_return rejected("the download host sent another piece than it was asked for");
    const bool is_too_large = transfer->done + size > transfer->order.bytes_max ||
                              (range->total && *range->total > transfer->order.bytes_max);
    if (is_too_large) co_return rejected("the file is larger than allowed");
    const std::string tag = tag_of(answer);
    if (transfer->done == 0 || transfer->tag != tag) {
        // Another version: what is there does not belong to it.
        const bool is_new = transfer->done == 0;
        if (!is_new && ++transfer->restarts > kRestartsMax)
            co_return Error(ErrorKind::kRetry, "the file keeps changing");
        Result<> emptied = co_await restart(transfer, tag);
        if (!emptied || !is_new) co_return emptied;
    }
    Result<> written = co_await write(transfer, std::move(answer.body));
    if (!written) co_return written;
    transfer->done += size;
    transfer->is_complete = range->total ? transfer->done >= *range->total : size < settings_.piece_bytes;
    co_return std::monostate();
}

Task<Result<>> HttpFileFetch::take_whole(std::shared_ptr<Transfer> transfer, HttpAnswer answer)
{
    if (answer.body.size() > transfer->order.bytes_max) co_return rejected("the file is larger than allowed");
    Result<> emptied = co_await restart(transfer, "");
    if (!emptied) co_return emptied;
    const std::uint64_t size = answer.body.size();
    Result<> written = co_await write(transfer, std::move(answer.body));
    if (!written) co_return written;
    transfer->done = size;
    transfer->is_complete = true;
    co_return std::monostate();
}

Task<Result<>> HttpFileFetch::take(std::shared_ptr<Transfer> transfer, HttpAnswer answer)
{
    if (is_redirect(answer.status)) co_return follow(*transfer, answer);
    if (!header_of(answer, "content-encoding").empty())
        co_return rejected("the file comes in an encoding not asked for");
    if (answer.status == 206) co_return co_await take_range(transfer, std::move(answer));
    if (answer.status == 200) co_return co_await take_whole(transfer, std::move(answer));
    if (answer.status != 416) co_return refusal(answer.status);
    const auto range = parse_content_range(header_of(answer, "content-range"));
    const bool is_all = range && range->total == transfer->done;
    if (is_all && transfer->done > 0) {
        transfer->is_complete = true;
        co_return std::monostate();
    }
    // An empty file has no first byte to ask for; else what is there is of another, longer version.
    if (++transfer->restarts > kRestartsMax) co_return Error(ErrorKind::kRetry, "the file keeps changing");
    transfer->is_complete = is_all;
    co_return co_await restart(transfer, "");
}

Task<Result<FetchedFile>> HttpFileFetch::fetch(FetchOrder order, std::stop_token stop)
{
    const auto transfer = std::make_shared<Transfer>(std::move(order));
    Result<> connected = connect(*transfer, transfer->order.url);
    if (!connected) co_return connected.error();
    auto look = [transfer] { return transfer->file.left(); };
    const PartFile::Left left = co_await offload(disk_, std::move(look));
    transfer->done = transfer->resumed = left.bytes;
    transfer->tag = left.tag;
    while (!transfer->is_complete) {
        Result<HttpAnswer> answer = co_await piece(transfer, stop);
        if (!answer) co_return answer.error();
        Result<> taken = co_await take(transfer, std::move(*answer));
        if (!taken) co_return taken.error();
    }
    auto finish = [transfer] { return transfer->file.finish(); };
    const Result<> finished = co_await offload(disk_, std::move(finish));
    if (!finished) co_return finished.error();
    FetchedFile fetched;
    fetched.bytes = transfer->done;
    fetched.bytes_resumed = transfer->resumed;
    co_return fetched;
}

}  // namespace bwsync
