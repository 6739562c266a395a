#include "storage/subscriber/email_holders.hpp"

#include "storage/engine/rows.hpp"

namespace bwsync {

namespace {

// `row` and `email` are expressions: the subscriber who asks, and the address that it wants.
std::string holder_query(const std::string& row, const std::string& email)
{
    return R"sql(
select user_key, state, coalesce(wanted ->> 'firstName', ''), coalesce(wanted ->> 'lastName', ''), has_user_id
from (select s.*, false as has_user_id from subscribers s
      where s.bridge = $1 and s.id <> )sql" +
           row + " and s.webex_id <> '' and " + email + " <> '' and lower(s.wanted ->> 'email') = lower(" + email +
           R"sql()
    union all
      select s.*, true from webex_subscribers w join subscribers s on s.webex_id = w.webex_id
      where w.partner = (select partner from bridges where name = $1) and w.user_key = (select user_key from subscribers where id = )sql" +
           row + ") and s.bridge = $1 and s.id <> " + row + R"sql() h
order by state = 'removing' desc, has_user_id desc, id limit 1)sql";
}

const std::string kOne = holder_query("$2", "$3::text");

const std::string kMany =
    "select a.row_id, h.* from unnest($2::bigint[], $3::text[]) as a(row_id, email) cross join lateral (" +
    holder_query("a.row_id", "a.email") + ") h";

EmailHolder holder_of(const pqxx::row& row, int first)
{
    EmailHolder holder;
    holder.user_key = text(row[first]);
    holder.state = named<SubscriberState>(text(row[first + 1])).value_or(SubscriberState::kProvisioned);
    holder.first_name = text(row[first + 2]);
    holder.last_name = text(row[first + 3]);
    holder.has_user_id = flag(row[first + 4]);
    return holder;
}

}  // namespace

std::optional<EmailHolder> email_holder(Transaction& transaction, const std::string& bridge, std::int64_t row,
                                        const std::string& email)
{
    Parameters parameters;
    parameters.text(bridge).number(row).text(email);
    const pqxx::result found = transaction.run(kOne.c_str(), parameters);
    if (found.empty()) return std::nullopt;
    return holder_of(found[0], 0);
}

std::map<std::int64_t, EmailHolder> email_holders(Transaction& transaction, const std::string& bridge,
                                                  const std::vector<HolderQuestion>& questions)
{
    std::vector<std::int64_t> rows;
    std::vector<std::string> emails;
    for (const HolderQuestion& question : questions) {
        rows.push_back(question.row);
        emails.push_back(question.email);
    }
    Parameters parameters;
    parameters.text(bridge).array(rows).array(emails);
    std::map<std::int64_t, EmailHolder> holders;
    for (const pqxx::row& row : transaction.run(kMany.c_str(), parameters)) holders[number(row[0])] = holder_of(row, 1);
    return holders;
}

}  // namespace bwsync
