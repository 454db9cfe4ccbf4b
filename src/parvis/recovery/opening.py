"""The first code of a recovery: the same page, the same time and the same figures whether or not anybody is there.

Nothing is stored of who was asked about: it travels in the browser, sealed, of one size, bound to the browser's ticket.
Only a right code opens a request at the gate, and only a client ever gets one.
"""

import base64
from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import Asked, Challenge, Evidence, Prepared
from parvis.gate import actions as gate
from parvis.gate.tables import Proven, Request
from parvis.here import Here
from parvis.institution.recovery import AT_THE_DOOR
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.lockout.rules import lane_of
from parvis.operations.recover_secret import RecoverFacts
from parvis.outbox import actions as outbox
from parvis.recovery import rules, tables, tally
from parvis.recovery.rules import OPERATION
from parvis.seal import SealBroken
from parvis.sessions.tokens import hashed
from parvis.sign_in import tables as sign_in
from parvis.sign_in.actions import Arrival

NOTHING = b'{"lines":[]}'  # A first code approves nothing: it names no amount.


class Letter(msgspec.Struct, frozen=True, array_like=True):
    """What travels. For a stranger the numbers are drawn, and `known` is 0: sealed, both look alike."""

    known: int
    ticket: bytes
    client_id: UUID
    authenticator_id: UUID
    request_id: UUID
    identifier: str
    kind: str
    challenge: bytes
    expires: int  # Unix seconds


async def ask(
    here: Here, institution: Institution, identifier: str, kind: str, arrival: Arrival, now: datetime
) -> str | Refused:
    """Send the first code to whoever has that identifier, if anybody has. Commits before it returns the sealed letter.

    `kind` is one of `rules.openings`. Refused, alike for everybody: `asked_too_often`.
    """
    async with here.reading() as tx:
        found = await tables.candidate(
            tx, institution.slug, identifier=identifier, kind=kind, device_hash=hashed(arrival.device_token), now=now
        )
    drawn = [UUID(bytes=here.random.bytes(16)) for _ in range(2)]
    known = found.client_id is not None and found.authenticator_id is not None
    letter = Letter(
        int(known), hashed(arrival.ticket), found.client_id or drawn[0],
        found.authenticator_id or drawn[1], here.new_id(), identifier, kind, b"", 0,
    )
    asks = _challenge(here, institution, letter, found.material if known else None, now)
    letter = msgspec.structs.replace(
        letter, challenge=asks.material, expires=int((now + asks.lifetime).timestamp())
    )
    async with here.transaction() as tx:
        if arrival.earlier_ticket:
            await sign_in.withdraw_of_ticket(tx, institution.slug, hashed(arrival.earlier_ticket), now)
        counted = await _count(tx, here, institution, identifier, found, arrival.network, now)
        if isinstance(counted, Refused):
            return counted
        await _send(tx, here, institution, letter, asks, arrival.language, now)
        await journal.record(
            tx, here, Event.RECOVERY_ASKED, now, institution=institution.slug, client_id=found.client_id,
            network=arrival.network, kind=kind,
        )
    sealed = here.keys.seal(msgspec.json.encode(letter), purpose=_purpose(institution))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read(here: Here, institution: Institution, text: str, ticket: str, now: datetime) -> Letter | None:
    """The letter that this browser holds; None for another browser's, another institution's, or one that is too old."""
    try:
        sealed = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        letter = msgspec.json.decode(here.keys.unseal(sealed, purpose=_purpose(institution)), type=Letter)
    except (SealBroken, msgspec.MsgspecError, ValueError):
        return None
    return letter if ticket and letter.ticket == hashed(ticket) and now.timestamp() < letter.expires else None


async def answer(
    here: Here, institution: Institution, letter: Letter, code: str, arrival: Arrival, now: datetime
) -> Request | Refused:
    """Judge the first code, and open the request that asks for the rest. Commits before it returns.

    Refused, alike for a wrong code and for a stranger, to whom none was sent: `answer_wrong`; after as many as
    `rules.ANSWERS` allows: `recovery_over`. The same right code sent twice at once opens one request.
    """
    checked = here.factors[letter.kind].check(b"", letter.challenge, {"code": code}, _asked(letter), now)
    right = isinstance(checked, Evidence) and letter.known == 1
    async with here.transaction() as tx:
        tries = here.keys.mac("recovery answers", letter.request_id.bytes)
        if isinstance(await tally.count(tx, institution, tries, rules.ANSWERS, now), Refused):
            return refused("recovery_over")
        if not right or not isinstance(checked, Evidence):
            await journal.record(
                tx, here, Event.RECOVERY_FAILED, now, institution=institution.slug,
                client_id=letter.client_id if letter.known else None, network=arrival.network, kind=letter.kind,
            )
            return refused("answer_wrong", field="code")
        facts = RecoverFacts(
            kind=institution.sign_in.secret, within=AT_THE_DOOR, browser=arrival.browser, network=arrival.network,
            at=now, language=arrival.language,
        )
        proven = Proven(authenticator_id=letter.authenticator_id, kind=letter.kind, spends=checked.spends)
        return await gate.open(
            tx, here, institution,
            gate.Asking(
                client_id=letter.client_id, operation=OPERATION, facts=facts, key=letter.request_id,
                request_id=letter.request_id, ticket_hash=letter.ticket,
                network=arrival.network, browser=arrival.browser, language=arrival.language, proven=(proven,),
            ),
            now,
        )


def _challenge(
    here: Here, institution: Institution, letter: Letter, sealed: bytes | None, now: datetime
) -> Challenge:
    """The code, as the factor draws it: for a stranger too, from a means made on the spot."""
    factor = here.factors[letter.kind]
    prepared = factor.prepare({"contact_id": str(letter.authenticator_id)}, here.random, now)
    assert isinstance(prepared, Prepared)
    purpose = f"authenticator:{letter.authenticator_id}"
    material = here.keys.unseal(sealed or here.keys.seal(prepared.material, purpose=purpose), purpose=purpose)
    return factor.challenge(material, _asked(letter), here.random, now)


async def _send(
    tx: Transaction, here: Here, institution: Institution, letter: Letter, asks: Challenge, language: str, now: datetime
) -> None:
    sending = asks.sending
    assert sending is not None
    say = here.words.sayer(language, institution.slug)
    values = {**sending.values, "institution": institution.name, "kind": say(f"factor-{institution.sign_in.secret}")}
    await outbox.write(
        tx, here, institution=institution.slug, contact_id=UUID(sending.contact_id), channel=sending.channel,
        subject=say(f"{sending.words_key}-subject", **values), text=say(f"recovery-code-{sending.channel}", **values),
        purpose="code", now=now, request_id=letter.request_id, useless_after=now + asks.lifetime,
        maybe_nobody=True,
    )


async def _count(
    tx: Transaction, here: Here, institution: Institution, identifier: str, found: tables.Candidate, network: str,
    now: datetime,
) -> int | Refused:
    whose = identifier.encode() if found.client_id is None else found.client_id.bytes
    lane = lane_of(found.device_id).encode()
    counted = await tally.count(
        tx, institution, here.keys.mac("recovery network", network.encode()), rules.NETWORK, now
    )
    if isinstance(counted, Refused):
        return counted
    return await tally.count(tx, institution, here.keys.mac("recovery messages", whose, lane), rules.MESSAGES, now)


def _asked(letter: Letter) -> Asked:
    return Asked(request_id=str(letter.request_id), canonical=NOTHING.decode(), digest=b"", match_number=0)


def _purpose(institution: Institution) -> str:
    return f"recovery:{institution.slug}"
