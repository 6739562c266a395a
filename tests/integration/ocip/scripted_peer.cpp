#include "tests/integration/ocip/scripted_peer.hpp"

#include <algorithm>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <pugixml.hpp>

namespace bwsync::ocip::testing {

namespace {

using asio::ip::tcp;
using boost::system::error_code;
using TlsSocket = asio::ssl::stream<tcp::socket>;

const std::string kEnd = "</BroadsoftDocument>";

SeenDocument read_request(const std::string& bytes, std::size_t connection)
{
    SeenDocument seen;
    seen.connection = connection;
    seen.bytes = bytes;
    pugi::xml_document xml;
    xml.load_buffer(bytes.data(), bytes.size());
    const pugi::xml_node root = xml.document_element();
    seen.session = root.child_value("sessionId");
    for (const pugi::xml_node node : root.children("command")) {
        SeenCommand& command = seen.commands.emplace_back();
        command.name = node.attribute("xsi:type").value();
        command.echo = node.attribute("echo").value();
        for (const pugi::xml_node child : node.children()) command.children[child.name()] = child.child_value();
    }
    return seen;
}

bool is_plumbing(const std::string& name)
{
    return name.rfind("Login", 0) == 0 || name.rfind("Logout", 0) == 0 || name == "AuthenticationRequest" ||
           name == "SystemSoftwareVersionGetRequest";
}

std::string response_name(std::string request)
{
    return request.replace(request.rfind("Request"), 7, "Response");
}

}  // namespace

struct ScriptedPeer::Connection {
    explicit Connection(tcp::socket s) : plain(std::move(s)) {}
    Connection(tcp::socket s, asio::ssl::context& tls) : secure(std::make_unique<TlsSocket>(std::move(s), tls)) {}
    tcp::socket& socket() { return secure ? secure->next_layer() : *plain; }

    std::optional<tcp::socket> plain;
    std::unique_ptr<TlsSocket> secure;
};

// Outlives the peer until its coroutines have ended.
struct ScriptedPeer::Core : std::enable_shared_from_this<Core> {
    Core(asio::io_context& context, std::shared_ptr<asio::ssl::context> t, ScriptedPeer* p)
        : io(context), tls(std::move(t)), acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)), peer(p)
    {
    }

    Task<> accept_all()
    {
        const auto self = shared_from_this();
        while (peer != nullptr && acceptor.is_open()) {
            error_code error;
            tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
            if (error || peer == nullptr) co_return;
            auto connection = tls ? std::make_shared<Connection>(std::move(socket), *tls)
                                  : std::make_shared<Connection>(std::move(socket));
            const std::size_t number = ++peer->connections;
            auto body = [self, connection, number]() -> Task<> { return self->serve(connection, number); };
            asio::co_spawn(io, body, asio::detached);
        }
    }

    Task<> serve(std::shared_ptr<Connection> connection, std::size_t number)
    {
        const auto self = shared_from_this();
        error_code error;
        if (connection->secure) {
            co_await connection->secure->async_handshake(asio::ssl::stream_base::server,
                                                         asio::redirect_error(asio::use_awaitable, error));
        }
        if (error || peer == nullptr) co_return;
        open.insert(connection);
        ++peer->open_connections;
        co_await converse(connection, number);
        error_code ignored;
        connection->socket().close(ignored);
        open.erase(connection);
        if (peer != nullptr) --peer->open_connections;
    }

    Task<> converse(std::shared_ptr<Connection> connection, std::size_t number)
    {
        std::string buffer;
        while (peer != nullptr) {
            const std::size_t end = buffer.find(kEnd);
            if (end == std::string::npos) {
                std::string chunk = co_await read_some(connection);
                if (chunk.empty()) co_return;
                buffer += chunk;
                continue;
            }
            const std::size_t begin = buffer.find('<');
            const std::string bytes = buffer.substr(begin, end + kEnd.size() - begin);
            buffer.erase(0, end + kEnd.size());
            if (buffer.find('<') != std::string::npos) ++peer->pipelined;
            const SeenDocument seen = read_request(bytes, number);
            peer->documents.push_back(seen);
            if (seen.commands.front().name == "LogoutRequest") co_return;
            const Reaction reaction = reaction_to(seen);
            const bool is_sent = co_await write(connection, reaction);
            if (!is_sent || reaction.is_close_after) co_return;
        }
    }

    Reaction reaction_to(const SeenDocument& seen)
    {
        std::optional<Reaction> special;
        if (peer->react) special = peer->react(seen);
        if (special) return *special;
        Reaction usual;
        usual.bytes = peer->answer_all(seen);
        return usual;
    }

    Task<std::string> read_some(std::shared_ptr<Connection> connection)
    {
        std::string bytes(4096, '\0');
        const asio::mutable_buffer buffer = asio::buffer(bytes);
        error_code error;
        std::size_t size = 0;
        if (connection->secure) {
            size =
                co_await connection->secure->async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
        } else {
            size =
                co_await connection->plain->async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
        }
        if (error) size = 0;
        bytes.resize(size);
        co_return bytes;
    }

    Task<bool> write(std::shared_ptr<Connection> connection, Reaction reaction)
    {
        const std::size_t step = reaction.drip == 0 ? reaction.bytes.size() + 1 : reaction.drip;
        error_code error;
        for (std::size_t at = 0; at < reaction.bytes.size() && !error; at += step) {
            const asio::const_buffer piece =
                asio::buffer(reaction.bytes.data() + at, std::min(step, reaction.bytes.size() - at));
            if (connection->secure) {
                co_await asio::async_write(*connection->secure, piece,
                                           asio::redirect_error(asio::use_awaitable, error));
            } else {
                co_await asio::async_write(*connection->plain, piece, asio::redirect_error(asio::use_awaitable, error));
            }
            co_await asio::post(io, asio::use_awaitable);
        }
        co_return !error;
    }

    asio::io_context& io;
    std::shared_ptr<asio::ssl::context> tls;
    tcp::acceptor acceptor;
    ScriptedPeer* peer;
    std::set<std::shared_ptr<Connection>> open;
};

