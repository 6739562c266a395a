// One process's way to the store in memory: each verb is one transaction, with what mishaps do to it around it.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "daemon/runtime/task.hpp"
#include "tests/support/memory_store/tables.hpp"
#include "tests/support/mishaps.hpp"

namespace bwsync::test::memory {

class Access final {
public:
    // `mishaps` may be null: nothing goes wrong.
    Access(Tables& tables, Mishaps* mishaps) : tables_(tables), mishaps_(mishaps) {}

    template <class T>
    Task<Result<T>> run(std::string verb, std::function<Result<T>(Tables&)> body) const
    {
        if (mishaps_ != nullptr) {
            std::optional<Error> lost = co_await mishaps_->going(verb);
            if (lost) co_return std::move(*lost);
        }
        tables_.begin_transaction();
        Result<T> result = body(tables_);
        if (mishaps_ != nullptr) {
            std::optional<Error> lost = co_await mishaps_->returning(verb);
            if (lost) co_return std::move(*lost);
        }
        co_return result;
    }

    // The same under a lease, which is checked first.
    template <class T>
    Task<Result<T>> write(std::string verb, Lease lease, std::function<Result<T>(Tables&)> body) const
    {
        std::function<Result<T>(Tables&)> checked = [lease = std::move(lease),
                                                     body = std::move(body)](Tables& tables) -> Result<T> {
            Result<> held = tables.check(lease);
            if (!held) return held.error();
            return body(tables);
        };
        return run<T>(std::move(verb), std::move(checked));
    }

private:
    Tables& tables_;
    Mishaps* mishaps_;
};

}  // namespace bwsync::test::memory
