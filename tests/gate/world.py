"""One client of one institution, furnished through the same tables as the demo's, with the means a story needs."""

from dataclasses import dataclass, field
from uuid import UUID

import msgspec
import pyotp

from parvis.errors import Refused
from parvis.factors.message_code.factor import material_of as message_material
from parvis.factors.totp.factor import material_of as totp_material
from parvis.gate import tables
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.sessions.tokens import new_token
from parvis.sign_in import actions as sign_in

CODE = "739204"
KEY = b"12345678901234567890"


@dataclass
class Person:
    """A client and what they hold."""

    here: Here
    institution: Institution
    id: UUID
    identifier: str
    device: str = ""
    means: dict[str, UUID] = field(default_factory=dict)

    async def tries(self, code: str = CODE, *, device: str | None = None, identifier: str = "") -> Request | Refused:
        """Type an identifier and a code on a browser: the person's own, or another one."""
        random = self.here.random
        arrival = sign_in.Arrival(
            device_token=self.device if device is None else device, ticket=new_token(random), earlier_ticket="",
            network="192.0.2.0/24", browser="Firefox · Linux", language="fr",
        )
        answer = {"code": code, "password": code}
        return await sign_in.first_step(
            self.here, self.institution, identifier or self.identifier, answer, arrival, self.here.clock()
        )

    def totp(self) -> str:
        """What the person's authenticator app shows now."""
        import base64

        return pyotp.TOTP(base64.b32encode(KEY).decode()).at(self.here.clock())

    async def request(self, request_id: UUID) -> Request:
        async with self.here.reading() as tx:
            found = await tables.of_client(tx, self.institution.slug, self.id, request_id)
        assert found is not None
        return found


async def a_person(
    here: Here, slug: str = "deuxrives", *, identifier: str = "10203040506", secret: str = CODE,
    kinds: tuple[str, ...] = ("sms_code",),
) -> Person:
    """A client with a secret, and an authenticator of each of `kinds`."""
    institution = here.institutions.by_slug(slug)
    assert institution is not None
    person = Person(here, institution, here.new_id(), identifier, new_token(here.random))
    now = here.clock()
    async with here.transaction() as tx:
        await tx.run(
            """
            insert into client (id, institution, given_name, family_name, created_at)
            values ($1, $2, 'Anne', 'Roy', $3)
            """,
            person.id, slug, now,
        )
        await tx.run("insert into identifier values ($1, $2, $3)", slug, identifier, person.id)
        contact_id = here.new_id()
        await tx.run(
            "insert into contact values ($1, $2, $3, 'sms', $4, '06 •• •• •• 12', 'current', $5)",
            contact_id, slug, person.id,
            here.keys.seal(b"+33639980112", purpose=f"contact:{contact_id}"), now,
        )
        prepared = here.factors[institution.sign_in.secret].prepare({"secret": secret}, here.random, now)
        assert not isinstance(prepared, str), prepared
        materials = {institution.sign_in.secret: prepared.material}
        for kind in kinds:
            materials[kind] = totp_material(KEY) if kind == "totp" else message_material(str(contact_id))
        for kind, material in materials.items():
            person.means[kind] = here.new_id()
            await tx.run(
                """
                insert into authenticator
                    (id, institution, client_id, kind, name, state, material, created_at, usable_from)
                values ($1, $2, $3, $4, $4, 'active', $5, $6, $6)
                """,
                person.means[kind], slug, person.id, kind,
                here.keys.seal(material, purpose=f"authenticator:{person.means[kind]}"), now,
            )
    return person


async def last_code(here: Here) -> str:
    """The six digits of the last message written to the outbox."""
    import re

    async with here.reading() as tx:
        row_id = await tx.value("select id from outbox order by written_at desc, id desc limit 1")
        content = await tx.value("select content from outbox where id = $1", row_id)
    text = msgspec.json.decode(here.keys.unseal(content, purpose=f"outbox:{row_id}"))["text"]
    found = re.search(r"\b(\d{6})\b", text.replace("\u202f", "").replace(" ", " "))
    assert found is not None, text
    return found.group(1)
