"""When a transfer happens: T2 business days, and the day as it is in Paris."""

from datetime import UTC, date, datetime, timedelta

import pytest

from parvis.errors import Refused
from parvis.payments.rules import (
    business_day_after,
    check_day,
    execution_day,
    is_business_day,
    local_day,
    parse_day,
    start_of_day,
)

PARIS = "Europe/Paris"

# Our own table (ECB, decision of 14 December 2000): what T2 closes on besides Saturdays and Sundays.
T2_CLOSED = {
    2026: ("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25", "2026-12-26"),
    2027: ("2027-01-01", "2027-03-26", "2027-03-29", "2027-05-01", "2027-12-25", "2027-12-26"),
    2028: ("2028-01-01", "2028-04-14", "2028-04-17", "2028-05-01", "2028-12-25", "2028-12-26"),
}
# French public holidays on which T2 works.
T2_WORKS = ("2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14", "2026-11-11", "2027-07-14", "2027-11-01")


@pytest.mark.parametrize("year", T2_CLOSED)
def test_t2_closes_on_the_days_of_our_table_and_on_weekends_only(year: int) -> None:
    closed = {date.fromisoformat(day) for day in T2_CLOSED[year]}
    day = date(year, 1, 1)
    while day.year == year:
        assert is_business_day(day) == (day.weekday() < 5 and day not in closed), day
        day += timedelta(days=1)


@pytest.mark.parametrize("day", T2_WORKS)
def test_pitfall_23_t2_works_on_french_public_holidays(day: str) -> None:
    assert is_business_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("asked", "count", "expected"),
    [
        ("2026-11-24", 0, "2026-11-24"),  # Tuesday
        ("2026-11-24", 2, "2026-11-26"),
        ("2026-11-26", 2, "2026-11-30"),  # over a weekend
        ("2026-11-28", 0, "2026-11-30"),  # a Saturday counts as the Monday
        ("2026-11-28", 2, "2026-12-02"),
        ("2026-04-02", 1, "2026-04-07"),  # over Easter
        ("2026-04-02", 2, "2026-04-08"),
        ("2026-12-24", 1, "2026-12-28"),  # 25 and 26 December, a Sunday
        ("2026-12-31", 1, "2027-01-04"),  # 1 January, a weekend
        ("2026-07-13", 1, "2026-07-14"),  # the national holiday is a business day
    ],
)
def test_business_day_after(asked: str, count: int, expected: str) -> None:
    assert business_day_after(date.fromisoformat(asked), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("asked", "today", "inside_days", "expected"),
    [
        ("2026-11-28", "2026-11-28", 0, "2026-11-28"),  # its own books move every day
        ("2026-12-25", "2026-11-24", 0, "2026-12-25"),
        ("2026-11-24", "2026-11-24", 2, "2026-11-26"),  # today means two business days from now
        ("2026-11-25", "2026-11-24", 2, "2026-11-26"),
        ("2026-12-03", "2026-11-24", 2, "2026-12-03"),  # time enough: the very day
        ("2026-12-05", "2026-11-24", 2, "2026-12-07"),  # a Saturday: the Monday
    ],
)
def test_execution_day(asked: str, today: str, inside_days: int, expected: str) -> None:
    found = execution_day(date.fromisoformat(asked), today=date.fromisoformat(today), inside_days=inside_days)
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 24, 22, 59, tzinfo=UTC), "2026-11-24"),
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), "2026-11-25"),  # winter: Paris is an hour ahead
        (datetime(2026, 7, 14, 21, 59, tzinfo=UTC), "2026-07-14"),
        (datetime(2026, 7, 14, 22, 0, tzinfo=UTC), "2026-07-15"),  # summer: two hours
    ],
)
def test_paris_decides_the_day(instant: datetime, day: str) -> None:
    assert local_day(instant, PARIS) == date.fromisoformat(day)


def test_pitfall_23_a_day_of_23_or_25_hours_begins_at_midnight_all_the_same() -> None:
    def length(day: date) -> timedelta:
        begins, ends = (start_of_day(one, PARIS).astimezone(UTC) for one in (day, day + timedelta(days=1)))
        return ends - begins

    assert length(date(2026, 3, 29)) == timedelta(hours=23)
    assert length(date(2026, 10, 25)) == timedelta(hours=25)


@pytest.mark.parametrize(
    "typed", ["2026-11-24", "24/11/2026", "24-11-2026", "24.11.2026", "24 11 2026", " 24/11/2026 "]
)
def test_days_as_people_type_them(typed: str) -> None:
    assert parse_day(typed, field="day") == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date_missing"),
        ("demain", "date_unreadable"),
        ("31/11/2026", "date_unreadable"),
        ("29/02/2027", "date_unreadable"),
        ("11/24/2026", "date_unreadable"),
        ("24/11/26", "date_unreadable"),
        ("0000-01-01", "date_unreadable"),
    ],
)
def test_days_that_are_none(typed: str, code: str) -> None:
    found = parse_day(typed, field="day")
    assert isinstance(found, Refused)
    assert found.refusal.code == code


@pytest.mark.parametrize(
    ("asked", "code"),
    [("2026-11-23", "date_past"), ("2026-11-24", None), ("2027-11-24", None), ("2027-11-25", "date_too_far")],
)
def test_from_today_to_a_year_ahead(asked: str, code: str | None) -> None:
    found = check_day(date.fromisoformat(asked), today=date(2026, 11, 24))
    assert (found.refusal.code if found else None) == code
