"""A newcomer's first access: the identifier by e-mail, a first secret by SMS or by letter. Each alone opens nothing.

RTS article 25: no more than one feature of the credentials by one channel. The first secret serves once, for a time,
and is changed in the middle of the first sign-in, where the second means is chosen too.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.activation import letter, tables
from parvis.activation.tables import Newcomer
from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import DrawsSecret, Prepared
from parvis.here import Here
from parvis.institution.rules import LETTER, SMS, Institution
from parvis.journal import actions as journal
from parvis.means import tables as means
from parvis.means.tables import Pending
from parvis.outbox import actions as outbox
from parvis.profile import actions as profile
from parvis.profile import rules
from parvis.ui import format as fmt

AGAIN_A_DAY = 3  # activations sent to one newcomer, the first one counted
PAUSE = timedelta(minutes=5)  # between two of them


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the institution's own programs announce. Addresses as they were typed; "" for none."""

    identifier: str  # canonical
    given_name: str
    family_name: str
    language: str
    email: str
    sms: str


class Sent(msgspec.Struct, frozen=True):
    """Until when the first secret serves, and the letter that holds it: a PDF, printed once; b"" for an SMS."""

    until: datetime
    letter: bytes


class _Drawn(msgspec.Struct, frozen=True):
    secret: str
    prepared: Prepared


async def enter(here: Here, institution: Institution, person: Person, now: datetime) -> UUID | Refused:
    """The client of that identifier, made with their addresses if there is none. Commits before it returns.

    Refused: an address that is none; `activation_known` where the identifier is somebody's with another name.
    """
    addresses: list[tuple[str, str]] = []
    for channel, typed in ((rules.EMAIL, person.email), (rules.SMS, person.sms)):
        address = rules.canonical(channel, typed) if typed else ""
        if isinstance(address, Refused):
            return address
        if address:
            addresses.append((channel, address))
    kind = institution.sign_in.secret
    async with here.transaction() as tx:
        found = await tables.by_identifier(tx, institution.slug, person.identifier, kind)
        if found is not None:
            same = (found.given_name, found.family_name) == (person.given_name, person.family_name)
            return found.id if same else refused("activation_known")
        client_id = here.new_id()
        await clients.insert_client(
            tx, institution.slug, client_id, given_name=person.given_name, family_name=person.family_name,
            language=person.language, company=None, identifier=person.identifier, since=now,
        )
        for channel, address in addresses:
            contact_id, hint = here.new_id(), rules.hint(channel, address)
            await clients.insert_contact(
                tx, institution.slug, contact_id, client_id=client_id, channel=channel, hint=hint, since=now,
                address=here.keys.seal(address.encode(), purpose=f"contact:{contact_id}"),
            )
            await profile.give_means(tx, here, institution, client_id, contact_id, channel, hint, now)
        await journal.record(tx, here, Event.CLIENT_ENTERED, now, institution=institution.slug, client_id=client_id)
    return client_id


async def activate(here: Here, institution: Institution, client_id: UUID, by: str, now: datetime) -> Sent | Refused:
    """Send a newcomer their identifier and their first secret, by two ways. Commits before it returns.

    `by` is how the secret leaves: « sms » or « letter ». The one of before, if any, serves no more. Refused:
    `activation_not_offered`, `activation_done` for whoever has a secret of their own, `activation_no_email`,
    `activation_no_mobile`. Raises TooBusy.
    """
    offered = institution.activation
    if offered is None or by not in offered.by:
        return refused("activation_not_offered")
    kind = institution.sign_in.secret
    until = now + (timedelta(days=offered.letter_days) if by == LETTER else timedelta(hours=offered.hours))
    async with here.reading() as tx:
        found = await tables.by_id(tx, institution.slug, client_id, kind)
    if found is None:
        return refused("page_not_found")
    drawn = await _draw(here, institution, now)
    printed = b""
    if by == LETTER:
        printed = await here.hasher.run(_print, here, institution, found, drawn.secret, until, now)
    async with here.transaction() as tx:
        await tables.alone(tx, institution.slug, client_id)
        sent = await _send(tx, here, institution, client_id, by, drawn, until, now)
    return sent if isinstance(sent, Refused) else Sent(until, printed)


