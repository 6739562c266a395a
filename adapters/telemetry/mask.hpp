// The second wall around secrets: what looks like one in the text of a log line is replaced. The first wall is that
// nobody passes one on; this one is for the text of foreign errors. Pure.
#pragma once

#include <string>
#include <string_view>

namespace bwsync {

// True for names of fields that hold a secret by their name: password, token, authorization, ...
bool names_a_secret(std::string_view key);

// The text with every password=..., "token": "...", Bearer ..., scheme://user:password@..., <password>...</password>
// and every run of characters that looks like a token replaced by ***. Ids of Webex (base64 of ciscospark://...) and
// UUIDs stay.
std::string masked(std::string_view text);

}  // namespace bwsync
