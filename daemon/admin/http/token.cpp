#include "daemon/admin/http/token.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace bwsync {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kFileMax = 4096;

class Descriptor final {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor()
    {
        if (fd_ >= 0) close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return fd_; }

private:
    const int fd_;
};

Error failure(const std::string& path, const std::string& what)
{
    return Error(ErrorKind::kRejected, "admin token " + path + ": " + what);
}

Error system_failure(const std::string& path)
{
    return failure(path, std::strerror(errno));
}

std::string base64url(const std::array<unsigned char, kTokenBytes>& bytes)
{
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    unsigned buffer = 0;
    int bits = 0;
    for (const unsigned char byte : bytes) {
        buffer = (buffer << 8U) | byte;
        for (bits += 8; bits >= 6; bits -= 6) text += kAlphabet[(buffer >> (static_cast<unsigned>(bits) - 6U)) & 0x3fU];
    }
    if (bits > 0) text += kAlphabet[(buffer << (6U - static_cast<unsigned>(bits))) & 0x3fU];
    return text;
}

std::string trimmed(std::string text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ' || text.back() == '\t')) {
        text.pop_back();
    }
    return text;
}

// nullopt: there is no such file.
Result<std::optional<std::string>> read_token(const std::string& path)
{
    const Descriptor file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file.get() < 0 && errno == ENOENT) return std::optional<std::string>();
    if (file.get() < 0) return system_failure(path);
    struct stat about {};
    if (fstat(file.get(), &about) != 0) return system_failure(path);
    if (!S_ISREG(about.st_mode)) return failure(path, "is not a regular file");
    if (about.st_uid != geteuid()) return failure(path, "belongs to another user; remove it, a new one is made");
    if ((about.st_mode & 077U) != 0) {
        return failure(path, "others can read or write it, so the token may be known; remove it, a new one is made");
    }
    std::string text(kFileMax, '\0');
    const ssize_t length = read(file.get(), text.data(), text.size());
    if (length < 0) return system_failure(path);
    text.resize(static_cast<std::size_t>(length));
    text = trimmed(text);
    if (text.size() < 20) return failure(path, "holds no token; remove it, a new one is made");
    return std::optional<std::string>(text);
}

bool write_all(int fd, const std::string& text)
{
    return write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
}

// Written aside and linked into place: nobody ever sees half a token, and the first of two processes wins.
Result<> make_token(const std::string& path)
{
    std::array<unsigned char, kTokenBytes> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return failure(path, "no random numbers");
    // A name of its own: two containers that share the folder may have the same process id. Mode 0600.
    std::string aside = path + ".XXXXXX";
    const Descriptor file(mkostemp(aside.data(), O_CLOEXEC));
    if (file.get() < 0) return system_failure(path);
    const bool is_written = write_all(file.get(), base64url(bytes) + '\n');
    const bool is_linked = is_written && (link(aside.c_str(), path.c_str()) == 0 || errno == EEXIST);
    const int error = errno;
    unlink(aside.c_str());
    if (is_linked) return std::monostate();
    errno = error;
    return system_failure(path);
}

}  // namespace

std::string admin_token_file(const std::string& state_directory)
{
    return state_directory + "/admin-token";
}

Result<std::string> admin_token(const std::optional<Secret>& configured, const std::string& state_directory)
{
    if (configured && !configured->empty()) return configured->reveal();
    const std::string path = admin_token_file(state_directory);
    Result<std::optional<std::string>> found = read_token(path);
    if (found && !*found) {
        const Result<> made = make_token(path);
        if (!made) return made.error();
        found = read_token(path);
    }
    if (!found) return found.error();
    if (!*found) return failure(path, "vanished while it was made");
    return **found;
}

bool is_token(std::string_view given, std::string_view token)
{
    if (token.empty()) return false;
    const auto digest = [](std::string_view text) {
        std::array<unsigned char, SHA256_DIGEST_LENGTH> result{};
        SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), result.data());
        return result;
    };
    const auto left = digest(given);
    const auto right = digest(token);
    return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string_view bearer_token(std::string_view authorization)
{
    constexpr std::string_view kScheme = "bearer ";
    if (authorization.size() <= kScheme.size()) return {};
    for (std::size_t i = 0; i < kScheme.size(); ++i) {
        const char c = authorization[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != kScheme[i]) return {};
    }
    authorization.remove_prefix(kScheme.size());
    while (!authorization.empty() && authorization.front() == ' ') authorization.remove_prefix(1);
    return authorization;
}

}  // namespace bwsync
