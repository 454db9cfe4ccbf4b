"""The demonstration's world: sound, the same everywhere, and what it shows really opens the door."""

import time
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from schwifty import IBAN

from parvis.demo import furnish as furnishing
from parvis.demo.agents import AGENTS
from parvis.demo.furnish import NotADemo, furnish, hint_of, identity
from parvis.demo.history import dated_id, history
from parvis.demo.stories.all import STORIES
from parvis.demo.story import Client
from parvis.factors import Asked, Evidence
from parvis.factors.oath import totp
from parvis.here import Here
from parvis.identifiers import canonical
from parvis.ledger.tables import audit

CLIENTS = [(story.institution, client) for story in STORIES for client in story.clients]
ASKED = Asked(request_id="r", canonical="{}", digest=b"d" * 32, match_number=42)
NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)


async def test_five_institutions_are_furnished_in_seconds_and_the_books_balance(here: Here) -> None:
    began = time.monotonic()
    await furnish(here)
    assert time.monotonic() - began < 20
    async with here.reading() as tx:
        found = await audit(tx)
        assert await tx.value("select count(*) from identifier") == len(CLIENTS)
        assert await tx.value("select count(*) from agent") == sum(len(staff) for staff in AGENTS.values())
        assert await tx.value("select count(distinct institution) from account where kind <> 'house'") == 5
        assert await tx.value("select count(*) from client_case where state = 'open'") == 15, "no queue is empty"
        assert await tx.value("select count(*) from document") == 5
    assert (found.sum, found.uneven_postings, found.wrong_balances, found.under_floor) == (0, 0, 0, 0)


async def test_furnishing_again_changes_nothing(here: Here) -> None:
    count = """
        select array[(select count(*) from client), (select count(*) from entry), (select count(*) from contact),
                     (select count(*) from authenticator), (select sum(balance) from account)]
    """
    await furnish(here)
    async with here.reading() as tx:
        once = await tx.value(count)
    await furnish(here)
    async with here.reading() as tx:
        assert await tx.value(count) == once


async def test_every_secret_and_key_shown_really_verifies(here: Here) -> None:
    await furnish(here)
    now = here.clock()
    for slug, client in CLIENTS:
        institution = here.institutions.by_slug(slug)
        assert institution is not None
        async with here.reading() as tx:
            typed = canonical(institution.identifier, client.identifier)
            owner = await tx.value(
                "select client_id from identifier where institution = $1 and value = $2", slug, typed
            )
        assert owner == identity(slug, client)
        secret = {"code": client.secret, "password": client.secret}
        answers: dict[str, dict[str, str]] = {institution.sign_in.secret: secret}
        if client.totp_key:
            answers["totp"] = {"code": totp(client.totp_key, int(now.timestamp()))}
        for kind, answer in answers.items():
            material = await _material(here, slug, client, kind)
            judged = here.factors[kind].check(material, b"", answer, ASKED, now)
            assert isinstance(judged, Evidence), (client.name, kind)


async def _material(here: Here, slug: str, client: Client, kind: str) -> bytes:
    async with here.reading() as tx:
        row = await tx.value(
            "select array[id::text, encode(material, 'hex')] from authenticator"
            " where institution = $1 and client_id = $2 and kind = $3 and state = 'active'",
            slug, identity(slug, client), kind,
        )  # fmt: skip
    assert row is not None, f"{client.name} has no {kind}"
    return here.keys.unseal(bytes.fromhex(row[1]), purpose=f"authenticator:{row[0]}")


async def test_everyone_can_be_written_to_and_the_address_is_sealed(here: Here) -> None:
    await furnish(here)
    async with here.reading() as tx:
        rows = await tx.value("select array_agg(array[id::text, encode(address, 'hex'), hint]) from contact")
    addresses = {here.keys.unseal(bytes.fromhex(sealed), purpose=f"contact:{id_}").decode() for id_, sealed, _ in rows}
    assert addresses == {address for _, client in CLIENTS for address in (client.email, client.sms) if address}
    assert all(hint_of(address) in {hint for _, _, hint in rows} for address in addresses)


