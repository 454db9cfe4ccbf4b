"""What a policy may look at, and every case it can meet: finite, so that rules can be checked one by
one.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from parvis.gate.risk import DEVICES, LEVELS
from parvis.gate.rules import PolicyFacts, Rule
from parvis.operations import Operation


def conditions_of(operation: Operation) -> Mapping[str, tuple[str, ...] | type[int]]:
    """What `when` may test for that operation: its own conditions, and what the gate adds to each."""
    return {**operation.conditions, "risk": LEVELS, "device": DEVICES}


def cases_of(operation: Operation, rules: tuple[Rule, ...]) -> Iterator[PolicyFacts]:
    """Every combination of facts these rules can tell apart. Amounts: each bound, and a cent above it."""
    known = conditions_of(operation)
    bounds = {rule.when["up_to"] for rule in rules if rule.operation == operation.name and "up_to" in rule.when}
    amounts = sorted({cents + more for cents in bounds if isinstance(cents, int) for more in (0, 1)} | {1})
    values: list[tuple[str | int, ...]] = [
        allowed if isinstance(allowed, tuple) else tuple(amounts) for allowed in known.values()
    ]
    for chosen in product(*values):
        yield dict(zip(known, chosen, strict=True))
