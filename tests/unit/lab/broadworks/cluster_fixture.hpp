// A cluster without sockets: one enterprise "ent" and one service provider "sp" with a group each, and a client that
// sends documents as a real one does and reads the answers back.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "tests/lab/broadworks/model/edits.hpp"
#include "tests/lab/broadworks/ocip/digest.hpp"
#include "tests/lab/broadworks/ocip/ocip_session.hpp"
#include "tests/lab/clock.hpp"

namespace bwsync::lab {

struct Reply {
    std::string bytes;
    pugi::xml_document xml;
    bool close = false;

    pugi::xml_node command(std::size_t index = 0) const
    {
        for (const pugi::xml_node& node : xml.document_element().children("command")) {
            if (index-- == 0) return node;
        }
        return {};
    }
    std::string type(std::size_t index = 0) const { return command(index).attribute("xsi:type").value(); }
    std::string text(const char* element, std::size_t index = 0) const { return command(index).child_value(element); }
    std::string summary(std::size_t index = 0) const { return text("summary", index); }
    std::string detail(std::size_t index = 0) const { return text("detail", index); }
    bool has(const char* element, std::size_t index = 0) const { return !command(index).child(element).empty(); }

    std::vector<std::string> headings(const char* table, std::size_t index = 0) const
    {
        std::vector<std::string> result;
        for (const pugi::xml_node& one : command(index).child(table).children("colHeading")) {
            result.emplace_back(one.child_value());
        }
        return result;
    }
    // One column of a table by its heading.
    std::vector<std::string> column(const char* table, const std::string& heading, std::size_t index = 0) const
    {
        const std::vector<std::string> names = headings(table, index);
        std::vector<std::string> result;
        for (const pugi::xml_node& row : command(index).child(table).children("row")) {
            std::size_t at = 0;
            for (const pugi::xml_node& col : row.children("col")) {
                if (at < names.size() && names[at] == heading) result.emplace_back(col.child_value());
                ++at;
            }
        }
        return result;
    }
};

inline std::string command_xml(const std::string& type, const std::string& body, const std::string& echo = "")
{
    return "<command xsi:type=\"" + type + "\" xmlns=\"\"" + (echo.empty() ? "" : " echo=\"" + echo + "\"") + ">" +
           body + "</command>";
}

inline std::string document_xml(const std::string& commands, const std::string& session = "S1")
{
    return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\" "
           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><sessionId xmlns=\"\">" +
           session + "</sessionId>" + commands + "</BroadsoftDocument>";
}

class ClusterTest : public ::testing::Test {
protected:
    void make(BroadworksConfig config)
    {
        config.users = {{"bwsync", "secret", "System", ""}, {"spadmin", "secret2", "Service Provider", "ent"}};
        cluster = std::make_unique<ClusterState>(std::move(config), clock);
        Actor silent;
        silent.report = false;
        Edits edits(*cluster, silent);
        ServiceProvider ent, sp;
        ent.id = "ent";
        ent.name =
            "Enterprise \xC3\x89"
            "clair";
        ent.is_enterprise = true;
        sp.id = "sp";
        EXPECT_FALSE(edits.add_provider(ent, {{"Premium", {"Integrated IMP", "Voice Messaging User"}}, {"Basic", {}}}));
        EXPECT_FALSE(edits.add_provider(sp, {{"Premium", {"Integrated IMP"}}}));
        add_group(edits, "ent", "g1");
        add_group(edits, "ent", "g2");
        add_group(edits, "sp", "g1");
        connection = std::make_unique<OcipConnection>(*cluster, false);
    }
    void make(Release release = Release::kR24)
    {
        BroadworksConfig config;
        config.release = release;
        make(std::move(config));
    }

    static void add_group(Edits& edits, const std::string& provider, const std::string& id)
    {
        Group group;
        group.group_id = id;
        group.time_zone = "Europe/Berlin";
        EXPECT_FALSE(edits.add_group(provider, group));
    }

    User& add_user(const std::string& id, Entitlements what = {}, const std::string& provider = "ent",
                   const std::string& group = "g1", bool report = false)
    {
        NewUser wanted;
        wanted.user.user_id = id;
        wanted.user.first_name = "First";
        wanted.user.last_name = "Last";
        wanted.user.country_code = "1";
        wanted.user.language = "English";
        wanted.user.time_zone = "Europe/Berlin";
        wanted.entitlements = std::move(what);
        Actor actor;
        actor.report = report;
        const auto refusal = Edits(*cluster, actor).add_user(provider, group, std::move(wanted));
        if (refusal) ADD_FAILURE() << refusal->summary();
        return *cluster->model.find_user(id);
    }

    Reply send(const std::string& document)
    {
        OcipReply raw = connection->handle(document);
        Reply reply;
        reply.bytes = raw.bytes;
        reply.close = raw.close;
        const bool latin1 = raw.bytes.find("ISO-8859-1") != std::string::npos;
        reply.xml.load_buffer(raw.bytes.data(), raw.bytes.size(), pugi::parse_default,
                              latin1 ? pugi::encoding_latin1 : pugi::encoding_utf8);
        return reply;
    }
    Reply ask(const std::string& type, const std::string& body = "")
    {
        return send(document_xml(command_xml(type, body)));
    }

    void login(const std::string& user = "bwsync", const std::string& password = "secret")
    {
        const Reply challenge = ask("AuthenticationRequest", "<userId>" + user + "</userId>");
        const std::string digest = signed_password(challenge.text("nonce"), password);
        const Reply answer =
            ask("LoginRequest14sp4", "<userId>" + user + "</userId><signedPassword>" + digest + "</signedPassword>");
        EXPECT_EQ(answer.type(), "LoginResponse14sp4") << answer.bytes;
    }

    boost::asio::io_context io;
    LabClock clock{io};
    std::unique_ptr<ClusterState> cluster;
    std::unique_ptr<OcipConnection> connection;
};

}  // namespace bwsync::lab
