"""Anne, signed in at the bank where Bruno has an account too."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from parvis.here import Here
from parvis.payments.iban import french_iban
from tests.books import Books
from tests.gate.world import Person, a_person
from tests.window import Window, a_window, signs_in

ANNE_IBAN = french_iban(bank_code="10107", branch_code="00001", account_number="00000000001")
BRUNO_IBAN = french_iban(bank_code="10107", branch_code="00001", account_number="00000000002")
NOBODY_IBAN = french_iban(bank_code="10107", branch_code="00001", account_number="00000000099")


@dataclass
class Space:
    """Anne's window on her accounts: « Courant » with 1 000,00 and « Livret » with 50,00. Bruno has nothing."""

    window: Window
    books: Books
    anne: Person
    here: Here

    def account(self, name: str) -> UUID:
        return self.books.accounts[name]

    async def fills(self, **typed: str) -> str:
        """Open the form, fill it, and ask for it to be checked."""
        await self.window.goes_to("/transfers/new")
        return await self.window.submits("/transfers/new", **typed)

    async def asks(self, **typed: str) -> UUID:
        """Fill the form, check it and send it; the id of the request that came of it."""
        await self.fills(**typed)
        assert self.window.status == 200, self.window.page
        await self.window.submits("/transfers")
        assert self.window.path.startswith(("/requests/", "/transfers/")), self.window.page
        return UUID(self.window.path.rsplit("/", 1)[-1])


def to_bruno(**typed: str) -> dict[str, str]:
    """What one types to pay Bruno for the first time."""
    return {"target": "other", "iban": BRUNO_IBAN, "name": "Bruno Test", "amount": "25,00", "label": "Cinéma"} | typed


@pytest.fixture
async def space(here: Here) -> AsyncIterator[Space]:
    anne = await a_person(here)
    books = Books(here)
    books.clients["Anne"] = anne.id
    await books.open("Courant", 100_000, holder="Anne", iban=ANNE_IBAN, position=0)
    await books.open("Livret", 5_000, holder="Anne", kind="savings", position=1)
    await books.open("Bruno", iban=BRUNO_IBAN)
    async with a_window(here) as window:
        await signs_in(window, anne, client_id=anne.identifier)
        yield Space(window, books, anne, here)
    await books.check()
