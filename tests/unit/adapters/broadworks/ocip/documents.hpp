// OCI-P answers for tests, in the shapes a system sends.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/broadworks/ocip/response.hpp"

namespace bwsync::ocip::testing {

inline std::string document(const std::string& commands, const std::string& encoding = "ISO-8859-1")
{
    return "<?xml version=\"1.0\" encoding=\"" + encoding +
           "\"?>\n<BroadsoftDocument protocol=\"OCI\" xmlns=\"C\" "
           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
           "<sessionId xmlns=\"\">s-1</sessionId>" +
           commands + "</BroadsoftDocument>";
}

inline std::string data(const std::string& type, const std::string& children, const std::string& echo = "")
{
    return "<command echo=\"" + echo + "\" xsi:type=\"" + type + "\" xmlns=\"\">" + children + "</command>";
}

inline std::string error(const std::string& summary, const std::string& extra = "",
                         const std::string& severity = "Error")
{
    return "<command type=\"" + severity +
           "\" echo=\"\" xsi:type=\"c:ErrorResponse\" xmlns:c=\"C\" xmlns=\"\"><summary>" + summary +
           "</summary><summaryEnglish>" + summary + "</summaryEnglish>" + extra + "</command>";
}

inline std::string success()
{
    return "<command echo=\"\" xsi:type=\"c:SuccessResponse\" xmlns:c=\"C\" xmlns=\"\"/>";
}

inline std::vector<Answer> answers(const std::string& commands)
{
    Result<AnswerDocument> parsed = parse_answers(document(commands));
    EXPECT_TRUE(parsed) << parsed.error().what;
    return parsed->answers;
}

inline Answer answer(const std::string& command)
{
    return answers(command).front();
}

using Row = std::vector<std::string>;

inline std::string table(const std::string& name, const Row& headings, const std::vector<Row>& rows)
{
    std::string out = "<" + name + ">";
    for (const std::string& heading : headings) out += "<colHeading>" + heading + "</colHeading>";
    for (const Row& row : rows) {
        out += "<row>";
        for (const std::string& cell : row) out += cell.empty() ? "<col/>" : "<col>" + cell + "</col>";
        out += "</row>";
    }
    return out + "</" + name + ">";
}

}  // namespace bwsync::ocip::testing
