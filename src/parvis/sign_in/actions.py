"""The first step of a sign-in, and the claim of the session it leads to."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.authenticators import tables as authenticators
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import Asked, Checked, Copied, Evidence, Mismatch
from parvis.gate import actions as gate
from parvis.gate import answers
from parvis.gate.rules import State
from parvis.gate.tables import Proven, Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.lockout import actions as lockout
from parvis.lockout import rules as lanes
from parvis.operations.sign_in import SignInFacts
from parvis.sessions import actions as sessions
from parvis.sessions.tokens import hashed
from parvis.sign_in import tables

CLAIMED_WITHIN = timedelta(minutes=5)


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """From where somebody tries to sign in."""

    device_token: str
    ticket: str
    earlier_ticket: str
    network: str
    browser: str
    language: str


async def first_step(
    here: Here, institution: Institution, identifier: str, answer: Mapping[str, str], arrival: Arrival, now: datetime
) -> Request | Refused:
    """Take an identifier and its secret. Commits before it returns.

    Returns the sign-in request: executed where the policy asks for nothing more, else waiting for the next proof.
    Refused alike for a wrong secret and for an identifier that nobody has: `not_recognised`, `last_try`,
    `last_try_before_block`, `held`, `access_blocked`.
    Refused without being counted: `form_expired`.
    """
    kind = institution.sign_in.secret
    typed = here.keys.mac("identifier", institution.slug.encode(), identifier.encode())
    async with here.reading() as tx:
        found = await tables.candidate(
            tx, institution.slug, identifier=identifier, kind=kind, device_hash=hashed(arrival.device_token),
            typed=typed, now=now,
        )
    judged = lanes.judge(found.counter, institution.lockout, now)
    if not isinstance(judged, lanes.Open):
        return lockout.told(judged)
    subject = typed if found.client_id is None else found.client_id.bytes
    lane = lanes.lane_of(found.device_id)
    request_id = here.new_id()
    right = await _check(here, kind, found, answer, request_id, now)
    if isinstance(right, Refused):
        return right
    if right is None:
        async with here.transaction() as tx:
            told = await lockout.count_failure(tx, institution, subject, lane, now)
            closed = {"held": (Event.SIGN_IN_HELD,), "access_blocked": (Event.SIGN_IN_BLOCKED,)}
            for event in (Event.SIGN_IN_FAILED, *closed.get(told.refusal.code, ())):
                await journal.record(
                    tx, here, event, now, institution=institution.slug, client_id=found.client_id,
                    device_id=found.device_id, network=arrival.network, kind=kind, browser=arrival.browser,
                )
            await _count_ever(tx, here, institution, found, kind, arrival.language, now)
        return told
    async with here.transaction(alone=True) as tx:
        held = await lockout.forget_failures(
            tx, institution, subject, lane, expected_version=found.counter.version, now=now
        )
    if held is not None:
        return held
    assert found.client_id is not None
    if found.usable_from is not None and found.usable_from > now:
        return refused("means_not_yet", until=found.usable_from)  # Forgotten and replaced a moment ago.
    async with here.transaction() as tx:
        if right.material is not None:
            await authenticators.renew(tx, right.authenticator_id, right.material, now)
        return await _open(
            tx, here, institution, found.client_id, found.device_id, right, arrival, request_id, now,
            must_change=bool(found.must_change),
        )


async def _count_ever(
    tx: Transaction, here: Here, institution: Institution, found: tables.Candidate, kind: str, language: str,
    now: datetime,
) -> None:
    """Count a failure in the life of the secret (NIST-63B), from a browser that its client uses: whoever only knows
    the identifier must not be able to wear it out (ASVS 6.1.1).
    """
    if found.client_id is None or found.authenticator_id is None or found.device_id is None:
        return
    after = await authenticators.count_wrong(
        tx, institution.slug, found.client_id, found.authenticator_id, tries=0, ever=answers.FAILURES_EVER
    )
    if after.failures_ever == answers.FAILURES_EVER:
        await answers.block_worn(tx, here, institution, found.client_id, kind=kind, language=language, now=now)


async def enter(
    here: Here, institution: Institution, kind: str, handle: bytes, answer: Mapping[str, str], challenge: bytes,
    arrival: Arrival, now: datetime,
) -> Request | Refused:
    """Sign in by a door: the means says by itself whose it is. Commits before it returns.

    `challenge` is what the answer must be about: whoever calls has spent it. The answer to a handle that nobody has,
    to a means that is suspended, blocked or held and to a wrong answer is the same: `means_not_recognised`. The holds
    of typed secrets do not matter here: whoever fails on purpose with an identifier does not stop its owner's own key.
    """
    request_id = here.new_id()
    async with here.transaction() as tx:
        found = await tables.lock_knocker(
            tx, institution.slug, kind=kind, handle=handle, device_hash=hashed(arrival.device_token),
            lane=answers.LANE,
        ) if handle else None
        checked = await _judge(tx, here, institution, kind, found, answer, challenge, request_id, now)
        if found is None or not isinstance(checked, Evidence):
            # What a stranger could have sent is not written down against the client: it would make them look at risk.
            theirs = found is not None and not (isinstance(checked, Mismatch) and not checked.counts)
            await journal.record(
                tx, here, Event.SIGN_IN_FAILED, now, institution=institution.slug,
                client_id=found.client_id if found is not None and theirs else None,
                network=arrival.network, kind=kind, browser=arrival.browser,
            )
            return refused("means_not_recognised")
        if await lockout.forget_failures(
            tx, institution, found.authenticator_id.bytes, answers.LANE, expected_version=found.counter_version, now=now
        ):
            return refused("means_not_recognised")
        moved = checked.material
        purpose = f"authenticator:{found.authenticator_id}"
        await authenticators.renew(
            tx, found.authenticator_id, None if moved is None else here.keys.seal(moved, purpose=purpose), now
        )
        right = Proven(authenticator_id=found.authenticator_id, kind=kind, spends=checked.spends)
        return await _open(
            tx, here, institution, found.client_id, found.device_id, right, arrival, request_id, now
        )


async def _judge(
    tx: Transaction, here: Here, institution: Institution, kind: str, found: tables.Knocker | None,
    answer: Mapping[str, str], challenge: bytes, request_id: UUID, now: datetime,
) -> Checked:
    """Verify the answer under the lock of the means. Nobody's costs about the same: b"" is nobody's material.

    Right answers of a means that cannot serve now are wrong; a copied one is blocked, and the client told.
    """
    asked = Asked(
        request_id=str(request_id), canonical="", digest=challenge, match_number=0,
        origins=here.settings.origins(institution.hosts), client_id="" if found is None else str(found.client_id),
    )
    material = b""
    if found is not None:
        material = here.keys.unseal(found.material, purpose=f"authenticator:{found.authenticator_id}")
    checked = here.factors[kind].check(material, challenge, answer, asked, now)
    if found is None or found.state != "active" or found.usable_from > now:
        return Mismatch(counts=False)
    if isinstance(checked, Mismatch) and checked.counts:
        await lockout.count_failure(
            tx, institution, found.authenticator_id.bytes, answers.LANE, now,
            lockout=lanes.never_for_good(institution.lockout),
        )
    if isinstance(checked, Copied):
        await answers.block_copied(
            tx, here, institution, found.client_id, found.authenticator_id, kind, found.name, found.language, now
        )
    return checked


async def _check(
    here: Here, kind: str, found: tables.Candidate, answer: Mapping[str, str], request_id: UUID, now: datetime
) -> Proven | Refused | None:
    """Verify the secret. A stranger costs the same: the factor verifies against nobody's material.

    Refused: `form_expired` where there was nothing to judge (a keypad too old): known or not, it is not counted.
    """
    factor = here.factors[kind]
    material = b""
    if found.material is not None:
        material = here.keys.unseal(found.material, purpose=f"authenticator:{found.authenticator_id}")
    asked = Asked(request_id=str(request_id), canonical="", digest=b"", match_number=0)
    checked = await here.hasher.run(factor.check, material, b"", answer, asked, now)
    if isinstance(checked, Mismatch) and not checked.counts:
        return refused("form_expired")
    if not isinstance(checked, Evidence) or found.authenticator_id is None:
        return None
    moved = checked.material
    return Proven(
        authenticator_id=found.authenticator_id, kind=kind, spends=checked.spends,
        material=None if moved is None else here.keys.seal(moved, purpose=f"authenticator:{found.authenticator_id}"),
    )


async def _open(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, device_id: UUID | None, right: Proven,
    arrival: Arrival, request_id: UUID, now: datetime, *, must_change: bool = False,
) -> Request | Refused:
    if arrival.earlier_ticket:
        await tables.withdraw_of_ticket(tx, institution.slug, hashed(arrival.earlier_ticket), now)
    facts = SignInFacts(
        device=hashed(arrival.device_token).hex(), known_device=str(device_id or ""), browser=arrival.browser,
        network=arrival.network, at=now, language=arrival.language, must_change=must_change,
    )
    opened = await gate.open(
        tx, here, institution,
        gate.Asking(
            client_id=client_id, operation="sign_in", facts=facts, key=request_id, request_id=request_id,
            ticket_hash=hashed(arrival.ticket), device_id=device_id, network=arrival.network,
            browser=arrival.browser, language=arrival.language, proven=(right,),
        ),
        now, nothing_else=True,
    )
    # A keypad that has served opens nothing: said on the form, like any other answer that does not.
    if isinstance(opened, Request) and opened.state == State.FAILED:
        return refused(opened.because or "answer_spent")
    return opened


def claim(here: Here, request: Request, ticket: str, now: datetime) -> str | None:
    """The token of the session that this executed sign-in opened, for the browser that holds its ticket.

    The same ticket gets the same token again: of two answers that cross (the form's own, and the page that reloads
    because the request was settled), whichever the browser keeps signs it in. No other ticket ever gets it. None once
    it is too late, or for any other request.
    """
    if request.operation != "sign_in" or request.state != State.EXECUTED or request.settled_at is None:
        return None
    if request.ticket_hash != hashed(ticket) or now >= request.settled_at + CLAIMED_WITHIN:
        return None
    return sessions.token_for(here, request.ticket_hash, request.id)