async def again(here: Here, institution: Institution, identifier: str, now: datetime) -> None:
    """Send the activation of this identifier once more, if it waits for one. Commits before it returns.

    Whoever asks is told nothing, and strangers cost the same: a secret is drawn and hashed for everybody.
    """
    offered, kind = institution.activation, institution.sign_in.secret
    if offered is None:
        return
    drawn = await _draw(here, institution, now)
    async with here.transaction() as tx:
        found = await tables.by_identifier(tx, institution.slug, identifier, kind)
        if found is None or found.own_secret:
            return
        await tables.alone(tx, institution.slug, found.id)
        earlier = await tables.last_since(tx, institution.slug, found.id, now - timedelta(days=1))
        too_soon = bool(earlier) and now < earlier[0] + PAUSE
        if too_soon or len(earlier) >= AGAIN_A_DAY or not await tables.waits(tx, institution.slug, found.id, kind):
            return
        if SMS in offered.by:
            until = now + timedelta(hours=offered.hours)
            sent = await _send(tx, here, institution, found.id, SMS, drawn, until, now)
            if not isinstance(sent, Refused):
                return
        # A letter is printed by the institution: it is asked for by its owner, who is told how.
        await _write(tx, here, institution, found, rules.EMAIL, "activation-letter-again", {}, now)


async def _draw(here: Here, institution: Institution, now: datetime) -> _Drawn:
    """A secret that nobody chose. Slow: on the hashing threads; TooBusy where they are."""
    factor = here.factors[institution.sign_in.secret]
    assert isinstance(factor, DrawsSecret), f"{factor.kind} cannot be drawn"
    secret = factor.draw_secret(here.random)
    prepared = await here.hasher.run(factor.prepare, {"secret": secret}, here.random, now)
    assert not isinstance(prepared, str), prepared
    return _Drawn(secret, prepared)


async def _send(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, by: str, drawn: _Drawn, until: datetime,
    now: datetime,
) -> Refused | None:
    kind = institution.sign_in.secret
    found = await tables.by_id(tx, institution.slug, client_id, kind)
    if found is None or found.own_secret:
        return refused("activation_done")
    channels = {one.channel for one in await clients.contacts_of(tx, institution.slug, client_id)}
    if rules.EMAIL not in channels:
        return refused("activation_no_email")
    if by == SMS and rules.SMS not in channels:
        return refused("activation_no_mobile")
    authenticator_id = here.new_id()
    pending = Pending(
        id=authenticator_id, kind=kind, name="", version=1, shown=None, created_at=now,
        material=here.keys.seal(drawn.prepared.material, purpose=f"authenticator:{authenticator_id}"),
    )
    await means.give_temporary(tx, institution.slug, client_id, pending, until, now)
    await tables.insert(tx, institution.slug, here.new_id(), client_id, authenticator_id, by, now)
    say = here.words.sayer(found.language, institution.slug)
    values = {
        "until": fmt.moment(until, found.language, institution.timezone),
        "address": institution.address,
        "identifier": found.identifier,
        "called": say(f"identifier-{institution.identifier[0].name}"),
    }
    await _write(tx, here, institution, found, rules.EMAIL, f"activation-identifier-{by}", values, now)
    if by == SMS:
        secret = {"secret": drawn.secret, "until": values["until"], "address": institution.address}
        await _write(tx, here, institution, found, rules.SMS, f"activation-secret-{kind}", secret, now, until)
    await journal.record(
        tx, here, Event.ACTIVATION_SENT, now, institution=institution.slug, client_id=client_id, kind=kind, by=by
    )
    return None


async def _write(
    tx: Transaction, here: Here, institution: Institution, found: Newcomer, channel: str, key: str,
    values: dict[str, str], now: datetime, useless_after: datetime | None = None,
) -> None:
    """One message on each address of that channel: the newcomer has one."""
    say = here.words.sayer(found.language, institution.slug)
    words = {**values, "institution": institution.name}
    for contact in await clients.contacts_of(tx, institution.slug, found.id):
        if contact.channel == channel:
            await outbox.write(
                tx, here, institution=institution.slug, contact_id=contact.id, channel=channel,
                subject=say(f"{key}-subject", **words), text=say(key, **words),
                purpose="code" if useless_after else "notice", now=now, useless_after=useless_after,
            )


def _print(
    here: Here, institution: Institution, found: Newcomer, secret: str, until: datetime, now: datetime
) -> bytes:
    say = here.words.sayer(found.language, institution.slug)
    kind = institution.sign_in.secret
    sentences = {
        "institution": institution.name,
        "name": f"{found.given_name} {found.family_name}",
        "made": fmt.day(fmt.local(now, institution.timezone).date(), found.language),
        "title": say(f"activation-letter-title-{kind}"),
        "lead": say("activation-letter-lead", called=say(f"identifier-{institution.identifier[0].name}")),
        "secret": secret,
        "until": say(
            "activation-letter-until", until=fmt.moment(until, found.language, institution.timezone)
        ),
        "how": say("activation-letter-how", address=institution.address),
        "never": say("activation-letter-never"),
    }
    return letter.letter(sentences, colour=letter.colour_of(here, institution), language=found.language)
