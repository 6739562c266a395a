#include "tests/integration/ctl/process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace bwsync::test {
namespace {

// What the child wrote into an unnamed file.
class Captured {
public:
    Captured() : file_(std::tmpfile()) {}
    ~Captured() { std::fclose(file_); }
    Captured(const Captured&) = delete;
    Captured& operator=(const Captured&) = delete;
    int descriptor() const { return fileno(file_); }
    void put(const std::string& text)
    {
        std::fputs(text.c_str(), file_);
        std::fflush(file_);
        lseek(descriptor(), 0, SEEK_SET);
    }
    std::string text()
    {
        std::string result;
        std::rewind(file_);
        for (int c = std::fgetc(file_); c != EOF; c = std::fgetc(file_)) result += static_cast<char>(c);
        return result;
    }

private:
    std::FILE* file_;
};

}  // namespace

Ended run_ctl(std::vector<std::string> arguments, const std::string& input)
{
    Captured in;
    Captured out;
    Captured err;
    in.put(input);
    arguments.insert(arguments.begin(), BWSYNCCTL);
    std::vector<char*> words;
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        dup2(in.descriptor(), 0);
        dup2(out.descriptor(), 1);
        dup2(err.descriptor(), 2);
        for (const char* name : {"BWSYNC_URL", "BWSYNC_TOKEN_FILE", "BWSYNC_CA_FILE"}) unsetenv(name);
        execv(words.front(), words.data());
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    Ended ended;
    if (WIFEXITED(status)) ended.status = WEXITSTATUS(status);
    ended.out = out.text();
    ended.err = err.text();
    return ended;
}

CtlFixture::CtlFixture(config::ServerTls tls) : admin(HttpLimits(), tls)
{
    std::string pattern = (std::filesystem::temp_directory_path() / "bwsync-ctl-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    url = (tls.cert_file.empty() ? "http://127.0.0.1:" : "https://127.0.0.1:") + std::to_string(admin.port());
    token_file = write("token", std::string(kAdminToken) + "\n");
}

CtlFixture::~CtlFixture()
{
    std::filesystem::remove_all(folder);
}

Ended CtlFixture::ctl(std::vector<std::string> arguments, const std::string& input)
{
    for (const std::string& word : {std::string("--url"), url, std::string("--token-file"), token_file})
        arguments.push_back(word);
    return run_ctl(std::move(arguments), input);
}

std::string CtlFixture::write(const std::string& name, const std::string& text)
{
    const std::string path = folder + "/" + name;
    std::ofstream(path) << text;
    return path;
}

}  // namespace bwsync::test
