"""Furnishing: the stories become clients, means and years of entries, once, in a few seconds.

Everything is the same on every machine: identifiers, secrets and movements come from the stories and from
seeds. What the clients know is hashed and sealed by the very code that a real enrolment runs.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import msgspec

from parvis.clients import tables as clients
from parvis.db import Transaction
from parvis.demo import queue, tables
from parvis.demo.agents import furnish_agents
from parvis.demo.authority import Authority
from parvis.demo.history import Written, dated_id, history
from parvis.demo.reader import tables as drawer
from parvis.demo.reader.card import PROFILE, PSN, issue, issuer_key_name
from parvis.demo.sheet import sheet_of
from parvis.demo.stories.all import STORIES
from parvis.demo.story import Account, Client, Story
from parvis.events import Event
from parvis.factors.cap_reader.card_keys import SoftwareKeys
from parvis.factors.certificate import wire as certificate
from parvis.factors.message_code import factor as message_code
from parvis.factors.totp import factor as totp
from parvis.identifiers import canonical
from parvis.journal import actions as journal
from parvis.payments.iban import french_iban
from parvis.settings import Settings

if TYPE_CHECKING:
    from parvis.here import Here
    from parvis.institution.rules import Institution

NAMESPACE = UUID("6d6f6e74-7265-7220-7361-6e7320646972")
BRANCH = "00001"
HOUSE = "Système de paiement simulé"
CLIENT_SINCE = timedelta(days=400)
PAST_CONNECTIONS = ((23, 317), (9, 42), (2, 128))  # days and minutes ago
PAST_NETWORK = "127.0.0.0/24"  # Where the demonstration is tried from: not a new network.
PAST_BROWSER = "Firefox · Windows"
SECOND_STEPS = ("totp", "sms_code", "email_code")
CARD_NAME = "Carte de démonstration"
SECRET_NAMES = {"secret_code": "Code secret", "password": "Mot de passe"}


class NotADemo(Exception):
    """The program runs in production: nothing of the demonstration may be there."""


def refuse_production(settings: Settings) -> None:
    """Raise NotADemo in production. Whatever belongs to the demonstration begins with this."""
    if settings.mode == "production":
        raise NotADemo("The demonstration does not run with PARVIS_MODE=production.")


async def furnish(here: "Here") -> None:
    """Furnish every institution that has a story and is not furnished yet. Running it again changes
    nothing.
    """
    refuse_production(here.settings)
    now = here.clock()
    Authority.open(here.settings, now).lists(now)
    for story in STORIES:
        institution = here.institutions.by_slug(story.institution)
        if institution is not None:
            await _furnish(here, institution, story, now)
        agency = here.institutions.agency_of(story.institution)
        if agency is not None:
            async with here.transaction() as tx:
                await tables.furnishing_turn(tx)
                await furnish_agents(tx, here, agency, now)


def identity(institution: str, client: Client) -> UUID:
    """The id of a demo client: the same in every database."""
    return uuid5(NAMESPACE, f"{institution}/{'-'.join(client.identifier.values())}")


async def _furnish(here: "Here", institution: "Institution", story: Story, now: datetime) -> None:
    """One institution in one transaction: all of it, or nothing."""
    ids = [identity(story.institution, client) for client in story.clients]
    async with here.transaction() as tx:
        await tables.furnishing_turn(tx)
        if await tables.is_furnished(tx, story.institution, ids):
            # What a story has gained since: nobody can enrol a card by themselves.
            for client, client_id in zip(story.clients, ids, strict=True):
                if has_card(institution, client):
                    await _hand_card_over(tx, here, institution, client, client_id, now - CLIENT_SINCE)
            return
        house = uuid5(NAMESPACE, f"{story.institution}/house")
        await tables.insert_account(
            tx, story.institution, house, client_id=None, kind="house", label=HOUSE, iban=None,
            currency=institution.currency, balance=None, floor=0, opened_at=now, position=0,
        )  # fmt: skip
        for client, client_id in zip(story.clients, ids, strict=True):
            await _settle_in(tx, here, institution, client, client_id, now)
            await _open_accounts(tx, institution, client, client_id, house, now)
            await _sign_in_before(tx, here, institution, client, client_id, now)
        await queue.fill(tx, here, institution, NAMESPACE, now)


def has_card(institution: "Institution", client: Client) -> bool:
    """Whether this client was handed a card for the reader."""
    return bool(client.card_number) and "cap_reader" in institution.means


def has_token(institution: "Institution", client: Client) -> bool:
    """Whether this client was handed a certificate on a USB token."""
    return bool(client.certificate_pin) and "certificate" in institution.means


async def _settle_in(
    tx: Transaction, here: "Here", institution: "Institution", client: Client, client_id: UUID, now: datetime
) -> None:
    """The client, where they can be written to, and what they prove who they are with."""
    typed = canonical(institution.identifier, client.identifier)
    assert isinstance(typed, str), f"{client.name} has no identifier of {institution.slug}: {typed}"
    since = now - CLIENT_SINCE
    await clients.insert_client(
        tx, institution.slug, client_id, given_name=client.given_name, family_name=client.family_name,
        language=client.language, company=client.company, company_role=client.company_role, identifier=typed,
        since=since,
    )  # fmt: skip
    if client.born:
        sealed = here.keys.seal(msgspec.json.encode(client.born), purpose=f"identity:{client_id}")
        await clients.set_civil_identity(tx, institution.slug, client_id, sealed)
    await _enrol_secret(tx, here, institution, client, client_id, since)
    for channel, address, kind in (("email", client.email, "email_code"), ("sms", client.sms, "sms_code")):
        if not address:
            continue
        contact_id = uuid5(client_id, channel)
        await clients.insert_contact(
            tx, institution.slug, contact_id, client_id=client_id, channel=channel, hint=hint_of(address),
            address=here.keys.seal(address.encode(), purpose=f"contact:{contact_id}"), since=since,
        )  # fmt: skip
        if kind in institution.means:
            material = message_code.material_of(str(contact_id))
            await _enrol(tx, here, institution, client_id, kind, hint_of(address), material, since)
    if has_card(institution, client):
        await _hand_card_over(tx, here, institution, client, client_id, since)
    if client.totp_key and "totp" in institution.means:
        material = totp.material_of(client.totp_key)
        await _enrol(
            tx, here, institution, client_id, "totp", "Application d’authentification", material, since
        )


    if client.has_sheet and "code_card" in institution.means:
        prepared = here.factors["code_card"].prepare({"sheet": sheet_of(client_id)}, here.random, since)
        assert not isinstance(prepared, str)
        await _enrol(tx, here, institution, client_id, "code_card", CARD_NAME, prepared.material, since)
    if has_token(institution, client):
        issued = Authority.open(here.settings, now).issue(
            client.name, client.company or institution.name, client.certificate_pin, now, file=str(client_id)
        )
        material = certificate.material_of(institution.slug, issued)
        handle = certificate.handle_of(issued)
        await _enrol(
            tx, here, institution, client_id, "certificate", "Clé USB de démonstration", material, since, handle
        )


async def _enrol_secret(
    tx: Transaction,
    here: "Here",
    institution: "Institution",
    client: Client,
    client_id: UUID,
    since: datetime,
) -> None:
    """Hash what the client knows with the factor itself, which refuses a weak demo secret like any other."""
    kind = institution.sign_in.secret
    given = {"secret": client.secret, "about": client.name}
    prepared = await here.hasher.run(here.factors[kind].prepare, given, here.random, since)
    assert not isinstance(prepared, str), f"the secret of {client.name} is refused: {prepared}"
    await _enrol(tx, here, institution, client_id, kind, SECRET_NAMES[kind], prepared.material, since)


async def _hand_card_over(
    tx: Transaction,
    here: "Here",
    institution: "Institution",
    client: Client,
    client_id: UUID,
    since: datetime,
) -> None:
    """Make the card, put it into the demo's drawer, and have the factor itself take in what its issuer knows. Once."""
    label = f"••••\u00a0{client.card_number[-4:]}"
    house_keys = SoftwareKeys(here.keys, here.settings.keys_dir)
    chip = issue(here.keys, house_keys, institution.slug, client.card_number, client.card_pin)
    sealed = here.keys.seal(msgspec.json.encode(chip), purpose=f"demo card:{client_id}")
    if not await drawer.insert_card(tx, institution.slug, client_id, label=label, chip=sealed):
        return
    given = {
        "pan": client.card_number, "psn": PSN, "profile": PROFILE, "issuer_key": issuer_key_name(institution.slug),
    }  # fmt: skip
    prepared = here.factors["cap_reader"].prepare(given, here.random, since)
    assert not isinstance(prepared, str), f"the card of {client.name} is refused: {prepared}"
    await _enrol(tx, here, institution, client_id, "cap_reader", f"Carte {label}", prepared.material, since)


