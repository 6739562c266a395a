#include "adapters/broadworks/ocip/login.hpp"

#include <openssl/evp.h>

#include <array>
#include <charconv>

#include "adapters/broadworks/ocip/text.hpp"

namespace bwsync::ocip {

namespace {

struct PlainLogin {
    const char* command;
    const char* password_element;
};
// Newest first. R25 and R24 know all, R22 from 22V4 on, R21 only the last.
constexpr std::array<PlainLogin, 6> kPlainLogins{{{"LoginRequest22V5", "password"},
                                                  {"LoginRequest22V4", "password"},
                                                  {"LoginRequest22V3", "password"},
                                                  {"LoginRequest22V2", "password"},
                                                  {"LoginRequest22", "password"},
                                                  {"LoginRequest14sp4", "plainTextPassword"}}};

std::string hexadecimal_digest(const EVP_MD* algorithm, const std::string& text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, algorithm, nullptr) != 1) return {};
    std::string out;
    for (unsigned int i = 0; i < size; ++i) {
        out += "0123456789abcdef"[digest[i] >> 4];
        out += "0123456789abcdef"[digest[i] & 0x0F];
    }
    return out;
}

LoggedIn read_login(const Answer& answer)
{
    LoggedIn account;
    account.type = answer.text("loginType");
    account.encoding = answer.text("encoding");
    const std::string days = answer.text("passwordExpiresDays");
    int value = 0;
    if (std::from_chars(days.data(), days.data() + days.size(), value).ec == std::errc() && !days.empty()) {
        account.password_expires_days = value;
    }
    return account;
}

}  // namespace

std::string sign_password(const std::string& nonce, const std::string& password)
{
    return hexadecimal_digest(EVP_md5(), nonce + ":" + hexadecimal_digest(EVP_sha1(), password));
}

Login::Login(LoginMode mode, bool is_tls, std::string user, std::string password, std::size_t first_rung)
    : mode_(mode), is_tls_(is_tls), user_(std::move(user)), password_(std::move(password)), rung_(first_rung)
{
}

Result<Command> Login::start()
{
    if (!is_sendable(user_)) return Error(ErrorKind::kRejected, "the OCI-P user name cannot be sent in XML");
    if (mode_ == LoginMode::kPlain && !is_tls_) {
        return Error(ErrorKind::kRejected, "a plain login is allowed over TLS only");
    }
    const bool is_digest = mode_ == LoginMode::kDigest || !is_tls_ || rung_ >= kPlainLogins.size();
    if (!is_digest && !is_sendable(password_)) {
        return Error(ErrorKind::kRejected, "the OCI-P password is empty or cannot be sent in XML");
    }
    step_ = is_digest ? Step::kNonce : Step::kPlain;
    if (is_digest) return Command("AuthenticationRequest", {Element("userId", user_)});
    return plain();
}

Command Login::plain() const
{
    const PlainLogin& login = kPlainLogins[rung_];
    return Command(login.command, {Element("userId", user_), Element(login.password_element, password_)});
}

std::variant<Command, LoggedIn, Error> Login::next(const Answer& answer)
{
    if (answer.failed_with(kInvalidRequest) && step_ == Step::kPlain) {
        ++rung_;
        if (rung_ < kPlainLogins.size()) return plain();
        if (mode_ == LoginMode::kPlain) {
            rung_ = 0;
            return Error(ErrorKind::kRejected, "the server knows none of the plain login commands");
        }
        step_ = Step::kNonce;
        return Command("AuthenticationRequest", {Element("userId", user_)});
    }
    if (answer.failed_with(kInvalidRequest)) {
        rung_ = 0;
        return Error(ErrorKind::kRejected, "the server does not know the digest login");
    }
    if (answer.failure()) return refusal(*answer.failure());
    if (step_ == Step::kNonce) {
        const std::string nonce = answer.text("nonce");
        const std::string algorithm = answer.text("passwordAlgorithm");
        if (nonce.empty() || algorithm != "MD5") {
            return Error(ErrorKind::kRejected, "the server asks for an unknown kind of digest login");
        }
        step_ = Step::kDigest;
        signed_ = sign_password(nonce, password_);
        return Command("LoginRequest14sp4", {Element("userId", user_), Element("signedPassword", signed_)});
    }
    if (answer.type().rfind("LoginResponse", 0) != 0) {
        return Error(ErrorKind::kRejected, "the login was answered by something else");
    }
    return read_login(answer);
}

Error Login::refusal(const Failure& failure) const
{
    std::string text = failure.summary;
    // A server that quotes what it was sent must not get it into our log.
    for (const std::string& secret : {password_, signed_}) {
        if (!secret.empty() && text.find(secret) != std::string::npos) text = "the reason quotes the password";
    }
    if (failure.code == kInvalidPassword) text = "[Error 4962] invalid user or password";
    return Error(ErrorKind::kUnauthorized, "the login of the OCI-P user was refused: " + text);
}

}  // namespace bwsync::ocip
