"""How strong a way to recover a secret is, beside the sign-in of the same institution. Pure.

Whoever recovers the secret signs in with it next. So a way of recovery is judged by what both together ask of somebody
who does not know the secret: at least as many different elements as the sign-in, by as many means; or one means more.
Where it is less, the institution must hold the new secret back (`[safety]`): its owner, told at once, has that long.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from parvis.factors import Element, Factor, WritesTo, device_of, elements_of
from parvis.gate.rules import Rule
from parvis.institution.rules import Institution

TWO = 2
SIGN_IN = "sign_in"
WITHIN_SESSION: Final = "session"
AT_THE_DOOR: Final = "door"

Factors = Mapping[str, Factor]


def proven_by(way: Iterable[str], institution: Institution, factors: Factors) -> frozenset[Element]:
    """The different elements that a way proves, all its factors together."""
    level = institution.identity_level
    return frozenset(element for kind in way for element in elements_of(factors[kind], level))


def weaknesses(rule: Rule, way: frozenset[str], institution: Institution, factors: Factors) -> Iterator[str]:
    """What makes this way of a rule about recovery weaker than signing in (ASVS 6.4.3, RTS article 26)."""
    shown = f"“{' + '.join(sorted(way))}”" if way else "the empty way"
    secret = institution.sign_in.secret
    if secret in way:
        yield f"{shown} asks for “{secret}”, which is what was forgotten."
        return
    if len(proven_by(way, institution, factors)) < TWO and len(_held(way, factors)) < TWO:
        yield f"{shown} is one channel alone: weaker than a sign-in (ASVS 6.4.3). Ask for a second one."
        return
    if AT_THE_DOOR in _values(rule.when.get("within"), AT_THE_DOOR) and not begins(way, factors):
        yield (
            f"{shown} begins with nothing that a stranger may be asked: without a message, the page would tell who is "
            f'a client. Add a message, or say when = {{ within = "{WITHIN_SESSION}" }}.'
        )
    if secret in institution.safety.holds:
        return
    for entry in _entries(institution):
        if not as_strong(way, entry, institution, factors):
            yield (
                f"{shown}, then “{' + '.join(sorted(entry))}” with the new secret, is weaker than that sign-in: "
                f"no more elements nor means for whoever does not know “{secret}”. Add a means, or hold the new secret "
                f'back: “{secret}” in “holds” of [safety].'
            )
            return


def as_strong(way: frozenset[str], entry: frozenset[str], institution: Institution, factors: Factors) -> bool:
    """Whether `way` and then `entry` with the new secret ask no less of a stranger than `entry` asks of its owner."""
    together = way | (entry - {institution.sign_in.secret})
    elements = len(proven_by(together, institution, factors)) >= len(proven_by(entry, institution, factors))
    means, asked = len(_held(together, factors)), len(_held(entry, factors))
    return means > asked or (elements and means >= asked)


def begins(way: Iterable[str], factors: Factors) -> list[str]:
    """The kinds of this way that can be asked of somebody who has only typed a number, in no order."""
    return [kind for kind in way if isinstance(factors[kind], WritesTo)]


def _entries(institution: Institution) -> list[frozenset[str]]:
    """The ways in from a new browser that take the secret."""
    return [
        way
        for rule in institution.rules
        if rule.operation == SIGN_IN and "new" in _values(rule.when.get("device"), "new")
        for way in rule.ways
        if institution.sign_in.secret in way
    ]


def _held(way: Iterable[str], factors: Factors) -> frozenset[str]:
    """What somebody must hold or know: one device that answers in two ways is one."""
    return frozenset(device_of(factors[kind]) for kind in way)


def _values(wanted: tuple[str, ...] | int | None, otherwise: str) -> tuple[str, ...]:
    return wanted if isinstance(wanted, tuple) else (otherwise,)
