"""Run by test_one_more_factor.py in a copy of the program that has one factor more: a client signs in with it."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import parvis
from parvis.app import make_here
from parvis.docs import pages
from parvis.settings import from_environment
from tests.gate.world import CODE, Person, a_person
from tests.window import a_window

KIND = "riddle"


async def enrolled(person: Person) -> None:
    """Give the person the new means, as an agency would."""
    here, person.means[KIND] = person.here, person.here.new_id()
    prepared = here.factors[KIND].prepare({"word": "parapluie"}, here.random, here.clock())
    assert not isinstance(prepared, str)
    async with here.transaction() as tx:
        await tx.run(
            "insert into authenticator"
            " (id, institution, client_id, kind, name, state, material, created_at, usable_from)"
            " values ($1, $2, $3, $4, 'Ma devinette', 'active', $5, $6, $6)",
            person.means[KIND], person.institution.slug, person.id, KIND,
            here.keys.seal(prepared.material, purpose=f"authenticator:{person.means[KIND]}"), here.clock(),
        )


async def story() -> None:
    now = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
    async with make_here(from_environment(), clock=lambda: now) as here:
        anne = await a_person(here, kinds=())
        await enrolled(anne)
        async with a_window(here) as window:
            page = await window.goes_to("/sign-in")
            page = await window.sends("/sign-in", code=CODE, client_id=anne.identifier)
            assert "Répondez à votre devinette" in page, page
            proofs = f"{window.path}/proofs/{anne.means[KIND]}"
            page = await window.sends(proofs, word="ombrelle")
            assert window.status == 422 and "Ce code n'est pas le bon" in page, page
            await window.sends(proofs, word="parapluie")
            assert window.path == "/accounts", window.page
            page = await window.goes_to("/security")
            assert "Code secret + Devinette" in page or "Devinette + Code secret" in page, page
            assert "Ma devinette" in await window.goes_to("/security/means")
    assert f"`{KIND}`" in pages()["docs/factors.md"]


if __name__ == "__main__":
    assert Path(parvis.__file__).is_relative_to(sys.argv[1]), f"the copy is not what runs: {parvis.__file__}"
    asyncio.run(story())
    sys.stdout.write("signed in\n")
