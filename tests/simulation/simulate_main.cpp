// bwsync-simulate [--seeds N] [--from S] [--minutes M] [--story] [--known]: runs seeds one after the other; a seed that
// fails is printed with what went wrong, and with its story when asked for. --known: what is known to go wrong happens
// too.
#include <chrono>
#include <cstdio>
#include <string>

#include "tests/simulation/simulation.hpp"

namespace {

struct Wanted {
    std::uint64_t seeds = 100;
    std::uint64_t from = 1;
    long minutes = 0;  // 0: as long as the seeds take; else as many seeds as fit
    bool tells_story = false;
    bool has_known = false;
};

bool read(int argc, char** argv, Wanted& wanted)
{
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        if (option == "--story") wanted.tells_story = true;
        if (option == "--known") wanted.has_known = true;
        if (option == "--story" || option == "--known") continue;
        if (i + 1 >= argc) return false;
        const std::uint64_t value = std::strtoull(argv[++i], nullptr, 10);
        if (option == "--seeds") {
            wanted.seeds = value;
        } else if (option == "--from") {
            wanted.from = value;
        } else if (option == "--minutes") {
            wanted.minutes = static_cast<long>(value);
        } else {
            return false;
        }
    }
    return true;
}

void print(std::uint64_t seed, const bwsync::test::Outcome& outcome, bool tells_story)
{
    if (tells_story) {
        for (const std::string& line : outcome.story) std::printf("  %s\n", line.c_str());
    }
    std::printf("seed %llu trace %016llx steps %lld changes %lld crashes %lld writes %lld%s\n",
                static_cast<unsigned long long>(seed), static_cast<unsigned long long>(outcome.trace),
                static_cast<long long>(outcome.steps), static_cast<long long>(outcome.changes),
                static_cast<long long>(outcome.crashes), static_cast<long long>(outcome.writes),
                outcome.failures.empty() ? "" : " FAILED");
    for (const std::string& failure : outcome.failures) std::printf("  %s\n", failure.c_str());
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv)
{
    Wanted wanted;
    if (!read(argc, argv, wanted)) {
        std::fprintf(stderr, "usage: bwsync-simulate [--seeds N] [--from S] [--minutes M] [--story] [--known]\n");
        return 2;
    }
    const auto began = std::chrono::steady_clock::now();
    std::uint64_t done = 0;
    std::uint64_t failed = 0;
    const auto is_over = [&] {
        if (wanted.minutes == 0) return done == wanted.seeds;
        return std::chrono::steady_clock::now() - began >= std::chrono::minutes(wanted.minutes);
    };
    for (; !is_over(); ++done) {
        const std::uint64_t seed = wanted.from + done;
        const bwsync::test::Outcome outcome = bwsync::test::simulate(seed, !wanted.has_known);
        if (!outcome.failures.empty()) ++failed;
        if (!outcome.failures.empty() || wanted.tells_story) print(seed, outcome, wanted.tells_story);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::printf("%llu seeds from %llu, %llu failed, %.1f s\n", static_cast<unsigned long long>(done),
                static_cast<unsigned long long>(wanted.from), static_cast<unsigned long long>(failed), took.count());
    return failed == 0 ? 0 : 1;
}
