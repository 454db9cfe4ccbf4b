"""A temporary secret: made by the program, seen by nobody here, sent by a second channel, valid for a day, and changed
in the middle of the sign-in that it serves. For whoever has been recognised in another way: by the agency, by recovery.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.bell import ring
from parvis.clients import tables as clients
from parvis.clients.tables import Contact
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import DrawsSecret
from parvis.gate import tables as requests
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.letters import actions as letters
from parvis.lockout import tables as lockout
from parvis.means import tables
from parvis.means.tables import Pending
from parvis.outbox import actions as outbox
from parvis.sessions import actions as sessions
from parvis.ui import format

LIFETIME = timedelta(hours=24)
CHANNELS = ("sms", "email")  # in this order


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent, where to (« 06 •• •• •• 12 »), and until when it serves. Never the secret."""

    contact: Contact | None  # None: by post
    others: tuple[Contact, ...]  # who else is told
    until: datetime


async def send(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, *, now: datetime,
    not_by: str = "", because: str = "unblocked", else_by_post: bool = False,
) -> Given | Refused:
    """Put a temporary secret in the place of the client's own and send it by SMS, else by e-mail.

    It opens the lanes that were held or blocked, ends every session, and must be changed at the next sign-in.
    `not_by` is a channel that it must not leave by (« sms », « email »): the one that the client was recognised with.
    `else_by_post`: it may leave in a letter, where there is no address left and the institution prints letters.
    Whoever calls tells `others`. Refused: `no_channel` where the client has no address left to send it to.
    """
    contacts = await clients.contacts_of(tx, institution.slug, client_id)
    usable = sorted((one for one in contacts if one.channel in CHANNELS and one.channel != not_by), key=_order)
    contact = usable[0] if usable else None
    if contact is None and not (else_by_post and letters.by_post(institution)):
        return refused("no_channel")
    until = now + (LIFETIME if contact is not None else letters.lifetime(institution))
    kind = institution.sign_in.secret
    factor = here.factors[kind]
    assert isinstance(factor, DrawsSecret), f"{kind} cannot be drawn"
    secret = factor.draw_secret(here.random)
    prepared = await here.hasher.run(factor.prepare, {"secret": secret}, here.random, now)
    assert not isinstance(prepared, str), prepared
    authenticator_id = here.new_id()
    pending = Pending(
        id=authenticator_id, kind=kind, name="", version=1, shown=None, created_at=now,
        material=here.keys.seal(prepared.material, purpose=f"authenticator:{authenticator_id}"),
    )
    await tables.give_temporary(tx, institution.slug, client_id, pending, until, now)
    await lockout.open_lanes(tx, institution.slug, client_id)
    for request_id in await requests.withdraw_waiting(tx, institution.slug, client_id, "protection", now):
        await journal.record(
            tx, here, Event.REQUEST_WITHDRAWN, now, institution=institution.slug, client_id=client_id,
            request_id=request_id, because="protection",
        )
        await ring(tx, str(request_id))
    await sessions.end_all(tx, here, institution, client_id, "protection", now)
    if contact is None:
        await letters.write(tx, here, institution, client_id, secret, until, now)
    else:
        await _write(tx, here, institution, client_id, contact, secret, until, now)
    await journal.record(
        tx, here, Event.SECRET_SENT, now, institution=institution.slug, client_id=client_id, kind=kind,
        channel="letter" if contact is None else contact.channel, because=because,
    )
    return Given(contact=contact, others=tuple(one for one in contacts if one != contact), until=until)


async def _write(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, contact: Contact, secret: str,
    until: datetime, now: datetime,
) -> None:
    kind, language = institution.sign_in.secret, await clients.language_of(tx, institution.slug, client_id)
    say = here.words.sayer(language, institution.slug)
    values = {
        "secret": secret, "institution": institution.name, "address": institution.address,
        "until": format.moment(until, language, institution.timezone, now=now),
    }
    await outbox.write(
        tx, here, institution=institution.slug, contact_id=contact.id, channel=contact.channel,
        subject=say(f"temporary-{kind}-subject", **values), text=say(f"temporary-{kind}-{contact.channel}", **values),
        purpose="code", now=now, useless_after=until,
    )


def _order(contact: Contact) -> int:
    return CHANNELS.index(contact.channel)
