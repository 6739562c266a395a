#include "adapters/http/part_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace bwsync {

namespace {

constexpr std::size_t kTagMax = 1024;

Error failed(const std::filesystem::path& path, const char* what)
{
    const std::string reason = std::generic_category().message(errno);
    return Error(ErrorKind::kRejected, path.string() + ": can't " + what + ": " + reason);
}

// A descriptor that closes itself.
struct Descriptor {
    Descriptor(const std::filesystem::path& path, int flags)
        : number(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR))
    {
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (number >= 0) ::close(number);
    }
    const int number;
};

bool write_all(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::filesystem::path with_end(std::filesystem::path path, const char* end)
{
    path += end;
    return path;
}

}  // namespace

PartFile::PartFile(std::filesystem::path path)
    : path_(std::move(path)), part_(with_end(path_, ".part")), tag_(with_end(path_, ".part.tag"))
{
}

PartFile::Left PartFile::left() const
{
    Left left;
    std::ifstream in(tag_, std::ios::binary);
    left.tag.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    std::error_code missing;
    const std::uintmax_t size = std::filesystem::file_size(part_, missing);
    if (missing || left.tag.empty() || left.tag.size() > kTagMax) return Left();
    left.bytes = size;
    return left;
}

Result<> PartFile::restart(const std::string& tag)
{
    ::unlink(tag_.c_str());  // first: a part without a tag is not resumed
    const Descriptor part(part_, O_WRONLY | O_CREAT | O_TRUNC);
    if (part.number < 0) return failed(part_, "write");
    if (tag.empty() || tag.size() > kTagMax) return std::monostate();
    const Descriptor tag_file(tag_, O_WRONLY | O_CREAT | O_TRUNC);
    if (tag_file.number < 0 || !write_all(tag_file.number, tag)) return failed(tag_, "write");
    return std::monostate();
}

Result<> PartFile::append(std::uint64_t offset, std::string_view bytes)
{
    const Descriptor part(part_, O_WRONLY);
    if (part.number < 0) return failed(part_, "write");
    const auto place = static_cast<off_t>(offset);
    const bool is_there = ::ftruncate(part.number, place) == 0 && ::lseek(part.number, place, SEEK_SET) == place;
    if (!is_there || !write_all(part.number, bytes)) return failed(part_, "write");
    return std::monostate();
}

Result<> PartFile::finish()
{
    {
        const Descriptor part(part_, O_WRONLY);
        if (part.number < 0 || ::fsync(part.number) != 0) return failed(part_, "write");
    }
    if (::rename(part_.c_str(), path_.c_str()) != 0) return failed(path_, "write");
    ::unlink(tag_.c_str());
    return std::monostate();
}

}  // namespace bwsync
