// Result<T>: a value, or an Error whose kind says what the caller can do about it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace bwsync {

enum class ErrorKind {
    kRetry,           // not done, heals by itself: try again later
    kRateLimited,     // not done: the peer asks to slow down
    kUnknownOutcome,  // may have been done: look before repeating
    kConflict,        // not done: another state or another owner than assumed
    kNotFound,        // the thing named does not exist at the peer, by the peer's own word
    kRejected,        // not done, repeating does not help
    kUnauthorized,    // not done: credentials are missing or refused
    kCancelled,       // we were asked to stop
};

struct Error {
    Error(ErrorKind k, std::string text) : kind(k), what(std::move(text)) {}
    ErrorKind kind;
    std::string what;  // for a person; never holds a secret or a raw record
    std::optional<std::chrono::milliseconds> retry_after;
};

template <class T = std::monostate, class E = Error>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    T& operator*() { return std::get<0>(state_); }
    const T& operator*() const { return std::get<0>(state_); }
    T* operator->() { return &std::get<0>(state_); }
    const T* operator->() const { return &std::get<0>(state_); }
    const E& error() const { return std::get<1>(state_); }
    E& error() { return std::get<1>(state_); }

private:
    std::variant<T, E> state_;
};

}  // namespace bwsync
