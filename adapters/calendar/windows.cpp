#include "adapters/calendar/windows.hpp"

#include <unicode/calendar.h>
#include <unicode/timezone.h>

#include <algorithm>

namespace bwsync {

namespace {

constexpr std::int64_t kMillisPerMinute = 60'000;
// A window longer than this is closed all the time for practical purposes; it bounds the look back.
constexpr std::int64_t kMinutesMax = 7 * 24 * 60;

bool day_counts(const config::CronSchedule& cron, std::size_t day, std::size_t weekday)
{
    const bool by_day = cron.days.test(day);
    const bool by_weekday = cron.weekdays.test(weekday);
    if (cron.days_restricted && cron.weekdays_restricted) return by_day || by_weekday;
    return by_day && by_weekday;
}

}  // namespace

struct Windows::Zoned {
    explicit Zoned(config::Window w) : window(std::move(w))
    {
        UErrorCode status = U_ZERO_ERROR;
        calendar.reset(icu::Calendar::createInstance(
            icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(window.time_zone)), status));
    }

    // Does the schedule hold in this minute of the zone's local time?
    bool begins_at(std::int64_t minute) const
    {
        UErrorCode status = U_ZERO_ERROR;
        calendar->setTime(static_cast<UDate>(minute * kMillisPerMinute), status);
        const auto field = [&](UCalendarDateFields which) {
            return static_cast<std::size_t>(calendar->get(which, status));
        };
        const config::CronSchedule& cron = window.deny;
        const bool is_time = cron.minutes.test(field(UCAL_MINUTE)) && cron.hours.test(field(UCAL_HOUR_OF_DAY)) &&
                             cron.months.test(field(UCAL_MONTH) + 1) &&
                             day_counts(cron, field(UCAL_DATE), field(UCAL_DAY_OF_WEEK) - 1);
        return is_time && U_SUCCESS(status);
    }

    bool covers(std::int64_t minute) const
    {
        const std::int64_t length = (window.for_duration.count() + kMillisPerMinute - 1) / kMillisPerMinute;
        for (std::int64_t back = 0; back < std::min(length, kMinutesMax); ++back) {
            if (begins_at(minute - back)) return true;
        }
        return false;
    }

    config::Window window;
    std::unique_ptr<icu::Calendar> calendar;
};

Windows::Windows(std::vector<config::Window> windows)
{
    for (config::Window& window : windows) windows_.push_back(std::make_unique<Zoned>(std::move(window)));
}

Windows::~Windows() = default;

bool Windows::is_closed(Instant now)
{
    const std::int64_t minute = now.time_since_epoch().count() / kMillisPerMinute;
    if (minute == computed_minute_) return is_closed_;
    computed_minute_ = minute;
    const auto covers = [minute](const std::unique_ptr<Zoned>& window) { return window->covers(minute); };
    is_closed_ = std::any_of(windows_.begin(), windows_.end(), covers);
    return is_closed_;
}

}  // namespace bwsync
