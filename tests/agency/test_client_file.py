"""Finding a client, saying why, reading their file; the client sees who looked (X6)."""

import re
from uuid import UUID

import pytest

from parvis.agency.rules import ROLES
from parvis.client_file.rules import SEES, what_is_sought
from parvis.client_file.told import key_of
from parvis.db import Transaction
from parvis.errors import Refused
from parvis.events import Event
from parvis.here import Here
from parvis.institution.rules import Part
from parvis.journal import actions as journal
from tests.agency.world import an_agent
from tests.books import Books
from tests.conftest import FakeClock
from tests.conventions.test_routes import WRITES, asked_of_the_database
from tests.gate.world import Person, a_person
from tests.window import a_window, signs_in

ELEVEN = (Part("client_id", "digits", 11, ""),)
TWO_PARTS = (Part("client_number", "digits", 8, ""), Part("user_number", "digits", 2, ""))


@pytest.mark.parametrize(
    ("typed", "identifier", "expected"),
    [
        ("10203040506", ELEVEN, ("identifier", "10203040506")),
        ("102 0304 0506", ELEVEN, ("identifier", "10203040506")),
        ("1020304050", ELEVEN, None),  # a piece of a number finds nobody
        ("12345678 01", TWO_PARTS, ("identifier", "12345678-01")),
        ("12345678-01", TWO_PARTS, ("identifier", "12345678-01")),
        ("1234 5678", TWO_PARTS, ("company", "12345678")),
        ("1234567", TWO_PARTS, None),
        ("dr-4f7k-9c", ELEVEN, ("case", "DR-4F7K-9C")),
        ("Roy", ELEVEN, ("name", "Roy")),
        ("  Roy   Anne ", ELEVEN, ("name", "Roy Anne")),
        ("Le Goff", ELEVEN, ("name", "Le Goff")),
        ("Ro", ELEVEN, None),
        ("%%%", ELEVEN, None),
        ("", ELEVEN, None),
    ],
)
def test_what_is_sought(typed: str, identifier: tuple[Part, ...], expected: tuple[str, str] | None) -> None:
    found = what_is_sought(typed, identifier)
    assert found == expected if expected else isinstance(found, Refused)


@pytest.fixture
async def anne(here: Here) -> Person:
    return await a_person(here)


async def test_a_client_is_found_by_their_own_agency(here: Here, anne: Person) -> None:
    """ASVS-8.2.2: an agent of another institution finds nobody, and a number opens nothing."""
    async with an_agent(here) as claire:
        for sought in ("10203040506", "roy", "ROY anne", "Anne Roy", "Róy"):
            page = await claire.window.sends("/agency/clients", sought=sought)
            assert f'/agency/clients/{anne.id}"' in page, sought
            assert "10203040506" not in page.replace(f'value="{sought}"', "")
        for sought in ("Roz", "Roy Zoe", "10203040507", "DR-4F7K-9C"):
            assert "Aucun client" in await claire.window.sends("/agency/clients", sought=sought), sought
    async with an_agent(here, "municipal", seed=72) as marc:
        page = await marc.window.sends("/agency/clients", sought="Roy")
        assert str(anne.id) not in page
        await marc.window.goes_to(f"/agency/clients/{anne.id}")
        assert marc.window.status == 404
        await marc.looks(anne.id)
        assert marc.window.status == 404


async def test_the_users_of_a_company_are_found_by_its_number_alone(here: Here) -> None:
    sabine = await a_person(here, "cooperative", identifier="40718265-001")
    idris = await a_person(here, "cooperative", identifier="40718265-002")
    amelie = await a_person(here, "cooperative", identifier="51829374-001")
    async with an_agent(here, "cooperative") as nadege:
        page = await nadege.window.sends("/agency/clients", sought="40718265")
        assert str(sabine.id) in page and str(idris.id) in page and str(amelie.id) not in page
        for piece in ("4071826", "40718266"):
            assert str(sabine.id) not in await nadege.window.sends("/agency/clients", sought=piece), piece


async def test_whoever_looks_up_too_many_clients_waits_and_the_supervisor_reads_it(
    here: Here, anne: Person, clock: FakeClock
) -> None:
    """Searches and files count together, for one hour; the journal says it once."""
    async with an_agent(here) as claire, an_agent(here, role="supervisor", seed=72, given_name="Karim") as karim:
        limit = claire.agency.lookups_an_hour
        async with here.transaction() as tx:
            for _ in range(limit - 2):
                await _note(tx, here, claire.id, Event.CLIENTS_SEARCHED, claire.agency.slug)
        assert "Consultations inhabituelles" not in await karim.window.goes_to("/agency")
        await claire.window.sends("/agency/clients", sought="Roy")
        assert claire.window.status == 200
        assert "Ce qui s’est passé" in await claire.looks(anne.id) or claire.window.status == 200
        for _ in range(2):
            page = await claire.window.sends("/agency/clients", sought="Roy")
            assert claire.window.status == 429 and str(anne.id) not in page
            assert "Attendez un peu" in page and 'value="Roy"' in page
        await claire.looks(anne.id)
        assert claire.window.status == 429, "and no other file opens"
        page = await karim.window.goes_to("/agency")
        assert page.count(f"{limit} clients en une heure") == 1 and "Claire Durand" in page
        assert "inhabituelles" not in await claire.window.goes_to("/agency")
        assert (await karim.window.sends("/agency/clients", sought="Roy")) and karim.window.status == 200
        clock.advance(minutes=61)
        await claire.signs_in()
        await claire.window.sends("/agency/clients", sought="Roy")
        assert claire.window.status == 200


