// What the cluster's OCI-P side was asked, for drivers that compare calls with what should have been necessary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace bwsync::lab {

struct Received {
    std::map<std::string, std::uint64_t> commands;  // by name, refused ones too
    std::map<std::string, std::uint64_t> rejected;  // by "name: summary" of an answer that is an error
    std::uint64_t documents = 0;
    std::uint64_t connections = 0;
    std::uint64_t connections_open = 0;
    std::uint64_t connections_open_max = 0;
    std::uint64_t logins = 0;
    std::uint64_t logins_refused = 0;
    std::uint64_t plain_passwords_in_clear = 0;  // a password as typed on the port without TLS
    std::uint64_t pipelined = 0;                 // documents that came before the previous answer had left
    std::uint64_t unframed = 0;                  // connections given up because of an oversized document
    std::size_t commands_per_document_max = 0;
    std::size_t document_bytes_max = 0;

    void reset()
    {
        const std::uint64_t open = connections_open;
        *this = Received();
        connections_open = connections_open_max = open;
    }
};

}  // namespace bwsync::lab
