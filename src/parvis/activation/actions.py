"""A newcomer's first access: the identifier by e-mail, a first secret by SMS or by letter. Each alone opens nothing.

RTS article 25: no more than one feature of the credentials by one channel. The first secret serves once, for a time,
and is changed in the middle of the first sign-in, where the second means is chosen too.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from parvis.activation import tables
from parvis.activation.tables import Newcomer
from parvis.bell import ring
from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.errors import Refused, refused
from parvis.events import Event
from parvis.factors import DrawsSecret, Prepared
from parvis.here import Here
from parvis.institution.rules import LETTER, SMS, Activation, Institution
from parvis.journal import actions as journal
from parvis.letters import pdf as letter
from parvis.means import tables as means
from parvis.means.tables import Pending
from parvis.outbox import actions as outbox
from parvis.profile import actions as profile
from parvis.profile import rules
from parvis.recovery import tally
from parvis.recovery.rules import Limit
from parvis.ui import format as fmt

AGAIN_A_DAY = 3  # activations sent to one newcomer, the first one counted
PAUSE = timedelta(minutes=5)  # between two of them
NETWORK = Limit(40, timedelta(hours=1))  # askings from one network, about whomever


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


async def ask_again(
    here: Here, institution: Institution, identifier: str, network: str, now: datetime
) -> Refused | None:
    """Write down that the activation of this identifier is wanted once more. Commits before it returns.

    A client's and nobody's cost the same, and `take_up_asked` does what differs. Refused, alike: `asked_too_often`.
    """
    async with here.transaction() as tx:
        subject = here.keys.mac("activation network", network.encode())
        counted = await tally.count(tx, institution, subject, NETWORK, now)
        if isinstance(counted, Refused):
            return counted
        await tables.ask(tx, institution.slug, here.new_id(), identifier, now)
        await ring(tx, "work")
    return None


async def take_up_asked(here: Here, now: datetime) -> int:
    """Send once more to a newcomer who waits for it, or nothing. Several workers at once. Returns how many were taken.

    Raises TooBusy: it then waits as before.
    """
    async with here.transaction() as tx:
        asked = await tables.take(tx)
        if asked is None:
            return 0
        institution = here.institutions.by_slug(asked.institution)
        if institution is not None and institution.activation is not None and asked.client_id is not None:
            await _again(tx, here, institution, institution.activation, asked.client_id, now)
    return 1


async def _again(
    tx: Transaction, here: Here, institution: Institution, offered: Activation, client_id: UUID, now: datetime
) -> None:
    slug, kind = institution.slug, institution.sign_in.secret
    await tables.alone(tx, slug, client_id)
    earlier = await tables.last_since(tx, slug, client_id, now - timedelta(days=1))
    too_soon = bool(earlier) and now < earlier[0] + PAUSE
    if too_soon or len(earlier) >= AGAIN_A_DAY or not await tables.waits(tx, slug, client_id, kind):
        return
    if SMS in offered.by:
        until, drawn = now + timedelta(hours=offered.hours), await _draw(here, institution, now)
        if await _send(tx, here, institution, client_id, SMS, drawn, until, now) is None:
            return
    # A letter is printed by the institution: it is asked for by its owner, who is told how.
    found = await tables.by_id(tx, slug, client_id, kind)
    if found is not None and not found.own_secret:
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
