// Waits on this machine for the browser that Webex sends back after a sign-in (RFC 8252 section 7.3), and shows it one
// small page. Nothing that the browser sent is ever repeated in a page.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "daemon/ctl/sign_in/authorization_answer.hpp"

namespace bwsync::ctl {

class RedirectListener final {
public:
    // Listens on the redirect URI's loopback address. kRejected: it can't, with the reason for a person.
    static Result<std::unique_ptr<RedirectListener>> listen(const RedirectUri& uri);
    ~RedirectListener();
    RedirectListener(const RedirectListener&) = delete;
    RedirectListener& operator=(const RedirectListener&) = delete;

    struct Wait {
        std::string state;
        std::chrono::milliseconds limit{0};
        bool has_terminal = false;                     // a line typed on standard input is an answer too
        std::function<void(const std::string&)> tell;  // what came and was no answer; for a person
    };
    // The code, once an answer with this state has come. Answers of other sign-ins are told and waited past. Errors:
    // kUnauthorized as code_of; kRetry: nobody answered in time.
    Result<std::string> wait(const Wait& wait);

    // The last page, for the browser that brought the answer; nothing when it was typed.
    void finish(bool is_signed_in);

private:
    class Work;
    explicit RedirectListener(std::unique_ptr<Work> work);
    std::unique_ptr<Work> work_;
};

}  // namespace bwsync::ctl
