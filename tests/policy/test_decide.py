"""The decision, as a table that a banker can read; and what holds for every policy that could be written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.gate.rules import Allow, Decision, Need, Refuse, Rule, decide

PHONE = frozenset({"phone"})
CODE, SMS = frozenset({"secret_code"}), frozenset({"sms_code"})
BOTH = CODE | SMS
NOTHING: frozenset[str] = frozenset()

RULES = (
    Rule("own", "transfer", {"payee": ("own",)}, (NOTHING,), "RTS article 15"),
    Rule("too-risky", "transfer", {"risk": ("high",)}, ()),
    Rule("small-known", "transfer", {"payee": ("known",), "up_to": 3_000}, (NOTHING,), "RTS article 16"),
    Rule("transfer", "transfer", {"up_to": 1_000_000}, (PHONE, BOTH)),
    Rule("look", "sign_in", {"device": ("known",), "risk": ("ordinary",)}, (CODE,), "RTS article 10"),
    Rule("sign-in", "sign_in", {"risk": ("ordinary", "doubt")}, (CODE | PHONE, BOTH)),
)


# fmt: off
TRANSFERS = [
    # to            payee    amount     risk        proven    →  what follows
    ("transfer",    "own",   900_000,   "ordinary", NOTHING,  Allow("own")),
    ("transfer",    "own",   900_000,   "high",     NOTHING,  Allow("own")),          # the first rule decides
    ("transfer",    "known",   3_000,   "ordinary", NOTHING,  Allow("small-known")),  # the bound is included
    ("transfer",    "known",   3_001,   "ordinary", NOTHING,  Need("transfer", (PHONE, BOTH))),
    ("transfer",    "new",         1,   "ordinary", NOTHING,  Need("transfer", (PHONE, BOTH))),
    ("transfer",    "new",    20_000,   "doubt",    PHONE,    Allow("transfer")),
    ("transfer",    "new",    20_000,   "doubt",    CODE,     Need("transfer", (PHONE, SMS))),
    ("transfer",    "new",    20_000,   "doubt",    BOTH,     Allow("transfer")),
    ("transfer",    "new", 1_000_000,   "ordinary", PHONE,    Allow("transfer")),
    ("transfer",    "new", 1_000_001,   "ordinary", PHONE,    Refuse("no_rule_covers_this")),
    ("transfer",    "known",   1_000,   "high",     PHONE,    Refuse("refused_by_policy", "too-risky")),
    ("card_limit",  "own",         1,   "ordinary", PHONE,    Refuse("no_rule_covers_this")),
]
# fmt: on


@pytest.mark.parametrize(("operation", "payee", "cents", "risk", "proven", "expected"), TRANSFERS)
def test_transfers(
    operation: str, payee: str, cents: int, risk: str, proven: frozenset[str], expected: Decision
) -> None:
    facts = {"payee": payee, "amount": cents, "risk": risk, "device": "known"}
    assert decide(RULES, operation, facts, proven) == expected


# fmt: off
SIGN_INS = [
    ("known", "ordinary", NOTHING, Need("look", (CODE,))),
    ("known", "ordinary", CODE,    Allow("look")),
    ("known", "doubt",    CODE,    Need("sign-in", (PHONE, SMS))),
    ("new",   "ordinary", CODE,    Need("sign-in", (PHONE, SMS))),
    ("new",   "ordinary", BOTH,    Allow("sign-in")),
    ("new",   "ordinary", SMS,     Need("sign-in", (CODE | PHONE, CODE))),
    ("new",   "high",     BOTH,    Refuse("no_rule_covers_this")),
]
# fmt: on


@pytest.mark.parametrize(("device", "risk", "proven", "expected"), SIGN_INS)
def test_sign_in(device: str, risk: str, proven: frozenset[str], expected: Decision) -> None:
    assert decide(RULES, "sign_in", {"device": device, "risk": risk}, proven) == expected


def test_a_fact_that_is_missing_matches_nothing() -> None:
    assert decide(RULES, "transfer", {"risk": "ordinary"}, PHONE) == Refuse("no_rule_covers_this")


def test_without_rules_the_answer_is_no() -> None:
    assert decide((), "sign_in", {}, BOTH | PHONE) == Refuse("no_rule_covers_this")


KINDS = ("password", "totp", "phone", "sms_code")
FACTS = {"risk": ("ordinary", "doubt", "high"), "device": ("known", "new"), "payee": ("own", "known", "new")}
ways = st.lists(st.frozensets(st.sampled_from(KINDS)), max_size=4).map(tuple)
conditions = st.fixed_dictionaries(
    {},
    optional={
        **{
            name: st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple)
            for name, values in FACTS.items()
        },
        "up_to": st.integers(0, 100),
    },
)
policies = st.lists(
    st.builds(Rule, st.sampled_from(("a", "b", "c")), st.sampled_from(("transfer", "sign_in")), conditions, ways),
    max_size=5,
).map(tuple)
asked = st.fixed_dictionaries(
    {name: st.sampled_from(values) for name, values in FACTS.items()} | {"amount": st.integers(0, 101)}
)
proofs = st.frozensets(st.sampled_from(KINDS))


@given(policies, asked, proofs)
def test_nothing_is_allowed_without_a_full_way(
    rules: tuple[Rule, ...], facts: dict[str, str | int], proven: frozenset[str]
) -> None:
    decision = decide(rules, "transfer", facts, proven)
    if isinstance(decision, Allow):
        first = next(rule for rule in rules if rule.covers("transfer", facts))
        assert first.id == decision.rule
        assert any(way <= proven for way in first.ways)


@given(policies, asked, proofs, proofs)
def test_one_more_proof_never_makes_the_answer_stricter(
    rules: tuple[Rule, ...], facts: dict[str, str | int], proven: frozenset[str], more: frozenset[str]
) -> None:
    before = decide(rules, "transfer", facts, proven)
    after = decide(rules, "transfer", facts, proven | more)
    if isinstance(before, Allow | Refuse):
        assert after == before
    elif isinstance(after, Need):
        assert all(now <= then for now, then in zip(after.ways, before.ways, strict=True))
    else:
        assert after == Allow(before.rule)


@given(policies, asked, proofs)
def test_giving_what_is_needed_is_enough(
    rules: tuple[Rule, ...], facts: dict[str, str | int], proven: frozenset[str]
) -> None:
    decision = decide(rules, "transfer", facts, proven)
    if isinstance(decision, Need):
        for way in decision.ways:
            assert decide(rules, "transfer", facts, proven | way) == Allow(decision.rule)