async def test_municipal_has_one_app_linked_and_one_to_link_and_the_technical_account_first(here: Here) -> None:
    await furnish(here)
    async with here.reading() as tx:
        linked = await tx.value(
            "select count(*) from authenticator where institution = 'municipal' and kind = 'totp'"
        )
        first = await tx.value(
            "select array_agg(distinct kind) from account where institution = 'municipal' and position = 0"
            " and client_id is not null"
        )
    assert (linked, first) == (1, ["technical"])


async def test_one_account_has_ten_years(here: Here) -> None:
    await furnish(here)
    async with here.reading() as tx:
        longest = await tx.value(
            "select account_id from entry join account on account.id = account_id where kind <> 'house'"
            " group by account_id order by count(*) desc limit 1"
        )
        entries = await tx.value("select count(*) from entry where account_id = $1", longest)
        oldest = await tx.value("select min(posted_at) from entry where account_id = $1", longest)
    assert entries >= 20_000
    assert here.clock() - oldest > timedelta(days=3600)


async def test_production_is_refused(here: Here) -> None:
    from parvis.demo.senders import DemoInbox

    there = replace_mode(here)
    with pytest.raises(NotADemo):
        await furnish(there)
    with pytest.raises(NotADemo):
        DemoInbox(there)


def replace_mode(here: Here) -> Here:
    from dataclasses import replace as with_

    return with_(here, settings=replace(here.settings, mode="production"))


def test_the_same_story_is_told_on_every_machine() -> None:
    for _, client in CLIENTS:
        assert history(client, NOW, Random("seed")) == history(client, NOW, Random("seed"))


@pytest.mark.parametrize(("slug", "client"), CLIENTS, ids=[client.name for _, client in CLIENTS])
def test_nobody_ever_goes_under_their_overdraft_or_lives_in_the_future(slug: str, client: Client) -> None:
    floors = {account.label: account.floor for account in client.accounts}
    balances = dict.fromkeys(floors, 0)
    written = history(client, NOW, Random(client.name))
    for each in written:
        balances[each.account] += each.amount
        if each.other_account:
            balances[each.other_account] -= each.amount
        assert each.at <= NOW
        assert all(balances[label] >= floors[label] for label in floors), (each, balances)
    assert len(written) > 20
    assert written[-1].at > NOW - timedelta(days=45)


# Hypothesis wants its bounds without a zone, and gives the zone itself.
@settings(max_examples=25)
@given(st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_demo_can_be_opened_on_any_day(now: datetime) -> None:
    for _, client in CLIENTS:
        if max((account.years for account in client.accounts), default=0) < 5:
            assert all(each.at <= now for each in history(client, now, Random(0)))


def test_nothing_names_anyone_real() -> None:
    for slug, client in CLIENTS:
        assert not client.email or client.email.endswith(".example")
        fiction = not client.sms or client.sms.startswith("+33639980")
        assert fiction, "numbers that the regulator sets aside for fiction"
        assert slug
    ids = [identity(slug, client) for slug, client in CLIENTS]
    assert len(set(ids)) == len(ids)


async def test_account_numbers_are_valid_and_belong_to_no_bank(here: Here) -> None:
    for slug, client in CLIENTS:
        institution = here.institutions.by_slug(slug)
        assert institution is not None
        for account in client.accounts:
            iban = furnishing.iban_of(institution.bank_code, account)
            assert IBAN(iban, validate_bban=True).bank_code.startswith("999")


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), st.integers())  # noqa: DTZ001
def test_ids_of_the_past_are_uuids_of_version_7(at: datetime, seed: int) -> None:
    made = dated_id(at, Random(seed))
    assert (made.version, made.int >> 80) == (7, int(at.timestamp() * 1000))
