// Fetching of files from hosts that cut, move, change and lie.
#include "adapters/http/file_fetch.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/http/content_range.hpp"
#include "tests/contract/webex/http_fixture.hpp"
#include "tests/unit/adapters/webex/fakes.hpp"

namespace bwsync::test {
namespace {

constexpr std::size_t kPiece = 1000;

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string header(const RawRequest& request, const std::string& name)
{
    const auto at = request.head.find("\r\n" + name + ":");
    if (at == std::string::npos) return "";
    const auto begin = request.head.find_first_not_of(' ', at + name.size() + 3);
    return request.head.substr(begin, request.head.find("\r\n", begin) - begin);
}

class FileFetchTest : public testing::Test {
protected:
    FileFetchTest()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "bwsync-fetch-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder");
        folder = pattern;
        clock.skips_waits = true;
        for (int i = 0; i < 3'500; ++i) content += static_cast<char>('a' + i % 26);
    }
    ~FileFetchTest() override { std::filesystem::remove_all(folder); }

    void serve(std::function<bool(RawConnection&, const RawRequest&)> respond)
    {
        server = std::make_unique<RawServer>(http_handler(std::move(respond)));
    }
    // A good host of `content`; `before` may answer instead.
    void serve_ranges(std::function<std::optional<bool>(RawConnection&, const RawRequest&)> before = nullptr)
    {
        serve([this, before](RawConnection& c, const RawRequest& r) {
            const auto answered = before ? before(c, r) : std::nullopt;
            return answered ? *answered : c.write(range_answer(r));
        });
    }
    std::string range_answer(const RawRequest& request) const
    {
        const std::string range = header(request, "Range").substr(6);
        const std::size_t first = std::stoul(range);
        const std::string total = std::to_string(content.size());
        const std::string condition = header(request, "If-Range");
        const std::string validator = "ETag: " + etag + "\r\n";
        if (!condition.empty() && condition != etag) return answer("200 OK", content, validator);
        if (first >= content.size()) {
            return answer("416 Range Not Satisfiable", "", "Content-Range: bytes */" + total + "\r\n");
        }
        const std::size_t last = std::min(std::stoul(range.substr(range.find('-') + 1)), content.size() - 1);
        return answer("206 Partial Content", content.substr(first, last - first + 1),
                      validator + "Content-Range: bytes " + std::to_string(first) + "-" + std::to_string(last) + "/" +
                          total + "\r\n");
    }
    Result<FetchedFile> fetch(std::uint64_t bytes_max = 1'000'000)
    {
        FileFetchSettings settings;
        settings.piece_bytes = kPiece;
        settings.whole_bytes_max = 8'000;
        settings.timeout = 2s;
        HttpFileFetch files(settings, clock);
        FetchOrder order;
        order.url = url.empty() ? server->origin() + "/report.csv?signature=secret" : url;
        order.path = target();
        order.bytes_max = bytes_max;
        return run<Result<FetchedFile>>([&] { return files.fetch(order, stop.get_token()); });
    }
    std::filesystem::path target() const { return folder / "report.csv"; }

