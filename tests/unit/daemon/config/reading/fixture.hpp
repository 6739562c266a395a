// A folder with the files that a small valid configuration names, and that configuration, to be changed line by line.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "daemon/config/reading/load.hpp"

namespace bwsync::config {

// A folder of its own under the system's temporary one; gone with the object.
class TemporaryFolder final {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::string& path() const { return path_; }
    std::string write(const std::string& name, const std::string& content) const;  // its path

private:
    std::string path_;
};

// Base64 of 32 bytes.
std::string key_text();

class ConfigTest : public testing::Test {
protected:
    ConfigTest();

    // The small configuration: every required key and nothing else, 27 lines.
    static std::string base();
    // The same with one part of it, which must be there exactly once, replaced.
    static std::string base_with(const std::string& part, const std::string& replacement);
    static std::string base_and(const std::string& lines) { return base() + lines; }

    LoadOutcome load_here(const std::string& text) const;
    // As format() writes them, without the file's name.
    std::vector<std::string> faults_of(const std::string& text) const;
    std::vector<std::string> warnings_of(const std::string& text) const;
    // The configuration, which must be good.
    Config config_of(const std::string& text) const;

    TemporaryFolder folder;
};

}  // namespace bwsync::config
