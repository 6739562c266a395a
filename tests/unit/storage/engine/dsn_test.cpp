#include "storage/engine/dsn.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

TEST(ConnectionString, GetsTimeOutsForWhatItLeavesOut)
{
    const Result<std::string> dsn = complete_dsn("host=db dbname=bwsync");
    ASSERT_TRUE(dsn);
    for (const char* part : {"host='db'", "dbname='bwsync'", "connect_timeout='5'", "keepalives_idle='30'",
                             "tcp_user_timeout='15000'", "client_encoding='UTF8'"}) {
        EXPECT_NE(dsn->find(part), std::string::npos) << part;
    }
}

TEST(ConnectionString, KeepsWhatTheOperatorSaid)
{
    const Result<std::string> dsn =
        complete_dsn("postgresql://me@db:6000/x?connect_timeout=42&application_name=mine&client_encoding=latin1");
    ASSERT_TRUE(dsn);
    EXPECT_NE(dsn->find("port='6000'"), std::string::npos);
    EXPECT_NE(dsn->find("connect_timeout='42'"), std::string::npos);
    EXPECT_EQ(dsn->find("connect_timeout='5'"), std::string::npos);
    EXPECT_NE(dsn->find("application_name='mine'"), std::string::npos);
    EXPECT_EQ(dsn->find("latin1"), std::string::npos);
}

TEST(ConnectionString, QuotesAPasswordThatHoldsQuotes)
{
    const Result<std::string> dsn = complete_dsn(R"(host=db password='it\'s \\ a')");
    ASSERT_TRUE(dsn);
    EXPECT_NE(dsn->find(R"(password='it\'s \\ a')"), std::string::npos);
}

TEST(ConnectionString, IsNotShownWhenItIsWrong)
{
    const Result<std::string> dsn = complete_dsn("password=secret nonsense");
    ASSERT_FALSE(dsn);
    EXPECT_EQ(dsn.error().kind, ErrorKind::kRejected);
    EXPECT_EQ(dsn.error().what.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace bwsync
