"""Why one request needed what it needed, in words that support can read out (X8, DR2).

The rule and the weights come from the policy kept with the decision: they are told as they stood that day,
even where the institution has changed its file since. What the client asked for is not repeated here.
"""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from parvis.db import Transaction
from parvis.errors import CATALOGUE
from parvis.here import Here
from parvis.institution import tables
from parvis.institution.tables import Decided, Proven
from parvis.operations import Say
from parvis.ui import format as fmt

HASH_SHOWN = 12  # hexadecimal digits: enough to tell two policies apart when read aloud


async def explain(tx: Transaction, here: Here, request_id: UUID, *, language: str = "fr") -> str | None:
    """Several lines of text; None if no request has that number."""
    decided = await tables.decided(tx, request_id)
    if decided is None:
        return None
    served = here.institutions.by_slug(decided.institution)
    say = here.words.sayer(language, decided.institution if served else None)
    proofs = await tables.proofs(tx, decided.institution, request_id)
    name, timezone = (served.name, served.timezone) if served else (decided.institution, "Europe/Paris")
    is_current = served is not None and served.hash == decided.policy_hash
    policy = tomllib.loads(decided.policy_text)
    return "\n".join(
        [
            say("explain-title", operation=say(f"operation-{decided.operation}"), institution=name),
            say("explain-number", request=str(decided.id)),
            *_life(decided, say, timezone),
            "",
            *_rule(decided, policy, say, is_current=is_current),
            "",
            *_risk(decided, policy, say),
            "",
            *_proofs(proofs, say, timezone),
        ]
    )


def _life(decided: Decided, say: Say, timezone: str) -> Iterator[str]:
    def moment(when: datetime) -> str:
        return fmt.moment(when, say.language, timezone)

    yield say("explain-opened", when=moment(decided.opened_at))
    yield say("explain-state", state=say(f"explain-state-{decided.state}"))
    if decided.settled_at is not None:
        yield say("explain-settled", when=moment(decided.settled_at))
    else:
        yield say("explain-expires", when=moment(decided.expires_at))
    if decided.because:
        note = CATALOGUE[decided.because].note if decided.because in CATALOGUE else ""
        yield say("explain-because", code=decided.because) + (f" ({note})" if note else "")


def _rule(decided: Decided, policy: dict[str, Any], say: Say, *, is_current: bool) -> Iterator[str]:
    """The rule that decided, as the policy of that day writes it."""
    yield say("explain-rule", rule=decided.rule)
    rule: dict[str, Any] = next((rule for rule in policy["rule"] if rule["id"] == decided.rule), {})
    for fact, wanted in rule.get("when", {}).items():
        values = ", ".join(wanted) if isinstance(wanted, list) else str(wanted)
        yield "  " + say("explain-when", fact=fact, values=values)
    ways = [
        " + ".join(say(f"factor-{kind}") for kind in way) if way else say("explain-nothing")
        for way in rule.get("ways", decided.ways)
    ]
    yield "  " + say("explain-ways", ways=f" {say('explain-or')} ".join(ways) or say("explain-refusal"))
    if "basis" in rule:
        yield "  " + say("explain-basis", basis=rule["basis"])
    key = "explain-policy-same" if is_current else "explain-policy-other"
    yield "  " + say(key, hash=decided.policy_hash.hex()[:HASH_SHOWN])


def _risk(decided: Decided, policy: dict[str, Any], say: Say) -> Iterator[str]:
    """The score, and how each reason made it."""
    table, risk = policy["risk"], decided.risk
    yield say("explain-risk", score=str(risk["score"]), level=say(f"explain-level-{risk['level']}"))
    yield "  " + say("explain-bounds", doubt=str(table["doubt_at"]), high=str(table["refuse_at"]))
    for reason in risk["reasons"]:
        yield f"  +{table['weights'].get(reason, 0)}  {say(f'risk-{reason}')}"
    if not risk["reasons"]:
        yield "  " + say("explain-no-reason")


def _proofs(proofs: list[Proven], say: Say, timezone: str) -> Iterator[str]:
    if not proofs:
        yield say("explain-no-proof")
        return
    yield say("explain-proofs")
    for proof in proofs:
        when = fmt.moment(proof.proven_at, say.language, timezone)
        yield "  " + say("explain-proof", factor=say(f"factor-{proof.kind}"), when=when)
