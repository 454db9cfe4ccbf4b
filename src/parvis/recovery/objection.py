"""« Je n'ai rien demandé »: whoever is told of a recovery that is not theirs undoes it, with the code of the notice."""

from datetime import datetime, timedelta
from uuid import UUID

from parvis.authenticators import tables as authenticators
from parvis.clients import notices
from parvis.errors import Refused
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.means.actions import notice_values
from parvis.recovery import rules, tables, tally
from parvis.sessions import tables as sessions

DIGITS = 8
SERVES = timedelta(days=7)


def code_of(here: Here, request_id: UUID) -> str:
    """What the notice of that recovery gives to type: « 12345678 »."""
    drawn = here.keys.mac("recovery objection", request_id.bytes)
    return f"{int.from_bytes(drawn[:8]) % 10**DIGITS:0{DIGITS}d}"


async def object_to(
    here: Here, institution: Institution, identifier: str, code: str, *, network: str, language: str, now: datetime
) -> Refused | None:
    """Close the access by the secret that was just chosen, end every session, tell every address. Commits.

    None, the same where the code is wrong and where nobody has that identifier. Refused, counted alike:
    `asked_too_often`. The secret is then recovered again, or the agency gives another one.
    """
    kind = institution.sign_in.secret
    async with here.reading() as tx:
        found = await tables.last_recovery(tx, institution.slug, identifier, rules.OPERATION, kind, now - SERVES)
    typed = "".join(character for character in code if character.isdigit())
    right = found.request_id is not None and typed == code_of(here, found.request_id)
    whose = identifier.encode() if found.client_id is None else found.client_id.bytes
    async with here.transaction() as tx:
        counted = await tally.count(
            tx, institution, here.keys.mac("recovery objections", whose), rules.OBJECTIONS, now
        )
        if isinstance(counted, Refused):
            return counted
        if not right or found.client_id is None or found.secret_id is None:
            return None
        await authenticators.block(tx, found.secret_id)
        ended = await sessions.end_others(tx, institution.slug, found.client_id, None, "protection", now)
        await journal.record(
            tx, here, Event.RECOVERY_DISAVOWED, now, institution=institution.slug, client_id=found.client_id,
            request_id=found.request_id, network=network, kind=kind, sessions_ended=ended,
        )
        await notices.tell(
            tx, here, institution, found.client_id, notice="recovery-notice-undone", language=language, now=now,
            values=notice_values(here, institution, kind, language, now), request_id=found.request_id,
        )
    return None