async def test_a_file_opens_once_the_reason_is_given(here: Here, anne: Person) -> None:
    async with an_agent(here) as claire:
        page = await claire.window.goes_to(f"/agency/clients/{anne.id}")
        assert "Pourquoi ouvrez-vous ce dossier ?" in page
        assert "06 ••" not in page and "Anne" not in page and "Roy" not in page, "not even the name"
        await claire.looks(anne.id, "curiosity")
        assert claire.window.status == 422
        page = await claire.looks(anne.id)
        assert claire.window.path == f"/agency/clients/{anne.id}"
        assert "06 •• •• •• 12" in page and "+33639980112" not in page
        with asked_of_the_database() as asked:
            assert "06 ••" in await claire.window.goes_to(f"/agency/clients/{anne.id}")
        assert not [sql for sql in asked if WRITES.search(sql)]  # The look was the act; reading writes nothing.


async def test_each_look_is_seen_by_the_client(here: Here, anne: Person) -> None:
    """X6: who, when, why; and the journal of the client has it for good."""
    async with an_agent(here, role="adviser") as claire:
        await claire.looks(anne.id, "call")
        async with here.reading() as tx:
            detail = await tx.value(
                "select detail from journal where institution = 'deuxrives' and client_id = $1"
                " and event = 'client_file:viewed'",
                anne.id,
            )
        assert detail == {"agent": str(claire.id), "role": "adviser", "why": "call"}
        # Looking again at what is open is the same look; another session's is another one.
        await claire.window.goes_to(f"/agency/clients/{anne.id}")
    async with a_window(here) as window:
        await signs_in(window, anne, client_id=anne.identifier)
        page = await window.goes_to("/security/agency")
        assert page.count("Dossier consulté") == 1
        assert "Claire D., conseiller, agence de Valmer" in page
        assert "le client est au téléphone" in page
        assert "Durand" not in page
        assert "/security/agency" in await window.goes_to("/security")


async def test_a_look_is_of_one_session_and_one_agent(here: Here, anne: Person) -> None:
    async with an_agent(here) as claire, an_agent(here, seed=72, given_name="Marc") as marc:
        await claire.looks(anne.id)
        assert "Pourquoi" in await marc.window.goes_to(f"/agency/clients/{anne.id}")
        await claire.window.sends("/sign-out")
        await claire.signs_in()
        assert "Pourquoi" in await claire.window.goes_to(f"/agency/clients/{anne.id}")


async def test_least_rights(here: Here) -> None:
    """What a role does not need is not shown: amounts for advisers alone, nothing of contacts for auditors."""
    books = Books(here)
    await books.open("Anne", 1_234_56)
    client_id = books.clients["Anne"]
    for seed, role in enumerate(ROLES, 71):
        async with an_agent(here, role=role, seed=seed) as agent:
            await agent.window.sends(f"/agency/clients/{client_id}/looks", why="control", key=agent.key())
            page = agent.window.page
            assert agent.window.status == 200
            assert ("1 234,56" in page) == ("amounts" in SEES[role])
            assert ("Coordonnées" in page) == ("contacts" in SEES[role])
            assert ('id="accounts"' in page) == ("accounts" in SEES[role])


async def test_what_happened_is_told_page_by_page(here: Here, anne: Person) -> None:
    for _ in range(3):
        await anne.tries("111111")
        here.clock.advance(minutes=1)  # type: ignore[attr-defined]
    async with an_agent(here, role="auditor") as lea:
        page = await lea.looks(anne.id, "control")
        assert "Essai de connexion échoué (Code secret)" in page
        for _ in range(30):
            async with here.transaction() as tx:
                await _note(tx, here, anne.id)
        page = await lea.window.goes_to(f"/agency/clients/{anne.id}")
        more = re.search(rf'href="(/agency/clients/{anne.id}\?before=[^"]+)"', page)
        assert more is not None
        assert "Essai de connexion échoué (Code secret)" in await lea.window.goes_to(more[1])


async def _note(
    tx: Transaction, here: Here, client_id: UUID, event: Event = Event.DEVICE_TRUSTED, institution: str = "deuxrives"
) -> None:
    await journal.record(tx, here, event, here.clock(), institution=institution, client_id=client_id)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_event_is_said_in_words(here_words: object, language: str) -> None:
    say = here_words.sayer(language, "deuxrives")  # type: ignore[attr-defined]
    missing = [key_of(event.value) for event in Event if not say.has(key_of(event.value))]
    assert not missing, f"client_file/words.{language}.ftl: {missing}"


@pytest.fixture(scope="session")
def here_words() -> object:
    from parvis.settings import ROOT
    from parvis.ui.render import PACKAGE
    from parvis.ui.words import Words

    return Words.load(PACKAGE, ROOT / "institutions")
