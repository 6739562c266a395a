// Runs bwsyncctl as a child process.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/integration/admin/served_admin.hpp"

namespace bwsync::test {

struct Ended {
    int status = -1;  // exit status; -1: by a signal
    std::string out;
    std::string err;
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out); }
};

// Standard input is `input`; none of this process's BWSYNC_ variables is seen.
Ended run_ctl(std::vector<std::string> arguments, const std::string& input = "");

// A served admin API, a folder of its own and the tool pointed at it.
class CtlFixture {
public:
    explicit CtlFixture(config::ServerTls tls = {});
    ~CtlFixture();

    Ended ctl(std::vector<std::string> arguments, const std::string& input = "");
    std::string write(const std::string& name, const std::string& text);

    ServedAdmin admin;
    std::string folder;
    std::string url;
    std::string token_file;
};

}  // namespace bwsync::test
