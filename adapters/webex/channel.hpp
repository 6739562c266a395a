// The way out to one partner as its endpoint families use it: the token, the turn at the gate and the handling of 401,
// 423 and 429 are behind it.
#pragma once

#include <stop_token>
#include <string>

#include "adapters/http/message.hpp"
#include "adapters/http/url.hpp"
#include "adapters/webex/gate.hpp"
#include "daemon/ports/webex_result.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class Channel {
public:
    virtual ~Channel() = default;

    // `operation` is the metric's word. Any 2xx is the answer, everything else a failure. Nothing is sent again that
    // may have been acted on.
    virtual Task<WebexResult<HttpAnswer>> call(std::string operation, Lane lane, HttpRequest request,
                                               std::stop_token stop) = 0;
    // Asks for a new access token although the present one still works. False: there is none.
    virtual Task<bool> renew_token() = 0;

    // Where the partner's API is; `base_path` has no slash at its end.
    [[nodiscard]] virtual const Url& base() const = 0;
    [[nodiscard]] virtual const std::string& base_path() const = 0;
};

}  // namespace bwsync
