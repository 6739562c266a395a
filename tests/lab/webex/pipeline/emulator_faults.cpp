// What a fault does to a request: falsify the content, answer instead of the operation, or damage the bytes.
#include "tests/lab/webex/model/codes.hpp"
#include "tests/lab/webex/pipeline/emulator_impl.hpp"

namespace bwsync::lab {

using namespace webex;

std::string edge_text(int status)
{
    switch (status) {
        case 403:
            return "The request is understood, but access is not allowed.";
        case 423:
            return "The requested resource is temporarily unavailable.";
        case 429:
            return "Too many requests have been sent in a given amount of time.";
        case 502:
            return "The server received an invalid response from an upstream server.";
        case 503:
            return "The server is overloaded with requests. Try again later.";
        case 504:
            return "An upstream server failed to respond on time.";
        default:
            return "The request failed with status " + std::to_string(status) + ".";
    }
}

// Faults that change what the operation itself writes.
void WebexEmulator::Impl::falsify(Handling& one, const Fault& fault) const
{
    using Kind = Fault::Kind;
    one.exchange.view.status_unknown = fault.kind == Kind::kStatusUnknown;
    one.exchange.view.code_unknown = fault.kind == Kind::kCodeUnknown;
    one.exchange.view.self_activated_string = fault.kind == Kind::kSelfActivatedString;
    one.exchange.link_without_filters = fault.kind == Kind::kLinkWithoutFilters;
    one.exchange.link_with_null_max = fault.kind == Kind::kMaxNull;
    one.exchange.empty_page = fault.kind == Kind::kEmptyPage;
    one.exchange.info_as_object = fault.kind == Kind::kInfoObject;
    if (fault.kind == Kind::kErrorShape) one.shape = fault.shape;
}

// Faults that answer instead of the operation.
HttpResponse WebexEmulator::Impl::fault_answer(Handling& one, const Fault& fault)
{
    HttpResponse response;
    if (fault.kind == Fault::Kind::kHtml) {
        const std::string title = fault.status == 502 ? "502 Bad Gateway" : std::to_string(fault.status);
        response.status = fault.status;
        response.headers.emplace_back("Content-Type", "text/html");
        response.body =
            "<html>\r\n<head><title>" + title + "</title></head>\r\n<body><h1>" + title + "</h1></body>\r\n</html>\r\n";
    } else if (fault.kind == Fault::Kind::kRedirect) {
        response.status = fault.status;
        const std::string target = fault.location.empty() ? "http://127.0.0.2:9" + one.request.target : fault.location;
        response.headers.emplace_back("Location", target);
    } else if (fault.kind == Fault::Kind::kStatus || fault.kind == Fault::Kind::k429 ||
               fault.kind == Fault::Kind::kNoAccess) {
        Problem why = plain_problem(fault.status, fault.code != 0 ? code_text(fault.code) : edge_text(fault.status));
        why.code = fault.code;
        response = refused(one, why);
    } else {
        apply_fault(fault, response);
    }
    if (fault.retry_after) response.headers.emplace_back("Retry-After", *fault.retry_after);
    return response;
}

// Faults of the transport: what happens to the bytes of an answer.
void WebexEmulator::Impl::apply_fault(const Fault& fault, HttpResponse& response) const
{
    using Kind = Fault::Kind;
    using Fate = HttpResponse::Fate;
    switch (fault.kind) {
        case Kind::kTruncated:
            response.fate = response.body.empty() ? Fate::kCloseUnanswered : Fate::kTruncate;
            break;
        case Kind::kBadJson:
            response.body.resize(response.body.size() / 2);
            break;
        case Kind::kLostAnswer:
            response.fate = Fate::kCloseUnanswered;
            break;
        case Kind::kReset:
            response.fate = Fate::kReset;
            break;
        case Kind::kHang:
            response.fate = Fate::kHang;
            break;
        case Kind::kSlow:
            response.delay = fault.delay;
            break;
        case Kind::kSlowBody:
            response.body_delay = fault.delay;
            break;
        case Kind::kInterim100:
            response.prefix = "HTTP/1.1 100 Continue\r\n\r\n";
            break;
        default:
            break;
    }
}

}  // namespace bwsync::lab
