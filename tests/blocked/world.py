"""Somebody who cannot come in, in a browser without a screen or a session."""

import re

import httpx

from parvis.blocked import actions
from parvis.here import Here
from tests.cases.world import messages
from tests.gate.world import Person, a_person
from tests.means.world import Browser

WRONG = "111222"
STRANGER = "90807060504"


class Locked(Browser):
    """A browser that asks to be let in again."""

    reference = ""
    code = ""

    async def _read(self, answer: httpx.Response) -> str:
        self.text = (await super()._read(answer)).replace("\u00a0", " ").replace("\u202f", " ")
        return self.text

    async def fails(self, identifier: str, *, times: int = 3) -> str:
        """Type a wrong code so many times."""
        for _ in range(times):
            await self.sends("/sign-in", client_id=identifier, code=WRONG)
        return self.text

    async def asks(self, identifier: str, *, account: str = "", wanted: str = "access", key: str = "") -> str:
        """Fill the form in, and note what is given once."""
        await self.opens("/unblocking")
        await self.sends(
            "/unblocking", client_id=identifier, account=account, key=key or self.hidden("key"),
            **{f"wanted_{wanted}": "yes"},
        )
        found = re.search(r"<dd>([A-Z]{2}-\w{4}-\w{2})</dd>.*?<dd>(\w{4}-\w{4}-\w{4})</dd>", self.text, re.DOTALL)
        if found:
            self.reference, self.code = found[1], found[2]
        return self.text

    async def adds(self, content: bytes, name: str = "carte.jpg", *, field: str = "document") -> str:
        """Send one file, as a browser does."""
        headers = {"origin": self.origin, "sec-fetch-site": "same-origin", "accept": "text/html"}
        answer = await self.http.post(
            "/unblocking/progress/documents", files={field: (name, content, "image/jpeg")}, headers=headers
        )
        return await self._read(answer)

    async def leaves(self) -> str:
        """All is there."""
        return await self.sends("/unblocking/progress/departure")


async def works(here: Here) -> int:
    """What the worker does of its own accord. Returns how many it took up."""
    taken = 0
    while await actions.take_up_sent(here, here.clock()):
        taken += 1
        assert taken < 100
    return taken


async def with_email(here: Here, person: Person) -> None:
    async with here.transaction() as tx:
        contact_id = here.new_id()
        await tx.run(
            "insert into contact values ($1, $2, $3, 'email', $4, 'a•••@exemple.fr', 'current', $5)",
            contact_id, person.institution.slug, person.id,
            here.keys.seal(b"anne@exemple.fr", purpose=f"contact:{contact_id}"), here.clock(),
        )


__all__ = ["STRANGER", "WRONG", "Locked", "a_person", "messages", "with_email", "works"]
