"""A new code for a colleague (CO5): made by the program, sent to them alone, changed at their next sign-in."""

from datetime import datetime
from uuid import UUID

from parvis.companies import rules, tables
from parvis.companies.tables import User
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.lockout import tables as lockout
from parvis.means import temporary
from parvis.outbox import actions as outbox
from parvis.ui import format


async def helpable(
    tx: Transaction, institution: Institution, client_id: UUID, user_id: UUID
) -> User | Refused:
    """The colleague whom this client may give a new code.

    Refused: `not_your_colleague` for somebody of another company, for oneself, and for whoever is neither main user nor
    administrator; `colleague_blocked` where only the agency opens again; `no_channel` where nothing could be sent.
    """
    users = await tables.users_of(tx, institution.slug, client_id)
    me = next((one for one in users if one.id == client_id), None)
    found = next((one for one in users if one.id == user_id and one.id != client_id), None)
    if me is None or found is None or not rules.may_help(me.role):
        return refused("not_your_colleague")
    if await lockout.blocked_since(tx, institution.slug, user_id) is not None:
        return refused("colleague_blocked")
    return found if found.hints else refused("no_channel")


async def give_new_code(
    tx: Transaction, here: Here, institution: Institution, request: Request, user: User, now: datetime
) -> Refused | None:
    """Send a temporary code to that user, and tell their other addresses who asked for it. Refused: `no_channel`."""
    given = await temporary.send(tx, here, institution, user.id, now=now, because="colleague")
    if isinstance(given, Refused):
        return given
    users = await tables.users_of(tx, institution.slug, request.client_id)
    asker = next(one for one in users if one.id == request.client_id)
    say = here.words.sayer(request.language, institution.slug)
    values = {
        "who": asker.name, "institution": institution.name,
        "when": format.moment(now, request.language, institution.timezone),
    }
    for contact in given.others:
        await outbox.write(
            tx, here, institution=institution.slug, contact_id=contact.id, channel=contact.channel,
            subject=say("colleague-notice-subject", **values), purpose="notice", now=now, request_id=request.id,
            text=say(f"colleague-notice-{contact.channel}", **values),
        )
    await journal.record(
        tx, here, Event.COLLEAGUE_HELPED, now, institution=institution.slug, client_id=request.client_id,
        session_id=request.session_id, request_id=request.id, user=str(user.id),
    )
    return None
