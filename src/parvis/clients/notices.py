"""Telling a client, on every address they have, what has just happened to their access."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from parvis.clients import tables as clients
from parvis.clients.tables import Contact
from parvis.db import Transaction
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.outbox import actions as outbox


async def tell(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, *, notice: str, values: Mapping[str, str],
    language: str, now: datetime, request_id: UUID | None = None, to: Sequence[Contact] | None = None,
) -> None:
    """Write to each address: whoever acted in the client's place does not hold all of them. `to`: to these alone.

    `notice` names the messages `<notice>-subject`, `<notice>-email` and `<notice>-sms`, given `values` and the
    institution's name. What somebody typed is no such value: it would be sent in the institution's name.
    """
    say = here.words.sayer(language, institution.slug)
    words = {**values, "institution": institution.name}
    for contact in await clients.contacts_of(tx, institution.slug, client_id) if to is None else to:
        await outbox.write(
            tx, here, institution=institution.slug, contact_id=contact.id, channel=contact.channel,
            subject=say(f"{notice}-subject", **words), text=say(f"{notice}-{contact.channel}", **words),
            purpose="notice", now=now, request_id=request_id,
        )
