// Whom the file of a billing report is about: whoever is provisioned, and the differences that a test planted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/lab/webex/api/api.hpp"

namespace bwsync::lab::webex {

class BillingRows final {
public:
    // {"differences": [{"kind", "userId", ...}]}, in place of those before. gone: a row for somebody who is not there
    // (package, email, spEnterpriseId as given); missing: none for somebody who is; package: with this package; double:
    // a second row. What is wrong with it.
    std::optional<std::string> plant(const nlohmann::json& body);

    std::vector<Subscriber> of(const std::vector<const Subscriber*>& provisioned) const;

private:
    struct Difference {
        std::string kind, user_id, package, email, sp_enterprise_id;
    };
    std::vector<Difference> differences_;
};

}  // namespace bwsync::lab::webex
