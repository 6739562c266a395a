// OCI-R bytes -> classified events on one core, against libxml2 SAX passes over the same bytes in the same run.
//
// A SAX pass over a document alone sees the request as one block of CDATA and learns nothing of it; the pass that does
// the same work parses that block too. Both ratios are printed.
#include <benchmark/benchmark.h>
#include <libxml/parser.h>

#include <cstring>
#include <iostream>
#include <map>
#include <numeric>

#include "adapters/broadworks/feed/reader.hpp"
#include "tests/unit/adapters/broadworks/feed/documents.hpp"

namespace {

using namespace bwsync;

constexpr std::size_t kDocuments = 10'000;
constexpr std::size_t kReadSize = std::size_t(64) * 1024;

const std::vector<std::string>& documents()
{
    static const std::vector<std::string> kMixed = feed_documents::mixed(kDocuments);
    return kMixed;
}

const std::string& stream()
{
    static const std::string kStream = std::accumulate(documents().begin(), documents().end(), std::string());
    return kStream;
}

void note_bytes(benchmark::State& state)
{
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * stream().size()));
}

// What the daemon does, the copy out of the socket included.
void classified_events(benchmark::State& state)
{
    feed::Reader reader(std::size_t(16) * 1024 * 1024);
    for (auto _ : state) {
        std::size_t events = 0;
        for (std::size_t at = 0; at < stream().size(); at += kReadSize) {
            const std::size_t size = std::min(kReadSize, stream().size() - at);
            std::memcpy(reader.prepare(kReadSize).data(), stream().data() + at, size);
            reader.commit(size);
            while (const auto read = reader.next()) events += std::get<FeedBatch>(*read).events.size();
        }
        if (events != kDocuments) state.SkipWithError("events are missing");
    }
    note_bytes(state);
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kDocuments));
}

void framing_only(benchmark::State& state)
{
    feed::Framer framer(std::size_t(16) * 1024 * 1024);
    for (auto _ : state) {
        for (std::size_t at = 0; at < stream().size(); at += kReadSize) {
            const std::size_t size = std::min(kReadSize, stream().size() - at);
            std::memcpy(framer.prepare(kReadSize).data(), stream().data() + at, size);
            framer.commit(size);
            while (framer.next().kind == feed::Frame::Kind::kDocument) {
            }
        }
    }
    note_bytes(state);
}

struct SaxPass {
    explicit SaxPass(bool inner) : parses_requests(inner)
    {
        handler.initialized = XML_SAX2_MAGIC;
        handler.startElementNs = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*, int, const xmlChar**,
                                    int, int, const xmlChar**) { ++static_cast<SaxPass*>(self)->elements; };
        handler.characters = [](void* self, const xmlChar*, int size) { static_cast<SaxPass*>(self)->text += size; };
        handler.cdataBlock = [](void* self, const xmlChar* bytes, int size) {
            auto* pass = static_cast<SaxPass*>(self);
            pass->text += size;
            // libxml2 hands CDATA over in UTF-8, the request's own declaration notwithstanding; these bytes are ASCII.
            if (pass->parses_requests)
                pass->request.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
        };
    }
    void parse(const std::string& document)
    {
        request.clear();
        xmlSAXUserParseMemory(&handler, this, document.data(), static_cast<int>(document.size()));
        if (request.empty()) return;
        const std::string inner = std::move(request);
        request.clear();
        xmlSAXUserParseMemory(&handler, this, inner.data(), static_cast<int>(inner.size()));
    }

    xmlSAXHandler handler{};
    bool parses_requests;
    std::string request;
    std::size_t elements = 0;
    std::int64_t text = 0;
};

void sax(benchmark::State& state, bool parses_requests)
{
    SaxPass pass(parses_requests);
    for (auto _ : state) {
        for (const auto& document : documents()) pass.parse(document);
    }
    benchmark::DoNotOptimize(pass.elements);
    note_bytes(state);
}
void libxml2_sax_outer(benchmark::State& state)
{
    sax(state, false);
}
void libxml2_sax_with_requests(benchmark::State& state)
{
    sax(state, true);
}

BENCHMARK(classified_events)->Unit(benchmark::kMillisecond);
BENCHMARK(framing_only)->Unit(benchmark::kMillisecond);
BENCHMARK(libxml2_sax_outer)->Unit(benchmark::kMillisecond);
BENCHMARK(libxml2_sax_with_requests)->Unit(benchmark::kMillisecond);

// Prints the usual table and remembers the rates.
class Rates final : public benchmark::ConsoleReporter {
public:
    Rates() : ConsoleReporter(OO_Tabular) {}
    void ReportRuns(const std::vector<Run>& runs) override
    {
        ConsoleReporter::ReportRuns(runs);
        for (const auto& run : runs) {
            const auto rate = run.counters.find("bytes_per_second");
            if (rate != run.counters.end())
                rates[run.benchmark_name()] = std::max(rates[run.benchmark_name()], rate->second.value);
        }
    }
    std::map<std::string, double> rates;
};

}  // namespace

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    Rates rates;
    benchmark::RunSpecifiedBenchmarks(&rates);
    const double ours = rates.rates["classified_events"];
    std::cout << "\nstream: " << stream().size() / kDocuments << " bytes per document\n"
              << "classified events: " << ours / 1e6 << " MB/s (goal: 100)\n"
              << "times a libxml2 SAX pass that reads the requests too: "
              << ours / rates.rates["libxml2_sax_with_requests"] << '\n'
              << "times a libxml2 SAX pass over the outer documents only: " << ours / rates.rates["libxml2_sax_outer"]
              << '\n';
    return 0;
}
