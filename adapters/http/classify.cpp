#include "adapters/http/classify.hpp"

#include <openssl/err.h>

#include <array>

namespace bwsync {

namespace {

using Kind = HttpFailure::Kind;

struct Case {
    std::string_view text;  // part of the library's text
    Kind kind;
    std::string_view label;
    std::string_view what;
};

// An incomplete request cannot have been acted on: the header announced a length that never came.
constexpr std::array<Case, 9> kCases = {{
    {"Error resolving address", Kind::kNotSent, "refused", "the server's name could not be resolved"},
    {"Failed to resolve address", Kind::kNotSent, "refused", "the server's name could not be resolved"},
    {"Failed to connect to any resolved endpoint", Kind::kNotSent, "refused", "the server could not be reached"},
    // Not only by a user: also by the library's timer, but never once the request has been written.
    {"Request canceled by user", Kind::kNotSent, "refused", "the server could not be reached"},
    {"Error in SSL handshake", Kind::kNotSent, "tls", "TLS handshake failed"},
    {"Failed to write request headers", Kind::kNotSent, "reset", "the connection broke while the request was sent"},
    {"Failed to write request body", Kind::kNotSent, "reset", "the connection broke while the request was sent"},
    {"cannot rewind input stream", Kind::kUnknownOutcome, "reset", "the connection broke before the answer"},
    {"Failed to read HTTP status line", Kind::kUnknownOutcome, "reset", "the connection broke before the answer"},
}};

std::string tls_reason(const std::error_code& code)
{
    const char* reason = ERR_reason_error_string(static_cast<unsigned long>(static_cast<unsigned int>(code.value())));
    return reason == nullptr ? "" : std::string(": ") + reason;
}

}  // namespace

HttpFailure classify_failure(HttpStage stage, std::string_view library_text, const std::error_code& code,
                             bool is_over_time)
{
    const bool is_late = is_over_time || code == std::errc::timed_out;
    if (stage == HttpStage::kInBody) {
        return HttpFailure(Kind::kBodyLost, "bad_body", is_late ? "the answer took too long" : "the answer was cut");
    }
    for (const Case& known : kCases) {
        if (library_text.find(known.text) == std::string_view::npos) continue;
        std::string what(known.what);
        if (known.label == "tls") what += tls_reason(code);
        if (!is_late) return HttpFailure(known.kind, std::string(known.label), what);
        if (known.kind == Kind::kUnknownOutcome) what = "no answer in time";
        return HttpFailure(known.kind, "timeout", what);
    }
    if (is_late) return HttpFailure(Kind::kUnknownOutcome, "timeout", "no answer in time");
    if (code == std::errc::operation_canceled) {
        return HttpFailure(Kind::kUnknownOutcome, "timeout", "given up while stopping");
    }
    return HttpFailure(Kind::kUnknownOutcome, "reset", "the call failed in the HTTP library");
}

}  // namespace bwsync
