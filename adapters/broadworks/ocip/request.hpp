// OCI-P request documents: commands in, bytes out. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bwsync::ocip {

// A child element with text. Order is the wire order: BroadWorks refuses any other with 6004.
struct Element {
    Element(std::string n, std::string t) : name(std::move(n)), text(std::move(t)) {}
    std::string name;
    std::string text;
};

struct Command {
    explicit Command(std::string n, std::vector<Element> c = {}) : name(std::move(n)), children(std::move(c)) {}
    std::string name;  // with its release suffix: "UserGetRequest22V6"
    std::vector<Element> children;
};

// One document in ISO-8859-1: declaration, line end, the document on one line, line end. 1 to 15 commands; the n-th
// carries echoes[n]. Every child carries xmlns="": command types live in no namespace (OCI schema, core file).
[[nodiscard]] std::string write_document(std::string_view session_id, const std::vector<Command>& commands,
                                         const std::vector<std::string>& echoes);

}  // namespace bwsync::ocip
