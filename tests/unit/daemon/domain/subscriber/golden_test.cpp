// The golden net: what decide() and after_failure() say to very many inputs, as recorded hashes. A change of structure
// reproduces every one of them. A change of behavior says in its message which ones it moves, and why, and records them
// anew with BWSYNC_RECORD_GOLDEN=1.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "daemon/domain/subscriber/failure.hpp"
#include "daemon/domain/webex_codes/code_appearance.hpp"
#include "daemon/domain/workspace/workspace.hpp"
#include "tests/unit/daemon/domain/subscriber/drawn_wide.hpp"
#include "tests/unit/daemon/domain/subscriber/written_out.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

constexpr int kDrawsPerLine = 1'000;

// FNV-1a, 64 bits: no secret is hashed, a difference is all that must show.
std::uint64_t mixed(std::uint64_t hash, const std::string& text)
{
    for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 1'099'511'628'211U;
    return hash;
}
constexpr std::uint64_t kSeedOfHash = 14'695'981'039'346'656'037U;

template <class Draws>
std::vector<std::string> decisions_hashed(unsigned first_seed, unsigned lines_wanted, Draws draws)
{
    std::vector<std::string> lines;
    for (unsigned seed = first_seed; seed < first_seed + lines_wanted; ++seed) {
        Draw draw(seed);
        std::uint64_t hash = kSeedOfHash;
        for (int i = 0; i < kDrawsPerLine; ++i) {
            const Drawn drawn = draws(draw);
            hash = mixed(hash, written_out(decide_on(drawn.subject, drawn.around, drawn.rules)));
        }
        lines.push_back("seed " + std::to_string(seed) + " " + std::to_string(hash));
    }
    return lines;
}

// 0 stands for an answer that was never read; the others are the guide's, those that proxies give, and two in no list.
std::vector<int> every_status()
{
    return {0,   200, 301, 302, 307, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413,
            415, 418, 422, 423, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 507, 511, 599};
}

std::vector<int> every_code()
{
    std::vector<int> codes = {0, 10022};
    for (const WebexCode& code : webex_codes()) codes.push_back(code.code);
    return codes;
}

// Rows that a failure meets: a new one, one that failed before, one with a workspace.
std::vector<SubscriberRow> rows_before()
{
    std::vector<SubscriberRow> rows(4, provisioned().row);
    rows[0] = subject().row;
    rows[1].state = SubscriberState::kUpdating;
    rows[1].attempts = 3;
    rows[1].unheeded = 2;
    rows[2].state = SubscriberState::kRemoving;
    rows[2].approval = Approval::kApproved;
    rows[2].removal = RemovalEvidence{kNow - 1h, kNow, 2, "gone"};
    rows[3].workspace.emplace();
    rows[3].workspace->is_uncertain = true;
    return rows;
}

std::uint64_t failures_of(std::uint64_t hash, WebexFailure failure)
{
    for (const SubscriberRow& row : rows_before()) {
        const auto judge = row.workspace ? &after_workspace_failure : &after_failure;
        for (const Operation operation : {Operation::kProvision, Operation::kUpdate, Operation::kRemove,
                                          Operation::kHardDelete, Operation::kConsentMove, Operation::kEmailChange}) {
            hash = mixed(hash, written_out(judge(row, operation, failure, kNow, 0.5)));
        }
    }
    return hash;
}

std::vector<std::string> failures_hashed()
{
    std::vector<std::string> lines;
    for (const int code : every_code()) {
        std::uint64_t hash = kSeedOfHash;
        for (const int status : every_status()) {
            WebexFailure failure;
            failure.http_status = status;
            failure.code = code;
            failure.what = "Webex's own words";
            if (status == 429) failure.retry_after = 17s;
            hash = failures_of(hash, failure);
        }
        lines.push_back("code " + std::to_string(code) + " " + std::to_string(hash));
    }
    for (int kind = 0; kind < 5; ++kind) {
        WebexFailure failure;
        failure.kind = static_cast<WebexFailure::Kind>(kind);
        lines.push_back("kind " + std::to_string(kind) + " " + std::to_string(failures_of(kSeedOfHash, failure)));
    }
    return lines;
}

std::vector<std::string> recorded(const std::string& file)
{
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

void expect_as_recorded(const std::string& name, const std::vector<std::string>& lines)
{
    const std::string file = std::string(BWSYNC_GOLDEN) + "/" + name;
    if (std::getenv("BWSYNC_RECORD_GOLDEN") != nullptr) {
        std::ofstream out(file);
        for (const std::string& line : lines) out << line << "\n";
    }
    const std::vector<std::string> before = recorded(file);
    ASSERT_EQ(lines.size(), before.size()) << file;
    for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i], before[i]) << file << ":" << i + 1;
}

TEST(Golden, DecisionsOfTheSafetyDraw)
{
    expect_as_recorded("decide.txt", decisions_hashed(1, 200, draw_one));
}

TEST(Golden, DecisionsOfTheWideDraw)
{
    expect_as_recorded("decide_wide.txt", decisions_hashed(1'001, 100, draw_wide));
}

TEST(Golden, WhatEveryFailureLeaves)
{
    expect_as_recorded("failures.txt", failures_hashed());
}

}  // namespace
}  // namespace bwsync
