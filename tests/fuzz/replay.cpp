// Where libFuzzer is not at hand: runs every file of a folder, then mutations of them from a fixed seed.
// Usage: NAME FOLDER [ROUNDS [SEED]]
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::string> read_folder(const char* folder)
{
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> seeds;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return seeds;
}

void run(const std::string& input)
{
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

class Mutator {
public:
    Mutator(const std::vector<std::string>& seeds, std::uint64_t seed) : seeds_(seeds), random_(seed) {}

    std::string next()
    {
        std::string input = seeds_[pick(seeds_.size())];
        for (std::size_t i = pick(6); i > 0; --i) change(input);
        return input;
    }

private:
    std::size_t pick(std::size_t count) { return count == 0 ? 0 : random_() % count; }

    void change(std::string& input)
    {
        const std::size_t at = pick(input.size() + 1);
        const std::size_t size = std::min(pick(64), input.size() - at);
        constexpr std::string_view kBytes = "<>/!?[]&;\"'= -ax:\n\x80\xFF";
        switch (pick(6)) {
            case 0:
                input.insert(at, 1, kBytes[pick(kBytes.size())]);
                break;
            case 1:
                input.erase(at, size);
                break;
            case 2:
                input.insert(at, input.substr(at, size));
                break;
            case 3: {
                const std::string& other = seeds_[pick(seeds_.size())];
                const std::size_t from = pick(other.size() + 1);
                input.insert(at, other.substr(from, pick(200)));
                break;
            }
            case 4:
                if (at < input.size()) input[at] = static_cast<char>(pick(256));
                break;
            default:
                if (at < input.size()) input[at] = kBytes[pick(kBytes.size())];
        }
    }

    const std::vector<std::string>& seeds_;
    std::mt19937_64 random_;
};

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2) return 2;
    const auto seeds = read_folder(argv[1]);
    if (seeds.empty()) {
        std::fputs("no seeds\n", stderr);
        return 1;
    }
    const long rounds = argc > 2 ? std::atol(argv[2]) : 20'000;
    for (const auto& seed : seeds) run(seed);
    Mutator mutator(seeds, argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
    for (long i = 0; i < rounds; ++i) run(mutator.next());
    std::printf("%zu seeds, %ld mutations\n", seeds.size(), rounds);
    return 0;
}
