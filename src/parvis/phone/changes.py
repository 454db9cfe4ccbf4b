"""What a phone changes of itself: prepared by its own signed call, kept sealed, in force once the gate has approved.

Only the newest one of each phone waits. What is stored is the change alone: whatever else of the phone has moved
meanwhile (a counter) stays as it is.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from parvis.bell import ring
from parvis.clients import notices
from parvis.db import Transaction
from parvis.events import Event
from parvis.factors.phone.wire import Enrolled, pack, unpack_material
from parvis.factors.webauthn import Key
from parvis.gate.tables import Request
from parvis.here import Here
from parvis.institution.rules import Institution
from parvis.journal import actions as journal
from parvis.phone import tables
from parvis.phone.tables import KIND
from parvis.seal import SealBroken
from parvis.ui import format

__all__ = ["KIND", "Biometrics", "NewCode", "keep", "standing", "take_place"]

CHANGEABLE = ("active", "blocked")


class NewCode(msgspec.Struct, frozen=True, tag="code"):
    """The knowledge key that the new code uncovers."""

    knowledge_key: bytes

    def of(self, phone: Enrolled, change: str) -> Enrolled:
        return msgspec.structs.replace(phone, knowledge_key=self.knowledge_key, renewed=change)


class Biometrics(msgspec.Struct, frozen=True, tag="biometrics"):
    """The key of the phone's platform that verifies its owner."""

    key: Key

    def of(self, phone: Enrolled, change: str) -> Enrolled:
        return msgspec.structs.replace(phone, biometrics=self.key)


Change = NewCode | Biometrics


async def keep(
    tx: Transaction, here: Here, institution: Institution, phone: tables.Phone, change: Change, now: datetime
) -> str:
    """Let a change of this phone wait for its approval, in the place of the one before. Returns what it is bound by."""
    packed = msgspec.json.encode(change)
    sealed = here.keys.seal(packed, purpose=_purpose(phone.id))
    await tables.keep_change(tx, institution.slug, phone, change=sealed, now=now)
    return _binding(here, phone.id, packed)


async def forget_biometrics(
    here: Here, institution: Institution, phone: tables.Phone, keys: Enrolled, now: datetime
) -> None:
    """Back to the code alone. Nobody's approval is asked: it only takes away."""
    packed = pack(msgspec.structs.replace(keys, biometrics=None))
    after = here.keys.seal(packed, purpose=f"authenticator:{phone.id}")
    async with here.transaction() as tx:
        if await tables.forget_biometrics(tx, institution.slug, phone, material=after):
            await journal.record(
                tx, here, Event.AUTHENTICATOR_RENEWED, now, institution=institution.slug, client_id=phone.client_id,
                kind=KIND, was=phone.state,
            )
        await ring(tx, f"means:{phone.id}")


async def standing(
    tx: Transaction, here: Here, institution: Institution, client_id: UUID, authenticator_id: UUID, binding: str
) -> str | None:
    """The state of the phone that wants this very change; None where it wants another one, or may change nothing."""
    found = await tables.lock_change(tx, institution.slug, client_id, authenticator_id)
    if found is None or found.state not in CHANGEABLE or _opened(here, found, binding) is None:
        return None
    return found.state


async def take_place(
    tx: Transaction, here: Here, institution: Institution, request: Request, authenticator_id: UUID, binding: str, *,
    notice: str, held_notice: str, now: datetime,
) -> bool:
    """Put the change in force: failures are forgotten, a blocked phone serves again, from when the safety delay ends.

    Tells the client by every address. False where there is nothing to put in force any more.
    """
    found = await tables.lock_change(tx, institution.slug, request.client_id, authenticator_id)
    opened = None if found is None or found.state not in CHANGEABLE else _opened(here, found, binding)
    if found is None or opened is None:
        return False
    change, phone = opened
    # A new code may be somebody else's choice, and waits; a finger was approved by the phone's own code.
    delay = institution.safety.usable_from(KIND, now) if isinstance(change, NewCode) else now
    usable_from = max(delay, found.usable_from)
    after = here.keys.seal(pack(change.of(phone, str(request.id))), purpose=f"authenticator:{authenticator_id}")
    await tables.change(
        tx, institution.slug, request.client_id, authenticator_id, material=after, usable_from=usable_from
    )
    await journal.record(
        tx, here, Event.AUTHENTICATOR_RENEWED, now, institution=institution.slug, client_id=request.client_id,
        session_id=request.session_id, request_id=request.id, kind=KIND, was=found.state,
    )
    await notices.tell(
        tx, here, institution, request.client_id, notice=held_notice if usable_from > now else notice,
        values={
            "moment": format.moment(now, request.language, institution.timezone),
            "from": format.moment(usable_from, request.language, institution.timezone),
        },
        language=request.language, now=now, request_id=request.id,
    )
    await ring(tx, f"means:{authenticator_id}")
    return True


def _opened(here: Here, found: tables.Changing, binding: str) -> tuple[Change, Enrolled] | None:
    try:
        packed = here.keys.unseal(found.change, purpose=_purpose(found.id))
        material = unpack_material(here.keys.unseal(found.material, purpose=f"authenticator:{found.id}"))
    except SealBroken:
        return None
    if _binding(here, found.id, packed) != binding or not isinstance(material, Enrolled):
        return None
    return msgspec.json.decode(packed, type=Change), material


def _binding(here: Here, authenticator_id: UUID, packed: bytes) -> str:
    """Keyed: a digest alone of the knowledge key would let the phone's holder try codes without us."""
    return here.keys.mac("phone-change", authenticator_id.bytes, packed).hex()


def _purpose(authenticator_id: UUID) -> str:
    return f"phone-change:{authenticator_id}"