async def _enrol(
    tx: Transaction,
    here: "Here",
    institution: "Institution",
    client_id: UUID,
    kind: str,
    name: str,
    material: bytes,
    since: datetime,
    handle: bytes = b"",
) -> None:
    authenticator_id = uuid5(client_id, kind)
    sealed = here.keys.seal(material, purpose=f"authenticator:{authenticator_id}")
    await tables.insert_authenticator(
        tx,
        institution.slug,
        authenticator_id,
        client_id=client_id,
        kind=kind,
        name=name,
        material=sealed,
        since=since,
        handle=handle,
    )


async def _open_accounts(
    tx: Transaction, institution: "Institution", client: Client, client_id: UUID, house: UUID, now: datetime
) -> None:
    """The client's accounts with their history: balances are what the entries sum to."""
    # A story that is the same everywhere, not a secret.
    random = Random(f"{institution.slug}/{client.name}")  # noqa: S311
    written = history(client, now, random)
    ids = {account.label: uuid5(client_id, account.number) for account in client.accounts}
    for position, account in enumerate(client.accounts):
        await tables.insert_account(
            tx, institution.slug, ids[account.label],
            client_id=client_id, kind=account.kind, label=account.label,
            iban=iban_of(institution.bank_code, account), currency=institution.currency,
            balance=_balance(account.label, written), floor=account.floor,
            opened_at=written[0].at if written else now, position=position,
        )  # fmt: skip
    postings = [_posting(each, ids, house, client.name, random) for each in written]
    await tables.insert_postings(tx, institution.slug, postings)


