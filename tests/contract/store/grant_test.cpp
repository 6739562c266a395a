// GrantStore: tokens encrypted at rest, one refresh at a time, none lost.
#include <thread>

#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class GrantTest : public StoreTest {
protected:
    Grant import(const std::string& token = "refresh-1")
    {
        return value(store->grants().import_grant(kPartner, "primary", token));
    }
    std::vector<Grant> load(Postgres& from) { return value(from.grants().load_grants(kPartner)); }
    static RefreshedTokens fresh(const std::string& access)
    {
        RefreshedTokens tokens;
        tokens.access_token = access;
        tokens.scopes = "spark-admin:broadworks_subscribers_write";
        tokens.access_expires_at = Instant(1800000000000ms);
        tokens.refresh_expires_at = Instant(1900000000000ms);
        return tokens;
    }
};

TEST_F(GrantTest, ARefreshIsStoredBeforeItIsGivenOut)
{
    const Grant imported = import();
    Grant seen;
    const Grant refreshed =
        value(store->grants().refresh_grant(kPartner, "primary", imported.version, [&](const Grant& current) {
            seen = current;
            return Result<RefreshedTokens>(fresh("access-1"));
        }));
    EXPECT_EQ(seen.refresh_token, "refresh-1");
    EXPECT_EQ(refreshed.access_token, "access-1");
    EXPECT_EQ(refreshed.refresh_token, "refresh-1");
    EXPECT_GT(refreshed.version, imported.version);
    const std::vector<Grant> loaded = load(*another_store());
    ASSERT_EQ(loaded.size(), 1U);
    EXPECT_EQ(loaded[0].access_token, "access-1");
    EXPECT_EQ(loaded[0].access_expires_at, Instant(1800000000000ms));
    EXPECT_EQ(loaded[0].refresh_expires_at, Instant(1900000000000ms));
    EXPECT_TRUE(loaded[0].refreshed_at);
}

TEST_F(GrantTest, ASignInReplacesTheGrantWithAllThatItGave)
{
    const Grant imported = import();
    const auto refuse = [](const Grant&) {
        return Result<RefreshedTokens>(Error(ErrorKind::kUnauthorized, "invalid_grant"));
    };
    (void)refusal(store->grants().refresh_grant(kPartner, "primary", imported.version, refuse));
    RefreshedTokens tokens = fresh("access-secret");
    tokens.refresh_token = "refresh-secret";
    const Grant stored = value(store->grants().store_sign_in(kPartner, "primary", tokens));
    const Grant loaded = load(*another_store()).at(0);
    EXPECT_EQ(loaded.version, stored.version);
    EXPECT_GT(loaded.version, imported.version);
    EXPECT_FALSE(loaded.is_dead);
    EXPECT_EQ(loaded.problem, "");
    EXPECT_EQ(loaded.refresh_token, "refresh-secret");
    EXPECT_EQ(loaded.access_token, "access-secret");
    EXPECT_EQ(loaded.scopes, tokens.scopes);
    EXPECT_EQ(loaded.access_expires_at, tokens.access_expires_at);
    EXPECT_EQ(loaded.refresh_expires_at, tokens.refresh_expires_at);
    EXPECT_TRUE(loaded.refreshed_at);
    EXPECT_EQ(sql_one("select count(*) from grants where encode(sealed, 'escape') like '%secret%'"), "0");
    EXPECT_EQ(refusal(store->grants().store_sign_in(kPartner, "primary", fresh("no-refresh-token"))),
              ErrorKind::kRejected);
    EXPECT_EQ(load(*store).at(0).refresh_token, "refresh-secret");
}

TEST_F(GrantTest, NoTokenStandsInTheTable)
{
    import("refresh-secret");
    EXPECT_EQ(sql_one("select count(*) from grants where encode(sealed, 'escape') like '%secret%' or grants::text like "
                      "'%secret%'"),
              "0");
}

TEST_F(GrantTest, ASecondRefreshFindsWhatTheFirstDid)
{
    const Grant imported = import();
    std::atomic<int> asked = 0;
    const auto refresh = [&](Postgres& from) {
        return value(from.grants().refresh_grant(kPartner, "primary", imported.version, [&](const Grant&) {
            ++asked;
            return Result<RefreshedTokens>(fresh("access-" + std::to_string(asked)));
        }));
    };
    const auto rival = another_store();
    std::vector<std::thread> threads;
    std::atomic<int> agreeing = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            if (refresh(i % 2 == 0 ? *store : *rival).access_token == "access-1") ++agreeing;
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(agreeing, 4);
}

