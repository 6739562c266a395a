#include "adapters/broadworks/ocip/session.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <variant>

#include "adapters/broadworks/ocip/text.hpp"

namespace bwsync::ocip {

namespace {

constexpr std::chrono::milliseconds kLogoutLimit{1000};

// The protocol leaves it to the client to be unique.
std::string make_session_id()
{
    std::array<unsigned char, 16> random{};
    RAND_bytes(random.data(), static_cast<int>(random.size()));
    std::string id = "bwsync-";
    for (const unsigned char byte : random) {
        id += "0123456789abcdef"[byte >> 4];
        id += "0123456789abcdef"[byte & 0x0F];
    }
    return id;
}

// "UserGetRequest22V6" and "UserGetResponse22V6" name the same thing: the part before either word.
std::string_view stem(std::string_view type, std::string_view word)
{
    const std::size_t at = type.rfind(word);
    return at == std::string_view::npos ? std::string_view() : type.substr(0, at);
}

bool answers_command(const Answer& answer, const Command& command)
{
    if (answer.failure() || answer.is_success()) return true;
    const std::string_view asked = stem(command.name, "Request");
    return !asked.empty() && stem(answer.type(), "Response") == asked;
}

// A request that the server could not read has no echo to give back.
bool has_echo(const Answer& answer, const std::string& echo)
{
    return answer.echo() == echo || (answer.echo().empty() && answer.failed_with(kInvalidRequest));
}

// The recorded words of a server that no longer knows the session; they carry no number.
bool has_lost_session(const Answer& answer)
{
    return answer.failure() && answer.failure()->summary.find("before user is logged in") != std::string::npos;
}

bool is_logout(const AnswerDocument& document)
{
    return document.answers.front().type().rfind("LogoutRequest", 0) == 0;
}

}  // namespace

std::string to_string(const Server& server)
{
    const bool is_v6 = server.host.find(':') != std::string::npos;
    return (is_v6 ? "[" + server.host + "]" : server.host) + ":" + std::to_string(server.port);
}

Session::Session(asio::any_io_executor executor, const Settings& settings, Server server,
                 std::shared_ptr<asio::ssl::context> tls)
    : settings_(settings),
      server_(std::move(server)),
      wire_(executor, server_.tls ? std::move(tls) : nullptr),
      framer_(settings.answer_max_bytes),
      session_id_(make_session_id()),
      opened_at_(std::chrono::steady_clock::now())
{
}

Trouble Session::damaged(std::string why)
{
    is_sound_ = false;
    wire_.close();
    return Trouble(TroubleKind::kDamaged, std::move(why));
}

Task<Outcome<Opened>> Session::open(std::size_t login_rung, std::stop_token stop)
{
    Outcome<> connected = co_await wire_.connect(server_, settings_.tls.server_name, settings_.connect_timeout, stop);
    if (!connected) co_return connected.error();
    opened_at_ = std::chrono::steady_clock::now();
    Opened opened;
    Outcome<LoggedIn> account = co_await log_in(login_rung, stop);
    if (!account) co_return account.error();
    opened.login_rung = login_rung_;
    opened.account = std::move(*account);
    std::vector<Command> probe(1, Command("SystemSoftwareVersionGetRequest"));
    Outcome<std::vector<Answer>> version = co_await exchange(std::move(probe), stop);
    if (!version) co_return version.error();
    opened.version_text = version->front().text("version");
    co_return opened;
}

Task<Outcome<LoggedIn>> Session::log_in(std::size_t first_rung, std::stop_token stop)
{
    Login login(settings_.login, server_.tls, settings_.user, settings_.password(), first_rung);
    Result<Command> first = login.start();
    if (!first) co_return Trouble(TroubleKind::kMisconfigured, first.error().what);
    Command command = std::move(*first);
    while (true) {
        std::vector<Command> commands(1, command);
        Outcome<std::vector<Answer>> answers = co_await exchange(std::move(commands), stop);
        if (!answers) co_return answers.error();
        std::variant<Command, LoggedIn, Error> next = login.next(answers->front());
        login_rung_ = login.rung();
        if (auto* account = std::get_if<LoggedIn>(&next)) co_return std::move(*account);
        if (auto* error = std::get_if<Error>(&next)) {
            wire_.close();
            const bool is_refusal = error->kind == ErrorKind::kUnauthorized;
            const TroubleKind kind = is_refusal ? TroubleKind::kLoginRefused : TroubleKind::kMisconfigured;
            co_return Trouble(kind, error->what);
        }
        command = std::get<Command>(std::move(next));
    }
}

Task<Outcome<std::vector<Answer>>> Session::exchange(std::vector<Command> commands, std::stop_token stop)
{
    const TimePoint deadline = std::chrono::steady_clock::now() + settings_.timeout;
    ++documents_;
    std::vector<std::string> echoes;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        echoes.push_back(std::to_string(documents_) + "." + std::to_string(i + 1));
    }
    std::string bytes = write_document(session_id_, commands, echoes);
    Outcome<> written = co_await wire_.write(std::move(bytes), deadline, stop);
    if (!written) co_return written.error();
    Outcome<std::string> document = co_await read_document(deadline, stop);
    if (!document) co_return document.error();
    co_return match(*document, commands, echoes);
}

