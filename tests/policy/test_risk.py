"""How risky a request looks, as a table that a banker can check with a pencil (RTS-2, DR2)."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.gate.risk import LEVELS, Risk, RiskFacts, assess
from parvis.institution.rules import RISK_REASONS, RiskTable

WEIGHTS = {
    "new_device": 40,
    "new_network": 20,
    "odd_hour": 15,
    "recent_failures": 30,
    "recent_change": 40,
    "unusual_amount": 20,
    "new_payee": 15,
    "many_payments": 15,
}
TABLE = RiskTable(doubt_at=30, refuse_at=130, weights=WEIGHTS)
CALM = RiskFacts(known_device=True, known_network=True, local_hour=14, recent_failures=0, hours_since_change=None)


# fmt: off
REASONS = [
    ({},                                                     Risk(0, "ordinary", ())),
    ({"known_network": False},                               Risk(20, "ordinary", ("new_network",))),
    ({"known_device": False},                                Risk(40, "doubt", ("new_device",))),
    ({"local_hour": 0},                                      Risk(15, "ordinary", ("odd_hour",))),
    ({"local_hour": 4},                                      Risk(15, "ordinary", ("odd_hour",))),
    ({"local_hour": 5},                                      Risk(0, "ordinary", ())),
    ({"local_hour": 3, "known_network": False},              Risk(35, "doubt", ("new_network", "odd_hour"))),
    ({"recent_failures": 1},                                 Risk(0, "ordinary", ())),
    ({"recent_failures": 2},                                 Risk(30, "doubt", ("recent_failures",))),
    ({"hours_since_change": 0},                              Risk(40, "doubt", ("recent_change",))),
    ({"hours_since_change": 71},                             Risk(40, "doubt", ("recent_change",))),
    ({"hours_since_change": 72},                             Risk(0, "ordinary", ())),
    ({"amount": 30_000, "usual_amount": 10_000},             Risk(0, "ordinary", ())),
    ({"amount": 30_001, "usual_amount": 10_000},             Risk(20, "ordinary", ("unusual_amount",))),
    ({"amount": 30_001},                                     Risk(0, "ordinary", ())),  # no habit yet
    ({"payee": "known"},                                     Risk(0, "ordinary", ())),
    ({"payee": "own"},                                       Risk(0, "ordinary", ())),
    ({"payee": "new"},                                       Risk(15, "ordinary", ("new_payee",))),
    ({"recent_payments": 4},                                 Risk(0, "ordinary", ())),
    ({"recent_payments": 5},                                 Risk(15, "ordinary", ("many_payments",))),
    ({"recent_payments": 5, "payee": "new"},                 Risk(30, "doubt", ("new_payee", "many_payments"))),
    ({"known_device": False, "known_network": False, "hours_since_change": 1, "recent_failures": 9},
     Risk(130, "high", ("new_device", "new_network", "recent_failures", "recent_change"))),
]
# fmt: on


@pytest.mark.parametrize(("what_happened", "expected"), REASONS)
def test_rts_2_each_reason_has_its_weight(what_happened: dict[str, object], expected: Risk) -> None:
    """RTS-2: amount, known fraud scenarios, use of the device are weighed, and the reasons are kept."""
    assert assess(msgspec.structs.replace(CALM, **what_happened), TABLE) == expected


@pytest.mark.parametrize(("hour", "odd"), [(22, False), (23, True), (0, True), (5, True), (6, False), (12, False)])
def test_odd_hours_may_span_midnight(hour: int, odd: bool) -> None:
    table = msgspec.structs.replace(TABLE, odd_hours=(23, 6))
    assert assess(msgspec.structs.replace(CALM, local_hour=hour), table).reasons == (("odd_hour",) if odd else ())


def test_a_reason_that_weighs_nothing_is_not_mentioned() -> None:
    table = msgspec.structs.replace(TABLE, weights=WEIGHTS | {"new_device": 0})
    assert assess(msgspec.structs.replace(CALM, known_device=False), table) == Risk(0, "ordinary", ())


facts = st.builds(
    RiskFacts,
    known_device=st.booleans(),
    known_network=st.booleans(),
    local_hour=st.integers(0, 23),
    recent_failures=st.integers(0, 10),
    hours_since_change=st.none() | st.integers(0, 200),
    amount=st.none() | st.integers(0, 10**9),
    usual_amount=st.none() | st.integers(0, 10**6),
    payee=st.none() | st.sampled_from(("own", "known", "new")),
    recent_payments=st.integers(0, 20),
)
tables = st.builds(
    RiskTable,
    doubt_at=st.integers(1, 100),
    refuse_at=st.integers(101, 300),
    weights=st.fixed_dictionaries({reason: st.integers(0, 100) for reason in RISK_REASONS}),
    odd_hours=st.tuples(st.integers(0, 23), st.integers(0, 23)),
)


@given(facts, tables)
def test_the_score_is_the_sum_of_the_reasons_told(given_facts: RiskFacts, table: RiskTable) -> None:
    risk = assess(given_facts, table)
    assert risk.score == sum(table.weights[reason] for reason in risk.reasons)
    assert (risk.level == "high") == (risk.score >= table.refuse_at)
    assert (risk.level == "ordinary") == (risk.score < table.doubt_at)


@given(facts, tables)
def test_what_is_worse_never_scores_less(given_facts: RiskFacts, table: RiskTable) -> None:
    worse = msgspec.structs.replace(
        given_facts, known_device=False, known_network=False, recent_failures=given_facts.recent_failures + 1
    )
    before, after = assess(given_facts, table), assess(worse, table)
    assert after.score >= before.score
    assert LEVELS.index(after.level) >= LEVELS.index(before.level)
