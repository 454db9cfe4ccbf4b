"""How risky a request looks: a pure function from facts to a score with its reasons (RTS article 2, DR2).

Each reason is present or not, and adds its weight from the institution's table. The score is their sum,
so that a person can check it with a pencil: no learning, no hidden term. Reasons are a closed list of
codes; the message `risk-<reason>` says each one in words.
"""

from typing import Literal

import msgspec

from parvis.institution.rules import RISK_REASONS, RiskTable

Level = Literal["ordinary", "doubt", "high"]
LEVELS: tuple[Level, ...] = ("ordinary", "doubt", "high")
# The gate tells every policy the risk's level and whether the browser is known: « risk » and « device ».
DEVICES = ("known", "new")


class RiskFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at. A fact that an operation does not have is None and weighs nothing."""

    known_device: bool
    known_network: bool
    local_hour: int  # 0 to 23, in the institution's time zone
    recent_failures: int  # failures of this client in the last 24 hours
    hours_since_change: int | None  # since a contact, a secret or a means changed; None: never, or long ago
    amount: int | None = None  # cents
    usual_amount: int | None = None  # cents: what this client's payments usually are; None: no habit yet
    payee: str | None = None  # "own", "known" or "new"
    recent_payments: int = 0  # payments of this client in the last 24 hours


class Risk(msgspec.Struct, frozen=True):
    """The answer, kept with the request as it stands."""

    score: int
    level: Level
    reasons: tuple[str, ...]


def assess(facts: RiskFacts, table: RiskTable) -> Risk:
    """Weigh `facts` with an institution's table. Reasons come in the order of `RISK_REASONS`.

    A reason that the institution weighs nothing is not mentioned: it changed nothing.
    """
    present = _present(facts, table)
    reasons = tuple(reason for reason in RISK_REASONS if present[reason] and table.weights[reason] > 0)
    score = sum(table.weights[reason] for reason in reasons)
    if score >= table.refuse_at:
        return Risk(score, "high", reasons)
    return Risk(score, "doubt" if score >= table.doubt_at else "ordinary", reasons)


def _present(facts: RiskFacts, table: RiskTable) -> dict[str, bool]:
    first, after = table.odd_hours
    hour = facts.local_hour
    return {
        "new_device": not facts.known_device,
        "new_network": not facts.known_network,
        # Odd hours may span midnight: from 23 to 5.
        "odd_hour": first <= hour < after if first <= after else hour >= first or hour < after,
        "recent_failures": facts.recent_failures >= table.failures,
        "recent_change": facts.hours_since_change is not None
        and facts.hours_since_change < table.change_hours,
        "unusual_amount": (
            facts.amount is not None
            and facts.usual_amount is not None
            and facts.amount > table.amount_times * facts.usual_amount
        ),
        "new_payee": facts.payee == "new",
        "many_payments": facts.recent_payments >= table.payments,
    }
