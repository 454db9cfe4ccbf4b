"""The decision: pure functions from facts, rules and proofs to `Allow | Need | Refuse`."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class State(StrEnum):
    """A request waits, then leaves once for one of five final states."""

    WAITING = "waiting"
    EXECUTED = "executed"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


# What a policy may look at: the operation's own facts in words and cents, and the risk. Values are str or int.
PolicyFacts = Mapping[str, str | int]


class Rule(msgspec.Struct, frozen=True):
    """One rule of an institution: for which operation, when, and the alternative sets of factors that satisfy it.

    `when` maps a fact to the values it may take; `up_to` in it bounds `amount` in cents, included.
    No way at all (`ways` empty) is a refusal in so many words. One empty way asks for nothing more.
    """

    id: str
    operation: str
    when: dict[str, tuple[str, ...] | int]
    ways: tuple[frozenset[str], ...]
    basis: str = ""

    def covers(self, operation: str, facts: PolicyFacts) -> bool:
        """Whether this rule speaks of that request. A fact that is missing matches nothing."""
        return operation == self.operation and all(
            self._holds(name, wanted, facts) for name, wanted in self.when.items()
        )

    @staticmethod
    def _holds(name: str, wanted: tuple[str, ...] | int, facts: PolicyFacts) -> bool:
        if name == "up_to":
            amount = facts.get("amount")
            return isinstance(amount, int) and isinstance(wanted, int) and amount <= wanted
        return isinstance(wanted, tuple) and facts.get(name) in wanted


class Allow(msgspec.Struct, frozen=True):
    rule: str


class Need(msgspec.Struct, frozen=True):
    rule: str
    ways: tuple[frozenset[str], ...]  # What is still missing, one entry per alternative.


class Refuse(msgspec.Struct, frozen=True):
    code: str
    rule: str = ""


Decision = Allow | Need | Refuse


def decide(
    rules: tuple[Rule, ...], operation: str, facts: PolicyFacts, proven: frozenset[str]
) -> Decision:
    """Say what a request still needs, given the kinds of factor already `proven` for it.

    The first rule that covers it decides. No rule: the answer is no.
    """
    rule = next((rule for rule in rules if rule.covers(operation, facts)), None)
    if rule is None:
        return Refuse("no_rule_covers_this")
    if not rule.ways:
        return Refuse("refused_by_policy", rule.id)
    missing = tuple(way - proven for way in rule.ways)
    if any(not way for way in missing):
        return Allow(rule.id)
    return Need(rule.id, missing)
