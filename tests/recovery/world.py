"""Somebody who has forgotten their secret, with everything they hold, and a browser without scripts."""

import itertools
import re
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import msgspec

from parvis.errors import Refused
from parvis.factors import device_of
from parvis.gate import tables
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.recovery.actions import index_contacts
from tests.books import Books
from tests.hands import Hand, Receives, material_of
from tests.hands.all import HANDS
from tests.hands.world import Holder
from tests.window import Window

SECRETS = {"secret_code": "739204", "password": "Corde-lune-7"}
NEW = {"secret_code": "582613", "password": "Tasse.nuage-42"}
SECRET_FIELDS = {"secret_code": "code", "password": "password"}
EXAMPLES = {
    "deuxrives": "10203{:06d}", "epargne": "5566{:06d}", "municipal": "400100{:06d}", "allocations": "2690549588{:03d}",
    "cooperative": "20304050-{:03d}",
}  # fmt: skip
_numbers = itertools.count(1)


@dataclass
class Owner:
    """A client, what they type, and a hand for each kind of means."""

    here: Here
    institution: Institution
    id: UUID
    identifier: str
    means: dict[str, UUID] = field(default_factory=dict)
    hands: dict[str, Hand] = field(default_factory=dict)

    @property
    def secret_kind(self) -> str:
        return self.institution.sign_in.secret

    def typed(self, identifier: str = "") -> dict[str, str]:
        """The fields of the identifier, as somebody fills them in."""
        parts = [part.name for part in self.institution.identifier]
        return dict(zip(parts, (identifier or self.identifier).split("-"), strict=True))

    def secret(self, *, new: bool = False) -> dict[str, str]:
        """The first field of a sign-in."""
        return {SECRET_FIELDS[self.secret_kind]: (NEW if new else SECRETS)[self.secret_kind]}

    def new_secret(self) -> dict[str, str]:
        """The two fields of a new secret."""
        return {"secret": NEW[self.secret_kind], "secret_again": NEW[self.secret_kind]}

    def holding(self, kind: str) -> Holder:
        """The client with that means in hand."""
        nothing = cast(Books, None)
        return Holder(
            self.here, self.institution, self.here.factors[kind], self.hands[kind], nothing, self.id, self.means[kind]
        )

    async def request(self, request_id: str) -> Request:
        async with self.here.reading() as tx:
            found = await tables.of_client(tx, self.institution.slug, self.id, UUID(request_id))
        assert found is not None
        return found

    async def proves(self, request_id: str, kind: str) -> Request | Refused:
        """Answer the request with that means."""
        holder, request = self.holding(kind), await self.request(request_id)
        return await holder.sends(request, await holder.answer(request))

    async def messages(self, channel: str = "") -> list[str]:
        """Every text written to this client, the oldest first."""
        return await texts(self.here, self.id, channel)

    async def code(self, channel: str) -> str:
        """The code in the last message that came there."""
        found = re.search(r"(?<!\d)\d{6}(?!\d)", (await self.messages(channel))[-1])
        assert found is not None
        return found.group()


async def texts(here: Here, client_id: UUID | None = None, channel: str = "") -> list[str]:
    """What stands in the outbox: of one client, or of everybody."""
    async with here.reading() as tx:
        rows: list[Any] = await tx.value(
            """
            select coalesce(json_agg(json_build_array(outbox.id, encode(outbox.content, 'hex'))
                                     order by written_at, outbox.id), '[]')
            from outbox join contact on contact.id = outbox.contact_id
            where ($1::uuid is null or contact.client_id = $1) and ($2 = '' or outbox.channel = $2)
            """,
            client_id, channel,
        )
    found = msgspec.json.decode(rows) if isinstance(rows, str) else rows
    return [
        msgspec.json.decode(here.keys.unseal(bytes.fromhex(sealed), purpose=f"outbox:{row_id}"))["text"]
        for row_id, sealed in found
    ]


async def an_owner(
    here: Here, slug: str, *, kinds: tuple[str, ...] | None = None, name: tuple[str, str] = ("Anne", "Roy"),
    company: str | None = None, role: str = "",
) -> Owner:
    """A client of that institution with a secret and one means of each of `kinds`: all that it offers, unless said."""
    institution = here.institutions.by_slug(slug)
    assert institution is not None
    number, now = next(_numbers), here.clock()
    owner = Owner(here, institution, here.new_id(), EXAMPLES[slug].format(number))
    secret = institution.sign_in.secret
    offered = institution.means if kinds is None else kinds
    async with here.transaction() as tx:
        await tx.run(
            "insert into client (id, institution, given_name, family_name, company, company_role, created_at)"
            " values ($1, $2, $3, $4, $5, $6, $7)",
            owner.id, slug, *name, company, role, now,
        )
        await tx.run("insert into identifier values ($1, $2, $3)", slug, owner.identifier, owner.id)
        prepared = here.factors[secret].prepare({"secret": SECRETS[secret]}, here.random, now)
        assert not isinstance(prepared, str), prepared
        await _enrol(tx, owner, secret, prepared.material, b"")
        for kind in offered:
            factor = here.factors[kind]
            if kind == secret or device_of(factor) != kind:
                continue
            hand = owner.hands[kind] = HANDS[kind](number)
            if isinstance(hand, Receives):
                await tx.run(
                    "insert into contact (id, institution, client_id, channel, address, hint, state, since)"
                    " values ($1, $2, $3, $4, $5, '••• 12', 'current', $6)",
                    hand.contact_id, slug, owner.id, hand.channel,
                    here.keys.seal(hand.address.encode(), purpose=f"contact:{hand.contact_id}"), now,
                )
            await _enrol(tx, owner, kind, material_of(hand, factor, here.random, now), hand.handle)
    await index_contacts(here, now)
    return owner


async def _enrol(tx: Any, owner: Owner, kind: str, material: bytes, handle: bytes) -> None:
    owner.means[kind] = owner.here.new_id()
    sealed = owner.here.keys.seal(material, purpose=f"authenticator:{owner.means[kind]}")
    await tx.run(
        "insert into authenticator"
        " (id, institution, client_id, kind, name, state, material, handle, created_at, usable_from)"
        " values ($1, $2, $3, $4, $4, 'active', $5, $6, $7, $7)",
        owner.means[kind], owner.institution.slug, owner.id, kind, sealed, handle, owner.here.clock(),
    )


async def begins(window: Window, owner: Owner, kind: str, *, identifier: str = "") -> None:
    """Ask for the first code by that kind of message."""
    await window.goes_to("/recovery/secret")
    await window.sends("/recovery/secret", **owner.typed(identifier), channel=kind)


async def opens(window: Window, owner: Owner, kind: str) -> str:
    """The first code, asked for and typed; the id of the request that it opens."""
    await begins(window, owner, kind)
    assert window.path == "/recovery/secret/code", (window.path, window.status, window.page[-1500:])
    await window.sends("/recovery/secret/code", code=await owner.code(HANDS[kind].channel))  # type: ignore[attr-defined]
    assert window.path.startswith("/requests/"), (window.path, window.status, window.page[-1500:])
    return window.path.rsplit("/", 1)[-1]
