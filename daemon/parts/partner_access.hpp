// PartnerAccess: one Webex partner put together: the line to its servers, the keeper of its grants, the Webex ports
// over both. Destroyed when none of its calls is under way any more.
#pragma once

#include "adapters/webex/oauth/partner_oauth.hpp"
#include "adapters/webex/partner.hpp"
#include "daemon/core/grant/token_keeper.hpp"

namespace bwsync {

class PartnerAccess final {
public:
    // Throws std::runtime_error when base_url or ca_file can't be used; the text is for a person.
    PartnerAccess(const PartnerConfig& config, GrantStore& grants, PartnerLine::Ports ports,
                  const asio::any_io_executor& executor)
        : line(config, ports, executor),
          oauth(line),
          tokens(keeper_settings(config), {grants, oauth, ports.clock, ports.random, ports.telemetry}, executor),
          webex(line, tokens)
    {
    }
    PartnerAccess(const PartnerAccess&) = delete;
    PartnerAccess& operator=(const PartnerAccess&) = delete;

    PartnerLine line;
    PartnerOauth oauth;
    TokenKeeper tokens;
    WebexPartner webex;

private:
    static TokenKeeper::Settings keeper_settings(const PartnerConfig& config)
    {
        TokenKeeper::Settings settings;
        settings.partner = config.name;
        settings.grants = config.grants;
        settings.scopes = config.scopes;
        settings.refresh_every = config.refresh_every;
        return settings;
    }
};

}  // namespace bwsync
