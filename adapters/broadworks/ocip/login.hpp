// The login dialogue as a state machine: answers in, next command out. Sans-IO.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "adapters/broadworks/ocip/request.hpp"
#include "adapters/broadworks/ocip/response.hpp"
#include "adapters/broadworks/ocip/settings.hpp"

namespace bwsync::ocip {

// What the server says about the account.
struct LoggedIn {
    std::string type;  // "System", "Service Provider", ...
    std::string encoding;
    std::optional<int> password_expires_days;
};

// Over TLS the password itself travels (LoginRequest22V5 and, on 6004, its elders down to 14sp4), since a server that
// hashes passwords in a newer way cannot check a digest; kAuto ends with the digest. Without TLS only the digest.
class Login final {
public:
    // first_rung: of the ladder of plain logins, as remembered from an earlier login (see rung()).
    Login(LoginMode mode, bool is_tls, std::string user, std::string password, std::size_t first_rung = 0);

    // The first command, or kRejected when the mode is not allowed on this connection.
    [[nodiscard]] Result<Command> start();
    // kUnauthorized: refused; do not try again at once, accounts lock. kRejected: no login command is known to the
    // server. Errors hold neither the password nor a digest of it.
    [[nodiscard]] std::variant<Command, LoggedIn, Error> next(const Answer& answer);
    [[nodiscard]] std::size_t rung() const { return rung_; }

private:
    [[nodiscard]] Command plain() const;
    [[nodiscard]] Error refusal(const Failure& failure) const;

    LoginMode mode_;
    bool is_tls_;
    std::string user_;
    std::string password_;
    std::string signed_;  // the digest sent, if any
    std::size_t rung_;
    enum class Step { kPlain, kNonce, kDigest } step_ = Step::kPlain;
};

// Lower-case hexadecimal MD5(nonce ":" hexadecimal SHA1(password)).
[[nodiscard]] std::string sign_password(const std::string& nonce, const std::string& password);

}  // namespace bwsync::ocip