TEST_F(GrantTest, ARefusedTokenIsDeadUntilItIsImportedAgain)
{
    const Grant imported = import();
    const auto refuse = [](const Grant&) {
        return Result<RefreshedTokens>(Error(ErrorKind::kUnauthorized, "invalid_grant"));
    };
    EXPECT_EQ(refusal(store->grants().refresh_grant(kPartner, "primary", imported.version, refuse)),
              ErrorKind::kUnauthorized);
    const Grant dead = load(*store).at(0);
    EXPECT_TRUE(dead.is_dead);
    EXPECT_EQ(dead.problem, "invalid_grant");
    const Grant revived = import("refresh-2");
    EXPECT_FALSE(revived.is_dead);
    EXPECT_GT(revived.version, dead.version);
    EXPECT_EQ(load(*store).at(0).refresh_token, "refresh-2");
}

TEST_F(GrantTest, AFailureThatHealsIsAProblemAndNoDeath)
{
    const Grant imported = import();
    const auto fail = [](const Grant&) {
        return Result<RefreshedTokens>(Error(ErrorKind::kRetry, "the token endpoint is away"));
    };
    EXPECT_EQ(refusal(store->grants().refresh_grant(kPartner, "primary", imported.version, fail)), ErrorKind::kRetry);
    const Grant kept = load(*store).at(0);
    EXPECT_FALSE(kept.is_dead);
    EXPECT_EQ(kept.problem, "the token endpoint is away");
}

TEST_F(GrantTest, AnUnknownGrantIsNotFound)
{
    const auto never = [](const Grant&) { return Result<RefreshedTokens>(Error(ErrorKind::kRetry, "asked")); };
    EXPECT_EQ(refusal(store->grants().refresh_grant(kPartner, "primary", 0, never)), ErrorKind::kNotFound);
    EXPECT_EQ(refusal(store->grants().import_grant(kPartner, "primary", "")), ErrorKind::kRejected);
    EXPECT_EQ(refusal(store->grants().import_grant(kPartner, "primary", "two\nlines")), ErrorKind::kRejected);
}

TEST_F(GrantTest, ANewKeyInFrontSealsWhatIsTouchedAndTheOldOneStillOpens)
{
    import();
    const std::string before = sql_one("select key_id from grants");
    const auto rotated = another_store({store_key('n'), store_key('k')});
    EXPECT_EQ(load(*rotated).at(0).refresh_token, "refresh-1");
    EXPECT_NE(sql_one("select key_id from grants"), before);
    EXPECT_EQ(load(*another_store({store_key('n')})).at(0).refresh_token, "refresh-1");
}

TEST_F(GrantTest, AGrantThatNoKeyOpensIsDeadAndSaysWhatToDo)
{
    const Grant imported = import();
    const auto stranger = another_store({store_key('z')});
    const Grant closed = load(*stranger).at(0);
    EXPECT_TRUE(closed.is_dead);
    EXPECT_EQ(closed.refresh_token, "");
    EXPECT_NE(closed.problem.find("encryption_keys"), std::string::npos);
    const auto never = [](const Grant&) { return Result<RefreshedTokens>(Error(ErrorKind::kRetry, "asked")); };
    EXPECT_EQ(refusal(stranger->grants().refresh_grant(kPartner, "primary", imported.version, never)),
              ErrorKind::kUnauthorized);
    EXPECT_EQ(load(*store).at(0).refresh_token, "refresh-1") << "the row is left as it was";
}

TEST_F(GrantTest, ATokenMovedToAnotherRowDoesNotOpen)
{
    import();
    value(store->grants().import_grant(kPartner, "standby", "refresh-2"));
    sql("update grants set sealed = (select sealed from grants where name = 'primary') where name = 'standby'");
    EXPECT_TRUE(load(*store).at(1).is_dead);
}

TEST_F(GrantTest, TokensGivenOutWhilePostgreSqlCrashesAreStoredWhenItIsBack)
{
    const Grant imported = import();
    int asked = 0;
    const Grant refreshed =
        value(store->grants().refresh_grant(kPartner, "primary", imported.version, [&](const Grant&) {
            ++asked;
            PgServer::shared().restart("immediate");
            return Result<RefreshedTokens>(fresh("access-1"));
        }));
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(refreshed.access_token, "access-1");
    EXPECT_EQ(load(*another_store()).at(0).access_token, "access-1");
}

}  // namespace
}  // namespace bwsync::test
