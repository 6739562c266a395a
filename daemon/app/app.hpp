// App: one run of the daemon with one configuration. Builds every part, starts them in order, joins them in reverse.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <optional>
#include <string>

#include "daemon/config/schema/config.hpp"
#include "daemon/parts/process.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class App final {
public:
    App(const asio::any_io_executor& executor, Process process, Config config);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    // Runs until `stop`. An error says in one line why it could not start or go on.
    Task<Result<>> run(std::stop_token stop);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bwsync
