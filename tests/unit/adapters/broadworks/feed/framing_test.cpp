#include "adapters/broadworks/feed/framing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "tests/unit/adapters/broadworks/feed/documents.hpp"

namespace bwsync::feed {
namespace {

using namespace feed_documents;
using testing::ElementsAre;

// What the framer hands out, documents in full, faults as "?" (unreadable) and "!" (oversized).
std::vector<std::string> framed(Framer& framer, std::string_view bytes, std::size_t read_size)
{
    std::vector<std::string> out;
    while (!bytes.empty()) {
        const std::size_t size = std::min(read_size, bytes.size());
        std::memcpy(framer.prepare(read_size).data(), bytes.data(), size);
        framer.commit(size);
        bytes.remove_prefix(size);
        for (Frame frame = framer.next(); frame.kind != Frame::Kind::kNeedMore; frame = framer.next()) {
            if (frame.kind == Frame::Kind::kDocument) {
                out.emplace_back(frame.document);
            } else {
                EXPECT_FALSE(frame.reason.empty());
                out.emplace_back(frame.kind == Frame::Kind::kOversized ? "!" : "?");
            }
        }
    }
    return out;
}

std::vector<std::string> framed(std::string_view bytes, std::size_t read_size = 65536,
                                std::size_t document_max = 1 << 20)
{
    Framer framer(document_max);
    return framed(framer, bytes, read_size);
}

std::string without_newline(std::string document)
{
    if (document.ends_with('\n')) document.pop_back();
    return document;
}

TEST(FramerTest, DocumentsEndAtTheirEndTagWhateverTheLines)
{
    const std::string one = user_delete("a@example.com");
    const std::string two = profile_saved("b@example.com");
    EXPECT_THAT(framed(one + two), ElementsAre(without_newline(one), without_newline(two)));
    EXPECT_THAT(framed(without_newline(one) + without_newline(two) + "\r\n\n \t"),
                ElementsAre(without_newline(one), without_newline(two)));
    std::string lines = one;
    for (std::size_t at = 0; (at = lines.find(" xmlns", at)) != std::string::npos; at += 3)
        lines.replace(at, 1, "\r\n");
    EXPECT_THAT(framed(lines), ElementsAre(without_newline(lines)));
}

// The stream holds everything that can hide an end tag or look like one.
std::string tricky()
{
    const std::string end_tag = "</BroadsoftOCIReportingDocument>";
    std::string out = user_delete("a@example.com");
    out += document(report(cdata("not XML: ]] ]> " + end_tag + " <?xml version=\"1.0\"?>" + end_tag)));
    out += document("<!-- " + end_tag + " <![CDATA[ -->" + report(cdata("x")) + "<?hint " + end_tag + "?>");
    out += "\xEF\xBB\xBF" + document(report("a]]&gt;" + cdata("]]]]") + cdata(">")));
    out += "<?xml version='1.0'?><!-- before the root --> <x:BroadsoftOCIReportingDocument\n a='/>' b=\">\"\n>" +
           report(cdata("x")) + "</x:BroadsoftOCIReportingDocument\n >";
    out += document("<BroadsoftOCIReport/></a></BroadsoftOCIReportingDocumen>");
    out += "<BroadsoftOCIReportingDocument/>";
    return out;
}

TEST(FramerTest, EveryCutAndEveryReadSizeGivesTheSameDocuments)
{
    const std::string stream = tricky();
    const auto whole = framed(stream);
    ASSERT_EQ(whole.size(), 7U);
    for (const auto& piece : whole) EXPECT_GT(piece.size(), 2U);
    for (std::size_t read_size = 1; read_size < 200; ++read_size) {
        ASSERT_EQ(framed(stream, read_size), whole) << read_size;
    }
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        Framer framer(1 << 20);
        auto pieces = framed(framer, std::string_view(stream).substr(0, cut), stream.size());
        auto rest = framed(framer, std::string_view(stream).substr(cut), stream.size());
        pieces.insert(pieces.end(), rest.begin(), rest.end());
        ASSERT_EQ(pieces, whole) << cut;
    }
}

TEST(FramerTest, FaultyStreamsGiveTheSameAtEveryCut)
{
    const std::string good = user_delete("a@example.com");
    const std::string stream = "junk <x> " + good + good.substr(0, 100) + good + "</late>" + good.substr(0, 300) +
                               good + "&&&" + "<!DOCTYPE x>" + good;
    const auto whole = framed(stream);
    for (std::size_t read_size = 1; read_size < 100; ++read_size)
        ASSERT_EQ(framed(stream, read_size), whole) << read_size;
}

TEST(FramerTest, BytesBetweenDocumentsAreReportedOnceAndPassedOver)
{
    const std::string good = user_delete("a@example.com");
    const std::string text = without_newline(good);
    for (const char* junk : {"x", "HTTP/1.1 400 Bad Request\r\n\r\n", "<html><body>no</body></html>",
                             "</request></command>", "<!DOCTYPE x [<!ENTITY y 'z'>]>",
                             "<?xml version='1.0'?><BroadsoftDocument/>", "\x16\x03\x01", "<<<<", "]]>"}) {
        EXPECT_THAT(framed(good + junk + good), ElementsAre(text, "?", text)) << junk;
        EXPECT_THAT(framed(std::string(junk) + good), ElementsAre("?", text)) << junk;
    }
}

TEST(FramerTest, ADocumentThatStartsInsideAnotherReplacesIt)
{
    const std::string good = user_delete("a@example.com");
    const std::string text = without_newline(good);
    const std::string bare = text.substr(kDeclaration.size());
    const std::string torn = document("<command><id>write1").substr(0, kDeclaration.size() + 130);
    EXPECT_THAT(framed(torn + good + good), ElementsAre("?", text, text));
    EXPECT_THAT(framed(torn + bare + good), ElementsAre("?", bare, text));
    for (std::size_t size = kDeclaration.size() + 1; size < text.find("CDATA"); ++size) {
        EXPECT_THAT(framed(text.substr(0, size) + good + good), ElementsAre("?", text, text)) << text.substr(0, size);
    }
}

TEST(FramerTest, ATearInsideCdataCostsTheNextDocumentAtMost)
{
    const std::string good = user_delete("a@example.com");
    const std::string text = without_newline(good);
    const std::string torn = good.substr(0, good.find("UserDeleteRequest"));
    const auto pieces = framed(torn + good + good);
    ASSERT_EQ(pieces.size(), 2U);
    EXPECT_EQ(pieces[0], torn + text) << "the decoder finds this one damaged";
    EXPECT_EQ(pieces[1], text);
}

TEST(FramerTest, ADeclarationThatNoDocumentFollowedSaysNothing)
{
    const std::string good = user_delete("a@example.com");
    EXPECT_THAT(framed("<?xml version='1.0' encoding='UTF-16'?>\n" + good), ElementsAre(without_newline(good)));
}

TEST(FramerTest, AnOversizedDocumentIsDroppedAndTheNextOneRead)
{
    const std::string good = user_delete("a@example.com");
    const std::string text = without_newline(good);
    const std::string big = document_of("UserModifyRequest22", "<x>" + std::string(5000, 'y') + "</x>");
    for (const std::size_t read_size : {1UL, 7UL, 1000UL, 65536UL}) {
        EXPECT_THAT(framed(good + big + good, read_size, 2000), ElementsAre(text, "!", text)) << read_size;
        EXPECT_THAT(framed(big + big + good, read_size, 2000).back(), text);
        EXPECT_THAT(framed("<?xml " + std::string(5000, ' ') + "?>" + good, read_size, 2000).back(), text);
        EXPECT_THAT(framed(good + big, read_size, without_newline(big).size()),
                    ElementsAre(text, without_newline(big)));
    }
}

TEST(FramerTest, MemoryIsBoundedByTheLargestDocumentAndGivenBack)
{
    constexpr std::size_t kMax = 3'000'000;
    constexpr std::size_t kRead = 65'536;
    Framer framer(kMax);
    const std::string endless(50 * kRead, 'x');
    framed(framer, document("<a>").substr(0, 120), kRead);
    std::size_t most = 0;
    for (int i = 0; i < 10; ++i) {
        framed(framer, endless, kRead);
        most = std::max(most, framer.capacity());
    }
    EXPECT_LE(most, kMax + 2 * kRead);
    EXPECT_THAT(framed(framer, user_delete("a@example.com"), kRead),
                ElementsAre(without_newline(user_delete("a@example.com"))));
    framed(framer, "\n", kRead);
    EXPECT_LE(framer.capacity(), 1'000'000U);
}

TEST(FramerTest, AResetForgetsTheUnfinishedDocument)
{
    Framer framer(1 << 20);
    const std::string good = user_delete("a@example.com");
    framed(framer, good.substr(0, good.size() / 2), 65536);
    framer.reset();
    EXPECT_THAT(framed(framer, good, 65536), ElementsAre(without_newline(good)));
    framed(framer, "junk", 65536);
    framer.reset();
    EXPECT_THAT(framed(framer, "junk" + good, 65536), ElementsAre("?", without_newline(good)));
}

}  // namespace
}  // namespace bwsync::feed
