#include "daemon/parts/high_water.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace bwsync {

Result<std::int64_t> HighWaterMark::read() const
{
    std::error_code error;
    if (!std::filesystem::exists(file_, error)) return std::int64_t(0);
    std::ifstream in(file_);
    std::int64_t mark = 0;
    if (!(in >> mark) || mark < 0) {
        return Error(
            ErrorKind::kRejected,
            file_ + " is not readable or holds no number; restore it, or remove it to accept the database as it is");
    }
    return mark;
}

Result<> HighWaterMark::write(std::int64_t mark) const
{
    const std::string beside = file_ + ".new";
    std::ofstream out(beside, std::ios::trunc);
    out << mark << '\n';
    out.close();
    std::error_code error;
    if (out) std::filesystem::rename(beside, file_, error);
    if (!out || error) return Error(ErrorKind::kRejected, "cannot write " + file_);
    return std::monostate();
}

}  // namespace bwsync