async def _sign_in_before(
    tx: Transaction, here: "Here", institution: "Institution", client: Client, client_id: UUID, now: datetime
) -> None:
    """A few connections of the past weeks, so that « Dernières connexions » has something to compare with."""
    second = next((kind for kind in SECOND_STEPS if kind in institution.means), None)
    if second == "email_code" and not client.email:
        second = "code_card" if client.has_sheet else None
    if second is None or (second == "totp" and not client.totp_key):
        return  # Whoever has nothing to prove a second time with has never signed in.
    device_id = uuid5(client_id, "browser")
    means = "+".join(sorted((institution.sign_in.secret, second)))
    for days, minutes in PAST_CONNECTIONS:
        opened_at = now - timedelta(days=days, minutes=minutes)
        session_id = uuid5(client_id, f"session {days}")
        await tables.insert_past_session(
            tx, institution.slug, session_id, client_id=client_id, device_id=device_id,
            # Of a token that was never made: no cookie opens it.
            token_hash=here.random.bytes(32), opened_at=opened_at,
            ended_at=opened_at + timedelta(minutes=4), means=means, strong=bool(here.factors[second].proves),
            network=PAST_NETWORK, browser=PAST_BROWSER,
        )  # fmt: skip
        await journal.record(
            tx, here, Event.SESSION_OPENED, opened_at, institution=institution.slug, client_id=client_id,
            session_id=session_id, device_id=device_id, network=PAST_NETWORK, means=means,
        )  # fmt: skip


def iban_of(bank_code: str, account: Account) -> str:
    """A valid French IBAN at a bank that does not exist."""
    return french_iban(bank_code=bank_code, branch_code=BRANCH, account_number=account.number)


def hint_of(address: str) -> str:
    """What may be shown of an address: « c•••@courriel.example », « 06 •• •• •• 01 »."""
    if "@" in address:
        user, _, domain = address.partition("@")
        return f"{user[0]}•••@{domain}"
    return f"06 •• •• •• {address[-2:]}"


def _balance(label: str, written: list[Written]) -> int:
    received = sum(each.amount for each in written if each.account == label)
    return received - sum(each.amount for each in written if each.other_account == label)


def _posting(
    each: Written, ids: dict[str, UUID], house: UUID, client_name: str, random: Random
) -> tables.Posting:
    return tables.Posting(
        id=dated_id(each.at, random),
        entry_ids=(dated_id(each.at, random), dated_id(each.at, random)),
        account_id=ids[each.account],
        other_account_id=ids[each.other_account] if each.other_account else house,
        amount=each.amount,
        label=each.label,
        counterparty=each.other,
        other_counterparty=each.account if each.other_account else client_name,
        posted_at=each.at.astimezone(UTC),
    )
