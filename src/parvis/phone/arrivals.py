"""What the app asks for itself, in the browser that it runs in: a new code, and to open the client space.

The request belongs to that browser by its ticket, as one that begins with a form does.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

import msgspec

from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.factors.phone.wire import (
    KEY_BYTES,
    Biometrics,
    Enrolled,
    Renewal,
    biometrics_challenge,
    from_base64,
    read_message,
    signed,
)
from parvis.factors.webauthn import Expected, verify_registration
from parvis.gate import actions as gate
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.operations.sign_in import SignInFacts
from parvis.phone import changes, rules, tables
from parvis.phone.own_changes import PhoneFacts
from parvis.sessions.tokens import hashed
from parvis.sign_in.actions import Arrival
from parvis.sign_in.tables import withdraw_of_ticket

Change = Callable[
    [Here, Institution, tables.Phone, Enrolled, rules.Envelope, Arrival, datetime], Awaitable[Request | Refused | None]
]


class Asked(msgspec.Struct, frozen=True):
    """What was asked for, and waits at `/requests/<request_id>` for the browser that holds the ticket."""

    request_id: UUID
    state: str


async def renew(
    here: Here, institution: Institution, phone: tables.Phone, keys: Enrolled, envelope: rules.Envelope,
    arrival: Arrival, now: datetime,
) -> Request | Refused:
    """« Code oublié »: keep the new knowledge key until the client has approved it with other means.

    Commits before it returns. Refuses a message not signed by this phone, and a phone that is suspended or removed.
    """
    message = envelope.message.encode("utf-8", "ignore")
    said = read_message(message, Renewal)
    knowledge = None if said is None else from_base64(said.k, expected_bytes=KEY_BYTES)
    if knowledge is None or not signed(keys.public_key, message, envelope.signature):
        return refused("phone_unreadable")
    if phone.state not in changes.CHANGEABLE:
        return refused("means_not_usable")
    async with here.transaction() as tx:
        change = changes.NewCode(knowledge)
        asking = await _change(tx, here, institution, phone, "renew_phone_code", change, arrival, now)
        return await gate.open(tx, here, institution, asking, now)


async def use_biometrics(
    here: Here, institution: Institution, phone: tables.Phone, keys: Enrolled, envelope: rules.Envelope,
    arrival: Arrival, now: datetime,
) -> Request | Refused | None:
    """Keep the key of the phone's platform until its owner has approved it with the code; None: none from now on.

    Commits before it returns. Refuses a message not signed by this phone, and a key that does not verify its owner.
    """
    message = envelope.message.encode("utf-8", "ignore")
    said = read_message(message, Biometrics)
    if said is None or not signed(keys.public_key, message, envelope.signature):
        return refused("phone_unreadable")
    if phone.state != "active":
        return refused("means_blocked" if phone.state == "blocked" else "means_not_usable")
    if not said.credential:
        await changes.forget_biometrics(here, institution, phone, keys, now)
        return None
    challenge = biometrics_challenge(phone.id.bytes, from_base64(said.nonce, expected_bytes=KEY_BYTES) or b"")
    expected = Expected(challenge=challenge, origins=here.settings.origins(institution.hosts))
    key = verify_registration(said.credential, expected, user=phone.id.bytes)
    if key is None:
        return refused("phone_biometrics_unusable")
    async with here.transaction() as tx:
        change = changes.Biometrics(key)
        asking = await _change(tx, here, institution, phone, "use_biometrics", change, arrival, now)
        return await gate.open(tx, here, institution, msgspec.structs.replace(asking, only=phone.id), now)


async def sign_in(
    here: Here, institution: Institution, phone: tables.Phone, arrival: Arrival, now: datetime
) -> Request | Refused:
    """Ask to open the client space on this very phone, which alone is asked to approve. Commits before it returns."""
    if tables.KIND not in institution.sign_in.on_device:
        return refused("means_not_offered")
    if phone.state != "active":
        return refused("means_blocked" if phone.state == "blocked" else "means_not_usable")
    if phone.usable_from > now:
        return refused("means_not_yet", until=phone.usable_from)
    async with here.transaction() as tx:
        if arrival.earlier_ticket:
            await withdraw_of_ticket(tx, institution.slug, hashed(arrival.earlier_ticket), now)
        device_hash = hashed(arrival.device_token)
        device_id = await tables.device_of(tx, institution.slug, phone.client_id, device_hash)
        facts = SignInFacts(
            device=device_hash.hex(), known_device=str(device_id or ""), browser=arrival.browser,
            network=arrival.network, at=now, language=arrival.language,
        )
        asking = _asking(here, phone, "sign_in", facts, device_id, arrival)
        return await gate.open(tx, here, institution, msgspec.structs.replace(asking, only=phone.id), now)


async def _change(
    tx: Transaction, here: Here, institution: Institution, phone: tables.Phone, operation: str, change: changes.Change,
    arrival: Arrival, now: datetime,
) -> gate.Asking:
    """Keep the change, and what is to be asked about it."""
    binding = await changes.keep(tx, here, institution, phone, change, now)
    facts = PhoneFacts(authenticator_id=phone.id, name=phone.name, binding=binding)
    device_id = await tables.device_of(tx, institution.slug, phone.client_id, hashed(arrival.device_token))
    return _asking(here, phone, operation, facts, device_id, arrival)


def _asking(
    here: Here, phone: tables.Phone, operation: str, facts: msgspec.Struct, device_id: UUID | None, arrival: Arrival
) -> gate.Asking:
    key = here.new_id()
    return gate.Asking(
        client_id=phone.client_id, operation=operation, facts=facts, key=key, request_id=key,
        ticket_hash=hashed(arrival.ticket), device_id=device_id, network=arrival.network, browser=arrival.browser,
        language=arrival.language,
    )