ScriptedPeer::ScriptedPeer(asio::io_context& io, std::shared_ptr<asio::ssl::context> tls)
    : core_(std::make_shared<Core>(io, std::move(tls), this))
{
    port_ = core_->acceptor.local_endpoint().port();
    auto body = [core = core_]() -> Task<> { return core->accept_all(); };
    asio::co_spawn(io, body, asio::detached);
}

ScriptedPeer::~ScriptedPeer()
{
    core_->peer = nullptr;
    refuse();
    close_all();
}

void ScriptedPeer::refuse()
{
    error_code ignored;
    core_->acceptor.close(ignored);
}

void ScriptedPeer::send_unasked(const std::string& bytes)
{
    for (const auto& connection : core_->open) {
        error_code ignored;
        if (connection->plain) asio::write(*connection->plain, asio::buffer(bytes), ignored);
    }
}

void ScriptedPeer::close_all()
{
    for (const auto& connection : core_->open) {
        error_code ignored;
        connection->socket().close(ignored);
    }
}

std::vector<SeenDocument> ScriptedPeer::reads() const
{
    std::vector<SeenDocument> found;
    std::copy_if(documents.begin(), documents.end(), std::back_inserter(found),
                 [](const SeenDocument& one) { return !is_plumbing(one.commands.front().name); });
    return found;
}

std::size_t ScriptedPeer::count(const std::string& command) const
{
    std::size_t sum = 0;
    for (const SeenDocument& document : documents) {
        for (const SeenCommand& one : document.commands) sum += one.name == command ? 1U : 0U;
    }
    return sum;
}

std::string ScriptedPeer::wrap(const std::string& session, const std::string& commands) const
{
    return "<?xml version=\"1.0\" encoding=\"" + encoding +
           "\"?>\n<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\" "
           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
           "<sessionId xmlns=\"\">" +
           session + "</sessionId>" + commands + "</BroadsoftDocument>\n";
}

std::string ScriptedPeer::answer_all(const SeenDocument& document) const
{
    std::string commands;
    for (const SeenCommand& command : document.commands) commands += answer_one(command);
    return wrap(document.session, commands);
}

std::string ScriptedPeer::answer_one(const SeenCommand& command) const
{
    const std::string special = answer ? answer(command) : std::string();
    if (!special.empty()) return special;
    if (command.name == "AuthenticationRequest") {
        return data_answer(
            command, "<userId>bwsync</userId><nonce>1234567890123</nonce><passwordAlgorithm>MD5</passwordAlgorithm>");
    }
    if (command.name.rfind("LoginRequest", 0) == 0) {
        return data_answer(command,
                           "<loginType>System</loginType><locale>en_US</locale><encoding>ISO-8859-1</encoding>"
                           "<isEnterprise>false</isEnterprise><passwordExpiresDays>2147483647</passwordExpiresDays>");
    }
    if (command.name == "SystemSoftwareVersionGetRequest")
        return data_answer(command, "<version>" + version + "</version>");
    return data_answer(command, "");
}

std::string data_answer(const SeenCommand& command, const std::string& children)
{
    return "<command echo=\"" + command.echo + "\" xsi:type=\"" + response_name(command.name) + "\" xmlns=\"\">" +
           children + "</command>";
}

std::string error_answer(const SeenCommand& command, const std::string& summary)
{
    return "<command type=\"Error\" echo=\"" + command.echo +
           "\" xsi:type=\"c:ErrorResponse\" xmlns:c=\"C\" xmlns=\"\"><summary>" + summary +
           "</summary><summaryEnglish>" + summary + "</summaryEnglish></command>";
}

}  // namespace bwsync::ocip::testing
