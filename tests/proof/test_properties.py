"""Properties: the life of a request on the real gate, what is signed, and the session's clock."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from parvis.gate.frozen import freeze
from parvis.gate.rules import State
from parvis.institution.rules import SessionRules
from parvis.sessions import rules as sessions
from parvis.settings import Settings
from tests.proof.conftest import Note
from tests.proof.life import Life, World
from tests.proof.running import times


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    made = World(settings)
    yield made
    made.close()


def test_whatever_happens_a_request_leaves_waiting_once(world: World, figures: Note) -> None:
    """Asking, proving, refusing, taking back, waiting too long, in any order."""
    reached = Counter[State]()
    run_state_machine_as_test(
        type("Life", (Life,), {"world": world, "reached": reached}),
        settings=settings(
            max_examples=times(30, 400), stateful_step_count=times(15, 40), deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert reached[State.EXECUTED], "no story ended well"
    figures("requests in stories, by their end", ", ".join(f"{state}: {n}" for state, n in sorted(reached.items())))


# What is signed

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
facts = st.dictionaries(st.text(min_size=1, max_size=10), plain, min_size=1, max_size=6)
lines = st.lists(
    st.fixed_dictionaries({"label": st.text(max_size=20), "value": st.text(max_size=40), "kind": st.just("text")}),
    min_size=1, max_size=6,
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
FIXED = {
    "request_id": UUID(int=1), "institution": "deuxrives", "client_id": UUID(int=2), "operation": "transfer",
    "opened_at": datetime(2026, 11, 24, 13, 5, tzinfo=UTC), "expires_at": datetime(2026, 11, 24, 13, 20, tzinfo=UTC),
}  # fmt: skip


@given(facts=facts, lines=lines)
def test_rts_5_1_what_is_signed_reads_back_as_what_was_asked(
    facts: dict[str, Any], lines: list[dict[str, str]]
) -> None:
    """RFC 8785: one meaning, one writing; what a phone parses is what was frozen."""
    frozen = freeze(**FIXED, facts=facts, lines=lines)
    read = json.loads(frozen.canonical)
    assert (read["facts"], read["lines"]) == (facts, lines)
    assert rfc8785.dumps(read) == frozen.canonical.encode()
    shuffled = dict(reversed(list(facts.items())))
    assert freeze(**FIXED, facts=shuffled, lines=lines) == frozen
    assert frozen.digest == hashlib.sha256(frozen.canonical.encode()).digest()


@given(one=facts, other=facts, lines=lines, more=lines)
def test_rts_5_1_any_change_is_another_digest(
    one: dict[str, Any], other: dict[str, Any], lines: list[dict[str, str]], more: list[dict[str, str]]
) -> None:
    """JSON equality, where 1 and True differ: the digest is the same exactly when all is the same."""
    first, second = freeze(**FIXED, facts=one, lines=lines), freeze(**FIXED, facts=other, lines=more)
    same_facts = rfc8785.dumps(one) == rfc8785.dumps(other)
    same = same_facts and lines == more
    assert (first.digest == second.digest) == same
    assert (first.facts_hash == second.facts_hash) == same_facts


@given(
    facts=facts, lines=lines, name=st.sampled_from(sorted(FIXED)), seconds=st.integers(1, 10**6),
    number=st.integers(3, 2**100),
)
def test_rts_5_1_a_digest_belongs_to_one_request_of_one_client(
    facts: dict[str, Any], lines: list[dict[str, str]], name: str, seconds: int, number: int
) -> None:
    value = FIXED[name]
    changed: Any = (
        value + timedelta(seconds=seconds) if isinstance(value, datetime)
        else UUID(int=number) if isinstance(value, UUID) else value + "x"
    )  # fmt: skip
    before = freeze(**FIXED, facts=facts, lines=lines)
    after = freeze(**{**FIXED, name: changed}, facts=facts, lines=lines)
    assert before.digest != after.digest
    assert (before.facts_hash == after.facts_hash) == (name != "operation")


@given(moment=moments)
def test_pitfall_22_a_time_is_signed_to_the_millisecond_and_no_further(moment: datetime) -> None:
    cut = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    one = freeze(**{**FIXED, "opened_at": moment}, facts={"a": 1}, lines=[])
    assert one == freeze(**{**FIXED, "opened_at": cut}, facts={"a": 1}, lines=[])
    assert datetime.fromisoformat(json.loads(one.canonical)["opened_at"]) == cut


# The session's clock

durations = st.timedeltas(timedelta(0), timedelta(hours=30))
some_rules = st.builds(
    lambda idle, warn, hours: SessionRules(idle_minutes=idle, warn_minutes=min(warn, idle), absolute_hours=hours,
                                           strong_days=180),
    st.integers(1, 5), st.integers(1, 5), st.integers(1, 24),
)


class Running(msgspec.Struct, frozen=True):
    last_activity_at: datetime
    expires_at: datetime


@given(opened=moments, rules=some_rules, active=st.lists(durations, max_size=20), later=durations)
def test_rts_4_3d_no_session_outlives_its_idle_minutes_or_its_age(
    opened: datetime, rules: SessionRules, active: list[timedelta], later: timedelta
) -> None:
    """Whatever is done and when: over exactly when the idle time or the age is reached, and then for good."""
    session = Running(opened, opened + timedelta(hours=rules.absolute_hours))
    for moment in sorted(opened + after for after in active):
        if sessions.is_over(session, rules, moment):
            break
        session = Running(moment, session.expires_at)  # Activity, as `touch` writes it.
    now = max(opened + later, session.last_activity_at)
    over = sessions.is_over(session, rules, now)
    idle = now - session.last_activity_at >= timedelta(minutes=rules.idle_minutes)
    aged = now - opened >= timedelta(hours=rules.absolute_hours)
    assert over == (idle or aged)
    left = sessions.seconds_left(session, rules, now)
    assert 0 <= left <= rules.idle_minutes * 60
    assert (left == 0) or not over
    assert sessions.is_over(session, rules, now + timedelta(seconds=left + 1))
    if left:
        assert not sessions.is_over(session, rules, now + timedelta(seconds=left) - timedelta(milliseconds=1))


@given(day=st.dates(date(2020, 1, 1), date(2090, 1, 1)), rules=some_rules)
def test_pitfall_23_a_clock_change_lengthens_no_session(day: date, rules: SessionRules) -> None:
    """Kept in UTC: the nights on which Paris moves its clocks are nights like others."""
    opened = datetime(day.year, day.month, day.day, 0, 59, 30, tzinfo=UTC)
    session = Running(opened, opened + timedelta(hours=rules.absolute_hours))
    assert sessions.idle_at(session, rules) - opened == timedelta(minutes=rules.idle_minutes)