Task<Outcome<std::string>> Session::read_document(TimePoint deadline, std::stop_token stop)
{
    while (true) {
        Result<std::optional<std::string>> document = framer_.next();
        if (!document) co_return damaged(document.error().what);
        if (*document) co_return std::move(**document);
        Outcome<std::string> bytes = co_await wire_.read(deadline, stop);
        if (!bytes) co_return bytes.error();
        framer_.feed(*bytes);
    }
}

Outcome<std::vector<Answer>> Session::match(const std::string& bytes, const std::vector<Command>& commands,
                                            const std::vector<std::string>& echoes)
{
    Result<AnswerDocument> document = parse_answers(bytes);
    if (!document) return damaged(document.error().what);
    if (is_logout(*document)) {
        is_sound_ = false;
        wire_.close();
        return Trouble(TroubleKind::kClosed, "the server ended the session");
    }
    std::vector<Answer>& answers = document->answers;
    const bool is_foreign = !document->session_id.empty() && document->session_id != session_id_;
    if (is_foreign) return damaged("an answer belongs to another session");
    const bool is_refused_whole = answers.size() == 1 && commands.size() > 1 && answers[0].failed_with(kInvalidRequest);
    if (!is_refused_whole) {
        if (answers.size() != commands.size()) {
            return damaged(std::to_string(answers.size()) + " answers to " + std::to_string(commands.size()) +
                           " commands");
        }
        for (std::size_t i = 0; i < answers.size(); ++i) {
            if (!has_echo(answers[i], echoes[i])) return damaged("an answer carries another echo than its command");
            if (!answers_command(answers[i], commands[i]))
                return damaged("an answer is of another kind than its command");
        }
    }
    if (std::any_of(answers.begin(), answers.end(), has_lost_session)) {
        is_sound_ = false;
        wire_.close();
        return Trouble(TroubleKind::kClosed, "the server no longer knows the session");
    }
    // Whatever follows unasked for may be half of anything: these answers are good, the connection is not.
    if (framer_.has_leftover()) is_sound_ = false;
    return std::move(answers);
}

Task<> Session::log_out()
{
    if (is_usable()) {
        std::vector<Command> commands(1, Command("LogoutRequest"));
        commands.front().children.emplace_back("userId", settings_.user);
        commands.front().children.emplace_back("reason", "Client Logout");
        const std::vector<std::string> echoes(1, "logout");
        std::string bytes = write_document(session_id_, commands, echoes);
        const TimePoint deadline = std::chrono::steady_clock::now() + kLogoutLimit;
        Outcome<> ignored = co_await wire_.write(std::move(bytes), deadline, std::stop_token());
        static_cast<void>(ignored);
    }
    is_sound_ = false;
    wire_.close();
}

}  // namespace bwsync::ocip
