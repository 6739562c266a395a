// FileFetch over HTTP: ranges of some megabytes one after the other (RFC 9110 section 14), each a call of its own.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <memory>

#include "adapters/http/client.hpp"
#include "adapters/http/part_file.hpp"
#include "adapters/http/url.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/file_fetch.hpp"

namespace bwsync {

struct FileFetchSettings {
    std::string ca_file;                        // PEM; empty: the system's
    std::chrono::milliseconds timeout{60'000};  // of one piece
    std::size_t piece_bytes = 4 * 1024 * 1024;
    // Of a host that sends the whole file whatever it is asked for: all of it is held in memory.
    std::size_t whole_bytes_max = 64 * 1024 * 1024;
    Millis pause{1'000};  // before a piece that broke off is asked for again
};

// Used from the io thread; files are written on a thread of its own. It is destroyed when none of its fetches is under
// way any more. One path is fetched by one caller at a time.
class HttpFileFetch final : public FileFetch {
public:
    HttpFileFetch(FileFetchSettings settings, Clock& clock);
    ~HttpFileFetch() override;

    Task<Result<FetchedFile>> fetch(FetchOrder order, std::stop_token stop) override;

private:
    struct Transfer;

    Task<Result<HttpAnswer>> piece(std::shared_ptr<Transfer> transfer, std::stop_token stop);
    Task<Result<>> take(std::shared_ptr<Transfer> transfer, HttpAnswer answer);
    Task<Result<>> take_range(std::shared_ptr<Transfer> transfer, HttpAnswer answer);
    Task<Result<>> take_whole(std::shared_ptr<Transfer> transfer, HttpAnswer answer);
    Task<Result<>> write(std::shared_ptr<Transfer> transfer, std::string bytes);
    Task<Result<>> restart(std::shared_ptr<Transfer> transfer, std::string tag);
    Result<> connect(Transfer& transfer, const std::string& url) const;
    Result<> follow(Transfer& transfer, const HttpAnswer& answer) const;

    FileFetchSettings settings_;
    Clock& clock_;
    asio::thread_pool disk_{1};
};

}  // namespace bwsync
