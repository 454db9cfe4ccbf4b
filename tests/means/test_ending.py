"""A means that ends by itself is announced, in the space and by message, before it leaves its client without."""

import asyncio
from datetime import datetime, timedelta

import pytest

from parvis.factors.certificate.wire import material_of
from parvis.here import Here
from parvis.means import ending, tables
from tests.conftest import FakeClock
from tests.factors.pki import new_key
from tests.gate.world import Person, a_person
from tests.hands.certificate import authority
from tests.means.test_life import address, events, signed_in, told
from tests.means.world import PASSWORD

SUBSCRIBER = "104827365910"


@pytest.fixture
async def helene(here: Here) -> Person:
    return await a_person(here, "municipal", identifier=SUBSCRIBER, secret=PASSWORD, kinds=("totp", "sms_code"))


async def with_certificate(person: Person, until: datetime) -> None:
    """A certificate of hers, good until then."""
    here = person.here
    person.means["certificate"] = here.new_id()
    issued = authority().issues("Hélène", key=new_key("ends"), until=until)
    material = here.keys.seal(
        material_of(person.institution.slug, issued), purpose=f"authenticator:{person.means['certificate']}"
    )
    async with here.transaction() as tx:
        await tx.run(
            """
            insert into authenticator (id, institution, client_id, kind, name, state, material, created_at, usable_from)
            values ($1, $2, $3, 'certificate', 'Clé USB', 'active', $4, $5, $5)
            """,
            person.means["certificate"], person.institution.slug, person.id, material, here.clock(),
        )  # fmt: skip


async def reminds(here: Here) -> list[str]:
    """Let the worker look until it finds nothing more; what it wrote about ends."""
    while await ending.remind_due(here, here.clock()):
        pass
    return [one for one in await told(here) if "plus valable après" in one]


async def test_rts_26_27_told_two_months_before_then_a_week_before_and_no_more(
    helene: Person, clock: FakeClock
) -> None:
    """RTS-26-27."""
    await with_certificate(helene, clock() + timedelta(days=90))
    assert not await reminds(helene.here)
    clock.advance(days=31)
    first = await reminds(helene.here)
    assert len(first) == 1 and "Certificat sur cl" in first[0]
    clock.advance(days=20)
    assert len(await reminds(helene.here)) == 1, "told once"
    clock.advance(days=33)
    assert len(await reminds(helene.here)) == 2, "and a week before"
    clock.advance(days=3)
    assert len(await reminds(helene.here)) == 2
    clock.advance(days=10)
    assert len(await reminds(helene.here)) == 2, "it has ended"
    assert await events(helene.here, "authenticator:ending") == ["authenticator:ending"] * 2


async def test_two_workers_tell_once(helene: Person, clock: FakeClock) -> None:
    await with_certificate(helene, clock() + timedelta(days=10))
    await ending.remind_due(helene.here, clock())
    await asyncio.gather(*(ending.remind_due(helene.here, clock()) for _ in range(4)))
    assert len(await reminds(helene.here)) == 1


async def test_a_means_out_of_service_is_not_spoken_of(helene: Person, clock: FakeClock) -> None:
    await with_certificate(helene, clock() + timedelta(days=10))
    async with helene.here.transaction() as tx:
        await tables.suspend(tx, "municipal", helene.id, helene.means["certificate"])
    assert not await reminds(helene.here)


async def test_the_space_says_when_it_ends_and_how_it_is_replaced(helene: Person, clock: FakeClock) -> None:
    await with_certificate(helene, clock() + timedelta(days=10))
    await reminds(helene.here)
    browser = await signed_in(helene, clock)
    text = await browser.opens("/security/means")
    assert "Valable jusqu’au" in text and "Demandez le suivant à votre agence" in text
    text = await browser.opens(address(helene, "totp"))
    assert 'href="/security/means/new/totp"' in text and "Mettre le nouveau en service" in text
    assert "Mettre le nouveau en service" not in await browser.opens(address(helene, "certificate"))
