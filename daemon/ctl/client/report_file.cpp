#include "daemon/ctl/client/report_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace bwsync::ctl {
namespace {

struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

Failure at(const std::string& path)
{
    return {path + ": " + std::strerror(errno), kFailed};
}

Outcome<> write_piece(std::FILE* file, std::string_view piece, const std::string& path)
{
    if (std::fwrite(piece.data(), 1, piece.size(), file) == piece.size()) return std::monostate();
    return at(path);
}

}  // namespace

Outcome<> read_report(const ReportSource& source, const std::function<Outcome<>(std::string_view piece)>& take)
{
    for (std::uint64_t offset = 0; offset < source.bytes;) {
        const Outcome<std::string> piece =
            source.api.get_bytes({"billing", "files", source.period, "content"},
                                 {{"partner", source.partner}, {"offset", std::to_string(offset)}});
        if (!piece) return piece.error();
        if (piece->empty()) return Failure{"the daemon's file became shorter while it was read: try again", kFailed};
        if (Outcome<> taken = take(*piece); !taken) return taken;
        offset += piece->size();
    }
    return std::monostate();
}

Outcome<> write_report(const ReportSource& source, const std::string& path)
{
    if (path == "-") {
        const auto show = [](std::string_view piece) { return write_piece(stdout, piece, "standard output"); };
        if (Outcome<> read = read_report(source, show); !read) return read;
        if (std::fflush(stdout) != 0) return at("standard output");
        return std::monostate();
    }
    const std::string part = path + ".part";
    std::remove(part.c_str());
    const mode_t before = umask(0077);
    File file(std::fopen(part.c_str(), "wb"));
    umask(before);
    if (!file) return at(part);
    const auto keep = [&](std::string_view piece) { return write_piece(file.get(), piece, part); };
    if (Outcome<> read = read_report(source, keep); !read) {
        std::remove(part.c_str());
        return read;
    }
    if (std::fflush(file.get()) != 0) return at(part);
    if (std::rename(part.c_str(), path.c_str()) != 0) return at(path);
    return std::monostate();
}

}  // namespace bwsync::ctl