    std::filesystem::path folder;
    std::string content;
    std::string etag = "\"v1\"";
    std::string url;
    MovableClock clock;
    std::stop_source stop;
    std::unique_ptr<RawServer> server;
};

TEST_F(FileFetchTest, BringsAFileInPiecesWithoutAnyToken)
{
    serve_ranges();
    const auto fetched = fetch();
    ASSERT_TRUE(fetched) << fetched.error().what;
    EXPECT_EQ(fetched->bytes, content.size());
    EXPECT_EQ(fetched->bytes_resumed, 0U);
    EXPECT_EQ(read_file(target()), content);
    EXPECT_EQ(server->requests().size(), 4U);
    for (const RawRequest& request : server->requests()) {
        EXPECT_FALSE(request.has_header("Authorization"));
        EXPECT_FALSE(request.has_header("Cookie"));
        EXPECT_FALSE(request.has_header("TrackingID"));
    }
    EXPECT_FALSE(std::filesystem::exists(target().string() + ".part"));
    EXPECT_FALSE(std::filesystem::exists(target().string() + ".part.tag"));
    const auto rights = std::filesystem::status(target()).permissions() & std::filesystem::perms::mask;
    EXPECT_EQ(rights, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(FileFetchTest, APieceThatIsCutIsAskedForAgain)
{
    std::atomic<int> cuts = 2;
    serve_ranges([&cuts](RawConnection& c, const RawRequest& r) -> std::optional<bool> {
        if (header(r, "Range").rfind("bytes=1000-", 0) != 0 || cuts-- <= 0) return std::nullopt;
        c.write("HTTP/1.1 206 Partial Content\r\nContent-Length: 1000\r\n\r\nxxxx");
        return false;
    });
    EXPECT_TRUE(fetch());
    EXPECT_EQ(read_file(target()), content);
    EXPECT_EQ(clock.slept, 2s);
}

TEST_F(FileFetchTest, AFetchThatBrokeOffGoesOnWhereItStoppedUnderANewAddress)
{
    std::atomic<bool> is_down = true;
    serve_ranges([&is_down](RawConnection&, const RawRequest& r) -> std::optional<bool> {
        if (is_down && header(r, "Range").rfind("bytes=2000-", 0) == 0) return false;
        return std::nullopt;
    });
    const auto broken = fetch();
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().kind, ErrorKind::kRetry);
    EXPECT_EQ(broken.error().what.find("secret"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(target()));
    is_down = false;
    const std::size_t before = server->requests().size();
    url = server->origin() + "/report.csv?signature=another";
    const auto fetched = fetch();
    ASSERT_TRUE(fetched);
    EXPECT_EQ(fetched->bytes_resumed, 2'000U);
    EXPECT_EQ(server->requests().size() - before, 2U);
    EXPECT_EQ(read_file(target()), content);
}

TEST_F(FileFetchTest, AnotherVersionIsFetchedFromItsBeginning)
{
    std::atomic<bool> is_down = true;
    serve_ranges([&is_down](RawConnection&, const RawRequest& r) -> std::optional<bool> {
        if (is_down && header(r, "Range").rfind("bytes=2000-", 0) == 0) return false;
        return std::nullopt;
    });
    EXPECT_FALSE(fetch());
    is_down = false;
    etag = "\"v2\"";
    content = "short";
    const auto fetched = fetch();
    ASSERT_TRUE(fetched);
    EXPECT_EQ(fetched->bytes_resumed, 0U);
    EXPECT_EQ(read_file(target()), "short");
}

TEST_F(FileFetchTest, AVersionThatChangesWithoutConditionsIsNoticedByItsTag)
{
    etag = "W/\"1\"";  // weak: no ground for If-Range
    std::atomic<bool> has_changed = false;
    serve_ranges([&](RawConnection&, const RawRequest& r) -> std::optional<bool> {
        if (header(r, "Range").rfind("bytes=1000-", 0) == 0 && !has_changed.exchange(true)) {
            etag = "W/\"2\"";
            content = std::string(2'500, 'z');
        }
        return std::nullopt;
    });
    EXPECT_TRUE(fetch());
    EXPECT_EQ(read_file(target()), std::string(2'500, 'z'));
}

TEST_F(FileFetchTest, AHostWithoutPiecesSendsTheWholeFileUpToALimit)
{
    serve([this](RawConnection& c, const RawRequest&) { return c.write(answer("200 OK", content)); });
    EXPECT_TRUE(fetch());
    EXPECT_EQ(read_file(target()), content);
    content = std::string(20'000, 'x');
    const auto too_large = fetch();
    ASSERT_FALSE(too_large);
    EXPECT_EQ(too_large.error().kind, ErrorKind::kRejected);
}

TEST_F(FileFetchTest, AFileAboveTheLimitIsNotFetched)
{
    serve_ranges();
    const auto too_large = fetch(3'499);
    ASSERT_FALSE(too_large);
    EXPECT_EQ(too_large.error().kind, ErrorKind::kRejected);
    EXPECT_EQ(server->requests().size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(target()));
    EXPECT_TRUE(fetch(3'500));
}

TEST_F(FileFetchTest, AnEmptyFileIsAFile)
{
    content.clear();
    serve_ranges();
    const auto fetched = fetch();
    ASSERT_TRUE(fetched);
    EXPECT_EQ(fetched->bytes, 0U);
    EXPECT_TRUE(std::filesystem::exists(target()));
}

TEST_F(FileFetchTest, FollowsARedirectToAnotherHostWithoutAToken)
{
    serve_ranges();
    RawServer first(http_handler([this](RawConnection& c, const RawRequest&) {
        return c.write(answer("302 Found", "", "Location: " + server->origin() + "/moved.csv\r\n"));
    }));
    url = first.origin() + "/report.csv";
    EXPECT_TRUE(fetch());
    EXPECT_EQ(read_file(target()), content);
    EXPECT_EQ(first.requests().size(), 1U);
    for (const RawRequest& request : server->requests()) EXPECT_FALSE(request.has_header("Authorization"));
}

TEST_F(FileFetchTest, GivesUpOnRedirectsWithoutEndAndToUnsafePlaces)
{
    serve([this](RawConnection& c, const RawRequest&) {
        return c.write(answer("302 Found", "", "Location: /again\r\n"));
    });
    EXPECT_EQ(fetch().error().kind, ErrorKind::kRejected);
    EXPECT_EQ(server->requests().size(), 6U);
    for (const char* place : {"http://files.example/x", "ftp://127.0.0.1/x", ""}) {
        serve([place](RawConnection& c, const RawRequest&) {
            return c.write(answer("302 Found", "", std::string("Location: ") + place + "\r\n"));
        });
        EXPECT_EQ(fetch().error().kind, ErrorKind::kRejected) << place;
    }
    url = "http://files.example/x";  // plain http to another machine
    EXPECT_EQ(fetch().error().kind, ErrorKind::kRejected);
}

TEST_F(FileFetchTest, SaysWhatToDoAboutARefusal)
{
    const std::map<std::string, ErrorKind> kinds = {{"403 Forbidden", ErrorKind::kUnauthorized},
                                                    {"404 Not Found", ErrorKind::kNotFound},
                                                    {"429 Too Many", ErrorKind::kRetry},
                                                    {"503 Busy", ErrorKind::kRetry},
                                                    {"400 Bad", ErrorKind::kRejected}};
    for (const auto& [status, kind] : kinds) {
        serve([&status = status](RawConnection& c, const RawRequest&) { return c.write(answer(status, "<Error/>")); });
        EXPECT_EQ(fetch().error().kind, kind) << status;
    }
}

TEST_F(FileFetchTest, DoesNotBelieveAPieceItDidNotAskFor)
{
    for (const std::string range : {"bytes 5-9/10", "bytes 0-9/10", "nonsense", ""}) {
        serve([&range](RawConnection& c, const RawRequest&) {
            const std::string line = range.empty() ? "" : "Content-Range: " + range + "\r\n";
            return c.write(answer("206 Partial Content", "12345", line));
        });
        EXPECT_EQ(fetch().error().kind, ErrorKind::kRejected) << range;
    }
    serve([](RawConnection& c, const RawRequest&) {
        return c.write(answer("200 OK", "zipped", "Content-Encoding: gzip\r\n"));
    });
    EXPECT_EQ(fetch().error().kind, ErrorKind::kRejected);
}

TEST_F(FileFetchTest, AFolderThatCannotBeWrittenIsNamed)
{
    serve_ranges();
    folder /= "missing";
    const auto failed = fetch();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::kRejected);
    EXPECT_NE(failed.error().what.find("missing/report.csv.part"), std::string::npos);
    folder = folder.parent_path();
}

TEST_F(FileFetchTest, StopsBetweenTwoPiecesAndKeepsWhatIsThere)
{
    serve_ranges([this](RawConnection&, const RawRequest& r) -> std::optional<bool> {
        if (header(r, "Range").rfind("bytes=2000-", 0) != 0) return std::nullopt;
        stop.request_stop();
        return false;
    });
    EXPECT_EQ(fetch().error().kind, ErrorKind::kCancelled);
    EXPECT_EQ(std::filesystem::file_size(target().string() + ".part"), 2'000U);
}

TEST(ContentRangeTest, IsReadAsTheStandardWritesIt)
{
    const auto piece = parse_content_range("bytes 0-9/100");
    ASSERT_TRUE(piece);
    EXPECT_EQ(piece->first, 0U);
    EXPECT_EQ(piece->last, 9U);
    EXPECT_EQ(piece->total, 100U);
    EXPECT_FALSE(parse_content_range("bytes 5-9/*")->total);
    EXPECT_FALSE(parse_content_range("bytes */7")->first);
    for (const char* bad : {"", "bytes", "bytes 1-2", "items 0-9/100", "bytes 9-0/100", "bytes 0-100/100", "bytes */*",
                            "bytes -9/10", "bytes 0-x/10", "bytes 0-9/-1", "bytes 99999999999999999999-1/1"}) {
        EXPECT_FALSE(parse_content_range(bad)) << bad;
    }
}

}  // namespace
}  // namespace bwsync::test
