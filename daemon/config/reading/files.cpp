#include "daemon/config/reading/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace bwsync::config {

namespace {

class Descriptor final {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor()
    {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

FileText trouble(int error)
{
    return {std::nullopt, std::generic_category().message(error)};
}

}  // namespace

FileText read_file(const std::string& path, std::size_t limit, FileKind kind)
{
    // Not to hang on a pipe where a file is meant.
    const int flags = kind == FileKind::kRegular ? O_NONBLOCK : 0;
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags));
    if (file.number() < 0) return trouble(errno);
    struct stat status = {};
    if (::fstat(file.number(), &status) != 0) return trouble(errno);
    if (S_ISDIR(status.st_mode)) return trouble(EISDIR);
    if (kind == FileKind::kRegular && !S_ISREG(status.st_mode)) return {std::nullopt, "not a regular file"};

    std::string text;
    std::array<char, 16384> block{};
    while (true) {
        const ssize_t count = ::read(file.number(), block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return trouble(errno);
        if (count == 0) return {std::move(text), ""};
        text.append(block.data(), static_cast<std::size_t>(count));
        if (text.size() > limit) return {std::nullopt, "longer than " + std::to_string(limit) + " bytes"};
    }
}

}  // namespace bwsync::config
